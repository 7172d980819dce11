"""Keys that stand in the wrong block: each is refused at its place, and told where it belongs."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from sim.errors import ScenarioFaults
from sim.scenario.faults import MOST_LOOKED_AT
from sim.scenario.parts import Part
from sim.scenario.reading import from_tree, load
from sim.scenario.shaping import STAND_INS, shaped
from sim.scenario.written import Block, Path as Steps, at, vouch
from sim.scenario.yaml_nodes import read_tree
from sim.studies.sweeps.study_document import StudyDocument
from tests.scenario.trees import EXAMPLE, SMALL, tree

BASE = EXAMPLE.with_name("example_base.yaml")


def all_parts(kind: type[Part] = Part) -> set[type[Part]]:
    """Every kind of block there is, of scenarios and of studies."""
    return {kind}.union(*(all_parts(each) for each in kind.__subclasses__()))


KEYS = sorted(
    {key for part in all_parts() for key in part.known_keys()}
    | set(StudyDocument.known_keys())
    | {"source", "sources", "extends", "value", "services", "a", "x.y"}
)


def blocks(node: object, path: Steps = ()) -> list[Steps]:
    """The paths of all blocks of a tree."""
    if not isinstance(node, Block):
        return []
    return [path] + [found for key in node for found in blocks(node[key], (*path, key))]


def sound() -> Block:
    read = read_tree(BASE.read_text(encoding="utf-8"), "x.yaml")
    vouch(read)
    return read


PLACES = blocks(sound())
VALUES = st.sampled_from([1, -1.5, "x", None, True, "6 weeks"])


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(PLACES), st.sampled_from(KEYS), VALUES, st.booleans())
def test_any_key_in_any_block_is_taken_or_refused_and_never_an_error_of_ours(
    path: Steps, key: str, value: object, nested: bool
) -> None:
    read = sound()
    block = at(read, path)
    written = Block(block.location) if nested else value
    block.put(
        key, written, block.location._replace(path=".".join((*map(str, path), key))), block.location
    )

    try:
        from_tree(read)
    except ScenarioFaults as faults:
        for fault in faults.faults:
            assert fault.location.file == "x.yaml"
            assert fault.location.line >= 1
            assert fault.problem


@pytest.mark.parametrize("key", STAND_INS)
@pytest.mark.parametrize("path", [p for p in PLACES if p and p[-1] in ("run", "people", "leaving")])
def test_a_key_named_like_what_a_file_cannot_lack_is_one_fault(path: Steps, key: str) -> None:
    read = sound()
    block = at(read, path)
    block.put(key, 1, block.location._replace(path=key), block.location)

    (fault,) = shaped(read).faults

    assert fault.location.path == key
    assert f"`{key}` is not known here" in fault.problem


@pytest.mark.parametrize(
    ("written", "path", "words"),
    [
        ("arms: {one: {services: {gp: {parallel: true}}}}", "arms.one.services", "`set: {services"),
        ("arms: {one: {people: {cohort: 3}}}", "arms.one.people", "`set: {people"),
        (
            "mechanisms: {m: {label: x, source: ours, services: {}}}",
            "mechanisms.m.services",
            "`on: {services",
        ),
        ("replications: 3", "replications", "belongs inside `run`"),
        ("cohort: 3", "cohort", "belongs inside `people`"),
        ("attendence: {trust: 1}", "attendence", "Did you mean `attendance`?"),
    ],
)
def test_a_key_that_belongs_elsewhere_is_told_where(written: str, path: str, words: str) -> None:
    with pytest.raises(ScenarioFaults) as caught:
        from_tree(tree(f"{SMALL}{written}\n"))

    (fault,) = caught.value.faults
    assert fault.location.path == path
    assert words in fault.problem


def test_what_is_different_for_a_group_is_told_to_stand_under_overrides() -> None:
    text = SMALL.replace("people: {", "people: {groups: {g: {share: 1, trust: {rise: 1}}}, ")
    with pytest.raises(ScenarioFaults, match=r"`overrides: \{trust"):
        from_tree(tree(text))


MANY = 20_000


@pytest.mark.parametrize(
    "line",
    [
        "k{n}: 1",
        "k{n}: &a{n} 1",
        "about: 1",
        "? [k{n}]\n: 1",
        "k{n}: !x 1",
        "k{n}: *a",
        'k{n}: "\\a"',
    ],
    ids=["unknown", "anchors", "repeated", "lists", "tags", "aliases", "controls"],
)
def test_very_many_faults_take_time_in_proportion_and_the_first_are_shown(
    tmp_path: Path, line: str
) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(SMALL + "".join(f"{line.format(n=n)}\n" for n in range(MANY)))
    begun = time.process_time()

    with pytest.raises(ScenarioFaults) as caught:
        load(path)

    assert time.process_time() - begun < 20  # one such took minutes when each cost all others
    assert len(str(caught.value).splitlines()) < 160
    assert f"… and {len(caught.value.faults) - 50} more." in str(caught.value)


def test_a_file_with_too_many_arms_to_look_at_is_refused_at_once() -> None:
    many = int(MOST_LOOKED_AT**0.5)
    text = SMALL + "arms:\n" + "".join(f"  a{n}: {{start_map: {{}}}}\n" for n in range(many))

    with pytest.raises(ScenarioFaults, match="Split the file"):
        from_tree(tree(text))


def test_a_need_has_a_bounded_number_of_states() -> None:
    states = ", ".join(f"s{n}: 0" for n in range(201))
    text = f"{SMALL}needs: {{n: {{seek_level: 2, states: {{{states}}}}}}}\n"
    with pytest.raises(ScenarioFaults, match="201 states"):
        from_tree(tree(text))
