"""Show the same simulated people under each arm, as pictures and as text."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.engines.choosing import Engine
from sim.errors import SimError, did_you_mean
from sim.events import Run
from sim.report.blocks import Picture
from sim.report.exemplars import Shown, choose, shown
from sim.report.narrative import Story
from sim.report.people import life, picture_of
from sim.resolved import Resolved
from sim.scenario import Scenario
from sim.scripting.arguments import (
    choices,
    is_scenario,
    names,
    whole,
)
from sim.scripting.execution import Execution, used
from sim.scripting.faults import in_words_of_python
from sim.scripting.keywords import known_keywords
from sim.studies.engines import ENGINES
from sim.studies.planning import MOST_REPLICATIONS
from sim.studies.running import plan
from sim.studies.warm_up_compile import prepare


class UnknownPersonError(SimError):
    """No person of this name exists in every arm."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        advice = did_you_mean(name, known, "Leave `people` out to have some chosen by a rule.")
        super().__init__(f'people: nobody is called "{name}" in every arm.\n  {advice}')


@dataclass(frozen=True)
class Lives:
    """The course of one simulated person in each arm.

    A notebook shows it as a picture with the stories below.
    """

    person: str  # the name in the event log
    why: str  # how they were chosen
    days_in_need_without_help: Mapping[str, float]  # by arm, once counting began
    stories: Mapping[str, Story]  # by arm
    picture: Picture
    _labels: Mapping[str, str]

    def __repr__(self) -> str:
        """Return the person's name."""
        return f"Lives({self.person}, {self.why})"

    def _repr_html_(self) -> str:
        """Return the picture, and the stories of all arms side by side, as HTML."""
        picture = (
            f'<img src="{self.picture.source}" alt="{html.escape(self.picture.alternative)}" '
            'style="max-width: 100%; background: white">'
        )
        columns = "".join(_column(self._labels[arm], self.stories[arm]) for arm in self.stories)
        return (
            f"<p><b>{html.escape(self.picture.title)}</b> ({html.escape(self.why)})</p>{picture}"
            f"<p>{html.escape(self.picture.how_to_read)}</p>"
            f'<div style="display: flex; flex-wrap: wrap; gap: 2em">{columns}</div>'
        )


@known_keywords(execution=Execution)
def lives(
    scenario: Scenario,
    people: Sequence[str] | None = None,
    *,
    replication: int = 1,
    execution: Execution | None = None,
) -> list[Lives]:
    """Return the course of the same people under each arm of a scenario.

    Parameters
    ----------
    people
        Names from the event log, such as ``cohort 12``. When None, up to five people are chosen by
        the rule that the report uses. People who were present the whole time are sorted by their
        days in need without help in the baseline. Those at one tenth, one half and nine tenths of
        this order are chosen, and then the person who gained most and the person who lost most.
    replication
        The number of the replication that is shown, from 1.
    execution
        The seed, the arms and the engine. One run of each arm is made in this process and is not
        kept, so the other fields have no effect.

    Returns
    -------
    list of Lives
        Empty if nobody was present the whole time, or if the scenario has no needs.

    Raises
    ------
    SimError
        For a person or an arm that does not exist, or a replication below 1.

    Examples
    --------
    >>> import sim
    >>> community = sim.Scenario.load("scenarios/cen_community.yaml")
    >>> how = sim.Execution(arms=["handed_on", "relational_practice"])
    >>> found = sim.lives(community, ["cohort 12"], execution=how)
    >>> [each.person for each in found]
    ['cohort 12']
    >>> list(found[0].stories)
    ['handed_on', 'relational_practice']
    """
    how = used(execution)
    kind = Engine(how.engine)
    number = whole("replication", replication, 1, MOST_REPLICATIONS) or 1
    asked_for = names("people", people)
    with in_words_of_python():
        chosen_by = choices(is_scenario(scenario), how.arms, number, how.seed)
        planned = plan(scenario, chosen_by, compared=False)
    settings, resolved = planned.settings, planned.resolved
    prepare(kind, resolved[settings.baseline], settings.seed)
    runs = {arm: ENGINES[kind].run(resolved[arm], settings.seed, number) for arm in settings.arms}
    named = [_named(name, runs, settings.baseline) for name in asked_for or ()]
    if not resolved[settings.baseline].names.needs:
        return []
    chosen = named or choose(runs, resolved, settings.baseline)
    labels = {arm: str(planned.scenario.arms[arm].label or arm) for arm in settings.arms}
    return [_lives(person, runs, resolved, labels) for person in chosen]


def _named(name: str, runs: Mapping[str, Run], baseline: str) -> Shown:
    """Find a person by name, and return the person's row in the log of each arm."""
    names = set.intersection(*({person.name for person in run.people} for run in runs.values()))
    if name not in names:
        raise UnknownPersonError(name, sorted(names))
    key = next(person.key for person in runs[baseline].people if person.name == name)
    return shown(key, "asked for by name", runs, baseline)


def _lives(
    person: Shown,
    runs: Mapping[str, Run],
    resolved: Mapping[str, Resolved],
    labels: Mapping[str, str],
) -> Lives:
    """Return the course of one person in every arm."""
    found = {
        arm: life(run, resolved[arm], person.rows[arm], labels[arm]) for arm, run in runs.items()
    }
    return Lives(
        person=person.name,
        why=person.why,
        days_in_need_without_help={arm: each.gap_days for arm, each in found.items()},
        stories={arm: each.story for arm, each in found.items()},
        picture=picture_of(list(found.values()), person.name, person.name),
        _labels=labels,
    )


def _column(arm: str, story: Story) -> str:
    """Return the story of one arm as an HTML column."""
    steps = "".join(
        f"<li><b>{html.escape(when)}</b> {html.escape(words)}</li>" for when, words in story.steps
    )
    left_out = f"<p>Smaller steps not told here: {story.left_out}.</p>" if story.left_out else ""
    return (
        f'<div style="flex: 1; min-width: 18em"><p><b>{html.escape(arm)}</b></p>'
        f"<p>{html.escape(story.opening)}</p><ul>{steps}</ul>{left_out}"
        f"<p>{html.escape(story.closing)}</p></div>"
    )
