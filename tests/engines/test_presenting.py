"""What services see of a need: the highest level of the last while, read again from logs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast
from sim.events import EventKind, Refusal, Run
from sim.resolved import Resolved
from sim.units import DAY
from tests.engines.changing import changing_world
from tests.engines.worlds import play, world

CRISIS, SEVERE = 3, 2
OF_A_NEED = (EventKind.NEED_IS, EventKind.NEED_CHANGED)
AS_PRESENTED = (
    EventKind.SOUGHT,
    EventKind.REFERRED,
    EventKind.TURNED_AWAY,
    EventKind.ACCEPTED,
    EventKind.WAITING,
    EventKind.SPELL_STARTED,
    EventKind.ALREADY_KNOWN,
)
NEEDS = """
people: {{cohort: 25, arrivals: {{newcomers: {{rate: 100 per year, to: clinic}}}}}}
needs:
  distress:
    seek_level: 2
    {presenting}
    states: {{settled: 0, mild: 1, severe: 2, crisis: 3}}
    transitions:
      - {{from: settled, to: mild, rate: 0.4 per day}}
      - {{from: mild, to: settled, rate: 0.4 per day}}
      - {{from: mild, to: severe, rate: 0.3 per day}}
      - {{from: severe, to: mild, rate: 0.4 per day}}
      - {{from: severe, to: crisis, rate: 0.3 per day}}
      - {{from: crisis, to: severe, rate: 2 per day}}
      - {{from: crisis, to: settled, rate: 0.5 per day}}
  drinking:
    seek_level: 2
    presenting: {{over: 3 days}}
    states: {{little: 0, much: 2}}
    transitions:
      - {{from: little, to: much, rate: 0.1 per day}}
      - {{from: much, to: little, rate: 0.3 per day}}
seeking:
  delay: {{severe: 1 day, crisis: 1 hour}}
  reseek_delay: 3 days
  entry: {{severe: {{clinic: 1}}, crisis: {{clinic: 0.5, ward: 0.5}}}}
services:
  clinic:
    accepts: {{levels: [0, 2]}}
    decision_delay: {{exponential: {{mean: 1 day}}}}
    capacity: {{places: 8}}
    queue: level
    contacts: {{every: 1 day, length: 30 minutes}}
    ends: {{stay: 9 days}}
  ward:
    accepts: {{levels: [2, 3]}}
    decision_delay: {{exponential: {{mean: 1 day}}}}
    covers: [distress]
    capacity: {{places: 3}}
    queue: level
    patience: 2 days
    ends: {{stay: 2 days}}
