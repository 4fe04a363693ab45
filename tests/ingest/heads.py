"""What pages keep once running heads are gone, worked out on whole pages."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.running import repeated


def without_running_heads(pages: Sequence[str]) -> list[str]:
    """The pages without the first or last line that most of them share."""
    lines = [page.split("\n") for page in pages]
    return [
        "\n".join(line for place, line in enumerate(page) if place not in gone).strip("\n") if gone else raw
        for page, gone, raw in zip(lines, repeated(lines), pages, strict=True)
    ]
