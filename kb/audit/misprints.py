"""Numbers one slip away from a well-attested one: a misprint, or a letter that was recognised wrongly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ingest.citations import parse_number
from kb.audit.findings import LIKELY, LOOK, Finding, Value
from kb.audit.material import Material, called, place
from kb.catalogue import known
from kb.catalogue.words import Relation, content, same_issuer, subjects
from kb.store import Instrument
from kb.store.keys import number_key

_ATTESTED = 2
"""Documents that have to cite a number for it to be well attested."""
_TELLING = 4
"""Syllables that two subjects need for their likeness to tell."""


def slips(material: Material, rows: Iterable[known.Row]) -> Iterator[Finding]:
    """Instruments that one document alone cites, and that are another one but for one slip of the number.

    Args:
        material: the collection.
        rows: of the table of instruments, which attests what it states.
    """
    listed = {number_key(row.number): _of_table(row) for row in rows}
    attested = _Attested([*listed.values(), *(row for row in material.instruments.values() if _is_attested(row))])
    for row in material.instruments.values():
        if (
            row.number is None
            or row.directive is not None
            or len(row.cited_by) != 1
            or number_key(row.number) in listed
        ):
            continue
        near = [other for other in attested.near(row) if other.id != row.id and _same_but_number(row, other)]
        if len({number_key(other.number or "") for other in near}) != 1:
            continue
        near.sort(key=lambda other: -len(other.cited_by))
        scanned = any(
            material.documents[one].confidence is not None for one in row.cited_by if one in material.documents
        )
        yield Finding(
            "misprint",
            f"{called(row)} chỉ có một văn bản viện dẫn, và chỉ khác một chữ với {called(near[0])} ({_attestation(near[0])})"
            + (": có thể do nhận dạng sai." if scanned else ": có thể ghi nhầm số."),
            LIKELY if row.date and row.date == near[0].date else LOOK,
            row.id,
            row.number,
            (
                Value(row.number, tuple(map(place, material.mentions.get(row.id, ())))),
                Value(near[0].number or "", tuple(map(place, material.mentions.get(near[0].id, ())))),
            ),
            near[0].number,
        )


def _of_table(row: known.Row) -> Instrument:
    return Instrument(
        f"~{row.number}",
        row.number,
        known.scope_of_row(row),
        row.type or None,
        row.date or None,
        row.issuer or None,
        row.title or None,
    )


def _attestation(row: Instrument) -> str:
    return f"{len(row.cited_by)} văn bản viện dẫn" if row.cited_by else "có trong bảng văn bản"


def _is_attested(row: Instrument) -> bool:
    return row.number is not None and (len(row.cited_by) >= _ATTESTED or row.directive is not None)


def _same_but_number(one: Instrument, other: Instrument) -> bool:
    """Everything else that both say is one, and the subject is long enough to tell."""
    if one.type and other.type and one.type != other.type:
        return False
    if not same_issuer(one.issuer, other.issuer):
        return False
    about = subjects(one.title, other.title)
    if about is not Relation.SAME or (one.date and other.date and one.date != other.date):
        return False
    # Two decrees of one day and one issuer are two decrees: only what they are about tells.
    return min(len(content(one.title or "")), len(content(other.title or ""))) >= _TELLING


class _Attested:
    """Numbers by what is left of them when one character is left out: those of one slip share such a rest."""

    def __init__(self, rows: Iterable[Instrument]) -> None:
        self._rests: dict[tuple[str, str], dict[str, Instrument]] = defaultdict(dict)
        for row in rows:
            for rest in _rests(row):
                self._rests[row.scope, rest][row.id] = row

    def near(self, row: Instrument) -> list[Instrument]:
        """The attested ones of the same scope that are one slip away."""
        found: dict[str, Instrument] = {}
        for rest in _rests(row):
            found |= self._rests.get((row.scope, rest), {})
        return [other for _, other in sorted(found.items()) if one_slip(row, other)]


def _rests(row: Instrument) -> set[str]:
    key = number_key(row.number or "")
    return {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}


def one_slip(one: Instrument, other: Instrument) -> bool:
    """One character more, less or another, or two neighbours in turn; never another kind: CT is no slip of CTr."""
    left, right = number_key(one.number or ""), number_key(other.number or "")
    if left == right:
        return False
    parts = parse_number(one.number or ""), parse_number(other.number or "")
    if parts[0] is None or parts[1] is None or parts[0].type_code != parts[1].type_code:
        return False
    if len(left) == len(right):
        wrong = [place for place in range(len(left)) if left[place] != right[place]]
        swapped = (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and left[wrong[0]] == right[wrong[1]]
            and left[wrong[1]] == right[wrong[0]]
        )
        return len(wrong) == 1 or swapped
    shorter, longer = sorted((left, right), key=len)
    return len(longer) - len(shorter) == 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )
