"""``kb check`` on drafts with planted errors, and on sound ones.

``python -m tests.benchmarks.check [-v]``: every citation of the samples (and of the five plans of ``KB_TESTDATA``) that other documents
of the collection bear out is spoilt in each way that it can be, one at a time, in the whole text of its document; that document is not
heard. Printed are, by kind, how many of the planted errors got the right verdict, and how many other citations of the same draft
changed theirs (a date that two numbers share, a later mention without one). Three samples retell plans of ``KB_TESTDATA``, and so bear
out what these cite. Sound drafts are plans made up of what the collection says; none may get a finding. Reproducible: one seed.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.lexicon import load
from ingest.parse import parse_text
from ingest.types import Directive, Span
from kb.audit.issuers import misfit
from kb.build import build
from kb.catalogue.describe import describe
from kb.catalogue.stated import CENTRAL
from kb.catalogue.words import same_issuer
from kb.drafting import check_places
from kb.drafting.check import check
from kb.drafting.check_types import OK, Checked
from kb.home import Home
from kb.store import Document, Store

_ROOT = Path(__file__).parents[2]
_SEED = 20240613
_SOUND = 60
_PLACES = ("Cà Mau", "Quảng Ninh", "Kon Tum", "Nam Định")
_BODIES = ("Bộ Chính trị", "Ban Bí thư", "Chính phủ", "Thủ tướng Chính phủ", "Bộ Nội vụ", "Quốc hội")
_KINDS = ("number", "date", "issuer", "type", "province", "subject")
Change = tuple[Span, str, frozenset[str]]
"""Words of a text, what is written instead, and the verdicts of which one has to come."""


@dataclass(slots=True)
class Tally:
    """Planted errors of one kind."""

    planted: int = 0
    right: int = 0
    suggested: int = 0
    others: int = 0
    missed: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", action="store_true", help="name what was missed")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        shared = os.environ.get("KB_TESTDATA")
        roots = [_ROOT / "corpus", *([Path(shared, "seeds")] if shared and Path(shared, "seeds").is_dir() else [])]
        build(home, roots)
        with Store.open(home.database) as store, store.snapshot():
            tallies, findings = planted(store)
            _write(tallies, findings, verbose=given.v)
            _write_sound(sound(store))


def planted(store: Store) -> tuple[dict[str, Tally], list[str]]:
    """Every error in every draft, and what is found in the drafts as they are."""
    drawn = random.Random(_SEED)
    tallies: dict[str, Tally] = defaultdict(Tally)
    findings: list[str] = []
    for document in sorted(store.active_directives(), key=lambda one: one.id):
        directive = store.directives.get(document.id)
        if directive is None:
            continue
        without = frozenset({document.id})
        draft = parse_text(directive.text, source=document.source)
        before = {one.citation.start: one for one in check(store, draft, without=without).citations}
        findings += [
            f"{Path(document.source).name}: {one.verdicts} {one.citation.text[:70]!r} ({one.message[:120]})"
            for one in before.values()
            if one.report and one.verdicts != ("unknown",)
        ]
        for one in before.values():
            if one.verdict == OK and one.citation.number and one.evidence:
                _plant(store, draft, document, one, before, drawn, tallies)
    return dict(tallies), findings


def _plant(
    store: Store,
    draft: Directive,
    document: Document,
    one: Checked,
    before: dict[int, Checked],
    drawn: random.Random,
    tallies: dict[str, Tally],
) -> None:
    for kind in _KINDS:
        change = _MAKE[kind](store, draft, one, drawn)
        if change is None:
            continue
        span, new, wanted = change
        text = draft.text[: span.start] + new + draft.text[span.end :]
        report = check(store, parse_text(text, source=document.source), without=frozenset({document.id}))
        after = {found.citation.start: found for found in report.citations}
        found, tally = after.get(one.citation.start), tallies[kind]
        tally.planted += 1
        tally.suggested += bool(found and found.suggestion and (one.citation.number or "") in found.suggestion)
        if found is not None and wanted & set(found.verdicts):
            tally.right += 1
        else:
            tally.missed.append(
                f"{span.of(draft.text)!r} -> {new!r}: {found and (found.verdicts, found.citation.text[:160])}"
            )
        moved = len(new) - (span.end - span.start)
        for start, other in before.items():
            later = after.get(start + moved if start > span.start else start)
            apart = other.citation.end <= span.start or other.citation.start >= span.end
            if apart and (later is None or later.verdicts != other.verdicts):
                tally.others += 1
                tally.missed.append(
                    f"other: {new!r} in {one.citation.text[:60]!r}: {other.citation.text[:80]!r} {later and later.verdicts}"
                )


# -- ways to spoil a citation ----------------------------------------------------------------------------------------


def _number(_: Store, __: Directive, one: Checked, drawn: random.Random) -> Change | None:
    """One digit of the number; what it then is may exist, too."""
    span = check_places.number_span(one.citation)
    if span is None or not (one.citation.number or "").split("-")[0].split("/")[0].isdigit():
        return None
    digits = (one.citation.number or "").replace("/", "-").split("-")[0]
    at = drawn.randrange(len(digits))
    other = drawn.choice([sign for sign in "123456789" if sign != digits[at]])
    wanted = frozenset({"unknown", "subject_mismatch"})
    return Span(span.start + at, span.start + at + 1), other, wanted


def _date(_: Store, draft: Directive, one: Checked, drawn: random.Random) -> Change | None:
    """One digit of the date; a day that is none is malformed."""
    span = check_places.date_span(one.citation)
    if span is None or one.citation.date is None:
        return None
    places = [at for at in range(span.start, span.end) if draft.text[at].isdigit() and at < span.end - 4]
    places += [span.end - 1, span.end - 2]
    at = drawn.choice(places)
    other = drawn.choice([sign for sign in "0123456789" if sign != draft.text[at]])
    return Span(at, at + 1), other, frozenset({"date_mismatch", "malformed"})


def _issuer(_: Store, __: Directive, one: Checked, drawn: random.Random) -> Change | None:
    span = check_places.issuer_span(one.citation)
    if span is None or one.instrument is None or one.instrument.issuer is None:
        return None
    others = [body for body in _BODIES if not same_issuer(body, one.instrument.issuer)]
    return span, drawn.choice(others), frozenset({"issuer_mismatch"})


def _type(_: Store, __: Directive, one: Checked, drawn: random.Random) -> Change | None:
    span = check_places.type_span(one.citation)
    if span is None:
        return None
    # Before the name of a law only the word for another kind of law is read as its kind.
    wanted = _LAWS if one.citation.type in _LAWS else _TYPES
    kinds = [row["name"] for row in load("types")["type"] if row["name"] in wanted and row["name"] != one.citation.type]
    return span, drawn.choice(kinds), frozenset({"type_mismatch"})


_LAWS = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})
_TYPES = frozenset(
    {"Nghị quyết", "Chỉ thị", "Kế hoạch", "Hướng dẫn", "Thông báo", "Kết luận", "Quyết định", "Nghị định"}
)


def _province(_: Store, __: Directive, one: Checked, drawn: random.Random) -> Change | None:
    """Another province's committee, where it is a province's instrument."""
    span = check_places.issuer_span(one.citation)
    if span is None or one.instrument is None or one.instrument.scope in {CENTRAL, ""}:
        return None
    issuer, place = one.citation.issuer or "", drawn.choice(_PLACES)
    own = one.instrument.scope.split(",")[0]
    if "tỉnh" not in issuer.lower():
        return None
    new = issuer.replace(own, place) if own in issuer else f"{issuer} {place}"
    # Without a day and a subject it may well be the other province's own.
    told = one.citation.date or one.citation.title
    return span, new, frozenset({"issuer_mismatch"} if told else {"issuer_mismatch", "unknown"})


def _subject(_: Store, __: Directive, one: Checked, drawn: random.Random) -> Change | None:
    title = one.citation.title
    at = one.citation.text.find(title) if title else -1
    if not title or at < 0 or len(title.split()) < 5 or one.instrument is None or not one.instrument.title:
        return None
    others = (
        "về tăng cường quản lý khai thác khoáng sản làm vật liệu xây dựng",
        "về phòng, chống cháy rừng mùa khô hanh",
    )
    start, end = one.citation.start + at, one.citation.start + at + len(title)
    if one.citation.type and title.startswith(f"{one.citation.type} "):
        # A law is called by its subject.
        return (
            Span(start + len(one.citation.type) + 1, end),
            "Phòng cháy và chữa cháy rừng",
            frozenset({"subject_mismatch"}),
        )
    return Span(start, end), drawn.choice(others), frozenset({"subject_mismatch"})


_MAKE: dict[str, Callable[[Store, Directive, Checked, random.Random], Change | None]] = {
    "number": _number,
    "date": _date,
    "issuer": _issuer,
    "type": _type,
    "province": _province,
    "subject": _subject,
}


# -- sound drafts ----------------------------------------------------------------------------------------------------


def sound(store: Store) -> list[tuple[str, ...]]:
    """What is found in plans that are made up of the collection's own instruments: for each its findings."""
    drawn = random.Random(_SEED)
    instruments = [
        one
        for one in sorted(store.instruments.all(), key=lambda one: (one.number or "", one.id))
        if one.number and one.date and one.title and one.issuer and not one.conflicts and one.date < "2025-06-01"
        if misfit(one.number, one.issuer) is None
    ]
    provinces = sorted({one.scope for one in instruments if one.scope != CENTRAL and "," not in one.scope})
    found = []
    for number in range(_SOUND):
        province = drawn.choice(provinces)
        own = [one for one in instruments if one.scope in {CENTRAL, province}]
        bases = drawn.sample(own, 4)
        draft = parse_text(_plan(province, number + 1, [describe(one) for one in bases]))
        report = check(store, draft)
        found.append(
            (
                *(f"{one.verdicts} {one.citation.text[:90]!r} {one.message[:160]}" for one in report.findings),
                *(f"{one.kind}: {one.message}" for one in report.form),
            )
        )
    return found


