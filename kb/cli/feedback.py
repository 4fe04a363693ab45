"""``kb feedback`` and ``kb eval-feedback``: what people think of what they were shown, and what that says of the search."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.commands import group
from kb.cli.corrections import named
from kb.cli.help import Group
from kb.cli.options import as_json
from kb.cli.output import wrapped, write_json
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.store.feedback import Judged

WHOLE = "-"
"""In the place of a number: the answer as a whole."""
_KINDS = {"up": "có ích", "down": "không đúng", "click": "đã mở"}


class _Judging(Group):
    """``kb feedback 2 --up`` is ``kb feedback give 2 --up``: what is no command is what is judged."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the words name, and the words that are left for it."""
        if args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "give", self.commands["give"], args


@group.group(
    "feedback",
    cls=_Judging,
    invoke_without_command=True,
    context_settings={"ignore_unknown_options": True},
    subcommand_metavar="[SỐ]... --up|--down | LỆNH",
)
@as_json
@click.pass_context
def feedback_group(context: click.Context, as_json: bool) -> int:
    """Đánh giá kết quả vừa xem bằng kb ask, kb search: đoạn nào có ích, đoạn nào không đúng. Không gửi đi đâu cả.

    SỐ là số thứ tự của đoạn trong kết quả vừa xem; dấu - là cả câu trả lời. Đánh giá sau của cùng một người thay đánh giá
    trước. Đo chất lượng tìm kiếm theo các đánh giá: kb eval-feedback. Chỉ gõ kb feedback thì như kb feedback list.

    \b
    Ví dụ:
      kb feedback 2 --up
      kb feedback 1 3 --down --why "văn bản đã hết hiệu lực"
      kb feedback - --up
      kb feedback undo
    """
    return 0 if context.invoked_subcommand else _list(as_json=as_json)


def _json(context: click.Context, *, asked: bool) -> bool:
    """Whether JSON is wanted: ``--json`` stands after the command, or after ``feedback``."""
    return asked or bool(context.parent and context.parent.params.get("as_json"))


@feedback_group.command("give")
@click.argument("what", nargs=-1, required=True, metavar="SỐ...")
@click.option("--up", "kind", flag_value="up", help="Có ích: đúng điều cần tìm.")
@click.option("--down", "kind", flag_value="down", help="Không đúng, không liên quan, hoặc không dùng được.")
@click.option("--click", "kind", flag_value="click", help="Chỉ ghi là đã mở ra xem.")
@click.option("--why", metavar="LỜI", help="Vì sao.")
@named
@as_json
@click.pass_context
def give_command(
    context: click.Context, what: tuple[str, ...], kind: str | None, why: str | None, by: str | None, as_json: bool
) -> int:
    """Ghi đánh giá về kết quả vừa xem; gõ kb feedback SỐ --up cũng được.

    \b
    Ví dụ:
      kb feedback give 2 --up
      kb feedback give 1 3 --down --why "văn bản đã hết hiệu lực" --by "Nguyễn Văn A"
      kb feedback give - --up
    """
    from kb import feedback, shown
    from kb.home import resolve
    from kb.people import who

    home, speaker = resolve(), feedback.Speaker("cli", who(by))
    ranks = [_rank(one) for one in what]
    if kind is None:
        raise UsageError("Chưa nói đánh giá thế nào: hãy thêm --up (có ích) hoặc --down (không đúng).")
    seen = shown.recall(home)
    for rank in ranks:
        if rank is not None:
            seen.place(rank)  # All of them, or none.
    judgement = feedback.Judgement(kind)
    rows = [feedback.judge(home, seen, judgement, rank=rank, speaker=speaker, why=why) for rank in ranks]
    if _json(context, asked=as_json):
        late = feedback.history(home).waiting
        write_json({"query": seen.query, "judgements": [_row(row, waiting=row.id in late) for row in rows]})
    else:
        for row in rows:
            click.echo(wrapped(f"Đã ghi {row.id}: {_about(row)} {_KINDS[row.kind]}, cho “{row.query}”."))
    return 0


def _rank(text: str) -> int | None:
    if text == WHOLE:
        return None
    if not text.isdecimal() or not int(text):
        raise UsageError(
            f"“{text}” không phải số thứ tự của đoạn: hãy nêu số như 2, dấu - cho cả câu trả lời, hoặc lệnh list, undo, clear."
        )
    return int(text)


