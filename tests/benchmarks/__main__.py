"""``make bench``: every figure of the README, each by the module that prints it.

``python -m tests.benchmarks 1000 7200`` measures builds with these numbers of files.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.benchmarks import (
    answers,
    builds,
    check,
    citations,
    cold_start,
    compare,
    gazette,
    graph,
    mending,
    ocr,
    retrieval,
    scale,
    suggest,
)


def main() -> None:
    """Print all figures; those that need the development sets only where these are."""
    sys.stdout.write("# Share of right answers\n")
    answers.main()
    sys.stdout.write("\n# kb ask from a cold start\n")
    cold_start.main()
    sys.stdout.write("\n# Builds of made-up directives\n")
    builds.main(tuple(map(int, sys.argv[1:])) or builds.COUNTS)
    sys.stdout.write("\n# Search at scale\n")
    scale.main([])
    sys.stdout.write("\n# Citations, relations, days of effect\n")
    citations.main([])
    sys.stdout.write("\n# Drafts with planted errors\n")
    check.main([])
    sys.stdout.write("\n# The citation graph\n")
    graph.main()
    sys.stdout.write("\n# Legal bases found again\n")
    suggest.main([])
    sys.stdout.write("\n# Rows of comparisons against tables made by hand\n")
    compare.main([])
    sys.stdout.write("\n# Recognition of scanned pages\n")
    ocr.main()
    data = os.environ.get("KB_TESTDATA")
    if data and Path(data, "retrieval").is_dir():
        sys.stdout.write("\n# Retrieval\n")
        retrieval.main()
    if data and Path(data, "gazette").is_dir():
        sys.stdout.write("\n# Gazettes\n")
        gazette.main([])
        sys.stdout.write("\n# Torn syllables of PDFs\n")
        mending.main()


if __name__ == "__main__":
    main()
