"""The house: what imports what, what is packaged, and what every module owes its reader."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("ingest", "index", "kb")
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
NAMES = [path.relative_to(ROOT).as_posix() for path in MODULES]
TREES = dict(zip(NAMES, (ast.parse(path.read_text("utf-8")) for path in MODULES), strict=True))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_contracts_on_imports_hold() -> None:
    done = subprocess.run(
        [Path(sys.prefix, "bin", "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    contracts = len(PROJECT["tool"]["importlinter"]["contracts"])
    assert f"Contracts: {contracts} kept, 0 broken" in done.stdout


def test_every_package_is_shipped() -> None:
    there = {path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in MODULES}
    assert {str(one) for one in PROJECT["tool"]["setuptools"]["packages"]} == there
    missing = [name for name in there if not (ROOT / name.replace(".", "/") / "__init__.py").exists()]
    assert missing == []


def test_every_data_file_is_shipped() -> None:
    data = PROJECT["tool"]["setuptools"]["package-data"]
    shipped = {path for package, globs in data.items() for one in globs for path in (ROOT / package).glob(one)}
    there = {
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }
    assert sorted(path.relative_to(ROOT).as_posix() for path in there - shipped) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_module_says_what_it_is(name: str) -> None:
    assert ast.get_docstring(TREES[name])


@pytest.mark.parametrize("name", NAMES)
def test_no_module_prints(name: str) -> None:
    calls = [node.func for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)]
    assert not [one for one in calls if isinstance(one, ast.Name) and one.id == "print"]


@pytest.mark.parametrize("name", NAMES)
def test_no_module_is_a_god(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").count("\n") <= 450


@pytest.mark.parametrize("name", ["README.md", *NAMES])
def test_no_path_of_a_machine_and_no_private_host(name: str) -> None:
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"{name} is not there")
    text = path.read_text("utf-8")
    assert not re.search(r"/(?:home|work|root|Users)/\w|C:\\\\|://(?:10|192\.168)\.", text)
