"""What results are compared with: measures of records with errors, apart from estimates."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from sim.measures.recorded.tables import Links, Outcome, Recorded
from sim.records.estimating import Estimates, estimates, targets as module
from sim.records.estimating.counted import Counted
from sim.records.estimating.targets import targets, with_errors
from sim.scenario.targets import Target, windows_of
from sim.units import DAY
from tests.records.bare import bare
from tests.records.world import world

MEASURED = ("referrals", "contacts.team", "missed_contacts.team")


@cache
def a_world() -> tuple[Recorded, Links]:
    return world(1)


def measure(recorded: Recorded) -> Mapping[str, float | None]:
    """Referrals, contacts of the team and the share of these that is missed, in the window."""
    opens, closes = recorded.window
    table, met = recorded.referrals, recorded.contacts
    came = (table.received >= opens) & (table.received < closes)
    held = (met.at >= opens) & (met.at < closes) & (met.service == 1)
    held &= np.isin(met.outcome, (Outcome.ATTENDED, Outcome.MISSED))
    missed = met.outcome[held] == Outcome.MISSED
    return {
        "referrals": float(came.sum()),
        "contacts.team": float(held.sum()),
        "missed_contacts.team": float(missed.mean()) if held.any() else None,
        "workers": float(len(recorded.staff.worker)),
        "undefined": float("nan"),
    }


def by_people() -> float:
    """The error of a number of referrals, of people who come by chance: √Σ (each one's)²."""
    recorded, _ = a_world()
    inside = recorded.referrals.received[:, None] >= recorded.window.opens
    inside &= recorded.referrals.received[:, None] < recorded.window.closes
    return float(np.sqrt((np.bincount(recorded.referrals.person, inside[:, 0]) ** 2).sum()))


def test_the_error_of_a_number_is_that_of_people_who_come_by_chance() -> None:
    found = with_errors(a_world()[0], measure)
    assert found.names == MEASURED
    assert found.standard_errors[0] == pytest.approx(by_people(), rel=0.15)
    assert np.diag(found.covariance) == pytest.approx(found.standard_errors**2)
    correlation = found.covariance[0, 1] / np.prod(found.standard_errors[:2])
    assert 0 < correlation < 1


def test_groups_that_are_left_out_in_turn_give_much_the_same_errors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = with_errors(a_world()[0], measure)
    monkeypatch.setattr(module, "LARGE", 10)
    found = with_errors(a_world()[0], measure)
    assert found.method == "jackknife of 40 groups of people"
    assert found.standard_errors == pytest.approx(drawn.standard_errors, rel=0.35)


@pytest.mark.slow
def test_errors_are_as_large_as_areas_differ_by_chance() -> None:
    values = [measure(world(seed)[0]) for seed in range(60)]
    table = np.array([[each[name] for name in MEASURED] for each in values], float)
    spread = table.std(axis=0, ddof=1)
    assert with_errors(a_world()[0], measure).standard_errors == pytest.approx(spread, rel=0.3)


def test_blocks_that_are_counted_once_give_the_values_and_the_errors_of_people_drawn_anew() -> None:
    chosen = ("records.wait_to_start.mean", "records.list.team", "records.caseload.team")
    counted = Counted(lambda name: name in chosen)
    recorded, _ = a_world()
    once, anew = (
        with_errors(recorded, counted),
        with_errors(recorded, counted.measure, resamples=80),
    )
    assert once.names == anew.names
    assert set(once.names) == set(chosen)
    assert once.values.tolist() == anew.values.tolist()
    assert once.standard_errors == pytest.approx(anew.standard_errors, rel=0.35)
    of_blocks = counted.in_blocks(recorded, np.random.default_rng(1))(np.ones(100, np.int64))
    assert dict(of_blocks) == pytest.approx(dict(zip(once.names, once.values, strict=True)))


def test_the_same_seed_gives_the_same_errors() -> None:
    one, two = (with_errors(a_world()[0], measure, resamples=20) for _ in range(2))
    assert one.covariance.tolist() == two.covariance.tolist()


def test_what_does_not_hang_on_people_or_has_no_value_is_left_out() -> None:
    found = with_errors(a_world()[0], measure, resamples=20)
    assert found.untold == {"workers": "It does not vary with who is in the records."}


def test_records_of_nobody_have_no_targets() -> None:
    found = with_errors(bare(), measure, resamples=20)
    assert found.names == ()
    assert found.covariance.shape == (0, 0)
    assert targets(bare(), measure, Estimates((), ()), resamples=20).rows == ()


def test_no_number_is_both_estimate_and_target() -> None:
    recorded, links = a_world()
    told = estimates(recorded, links)
    found = targets(recorded, measure, told, resamples=20)
    assert {each.measure for each in found.rows} == {"referrals", "contacts.team"}
    assert found.left_out["missed_contacts.team"] == (
        "The model is made with it: the attendance of team."
    )
    untold = targets(recorded, measure, Estimates((), ()), resamples=20)
    assert {each.measure for each in untold.rows} == set(MEASURED)


def test_the_last_three_months_are_a_check_and_fitting_does_not_see_them() -> None:
    recorded, links = a_world()
    found = targets(recorded, measure, estimates(recorded, links), resamples=20)
    assert [each.role for each in found.rows] == ["fit", "fit", "check", "check"]
    fitted, checked = found.rows[0], found.rows[2]
    assert (checked.first - fitted.last).days == 1
    ends = checked.last + datetime.timedelta(days=1)
    assert checked.first.day == 1
    assert (ends.year - checked.first.year) * 12 + ends.month - checked.first.month == 3
    whole = measure(recorded)["referrals"]
    assert fitted.value + checked.value == whole
    assert (found.covariance[:2, 2:] == 0).all()


def test_a_run_measures_the_days_of_a_target_that_the_records_measured() -> None:
    recorded, links = a_world()
    found = targets(recorded, measure, estimates(recorded, links), resamples=20)
    for each in found.rows:
        days = SimpleNamespace(days=(each.first, each.last))
        of_run = windows_of({"it": cast(Target, days)}, recorded.begins)["it"]
        assert measure(recorded._replace(window=of_run))[each.measure] == each.value


def test_a_short_window_is_for_a_check_alone() -> None:
    recorded, links = a_world()
    short = recorded._replace(window=recorded.window._replace(closes=150 * DAY))
    found = targets(short, measure, estimates(short, links), resamples=20)
    assert {each.role for each in found.rows} == {"check"}
