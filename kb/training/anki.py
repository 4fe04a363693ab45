"""A quiz as a text file that Anki imports.

Not as an .apkg: the package that writes those, genanki, has had no release since 2023 and brings four more packages,
while Anki itself reads this form, with its ids, so that a second import renews the cards instead of doubling them.
See https://docs.ankiweb.net/importing/text-files.html.
"""

from __future__ import annotations

from html import escape

from kb.training.types import Question, Quiz

_LETTERS = "abcd"


def as_text(quiz: Quiz) -> str:
    """The file: tab-separated, with the head lines that tell Anki how to read it."""
    deck = f"Căn Cứ: {_flat(quiz.topic)}" if quiz.topic else "Căn Cứ"
    head = ["#separator:tab", "#html:true", "#notetype:Basic", f"#deck:{deck}", "#guid column:1", "#tags column:4"]
    return "\n".join([*head, *(_line(one) for one in quiz.questions)]) + "\n"


def _line(question: Question) -> str:
    options = "<br>".join(f"{_LETTERS[place]}) {_html(text)}" for place, text in enumerate(question.options))
    right = f"<b>{_LETTERS[question.answer]}) {_html(question.options[question.answer])}</b>"
    tags = f"can-cu {question.kind} muc-{question.level}"
    front, back = f"{_html(question.question)}<br><br>{options}", f"{right}<br><br>{_html(question.explanation)}"
    return f"{question.id}\t{front}\t{back}\t{tags}"


def _html(text: str) -> str:
    return escape(_flat(text), quote=False)


def _flat(text: str) -> str:
    return " ".join(text.split())
