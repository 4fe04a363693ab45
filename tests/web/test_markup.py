"""Nothing that a document says becomes markup, and nothing of it is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.types import Directive, Header, Page, Section, Span
from kb.ask.answer import Answer, Statement
from kb.web import markup

TEXT = "KẾ HOẠCH\nI. Mục <đích>\nNuôi ong & lấy mật.\nHết"
SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)).map(lambda pair: Span(min(pair), max(pair))))


def directive(text: str = TEXT, **parts: object) -> Directive:
    return Directive(source="", sha256="", text=text, header=Header(), body=Span(0, len(text)), **parts)  # type: ignore[arg-type]


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@given(st.text(), st.integers(0, 20), SPANS)
def test_marks_add_nothing_but_marks(text: str, start: int, spans: list[Span]) -> None:
    html = markup.marked(text, start, spans)
    assert set(re.findall(r"<[^>]*>", html)) <= {"<mark>", "</mark>"}
    assert words(html) == text


@given(st.text(alphabet="ab<&>\"'\n ", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_document_keeps_every_word(text: str, left: int, right: int) -> None:
    shown = Span(*sorted((min(left, len(text)), min(right, len(text)))))
    html = markup.document(directive(text), shown)
    assert "".join(words(html).split()) == "".join(text.split())
    assert html.count(f'id="{markup.SHOWN}"') == 1


def test_headings_and_pages_are_set_off() -> None:
    start = TEXT.index("I.")
    pages = (Page(1, 0, start), Page(2, start, 25), Page(3, 25, len(TEXT)))
    html = markup.document(directive(sections=(Section("I", "Mục <đích>", 1, start, len(TEXT)),), pages=pages), None)
    assert '<div class="cc-page">Trang 2</div><p class="cc-heading">I. Mục &lt;đích&gt;</p>' in html
    assert '<div class="cc-page">Trang 3</div><p>Hết</p>' in html, "a page that starts within a line begins below it"
    assert "Trang 1" not in html


def test_every_statement_leads_to_its_passages() -> None:
    html = markup.answer(Answer("?", statements=(Statement("Một <b>", (1, 3)), Statement("Hai", (2,)))))
    assert re.findall(r'href="#cc-(\d)">\[(\d)\]', html) == [("1", "1"), ("3", "3"), ("2", "2")]
    assert "Một &lt;b&gt;" in html


@pytest.mark.parametrize("text", ["*a* _b_ `c` [d](e) <f> $g$ :red[h] ~~i~~ # j", "1. một\n- hai", "a\\*b", "&lt;"])
def test_plain_text_stays_plain(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", markup.plain(text)) == text
    assert not re.search(r"(?<!\\)[*_`\[\]<>$:~#&]", re.sub(r"\\\\", "", markup.plain(text)))


def test_a_message_keeps_its_commands_as_code() -> None:
    assert markup.message("hỏng `tệp") == "hỏng \\`tệp", "an odd mark is no code"
    assert markup.message("chạy `kb build *.txt` ngay!") == "chạy `kb build *.txt` ngay\\!"
