"""What a measure of one's own can ask of a run agrees with the measures that every run has."""

from typing import NamedTuple

import numpy as np
import pytest

from sim.engines.choosing import Engine
from sim.events import NOBODY, EventKind, Run
from sim.measures import EVERYONE, measure
from sim.measures.measuring import parts_of
from sim.measures.run_log import LogQuestionError, RunLog, Stretches
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.rules.population import outgrows
from sim.scenario import load
from sim.studies.engines import ENGINES
from sim.units import DAY
from tests.engines.awkward import awkward_world
from tests.scenarios.shipped import FOLDER

WORLDS = ["handed_on", "relational_practice", *range(6)]


class Made(NamedTuple):
    run: Run
    resolved: Resolved
    values: dict[tuple[str, str], float]

    def log(self, group: str = EVERYONE) -> RunLog:
        groups, areas = parts_of(self.resolved.names)
        return RunLog(self.run, self.resolved, {EVERYONE: None, **groups, **areas}[group])

    @property
    def asked(self) -> list[str]:
        groups, areas = parts_of(self.resolved.names)
        return [EVERYONE, *groups, *areas]


@pytest.fixture(scope="module", params=WORLDS, ids=str)
def made(request: pytest.FixtureRequest) -> Made:
    if isinstance(request.param, int):
        resolved = awkward_world(request.param)
    else:
        short = {
            "run.length": "30 weeks",
            "run.change": "10 weeks",
            "people.cohort": 450,
            "people.arrivals.newcomers.rate": "10 per year",
        }
        scenario = load(FOLDER / "cen_community.yaml").with_values(short)
        resolved = resolve(scenario, request.param)
    run = ENGINES[Engine.FAST].run(resolved, 3, 1)
    values = {(row.group, row.measure): row.value for row in measure(run, resolved)}
    return Made(run, resolved, values)


def equal(one: float, other: float) -> bool:
    return bool(np.isclose(one, other, rtol=1e-12, equal_nan=True))


def withheld(made: Made) -> bool:
    """Whether rates are not given because far more people are expected at the end."""
    return outgrows(made.resolved, made.log().window)


def test_person_years_and_people_are_those_that_are_measured(made: Made) -> None:
    for group in made.asked:
        log = made.log(group)
        assert equal(log.person_years, made.values[group, "person_years"])
        present = log._whole.present[log.people]
        assert np.count_nonzero(present) <= made.values[group, "people"]


def test_unmet_need_and_cover_are_those_that_are_measured(made: Made) -> None:
    if not made.resolved.names.needs:
        pytest.skip("this world has no needs")
    for group in made.asked:
        log = made.log(group)
        unmet, covered = log.unmet().minutes.sum(), log.covered().minutes.sum()
        assert unmet + covered == log.in_need().minutes.sum()
        days = unmet / DAY / log.person_years if log.person_years else np.nan
        days = np.nan if withheld(made) else days
        assert equal(days, made.values[group, "unmet_need_days"])
        share = covered / (unmet + covered) if unmet + covered else np.nan
        assert equal(share, made.values[group, "covered_share"])


def test_contacts_are_counted_as_they_are_measured(made: Made) -> None:
    for group in made.asked:
        log = made.log(group)
        contacts = log.events("CONTACT")
        assert log.count_per_person("CONTACT").sum() == len(contacts)
        rate = len(contacts) / log.person_years if log.person_years else np.nan
        rate = np.nan if withheld(made) else rate
        if (group, "contacts") in made.values:
            assert equal(rate, made.values[group, "contacts"])
        by_service = sum(len(log.events("CONTACT", service=name)) for name in log.services)
        assert by_service == len(contacts)


@pytest.mark.parametrize("of", [0, 1], ids=["groups", "areas"])
def test_groups_are_everyone_once_and_so_are_areas(made: Made, of: int) -> None:
    everyone, named = made.log(), parts_of(made.resolved.names)[of]
    if not named:
        pytest.skip("there is only one")
    parts = [made.log(name) for name in named]
    together = np.sort(np.concatenate([log.people for log in parts]))
    assert np.array_equal(together, everyone.people)
    for kind in EventKind:
        if kind in (EventKind.WORKER_STARTED, EventKind.WORKER_LEFT, EventKind.CAPACITY_CHANGED):
            continue
        assert sum(len(log.events(kind)) for log in parts) == len(everyone.events(kind))
    assert sum(len(log.rows) for log in parts) == len(everyone.rows)


