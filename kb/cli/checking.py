"""``kb check``: a draft's citations and form, and the draft given back with comments and corrections."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.commands import group, piped_text
from kb.cli.files import STDOUT, writable, write
from kb.cli.options import as_json
from kb.cli.output import place, wrapped, write_json, write_warnings
from kb.errors import UsageError

if TYPE_CHECKING:
    from ingest.types import Directive, Span
    from kb.ask.answer import Evidence
    from kb.drafting.check_types import Checked, FormFinding, Report

_AROUND = 40


@group.command("check")
@click.argument("file", metavar="TỆP")
@click.option(
    "--docx", "out", metavar="TỆP.DOCX", help="Ghi bản dự thảo Word có bình luận ở từng chỗ; bản gốc giữ nguyên."
)
@click.option(
    "--fix", is_flag=True, help="Cùng --docx: chỗ nào chắc chắn thì sửa luôn, dưới dạng thay đổi được theo dõi."
)
@click.option("--force", is_flag=True, help="Ghi đè TỆP.DOCX đã có.")
@as_json
def check_command(file: str, out: str | None, fix: bool, force: bool, as_json: bool) -> int:
    """Kiểm tra dự thảo: từng viện dẫn đúng hay sai ngày, cơ quan, loại, nội dung, còn hiệu lực không; và thể thức của dự thảo.

    TỆP là Word, PDF, văn bản thuần; dùng - để đọc từ đầu vào chuẩn. Mỗi viện dẫn được đối chiếu với các văn bản khác trong
    kho và bảng văn bản; chỗ nào kho chưa có thì nói là chưa có. Lệnh kết thúc với mã 1 khi có điều cần xem.

    \b
    Ví dụ:
      kb check du-thao.docx
      kb check du-thao.docx --docx du-thao-gop-y.docx --fix
      cat du-thao.txt | kb check - --json
    """
    from kb.drafting.check import check
    from kb.home import resolve
    from kb.store import Store

    _look_ahead(file, out, fix=fix, force=force)
    draft = _read(file)
    with Store.open(resolve().database) as store, store.snapshot():
        report = check(store, draft)
        if out is not None:
            from kb.drafting.check_docx import reviewed

            write(out, reviewed(Path(file).read_bytes(), report, fix=fix, name=file))
        if as_json:
            from kb.drafting.check_json import report_json

            write_json(report_json(report))
        else:
            _write(report)
            if out is not None:
                click.echo(f"Đã ghi {out}.")
    return 0 if report.sound else 1


def _look_ahead(file: str, out: str | None, *, fix: bool, force: bool) -> None:
    """Refuse what cannot be written before the work for it is done."""
    if out is None:
        if fix:
            raise UsageError("--fix sửa vào bản Word: hãy thêm --docx TỆP.DOCX để nêu nơi ghi.")
        return
    if file == STDOUT or Path(file).suffix.lower() != ".docx":
        raise UsageError(
            f"{file}: chỉ ghi bình luận vào được dự thảo Word (.docx); hãy lưu dự thảo thành .docx rồi chạy lại."
        )
    if out == STDOUT or Path(out).suffix.lower() != ".docx":
        raise UsageError(f"{out}: tệp ghi ra phải có đuôi .docx; hãy đặt tên khác, ví dụ gop-y.docx.")
    if Path(out).resolve() == Path(file).resolve():
        raise UsageError(f"{out} là chính dự thảo: hãy chọn tên khác, bản gốc được giữ nguyên.")
    writable(out, force=force)


def _read(file: str) -> Directive:
    from ingest.parse import parse_file, parse_text

    return parse_text(piped_text("kb check -"), source=STDOUT) if file == STDOUT else parse_file(Path(file))


def _write(report: Report) -> None:
    findings = report.findings
    for number, one in enumerate(findings, start=1):
        _write_citation(number, one)
    for number, finding in enumerate(report.form, start=len(findings) + 1):
        _write_form(number, finding, report)
    _write_sum(report)
    write_warnings(evidence.document for one in findings for evidence in one.evidence)


def _write_citation(number: int, one: Checked) -> None:
    from kb.catalogue.said import named
    from kb.drafting.check_types import VERDICTS

    kinds = ", ".join(VERDICTS[verdict] for verdict in one.verdicts)
    words = " ".join(one.citation.text.split())
    click.echo(click.style(f"[{number}] {kinds}: ", fg="yellow") + wrapped(f"“{words}”").lstrip())
    click.echo(wrapped(f"{one.message[:1].upper()}{one.message[1:]}.", indent="    "))
    if one.suggestion:
        click.echo(wrapped(f"Nên viết: {one.suggestion}", indent="    "))
    for note in one.notes:
        click.echo(wrapped(note, indent="    "))
    for evidence in one.evidence:
        click.echo(click.style(f"    {place(evidence.document, evidence.passage)}", fg="cyan"))
        click.echo(wrapped(f"“{_words(evidence)}”", indent="      "))
    for row in one.rows:
        click.echo(wrapped(f"Bảng văn bản: {named(row)} – nguồn: {row.told_source}", indent="    "))
    click.echo()


def _words(evidence: Evidence) -> str:
    """The words of a passage that say it, on one line."""
    passage, span = evidence.passage, evidence.highlights[0]
    return " ".join(passage.text[span.start - passage.start : span.end - passage.start].split())


def _write_form(number: int, finding: FormFinding, report: Report) -> None:
    from kb.drafting.check_types import FORM

    click.echo(click.style(f"[{number}] {FORM[finding.kind]}: ", fg="yellow") + wrapped(finding.message).lstrip())
    if finding.span.end > finding.span.start:
        click.echo(wrapped(f"“{_around(report.draft.text, finding.span)}”", indent="    "))
    click.echo()


def _around(text: str, span: Span) -> str:
    """The words of a place with some before and behind it, none of them cut."""
    start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    before, behind = text[start : span.start], text[span.end : end]
    if start and not text[start - 1].isspace():
        before = before.partition(" ")[2]
    if end < len(text) and not text[end].isspace():
        behind = behind.rpartition(" ")[0]
    words = " ".join(f"{before}{text[span.start : span.end]}{behind}".split())
    return ("…" if start else "") + words + ("…" if end < len(text) else "")


def _write_sum(report: Report) -> None:
    total, findings = len(report.citations), len(report.findings)
    right = sum(one.verdict == "ok" for one in report.citations)
    if not total:
        click.echo("Dự thảo không viện dẫn văn bản nào: không có gì để đối chiếu.")
    else:
        aside = total - right - findings
        named = f", {aside} gọi theo tên mà kho chưa có" if aside else ""
        click.echo(f"{total} viện dẫn: {right} đúng, {findings} cần xem{named}.")
    click.echo(f"Thể thức: {len(report.form)} điều cần xem." if report.form else "Thể thức: không có điều gì cần xem.")
