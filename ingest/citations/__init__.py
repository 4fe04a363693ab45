"""Citations: every mention of an instrument, with what the mention claims.

One file per question: :mod:`number` (how a number-symbol is written), :mod:`head` (what stands before it: kind,
list, article), :mod:`date`, :mod:`issuer` and :mod:`subject` (what stands after it), :mod:`share` (what coordinated
mentions have in common), :mod:`find` (all numbered ones together), :mod:`named` (all by name: :mod:`laws`, :mod:`assemblies`;
:mod:`called` reads what is around a name), :mod:`back` (what points back or at the directive itself), :mod:`mentions` (every one of them).
"""

from __future__ import annotations

from ingest.citations.find import find
from ingest.citations.issuer import issuer_key
from ingest.citations.mentions import find_all
from ingest.citations.names import Name, name_key, read_name
from ingest.citations.number import Number, normalise_number, parse_number

__all__ = [
    "Name",
    "Number",
    "find",
    "find_all",
    "issuer_key",
    "name_key",
    "normalise_number",
    "parse_number",
    "read_name",
]