def stays_of(run: Run) -> tuple[list[tuple[int, np.void]], int]:
    """Each row with the number of its person's stay, and how many stays there are.

    A return begins a stay; its number follows those of all people and of earlier returns.
    """
    now = {person: person for person in range(len(run.people))}
    rows, size = [], len(run.people)
    for row in run.log:
        person = int(row["person"])
        if row["event"] == EventKind.RETURNED:
            now[person], size = size, size + 1
        rows.append((now.get(person, NOBODY), row))
    return rows, size


def test_levels_at_a_minute_are_those_of_the_last_change_before_it(made: Made) -> None:
    log = made.log()
    rows, size = stays_of(made.run)
    opens, closes = log.window
    for need in log.needs:
        for minute in (0, opens, (opens + closes) // 2, closes - 1):
            expected = np.full(size, -1)
            for stay, row in rows:
                if row["time"] > minute:
                    break
                if row["event"] in (EventKind.NEED_IS, EventKind.NEED_CHANGED):
                    if row["need"] == log.need(need):
                        expected[stay] = row["level"]
                elif row["event"] == EventKind.EXITED:
                    expected[stay] = -1
            assert np.array_equal(log.level_at(minute, need), expected[log.people])


def test_in_care_at_a_minute_is_told_by_starts_and_endings(made: Made) -> None:
    log = made.log()
    minute = (log.window.opens + log.window.closes) // 2
    open_spells: dict[int, tuple[int, int]] = {}
    rows, size = stays_of(made.run)
    for stay, row in rows:
        if row["time"] > minute:
            break
        if row["event"] == EventKind.SPELL_STARTED:
            open_spells[int(row["spell"])] = (stay, int(row["service"]))
        elif row["event"] in (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED):
            open_spells.pop(int(row["spell"]), None)
    for name in (None, *log.services):
        expected = np.zeros(size, bool)
        for person, service in open_spells.values():
            expected[person] |= name is None or service == log.service(name)
        assert np.array_equal(log.in_care_at(minute, name), expected[log.people])


def test_stretches_lie_in_the_window_and_are_of_the_people_asked_about(made: Made) -> None:
    for group in made.asked:
        log = made.log(group)
        for stretches in (log.spells(), log.waits(), log.in_need(), log.unmet(), log.covered()):
            assert np.all(stretches.minutes > 0)
            assert np.all(stretches.opens >= log.window.opens)
            assert np.all(stretches.closes <= log.window.closes)
            assert np.all(np.isin(stretches.person, log.people))
            per_person = log.minutes_per_person(stretches)
            assert per_person.shape == log.people.shape
            assert per_person.sum() == stretches.minutes.sum()


def test_stretches_of_all_services_and_needs_are_those_of_everything(made: Made) -> None:
    log = made.log()

    def together(parts: list[Stretches]) -> list[tuple[int, ...]]:
        return sorted(row for part in parts for row in zip(*part[:2], *part[3:], strict=True))

    assert together([log.spells(name) for name in log.services]) == together([log.spells()])
    assert together([log.waits(name) for name in log.services]) == together([log.waits()])


def test_what_the_log_does_not_have_is_answered_with_what_it_has(made: Made) -> None:
    log = made.log()
    with pytest.raises(LogQuestionError, match="Did you mean `CONTACT`"):
        log.events("CONTACTS")
    with pytest.raises(LogQuestionError, match=r"No kind of event is named\. Kinds: ARRIVED"):
        log.events()
    with pytest.raises(LogQuestionError, match="There is no service `nowhere_at_all`"):
        log.spells("nowhere_at_all")
    with pytest.raises(LogQuestionError, match="There is no need `hunger_and_thirst`"):
        log.level_at(0, "hunger_and_thirst")
    with pytest.raises(LogQuestionError, match="`3` is not a kind"):
        log.events(3)  # type: ignore[arg-type]
