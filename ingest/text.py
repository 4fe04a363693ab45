"""Text normalisation, done once before any offset exists, and the one folding that every comparison uses."""

from __future__ import annotations

import re
import unicodedata

_LOOKALIKES = str.maketrans(
    {
        "\u00d0": "Đ",  # Ð, LATIN CAPITAL LETTER ETH, typed for Đ
        "\u0189": "Đ",  # Ɖ, LATIN CAPITAL LETTER AFRICAN D
        "\u00f0": "đ",  # ð, its small form
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\u00ad": None,  # soft hyphen
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
        "\ufffe": "-",  # pdfium writes it for a hyphen at a line's end
        "\u2010": "-",
        "\u2011": "-",
    }
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _placements() -> dict[str, str]:
    """``oà`` to ``òa`` and so on, for each pair of vowels, tone and case."""
    table = {}
    for pair in ("oa", "oe", "uy"):
        for first in (pair[0], pair[0].upper()):
            for second in (pair[1], pair[1].upper()):
                for tone in _TONES:
                    late = unicodedata.normalize("NFC", f"{first}{second}{tone}")
                    table[late] = unicodedata.normalize("NFC", f"{first}{tone}{second}")
    return table


_PLACEMENT = _placements()
# A syllable that ends in oa, oe or uy carries its tone on the first vowel ("hòa", "ủy"); the other
# placement ("hoà", "uỷ") is as common in print. "qu" is a consonant: "quý" has one vowel and stays.
_LATE_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(_PLACEMENT)})(?![^\W\d_])")


def unify_tone_placement(text: str) -> str:
    """Put the tone of open ``oa``, ``oe``, ``uy`` on the first vowel. ``text`` is in NFC, and so is the result.

    >>> unify_tone_placement("Tỉnh uỷ, hoà giải, khoẻ, quý, thuý, hoàn")
    'Tỉnh ủy, hòa giải, khỏe, quý, thúy, hoàn'
    """
    return _LATE_TONE.sub(lambda match: _PLACEMENT[match.group()], text)


def normalise(raw: str) -> str:
    r"""NFC, one tone placement, true Đ, plain spaces and line ends. Words and digits are never changed.

    >>> normalise("217-QÐ/TW\r\nUỷ ban\u00a0nhân dân")
    '217-QĐ/TW\nỦy ban nhân dân'
    """
    text = unicodedata.normalize("NFC", raw).translate(_LOOKALIKES)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROL.sub("", text)
    return unify_tone_placement(text).replace("\t", " ")


RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""The digits of footnote marks: part of no word and no number, so that folding makes blanks of them."""

TO_RAISED = str.maketrans("0123456789", RAISED)
FROM_RAISED = str.maketrans(RAISED, "0123456789")


class _Folding(dict[int, str]):
    """A translation table that fills itself, one character at a time."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in RAISED:
            self[code] = " "
            return " "
        base = "d" if char in "đĐ" else unicodedata.normalize("NFD", char)[0]
        lowered = base.lower()
        folded = self[code] = lowered if len(lowered) == 1 else base
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower case without diacritics, **one character for one**: offsets in the folded text are offsets in ``text``.

    The product's only folding: lexicon, queries and passages all go through it. Text is expected in NFC.

    >>> fold("Quyết định 217-QĐ/TW"), fold("Điều 5¹")
    ('quyet dinh 217-qd/tw', 'dieu 5 ')
    """
    return text.translate(_FOLDING)
