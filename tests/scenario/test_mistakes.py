"""Mistakes of every usual kind at any place of a scenario: one fault, and a way out that is one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings, strategies as st

from sim.errors import Fault
from sim.loose.spelling import in_digits, in_words
from sim.scenario.files import read_scenario_tree
from sim.scenario.written import NAMED, Block, Path, Row, Tree, WrittenText, at
from sim.units import NotUnderstood, parse_frequency, parse_length
from tests.scenario.following import changed, faults_in, followed, suggestions, told_at
from tests.scenario.trees import EXAMPLE

NAMES_BY_PEOPLE = {
    *NAMED,
    "areas",
    "finished_in_need",
    "finished_settled",
    "handoff",
    "entry",
    "smallest_difference",
    "start",
    "targets",
}
TEXTS = {"title", "label", "about", "question", "reference", "note", "description", "agreed_by"}


@cache
def example() -> Block:
    """A scenario that uses every key, of one arm, so that one mistake is read once."""
    tree: Tree = read_scenario_tree(EXAMPLE)
    for key in ("mechanisms", "arms", "compare", "analysis_plan"):
        tree = tree.without(key)
    found = changed(tree, ("people", "groups", "recorded", "overrides"), None, remove=True)
    found = changed(found, ("run", "history"), None, remove=True)  # it names an arm
    assert isinstance(found, Block)
    return found


def places(tree: Tree, path: Path = ()) -> Iterator[Path]:
    """The path of everything that is written."""
    inside: Iterator[tuple[str | int, Tree]] = iter(())
    if isinstance(tree, Block):
        inside = iter(tree.items())
    elif isinstance(tree, Row):
        inside = iter(enumerate(tree))
    for step, each in inside:
        yield (*path, step)
        yield from places(each, (*path, step))


@cache
def keys() -> list[Path]:
    """Where keys of the format stand, and not names that people give."""
    return [
        path
        for path in places(example())
        if isinstance(path[-1], str)
        and not path[-1].isdigit()
        and path[-2:-1] not in [(name,) for name in NAMES_BY_PEOPLE]
        and "contents" not in path
    ]


@cache
def values() -> list[Path]:
    """Where numbers, lengths and rates stand."""
    return [
        path
        for path in places(example())
        if not isinstance(at(example(), path), (Block, Row, bool))
        and path[-1] not in TEXTS
        and path[0] not in ("throughline", "sources")
        and other_words(at(example(), path))
    ]


def mistyped(word: str, chance: random.Random) -> str:
    """A word with one slip: a letter left out, doubled, changed, or swapped with the next."""
    where = chance.randrange(len(word))
    kind = chance.choice(("out", "double", "change", "swap"))
    if kind == "out" and len(word) > 3:
        return word[:where] + word[where + 1 :]
    if kind == "change":
        return word[:where] + chance.choice("aeiouxz") + word[where + 1 :]
    if kind == "swap" and where + 1 < len(word):
        return word[:where] + word[where + 1] + word[where] + word[where + 2 :]
    return word[: where + 1] + word[where:]


def other_words(value: object) -> list[str]:
    """A value as others write it, each of which is a mistake here."""
    text = str(value)
    if isinstance(value, str):
        found = re.fullmatch(r"([\d.]+)( per)? ([a-z]+?)s?", text)
        if found is None:
            return []
        number, per, unit = found.groups()
        said = in_words(Fraction(number))
        comma = number.replace(".", ",")
        each = [f"{said} {unit}s", f"about {number} {unit}s", f"{number} {unit.upper()}"]
        if per:
            each = [f"{number}/{unit}", f"{number} a {unit}", f"{said} per {unit}"]
            each += [f"{number} people per {unit}", f"{number} per {unit}s"]
        if "." in number:
            each.append(text.replace(number, comma))
        return each
    if not isinstance(value, (int, float)):
        return []
    number = in_digits(Fraction(text))
    each = [in_words(Fraction(text)), f"~{number}", f"{number} people"]
    if "." in number:
        each += [number.replace(".", ","), f"{in_digits(Fraction(text) * 100)}%"]
    return each


def amount(value: object) -> float:
    """A value as a number that two ways of writing it share."""
    for parse in (parse_length, parse_frequency):
        try:
            return float(parse(str(value)))
        except NotUnderstood:
            continue
    return float(str(value))


def offered(fault: Fault) -> list[str]:
    """What a fault suggests in place of a value."""
    return [way.text for way in suggestions(fault)]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_mistyped_key_is_one_fault_and_what_is_suggested_for_it_is_taken(
    chance: random.Random,
) -> None:
    see_one_fault(chance.choice(keys()), chance)


@pytest.mark.parametrize("section", ["", "run", "people", "measures", "services"])
def test_a_mistyped_key_on_which_other_parts_depend_is_one_fault(section: str) -> None:
    here = (section,) if section else ()
    for path in keys():
        if path[:-1] == here or path[-1] == "part_of":
            see_one_fault(path, random.Random(1))


def see_one_fault(path: Path, chance: random.Random) -> None:
    """Mistype the key of a part, and see that nothing else is told."""
    wrong = mistyped(str(path[-1]), chance)
    around = at(example(), path[:-1])
    if wrong in around:
        return
    place = around.keys_at[path[-1]]._replace(path=".".join(map(str, (*path[:-1], wrong))))
    tree = changed(example(), path, None, remove=True)
    tree = changed(tree, (*path[:-1], wrong), around[path[-1]])
    parent = at(tree, path[:-1])
    parent.keys_at[wrong] = place

    faults = faults_in(tree)

    assert [fault.location.path for fault in faults] == [place.path]
    for way in suggestions(faults[0]):
        better, new = followed(tree, faults[0], way)
        assert told_at(better, new) == []


@cache
def words() -> list[Path]:
    """Where a name, a word or a unit stands as a value."""
    return [
        path
        for path in places(example())
        if isinstance(at(example(), path), str)
        and path[-1] not in TEXTS
        and path[0] not in ("throughline", "sources", "currency", "measures", "workforce")
        and path[-1] not in ("from", "to", "days")
        and "working_hours" not in path
        and "attributes" not in path
    ]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_mistyped_word_is_one_fault_and_what_is_suggested_for_it_is_taken(
    chance: random.Random,
) -> None:
    path = chance.choice(words())
    was = at(example(), path)
    number = re.match(r"[\d.]+ ?(?:per )?", was)
    kept = number[0] if number else ""
    wrong = WrittenText(kept + mistyped(was[len(kept) :], chance))
    wrong.location, wrong.source = was.location, was.source
    tree = changed(example(), path, wrong)

    faults = faults_in(tree)

    assert len(faults) <= 1, wrong  # none where the slip makes another word that may stand there
    for way in (way for fault in faults for way in suggestions(fault)):
        better, new = followed(tree, faults[0], way)
        assert told_at(better, new) == []


@pytest.mark.parametrize("path", values(), ids=lambda path: ".".join(map(str, path)))
def test_a_value_in_other_words_is_one_fault_and_keeps_its_meaning(path: Path) -> None:
    was = at(example(), path)
    chance = random.Random(str(path))
    text = WrittenText(chance.choice(other_words(was)))
    text.location, text.source = was.location, was.source
    tree = changed(example(), path, text)

    faults = faults_in(tree)

    assert len(faults) == 1, faults
    assert [amount(each) for each in offered(faults[0])] in ([], [pytest.approx(amount(was))]), text
    for way in suggestions(faults[0]):
        better, new = followed(tree, faults[0], way)
        assert told_at(better, new) == []
