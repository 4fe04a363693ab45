"""The catalogue: which instruments the directives cite, what they say of them, and where."""

from __future__ import annotations

from kb.catalogue.catalogue import resolve_all
from kb.catalogue.describe import day, describe

__all__ = ["day", "describe", "resolve_all"]
