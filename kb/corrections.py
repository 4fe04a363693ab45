"""Corrections by hand: made, undone, and brought to the texts that the collection holds now.

The key of a correction is the text that it was made on: another file with it, or newer code that reads it anew, keeps the
correction. Where the text at its path has changed a little, it is carried over as long as that text still gives the value
that was corrected; else a person has to look (``review``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb import sketch
from kb.change import changing
from kb.corrected_values import CITATION, HEADER, NAMES, assignment
from kb.errors import UsageError
from kb.people import now
from kb.store.corrections import Fit, Made
from kb.store.directives import corrected

if TYPE_CHECKING:
    from ingest.types import Citation, Directive
    from kb.home import Home
    from kb.store import Correction, Document, Instrument, Store

_RELATED = 0.4
"""How alike the text at a path must be to count as the same document, edited; others share some 0.1."""
NO_CITATION = "không phải trích dẫn"


@dataclass(frozen=True, slots=True)
class Target:
    """What is corrected: the header, or the citation at an offset of the text."""

    offset: int | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that can be set."""
        return HEADER if self.offset is None else CITATION


def correct(
    home: Home,
    doc: str,
    assignments: Sequence[str],
    *,
    offset: int | None = None,
    no_citation: bool = False,
    by: str,
    note: str | None = None,
) -> tuple[Correction, ...]:
    """Correct fields of a document, or of one of its citations.

    Args:
        home: the collection.
        doc: an id, a number or a file.
        assignments: ``field=value``.
        offset: within the citation that is meant; ``None`` corrects the header.
        no_citation: what stands there is no citation.
        by: who says so.
        note: why.

    Returns:
        the new corrections.

    Raises:
        UsageError: the document, the field, the value or the offset cannot be understood, or nothing would change.
    """
    target = Target(offset)
    values = dict(assignment(text, target.fields) for text in assignments)
    if no_citation:
        values["citation"] = NO_CITATION
    with changing(home) as store:
        document = store.find(doc)
        directive = store.directives.get(document.id)
        if directive is None:
            raise UsageError(f"Không còn văn bản {doc} trong kho: hãy chạy lại kb build.")
        cited = None if offset is None else _citation_at(directive, offset)
        made = [
            _made(store, document, directive, cited, field, _checked(store, cited, field, value), by, note)
            for field, value in values.items()
        ]
        idents = [store.corrections.add(one) for one in made]
        settle(store, store.revision + 1)
        return tuple(item for item in store.corrections.all() if item.id in idents and item.directive == document.id)


def undo(home: Home, doc: str | None, ident: int, by: str) -> Correction:
    """Let a correction count no more: what the text gives, or an earlier correction, is shown again.

    Raises:
        UsageError: there is no such correction, it is of another document, or undone already.
    """
    with changing(home) as store:
        known = [item for item in store.corrections.all() if item.id == ident]
        document = None if doc is None else store.find(doc)
        of_it = [item for item in known if document is None or item.directive == document.id]
        if not of_it:
            where = f" của văn bản {doc}" if doc else ""
            raise UsageError(
                f"Không có lần sửa {ident}{where}: hãy xem các lần sửa bằng kb correct{f' {doc}' if doc else ''}."
            )
        if of_it[0].state == "undone":
            raise UsageError(f"Lần sửa {ident} đã được bỏ từ trước.")
        store.corrections.undo(ident, by, now())
        return replace(of_it[0], state="undone")


def settle(store: Store, revision: int) -> bool:
    """Find out whom the corrections concern now; whether that is other than before.

    Args:
        store: the collection, inside a transaction.
        revision: the number that this change will have.
    """
    before = store.corrections.fits()
    standing = store.corrections.standing()
    at = {path: file.directive for path, file in store.files.all().items() if file.directive} if standing else {}
    after = frozenset(_latest_wins([(made, fit) for made in standing for fit in _fits(store, made, at)]))
    if before != after:
        store.corrections.replace_fits(sorted(after, key=lambda fit: (fit.correction, fit.directive)))
    titles = {made.id for made in standing if made.field == "title" and made.start is None}
    gone = {fit.directive for fit in before - after}  # of corrections that are undone, the field is not asked
    _retell(store, gone | {fit.directive for fit in after if fit.correction in titles}, revision)
    return before != after


# -- making ----------------------------------------------------------------------------------------------------------


def _citation_at(directive: Directive, offset: int) -> Citation:
    found = next((one for one in directive.citations if one.start <= offset < one.end), None)
    if found is None:
        near = sorted(directive.citations, key=lambda one: abs(one.start - offset))[:3]
        listed = "; ".join(f"{one.start} “{_short(one.text)}”" for one in near) or "không có trích dẫn nào"
        raise UsageError(
            f"Ở vị trí {offset} không có trích dẫn. Gần nhất: {listed}. Xem mọi vị trí bằng kb show --json."
        )
    return found


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"


def _checked(store: Store, cited: Citation | None, field: str, value: str | None) -> str | None:
    """The id of the instrument that is meant, other values as they are."""
    if field != "instrument" or value is None:
        return value
    if cited is None or not cited.number:
        raise UsageError(
            "Trích dẫn này không ghi số văn bản: hãy sửa số bằng --set number=… để nối với văn bản được viện dẫn."
        )
    found = store.instruments.get(value)
    rows = (found,) if found else _numbered(store, value)
    if not rows:
        raise UsageError(
            f"Không văn bản nào được viện dẫn trong kho có mã hoặc số “{value}”: hãy xem bằng kb instrument, hoặc sửa số bằng --set number=…"
        )
    if len(rows) > 1:
        listed = "; ".join(
            f"{row.id} ({', '.join(part for part in (row.number, row.date, row.scope) if part)})" for row in rows
        )
        raise UsageError(f"“{value}” có thể là {len(rows)} văn bản: {listed}. Hãy nêu mã đứng đầu.")
    return rows[0].id


