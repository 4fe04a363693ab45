"""Pages whose text layer is damaged: mended, decoded, read by another program, or left out, never taken as it is."""

from __future__ import annotations

from ingest.readers import damaged
from ingest.readers.pages import RawPage, RawWord
from ingest.types import Box

SOUND = "Các cấp công đoàn phổ biến, quán triệt quy chế dân chủ ở cơ sở đến đoàn viên trước ngày 15/6/2031. "
TORN = "Các c ấp công đoàn ph ổ bi ến, quán tri ệt quy ch ế dân ch ủ ở c ơ s ở đế n đoàn viên tr ước ngày 15/6/2031. "


def never() -> str:
    raise AssertionError("asked for a second opinion")


def page(text: str) -> RawPage:
    """With a box for each run of letters, as far to the right as it stands in the text."""
    words, start = [], 0
    for piece in text.split(" "):
        if piece:
            words.append(RawWord(start, start + len(piece), Box(start, 0, start + len(piece), 10)))
        start += len(piece) + 1
    return RawPage(text, tuple(words), 600, 800)


def test_a_sound_page_is_left_alone() -> None:
    whole = page(SOUND * 3 + "Điều 5³ và “5 S”")
    assert damaged.best(whole, never) is whole


def test_torn_syllables_are_mended_and_their_places_follow() -> None:
    torn = page(TORN * 3)
    found = damaged.best(torn, lambda: "")
    assert found.text == SOUND * 3
    assert [found.text[word.start : word.end] for word in found.words][:4] == ["Các", "c", "ấp", "công"]
    assert [word.box for word in found.words] == [word.box for word in torn.words]


def test_an_old_encoding_is_decoded() -> None:
    text = "QuyÕt ®Þnh vÒ viÖc ban hµnh quy chÕ ho¹t ®éng cña tæ chøc c«ng ®oµn c¬ së, sè 12/Q§-L§L§ ngµy 5/6/2004"
    found = damaged.best(page(text), lambda: "")
    assert found.text.startswith("Quyết định về việc ban hành quy chế hoạt động")
    assert "12/QĐ-LĐLĐ ngày 5/6/2004" in found.text
    assert len(found.words) == len(text.split())


def test_what_another_program_reads_better_is_taken() -> None:
    noise = page("q xz wk ñ÷þ ¤¥ bđk vvw " * 9)
    assert damaged.best(noise, lambda: SOUND * 3).text == SOUND * 3
    assert damaged.best(noise, lambda: "") is noise
    assert damaged.reads(noise.text) < damaged.READABLE
