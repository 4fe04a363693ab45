"""Write the Word and PDF files of ``corpus/`` from their marked-up sources in ``tests/data/corpus_sources/``.

    python -m tests.tools.make_corpus [OUTPUT_FOLDER]

The text and Markdown files of the collection are written by hand. The output is reproducible: dates come from the
sources, and nothing of the machine gets in.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.tools import corpus_pdf, corpus_word
from tests.tools.corpus_source import read_source

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "tests" / "data" / "corpus_sources"
CORPUS = ROOT / "corpus"


def build(path: Path) -> tuple[str, bytes]:
    """Name and bytes of the file that a source makes.

    Raises:
        corpus_pdf.FontMissingError: a PDF is to be made and its font is not installed.
    """
    source = read_source(path)
    write = corpus_word.write if source.output.endswith(".docx") else corpus_pdf.write
    return source.output, write(source)


def main(arguments: list[str]) -> None:
    """Write every Word and PDF file of the collection."""
    folder = Path(arguments[0]) if arguments else CORPUS
    for path in sorted(SOURCES.glob("*.md")):
        name, content = build(path)
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1:])
