"""``kb learn``: where somebody is, what to read next, and what is due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from kb.cli.asking import ask_questions, is_terminal
from kb.cli.output import wrapped, write_json
from kb.cli.training_text import is_read, write_path, write_progress, write_question, write_step
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.home import Home
    from kb.training import Question
    from kb.training.paths import Step
    from kb.training.progress import Progress


def due_command(home: Home, learner: str, *, as_json: bool) -> None:
    """What is due by now: asked in a terminal, else listed."""
    from kb.store import Store
    from kb.training import Material
    from kb.training.contract import progress_json, question_json
    from kb.training.progress import due, progress

    now = datetime.now(UTC)
    with Store.open(home.database) as store, store.snapshot():
        material = Material(store)
        questions, done = due(material, learner, now), progress(material, learner, now)
    if as_json:
        told = [question_json(one) for one in questions]
        write_json({"learner": learner, "questions": told, "progress": progress_json(done)})
        return
    write_progress(done)
    if not questions:
        click.echo(
            "Hôm nay không có câu nào đến hạn ôn."
            if done.cards
            else "Chưa trả lời câu nào: hãy bắt đầu bằng kb quiz --ask."
        )
    elif is_terminal():
        ask_questions(home, learner, questions)
    else:
        for number, one in enumerate(questions, start=1):
            write_question(one, number)
        click.echo("Để trả lời, hãy gõ kb learn --due trực tiếp trên cửa sổ lệnh.")


def lesson_command(home: Home, learner: str, topic: str | None, *, reading: bool, count: int, as_json: bool) -> None:
    """The path of a topic, and its next step; when everything is read, questions.

    Raises:
        UsageError: no topic is given and none was learned before.
    """
    wanted = topic or _last_topic(home, learner)
    steps, read, questions, done = _load(home, learner, wanted, count)
    if steps:
        _remember(home, learner, wanted, [], studied=True)
    if steps and reading and (current := _current(steps, read)) is not None:
        read |= _remember(home, learner, wanted, _contents(steps[current]))
    if as_json:
        _write_json(learner, wanted, steps, read, questions, done)
        return
    if not steps:
        click.echo(wrapped(f"Không văn bản nào trong kho viết về “{wanted}”: hãy thử từ khác, hoặc xem kb list."))
        return
    write_path(wanted, steps, read)
    write_progress(done)
    _go_on(home, learner, wanted, steps, read, questions)


def _go_on(
    home: Home, learner: str, topic: str, steps: tuple[Step, ...], read: frozenset[str], questions: tuple[Question, ...]
) -> None:
    """Show the next step; in a terminal go on from step to step and to the questions."""
    while (current := _current(steps, read)) is not None:
        write_step(steps[current], current + 1)
        if not is_terminal():
            click.echo("\nĐọc xong thì gõ: kb learn --read")
            return
        if click.prompt(
            "Enter: đã đọc, sang phần sau; q: dừng", default="", show_default=False, prompt_suffix=" "
        ).strip():
            return
        read |= _remember(home, learner, topic, _contents(steps[current]))
    click.echo("\nĐã đọc hết lộ trình này.")
    if questions and is_terminal():
        ask_questions(home, learner, questions)
    elif questions:
        click.echo(wrapped(f'Có {len(questions)} câu hỏi ôn: gõ kb quiz --topic "{topic}" --ask trên cửa sổ lệnh.'))


def _last_topic(home: Home, learner: str) -> str:
    from kb.store import Store

    with Store.open(home.database) as store:
        topics = store.learning.topics(learner)
    if not topics:
        raise UsageError(f'{learner} chưa học chủ đề nào: hãy nêu chủ đề, ví dụ kb learn --topic "dân vận khéo".')
    return topics[0]


def _load(
    home: Home, learner: str, topic: str, count: int
) -> tuple[tuple[Step, ...], frozenset[str], tuple[Question, ...], Progress]:
    from kb.store import Store
    from kb.training import Material, path, quiz
    from kb.training.progress import progress

    with Store.open(home.database) as store, store.snapshot():
        material = Material(store)
        steps = path(material, topic)
        known = {card.question for card in store.learning.cards(learner)}
        # What was answered comes back when it is due; a topic's quiz asks what is new.
        asked = (
            quiz(material, count=count + len(known), seed=f"{learner} {topic}", topic=topic).questions if steps else ()
        )
        new = tuple(one for one in asked if one.id not in known)[:count]
        return steps, store.learning.has_read(learner, topic), new, progress(material, learner, datetime.now(UTC))


def _current(steps: tuple[Step, ...], read: frozenset[str]) -> int | None:
    return next((place for place, step in enumerate(steps) if not is_read(step, read)), None)


def _contents(step: Step) -> list[str]:
    from kb.training.paths import content

    return [content(proof.passage) for proof in step.proofs]


def _remember(home: Home, learner: str, topic: str, contents: list[str], *, studied: bool = False) -> frozenset[str]:
    from kb.change import writable
    from kb.store import Store

    at = datetime.now(UTC).isoformat(timespec="microseconds")
    with writable(home), Store.open(home.database) as store, store.transaction():
        if studied:
            store.learning.study(learner, topic, at)
        store.learning.read(learner, topic, contents, at)
    return frozenset(contents)


def _write_json(
    learner: str,
    topic: str,
    steps: tuple[Step, ...],
    read: frozenset[str],
    questions: tuple[Question, ...],
    done: Progress,
) -> None:
    from kb.training.contract import progress_json, question_json, step_json

    current = _current(steps, read)
    write_json(
        {
            "learner": learner,
            "topic": topic,
            "steps": [step_json(step, read) for step in steps],
            "current": current,
            "questions": [question_json(one) for one in questions],
            "progress": progress_json(done),
            "message": None if steps else f"Không văn bản nào trong kho viết về “{topic}”.",
        }
    )
