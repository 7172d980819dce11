"""A measure is named in `sim/measures` alone; everything else takes names from the catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim
from sim.measures.catalogue import MEASURES, describe

HOUSE = Path(sim.__file__).parent
OTHER_THINGS = {
    "caseload": "a key of `workers` and a table of the fast engine",
    "contacts": "a key of services and of `ends`, and a table of the fast engine",
    "cost": "a table of the fast engine",
    "equity": "a section of the report",
    "in_window": "the beginning of the name that a target gives to a measure of its days",
    "k": "a word for a thousand",
    "list_days": "a column of the workbook of an area",
    "missed_contacts": "a key of `ends`",
    "records": "a key of the names of an arm, and a form of tables",
    "referrals": "a unit",
    "spells": "a key of `away`",
    "people": "a key of scenarios, a unit, a section of the report and a file of a kept run",
}
"""Words that name something else as well, where they stand alone in a text."""

FIRST_PARTS = {name.partition(".")[0] for name in MEASURES}
NAME = re.compile(r"[a-z]\w*(?:\.[\w{}]+)*")


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every literal but docstrings; `{}` stands for what an f-string fills in."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    keys = {
        id(node.value)  # the path of a key of the scenario, as in `PerService`
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "key"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            filled = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
            yield node.lineno, "".join(map(str, filled))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings | parts | keys
        ):
            yield node.lineno, node.value


def measures_in(text: str) -> set[str]:
    """What in a text is, or begins, the name of a measure."""
    return {word for word in NAME.findall(text) if names_one(word, alone=word == text)}


def names_one(word: str, alone: bool) -> bool:
    """Whether a word names measures, and nothing else as far as can be seen."""
    first, _, rest = word.partition(".")
    if first not in FIRST_PARTS:
        return False
    if first in OTHER_THINGS:
        return bool(rest) and is_measure(word)
    return alone or bool(rest) or "_" in first


def is_measure(word: str) -> bool:
    try:
        describe(word.replace("{}", "any"))
    except KeyError:
        return False
    return True


KEYS_OF_FILES = {  # these list keys of scenario files alone
    HOUSE / "scenario" / "formats.py",
    HOUSE / "area" / "composing" / "back.py",
    *(HOUSE / "report" / "paths").glob("*.py"),
}
FILES = sorted(
    path
    for path in HOUSE.rglob("*.py")
    if HOUSE / "measures" not in path.parents and path not in KEYS_OF_FILES
)


def test_no_text_outside_the_measures_names_a_measure() -> None:
    found = [
        f"{path.relative_to(HOUSE.parent)}:{line}: {name}"
        for path in FILES
        for line, text in texts(ast.parse(path.read_text(encoding="utf-8")))
        for name in sorted(measures_in(text))
    ]

    assert found == [], "say it in the measure's entry (sim/measures/words), and take it from there"


def test_every_word_that_is_allowed_is_needed() -> None:
    said = {
        text
        for path in FILES
        for _, text in texts(ast.parse(path.read_text(encoding="utf-8")))
        if text in FIRST_PARTS
    }

    assert said == OTHER_THINGS.keys()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('x = "unmet_need_days"', {"unmet_need_days"}),
        ('x = {"upc.person": 1}', {"upc.person"}),
        ('x = f"staff_hours.{service}"', {"staff_hours.{}"}),
        ('x = f"unmet_need_days.{cause}"', {"unmet_need_days.{}"}),
        ('x = "handoffs"', {"handoffs"}),
        ('x = "wait_to_start"', {"wait_to_start"}),
        ('x = \'{"within": {"list_length": 0.5}}\'', {"list_length"}),
        ('"""As in `unmet_need_days`."""', set()),
        ('x = "people"', set()),
        ('x = "the contacts of people"', set()),
    ],
)
def test_names_are_found_in_literals_and_not_in_docstrings(code: str, found: set[str]) -> None:
    assert {name for _, text in texts(ast.parse(code)) for name in measures_in(text)} == found
