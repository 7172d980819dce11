"""Show the same people in every arm: a picture of each person's course, and their story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.charts import timelines
from sim.charts.timelines import Lane, Stretch, Way
from sim.events import Run, Window
from sim.measures.gaps import Gap
from sim.measures.timelines import Stretch as Lasting, Timeline, timeline
from sim.report.blocks import Block, Heading, Paragraphs, Picture, Section, Told
from sim.report.exemplars import RULE, RULE_OF_OTHERS, Shown, choose
from sim.report.narrative import Story, tell
from sim.report.view import View, quoted
from sim.report.wording import listed, number
from sim.resolved import Resolved
from sim.studies.keeping import one_in
from sim.units import DAY

LETTERS = "ABCDE"


class Life(NamedTuple):
    """The course and the story of one person in one arm."""

    arm: str  # its label
    way: Way
    story: Story

    @property
    def gap_days(self) -> float:
        """Return the person's days in need without help inside the window."""
        return total(self.way.gaps)


def people_section(view: View) -> Section:
    """Return the section that shows a few people, chosen by a stated rule, in every arm."""
    study = view.study
    title = "The same people in each way of care" if view.others else "Some of the people"
    if not view.names.needs:
        return Section("people", title, [])
    shown = choose(study.first_runs, study.resolved, view.baseline)
    more = f" {RULE_OF_OTHERS}" if view.others else ""
    same = ", who brings the same ups and downs to every way of care" if view.others else ""
    blocks: list[Block] = [
        Paragraphs(
            [
                RULE.format(baseline=quoted(view.label(view.baseline))) + more,
                f"All are from the first repeat{of_whom(view)}, and all are made up: each is one "
                f"person the simulation drew{same}.",
            ]
        )
    ]
    if not shown:
        blocks = [Paragraphs(["Nobody with needs was here the whole time, so nobody is shown."])]
    for letter, person in zip(LETTERS, shown, strict=False):
        blocks += person_blocks(view, person, letter)
    return Section("people", title, blocks)


def of_whom(view: View) -> str:
    """Return a sentence that only one of every n people was kept; nothing if all were kept."""
    every = one_in(view.study.resolved[view.baseline])
    return f", in which one in {every:,} people was kept" if every > 1 else ""


def person_blocks(view: View, person: Shown, letter: str) -> list[Block]:
    """Return one person's heading, picture, and story in each arm."""
    study = view.study
    lives = {
        arm: life(study.first_runs[arm], study.resolved[arm], person.rows[arm], view.label(arm))
        for arm in view.arms
    }
    stories = [
        Told(each.arm, view.look(arm).sign, view.look(arm).colour, each.story, letter != LETTERS[0])
        for arm, each in lives.items()
    ]
    who = f"Person {letter}"
    return [
        Heading(f"{who}, {person.why}"),
        picture_of(list(lives.values()), f"{who} ({person.name} in the log)", who),
        *stories,
    ]


def life(run: Run, resolved: Resolved, row: int, label: str) -> Life:
    """Return the course and the story of one person in one arm. `row` is a row of `run.people`."""
    window = Window(resolved.measuring.window.opens, run.closes)
    way = way_of(timeline(run, resolved, row), label, resolved.names.service_labels, window)
    if resolved.calendar.begins is not None:
        way = way._replace(opens=resolved.calendar.date_text(window.opens))
    story = tell(run.log, resolved.names, window, row, resolved.calendar)
    return Life(label, way, story)


def picture_of(lives: Sequence[Life], who: str, file: str) -> Picture:
    """Return the picture of one person in every arm; `file` is the name of its files."""
    gap_days = [f"{number(each.gap_days)} days in {quoted(each.arm)}" for each in lives]
    panels = "One panel for each way of care. " if len(lives) > 1 else ""
    return Picture(
        name=file.lower().replace(" ", "-"),
        title=f"Need, services and contacts of {who}",
        figure=timelines.draw([each.way for each in lives]),
        alternative=(f"In need without help: {listed(gap_days)}. The stories below tell the rest."),
        how_to_read=(
            f"{panels}The grey steps are how bad the need is, from "
            "settled to crisis. Red stripes: in need without help. Below, each line is a "
            "service: an open bar is waiting, a full one is being there, dots are contacts."
        ),
    )


def total(stretches: Iterable[Stretch]) -> float:
    """Return the total days of several intervals."""
    return sum(stretch.ends - stretch.begins for stretch in stretches)


def way_of(line: Timeline, arm: str, labels: tuple[str, ...], window: Window) -> Way:
    """Return the course of one person in one arm, cut to the window.

    Times are days since the window opened.
    """
    first_met: dict[int, int] = {}
    for stretch in sorted((*line.waits, *line.spells), key=lambda stretch: stretch.opens):
        if stretch.closes > window.opens:
            first_met.setdefault(stretch.service, stretch.opens)
    days, levels = worst_levels(line, window)
    return Way(
        arm=arm,
        days=days,
        levels=levels,
        gaps=together(line.gaps, window),
        lanes=[lane(line, service, labels[service], window) for service in first_met],
        closes=days_since(window.closes, window),
    )


def lane(line: Timeline, service: int, label: str, window: Window) -> Lane:
    """Return one service in a person's course."""
    met = [m for m in line.meetings if m.service == service and m.time >= window.opens]
    return Lane(
        service=label,
        waits=together((s for s in line.waits if s.service == service), window),
        spells=together((s for s in line.spells if s.service == service), window),
        contacts=[days_since(m.time, window) for m in met if m.attended],
        missed=[days_since(m.time, window) for m in met if not m.attended],
    )


def together(stretches: Iterable[Gap | Lasting], window: Window) -> list[Stretch]:
    """Return intervals cut to the window. Intervals that touch or overlap are joined."""
    joined: list[tuple[int, int]] = []
    inside = ((max(s.opens, window.opens), min(s.closes, window.closes)) for s in stretches)
    for opens, closes in sorted((opens, closes) for opens, closes in inside if opens < closes):
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], closes)
        else:
            joined.append((opens, closes))
    return [Stretch(days_since(o, window), days_since(c, window)) for o, c in joined]


def worst_levels(line: Timeline, window: Window) -> tuple[list[float], list[int]]:
    """Return when the level of the person's worst need changed, in minutes, and each new level.

    The first level is the level at the opening of the window.
    """
    now: dict[int, int] = {}
    worst: dict[int, int] = {window.opens: 0}  # a later change in the same minute replaces one
    for step in line.levels:
        now[step.need] = step.level
        worst[max(step.time, window.opens)] = max(now.values())
    if line.closes < window.closes:
        worst[line.closes] = 0
    return [days_since(time, window) for time in worst], list(worst.values())


def days_since(minute: int, window: Window) -> float:
    """Return how many days after the opening of the window a minute is."""
    return (minute - window.opens) / DAY
