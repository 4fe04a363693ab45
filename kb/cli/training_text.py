"""A glossary, a quiz and a path, for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.output import wrapped, write_warnings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.training import Question, Quiz, Term
    from kb.training.paths import Step
    from kb.training.progress import Progress

LETTERS = "abcd"


def write_terms(terms: Sequence[Term], wanted: str | None) -> None:
    """Each term with its meanings; of one that was asked for, the passages too."""
    from kb.ask.compose import short_name
    from kb.training.making import cited, quoted

    if not terms:
        said = (
            f"Không có “{wanted}” trong văn bản của kho và trong từ điển kèm phần mềm."
            if wanted
            else "Kho không có chữ viết tắt hay thuật ngữ nào."
        )
        click.echo(wrapped(f"{said} Xem tất cả: kb glossary" if wanted else said))
        return
    for term in terms:
        click.echo(click.style(f"{term.term} ({term.used_by} văn bản dùng)", bold=True))
        for one in term.expansions:
            names = sorted({short_name(proof.document) for proof in one.proofs})
            source = (
                f"theo {names[0]}{f' và {len(names) - 1} văn bản khác' if len(names) > 1 else ''}"
                if names
                else "theo từ điển kèm phần mềm"
            )
            click.echo(wrapped(f"{one.text} ({source})", indent="  "))
            for proof in one.proofs if wanted else ():
                click.echo(wrapped(f"{cited(proof)}: “{quoted(proof)}”", indent="    "))
    write_warnings(
        {
            proof.document.id: proof.document for term in terms for one in term.expansions for proof in one.proofs
        }.values()
    )


def write_quiz(quiz: Quiz, *, questions: bool) -> None:
    """The questions and behind them the key; or only what there is to say about the quiz."""
    if quiz.message:
        click.echo(wrapped(quiz.message))
    if not questions or not quiz.questions:
        return
    for number, one in enumerate(quiz.questions, start=1):
        click.echo()
        write_question(one, number)
    click.echo(click.style("\nĐáp án:", bold=True))
    for number, one in enumerate(quiz.questions, start=1):
        click.echo(wrapped(f"{number}. {LETTERS[one.answer]}. {one.explanation}"))
    click.echo(f"\nMã đề: {quiz.seed} (lập lại đúng đề này: thêm --seed {quiz.seed}).")
    _warn(quiz.questions)


def write_question(question: Question, number: int) -> None:
    """One question with its options."""
    click.echo(click.style(wrapped(f"Câu {number}. {question.question}"), bold=True))
    for place, option in enumerate(question.options):
        click.echo(wrapped(f"{LETTERS[place]}) {option}", indent="   "))


def write_path(topic: str, steps: Sequence[Step], read: frozenset[str]) -> None:
    """The steps of a path, with a mark at those that have been read."""
    click.echo(click.style(f"Lộ trình học: {topic}", bold=True))
    level = None
    for number, step in enumerate(steps, start=1):
        if step.level != level:
            level = step.level
            click.echo(click.style(f"{level}:", fg="cyan"))
        done = "✓" if is_read(step, read) else " "
        click.echo(wrapped(f"{done} {number}. {step_name(step)}", indent="  "))


def write_step(step: Step, number: int) -> None:
    """What to read at one step."""
    from kb.training.making import cited

    click.echo(click.style(wrapped(f"\nPhần {number}. {step_name(step)}"), bold=True))
    for proof in step.proofs:
        click.echo(click.style(wrapped(cited(proof), indent="  "), fg="cyan"))
        click.echo(wrapped(proof.passage.text, indent="    "))
    write_warnings({proof.document.id: proof.document for proof in step.proofs}.values())


def step_name(step: Step) -> str:
    """The instrument or the document that a step is about."""
    from kb.ask.compose import name_of
    from kb.catalogue.describe import describe

    if step.instrument is not None:
        return describe(step.instrument)
    return name_of(step.document) if step.document else step.level


def is_read(step: Step, read: frozenset[str]) -> bool:
    """Whether all passages of a step have been read."""
    from kb.training.paths import content

    return all(content(proof.passage) in read for proof in step.proofs)


def write_progress(progress: Progress) -> None:
    """How far somebody is, on one line."""
    from kb.people import day_and_time_here

    if not progress.cards:
        return
    later = f"; lần ôn tới: {day_and_time_here(progress.next_due)}" if progress.next_due and not progress.due else ""
    gone = f"; {progress.retired} câu không còn văn bản làm căn cứ nên thôi hỏi" if progress.retired else ""
    told = f"Đã trả lời {progress.answered} lần, đúng {progress.correct}; {progress.due} câu đến hạn ôn{later}{gone}."
    click.echo(wrapped(told))


def _warn(questions: Sequence[Question]) -> None:
    write_warnings({proof.document.id: proof.document for one in questions for proof in one.proofs}.values())
