"""Questions asked and answered in the terminal."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from kb.cli.output import wrapped
from kb.cli.training_text import LETTERS, write_question
from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.home import Home
    from kb.training import Question

QUIT = "q"


def is_terminal() -> bool:
    """Whether somebody sits there to be asked."""
    return bool(sys.stdin and sys.stdout and sys.stdin.isatty() and sys.stdout.isatty())


def need_terminal(command: str) -> None:
    """Make sure that somebody can answer.

    Raises:
        UsageError: input or output is not a terminal.
    """
    if not is_terminal():
        raise UsageError(
            f"{command} cần cửa sổ lệnh để hỏi và trả lời: hãy gõ lệnh trực tiếp, hoặc bỏ --ask để in đề ra."
        )


def ask_questions(home: Home, learner: str | None, questions: Sequence[Question]) -> None:
    """Ask one after the other, tell what was right and why, and keep every answer."""
    from kb.change import writable
    from kb.people import who
    from kb.store import Store
    from kb.training.progress import answer

    name, given, right = who(learner), 0, 0
    for number, question in enumerate(questions, start=1):
        click.echo()
        write_question(question, number)
        chosen = read_letter()
        if chosen is None:
            break
        correct = LETTERS.index(chosen) == question.answer
        given, right = given + 1, right + correct
        click.echo(
            "Đúng."
            if correct
            else f"Chưa đúng. Đáp án: {LETTERS[question.answer]}) {question.options[question.answer]}"
        )
        click.echo(wrapped(question.explanation, indent="   "))
        with writable(home), Store.open(home.database) as store:
            answer(store, name, question.id, correct=correct, now=datetime.now(UTC))
    if given:
        click.echo(f"\nĐúng {right}/{given} câu. Câu nào ôn lại khi nào: kb learn --due")


def read_letter() -> str | None:
    """What somebody answers, a to d; ``None`` where they want to stop."""
    while True:
        typed = (
            click.prompt("Trả lời (a, b, c, d; q: dừng)", prompt_suffix=" ", default="", show_default=False)
            .strip()
            .lower()
        )
        if typed == QUIT:
            return None
        if len(typed) == 1 and typed in LETTERS:
            return typed
        click.echo("Hãy gõ a, b, c hoặc d; gõ q để dừng.")
