"""Text to tree: values by YAML 1.2, with their places and sources."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st

from sim.characters import first_refused
from sim.errors import ScenarioFaults
from sim.scenario.explaining import to_yaml
from sim.scenario.written import Block, WrittenText, location_of, vouch
from sim.scenario.yaml_nodes import read_tree


def tree(text: str) -> Block:
    result = read_tree(text, "x.yaml")
    vouch(result)
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", True),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("2024-01-01", "2024-01-01"),
        ("12:30", "12:30"),
        ("010", 10),
        ("-3", -3),
        ("1e3", 1000.0),
        ('"2"', "2"),
        ("~", None),
        ("", None),
        ("1e999", "1e999"),
    ],
)
def test_a_plain_word_means_what_yaml_1_2_says(text: str, value: object) -> None:
    read = tree(f"a: {text}\n")["a"]

    assert read == value
    assert isinstance(read, type(value))


def test_switches_may_be_called_on_and_off() -> None:
    assert list(tree("on: 1\noff: 2\n")) == ["on", "off"]


def test_places_count_from_one_and_point_at_the_value() -> None:
    read = tree("a:\n  b: 6 weeks\n  c: [1, 22]\n")

    assert str(location_of(read, ("a", "b"))) == "x.yaml:2:6"
    assert str(location_of(read, ("a", "c", 1))) == "x.yaml:3:10"
    assert location_of(read, ("a", "c")).path == "a.c"
    assert str(location_of(read, ("a", "missing"))) == "x.yaml:1:1"


def test_the_nearest_source_vouches_for_a_value() -> None:
    read = tree("source: far\na:\n  source: near\n  b: 1\nc: [2]\n")

    assert read["a"]["b"].source == "near"
    assert read["c"][0].source == "far"
    assert "source" not in read["a"]


def test_an_alias_keeps_the_source_of_where_it_was_written() -> None:
    read = tree("a: {source: first, b: &b {c: 1}}\nd: {source: second, e: *b}\n")

    assert read["d"]["e"]["c"].source == "first"


def test_words_and_numbers_of_levels_are_one_key() -> None:
    read = tree("delay: {severe: 1, 3: 2}\nservices: {every: {crisis: 1}}\n")

    assert list(read["delay"]) == ["2", "3"]
    assert list(read["services"]["every"]) == ["crisis"]  # a service called `every`


def test_all_repeated_keys_are_told_at_once() -> None:
    with pytest.raises(ScenarioFaults) as caught:
        read_tree("a: 1\na: 2\nb: {c: 1, c: 2}\n", "x.yaml")

    assert [fault.location.line for fault in caught.value.faults] == [2, 3]


TEXTS = st.text(max_size=30).filter(lambda text: first_refused(text) is None)
SCALARS = st.one_of(
    TEXTS, st.booleans(), st.integers(-(10**17), 10**17), st.floats(-1e9, 1e9, allow_nan=False)
)
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda key: key not in ("source", "true", "false", "null", "delay", "entry", "every", "limit")
)
FORMS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(KEYS, FORMS, min_size=1, max_size=5))
@example({"a": "0", "b": ["1"]})
def test_what_is_printed_is_read_back(form: dict[str, object]) -> None:
    assert read_tree(to_yaml(form), "x.yaml") == form


def test_a_line_end_of_any_system_is_a_line_end(tmp_path: Path) -> None:
    assert tree("a: 1\r\nb: 2\r\n") == {"a": 1, "b": 2}


def test_written_texts_are_texts() -> None:
    assert isinstance(tree("a: b\n")["a"], WrittenText)
