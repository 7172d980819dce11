"""The rows that most steps read lie in as few lines of the processor's cache as they can."""

from __future__ import annotations

import pytest

from sim.compiling.pages import LINE
from sim.engines.fast import layout


def test_a_person_takes_one_line_and_a_spell_whole_lines() -> None:
    assert layout.PERSON.itemsize == LINE
    assert layout.SPELL.itemsize % LINE == 0


@pytest.mark.parametrize(
    ("last_of_line", "line"), [("in_crisis", 1), ("visit", 2)], ids=["most steps", "contacts"]
)
def test_what_a_step_asks_of_a_spell_ends_with_its_line(last_of_line: str, line: int) -> None:
    assert layout.SPELL.fields is not None
    kind, begins = layout.SPELL.fields[last_of_line][:2]

    assert begins + kind.itemsize == line * LINE


def test_the_counts_of_ending_rules_lose_no_bytes() -> None:
    assert layout.SPELL.fields is not None
    names = [name for name, _ in layout.COUNTED]
    begins = [layout.SPELL.fields[name][1] for name in names]
    sizes = [layout.SPELL.fields[name][0].itemsize for name in names]

    assert begins[-1] + sizes[-1] - begins[0] == sum(sizes)
