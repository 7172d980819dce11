"""The page of scenario files says of every key what holds without it, and that is so."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from sim.resolving import resolve
from sim.scenario import Scenario
from sim.scenario.analysis_plan import AnalysisPlan
from sim.scenario.arms import Arm, Mechanism, PhaseIn, Transfer
from sim.scenario.contacts import Cancelled, Contacts, FollowUp
from sim.scenario.document import Compare, Document, Run, Workforce
from sim.scenario.effects import Advice, Effects, Loss, OverContact, Support, Waiting
from sim.scenario.files import read_scenario_tree
from sim.scenario.labelled import LabelledVariant
from sim.scenario.measures import Measures, Wanted
from sim.scenario.needs import Need, Transition
from sim.scenario.parts import Part
from sim.scenario.people import (
    Area,
    Attendance,
    FullStart,
    Group,
    Leaving,
    Match,
    People,
    Relationship,
    Seeking,
    SettledFor,
    Stream,
    Trust,
)
from sim.scenario.quantities import Sourced
from sim.scenario.schema import json_schema
from sim.scenario.seasons import Pattern
from sim.scenario.services import (
    Accepts,
    Advising,
    Costs,
    Ends,
    PartOf,
    Planning,
    SeenBy,
    Service,
    Warm,
)
from sim.scenario.shaping import shaped
from sim.scenario.sources import Source
from sim.scenario.targets import Target, TargetsCovariance
from sim.scenario.workforce import Away, Choice, Handover, Weighted, Workers, WorkingHours
from sim.scenario.worlds import Together, Worlds
from sim.scenario.written import Block, Row as Items, Tree, at, vouch
from sim.scenario.yaml_nodes import read_tree
from sim.studies.keys import resolved_digest
from tests.docs.pages import HOUSE
from tests.docs.tables import NEEDED, Row, rows
from tests.docs.test_reference import properties
from tests.scenario.trees import EXAMPLE, SMALL, scenario, tree

PAGE = "scenario-file.md"
WHERE: dict[str, tuple[type[Part], str]] = {
    "Top level": (Document, ""),
    "One of the `sources`": (Source, "sources.diary"),
    "`run`": (Run, "run"),
    "`leaving`": (Leaving, "leaving"),
    "`settled_for`": (SettledFor, "leaving.settled_for"),
    "`measures`": (Measures, "measures"),
    "`measures.wanted`": (Wanted, "measures.wanted"),
    "`compare`": (Compare, "compare"),
    "`analysis_plan`": (AnalysisPlan, "analysis_plan"),
    "One of the `targets`": (Target, "targets.seen"),
    "One of the `variants`": (LabelledVariant, "variants.long_run"),
    "One of `together`": (Together, "together.0"),
    "`worlds`": (Worlds, "worlds"),
    "`targets_covariance`": (TargetsCovariance, "targets_covariance"),
    "`workforce`": (Workforce, "workforce"),
    "`people`": (People, "people"),
    "One of the `groups`": (Group, "people.groups.recorded"),
    "One of the `areas`": (Area, "people.areas.north"),
    "One of the `arrivals`": (Stream, "people.arrivals.newcomers"),
    "A `pattern`": (Pattern, "people.arrivals.newcomers.pattern"),
    "`start: full`": (FullStart, "people.start.full"),
    "`trust`": (Trust, "trust"),
    "`relationship`": (Relationship, "relationship"),
    "`match`": (Match, "relationship.match"),
    "`attendance`": (Attendance, "attendance"),
    "`seeking`": (Seeking, "seeking"),
    "`effects`": (Effects, "effects"),
    "`support`": (Support, "effects.support"),
    "`loss`": (Loss, "effects.loss"),
    "`waiting`": (Waiting, "effects.waiting"),
    "`advice`, of `effects`": (Advice, "effects.advice"),
    "`over_contact`": (OverContact, "effects.over_contact"),
    "`needs`": (Need, "needs.distress"),
    "One of the `transitions`": (Transition, "needs.distress.transitions.1"),
    "`services`": (Service, "services.cmht"),
    "`accepts`": (Accepts, "services.cmht.accepts"),
    "`workers`": (Workers, "services.cmht.workers"),
    "`caseload`": (Weighted, "services.cmht.workers.caseload"),
    "`choice`": (Choice, "services.cmht.workers.choice"),
    "`handover`": (Handover, "services.cmht.workers.handover"),
    "`away`": (Away, "services.cmht.workers.away"),
    "`working_hours`": (WorkingHours, "services.cmht.workers.working_hours"),
    "`contacts`": (Contacts, "services.cmht.contacts"),
    "`cancelled`": (Cancelled, "services.cmht.contacts.cancelled"),
    "`ends`": (Ends, "services.cmht.ends"),
    "`warm`": (Warm, "services.cmht.warm"),
    "`plan`": (Planning, "services.cmht.plan"),
    "`advice`, of a service": (Advising, "services.specialist.advice"),
    "`follow_up`": (FollowUp, "services.ward.follow_up"),
    "`seen_by`": (SeenBy, "services.crisis_team.seen_by"),
    "`costs`": (Costs, "services.cmht.costs"),
    "`part_of`": (PartOf, "services.helpline_north.part_of"),
    "`mechanisms`": (Mechanism, "mechanisms.warm_endings"),
    "`arms`": (Arm, "arms.relational"),
    "`transfer`": (Transfer, "arms.relational.transfer"),
    "`phase_in`": (PhaseIn, "arms.relational.phase_in"),
}
OF_FILES = {"extends", "source"}  # of the file, and of no model
ROWS = list(rows(PAGE, "default"))
ELSEWHERE = {"`services`": {"capacity": "services.crisis_team"}}  # cmht has workers instead


def place(row: Row) -> str:
    """Where the example has the part that a row is about."""
    return ELSEWHERE.get(row.section, {}).get(row.key, WHERE[row.section][1])


def with_key(path: str, key: str, value: Tree, tree: Tree) -> Tree:
    """A tree in which a key of a part has another value, or with `...` is not written."""
    if path:
        step, _, rest = path.partition(".")
        if isinstance(tree, Items):
            copy = Items(tree.location)
            copy.extend(tree)
            copy.values_at = list(tree.values_at)
            copy[int(step)] = with_key(rest, key, value, tree[int(step)])
            return copy
        copy = tree.copied()
        copy[step] = with_key(rest, key, value, tree[step])
        return copy
    if value is ...:
        return tree.without(key)
    copy = tree.copied()
    copy.put(key, value, tree.location, tree.location)
    return copy


@cache
def example(whole: bool = True) -> Block:
    """A scenario that uses every key; when not whole, of one arm and without overrides."""
    tree = read_scenario_tree(EXAMPLE)
    if whole:
        return tree
    for key in ("mechanisms", "arms", "compare", "analysis_plan"):
        tree = tree.without(key)
    plain = with_key("people.groups.recorded", "overrides", ..., tree)
    plain = with_key("run", "history", ..., plain)
    assert isinstance(plain, Block)
    return plain


def base(row: Row) -> Block:
    """The example that a row is tried in."""
    return example(whole=row.section in WHOLE or row.key in ALSO_WHOLE)


WHOLE = (*("`mechanisms`", "`arms`", "`compare`", "`analysis_plan`", "`transfer`", "`phase_in`"),)
ALSO_WHOLE = ("mechanisms", "arms", "compare", "analysis_plan", "overrides")
ALONGSIDE: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    # Key: what else has to go from the example, so that the key may.
    ("Top level", "price_year"): (("services.cmht", "costs"), ("services.ward", "costs")),
    ("`seeking`", "reseek_delay"): (("seeking", "delay"),),
    ("`run`", "warm_up"): (("run", "change"),),
    ("`compare`", "family"): (("", "analysis_plan"),),
    ("`compare`", "smallest_difference"): (("", "analysis_plan"),),
}


def tried(row: Row, value: Tree) -> Tree:
    """The example with the key of a row left out (`...`) or given a value."""
    tree: Tree = base(row)
    for path, key in ALONGSIDE.get((row.section, row.key), ()):
        tree = with_key(path, key, ..., tree)
    return with_key(place(row), row.key, value, tree)


def value_of(text: str, near: Tree) -> Tree:
    """What a default of the page is, read as in a file and vouched for like its neighbours."""
    value = read_tree(f"x: {text}\n", str(EXAMPLE))["x"]
    if value is not None and not isinstance(value, bool):
        vouch(value, near.source)
    return value


def told(scenario: Scenario) -> tuple[list[bytes], Any]:
    """Everything a scenario comes to: the numbers of each arm, and what is measured how."""
    form = bare(scenario.to_dict())
    kept = (
        *("run", "currency", "price_year", "measures", "compare", "analysis_plan", "workforce"),
        "arms",
    )
    arms = [resolved_digest(resolve(scenario, arm)) for arm in scenario.arm_names]
    return arms, {key: form.get(key) for key in kept}


def bare(form: Any) -> Any:
    """Plain data without the sources, which differ between what is written and what is not."""
    if isinstance(form, dict):
        if "value" in form and "source" in form:
            return form["value"]
        return {key: bare(each) for key, each in form.items()}
    return [bare(each) for each in form] if isinstance(form, list) else form


def test_every_part_has_a_table_with_just_its_keys() -> None:
    for section, (part, _) in WHERE.items():
        on_page = {row.key for row in ROWS if row.section == section}
        known = set(part.known_keys()) | (OF_FILES if part is Document else set())
        if issubclass(part, Sourced):  # what may stand beside any number has a section of its own
            known -= set(Sourced.known_keys())
        assert on_page == known, section


def test_every_key_of_the_schema_stands_in_a_table() -> None:
    text = (HOUSE / "docs" / "reference" / PAGE).read_text(encoding="utf-8")
    tables = " ".join(line for line in text.splitlines() if line.startswith("|"))
    on_page = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", tables))))

    assert set(properties(json_schema())) - on_page == set()


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.default is not None], ids=lambda row: row.name
)
def test_a_default_written_out_is_the_same_as_none(row: Row) -> None:
    assert row.default is not None
    near = at(base(row), tuple(int(s) if s.isdigit() else s for s in place(row).split(".") if s))
    left_out = Scenario.sound(tried(row, ...))
    written = Scenario.sound(tried(row, value_of(row.default, near)))

    assert told(left_out) == told(written)


def missing(tree: Tree) -> list[str]:
    """The paths of all keys that a scenario is told to lack."""
    faults = shaped(tree).faults
    return [fault.location.path for fault in faults if fault.problem.endswith("` is missing.")]


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.without == NEEDED[0]], ids=lambda row: row.name
)
def test_a_key_that_is_needed_cannot_be_left_out(row: Row) -> None:
    assert f"{place(row)}.{row.key}".lstrip(".") in missing(tried(row, ...))


@pytest.mark.parametrize(
    "row",
    [r for r in ROWS if r.default is None and not r.needed and r.key not in OF_FILES],
    ids=lambda row: row.name,
)
def test_a_default_in_words_stands_for_nothing_or_for_a_table_of_its_own(row: Row) -> None:
    part, _ = WHERE[row.section]
    field = next(f for n, f in part.model_fields.items() if (f.alias or n) == row.key)
    default = field.get_default(call_default_factory=True, validated_data={})

    assert missing(tried(row, ...)) == []
    assert default in (None, "", (), {}) or isinstance(default, Part) or row.key in NAMED_IN_WORDS


NAMED_IN_WORDS = {"groups": "one group, `everyone`", "arms": "one arm, `baseline`"}


@pytest.mark.parametrize(("key", "words"), NAMED_IN_WORDS.items())
def test_where_no_group_or_arm_is_written_there_is_the_one_the_page_names(
    key: str, words: str
) -> None:
    (row,) = [row for row in ROWS if row.key == key and row.without == words]
    bare = Scenario.sound(tree(SMALL))

    assert list(bare.people.groups if key == "groups" else bare.arms) == re.findall(
        r"`(\w+)`", row.without
    )


def test_every_distribution_on_the_page_is_read() -> None:
    text = (HOUSE / "docs" / "reference" / PAGE).read_text(encoding="utf-8")
    table = re.search(r"`table: (\[\{from:.*?\])`", text)
    percentile = re.search(r"`percentile: (\{.*?\})`", text)
    assert table is not None
    assert percentile is not None
    for key, family in (
        ("patience", f"{{hazard: {{table: {table[1]}}}}}"),
        ("exit_delay", f"{{lognormal: {{median: 120 days, percentile: {percentile[1]}}}}}"),
    ):
        scenario(SMALL + f"    {key}: {family}\n")
