"""Whatever is written as a scenario text is read back as it was."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import given, settings, strategies as st
from ruamel.yaml import YAML

from sim.area.columns import Cell
from sim.area.composing.nodes import WIDTH, Block, Fact, Inline, Node, Noted, is_empty, write

KEYS = st.from_regex(r"[a-z][a-z_]{0,30}", fullmatch=True)
SIGNS = st.characters(codec="utf-8", exclude_categories=["C"])
TEXTS = st.text(SIGNS, min_size=1, max_size=60)
WORDS = st.one_of(TEXTS, st.integers(-(10**9), 10**9), st.floats(allow_nan=False, width=32,
                  allow_infinity=False))  # fmt: skip
FACTS = st.builds(
    Fact, value=WORDS, source=KEYS, low=st.none() | WORDS, high=st.none() | WORDS,
    note=TEXTS | st.just(""),
)  # fmt: skip
LINES = st.recursive(
    WORDS | FACTS, lambda inner: st.builds(Inline, st.dictionaries(KEYS, inner, max_size=4))
)
BLOCKS = st.dictionaries(
    KEYS,
    st.one_of(
        LINES,
        st.lists(
            st.builds(Inline, st.dictionaries(KEYS, LINES, min_size=1, max_size=3)), max_size=3
        ),
        st.dictionaries(KEYS, LINES | st.builds(Noted, LINES, st.tuples(TEXTS)), max_size=3),
    ),
    max_size=4,
)


def plain(node: Node) -> Any:
    """What a reader of YAML is to find for a node."""
    if isinstance(node, Noted):
        return plain(node.node)
    if isinstance(node, Fact):
        about = {"low": node.low, "high": node.high, "source": node.source, "note": node.note}
        entries = {key: each for key, each in about.items() if each not in (None, "")}
        return {"value": node.value, **entries}
    if isinstance(node, Inline):
        assert isinstance(node.entries, dict)
        return {key: plain(each) for key, each in node.entries.items()}
    if isinstance(node, dict):
        return {key: plain(each) for key, each in node.items() if not is_empty(each)}
    return [plain(each) for each in node] if isinstance(node, list) else node


@settings(max_examples=30)  # each is read by a YAML reader in pure Python
@given(BLOCKS)
def test_a_tree_is_read_back_as_it_was_written(tree: Block) -> None:
    text = write(tree).text
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    assert (reader.load(io.StringIO(text)) or {}) == plain(tree)


def test_a_long_number_is_broken_between_its_parts() -> None:
    fact = Fact("166.7 days", "lists", "149.3 days", "186.5 days", "a sum that is " + "long " * 12)
    lines = write({"services": {"team": {"stay": fact}}}).lines
    assert max(map(len, lines)) <= WIDTH
    assert lines[2].startswith("    stay: {value: 166.7 days, low: 149.3 days")


def test_each_path_knows_the_cells_it_came_from() -> None:
    cells = (Cell("Services", "H7"),)
    mean = Inline({"exponential": Inline({"mean": Fact("9 days", cells=cells)})})
    written = write({"services": {"team": {"ends": {"stay": mean}}}})
    assert written.cells == {"services.team.ends.stay.exponential.mean": cells}
