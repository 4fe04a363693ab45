"""Old encodings found in bytes and in text, and what must stay as it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.charsets import view
from ingest.encodings import decode, repair, wide_codec
from ingest.syllables import weight
from ingest.text import normalise
from ingest.vocabulary import accented_syllables
from tests.ingest.legacy import ALPHABET, encoder

PLAN = (
    "Kế hoạch phối hợp tuyên truyền, vận động đoàn viên tham gia xây dựng thỏa ước\n"
    "Số: 15/KH-LĐLĐ\n"
    "1. Mục đích, yêu cầu\n"
    "Nâng cao nhận thức của người lao động về quyền và nghĩa vụ khi ký kết hợp đồng, đạt 98% trở lên.\n"
)
OLD = {"tcvn3": "TCVN3", "vni": "VNI", "viscii": "VISCII", "vn1": "TCVN 5712 VN1", "cp1258": "CP1258"}
ENGLISH = "The Confédération’s “naïve” résumé: déjà vu at the café, 50 µm ± 2°, §5, ½ of São Paulo, Müller & Søren.\n"
COMMON = sorted(word for word in accented_syllables() if weight(word) > 5 and not word.isascii())
SENTENCES = st.lists(st.sampled_from(COMMON), min_size=12, max_size=40, unique=True).map(" ".join)


def _mojibake(key: str) -> str:
    return view(PLAN.encode() if key == "utf8" else encoder(key)(PLAN))


@pytest.mark.parametrize(("key", "name"), [item for item in OLD.items() if item[0] != "vn1"])
def test_a_file_in_an_old_encoding_is_read(key: str, name: str) -> None:
    found = decode(encoder(key)(PLAN))
    assert (found.text, found.encoding) == (PLAN, name)


def test_capitals_tell_vn1_from_vn3() -> None:
    text = PLAN + "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nỦy ban, Ấp, Ổn định, Ý kiến, Ứng dụng, Ở, Ảnh\n"
    found = decode(encoder("vn1")(text))
    assert (found.text, found.encoding) == (text, OLD["vn1"])
    assert decode(encoder("tcvn3")(text)).encoding == OLD["tcvn3"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PLAN.encode(), "UTF-8"),
        (PLAN.encode("utf-8-sig"), "UTF-8"),
        (unicodedata.normalize("NFD", PLAN).encode(), "UTF-8"),
        (PLAN.encode("utf-16"), "UTF-16 LE"),
        (PLAN.encode("utf-16-le"), "UTF-16 LE"),
        (PLAN.encode("utf-16-be"), "UTF-16 BE"),
        (b"\xfe\xff" + PLAN.encode("utf-16-be"), "UTF-16 BE"),
        (_mojibake("tcvn3").encode(), "TCVN3"),
        (_mojibake("vni").encode("utf-16-le"), "VNI"),
        (_mojibake("utf8").encode(), "UTF-8 đọc nhầm"),
        (b"Plain ASCII, 5/QD-UB", "UTF-8"),
        (b"", "UTF-8"),
    ],
)
def test_unicode_in_all_its_forms(data: bytes, name: str) -> None:
    found = decode(data)
    assert found.encoding == name
    if data and not data.startswith(b"Plain"):
        assert found.text == PLAN


@pytest.mark.parametrize(
    "data",
    [
        "Ngày ký".encode("latin-1"),
        ENGLISH.encode("cp1252"),
        PLAN.encode()[:-4] + b"\xe1\xba",
        b"S\xe8 5",
        b"\xff\xfeabc",
        b"abc\x00\x01" * 9,
        bytes(range(128, 256)),
    ],
)
def test_what_cannot_be_told_is_an_error(data: bytes) -> None:
    if b"\x00" in data:
        assert wide_codec(data) is None
    else:
        with pytest.raises(UnicodeDecodeError):
            decode(data)


@pytest.mark.parametrize("key", ["tcvn3", "vni", "viscii", "cp1258", "utf8"])
def test_text_that_was_read_wrongly_is_repaired(key: str) -> None:
    text, found = repair(_mojibake(key))
    assert normalise(text) == PLAN
    assert found == {"utf8": "UTF-8 đọc nhầm", **OLD}[key]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Q§ vÒ viÖc ban hµnh quy chÕ thi ®ua", "QĐ về việc ban hành quy chế thi đua"),
        ("QUYÕT §ÞNH VÒ VIÖC PH£ DUYÖT", "QUYẾT ĐỊNH VỀ VIỆC PHÊ DUYỆT"),
        ("B¶o vÖ ng-êi lao ®éng n-íc ngoµi, kü s-", "Bảo vệ người lao động nước ngoài, kỹ sư"),
        ("Ñieàu leä Coâng ñoaøn Vieät Nam", "Điều lệ Công đoàn Việt Nam"),
        ("CӜNG HÒA XÃ HӜI CHӪ NGHƬA VIӊT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Căn cứ Nghị định phª duyÖt chÕ ®é b¶o hiÓm", "Căn cứ Nghị định phê duyệt chế độ bảo hiểm"),
        ("Quyáº¿t Ä‘á»‹nh vá» viá»‡c ban hÃ nh", "Quyết định vá» việc ban hÃ nh"),
    ],
)
def test_single_lines(written: str, read: str) -> None:
    assert repair(written)[0] == read


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 217-QĐ/TW ngày 12/12/2013, đạt 98%, ½ số phiếu, § 3",
        "hoà toàn hoàn toán hoãn khoá ngoài loài có phòng công không các là và thế",
        "Sè 5",
        "café, Nestlé, naïve, São Paulo, señor Muñoz, Ångström, Ærø, thé, été",
        "50 µm, 3 µg, 25 °C ± 2, 5×7, 10÷3, © 2020, Intel®, ¼ ½ ¾, 2³, ¥ £ ¢ ¤ ¦",
        "Ð 217-QÐ/TW ban hành",
        "Điều 5.\n½\n§ 6\n®",
        unicodedata.normalize("NFD", PLAN),
        "Đắk Lắk, Bắc Kạn, Krông Nô, Cư Jút, M’Đrắk, Y Blô Niê",
        ENGLISH,
        "",
        "\n\n",
        "Москва, Україна и Қазақстан; Ελλάδα; 東京",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert repair(text) == (text, None)


def test_a_document_of_several_parts_comes_out_right() -> None:
    parts = ["tcvn3", "vni"]
    old = [_mojibake(key) for key in parts]
    text, found = repair("\n".join([PLAN, old[0], PLAN, old[1], ENGLISH, PLAN]))
    assert text == f"{PLAN}\n{PLAN}\n{PLAN}\n{PLAN}\n{ENGLISH}\n{PLAN}"
    assert found == "TCVN3, VNI"


def test_a_file_of_utf8_and_old_lines_comes_out_right() -> None:
    found = decode(PLAN.encode() + encoder("tcvn3")(PLAN) + PLAN.encode())
    assert found.text == PLAN * 3


def test_short_lines_go_with_their_neighbours() -> None:
    text = view(encoder("tcvn3")(f"{PLAN}Số 5\nQĐ\n½ số có\n{PLAN}"))
    assert repair(text)[0].split("\n")[4:6] == ["Số 5", "QĐ"]


@pytest.mark.parametrize("key", ["tcvn3", "vni", "viscii", "cp1258"])
@given(text=SENTENCES)
@settings(max_examples=60, deadline=None)
def test_any_vietnamese_comes_back_from_any_encoding(key: str, text: str) -> None:
    data = encoder(key)(text)
    assert normalise(decode(data).text) == normalise(text)
    assert normalise(repair(view(data))[0]) == normalise(text)


@pytest.mark.parametrize("change", [str, str.upper, str.title], ids=["small", "capitals", "title"])
@given(text=SENTENCES)
@settings(max_examples=60, deadline=None)
def test_proper_vietnamese_never_changes(change: Callable[[str], str], text: str) -> None:
    assert repair(change(text)) == (change(text), None)
    assert decode(change(text).encode()).text == change(text)


@given(
    st.lists(st.sampled_from([letter * times for letter in ALPHABET for times in (1, 2)] + list(" .,-/0123456789\n")))
)
@settings(deadline=None)
def test_letters_of_the_alphabet_in_any_order_never_change(parts: list[str]) -> None:
    text = "".join(parts)
    assert repair(text) == (text, None)


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_never_changes(text: str) -> None:
    assert repair(text) == (text, None)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_text_or_a_unicode_error(data: bytes) -> None:
    try:
        found = decode(data)
    except UnicodeDecodeError:
        return
    assert isinstance(found.text, str)
    assert unicodedata.is_normalized("NFC", found.text)
