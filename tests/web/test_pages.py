"""What each page shows in each state, without a browser."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from kb import feedback
from kb.build import build
from kb.corrections import correct
from kb.feedback import Judgement
from kb.home import Home
from kb.web import navigation, session

APP = Path(__file__).parents[2] / "app.py"
HEADLINE = "Quyết định nào quy định giám sát, phản biện xã hội?"
PLAN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU

Số: {number}/KH-LĐLĐ

Lai Châu, ngày 05 tháng 3 năm 2022

KẾ HOẠCH

Giám sát việc thực hiện dân chủ ở cơ sở năm 2022

1. Giám sát ít nhất {number} công đoàn cơ sở trước ngày 30/6/2022.
"""

Page = Callable[..., AppTest]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    """Opens a page of a collection: ``page(home, "ask_page", hoi="…")``."""

    def open_page(home: Home, name: str | None = None, **address: str) -> AppTest:
        monkeypatch.setenv("KB_HOME", str(home.root))
        script = f"from kb.web import {name}\n{name}.draw()"
        app = AppTest.from_file(str(APP)) if name is None else AppTest.from_string(script)
        app.query_params.update(address)
        return app.run(timeout=60)

    return open_page


def shown(app: AppTest) -> str:
    """Everything that the page says."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.warning, app.error, app.info, app.get("html"))
    return "\n".join(getattr(element, "value", None) or element.proto.body for kind in kinds for element in kind)


@pytest.mark.parametrize("name", ["ask_page", "document_page", "about_page"])
def test_no_collection(page: Page, tmp_path: Path, name: str) -> None:
    app = page(Home(tmp_path), name)
    assert [warning.value for warning in app.warning] == [
        f"{session.markup.message(f'Chưa có kho văn bản ở {tmp_path}: hãy chạy `kb build THƯ_MỤC` để nạp văn bản trước.')}"
    ]
    assert not app.exception
    assert not app.text_input, "there is nothing to ask"


def test_a_damaged_index_names_the_way_out(page: Page, tmp_path: Path, sample_home: Home) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(sample_home.root, home.root)
    for manifest in home.root.glob("generations/*/manifest.json"):
        manifest.write_text("{", encoding="utf-8")
    app = page(home)
    assert len(app.warning) == 1
    assert "kb build" in app.warning[0].value
    assert not app.exception


def test_a_fault_is_told_in_a_sentence(
    page: Page, sample_home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("secret")

    monkeypatch.setattr(navigation.ask_page, "draw", fail)
    with caplog.at_level(logging.ERROR):
        app = page(sample_home)
    assert not app.exception
    assert "lỗi của chương trình" in app.error[0].value
    assert "secret" not in shown(app)
    assert "secret" in caplog.text, "the log keeps what the page does not show"


def test_the_start_offers_questions(page: Page, sample_home: Home) -> None:
    app = page(sample_home)
    assert "Thử hỏi" in shown(app)
    assert session.SAMPLES in shown(app)
    examples = [button for button in app.button if button.label != "Hỏi"]
    assert len(examples) == 3
    app = examples[0].click().run(timeout=60)
    assert "217-QĐ/TW" in shown(app)
    assert app.query_params["hoi"] == examples[0].label


@pytest.mark.parametrize("question", ["", "   "])
def test_an_empty_question_asks_nothing(page: Page, sample_home: Home, question: str) -> None:
    app = page(sample_home)
    app.text_input[0].set_value(question)
    app = app.button[0].click().run(timeout=60)
    assert "Thử hỏi" in shown(app)
    assert not app.warning
    assert not app.query_params


def test_an_answer_has_marks_and_passages(page: Page, sample_home: Home) -> None:
    app = page(sample_home, hoi=HEADLINE)
    said = shown(app)
    assert app.text_input[0].value == HEADLINE
    first = next(element.proto.body for element in app.get("html") if "cc-answer" in element.proto.body)
    assert "217-QĐ/TW" in first.split("</p>")[0]
    marks = set(re.findall(r'href="#(cc-\d+)"', first))
    assert len(marks) >= 3
    assert marks == set(re.findall(r'id="(cc-\d+)"', said)), "each mark has its passage, and each passage a mark"
    assert session.markup.plain("Tình trạng hiệu lực: 217-QĐ/TW") in said
    links = app.get("page_link")
    assert len(links) == len(marks)
    assert all("doan=" in link.proto.query_string and "vb=" in link.proto.query_string for link in links)


def test_an_unknown_number_is_refused(page: Page, sample_home: Home) -> None:
    app = page(sample_home, hoi="Quyết định 999-QĐ/TW quy định gì?")
    assert "999" in app.warning[0].value
    assert 'class="cc-answer"' not in shown(app)
    assert "Đây không phải câu trả lời" in shown(app)


@pytest.mark.parametrize("question", [HEADLINE, "Giám sát phản biện theo văn bản nào, mỗi năm bao nhiêu cuộc?"])
def test_a_filter_narrows_the_answer(page: Page, sample_home: Home, question: str) -> None:
    app = page(sample_home, hoi=question)
    assert {"Lai Châu", "Tây Ninh"} <= set(app.selectbox(key="tinh").options)
    app = app.selectbox(key="tinh").select("Tây Ninh").run(timeout=60)
    places = [element.proto.body for element in app.get("html") if 'class="cc-place"' in element.proto.body]
    assert places
    assert all("Tây Ninh" in place for place in places)


def test_filters_stand_in_the_address_and_can_be_dropped(page: Page, sample_home: Home) -> None:
    app = page(sample_home, hoi=HEADLINE)
    app = app.selectbox(key="tinh").select("Tây Ninh").run(timeout=60)
    app = app.selectbox(key="nam").select("2023").run(timeout=60)
    assert app.query_params == {"hoi": HEADLINE, "tinh": "Tây Ninh", "nam": "2023"}
    assert "tỉnh Tây Ninh, năm 2023" in shown(app)
    drop = next(button for button in app.button if button.label == "Bỏ lọc")
    app = drop.click().run(timeout=60)
    assert app.query_params == {"hoi": HEADLINE}
    assert [app.selectbox(key=key).value for key in ("tinh", "loai", "nam")] == ["Tất cả"] * 3


def test_an_address_brings_its_filters(page: Page, sample_home: Home) -> None:
    app = page(sample_home, hoi=HEADLINE, tinh="Lai Châu", nam="2021", loai="không có loại này")
    assert [app.selectbox(key=key).value for key in ("tinh", "nam", "loai")] == ["Lai Châu", "2021", "Tất cả"]


def test_filters_that_no_document_passes(page: Page, sample_home: Home) -> None:
    app = page(sample_home, hoi=HEADLINE, tinh="Tây Ninh", nam="2021")
    assert "Không có văn bản nào khớp" in app.warning[0].value
    assert any(button.label == "Bỏ lọc" for button in app.button)


def test_a_document_is_chosen_from_a_list(page: Page, sample_home: Home) -> None:
    app = page(sample_home, "document_page")
    assert "Kho có 16 văn bản" in shown(app)
    assert "214/KH-LĐLĐ" in shown(app)
    chosen = next(option for option in app.selectbox[0].options if "214/KH-LĐLĐ" in option)
    app = app.selectbox[0].select(chosen).run(timeout=60)
    assert "11/01/2021" in shown(app)
    assert 'class="cc-heading"' in shown(app)
    assert set(app.query_params) == {"vb"}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"vb": "ffffffffffff"}, "không còn trong kho"),
        ({"vb": "<script>"}, "không còn trong kho"),
    ],
)
def test_an_unknown_document(page: Page, sample_home: Home, address: dict[str, str], said: str) -> None:
    app = page(sample_home, "document_page", **address)
    assert said in app.warning[0].value
    assert not app.exception


def test_a_passage_that_is_gone(page: Page, sample_home: Home) -> None:
    app = page(sample_home, hoi=HEADLINE)
    document = app.get("page_link")[0].proto.query_string.split("vb=")[1].split("&")[0]
    app = page(sample_home, "document_page", vb=document, doan="0000", cau="9-1,x,99999-1000000")
    assert "không còn trong văn bản này" in shown(app)
    assert not app.exception


def test_the_pages_follow_a_new_build(page: Page, tmp_path: Path) -> None:
    home, folder = Home(tmp_path / "home"), tmp_path / "files"
    folder.mkdir()
    (folder / "mot.txt").write_text(PLAN.format(number="11"), encoding="utf-8")
    build(home, [folder])
    app = page(home, "document_page")
    assert "Kho có 1 văn bản" in shown(app)
    (folder / "hai.txt").write_text(PLAN.format(number="22"), encoding="utf-8")
    build(home)
    assert "Kho có 2 văn bản" in shown(app.run(timeout=60))
    for file in folder.iterdir():
        file.unlink()
    build(home)
    assert "chưa có văn bản nào" in app.run(timeout=60).info[0].value


def test_what_the_collection_is(page: Page, sample_home: Home) -> None:
    app = page(sample_home, "about_page")
    assert "bản tóm lược" in shown(app)
    assert "kb build" in app.code[0].value


def test_what_people_decided_is_shown(page: Page, tmp_path: Path) -> None:
    folder, home = tmp_path / "van-ban", Home(tmp_path / "kho")
    folder.mkdir()
    (folder / "mat.txt").write_text("TỐI MẬT\n" + PLAN.format(number=31), encoding="utf-8")
    build(home, [folder], allow_secret=True, by="Trần Thị B")
    (made,) = correct(home, "31/KH-LĐLĐ", ["date=6/3/2022"], by="Nguyễn <b>Văn</b> A", note="bản giấy")
    words = shown(page(home, "document_page", vb=made.directive))
    for said in (
        "Tối mật",
        "Sửa tay",
        "06/03/2022",
        "05/03/2022",
        "Nguyễn &lt;b&gt;Văn",
        "bản giấy",
        "05 tháng 3 năm 2022",
    ):
        assert said in words
    assert "[TỐI MẬT]" in shown(page(home, "document_page"))
    answered = shown(page(home, hoi="31/KH-LĐLĐ"))
    assert "<p>[TỐI MẬT] Kế hoạch số 31/KH-LĐLĐ" in answered
    assert "không sao chép" in answered


# ---------------------------------------------------------------- what people think of it


def thumbs(app: AppTest) -> list[ButtonGroup[str]]:
    return list(app.get("button_group"))


def unjudged(sample_home: Home, folder: Path) -> Home:
    """A copy of the samples without what the tests in the browser have judged there."""
    home = Home(folder / "home")
    shutil.copytree(sample_home.root, home.root)
    feedback.clear(home)
    return home


def test_thumbs_and_what_is_opened_are_kept(page: Page, sample_home: Home, tmp_path: Path) -> None:
    home = unjudged(sample_home, tmp_path)
    app = page(home, hoi=HEADLINE)
    marks = len(app.get("page_link"))
    assert len(thumbs(app)) == marks + 1, "the answer, and each passage"
    app = thumbs(app)[2].set_value(Judgement.UP.value).run(timeout=60)
    app = thumbs(app)[0].set_value(Judgement.DOWN.value).run(timeout=60)
    app = thumbs(app)[2].set_value(Judgement.DOWN.value).run(timeout=60)
    rows = feedback.history(home).rows
    assert [(row.kind, row.about, row.rank, row.shell, row.by) for row in rows] == [
        ("up", "passage", 2, "web", None),
        ("down", "answer", None, "web", None),
        ("down", "passage", 2, "web", None),
    ]
    assert len({row.session for row in rows}) == 1
    assert rows[0].session
    assert rows[0].query == HEADLINE
    app = thumbs(app)[2].set_value(None).run(timeout=60)
    assert feedback.history(home).undone == {rows[2].id}
    assert not app.exception


def test_a_passage_that_is_opened_counts_once(page: Page, sample_home: Home, tmp_path: Path) -> None:
    home = unjudged(sample_home, tmp_path)
    app = page(home, hoi=HEADLINE)
    place = app.session_state["cc-last"].places[1]
    opened = AppTest.from_string("from kb.web import document_page\ndocument_page.draw()")
    opened.session_state["cc-last"] = app.session_state["cc-last"]
    opened.query_params.update({"vb": place.directive, "doan": place.passage})
    opened.run(timeout=60).run(timeout=60)
    (row,) = feedback.history(home).rows
    assert (row.kind, row.rank, row.passage) == ("click", 2, place.passage)
    assert not opened.exception


def test_a_thumb_that_cannot_be_kept_says_so(page: Page, sample_home: Home, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(sample_home.root, home.root)
    app = page(home, hoi=HEADLINE)
    home.database.unlink()
    app = thumbs(app)[1].set_value(Judgement.UP.value).run(timeout=60)
    assert "kb build" in app.toast[0].value
    assert not app.exception
