"""Who is shown is settled by the rule alone."""

from collections.abc import Mapping

from sim.events import EventKind, Person, Run, Window
from sim.measures.gaps import unmet_minutes_by_person
from sim.report.exemplars import choose
from sim.resolved import Resolved
from sim.studies.study import Study
from sim.units import DAY
from tests.measures.worlds import Place, log_of, row, world

WORLD = world([Place("gp")], window=Window(10 * DAY, 110 * DAY))


def town(settles: Mapping[int, int], gone: int | None = None) -> Run:
    """People 0 to n in need from minute 0 until the day given; one may leave the town."""
    rows = [row(0, EventKind.NEED_IS, p, need=0, level=2, detail=2) for p in settles]
    rows += [
        row(day * DAY, EventKind.NEED_CHANGED, p, need=0, level=0, detail=0)
        for p, day in sorted(settles.items(), key=lambda item: item[1])
    ]
    if gone is not None:
        rows.append(row(105 * DAY, EventKind.EXITED, gone, detail=0))
    people = [Person(100 + p, f"cohort {p}", 0, 0, 0) for p in settles]
    return Run(log_of(*sorted(rows)), people, [], 110 * DAY)


def shown(runs: dict[str, Run]) -> list[tuple[str, str]]:
    resolved: dict[str, Resolved] = dict.fromkeys(runs, WORLD)
    return [(person.name, person.why) for person in choose(runs, resolved, "a")]


def test_the_line_is_by_days_without_help_in_the_baseline() -> None:
    run = town({person: 20 + person for person in range(10)})
    assert unmet_minutes_by_person(run, WORLD)[3] == 13 * DAY
    assert shown({"a": run}) == [
        ("cohort 0", "a tenth of the way along the line"),
        ("cohort 4", "half way along the line"),
        ("cohort 8", "nine tenths along the line"),
    ]


def test_who_gained_and_who_lost_most_in_any_other_arm_is_added() -> None:
    before = {person: 20 + person for person in range(10)}
    found = shown({"a": town(before), "b": town(before | {6: 12}), "c": town(before | {2: 90})})
    assert found[3:] == [("cohort 6", "who gained most"), ("cohort 2", "who lost most")]


def test_nobody_is_shown_twice_and_no_gain_or_loss_is_made_up() -> None:
    run = town({0: 30})
    assert shown({"a": run, "b": run}) == [("cohort 0", "a tenth of the way along the line")]


def test_people_who_left_or_came_late_are_not_shown() -> None:
    run = town({0: 30, 1: 40}, gone=0)
    assert {name for name, _ in shown({"a": run})} == {"cohort 1"}
    late = run._replace(people=[person._replace(arrived=50 * DAY) for person in run.people])
    assert shown({"a": late}) == []


def test_rows_are_found_by_key_where_the_arms_number_people_differently() -> None:
    run = town({0: 30, 1: 40})
    swapped = run._replace(people=run.people[::-1])
    (first, *_) = choose({"a": run, "b": swapped}, {"a": WORLD, "b": WORLD}, "a")
    assert first.rows["a"] == 0
    assert first.rows["b"] == 1


def test_in_a_real_study_everyone_shown_is_one_person_in_every_arm(small_study: Study) -> None:
    people = choose(small_study.first_runs, small_study.resolved, "handed_on")
    assert 3 <= len(people) <= 5
    for person in people:
        keys = {small_study.first_runs[arm].people[r].key for arm, r in person.rows.items()}
        assert len(keys) == 1


def test_no_runs_show_nobody() -> None:
    assert choose({}, {}, "a") == []
