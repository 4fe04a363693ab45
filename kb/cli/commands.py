"""The commands of ``kb``. Each reads its arguments, calls one function of the product and writes the result."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli import building, evaluating
from kb.cli.help import Group
from kb.cli.options import as_json
from kb.cli.output import place, wrapped, write_answer, write_json, write_warnings
from kb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.evaluate import Typing
    from index.search import Mode
    from kb.ask.scope import Filters

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}
COMPLETE = "_KB_COMPLETE"
"""The variable through which a shell asks for completions."""


def filtered(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters that search and ask share."""
    for option in reversed(
        [
            click.option("--type", "kind", metavar="LOẠI", help="Chỉ trong loại văn bản này, ví dụ “Kế hoạch”."),
            click.option(
                "--province",
                metavar="TỈNH",
                help="Chỉ văn bản của tỉnh này; tên nay gồm cả các tỉnh đã nhập vào, tên cũ thì chỉ tỉnh ấy.",
            ),
            click.option("--year", type=int, metavar="NĂM", help="Chỉ văn bản ban hành năm này."),
            click.option(
                "--issuer", metavar="CƠ_QUAN", help="Chỉ văn bản do cơ quan này ban hành, gồm cả cơ quan đã nhập vào."
            ),
        ]
    ):
        command = option(command)
    return command


def _filters(kind: str | None, province: str | None, year: int | None, issuer: str | None) -> Filters:
    from kb.ask.scope import Filters

    return Filters(type=kind, province=province, year=year, issuer=issuer)


