"""What is wrong, or likely to be, in what the documents of a collection say of instruments."""

from __future__ import annotations

from kb.audit.audit import audit, doubts
from kb.audit.findings import Finding, Place, Value

__all__ = ["Finding", "Place", "Value", "audit", "doubts"]
