"""Tells from the bare texts alone which options of a question are right; shares no code with what makes questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

DATE = re.compile(r"ngay(\d{1,2})(?:/|thang)(\d{1,2})(?:/|nam)(\d{4})")


_HEAD = 160
"""So many squashed letters have a day and an issuer room in, between a number and its subject."""


def squash(text: str) -> str:
    """Without diacritics, capitals, white space and punctuation but slashes."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^\w/]", "", "".join(char for char in plain if not unicodedata.combining(char)).lower())


class Checker:
    """The texts of a collection by name of document, ready to be looked up."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = dict(texts)
        self.squashed = {name: squash(text) for name, text in texts.items()}
        self._days: dict[str, set[str]] = {}

    def is_right(self, kind: str, prompt: str, option: str) -> bool:
        """Whether an option answers the question, as far as any text says."""
        check = getattr(self, f"_{kind}")
        return bool(check(prompt, option))

    def after(self, number: str, reach: int = 420) -> list[str]:
        """What stands behind a number wherever it is written."""
        sign = squash(number)
        places = (
            (text, match.end())
            for text in self.squashed.values()
            for match in re.finditer(rf"(?<![\d/]){re.escape(sign)}", text)
        )
        return [text[end : end + reach] for text, end in places]

    def day(self, number: str) -> set[str]:
        """The days that stand right behind a number."""
        if number not in self._days:
            found = (DATE.match(rest) for rest in self.after(number))
            self._days[number] = {f"{int(one[3]):04}-{int(one[2]):02}-{int(one[1]):02}" for one in found if one}
        return self._days[number]

    def _date(self, prompt: str, option: str) -> bool:
        day, month, year = option.split("/")
        return f"{year}-{month}-{day}" in self.day(
            numbers(prompt)[-1] if prompt.startswith("Theo") else numbers(prompt)[0]
        )

    def _issuer(self, prompt: str, option: str) -> bool:
        number = asked_number(prompt)
        return any(re.match(rf"(?:ngay\d+/\d+/\d{{4}})?cua{squash(option)}", rest) for rest in self.after(number))

    def _common_issuer(self, prompt: str, option: str) -> bool:
        return all(
            any(re.match(rf"(?:ngay\d+/\d+/\d{{4}})?cua{squash(option)}", rest) for rest in self.after(number))
            for number in numbers(prompt)
        )

    def _instrument(self, prompt: str, option: str) -> bool:
        title = squash(re.sub(r"^(?:về việc|về) ", "", prompt.partition("có nội dung ")[2].rstrip("?")))
        return any(opens(title, rest) for rest in self.after(numbers(option)[0]))

    def _subject(self, prompt: str, option: str) -> bool:
        title = squash(re.sub(r"^(?:Về việc|Về|về việc|về) ", "", option))
        return any(opens(title, rest) for rest in self.after(asked_number(prompt)))

    def _target(self, prompt: str, option: str) -> bool:
        sentence = "".join(gap(prompt).replace("……", option).split())
        filled = re.compile(rf"(?<!\d){re.escape(sentence)}")
        return any(filled.search("".join(text.split())) for text in self.texts.values())

    _deadline = _target

    def _abbreviation(self, prompt: str, option: str) -> bool:
        term = re.findall(r"“([^”]+)”", prompt)[-1]
        return any(
            f"{option.lower()} ({term.lower()})" in " ".join(text.lower().split()) for text in self.texts.values()
        )

    def _step(self, prompt: str, option: str) -> bool:
        label = re.findall(r"Bước \d+", prompt)[-1]
        return any(f"{squash(label)}{squash(option)}" in text for text in self.squashed.values())

    def _duty(self, prompt: str, option: str) -> bool:
        task = squash(gap(prompt))
        text = next(text for text in self.squashed.values() if task in text)
        before = text[: text.index(task)]
        heads = {head: before.rfind(squash(head)) for head in self.options if squash(head) in before}
        return bool(heads) and max(heads, key=lambda head: heads[head]) == option

    options: tuple[str, ...] = ()

    def _cites(self, prompt: str, option: str) -> bool:
        number = squash(numbers(prompt)[0])
        name = next(name for name in sorted(self.squashed, key=len, reverse=True) if name == option)
        return bool(re.search(rf"(?<![\d/]){re.escape(number)}", self.squashed[name]))

    def _earliest(self, prompt: str, option: str) -> bool:
        del prompt
        days = {one: min(self.day(numbers(one)[0])) for one in self.options}
        return all(days[option] < day for one, day in days.items() if one != option)


def opens(title: str, rest: str) -> bool:
    """Whether a subject stands behind a number's day and issuer, before another number."""
    at = rest.find(title)
    return 0 <= at <= _HEAD and not re.search(r"so\d", rest[:at])


def numbers(text: str) -> list[str]:
    """The numbers behind "số"."""
    return [one.rstrip(".,?") for one in re.findall(r"số ([\w/.-]*\d[\w/.–-]*)", text)]


def asked_number(prompt: str) -> str:
    """The number of what is asked about: behind the document's own where the question names one."""
    start = prompt.partition(", ")[2] if prompt.startswith("Theo ") else prompt
    return numbers(start)[0]


def gap(prompt: str) -> str:
    """What is quoted last."""
    return prompt[prompt.index("“") + 1 : prompt.rindex("”")]