@click.group(cls=Group, context_settings=CONTEXT, invoke_without_command=True)
@click.version_option(package_name="cancu", message="%(version)s", help="In phiên bản.")
@click.pass_context
def group(context: click.Context) -> None:
    """Căn Cứ: tìm căn cứ pháp lý trong kho văn bản chỉ đạo của cơ quan.

    \b
    Ví dụ:
      kb build van-ban/                 nạp một thư mục văn bản
      kb ask "Quyết định nào quy định giám sát, phản biện xã hội?"
      kb search "dân vận khéo" --province "Ninh Thuận"
      kb instrument 217-QĐ/TW           ai viện dẫn, nói gì
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@group.command("parse")
@click.argument("file", metavar="TỆP")
@as_json
def parse_command(file: str, as_json: bool) -> int:
    """Đọc một văn bản và in ra thể thức, căn cứ, đề mục, chỉ tiêu, thời hạn, trích dẫn.

    Không cần kho. Dùng - để đọc văn bản thuần từ đầu vào chuẩn.

    \b
    Ví dụ:
      kb parse ke-hoach.docx
      cat ke-hoach.txt | kb parse - --json
    """
    from ingest.parse import parse_file, parse_text, to_json
    from kb.cli.parsed import write_directive

    directive = parse_text(piped_text("kb parse -"), source="-") if file == "-" else parse_file(Path(file))
    if as_json:
        write_json(to_json(directive))
    else:
        write_directive(directive)
    return 0


@group.command("ask")
@click.argument("question", nargs=-1, required=True, metavar="CÂU_HỎI")
@filtered
@as_json
def ask_command(
    question: tuple[str, ...],
    kind: str | None,
    province: str | None,
    year: int | None,
    issuer: str | None,
    as_json: bool,
) -> int:
    """Hỏi kho văn bản; câu trả lời nào cũng kèm đoạn trích nguyên văn, không có thì nói không có.

    Gõ có dấu hay không dấu đều được. Dùng - để đọc câu hỏi từ đầu vào chuẩn.

    \b
    Ví dụ:
      kb ask "Quyết định nào quy định giám sát, phản biện xã hội?"
      kb ask "qd 218 do ai ban hanh"
      kb ask "Tây Ninh phải báo cáo chậm nhất khi nào?" --json
    """
    from kb.ask import ask
    from kb.collection import Collection
    from kb.contract import answer_json
    from kb.home import resolve
    from kb.shown import Shown, remember

    text = (_standard_input() if question == ("-",) else " ".join(question)).strip()
    if not text:
        raise UsageError('Câu hỏi trống: hãy gõ câu hỏi sau lệnh, ví dụ kb ask "217-QĐ/TW quy định gì?".')
    filters = _filters(kind, province, year, issuer)
    with Collection.open(resolve()) as collection:
        answer = ask(collection, text, filters)
        remember(resolve(), Shown.of_answer(collection, answer, filters))
    if as_json:
        write_json(answer_json(answer))
    else:
        write_answer(answer)
    return 0


@group.command("search")
@click.argument("query", nargs=-1, required=True, metavar="TỪ_KHÓA")
@filtered
@click.option("--top", default=10, type=click.IntRange(1, 1000), metavar="N", help="Số đoạn trả về; không nêu thì 10.")
@as_json
def search_command(
    query: tuple[str, ...],
    kind: str | None,
    province: str | None,
    year: int | None,
    issuer: str | None,
    top: int,
    as_json: bool,
) -> int:
    """Tìm các đoạn văn bản gần nhất với từ khóa.

    Gõ có dấu hay không dấu đều được. Dùng - để đọc từ khóa từ đầu vào chuẩn.

    \b
    Ví dụ:
      kb search "đối thoại tại nơi làm việc"
      kb search "dan van kheo" --province "Ninh Thuận" --top 3
    """
    from kb.collection import Collection
    from kb.contract import passage_json
    from kb.home import resolve
    from kb.shown import Shown, remember

    text = (_standard_input() if query == ("-",) else " ".join(query)).strip()
    if not text:
        raise UsageError('Chưa có từ khóa: hãy gõ từ cần tìm, ví dụ kb search "dân chủ ở cơ sở".')
    filters = _filters(kind, province, year, issuer)
    with Collection.open(resolve()) as collection:
        documents = frozenset(one.id for one in collection.documents if filters.admits(one))
        hits = collection.search(text, k=top, documents=documents) if documents else []
        found = [(collection.passage(hit.passage), hit.score) for hit in hits]
        rows = [(passage, collection.document(passage.document), score) for passage, score in found]
        remember(resolve(), Shown.of_search(collection, text, filters, found))
    if as_json:
        hits_json = [passage_json(*row[:2], rank=rank, score=row[2]) for rank, row in enumerate(rows, start=1)]
        write_json({"query": text, "hits": hits_json})
        return 0
    if not rows:
        click.echo(f"Không tìm thấy đoạn nào.{'' if documents else ' Không có văn bản nào qua bộ lọc; xem kb list.'}")
    for rank, (passage, document, _) in enumerate(rows, start=1):
        click.echo(click.style(f"[{rank}] {place(document, passage)}", fg="cyan"))
        click.echo(wrapped(passage.text, indent="    "))
        click.echo()
    write_warnings(document for _, document, _ in rows)
    return 0


@group.command("show")
@click.argument("doc", metavar="VĂN_BẢN")
@click.option("--versions", is_flag=True, help="Liệt kê các bản trước của văn bản: tệp từng viết gì, đến khi nào.")
@as_json
def show_command(doc: str, versions: bool, as_json: bool) -> int:
    """Xem một văn bản trong kho. VĂN_BẢN là mã, số hiệu hoặc tên tệp.

    Mã của một bản trước, do --versions liệt kê, cho xem bản ấy. Bản trước không dùng để tìm kiếm và trả lời.

    \b
    Ví dụ:
      kb show 214/KH-LĐLĐ
      kb show ke-hoach.docx --json
      kb show ke-hoach.docx --versions
    """
    from dataclasses import replace

    from ingest.parse import to_json
    from kb.cli.decisions import write_corrections
    from kb.cli.parsed import write_directive
    from kb.cli.versions import find_version, versions_json, write_versions
    from kb.contract import document_json
    from kb.home import resolve
    from kb.store import Store

    with Store.open(resolve().database) as store, store.snapshot():
        ident = find_version(store, doc)
        document, directive = store.directives.document(ident), store.directives.get(ident)
        history = store.versions.of(ident)
    if document is None or directive is None:
        raise UsageError(f"Không còn văn bản {doc} trong kho: hãy chạy lại kb build.")
    directive = replace(directive, header=document.header)
    if as_json:
        write_json({**document_json(document), **to_json(directive), "versions": versions_json(history)})
    elif versions:
        write_versions(history)
    else:
        if not document.sources:
            click.echo(click.style("Bản này đã được thay bằng bản khác; không dùng làm căn cứ.\n", fg="yellow"))
        write_corrections(document.corrections)
        write_directive(directive, whole=True)
        write_warnings([document])
    return 0


@group.command("list")
@filtered
@as_json
def list_command(kind: str | None, province: str | None, year: int | None, issuer: str | None, as_json: bool) -> int:
    """Liệt kê các văn bản trong kho; không kể văn bản đã loại, và văn bản mẫu khi đã có văn bản thật.

    \b
    Ví dụ:
      kb list
      kb list --province "Lai Châu" --year 2023
    """
    from kb.cli.output import write_documents
    from kb.contract import document_json
    from kb.home import resolve
    from kb.store import Store

    filters = _filters(kind, province, year, issuer)
    with Store.open(resolve().database) as store:
        documents = [one for one in store.active_directives() if filters.admits(one)]
    if as_json:
        write_json({"documents": [document_json(one) for one in documents]})
    else:
        write_documents(documents)
    return 0


@group.command("instrument")
@click.argument("number", metavar="SỐ_HIỆU")
@click.option(
    "--as-of", "as_of", metavar="NGÀY", help="Hiệu lực tính đến ngày này, ví dụ 01/07/2025; không nêu thì hôm nay."
)
@as_json
def instrument_command(number: str, as_of: str | None, as_json: bool) -> int:
    """Xem một văn bản được viện dẫn: là gì, còn hiệu lực không, các văn bản trong kho nói gì về nó, ở đâu.

    Nêu số hiệu, tên (“Luật Công đoàn năm 2012”) hoặc mã.

    SỐ_HIỆU là số và ký hiệu, hoặc mã khi nhiều văn bản mang cùng một số.

    \b
    Ví dụ:
      kb instrument 217-QĐ/TW
      kb instrument "217/QĐ-TW" --json
      kb instrument 290-QĐ/TW --as-of 01/01/2020
    """
    from kb.audit import doubts
    from kb.catalogue.in_force import in_force
    from kb.catalogue.standing import standing
    from kb.catalogue_json import force_json, standing_json
    from kb.cli.instruments import find_instrument, write_instrument
    from kb.collection import Collection
    from kb.contract import instrument_json, mention_json
    from kb.corrected_values import iso_date
    from kb.home import resolve

    with Collection.open(resolve()) as collection:
        row = find_instrument(collection, number)
        stands = standing(collection.store, row)
        force = in_force(collection.store, row, as_of=iso_date(as_of) if as_of else None)
        mentions = [
            (
                mention,
                collection.document(mention.directive),
                collection.passage_at(mention.directive, mention.span.start),
                collection.directive(mention.directive).text,
            )
            for mention in collection.store.instruments.mentions(row.id)
            if collection.is_active(mention.directive)
        ]
        if as_json:
            told = [mention_json(*item) for item in mentions]
            shown = {**instrument_json(row), "status": force.status, "in_force": force_json(force)}
            write_json({**shown, "table": standing_json(stands), "mentions": told})
        else:
            store = collection.store
            texts = lambda ident: (store.directives.document(ident), store.directives.text(ident) or "")  # noqa: E731
            write_instrument(row, mentions, stands, force, texts, doubts(store, row))
    return 0


@group.command("eval")
@click.argument("folder", metavar="THƯ_MỤC")
@click.option("--split", default="dev", metavar="TÊN", help="Tệp qrels/TÊN.tsv; không nêu thì dev.")
@click.option("--unaccented", "typed", flag_value="none", help="Bỏ hết dấu của câu hỏi.")
@click.option("--half-accented", "typed", flag_value="half", help="Bỏ dấu của một nửa số âm tiết.")
@click.option(
    "--mode",
    type=click.Choice(["lexical", "dense", "hybrid"]),
    default="hybrid",
    help="Bộ truy hồi; không nêu thì hybrid.",
)
@click.option("--ablate", is_flag=True, help="In bảng: mỗi phần của việc tìm kiếm đem lại bao nhiêu.")
@as_json
def eval_command(folder: str, split: str, typed: Typing | None, mode: Mode, ablate: bool, as_json: bool) -> int:
    """Đo chất lượng truy hồi trên một thư mục BEIR (corpus.jsonl, queries.jsonl, qrels/).

    Không cần kho, và không đụng đến kho.

    \b
    Ví dụ:
      kb eval bo-kiem-thu/ --split dev
      kb eval bo-kiem-thu/ --mode lexical --unaccented --json
      kb eval bo-kiem-thu/ --ablate
    """
    from index.evaluate import ablation, run

    if ablate:
        rows = ablation(Path(folder), split, typed=typed or "full")
        if as_json:
            write_json({"rows": rows})
        else:
            names = [name for name in rows[0] if name != "part"]
            click.echo(f"{'':<22}" + "".join(f"{name:>12}" for name in names))
            for row in rows:
                click.echo(f"{row['part']:<22}" + "".join(f"{row[name]:>12.4f}" for name in names))
        return 0
    result = run(Path(folder), split=split, mode=mode, typed=typed or "full")
    if as_json:
        write_json(result)
    else:
        for key, value in result.items():
            click.echo(f"{key:<14} {value:.4f}" if isinstance(value, float) else f"{key:<14} {value}")
    return 0


@group.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="SHELL")
@as_json
def completion_command(shell: str, as_json: bool) -> int:
    """In mã gợi ý lệnh cho bash, zsh hoặc fish.

    \b
    Ví dụ:
      kb completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise UsageError(f"Không có gợi ý lệnh cho {shell}: hãy dùng bash, zsh hoặc fish.")
    source = kind(group, {}, "kb", COMPLETE).source()
    if as_json:
        write_json({"shell": shell, "source": source})
    else:
        click.echo(source)
    return 0


def piped_text(command: str) -> str:
    """The text that is piped in.

    Args:
        command: that reads it, for the example.

    Raises:
        UsageError: there is none, or it is not UTF-8.
    """
    text = _standard_input()
    if not text.strip():
        raise UsageError(f"Đầu vào chuẩn không có chữ nào: hãy đưa văn bản vào, ví dụ cat ke-hoach.txt | {command}")
    return text


def _standard_input() -> str:
    """What is piped in.

    Raises:
        UsageError: it is not UTF-8.
    """
    data = sys.stdin.buffer.read() if sys.stdin is not None else b""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"Đầu vào chuẩn không phải là văn bản UTF-8 (sai từ byte thứ {error.start}): hãy chuyển sang bảng mã UTF-8 rồi chạy lại."
        ) from error


for _command in (*building.COMMANDS, *evaluating.COMMANDS):
    group.add_command(_command)