@feedback_group.command("list")
@as_json
@click.pass_context
def list_command(context: click.Context, as_json: bool) -> int:
    """Liệt kê mọi lần đánh giá, cả những lần đã bỏ.

    \b
    Ví dụ:
      kb feedback list
      kb feedback list --json
    """
    return _list(as_json=_json(context, asked=as_json))


def _list(*, as_json: bool) -> int:
    from kb import feedback
    from kb.home import resolve

    known = feedback.history(resolve())
    if as_json:
        rows = [_row(row, undone=row.id in known.undone, waiting=row.id in known.waiting) for row in known.judgements]
        write_json({"judgements": rows})
        return 0
    for row in known.judgements:
        click.echo(wrapped(_line(row, undone=row.id in known.undone)))
    click.echo(f"{len(known.judgements)} lần đánh giá." if known.judgements else "Chưa có lần đánh giá nào.")
    return 0


@feedback_group.command("undo")
@click.argument("ident", required=False, metavar="[MÃ]")
@named
@as_json
@click.pass_context
def undo_command(context: click.Context, ident: str | None, by: str | None, as_json: bool) -> int:
    """Bỏ một lần đánh giá; không nêu MÃ thì lần sau cùng của người dùng này. Mã xem bằng kb feedback list.

    \b
    Ví dụ:
      kb feedback undo
      kb feedback undo 3f2a91bc
    """
    from kb import feedback
    from kb.home import resolve
    from kb.people import who

    row = feedback.undo(resolve(), ident, feedback.Speaker("cli", who(by)))
    if _json(context, asked=as_json):
        write_json({"undone": _row(row, undone=True)})
    else:
        click.echo(wrapped(f"Đã bỏ {row.id}: {_about(row)} {_KINDS[row.kind]}, cho “{row.query}”."))
    return 0


@feedback_group.command("clear")
@click.option("--yes", is_flag=True, help="Xóa mà không hỏi lại.")
@as_json
@click.pass_context
def clear_command(context: click.Context, yes: bool, as_json: bool) -> int:
    """Xóa hẳn mọi đánh giá, cùng các câu hỏi đã ghi trong đó. Không lấy lại được.

    \b
    Ví dụ:
      kb feedback clear
      kb feedback clear --yes
    """
    from kb import feedback
    from kb.home import resolve

    home = resolve()
    count = len(feedback.history(home).judgements)
    if not yes and not _agreed(count):
        raise UsageError("Chưa xóa gì: hãy gõ “xóa” khi được hỏi, hoặc thêm --yes.")
    deleted = feedback.clear(home)
    if _json(context, asked=as_json):
        write_json({"deleted": deleted})
    else:
        click.echo(f"Đã xóa {deleted} lần đánh giá. Các bản sao lưu làm trước đây (kb backup) vẫn còn giữ chúng.")
    return 0


def _agreed(count: int) -> bool:
    click.echo(f"Xóa hẳn {count} lần đánh giá và các câu hỏi trong đó? Gõ “xóa” để đồng ý: ", nl=False, err=True)
    try:
        answer = sys.stdin.readline() if sys.stdin is not None else ""
    except UnicodeDecodeError:
        answer = ""
    if not answer.endswith("\n"):
        click.echo(err=True)
    return answer.strip().casefold() in {"xóa", "xoá", "xoa"}


@group.command("eval-feedback")
@click.option("--out", metavar="THƯ_MỤC", help="Ghi thêm một bộ đo dạng BEIR, dùng được với kb eval.")
@click.option("--replace", is_flag=True, help="Ghi đè bộ đo đã có trong THƯ_MỤC.")
@as_json
def eval_feedback_command(out: str | None, replace: bool, as_json: bool) -> int:
    """Đo chất lượng tìm kiếm hôm nay theo các đánh giá của người dùng (kb feedback).

    Có ích được 2 điểm, không đúng 0 điểm; đã mở được 1 điểm khi người đọc bỏ qua một đoạn đứng trên. Người sau nói khác
    người trước thì số đông quyết định, ngang nhau thì không chấm. Bộ đo không chứa văn bản có dấu độ mật, nhưng chứa câu
    hỏi của người dùng và nội dung văn bản: chỉ đưa cho người được xem.

    \b
    Ví dụ:
      kb eval-feedback
      kb eval-feedback --out bo-do && kb eval bo-do --split feedback
    """
    from kb import feedback, feedback_export
    from kb.collection import Collection
    from kb.eval_feedback import evaluate
    from kb.home import resolve

    if replace and out is None:
        raise UsageError("--replace chỉ dùng cùng --out: hãy nêu THƯ_MỤC để ghi bộ đo.")
    home = resolve()
    known = feedback.history(home)
    with Collection.open(home) as collection:
        found = evaluate(collection, known)
        written = None
        if out is not None:
            written = feedback_export.write(Path(out), collection, found, replace=replace)
    value = {**found.to_json(), "export": None if written is None else written.to_json()}
    if written is not None and written.warning:
        click.echo(written.warning, err=True)
    if as_json:
        write_json(value)
    else:
        _write_evaluation(value)
    return 0


