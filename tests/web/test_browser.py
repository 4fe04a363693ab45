"""The pages in a real browser, served as ``make serve`` serves them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kb import feedback
from kb.home import Home
from tests.tools import website

pytestmark = pytest.mark.browser

HEADLINE = "which Quyết định governs giám sát phản biện?"
WIDE, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
SECONDS = 30_000

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    """One browser for all tests; without Chromium ``site`` has skipped them."""
    assert site
    with website.browsing() as found:
        yield found


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Open]:
    """Opens a path as a new visitor; in the end, nobody but the server was asked for anything and no script failed."""
    contexts, asked, failed = [], [], []

    def open_page(path: str = "", size: dict[str, int] | None = None, scheme: str = "light") -> Page:
        context = browser.new_context(viewport=size or WIDE, color_scheme=scheme, locale="vi-VN")  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(SECONDS)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(f"{site}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    strangers = {url for url in asked if urlsplit(url).netloc != urlsplit(site).netloc and not url.startswith("data:")}
    assert not strangers
    assert not failed


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("Hỏi kho văn bản của cơ quan")
    box.fill(question)
    box.press("Enter")


def answer(page: Page) -> Locator:
    found = page.locator(".cc-answer")
    expect(found).to_be_visible(timeout=SECONDS)
    return found


def calm(page: Page) -> None:
    """Wait until nothing is being drawn."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=SECONDS
    )


def test_from_a_question_to_the_passage_in_its_document(visit: Open) -> None:
    page = visit()
    ask(page, HEADLINE)
    said = answer(page)
    expect(said.locator("p").first).to_contain_text("217-QĐ/TW")
    expect(said.locator("p").first).to_be_in_viewport()
    marks = said.locator("a.cc-mark")
    assert marks.count() >= 3

    marks.nth(2).click()
    place = page.locator("#cc-3")
    expect(place).to_be_in_viewport()
    card = page.locator("[data-testid=stVerticalBlock]", has=place).last
    quoted = card.locator(".cc-text mark").first
    expect(quoted).to_be_visible()
    words = quoted.inner_text()

    card.get_by_role("link", name="Mở trong văn bản").click()
    shown = page.locator("#cc-shown")
    expect(shown).to_be_in_viewport(timeout=SECONDS)
    expect(shown.locator("mark").first).to_have_text(words)
    assert re.search(r"/van-ban\?vb=[0-9a-f]+&doan=[0-9a-f]+&cau=\d+-\d+", page.url)

    page.reload()
    expect(page.locator("#cc-shown")).to_be_in_viewport(timeout=SECONDS)
    page.go_back()
    answer(page)
    expect(page.get_by_label("Hỏi kho văn bản của cơ quan")).to_have_value(HEADLINE)


def test_back_walks_through_the_questions(visit: Open) -> None:
    page = visit()
    box = page.get_by_label("Hỏi kho văn bản của cơ quan")
    ask(page, "qd 217")
    expect(answer(page)).to_contain_text("217-QĐ/TW")
    ask(page, "qd 218")
    expect(answer(page).locator("p").first).to_contain_text("218-QĐ/TW")
    page.go_back()
    expect(box).to_have_value("qd 217")
    expect(answer(page).locator("p").first).to_contain_text("217-QĐ/TW")
    page.go_back()
    expect(box).to_have_value("")
    expect(page.get_by_text("Thử hỏi")).to_be_visible()
    page.go_forward()
    expect(box).to_have_value("qd 217")
    expect(answer(page).locator("p").first).to_contain_text("217-QĐ/TW")


def test_an_unknown_number_answers_nothing(visit: Open) -> None:
    page = visit()
    ask(page, "Quyết định 999-QĐ/TW quy định gì?")
    expect(page.get_by_role("alert")).to_contain_text("999", timeout=SECONDS)
    expect(page.locator(".cc-answer")).to_have_count(0)
    expect(page.get_by_text("Đây không phải câu trả lời")).to_be_visible()


def test_a_filter_narrows_and_survives_a_reload(visit: Open) -> None:
    page = visit()
    ask(page, "Chỉ tiêu về dân vận khéo là bao nhiêu?")
    answer(page)
    page.get_by_role("combobox", name="Tỉnh").click()
    page.get_by_role("option", name="Lai Châu").click()
    expect(page.get_by_text("Chỉ tìm trong: tỉnh Lai Châu.")).to_be_visible(timeout=SECONDS)
    for again in range(2):
        calm(page)
        places = page.locator(".cc-place").all_inner_texts()
        assert places
        assert all("Lai Châu" in place for place in places)
        assert "tinh=Lai" in page.url
        if not again:
            page.reload()
            answer(page)
    page.get_by_role("button", name="Bỏ lọc").click()
    expect(page.get_by_text("Chỉ tìm trong")).to_have_count(0, timeout=SECONDS)
    assert "tinh=" not in page.url


