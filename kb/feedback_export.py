"""Feedback as a folder in BEIR's format, for ``kb eval FOLDER --split feedback`` and other tools.

It holds what people asked and the words of the collection, so it is an export: documents with a secrecy stamp are
withheld, and with them every question for which one of their passages was judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import UsageError
from kb.export_guard import exportable

if TYPE_CHECKING:
    from kb.collection import Collection
    from kb.eval_feedback import Evaluation

SPLIT = "feedback"
_CORPUS, _QUERIES = "corpus.jsonl", "queries.jsonl"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        folder: where.
        split: the name of its qrels.
        queries, passages, grades: how many.
        withheld: documents with a secrecy stamp, which were not.
        left_out: questions that were not: judged on such documents, or asked with filters, which the format cannot say.
        warning: one line on what is withheld.
    """

    folder: str
    split: str
    queries: int
    passages: int
    grades: int
    withheld: int
    left_out: int
    warning: str | None

    def to_json(self) -> dict[str, Any]:
        """The object under ``export``."""
        value = asdict(self)
        del value["warning"]
        return value


def write(folder: Path, collection: Collection, evaluation: Evaluation, *, replace: bool = False) -> Exported:
    """Write the folder; each file is whole or not there.

    Args:
        folder: made where it is not there yet.
        collection: its passages are the corpus.
        evaluation: its questions and grades.
        replace: also where there is such a folder already.

    Raises:
        UsageError: the folder cannot be used, or there is nothing to write.
    """
    may = exportable(collection.documents)
    chosen = {
        key: evaluation.qrels[key]
        for key in evaluation.measured
        if key not in evaluation.stamped and not evaluation.questions[key].filters
    }
    if not chosen:
        raise UsageError(
            "Chưa ghi được bộ đo: chưa có câu hỏi nào có đoạn được đánh giá là có ích, hỏi không kèm bộ lọc, và được phép xuất."
        )
    names = {key: f"q{number}" for number, key in enumerate(sorted(chosen), start=1)}
    passages = [one for document in may.documents for one in collection.passages_of(document.id)]
    lines = [f"{names[key]}\t{ident}\t{grade}" for key in names for ident, grade in sorted(chosen[key].items())]
    _prepare(folder, replace=replace)
    try:
        _write(
            folder,
            {
                _CORPUS: (_json({"_id": one.id, "title": one.context, "text": one.text}) for one in passages),
                _QUERIES: (_json({"_id": name, "text": evaluation.questions[key].text}) for key, name in names.items()),
                f"qrels/{SPLIT}.tsv": iter(["query-id\tcorpus-id\tscore", *lines]),
            },
        )
    except OSError as error:
        raise _unusable(folder, error) from error
    left_out = len(evaluation.measured) - len(chosen)
    return Exported(str(folder), SPLIT, len(names), len(passages), len(lines), len(may.withheld), left_out, may.warning)


def _prepare(folder: Path, *, replace: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} là một tệp: hãy nêu tên một thư mục để ghi bộ đo.")
    there = [name for name in (_CORPUS, _QUERIES, f"qrels/{SPLIT}.tsv") if (folder / name).exists()]
    if there and not replace:
        raise UsageError(f"{folder} đã có {there[0]}: hãy chọn thư mục khác, hoặc thêm --replace để ghi đè.")
    if not folder.absolute().parent.is_dir():
        raise UsageError(f"Không có thư mục {folder.absolute().parent}: hãy tạo thư mục, hoặc chọn nơi khác.")
    try:
        (folder / "qrels").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error) from error


def _write(folder: Path, files: Mapping[str, Iterable[str]]) -> None:
    with ExitStack() as whenever:
        written = []
        for name, lines in files.items():
            unfinished = folder / f"{name}.part"
            whenever.callback(unfinished.unlink, missing_ok=True)
            with unfinished.open("w", encoding="utf-8") as file:
                file.writelines(_ended(lines))
            written.append((unfinished, folder / name))
        for unfinished, target in written:
            unfinished.replace(target)


def _ended(lines: Iterable[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)


def _json(row: Mapping[str, str]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _unusable(folder: Path, error: OSError) -> UsageError:
    return UsageError(
        f"Không ghi được vào {folder} ({error.strerror or error}): hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
    )
