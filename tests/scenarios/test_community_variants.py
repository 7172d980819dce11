"""The variants that are proposed for the community scenario load, and each does what it says."""

from functools import cache

import pytest
from ruamel.yaml import YAML

from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.studies.keys import resolved_digest
from tests.docs.pages import HOUSE

FOLDER = HOUSE / "scenarios"
VARIANTS = YAML(typ="safe").load((FOLDER / "cen_community" / "variants.yaml").read_text("utf-8"))[
    "variants"
]
PHASE_IN = {"over": "26 weeks", "productivity": 0.8, "source": "assumed"}


@cache
def community() -> Scenario:
    """The scenario with these variants, and with a phase-in in every arm but today's."""
    data = load(FOLDER / "cen_community.yaml").to_dict()
    for name, arm in data["arms"].items():
        if name != "handed_on":
            arm.setdefault("phase_in", PHASE_IN)
    return Scenario.of({**data, "variants": VARIANTS})


@cache
def arm(variant: str | None, name: str = "relational_practice") -> Resolved:
    scenario = community()
    return resolve(scenario.variant(variant, [name]) if variant else scenario, name, to_run=False)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_loads_in_every_arm(variant: str) -> None:
    scenario = community()

    assert scenario.variant(variant, scenario.arm_names).arm_names == scenario.arm_names


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_alters_the_numbers_of_an_arm(variant: str) -> None:
    assert resolved_digest(arm(variant)) != resolved_digest(arm(None))


def test_years_are_counted_from_the_change() -> None:
    years = {name: arm(name).numbers.closes for name in ("years_5", "years_10")}
    change = community().run.change
    assert change is not None

    after = {name: (closes - change.minutes) / 525_960 for name, closes in years.items()}
    assert after == pytest.approx({"years_5": 5, "years_10": 10}, abs=0.01)


def test_without_effects_no_need_depends_on_care() -> None:
    effects = community().variant("no_effects", ["relational_practice"]).effects

    ratios = {
        path: quantity.value  # type: ignore[attr-defined]
        for path, quantity in community()
        .variant("no_effects", ["relational_practice"])
        .quantities(built_in=True)
        if path.startswith("effects.") and path.endswith("_ratio")
    }
    assert set(ratios.values()) == {1.0}
    assert len(ratios) >= 5
    assert effects.support.recovery_ratio.value == 1


def test_without_stigma_no_service_of_any_arm_has_any() -> None:
    scenario = community()
    changed = scenario.variant("no_stigma", scenario.arm_names)
    for name in scenario.arm_names:
        before, after = (
            {
                service: each.contacts.stigma.value
                for service, each in which.arm(name).services.items()
                if each.contacts is not None
            }
            for which in (scenario, changed)
        )
        assert any(before.values())
        assert not any(after.values())


def test_headcounts_are_equal_in_every_arm() -> None:
    scenario = community()
    changed = scenario.variant("headcount", scenario.arm_names)

    caseloads = [
        changed.arm(name).to_dict()["services"]["community_team"]["workers"]["caseload"]
        for name in scenario.arm_names
    ]
    assert [each["value"] for each in caseloads] == [30] * len(scenario.arm_names)