def _numbered(store: Store, value: str) -> tuple[Instrument, ...]:
    from ingest.citations import normalise_number
    from kb.store.keys import number_key

    number = normalise_number(value)
    return store.instruments.numbered(number_key(number)) if number else ()


def _made(
    store: Store,
    document: Document,
    directive: Directive,
    cited: Citation | None,
    field: str,
    value: str | None,
    by: str,
    note: str | None,
) -> Made:
    gives = _given(store, directive, cited, field)
    shown = _shown(document, directive, cited, field, gives)
    if value == shown:
        raise UsageError(f"Văn bản đã có {NAMES[field]} là “{value or 'không có'}”: không có gì để sửa.")
    made = Made(
        id=0,
        directive=document.id,
        paths=document.sources,
        sketch=sketch.sketch(directive.text),
        field=field,
        value=value,
        was=gives,
        by=by,
        at=now(),
        note=" ".join(note.split()) if note and note.strip() else None,
    )
    if cited is None:
        return made
    alike = [one for one in directive.citations if _same_words(one.text, cited.text)]
    return replace(made, start=cited.start, printed=cited.text, nth=alike.index(cited), among=len(alike))


def _given(store: Store, directive: Directive, cited: Citation | None, field: str) -> str | None:
    """What the text gives."""
    if field == "citation":
        return None
    if field == "instrument":
        return None if cited is None else _resolved(store, directive, cited)
    value = getattr(directive.header if cited is None else cited, field)
    return None if value is None else str(value)


def _resolved(store: Store, directive: Directive, cited: Citation) -> str | None:
    from kb.store.keys import directive_id

    position = directive.citations.index(cited)
    mentions = store.instruments.citing(directive_id(directive.text)[0])
    return next((one.instrument for one in mentions if one.position == position), None)


def _shown(
    document: Document, directive: Directive, cited: Citation | None, field: str, gives: str | None
) -> str | None:
    if cited is None:
        value = getattr(corrected(directive.header, document.corrections), field)
        return None if value is None else str(value)
    position = directive.citations.index(cited)
    standing = [one for one in document.corrections if one.position == position and one.state == "applied"]
    return next((one.value for one in standing if one.field == field), gives)


# -- settling --------------------------------------------------------------------------------------------------------


def _fits(store: Store, made: Made, at: Mapping[str, str]) -> Iterator[Fit]:
    """The directives that a correction concerns: that with the very text, and those that are now at its paths."""
    filed = {made.directive} if made.directive in at.values() else set()
    for ident in sorted(filed | {at[path] for path in made.paths if path in at}):
        directive = store.directives.get(ident)
        if directive is not None and (fit := _fit(made, ident, directive)):
            yield fit


def _fit(made: Made, ident: str, directive: Directive) -> Fit | None:
    same = ident == made.directive
    if not same and sketch.alike(made.sketch, sketch.sketch(directive.text)) < _RELATED:
        return None  # Another document has come to this path.
    if made.start is None:
        value = getattr(directive.header, made.field)
        gives = None if value is None else str(value)
        return Fit(made.id, ident, gives, "applied" if same or gives in {made.was, made.value} else "review")
    position = _position(made, directive, same=same)
    if position is None:
        return Fit(made.id, ident, None, "review")
    cited = directive.citations[position]
    gives = made.was if made.field in {"citation", "instrument"} else getattr(cited, made.field)
    fits = same or gives in {made.was, made.value}
    return Fit(made.id, ident, gives, "applied" if fits else "review", position, cited.start)


def _position(made: Made, directive: Directive, *, same: bool) -> int | None:
    """Where the citation stands now: at its place in the same text, else the one with its words."""
    if same and made.start is not None:
        end = made.start + len(made.printed or "")
        over = [number for number, one in enumerate(directive.citations) if one.start < end and made.start < one.end]
        exact = [number for number in over if directive.citations[number].start == made.start]
        return exact[0] if exact else over[0] if len(over) == 1 else None
    alike = [number for number, one in enumerate(directive.citations) if _same_words(one.text, made.printed or "")]
    # As many as before, so that it is the same one; else a person has to say which.
    return alike[made.nth] if made.nth is not None and len(alike) == made.among else None


def _same_words(one: str, other: str) -> bool:
    return one.split() == other.split()


def _latest_wins(pairs: Iterable[tuple[Made, Fit]]) -> Iterator[Fit]:
    """Of several corrections of one field the last counts; what resolves a citation outdoes that it is one."""
    last: dict[tuple[str, int | None, str], int] = {}
    kept = list(pairs)
    for made, fit in kept:
        if fit.state == "applied":
            last[fit.directive, fit.position, made.field] = made.id
    for made, fit in kept:
        outdone = fit.state == "applied" and last[fit.directive, fit.position, made.field] != made.id
        yield replace(fit, state="superseded") if outdone else fit


def _retell(store: Store, idents: Iterable[str], revision: int) -> None:
    """Passages carry the title of their document: give them the corrected one, or the text's own again."""
    from index import passages

    documents = {document.id: document for document in store.directives.documents(active=False)}
    for ident in sorted(set(idents) & set(documents)):
        directive = store.directives.get(ident)
        if directive is not None:
            told = replace(directive, header=documents[ident].header)
            store.passages.put(ident, passages.split(told, ident), revision)