"""
PRESENTING = "presenting: {over: 5 days}"


def presented(run: Run, place: int, need: int, over: int) -> int:
    """The level at which a need presents itself to a row of the log, minute by minute."""
    row = run.log[place]
    before = run.log[: place + 1]
    mine = before[
        (before["person"] == row["person"])
        & (before["need"] == need)
        & np.isin(before["event"], OF_A_NEED)
    ]
    now, times, levels = int(row["time"]), mine["time"], mine["level"]
    highest = int(levels[-1])
    if highest == CRISIS:
        return CRISIS
    minutes = np.arange(now - over + 1, now)
    known = np.searchsorted(times, minutes, side="right")
    held = levels[np.maximum(known - 1, 0)]  # of before the first row, the first
    return max(highest, min(int(held.max(initial=0)), SEVERE))


def rows_about(run: Run, *kinds: EventKind) -> list[int]:
    """Places of some rows of these kinds, evenly spread."""
    places = np.flatnonzero(np.isin(run.log["event"], kinds) & (run.log["need"] >= 0))
    step = max(1, len(places) // 150)
    return [int(place) for place in places[::step]]


@pytest.fixture(scope="module")
def resolved(tmp_path_factory: pytest.TempPathFactory) -> Resolved:
    return world(tmp_path_factory.mktemp("presenting"), NEEDS.format(presenting=PRESENTING))


@pytest.fixture(scope="module")
def run(resolved: Resolved) -> Run:
    return play(resolved)


def test_rows_up_to_the_start_of_a_spell_tell_the_level_at_which_the_need_presents_itself(
    run: Run,
) -> None:
    over, higher = {0: 5 * DAY, 1: 3 * DAY}, 0
    for place in rows_about(run, *AS_PRESENTED):
        row = run.log[place]
        sees = {need: presented(run, place, need, over[need]) for need in over}
        if row["event"] == EventKind.SOUGHT:
            assert row["level"] == sees[int(row["need"])]
        else:
            needs = [0, 1] if row["service"] == 0 else [0]
            worst = max(needs, key=lambda need: (sees[need], -need))
            assert (row["need"], row["level"]) == (worst, sees[worst])
        held = run.log[:place][run.log["person"][:place] == row["person"]]
        held = held[(held["need"] == row["need"]) & np.isin(held["event"], OF_A_NEED)]
        higher += len(held) > 0 and held["level"][-1] < row["level"]
    assert higher > 20


def test_a_service_turns_away_by_the_level_at_which_needs_present_themselves(run: Run) -> None:
    low, high = {0: 0, 1: 2}, {0: 2, 1: 3}
    decided = run.log[np.isin(run.log["event"], (EventKind.TURNED_AWAY, EventKind.ACCEPTED))]
    refused = decided["event"] == EventKind.TURNED_AWAY

    for row in decided:
        service = int(row["service"])
        outside = not low[service] <= row["level"] <= high[service]
        assert outside == (row["event"] == EventKind.TURNED_AWAY)
    assert set(decided["detail"][refused].tolist()) <= {Refusal.LEVEL}
    assert refused.sum() > 3
    assert (~refused).sum() > 20


def test_lists_by_level_go_by_the_level_presented_on_joining(tmp_path: Path) -> None:
    """Nobody left on the list joined at a higher level, or at the same level earlier."""
    crowded = NEEDS.replace("places: 8", "places: 3").format(presenting=PRESENTING)
    log, waiting, compared = play(world(tmp_path, crowded)).log, {}, 0
    for row in log[log["service"] == 0]:
        spell = int(row["spell"])
        if row["event"] == EventKind.WAITING:
            waiting[spell] = (int(row["level"]), -int(row["time"]))
        elif row["event"] == EventKind.LEFT_WAITING:
            waiting.pop(spell, None)
        elif row["event"] == EventKind.SPELL_STARTED and spell in waiting:
            first = waiting.pop(spell)
            assert all(first >= other for other in waiting.values())
            compared += any(other[0] < first[0] for other in waiting.values())
    assert compared > 20


def test_people_turn_to_the_services_of_the_level_at_which_their_need_presents_itself(
    tmp_path: Path,
) -> None:
    """In crisis to the ward, severe to the clinic: the level of the row says which."""
    text = NEEDS.format(presenting=PRESENTING).replace("{clinic: 0.5, ward: 0.5}", "{ward: 1}")
    run = play(world(tmp_path, text))

    sought = run.log[run.log["event"] == EventKind.SOUGHT]

    assert {int(row["level"]) for row in sought} == {2, 3}
    for row in sought:
        assert row["service"] == (1 if row["level"] == CRISIS else 0)


def test_where_mild_needs_are_sought_for_the_level_presented_says_where_people_turn(
    tmp_path: Path,
) -> None:
    """Mild to the clinic, else to the ward; a mild day among worse ones counts as severe."""
    text = NEEDS.format(presenting=PRESENTING).replace("seek_level: 2", "seek_level: 1")
    text = text.replace("delay: {severe", "delay: {mild: 1 day, severe").replace(
        "entry: {severe: {clinic: 1}, crisis: {clinic: 0.5, ward: 0.5}}",
        "entry: {mild: {clinic: 1}, severe: {ward: 1}, crisis: {ward: 1}}",
    )
    run = play(world(tmp_path, text.replace("    covers: [distress]\n", "")))

    places = np.flatnonzero(run.log["event"] == EventKind.SOUGHT)
    worse = 0
    for place in places:
        row = run.log[place]
        assert row["service"] == (0 if row["level"] == 1 else 1)
        mine = run.log[:place][run.log["person"][:place] == row["person"]]
        mine = mine[(mine["need"] == row["need"]) & np.isin(mine["event"], OF_A_NEED)]
        worse += mine["level"][-1] == 1 and row["level"] == SEVERE
    assert worse > 5


def test_contacts_and_their_intervals_go_by_the_level_met(run: Run) -> None:
    log = run.log
    for place in rows_about(run, EventKind.CONTACT, EventKind.ENDED_PLANNED):
        row = log[place]
        levels = {}
        for earlier in log[:place][log["person"][:place] == row["person"]]:
            if earlier["event"] in OF_A_NEED:
                levels[int(earlier["need"])] = int(earlier["level"])
        needs = [0, 1] if row["service"] == 0 else [0]
        assert row["level"] == max(levels[need] for need in needs)


def test_momentary_needs_are_as_if_nothing_were_written(tmp_path: Path) -> None:
    nothing = NEEDS.replace("presenting: {{over: 3 days}}", "").format(presenting="")
    momentary = NEEDS.replace("over: 3 days", "over: 0 days").format(
        presenting="presenting: {over: 0 days}"
    )

    one, other = (play(world(tmp_path, text)) for text in (nothing, momentary))

    assert np.array_equal(one.log, other.log)


def test_awkward_worlds_have_needs_that_present_themselves_worse_than_they_are() -> None:
    """Else agreement of the engines in these worlds would say nothing of it."""
    higher = 0
    for number in range(12):
        log = fast.run(changing_world(number), 1, 0).log
        levels: dict[tuple[int, int], int] = {}
        for row in log[log["need"] >= 0]:
            key = (int(row["person"]), int(row["need"]))
            if row["event"] in OF_A_NEED:
                levels[key] = int(row["level"])
            elif row["event"] in AS_PRESENTED:
                higher += levels[key] < row["level"]
    assert higher > 20
