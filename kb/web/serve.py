"""``python -m kb.web.serve``: the pages on a port of this machine, set up for people who read Vietnamese."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

APP = Path(__file__).parents[2] / "app.py"
SETTINGS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "logger.hideWelcomeMessage": "true",
    "logger.level": "warning",
    "theme.light.primaryColor": "#1d5b9c",
    "theme.dark.primaryColor": "#3f83c8",
}


def command(port: int, address: str = "localhost") -> list[str]:
    """The command line that serves the pages."""
    settings = {"server.port": str(port), "server.address": address, **SETTINGS}
    flags = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(APP), *flags]


def main() -> None:
    """Serve until Ctrl+C."""
    parser = argparse.ArgumentParser(description="Mở trang web của Căn Cứ.")
    parser.add_argument("--port", type=int, default=8501, help="cổng của trang web (8501)")
    parser.add_argument("--address", default="localhost", help="địa chỉ của máy (localhost: chỉ máy này xem được)")
    given = parser.parse_args()
    if _is_taken(given.address, given.port):
        sys.exit(
            f"Cổng {given.port} đang được chương trình khác dùng: hãy chọn cổng khác, ví dụ make serve PORT={given.port + 1}."
        )
    sys.stderr.write(f"Trang web: http://{given.address}:{given.port} (dừng bằng Ctrl+C)\n")
    sys.stderr.flush()
    os.execv(sys.executable, command(given.port, given.address))  # noqa: S606 (our own command, no shell)


def _is_taken(address: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((address, port)) == 0


if __name__ == "__main__":
    main()
