#!/usr/bin/env bash
# Debian's Chromium for the browser tests. Does nothing where one is there; where none may be installed, those tests skip.
set -euo pipefail
if command -v chromium >/dev/null; then exit 0; fi
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "Thiếu Chromium nên bỏ qua kiểm thử trên trình duyệt. Cài bằng: sudo apt-get install chromium fonts-dejavu-core" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
