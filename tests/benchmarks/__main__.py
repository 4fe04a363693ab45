"""``make bench``: every figure of the README, each by the module that prints it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.benchmarks import answers, cold_start, mending, retrieval


def main() -> None:
    """Print all figures; those that need the development sets only where these are."""
    sys.stdout.write("# Share of right answers\n")
    answers.main()
    sys.stdout.write("\n# kb ask from a cold start\n")
    cold_start.main()
    data = os.environ.get("KB_TESTDATA")
    if data and Path(data, "retrieval").is_dir():
        sys.stdout.write("\n# Retrieval\n")
        retrieval.main()
    if data and Path(data, "gazette").is_dir():
        sys.stdout.write("\n# Torn syllables of PDFs\n")
        mending.main()


if __name__ == "__main__":
    main()
