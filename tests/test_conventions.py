"""The table of docs/conventions.md is whole: each of A1 to A45 once, and each test that it names is there."""

import ast
import re
from functools import cache

from mediator.env import ROOT

TABLE = ROOT / "docs/conventions.md"
NUMBERS = [f"A{number}" for number in range(1, 46)]
NOT_HELD = "not held by a test"
# The rows that say so, each with its reason in the table. It shrinks; who adds one looks for a test first.
WITHOUT_TEST: set[str] = set()


@cache
def rows() -> list[tuple[str, str, str]]:
    """Number, what holds, tests."""
    lines = [line for line in TABLE.read_text().splitlines() if re.match(r"\| A\d", line)]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]  # type: ignore[misc]


@cache
def functions(path: str) -> set[str]:
    """The functions that a file defines, in classes too; none where there is no such file."""
    file = ROOT / path
    tree = ast.parse(file.read_text()) if file.is_file() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_each_convention_stands_once_in_its_order():
    assert [len(row) for row in rows()] == [3] * len(NUMBERS)
    assert [number for number, _holds, _tests in rows()] == NUMBERS


def test_each_row_says_what_holds_and_names_a_test_or_says_that_there_is_none():
    assert {number for number, _holds, tests in rows() if tests.startswith(NOT_HELD)} == WITHOUT_TEST
    for number, holds, tests in rows():
        assert holds, number
        if number in WITHOUT_TEST:
            assert len(tests) > len(NOT_HELD) + 10, f"{number}: the reason is missing"
        else:
            assert re.fullmatch(r"`[\w/.]+::\w+`(, `[\w/.]+::\w+`)?", tests), number


def test_each_test_that_is_named_is_there():
    named = [(number, *found) for number, _holds, tests in rows() for found in re.findall(r"`([\w/.]+)::(\w+)`", tests)]
    assert [f"{number}: {path}::{name}" for number, path, name in named if name not in functions(path)] == []
