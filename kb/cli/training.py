"""``kb glossary``, ``kb quiz``, ``kb learn``: what a new officer learns from the documents."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kb.cli.commands import group
from kb.cli.options import as_json
from kb.cli.output import write_json
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.home import Home
    from kb.training import Quiz

_topic = click.option(
    "--topic", metavar="CHỦ_ĐỀ", help="Chỉ những gì văn bản viết về chủ đề này; gõ không dấu cũng được."
)
_learner = click.option("--learner", metavar="TÊN", help="Người học; không nêu thì là người dùng máy này.")


@group.command("glossary")
@click.argument("term", nargs=-1, metavar="[TỪ]")
@as_json
def glossary_command(term: tuple[str, ...], as_json: bool) -> int:
    """Tra chữ viết tắt và thuật ngữ: nghĩa theo văn bản nào, đoạn nào; không có thì theo từ điển kèm phần mềm.

    Không nêu TỪ thì liệt kê mọi chữ viết tắt, thuật ngữ có trong kho. Một chữ có nhiều nghĩa thì nêu đủ, và văn bản nào
    dùng nghĩa nào.

    \b
    Ví dụ:
      kb glossary
      kb glossary CNVCLĐ
      kb glossary qcdc --json
    """
    from kb.cli.training_text import write_terms
    from kb.home import resolve
    from kb.store import Store
    from kb.training import Material, glossary
    from kb.training.contract import term_json

    wanted = " ".join(term).strip() or None
    with Store.open(resolve().database) as store, store.snapshot():
        found = glossary(Material(store), wanted)
    if as_json:
        write_json({"terms": [term_json(one) for one in found]})
    else:
        write_terms(found, wanted)
    return 0


@group.command("quiz")
@_topic
@click.option("-n", "count", default=10, type=click.IntRange(1, 1000), metavar="N", help="Số câu; không nêu thì 10.")
@click.option(
    "--seed", metavar="MÃ", help="Mã đề: cùng kho, cùng mã thì cùng đề; không nêu thì lấy mã mới và cho biết."
)
@click.option(
    "--level",
    type=click.IntRange(1, 3),
    metavar="MỨC",
    help="1 trực tiếp, 2 phương án gần giống, 3 liên hệ nhiều văn bản; không nêu thì cả ba.",
)
@click.option("--docx", metavar="TỆP", help="Ghi đề ra tệp Word, đáp án ở trang riêng; - là đầu ra chuẩn.")
@click.option("--anki", metavar="TỆP", help="Ghi ra tệp .txt hoặc .tsv để nhập vào Anki; - là đầu ra chuẩn.")
@click.option("--force", "--replace", "force", is_flag=True, help="Ghi đè lên tệp đã có.")
@click.option(
    "--ask", "asking", is_flag=True, help="Hỏi từng câu ngay trên màn hình, trả lời a, b, c hoặc d; ghi vào tiến độ."
)
@_learner
@as_json
def quiz_command(
    topic: str | None,
    count: int,
    seed: str | None,
    level: int | None,
    docx: str | None,
    anki: str | None,
    force: bool,
    asking: bool,
    learner: str | None,
    as_json: bool,
) -> int:
    """Lập câu hỏi trắc nghiệm từ dữ kiện trong kho; câu nào cũng kèm đoạn văn bản làm căn cứ cho đáp án.

    Điều mà các văn bản ghi khác nhau thì không hỏi. Đề không lấy văn bản đóng dấu độ mật.

    \b
    Ví dụ:
      kb quiz --topic "dân vận khéo" -n 5
      kb quiz -n 20 --seed lop-thang-6 --docx de.docx
      kb quiz --level 2 --anki the-hoc.txt
      kb quiz --ask
    """
    from kb.cli.asking import ask_questions
    from kb.cli.training_text import write_quiz
    from kb.home import resolve
    from kb.training.contract import quiz_json

    _check(docx, anki, force=force, asking=asking, as_json=as_json)
    home = resolve()
    made = _quiz(home, topic=_named(topic), count=count, seed=seed, level=level)
    _export(made, docx, anki)
    if asking:
        write_quiz(made, questions=False)
        ask_questions(home, learner, made.questions)
    elif as_json:
        write_json(quiz_json(made))
    elif "-" not in {docx, anki}:
        write_quiz(made, questions=not (docx or anki))
    return 0


def _named(topic: str | None) -> str | None:
    """The topic on one line.

    Raises:
        UsageError: it is given and empty.
    """
    if topic is None:
        return None
    named = " ".join(topic.split())
    if not any(map(str.isalnum, named)):
        raise UsageError('Chủ đề trống: hãy nêu vài từ, ví dụ --topic "dân vận khéo".')
    return named


def _quiz(home: Home, *, topic: str | None, count: int, seed: str | None, level: int | None) -> Quiz:
    from secrets import token_hex

    from kb.store import Store
    from kb.training import Material, quiz

    with Store.open(home.database) as store, store.snapshot():
        return quiz(Material(store), count=count, seed=seed or token_hex(3), topic=topic, level=level)


def _check(docx: str | None, anki: str | None, *, force: bool, asking: bool, as_json: bool) -> None:
    from kb.cli.asking import need_terminal
    from kb.cli.files import STDOUT, writable

    if [docx, anki].count(STDOUT) + as_json > 1:
        raise UsageError("Đầu ra chuẩn chỉ nhận một thứ: hãy nêu tên tệp cho phần còn lại.")
    if asking and as_json:
        raise UsageError("--ask hỏi đáp trên màn hình nên không đi cùng --json: hãy bỏ một trong hai.")
    if anki and anki.lower().endswith(".apkg"):
        raise UsageError("Không ghi tệp .apkg: hãy đặt tên tệp .txt hoặc .tsv rồi nhập vào Anki bằng File > Import.")
    for name in (docx, anki):
        if name:
            writable(name, force=force)
    if asking:
        need_terminal("kb quiz --ask")


def _export(made: Quiz, docx: str | None, anki: str | None) -> None:
    from kb.cli.files import STDOUT, write
    from kb.training.anki import as_text
    from kb.training.sheet import as_docx

    if docx == STDOUT:
        sys.stdout.buffer.write(as_docx(made))
    elif docx:
        write(docx, as_docx(made))
    if anki:
        write(anki, as_text(made))
    for name in (docx, anki):
        if name and name != STDOUT:
            click.echo(f"Đã ghi {len(made.questions)} câu ra {name}.", err=True)


@group.command("learn")
@_topic
@_learner
@click.option("--due", "only_due", is_flag=True, help="Những câu đến hạn ôn hôm nay.")
@click.option("--read", "reading", is_flag=True, help="Đánh dấu đã đọc xong phần đang học, rồi cho xem phần sau.")
@click.option(
    "-n", "count", default=10, type=click.IntRange(1, 100), metavar="N", help="Số câu hỏi ôn; không nêu thì 10."
)
@as_json
def learn_command(
    topic: str | None, learner: str | None, only_due: bool, reading: bool, count: int, as_json: bool
) -> int:
    """Học một chủ đề qua văn bản trong kho: từ trung ương xuống cơ sở, đọc đoạn nào, rồi trả lời câu hỏi.

    Lần sau gọi lại thì tiếp từ chỗ đang học; không nêu chủ đề thì là chủ đề học gần nhất. Câu đã trả lời được hỏi lại
    theo lịch ôn giãn cách (FSRS). Trên cửa sổ lệnh thì vừa đọc vừa trả lời; nếu không thì chỉ in ra.

    \b
    Ví dụ:
      kb learn --topic "giám sát, phản biện xã hội"
      kb learn --read
      kb learn --due
      kb learn --learner "Nguyễn Văn A" --json
    """
    from kb.cli.learning import due_command, lesson_command
    from kb.home import resolve
    from kb.people import who

    home, name, wanted = resolve(), who(learner), _named(topic)
    if only_due:
        due_command(home, name, as_json=as_json)
    else:
        lesson_command(home, name, wanted, reading=reading, count=count, as_json=as_json)
    return 0
