"""Citations: every numbered mention of an instrument, with what the mention claims.

One file per question: :mod:`number` (how a number-symbol is written), :mod:`head` (what stands before it: kind,
list, article), :mod:`date`, :mod:`issuer` and :mod:`subject` (what stands after it), :mod:`share` (what coordinated
mentions have in common), :mod:`find` (all of it together).
"""

from __future__ import annotations

from ingest.citations.find import find
from ingest.citations.issuer import issuer_key
from ingest.citations.number import Number, normalise_number, parse_number

__all__ = ["Number", "find", "issuer_key", "normalise_number", "parse_number"]