def _write_evaluation(value: dict[str, Any]) -> None:
    from kb.eval_feedback import FEW

    if not value["judgements"]:
        click.echo("Chưa có lần đánh giá nào: hãy đánh giá kết quả vừa xem bằng kb feedback 1 --up.")
        return
    for name in ("ndcg@10", "recall@10", "mrr@10"):
        if value[name] is not None:
            click.echo(f"{name:<12} {value[name]:.4f}")
    for told in (
        f"{value['queries']} câu hỏi có đoạn có ích; {value['judgements']} lần đánh giá: {value['up']} có ích, {value['down']} không đúng, {value['click']} đã mở.",
        f"Không tính: {value['replaced']} lần đã được thay, {value['silent']} lần mở không nói lên gì, {value['undone']} lần đã bỏ.",
        f"Đoạn được đánh giá: {value['gone']} không còn trong kho, {value['purged']} đã xóa hẳn khỏi kho, {value['moved']} nay ở đoạn khác.",
        f"Còn trong 10 đoạn đầu dù bị đánh giá không đúng: {value['down@10']}.",
        f"Cả câu trả lời: {value['answers']['up']} có ích, {value['answers']['down']} không đúng.",
    ):
        click.echo(wrapped(told))
    for one in value["conflicts"]:
        click.echo(
            wrapped(
                f"Khác ý nhau: đoạn {one['passage']} cho “{one['query']}”: {one['up']} có ích, {one['down']} không."
            )
        )
    if value["few"]:
        click.echo(
            wrapped(f"Mới có {value['queries']} câu hỏi: dưới {FEW} câu thì các con số này chưa nói được gì nhiều.")
        )
    export = value["export"]
    if export is not None:
        click.echo(
            wrapped(
                f"Đã ghi {export['folder']}: {export['queries']} câu hỏi, {export['passages']} đoạn"
                + (f", để ngoài {export['left_out']} câu hỏi" if export["left_out"] else "")
                + f". Đo: kb eval {export['folder']} --split {export['split']}"
            )
        )


def _about(row: Judged) -> str:
    return "cả câu trả lời" if row.about == "answer" else f"đoạn {row.rank}"


def _line(row: Judged, *, undone: bool) -> str:
    from kb.people import day_and_time_here

    who = row.by or "người xem trang web"
    marks = [*(["đã bỏ"] if undone else []), *(["văn bản đã xóa hẳn khỏi kho"] if row.purged else [])]
    why = f" Vì: {row.why}" if row.why else ""
    told = f" ({'; '.join(marks)})" if marks else ""
    return (
        f"{row.id}  {day_and_time_here(row.at)}  {who}: {_about(row)} {_KINDS[row.kind]}, cho “{row.query}”{told}.{why}"
    )


def _row(row: Judged, *, undone: bool = False, waiting: bool = False) -> dict[str, Any]:
    """A judgement as JSON."""
    return {
        "id": row.id,
        "at": row.at,
        "judgement": row.kind,
        "why": row.why,
        "query": row.query,
        "query_key": row.query_key,
        "filters": {name: row.filters.get(name) for name in ("type", "province", "year", "issuer")},
        "about": row.about,
        "passage": row.passage,
        "document": row.directive,
        "start": row.start,
        "end": row.end,
        "content": row.content,
        "instrument": row.instrument,
        "documents": list(row.documents),
        "rank": row.rank,
        "score": row.score,
        "generation": row.generation,
        "model": row.model,
        "mode": row.mode,
        "command": row.command,
        "shell": row.shell,
        "by": row.by,
        "session": row.session,
        "undone": undone,
        "purged": row.purged,
        "waiting": waiting,
    }