@pytest.mark.parametrize("path", ["", "?hoi=qd+217", "?hoi=Quyết+định+999-QĐ/TW", "van-ban", "kho"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_never_scrolls_sideways(visit: Open, path: str, scheme: str) -> None:
    page = visit(path, PHONE, scheme)
    expect(page.locator("[data-testid=stMainBlockContainer]").locator("h1, h2, h3, label").first).to_be_visible(
        timeout=SECONDS
    )
    calm(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "(() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth <= main.clientWidth })()"
    )


def test_a_whole_document_fits_a_phone(visit: Open) -> None:
    page = visit("van-ban", PHONE)
    page.locator(".cc-list a").first.click()
    expect(page.locator(".cc-card")).to_be_visible(timeout=SECONDS)
    calm(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_words_of_a_document_are_never_markup(visit: Open) -> None:
    page = visit()
    ask(page, "Kế hoạch 77/KH-LĐLĐ về việc gì?")
    expect(answer(page)).to_contain_text('<img src=x onerror="window.hacked=1">')
    expect(page.locator(".cc-text").first).to_contain_text('<img src=x onerror="window.hacked=1">')
    page.get_by_role("link", name="Mở trong văn bản").first.click()
    expect(page.locator("#cc-shown")).to_be_visible(timeout=SECONDS)
    expect(page.locator(".cc-text")).to_contain_text("<script>window.hacked = 1</script>")
    expect(page.locator(".cc-text")).to_contain_text("~~một~~ sổ theo dõi <b>đàn</b>, trị giá $5$ hoặc $10$")
    expect(page.get_by_role("heading")).to_contain_text('<img src=x onerror="window.hacked=1">')
    expect(page.get_by_role("heading")).to_contain_text("[ở đây](javascript:alert(1))")
    page.goto(page.url.split("van-ban")[0] + "van-ban")
    expect(page.locator(".cc-list")).to_contain_text("<img src=x", timeout=SECONDS)
    assert page.evaluate("window.hacked") is None
    assert page.locator('img[src="x"], a[href^="javascript"]').count() == 0


def test_two_people_at_once(visit: Open) -> None:
    pages = {"qd 217": visit(), "qd 218": visit()}
    for question, page in pages.items():
        box = page.get_by_label("Hỏi kho văn bản của cơ quan")
        box.fill(question)
    for page in pages.values():
        page.get_by_label("Hỏi kho văn bản của cơ quan").press("Enter")
    for question, page in pages.items():
        expect(answer(page).locator("p").first).to_contain_text(f"{question[3:]}-QĐ/TW")


def test_the_frame_speaks_vietnamese(visit: Open) -> None:
    page = visit()
    expect(page.get_by_text("Thử hỏi")).to_be_visible(timeout=SECONDS)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.get_by_test_id("stSkipToContent")).to_have_text("Tới nội dung chính")
    page.get_by_label("Hỏi kho văn bản của cơ quan").fill("chưa gửi")
    said = page.locator("body").inner_text()
    names = page.locator("[aria-label]").evaluate_all("all => all.map(one => one.ariaLabel)")
    for english in ("Press", "Deploy", "Choose", "Sidebar", "Open", "Skip", "Running"):
        assert english not in said
        assert not any(english in name for name in names)


def test_an_address_that_is_no_page(visit: Open) -> None:
    page = visit("khong-co")
    expect(page.get_by_role("dialog")).to_contain_text("Không có trang này", timeout=SECONDS)
    assert "not" not in page.get_by_role("dialog").inner_text()


def test_a_thumb_and_an_opened_passage_are_kept(visit: Open, sample_home: Home) -> None:
    before = len(feedback.history(sample_home).rows)
    page = visit()
    ask(page, HEADLINE)
    answer(page)
    calm(page)
    page.get_by_text("Có ích").nth(2).click()
    calm(page)
    page.get_by_text("Mở trong văn bản").nth(2).click()
    expect(page.locator("#cc-shown")).to_be_visible(timeout=SECONDS)
    calm(page)
    page.go_back()
    answer(page)
    calm(page)
    expect(page.locator("[role=radio][aria-checked=true]")).to_have_text(re.compile("Có ích"))
    up, opened = feedback.history(sample_home).rows[before:]
    assert [(row.kind, row.rank, row.shell) for row in (up, opened)] == [("up", 2, "web"), ("click", 3, "web")]
    assert up.session == opened.session
