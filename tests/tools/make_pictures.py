"""Take the picture of the page for the README, from the sample collection.

    python -m tests.tools.make_pictures [OUTPUT_FOLDER]

Needs Chromium (tests/tools/browser.sh).
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from kb.build import build
from kb.home import Home
from tests.tools import website

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "tests" / "data" / "pictures"
QUESTION = "Quyết định nào quy định giám sát, phản biện xã hội?"
SIZE = {"width": 1280, "height": 1600}
MARGIN = 24
COLOURS = 128


def main(output: Path = PICTURES) -> None:
    """Build the samples in a folder that goes away again, ask, and take the picture down to the first passage."""
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        build(home, [ROOT / "corpus"], sample=True)
        with website.serving(home.root, Path(folder) / "log") as address:
            (output / "hoi-dap.png").write_bytes(_small(_answered(address)))


def _answered(address: str) -> bytes:
    with website.browsing() as browser:
        page = browser.new_page(viewport=SIZE, color_scheme="light", locale="vi-VN")  # type: ignore[arg-type]
        page.goto(address)
        box = page.get_by_label("Hỏi kho văn bản của cơ quan")
        box.fill(QUESTION)
        box.press("Enter")
        link = page.get_by_role("link", name="Mở trong văn bản").first
        link.wait_for()
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        box.blur()
        page.evaluate("document.fonts.ready")
        end = link.bounding_box()
        height = SIZE["height"] if end is None else end["y"] + end["height"] + MARGIN
        return page.screenshot(animations="disabled", clip={"x": 0, "y": 0, "width": SIZE["width"], "height": height})


def _small(png: bytes) -> bytes:
    from PIL import Image

    small = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS).save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
