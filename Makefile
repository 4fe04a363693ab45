# make run   install, read the samples, answer one question, serve the page on http://localhost:8501
# make test  install what the tests need and run everything that CI runs
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
TESTDATA := $(realpath ../shared)
export KB_TESTDATA ?= $(TESTDATA)
# A hub is never asked: the default model comes with the install.
export HF_HUB_OFFLINE ?= 1
export TOKENIZERS_PARALLELISM ?= false

.PHONY: help setup run serve test lint types check bench clean

help:  ## show what there is to make
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' || \
	  { echo "Cần Python 3.11 hoặc 3.12. Cài bằng: apt-get install python3 python3-venv, rồi chạy lại."; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Thiếu mô-đun venv. Cài bằng: apt-get install python3-venv, rồi chạy lại."; exit 2; }

# torch first and alone: with the pinned CPU build in place no other package asks for another one.
$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed tests/tools/browser.sh tests/tools/ocr.sh
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	bash tests/tools/browser.sh
	bash tests/tools/ocr.sh
	@touch $@

setup: $(VENV)/.installed  ## make .venv with the kb command in it

run: setup  ## read the samples, answer one question, serve the page
	@KB_HOME="$${KB_HOME:-.kb}" $(BIN)/kb build --sample corpus
	@KB_HOME="$${KB_HOME:-.kb}" $(BIN)/kb ask "which Quyết định governs giám sát phản biện?"
	@$(MAKE) --no-print-directory serve

serve: setup  ## serve the page on http://localhost:8501
	@KB_HOME="$${KB_HOME:-.kb}" $(BIN)/python -m kb.web.serve --port $(PORT)

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.installed-test
	$(BIN)/mypy

test: $(VENV)/.installed-test lint types  ## everything that CI runs
	$(BIN)/pytest -n 2

bench: $(VENV)/.installed-test  ## print the measured figures
	$(BIN)/python -m tests.benchmarks

clean:  ## remove the environment and the sample collection
	rm -rf $(VENV) .kb
