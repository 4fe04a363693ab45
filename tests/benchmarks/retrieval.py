"""Retrieval figures and ablations on the two development sets: ``KB_TESTDATA=… python tests/benchmarks/retrieval.py``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from index.evaluate import run

ROWS: dict[str, dict[str, Any]] = {
    "hybrid": {},
    "hybrid, no diacritics": {"typed": "none"},
    "hybrid, half of them": {"typed": "half"},
    "hybrid without ranker": {"without": ("ranker",)},
    "lexical": {"mode": "lexical"},
    "dense": {"mode": "dense"},
    "hybrid without words": {"words": False},
    "lexical without words": {"mode": "lexical", "words": False},
}


def main() -> None:
    root = Path(os.environ["KB_TESTDATA"], "retrieval")
    for name, settings in ROWS.items():
        for folder in sorted(path for path in root.iterdir() if path.is_dir()):
            found = run(folder, "dev", **settings)
            figures = "  ".join(f"{key} {found[key]:.4f}" for key in ("ndcg@10", "recall@10", "recall@100", "mrr@10"))
            sys.stdout.write(f"{name:24} {folder.name:8} {figures}  {found['ms_per_query']} ms\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