def _plan(province: str, number: int, bases: list[str]) -> str:
    lines = "".join(f"Căn cứ {basis}{'.' if basis is bases[-1] else ';'}\n\n" for basis in bases)
    return (
        f"TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nLIÊN ĐOÀN LAO ĐỘNG TỈNH {province.upper()}\n\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        f"Số: {number}/KH-LĐLĐ\n\n{province}, ngày 05 tháng 6 năm 2025\n\nKẾ HOẠCH\nChăm lo đoàn viên đợt {number}\n\n{lines}"
        f"Ban Thường vụ Liên đoàn Lao động tỉnh {province} xây dựng kế hoạch như sau:\n\n"
        "I. MỤC ĐÍCH\n\n1. Chăm lo thiết thực.\n\n2. Đúng đối tượng.\n\nII. NỘI DUNG\n\n1. Thăm hỏi đoàn viên trước ngày 30/9/2025.\n\n"
        "III. TỔ CHỨC THỰC HIỆN\n\n1. Báo cáo kết quả trước ngày 15/11/2025.\n\n"
        "Nơi nhận:\n- Các công đoàn cơ sở;\n- Lưu: VT.\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\n"
    )


# -- told ------------------------------------------------------------------------------------------------------------


def _write(tallies: dict[str, Tally], findings: list[str], *, verbose: bool) -> None:
    out = sys.stdout.write
    out(f"{'kind':<10}{'planted':>9}{'right':>7}{'recall':>8}{'right form':>12}{'others changed':>16}\n")
    for kind, one in [*tallies.items(), ("all", _sum(tallies.values()))]:
        out(
            f"{kind:<10}{one.planted:>9}{one.right:>7}{one.right / max(1, one.planted):>8.3f}{one.suggested:>12}{one.others:>16}\n"
        )
    for kind, one in tallies.items():
        for line in one.missed if verbose else ():
            out(f"  missed {kind}: {line}\n")
    out(
        f"In the documents as they are: {len(findings)} findings but for what the rest of the collection does not know\n"
    )
    for line in findings:
        out(f"  {line}\n")


def _write_sound(found: list[tuple[str, ...]]) -> None:
    with_findings = [one for one in found if one]
    sys.stdout.write(f"Sound drafts: {len(found)}, with a finding: {len(with_findings)}\n")
    for one in with_findings:
        for line in one:
            sys.stdout.write(f"  {line}\n")


def _sum(tallies: Iterator[Tally] | object) -> Tally:
    listed = list(tallies)  # type: ignore[call-overload]
    return Tally(*(sum(getattr(one, name) for one in listed) for name in ("planted", "right", "suggested", "others")))


if __name__ == "__main__":
    main(sys.argv[1:])
