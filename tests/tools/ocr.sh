#!/usr/bin/env bash
# Debian's tesseract with its Vietnamese data, and a Times-like face for the pages that the tests print. Does nothing where
# they are there; where nothing may be installed, those tests skip.
set -euo pipefail
has_face() { [ -f /usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf ]; }
if command -v tesseract >/dev/null && tesseract --list-langs 2>&1 | grep -qx vie && has_face; then exit 0; fi
packages="tesseract-ocr tesseract-ocr-vie fonts-liberation2"
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "Thiếu tesseract tiếng Việt nên bỏ qua kiểm thử nhận dạng chữ. Cài bằng: sudo apt-get install --no-install-recommends $packages" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $packages >/dev/null
