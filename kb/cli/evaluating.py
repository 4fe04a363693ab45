"""``kb eval-answers``: questions with known answers are asked, and what became of them is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.help import Command
from kb.cli.options import as_json
from kb.cli.output import wrapped, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.eval_answers import Verdict
    from kb.eval_tally import Abstention, Tally

KINDS = {
    "all": "Tất cả",
    "abbreviation": "viết tắt",
    "cites": "ai viện dẫn",
    "deadline": "thời hạn",
    "document_meta": "về một văn bản",
    "duty": "việc phải làm",
    "foreign": "việc ngoài kho",
    "instrument": "văn bản nào",
    "issuer_date": "cơ quan, ngày",
    "no_diacritics": "gõ không dấu",
    "number_off": "số hiệu không có",
    "other_province": "tỉnh không có",
    "paraphrase": "nói cách khác",
    "steps": "các bước",
    "typo": "gõ sai",
    "unknown": "không có trong kho",
    "value": "bao nhiêu",
}
"""The kinds of the shipped question files, as people read them; another kind is shown by its own name."""
REASONS = {
    "all": "Tất cả",
    "no_evidence": "không có đoạn nào trả lời",
    "unknown_number": "số hiệu không có",
    "ambiguous": "nhiều văn bản cùng khớp",
    "empty_question": "câu hỏi trống",
}
_KIND, _NUMBER = 20, 14
_REASON = 28


@click.command("eval-answers", cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="TỆP...")
@click.option("--wrong", "--verbose", "wrong", is_flag=True, help="Liệt kê các câu trả lời sai, kèm câu đã trả lời.")
@as_json
def eval_answers_command(files: tuple[str, ...], wrong: bool, as_json: bool) -> int:
    """Đo tỷ lệ trả lời đúng trên tệp câu hỏi JSON, theo từng loại câu hỏi; từ chối có đúng lúc không; nhanh chậm ra sao.

    \b
    Ví dụ:
      kb eval-answers cau-hoi.json
      kb eval-answers cau-hoi.json --wrong
    """
    from kb import eval_answers
    from kb.collection import Collection
    from kb.home import resolve

    items = [item for file in files for item in eval_answers.load(Path(file))]
    with Collection.open(resolve()) as collection:
        verdicts = eval_answers.run(collection, items)
    if as_json:
        write_json(evaluation_json(verdicts))
        return 0
    write_evaluation(verdicts)
    if wrong:
        _write_wrong(verdicts)
    return 0


def evaluation_json(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The whole measurement as one object; shares are ``None`` where there is nothing to divide by."""
    from dataclasses import asdict

    from kb.eval_tally import abstentions, near, percentile, tallies

    refusals = {reason: _abstention_json(one) for reason, one in abstentions(verdicts).items()}
    first, refused = near(verdicts)
    return {
        "kinds": {kind: asdict(one) for kind, one in tallies(verdicts).items()},
        "abstention": {**refusals.pop("all"), "by_reason": refusals},
        "near": {"right": first, "asked": refused},
        "wrong": [
            {"id": one.item.id, "kind": one.item.kind, "question": one.item.question, "faults": list(one.faults)}
            for one in verdicts
            if one.faults
        ],
        "ms_per_question": 1000 * sum(one.seconds for one in verdicts) / max(len(verdicts), 1),
        "ms_p50": percentile(verdicts, 0.5),
        "ms_p95": percentile(verdicts, 0.95),
    }


def _abstention_json(one: Abstention) -> dict[str, Any]:
    return {
        "refused": one.made,
        "due": one.due,
        "refused_and_due": one.both,
        "precision": one.precision,
        "recall": one.recall,
    }


def write_evaluation(verdicts: Sequence[Verdict]) -> None:
    """The measurement as tables for people."""
    from kb.eval_tally import ALL, abstentions, near, percentile, tallies

    heads = ("đúng/hỏi", "tỷ lệ", "trả lời sai", "từ chối sai", "sai lý do")
    click.echo(f"{'Loại câu hỏi':<{_KIND}}" + "".join(f"{head:>{_NUMBER}}" for head in heads))
    found = tallies(verdicts)
    for kind in sorted(found, key=lambda kind: (kind == ALL, kind)):
        click.echo(_tally_line(kind, found[kind]))
    click.echo(
        f"\n{'Từ chối':<{_REASON}}{'đã từ chối':>{_NUMBER}}{'trong đó đúng':>{_NUMBER}}{'đáng từ chối':>{_NUMBER}}"
    )
    refusals = abstentions(verdicts)
    for reason in sorted(refusals, key=lambda reason: (reason == ALL, reason)):
        one = refusals[reason]
        click.echo(
            f"{REASONS.get(reason, reason):<{_REASON}}{one.made:>{_NUMBER}}{one.both:>{_NUMBER}}{one.due:>{_NUMBER}}"
        )
    click.echo(
        f"Từ chối thì đúng {_percent(refusals[ALL].precision)} số lần; "
        f"câu đáng từ chối thì đã từ chối {_percent(refusals[ALL].recall)}."
    )
    first, refused = near(verdicts)
    if refused:
        click.echo(f"Từ chối sai: {first}/{refused} câu có đoạn đúng trong 3 đoạn gần nhất được đưa ra.")
    click.echo(
        f"Mỗi câu: {percentile(verdicts, 0.5):.0f} ms (một nửa số câu), {percentile(verdicts, 0.95):.0f} ms (95%)."
    )


def _tally_line(kind: str, one: Tally) -> str:
    cells = (
        f"{one.right}/{one.asked}",
        _percent(one.right / one.asked if one.asked else None),
        one.answered_wrongly,
        one.refused_wrongly,
        one.refused_otherwise,
    )
    return f"{KINDS.get(kind, kind):<{_KIND}}" + "".join(f"{cell:>{_NUMBER}}" for cell in cells)


def _percent(share: float | None) -> str:
    """The Vietnamese way of writing a share.

    >>> _percent(0.9375), _percent(None)
    ('93,8%', '–')
    """
    return "–" if share is None else f"{100 * share:.1f}%".replace(".", ",")


def _write_wrong(verdicts: Sequence[Verdict]) -> None:
    for one in verdicts:
        if one.faults:
            kind = KINDS.get(one.item.kind, one.item.kind)
            click.echo(f"\n{one.item.id} [{kind}] {one.item.question}")
            click.echo(wrapped("; ".join(one.faults), indent="   "))
            click.echo(wrapped(one.answer.text, indent="   > "))


COMMANDS = (eval_answers_command,)
