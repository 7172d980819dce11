"""Arms that go on from a common history give what each gives when it is run whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.engines.choosing import Engine
from sim.engines.fast import Fast, by_history
from sim.engines.fast.histories import same_history
from sim.errors import EndlessLoop
from sim.events import InWindow, Window
from sim.measures import EVERYONE, Row
from sim.resolved import MISSING, Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.asking import asking
from sim.studies.engines import ENGINES, Branching, Measured, measured
from sim.units import FOREVER
from tests.agreement.agreement import shortened
from tests.engines.changing import changing_world
from tests.scenarios.shipped import FOLDER

MAKER = Branching()
DAYS = "in_window.20270101.20270131"
MEASURES = ("people", "contacts", "person_years")
shares = st.floats(0, 1)


def seen(rows: Sequence[Row]) -> tuple[list[tuple[object, ...]], bytes]:
    """Everything that is kept of a run, to the last digit."""
    assert isinstance(rows, Measured)
    months = rows.monthly().values.tobytes()
    return kept(rows), months


def kept(rows: Sequence[Row]) -> list[tuple[object, ...]]:
    """Every number of a run, to the last digit."""
    return [(row.group, row.measure, row.unit, repr(float(row.value))) for row in rows]


def siblings(number: int) -> list[Resolved]:
    """Arms with one history: the arm, and arms that differ from the change on."""
    world = shortened(changing_world(number), 600)
    assert world.change is not None
    own = world.numbers
    services = own.services
    change = world.change
    goes_on = change.moved_to == np.arange(len(change.moved_to))[:, None]
    home = np.where(goes_on, change.moved_to, MISSING)
    missed = services._replace(attendance=services.attendance * 0.5)
    every = services.contact_interval
    rarer = services._replace(contact_interval=np.where(every < FOREVER, every * 2, FOREVER))
    more = services._replace(places=services.places + (services.places > 0))
    posts = more.places[own.workforce.service]
    within = world.measuring.window._replace(opens=world.change.time)
    world = world._replace(measuring=world.measuring._replace(window=within))
    return [
        world,
        world._replace(numbers=own._replace(services=rarer), arm="rarer"),
        world._replace(
            numbers=own._replace(services=more, workforce=own.workforce._replace(posts=posts)),
            arm="more",
        ),
        world._replace(numbers=own._replace(services=missed), arm="missed"),
        world._replace(change=change._replace(moved_to=home), arm="sent home"),
    ]


@pytest.fixture
def branches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The arms that have gone on from a common history."""
    found: list[str] = []
    branch = Fast.branch

    def told(self: Fast, resolved: Resolved, reader: object) -> None:
        found.append(resolved.arm)
        branch(self, resolved, reader)  # type: ignore[arg-type]

    monkeypatch.setattr(Fast, "branch", told)
    return found


@settings(max_examples=30, deadline=None)
@given(number=st.integers(0, 2**32 - 1), seed=st.integers(0, 2**63 - 1))
def test_arms_of_awkward_worlds_go_on_from_one_history_as_if_run_whole(
    number: int, seed: int
) -> None:
    arms = siblings(number)
    assert by_history(arms) == [[0, 1, 2, 3, 4]]
    whole = [whole_run(arm, seed) for arm in arms]
    if None in whole:
        with pytest.raises(EndlessLoop):
            MAKER.together(arms, seed, 2)
    arms = [arm for arm, one in zip(arms, whole, strict=True) if one is not None]

    for rows, one in zip(MAKER.together(arms, seed, 2), filter(None, whole), strict=True):
        assert seen(rows) == one


def whole_run(arm: Resolved, seed: int) -> tuple[list[tuple[object, ...]], bytes] | None:
    """What is kept of an arm that is run whole; None if its people go round in a loop."""
    try:
        return seen(MAKER(arm, seed, 2))
    except EndlessLoop:
        return None


@settings(max_examples=20, deadline=None)
@given(number=st.integers(0, 2**32 - 1), times=st.tuples(shares, shares), few=st.booleans())
def test_other_windows_are_measured_in_passing_and_from_one_history_as_from_the_log(
    number: int, times: tuple[float, float], few: bool
) -> None:
    begins, ends = sorted(round(600 * share) for share in times)
    window = Window(begins, max(ends, begins + 1))
    wanted = tuple(InWindow(f"{DAYS}.{each}", each, window) for each in MEASURES)
    asked = [(EVERYONE, wanted[0].name), (EVERYONE, wanted[2].name)] if few else None
    arms = [
        asking(arm._replace(measuring=arm.measuring._replace(in_windows=wanted)), asked)
        for arm in siblings(number)
        if whole_run(arm, 5) is not None
    ]

    for arm, rows in zip(arms, MAKER.together(arms, 5, 2), strict=True):
        from_log = kept(measured(ENGINES[Engine.FAST].run(arm, 5, 2), arm))
        assert kept(rows) == kept(MAKER(arm, 5, 2)) == from_log
        assert {name for _, name, *_ in from_log} >= {wanted[0].name, wanted[2].name}
        assert not few or len(from_log) == 2


def test_arms_of_the_shipped_scenario_go_on_from_one_history_as_if_run_whole(
    branches: list[str],
) -> None:
    scenario = Scenario.load(FOLDER / "cen_community.yaml")
    arms = [resolve(scenario, name) for name in scenario.arm_names]

    together = MAKER.together(arms, 1, 1)

    assert branches == list(scenario.arm_names)
    for arm, rows in zip(arms, together, strict=True):
        assert seen(rows) == seen(MAKER(arm, 1, 1)), arm.arm


def test_the_log_of_a_branch_does_not_touch_the_others(branches: list[str]) -> None:
    arms = siblings(1)
    once = [seen(rows) for rows in MAKER.together(arms, 1, 1)]
    back = [seen(rows) for rows in MAKER.together(arms[::-1], 1, 1)]

    assert len(branches) == 2 * len(arms)
    assert once == back[::-1]


def test_arms_whose_past_differs_have_no_common_history() -> None:
    world = siblings(3)[0]
    assert world.change is not None
    before = world.change.before
    more = before.arrivals._replace(piece_rate=before.arrivals.piece_rate * 2 + 1)
    other = world._replace(change=world.change._replace(before=before._replace(arrivals=more)))
    sooner = world._replace(change=world.change._replace(time=world.change.time + 1))

    assert same_history(world, world._replace(arm="other"))
    assert not same_history(world, other)
    assert not same_history(world, sooner)
    assert not same_history(world, world._replace(change=None))
