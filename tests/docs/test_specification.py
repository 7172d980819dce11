"""The specification names modules and tests that are there, and code cites its sections."""

from __future__ import annotations

import ast
import re

from tests.docs.pages import HOUSE

PAGE = HOUSE / "docs" / "reference" / "model.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_module_and_test_that_the_specification_names_is_there() -> None:
    named = re.findall(r"`((?:sim|tests)/[\w/]+\.py)(?:::(\w+))?`", TEXT)
    assert named
    for path, test in named:
        source = (HOUSE / path).read_text(encoding="utf-8")
        functions = {
            node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)
        }
        assert not test or test in functions, f"{path}::{test}"


def test_every_part_of_the_specification_names_its_module_and_a_test() -> None:
    parts = re.split(r"^## ", TEXT, flags=re.M)[1:]
    assert [part.partition("\n")[0] for part in parts if "Module `sim/" not in part] == []
    assert [part.partition("\n")[0] for part in parts if "`tests/" not in part] == []


def test_what_code_cites_of_the_specification_is_an_anchor_of_it() -> None:
    anchors = set(re.findall(r"^\s*(?:\d+\. )?\(([\w-]+)\)=$", TEXT, re.M))
    cited = {
        (path.relative_to(HOUSE).as_posix(), anchor)
        for path in (HOUSE / "sim").rglob("*.py")
        for anchor in re.findall(r"model\.md#([\w-]+)", path.read_text(encoding="utf-8"))
    }
    assert cited
    assert {(path, anchor) for path, anchor in cited if anchor not in anchors} == set()


def test_no_code_cites_a_section_by_its_number() -> None:
    numbered = [
        path.relative_to(HOUSE).as_posix()
        for path in (HOUSE / "sim").rglob("*.py")
        if re.search(r"model section \d", path.read_text(encoding="utf-8"))
    ]
    assert numbered == []
