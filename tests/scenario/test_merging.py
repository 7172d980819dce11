"""How one tree is laid over another."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sim.scenario import load
from sim.scenario.merging import merged
from sim.scenario.written import Block
from tests.scenario.trees import SMALL, scenario, tree

KEYS = st.text("abcdefgh", min_size=1, max_size=2)
VALUES = st.integers(0, 9).map(str)
BLOCKS = st.recursive(
    st.dictionaries(KEYS, VALUES, max_size=3),
    lambda inner: st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
# What may stand at each path: None for a plain value, else the entries of a block.
KINDS = st.recursive(
    st.none(), lambda inner: st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


def of_kind(kind: Mapping[str, Any] | None) -> st.SearchStrategy[object]:
    """Trees with some of the entries of a kind, each a block or a plain value as it says."""
    if kind is None:
        return VALUES
    entries = {key: of_kind(inner) for key, inner in kind.items()}
    return st.fixed_dictionaries({}, optional=entries)


# Merging is associative where a path is a block in all of the trees or a plain value in all of
# them. Where it is both, it cannot be: in `{a: {a: 0}}`, `{a: 0}`, `{a: {}}` the plain value in
# the middle forgets the block below it only if those two are merged first. In files that pass
# the schema a path is of one kind, but for quantities, distributions and words such as `never`,
# which are written in a short or a long form and are replaced as a whole.
THREE = (
    st.dictionaries(KEYS, KINDS, min_size=1, max_size=4)
    .map(of_kind)
    .flatmap(lambda trees: st.tuples(trees, trees, trees))
)


def block(form: dict[str, object]) -> Block:
    return tree(f"root: {form!s}")["root"]  # type: ignore[no-any-return]


def test_the_one_on_top_wins_entry_by_entry() -> None:
    result = merged(tree("a: {b: 1, c: 2}\nd: 3\n"), tree("a: {c: 9, e: 5}\n"))

    assert result == {"a": {"b": 1, "c": 9, "e": 5}, "d": 3}


def test_neither_of_two_merged_trees_is_changed() -> None:
    base, over = tree("a: {b: 1}\n"), tree("a: {b: 2, c: 3}\n")

    merged(base, over)

    assert (base, over) == ({"a": {"b": 1}}, {"a": {"b": 2, "c": 3}})


@pytest.mark.parametrize(
    ("base", "over"),
    [
        ("a: [1, 2]", "a: [3]"),
        ("a: {value: 6 weeks, low: 1 week}", "a: {value: 7 weeks}"),
        ("stay: {exponential: {mean: 1 week}}", "stay: {fixed: 2 weeks}"),
        ("stay: {uniform: {low: 1, high: 2}}", "stay: {uniform: {low: 0}}"),
        ("routes: {crisis: {ward: 1}}", "routes: {crisis: {gp: 1}}"),
        ("entry: {2: {gp: 1}}", "entry: {2: {ward: 0.5, nowhere: 0.5}}"),
        ("needs: {sleep: {start: {good: 1}}}", "needs: {sleep: {start: {bad: 1}}}"),
        ("every: 2 weeks", "every: {1: 4 weeks}"),
        ("every: {1: 4 weeks}", "every: {value: 2 weeks}"),
        ("a: {b: 1}", "a: null"),
    ],
    ids=lambda text: str(text)[:24],
)
def test_what_means_something_only_as_a_whole_is_replaced(base: str, over: str) -> None:
    assert merged(tree(base), tree(over)) == tree(over)


def test_rows_of_other_reasons_stay() -> None:
    base = tree("routes: {crisis: {ward: 1}, turned_away: {gp: 1}}")

    result = merged(base, tree("routes: {crisis: {gp: 1}}"))

    assert result == {"routes": {"crisis": {"gp": 1}, "turned_away": {"gp": 1}}}


def test_things_may_have_the_names_of_families() -> None:
    base = tree("services: {table: {label: a, parallel: true}}")

    result = merged(base, tree("services: {table: {label: b}}"))

    assert result == {"services": {"table": {"label": "b", "parallel": True}}}


def test_a_number_keeps_the_source_of_the_file_it_was_written_in() -> None:
    result = merged(tree("source: old\na: {b: 1, c: 2}"), tree("source: new\na: {c: 9}"))

    assert (result["a"]["b"].source, result["a"]["c"].source) == ("old", "new")


@settings(deadline=None)
@given(THREE)
def test_merging_is_associative_where_each_path_is_of_one_kind(
    forms: tuple[dict[str, object], dict[str, object], dict[str, object]],
) -> None:
    one, two, three = map(block, forms)

    assert merged(merged(one, two), three) == merged(one, merged(two, three))


@settings(deadline=None)
@given(BLOCKS)
def test_a_tree_over_itself_or_over_nothing_is_itself(form: dict[str, object]) -> None:
    one = block(form)

    assert merged(one, one) == one
    assert merged(block({}), one) == one
    assert merged(one, block({})) == one


def test_a_file_is_laid_over_the_one_it_extends(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "more").mkdir()
    path = tmp_path / "more" / "top.yaml"
    path.write_text(
        "extends: ../base.yaml\n"
        "source: theirs\n"
        "title: More places\n"
        "services: {team: {capacity: {places: 9}, decision_delay: null}}\n",
        encoding="utf-8",
    )

    top = load(path, allow_outside=True)

    assert top.title == "More places"
    assert top.services["team"].decision_delay.is_zero
    places = top.services["team"].capacity
    assert places is not None
    assert places.places is not None
    assert (places.places.value, places.places.source) == (9, "theirs")
    assert top.services["team"].accepts.probability.source == "ours"
    assert top.services["gp"] == scenario().services["gp"]
