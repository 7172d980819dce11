"""A change of a scenario's text changes what it says, and not one character more."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sim.app.editing import Change, NotEditable, changed, plain
from sim.scenario.yaml_nodes import read_tree
from tests.app.conftest import HOUSE

RIVERSIDE = (HOUSE / "scenarios" / "riverside" / "riverside.yaml").read_text(encoding="utf-8")
QUEUE = (HOUSE / "scenarios" / "queue.yaml").read_text(encoding="utf-8")


NOT_IN_TEXTS = ("Cc", "Cf", "Cn", "Cs", "Zl", "Zp")


def content(text: str) -> Any:
    return plain(read_tree(text, "text"))


def one(text: str, path: str, value: Any) -> str:
    return changed(text, [Change(tuple(path.split(".")), value)])


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("a: 1   # one\nb: 2\n", "a", 3, "a: 3   # one\nb: 2\n"),
        ("a: {x: 1,  y: 2}\n", "a.y", "6 weeks", "a: {x: 1,  y: 6 weeks}\n"),
        ("a: {x: 1, y: 2}\n", "a.z", 3, "a: {x: 1, y: 2, z: 3}\n"),
        ("a: {x: 1, y: 2}\n", "a.x", None, "a: {y: 2}\n"),
        ("a: {x: 1, y: 2}\n", "a.y", None, "a: {x: 1}\n"),
        ("a:\n  x: 1\n# end\n", "a.y", 2, "a:\n  x: 1\n  y: 2\n# end\n"),
        ("a:\n  x: 1  # gone\n  y: 2\n", "a.x", None, "a:\n  y: 2\n"),
        ("a:\n  x: 1\nb: 2\n", "a.x", None, "a: {}\nb: 2\n"),
        ("a:\nb: 2\n", "a.x", 1, "a: {x: 1}\nb: 2\n"),
        ("a: 1\n", "b.c", {"label": "L", "d": 2}, "a: 1\nb:\n  c:\n    label: L\n    d: 2\n"),
        ("a: [1, 2]\n", "a.2", 3, "a: [1, 2, 3]\n"),
        ("a:\n  - 1\n  - 2\n", "a.0", None, "a:\n  - 2\n"),
        ("a: |\n  words\n\nb: 2\n", "a", "other words", "a: other words\n\nb: 2\n"),
        ("a: 1", "b", 2, "a: 1\nb: 2\n"),
        ("a: 1\r\nb: 2\r\n", "a", 3, "a: 3\r\nb: 2\r\n"),
        ("a: 1\n", "b.c", None, "a: 1\n"),
    ],
)
def test_only_the_entry_is_touched(before: str, path: str, value: Any, after: str) -> None:
    assert one(before, path, value) == after


def test_comments_order_and_spacing_of_a_real_file_stay() -> None:
    after = changed(
        RIVERSIDE,
        [
            Change(("services", "psychology", "workers", "posts"), {"value": 12, "source": "plan"}),
            Change(("services", "ward", "label"), "Ward “A”"),
            Change(("arms", "more_psychology"), None),
        ],
    )
    lines = [
        line
        for line in difflib.ndiff(RIVERSIDE.splitlines(), after.splitlines())
        if line[0] in "+-"
    ]
    assert [line[2:].strip() for line in lines if line[0] == "+"] == [
        "posts: {value: 12, source: plan}",
        'label: "Ward “A”"',
    ]
    assert len([line for line in lines if line[0] == "-"]) == 3 + 7


@settings(max_examples=25, deadline=None)
@given(
    path=st.sampled_from(["title", "question", "services.group.label", "run.seed", "about"]),
    value=st.one_of(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn"))
        ),
        st.integers(0, 10**9),
        st.floats(-1e9, 1e9, allow_nan=False),
        st.booleans(),
    ),
)
def test_what_is_read_afterwards_is_what_was_entered_and_all_else_as_before(
    path: str, value: Any
) -> None:
    steps = path.split(".")
    wanted = content(QUEUE)
    inside = wanted
    for step in steps[:-1]:
        inside = inside[step]
    inside[steps[-1]] = plain(value)

    assert content(one(QUEUE, path, value)) == wanted


def test_what_would_touch_something_else_is_refused() -> None:
    shared = "a: &x {y: 1}\nb: *x\n"

    with pytest.raises(NotEditable, match=r"b\.y"):
        one(shared, "b.y", 2)


def test_changes_that_meet_are_made_one_after_the_other() -> None:
    assert changed("a: {x: 1, y: 2}\n", [Change(("a", "x"), None), Change(("a", "y"), None)]) == (
        "a: {}\n"
    )
    assert changed("a: 1\n", [Change(("b", "c"), 1), Change(("b", "d"), 2)]) == (
        "a: 1\nb: {c: 1, d: 2}\n"
    )
