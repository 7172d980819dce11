"""Files and functions are short enough to be read in one go."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 400, 60


def too_long(text: str) -> list[str]:
    """What is too long in a module: the file itself, or functions in it."""
    lines = len(text.splitlines())
    found = [f"the file has {lines} lines"] if lines > LINES_OF_A_FILE else []
    for each in ast.walk(ast.parse(text)):
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (each.end_lineno or 0) - each.lineno + 1
            if lines > LINES_OF_A_FUNCTION:
                found.append(f"{each.name} has {lines} lines")
    return found


@pytest.mark.parametrize("part", ["sim", "tests", "benchmarks"])
def test_no_file_and_no_function_is_too_long(part: str) -> None:
    files = sorted((HOUSE / part).rglob("*.py"))
    assert files
    found = {file: too_long(file.read_text(encoding="utf-8")) for file in files}
    told = [f"{file.relative_to(HOUSE)}: {each}" for file in files for each in found[file]]
    assert not told, "\n".join(["split these by what they are about:", *told])


@pytest.mark.parametrize(("lines", "told"), [(400, []), (401, ["the file has 401 lines"])])
def test_a_file_may_have_400_lines(lines: int, told: list[str]) -> None:
    assert too_long("pass\n" * lines) == told


@pytest.mark.parametrize("word", ["def", "async def"])
@pytest.mark.parametrize(("lines", "told"), [(59, []), (60, ["long has 61 lines"])])
def test_a_function_may_have_60_lines_with_its_head(word: str, lines: int, told: list[str]) -> None:
    inside = f"class Any:\n    {word} long(self):\n" + "        pass\n" * lines
    assert too_long(inside) == told
