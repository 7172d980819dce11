"""Other values in a scenario: put where they belong, read like a file, every fault at once."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import ScenarioFaults
from sim.resolving import resolve
from sim.scenario import Scenario
from tests.scenario.trees import scenario

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def community() -> Scenario:
    return Scenario.load(HOUSE / "scenarios" / "cen_community.yaml")


def faults(base: Scenario, **values: object) -> str:
    with pytest.raises(ScenarioFaults) as caught:
        base.with_values({path.replace("__", "."): value for path, value in values.items()})
    return str(caught.value)


def test_a_value_is_put_at_its_path_and_the_scenario_stays_as_it_was() -> None:
    base = scenario()

    other = base.with_values({"services.team.capacity.places": 7})

    capacity = other.services["team"].capacity
    assert capacity is not None
    assert capacity.places is not None
    assert capacity.places.value == 7
    assert base == scenario()
    assert base != other


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("services.team.accepts.probability", np.float64(0.5), 0.5),
        ("services.team.capacity.places", np.int64(9), 9),
        ("services.team.capacity.places.value", 9, 9),
        ("services.team.accepts.levels", [1, 2], [1, 2]),
        ("services.gp.ends.stay.fixed", "9 weeks", "9 weeks"),
        ("services.gp.ends.stay", {"exponential": {"mean": "9 weeks"}}, "9 weeks"),
        ("run.length", "3 years", "3 years"),
        ("measures.gap_days", (10, 20), [10, 20]),
        ("services.gp.opt_out_if_settled", True, "true"),
    ],
)
def test_values_are_read_as_in_a_file(path: str, value: object, read: object) -> None:
    lines = scenario().with_values({path: value}).explain().splitlines()

    changed = [line for line in lines if line.endswith("# with_values")]
    assert any(str(read) in line for line in changed)


def test_a_default_that_nobody_wrote_can_be_changed() -> None:
    assert scenario().with_values({"relationship.retelling": 3}).relationship.retelling.value == 3


def test_who_vouches_for_a_changed_number_is_said_and_its_old_range_goes(
    community: Scenario,
) -> None:
    path = "services.specialist.workers.caseload"

    changed = dict(community.with_values({path: 60}).quantities())[path]

    assert (changed.source, getattr(changed, "low", None)) == ("with_values", None)
    assert "in place of what the scenario file says" in community.with_values({path: 60}).explain()


def test_the_value_the_file_has_makes_the_same_arm(community: Scenario) -> None:
    same = community.with_values({"services.specialist.workers.caseload": 12})
    one, other = resolve(community, "consult"), resolve(same, "consult")

    assert repr(one) == repr(other)


def test_mechanisms_and_arms_can_be_changed_alone(community: Scenario) -> None:
    changed = community.with_values(
        {
            "mechanisms.refusals.on.services.access_point.accepts.probability": 0.4,
            "arms.relational_open.services.gp.contacts.length": "12 minutes",
            "needs.distress.transitions.0.rate": "9 per year",
        }
    )

    assert changed.arm("handed_on").services["access_point"].accepts.probability.value == 0.4
    assert changed.arm("relational_open").services["access_point"].accepts.probability.value == 1
    lengths = [changed.arm(a).services["gp"].contacts for a in ("handed_on", "relational_open")]
    fixed = [c.length.fixed for c in lengths if c is not None and c.length is not None]
    assert [str(each.value) for each in fixed if each is not None] == ["10 minutes", "12 minutes"]
    assert str(changed.needs["distress"].transitions[0].rate.value) == "9 per year"


def test_every_path_that_is_not_known_is_told_at_once(community: Scenario) -> None:
    said = faults(
        community,
        services__comunity_team__workers__caseload=25,
        services__community_team__workers__caselod=25,
        needs__distress__transitions__99__rate="1 per year",
        services__gp__label__x=1,
        arms__consult__services__gp__contacs="1 week",
        arms__relation__services__gp__contacts="1 week",
    )

    assert "with_values: services.comunity_team.workers.caseload\n" in said
    for words in (
        "There is no `comunity_team` in `services`.",
        "Did you mean `community_team`?",
        "There is no `caselod` in `services.community_team.workers`.",
        "Did you mean `caseload`?",
        "There is no `99` in `needs.distress.transitions`.",
        "`services.gp.label` is a value and has no `x`.",
        "There is no `contacs` in `arms.consult.set.services.gp`.",
        "There is no `relation` in `arms`.",
        "6 faults found.",
    ):
        assert words in said


def test_every_value_that_is_not_allowed_is_told_at_once(community: Scenario) -> None:
    said = faults(
        community,
        services__specialist__workers__caseload="many",
        services__community_team__workers__tenure__exponential__mean="18 monts",
        services__gp__contacts__attendance=1.4,
    )

    for words in (
        '"many" is not a whole number.',
        'Did you mean "18 months"?',
        "1.4 is out of range.",
        "3 faults found.",
    ):
        assert words in said


def test_what_does_not_fit_together_is_told(community: Scenario) -> None:
    said = faults(community, services__gp__routes__finished_settled__nowhere=0.5)

    assert "The shares add up to 0.5, not 1" in said


def test_nothing_changed_is_the_same_scenario() -> None:
    assert scenario().with_values({}) == scenario()


@pytest.mark.parametrize("level", ["severe", "2", "by_level.2", "severe.value"])
def test_an_interval_of_one_level_is_set_by_its_word_its_number_or_its_full_path(
    community: Scenario, level: str
) -> None:
    path = f"services.crisis_team.contacts.every.{level}"
    changed = community.with_values({path: "9 days"}).to_dict()["services"]["crisis_team"]
    every = changed["contacts"]["every"]
    assert {key: each["value"] for key, each in every.items()} == {
        "1": "4 days",
        "2": "9 days",
        "3": "1 day",
    }


def test_levels_in_a_value_are_keys_of_levels_whether_words_or_numbers(
    community: Scenario,
) -> None:
    path = "mechanisms.fixed_intensity.off.services.community_team.contacts.every"
    words = {"settled": "5 weeks", "severe": "9 days"}
    assert community.with_values({path: words}) == community.with_values(
        {path: {"0": "5 weeks", "2": "9 days"}}
    )
