"""The tables of the old encodings: complete, one letter for one code, and right by the standards' other definitions."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.charsets import charsets, from_font, letters, view, viewed_bytes, with_capitals
from ingest.lexicon import load
from tests.ingest.legacy import ALPHABET, SMALL, encoder

BEYOND_ASCII = [letter for letter in ALPHABET if not letter.isascii()]
WHOLE = ["vni", "viscii", "vn1", "cp1258"]
PLACES = {".VnTime": "tcvn3", "VNI-Times": "vni", "VISCII": "viscii"}


def test_the_alphabet_has_134_letters_beyond_ascii() -> None:
    assert len(set(BEYOND_ASCII)) == len(BEYOND_ASCII) == 134


@pytest.mark.parametrize("key", ["tcvn3", "vni", "viscii", "vn1"])
def test_every_letter_has_one_code(key: str) -> None:
    table = letters(key)
    assert len(set(table.values())) == len(table)
    wanted = (
        set(BEYOND_ASCII) if key != "tcvn3" else {letter for letter in SMALL if not letter.isascii()} | set("ĂÂĐÊÔƠƯ")
    )
    assert set(table.values()) == wanted


@pytest.mark.parametrize("key", WHOLE)
@pytest.mark.parametrize("letter", ALPHABET)
def test_every_letter_makes_the_round_trip(key: str, letter: str) -> None:
    assert charsets()[key].decode(view(encoder(key)(letter))) == letter


@pytest.mark.parametrize("letter", ALPHABET)
def test_every_letter_of_tcvn3_comes_back_and_a_word_in_capitals_in_capitals(letter: str) -> None:
    decode, encode = charsets()["tcvn3"].decode, encoder("tcvn3")
    assert decode(view(encode(letter))).lower() == letter.lower()
    assert decode(view(encode(f"TH{letter.upper()}NG"))) == f"TH{letter.upper()}NG"


@pytest.mark.parametrize("letter", ALPHABET)
def test_utf8_read_byte_by_byte_comes_back(letter: str) -> None:
    assert charsets()["utf8"].decode(view(letter.encode())) == letter


def test_numbers_of_glyphs_become_letters() -> None:
    decode = charsets()["glyphs"].decode
    assert decode("Ĉӝc lұp - Tӵ do - Hҥnh phúc; ngѭӡi, cѫ quan, quyӃt ÿӏnh, nghƭa") == (
        "Độc lập - Tự do - Hạnh phúc; người, cơ quan, quyết định, nghĩa"
    )


@pytest.mark.skipif(shutil.which("iconv") is None, reason="no iconv to compare with")
@pytest.mark.parametrize(("key", "name"), [("vn1", "TCVN5712-1"), ("viscii", "VISCII"), ("tcvn3", "TCVN5712-1")])
def test_the_tables_agree_with_iconv(key: str, name: str) -> None:
    for code, letter in letters(key).items():
        done = subprocess.run(["iconv", "-f", name, "-t", "UTF-8"], input=code, capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"this iconv does not know {name}")
        assert done.stdout.decode() == letter, code.hex()


@given(st.binary())
def test_every_byte_can_be_shown_and_found_again(data: bytes) -> None:
    assert viewed_bytes(view(data)) == data


@pytest.mark.parametrize(
    ("font", "written", "read"),
    [
        (".VnTime", "Cộng hoà", "Cộng hoà"),
        (".VnTime", "§iÒu 1. Ph¹m vi", "Điều 1. Phạm vi"),
        (".VnTime", "QUYÕT §ÞNH", "QUYẾT ĐỊNH"),
        (".VnTime", "ng-êi lao ®éng n-íc ta, kü s- 5/Q§-UB", "người lao động nước ta, kỹ sư 5/QĐ-UB"),
        (".VnTime", "- Tæ chøc", "- Tổ chức"),
        (".VnTime", "-Tæ chøc, -u tiªn", "-Tổ chức, ưu tiên"),
        (".VnTimeH", "quyÕt ®Þnh sè 5", "QUYẾT ĐỊNH SỐ 5"),
        (".vnarialh", "lª", "LÊ"),
        (".VnTime", "\uf0a7i\uf0d2u", "Điều"),
        ("VNI-Times", "Ñieàu 1. Phaïm vi, NGHÒ QUYEÁT", "Điều 1. Phạm vi, NGHỊ QUYẾT"),
        ("VNI Helve", "töï do, Ly\u00f9", "tự do, Lý"),
        ("VNI-Times", "LAo ÑOäNG", "LAo ĐỘNG"),
        ("Times New Roman", "§ 5, café, ½", "§ 5, café, ½"),
        ("Vnexpress Sans", "café", "café"),
        ("", "§ 5", "§ 5"),
        (".VnTime", "217-Q§/TW “®iÓm”", "217-QĐ/TW “điểm”"),
    ],
)
def test_a_font_says_what_its_text_is(font: str, written: str, read: str) -> None:
    assert from_font(font, written) == read


@given(
    st.sampled_from(sorted(PLACES)), st.lists(st.sampled_from(SMALL + list("bcghklmnprtx .,/-0123456789"))).map("".join)
)
def test_a_run_in_an_old_font_comes_back(font: str, text: str) -> None:
    assert from_font(font, view(encoder(PLACES[font])(text))) == text


def test_a_line_s_capitals_show_on_doubtful_words_beside_them() -> None:
    assert with_capitals("Về VIệC Kế HOạCH") == "VỀ VIỆC KẾ HOẠCH"
    assert with_capitals("Hà Về Tô") == "Hà Về Tô"
    assert with_capitals("UBND tỉnh Hà Nam, NĐ-CP") == "UBND tỉnh Hà Nam, NĐ-CP"
    assert with_capitals("Nđ-CP và Qđ/TW") == "NĐ-CP và QĐ/TW"


def test_every_encoding_has_a_name() -> None:
    names = [charset.name for charset in charsets().values()]
    assert len(set(names)) == len(names)
    assert set(load("charsets")) <= set(charsets())
