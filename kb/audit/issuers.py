"""Symbols that don't fit the issuer that a mention gives: a number of the Party's Mass Mobilisation board said to be the Front's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.citations import parse_number
from ingest.lexicon import load
from ingest.text import fold
from kb.audit.findings import LIKELY, Finding, Value
from kb.audit.material import Material, called, place
from kb.store import Mention

_DIGITS = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Body:
    """A body whose code stands in symbols, the words that its names have, and those that make it another one."""

    codes: tuple[str, ...]
    family: str
    words: tuple[re.Pattern[str], ...]
    others: tuple[re.Pattern[str], ...] = ()

    def fits(self, issuer: str) -> bool:
        """Whether an issuer, folded, may be this body."""
        return any(word.search(issuer) for word in self.words) and not any(word.search(issuer) for word in self.others)


@cache
def _bodies() -> tuple[Body, ...]:
    table = tomllib.loads(files(__package__).joinpath("issuers.toml").read_text(encoding="utf-8"))
    listed = [
        Body(tuple(row["codes"]), row["family"], _words(row["words"]), _words(row.get("not", ())))
        for row in table["body"]
    ]
    taken = {code for body in listed for code in body.codes}
    # Ministries by their names in the lexicon: "Bộ Nội vụ" is the one whose code is BNV.
    ministries = [
        organ for organ in load("organs")["organ"] if organ["name"].startswith("Bộ ") and organ["code"] not in taken
    ]
    return (
        *listed,
        *(
            Body((organ["code"],), organ["name"], _words([organ["name"], *organ.get("names", ())]))
            for organ in ministries
        ),
    )


def _words(words: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\w){re.escape(fold(word))}(?!\w)") for word in words)


def misfit(number: str, issuer: str) -> Body | None:
    """The body whose symbol a number bears, where the issuer is clearly another one; ``None`` where it fits or nothing tells.

    >>> body = misfit("149-CV/BDVTU", "Ủy ban Mặt trận Tổ quốc tỉnh")
    >>> body.family if body else None
    'Ban Dân vận'
    """
    parts = parse_number(number)
    if parts is None or not parts.organ:
        return None
    codes = {parts.organ, *parts.organ.split("-")}
    codes |= {_DIGITS.sub("", code) for code in codes}
    own = [body for body in _bodies() if codes & set(body.codes)]
    # A joint symbol names organs that the table may not have: any of them may be meant.
    if not own or len(parts.organ.split("-")) > len(own):
        return None
    folded = " ".join(fold(issuer).split())
    if any(body.fits(folded) for body in own):
        return None
    return own[0] if any(body.fits(folded) for body in _bodies()) else None


def symbols(material: Material) -> Iterator[Finding]:
    """One finding for each instrument and issuer that don't fit."""
    for ident, mentions in material.mentions.items():
        wrong: dict[str, list[Mention]] = {}
        family = ""
        for mention in mentions:
            body = misfit(mention.number, mention.issuer) if mention.number and mention.issuer else None
            if body is not None:
                family = body.family
                wrong.setdefault(mention.issuer or "", []).append(mention)
        for issuer, said in sorted(wrong.items()):
            row = material.instruments[ident]
            fitting = sorted({one.issuer for one in mentions if one.issuer and one.issuer not in wrong})
            yield Finding(
                "symbol_issuer",
                f"{called(row)}: ký hiệu là của {family}, mà văn bản ghi cơ quan ban hành là {issuer}.",
                LIKELY,
                ident,
                row.number,
                (Value(issuer, tuple(map(place, said))),),
                fitting[0] if len(fitting) == 1 else family,
            )
