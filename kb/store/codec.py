"""The codec of :mod:`ingest.codec`, under the store's name: columns and files read apart are written alike."""

from __future__ import annotations

from ingest.codec import from_json, to_json

__all__ = ["from_json", "to_json"]
