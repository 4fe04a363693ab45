"""What the instrument is about: the subject (trích yếu) that follows its number, date or issuer."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ingest.citations.issuer import organ_end, starts_organ
from ingest.citations.tables import alternation
from ingest.lexicon import load

_OPEN = "\u201c\u00ab"
_CLOSE = "\u201d\u00bb"
_LONGEST = 900
_LONGEST_QUOTE = 700
_CLAUSE = 160
_QUOTE = re.compile(rf"[ :,]{{0,3}}[\"{_OPEN}]")
_MARK = re.compile(rf"[{_OPEN}{_CLOSE}\";\n.,()|]|:(?= |$)| (?=sau day (?:goi|viet))| (?=nhu sau ?:)")
_DEFINITION = re.compile(r"\((?:sau day|goi tat|sau goi|duoi day|viet tat|da duoc|duoc sua|duoc bo)")
_FEWEST_WORDS = 3
_FEWEST_QUOTED = 2
_MOST_UNCLOSED = 3
_NEXT_WORD = re.compile(r"[ ]{1,2}[^\W\d_]")
_CLAUSE_STOP = re.compile(r"[;\n\u201c\"]")
_COLON = re.compile(r"[^;.\n]{0,160}:(?= ?(?:\n|$))")
_PIECE = re.compile(r"[^,;.:\n]{0,160}")
# What a subject does not say: "…, các cấp ủy đã tổ chức" is the sentence that goes on.
_FINITE = re.compile(r"(?<!\w)(?:đã|đang|sẽ|vẫn còn)(?!\w)")
_THEN = re.compile(r" thì (?=[^\W\d_])")
_COMMAS = re.compile(r"[ ,]{1,3}")
_GAP = re.compile(r" {0,2}(?:[,:]|[-\u2013](?= ))? {0,2}")
_DIRECT = re.compile(r" {0,2}:? {0,2}")
_QUOTATION = re.compile(rf"[\"{_OPEN}{_CLOSE}\n]")
_PARENTHESIS = re.compile(r" {0,2}\((?:sau day|goi tat|sau goi|duoi day|viet tat)[^()\n]{1,80}\)")
_OF_ISSUER = re.compile(r", {0,2}(?=cua )")
_NEW_SENTENCE = re.compile(r"\.[ \u201d\"]{0,3}(?:$|\n| [+\-\u2013\u201c\"]? ?\w)")
_ABBREVIATED = re.compile(r"(?:^|[ (])(?:[A-ZĐ]|TP|Tp|tp|TS|ThS|PGS|GS|Đ/c|St|No|vs)$")


_CONJUNCTION = re.compile(r" (?:và|cùng|cùng với|hoặc|va|cung)(?: (?:các|những|cac))?$")


class Subject(NamedTuple):
    """Where the subject stands, and where the mention ends (behind a closing quotation mark)."""

    start: int
    end: int
    stop: int
    quoted: bool


class Nested(NamedTuple):
    """A mention that begins at ``start``: inside this subject when no comma or "và" stands before it."""

    start: int
    end: int
    sibling: bool
    quoted: bool
    kind: str | None = None


_RANKS = {"Nghị định": 1, "Quyết định": 2, "Thông tư": 3, "Thông tư liên tịch": 3}
"""Kinds below a law, the higher first: what guides a law guides the decrees on it as well, never the other way round."""
# "… một số điều của Thông tư số 1 và Thông tư số 2": the second one is part of the subject, too.
_GOVERNED = re.compile(
    r"(?:(?:dieu|khoan|diem|noi dung|quy dinh|phu luc)(?: [^\W\d_]{1,7}){0,3} (?:cua|tai|trong)|thay the|bai bo|huong dan|thi hanh|thuc hien|sua doi|bo sung)(?: (?:cac|nhung))? $"
)
_LISTED = re.compile(r"(?:,| va|, va)(?: (?:cac|cua))? $")
_LAW_BEFORE = re.compile(
    r"(?:cua|thi hanh|thuc hien) (?:bo luat|luat|phap lenh) [^,;:.\n\d]{3,90}(?: nam \d{4})? va (?:cac )?$"
)
_LAW_REACH = 130


@cache
def _table(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('types')['subject'][name])})(?![^\W_])")


def read_subject(
    text: str,
    folded: str,
    position: int,
    *,
    after_issuer: bool,
    following: tuple[Nested, ...] = (),
    kind: str | None = None,
) -> Subject | None:
    """The subject at a position; ``None`` where none begins there or its end cannot be told.

    Args:
        text: normalised text.
        folded: the same, folded.
        position: behind the number, date or issuer.
        after_issuer: an issuer stands directly before.
        following: the mentions that begin after ``position``, in order, as far as the subject may reach.
        kind: of the instrument whose subject it is.
    """
    skipped = _PARENTHESIS.match(folded, position)
    position = skipped.end() if skipped else position
    start = _start(text, folded, position, after_issuer=after_issuer)
    if start is None:
        return None
    quote = _QUOTE.match(text, _behind_lead(folded, start))
    if quote:
        close = closing_quote(text, quote.end() - 1)
        if close is not None:
            return _quoted(text, start, quote.end(), close)
    end, quoted = _end(text, folded, start, following, kind)
    if len(text[start:end].split()) < _FEWEST_WORDS:
        return None
    return Subject(start, end, end, quoted)


def _quoted(text: str, start: int, opened: int, close: int) -> Subject | None:
    """A subject in quotation marks; the marks themselves are left out where nothing stands before them."""
    if len(text[opened:close].split()) < _FEWEST_QUOTED:
        return None
    if opened - 1 > start:
        return Subject(start, close + 1, close + 1, quoted=True)
    inner = text[opened:close]
    return Subject(opened + len(inner) - len(inner.lstrip()), opened + len(inner.rstrip()), close + 1, quoted=True)


def _start(text: str, folded: str, position: int, *, after_issuer: bool) -> int | None:
    gap = _GAP.match(folded, position)
    direct = _DIRECT.match(folded, position)
    behind_comma, behind = (gap.end() if gap else position), (direct.end() if direct else position)
    if _table("leads").match(folded, behind_comma) and not _table("not_leads").match(folded, behind_comma):
        return behind_comma
    if _table("verbs").match(folded, behind) or (after_issuer and _table("verbs_after_issuer").match(folded, behind)):
        return behind
    opened = text[behind : behind + 1]
    return behind if opened and opened in _OPEN + '"' else None


def _behind_lead(folded: str, start: int) -> int:
    lead = _table("leads").match(folded, start)
    return lead.end() if lead else start


def closing_quote(text: str, start: int) -> int | None:
    """The quotation mark that closes the one at ``start``; ``None`` where the print forgot it."""
    straight = text[start] == '"'
    depth = 1
    for match in _QUOTATION.finditer(text, start + 1, start + _LONGEST_QUOTE):
        mark = match[0]
        if mark == "\n":
            return None
        if mark == '"':
            if straight and depth == 1:
                return match.start()
            continue
        if not straight or depth > 1 or mark in _OPEN:
            depth += 1 if mark in _OPEN else -1
        if depth == 0:
            return match.start()
    return None


def _end(text: str, folded: str, start: int, following: tuple[Nested, ...], kind: str | None) -> tuple[int, bool]:
    """Where an unquoted subject ends: at a stop, at the next mention beside it, or behind a quoting one inside it."""
    limit = min(len(text), start + _LONGEST)
    cursor = start
    governed: Nested | None = None
    for mention in following:
        if mention.start >= limit:
            break
        if mention.start < cursor:
            continue
        listed = governed is not None and _is_listed(folded, governed, mention)
        stop = None if listed else _stop(text, folded, cursor, mention.start)
        if stop is not None:
            return _trimmed(text, start, stop), False
        beside = mention.sibling and not listed and not _is_guided(folded, start, mention, kind)
        governed = (
            mention if listed or _GOVERNED.search(folded, max(start, mention.start - 60), mention.start) else None
        )
        if beside:
            return _trimmed(text, start, mention.start), False
        if mention.quoted:
            return mention.end, False
        cursor = min(mention.end, limit)
    stop = _stop(text, folded, cursor, limit)
    if stop is None:
        stop = limit if limit == len(text) else start
    return _trimmed(text, start, stop), False


def _is_listed(folded: str, governed: Nested, mention: Nested) -> bool:
    """One more of what the subject is about: of the same kind, and only "và" or a comma stands between."""
    between = _LISTED.fullmatch(folded, governed.end, mention.start)
    return between is not None and mention.kind == governed.kind


def _is_guided(folded: str, start: int, mention: Nested, kind: str | None) -> bool:
    """A decree beside the law that the subject is about: "… một số điều của Luật Quản lý thuế và Nghị định số …"."""
    higher = _RANKS.get(mention.kind or "", 9) < _RANKS.get(kind or "", 0)
    return higher and _LAW_BEFORE.search(folded, max(start, mention.start - _LAW_REACH), mention.start) is not None


def _stop(text: str, folded: str, start: int, limit: int) -> int | None:
    """The first mark between two offsets that ends a subject; inside quotation marks none does."""
    broken = _breaks().search(folded, start, limit)
    limit = broken.start() if broken else limit
    then = _THEN.search(text, start, limit)  # with its mark: "thi hành" is another word
    if then:
        broken, limit = then, then.start()
    position = start
    depth = unclosed = 0
    while position < limit and (mark := _MARK.search(folded, position, limit)):
        at, sign = mark.start(), mark[0]
        position = mark.end()
        if sign in _OPEN or sign == '"':
            close = closing_quote(text, at) if unclosed < _MOST_UNCLOSED else None
            position = close + 1 if close is not None and close < limit else position
            unclosed += close is None
        elif sign == "(" and not _DEFINITION.match(folded, at):
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
        elif sign not in _CLOSE and _is_stop(text, folded, at):
            return at
    return limit if broken else None


def _is_stop(text: str, folded: str, at: int) -> bool:
    """The mark at ``at`` ends a subject; a bracket that comes here is a closing one too many, or a definition."""
    if text[at] == ",":
        return _ends_at_comma(text, folded, at)
    if text[at] == ".":
        return _ends_sentence(text, folded, at)
    return True


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(rf"[ (]{{1,2}}(?:{alternation(load('types')['subject']['breaks'])})(?![^\W_])")


def _ends_at_comma(text: str, folded: str, comma: int) -> bool:
    rest = _COMMAS.match(folded, comma)
    position = rest.end() if rest else comma + 1
    if _OF_ISSUER.match(folded, comma) and starts_organ(text, folded, position + 4):
        return True
    if _table("stops").match(folded, position) or speaks(text, folded, position):
        return True
    clause = _PIECE.match(text, position)
    return clause is not None and _FINITE.search(clause[0]) is not None


def speaks(text: str, folded: str, position: int) -> bool:
    """An organ that acts begins here: "Ban Thường vụ … xây dựng kế hoạch", the directive itself speaking."""
    end = organ_end(text, folded, position)
    if end is None:
        small = _table("speakers").match(folded, position)
        colon = _COLON.match(folded, position) if small else None
        return colon is not None and acts(folded, position, colon.end())
    word = _NEXT_WORD.match(text, end)
    if word and text[word.end() - 1].islower() and not _table("connectors").match(folded, word.end() - 1):
        return True
    stop = _CLAUSE_STOP.search(folded, position, position + _CLAUSE)
    return acts(folded, end, stop.start() if stop else min(len(folded), position + _CLAUSE))


def acts(folded: str, start: int, end: int) -> bool:
    """A verb of ordering or drawing up stands between two offsets."""
    return _acts().search(folded, start, end) is not None


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{alternation(load('types')['subject']['acts'])})(?![^\W_])")


def _ends_sentence(text: str, folded: str, dot: int) -> bool:
    if not _NEW_SENTENCE.match(folded, dot) and dot + 1 < len(text):
        return False
    return not _ABBREVIATED.search(text[max(0, dot - 4) : dot])


def _trimmed(text: str, start: int, end: int) -> int:
    """Without the conjunction, comma or unmatched quotation mark at the end."""
    while True:
        piece = text[start:end].rstrip(" .,:-\u2013(")
        piece = _CONJUNCTION.sub("", piece)
        if piece and piece[-1] in _CLOSE and not any(mark in piece for mark in _OPEN + '"'):
            piece = piece[:-1]
        if start + len(piece) == end:
            return end
        end = start + len(piece)
