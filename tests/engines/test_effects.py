"""What bears on a need at a minute: support, advice, waiting, loss, too much contact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.engines.reference.state import Person
from sim.events import NOWHERE
from sim.units import DAY
from tests.engines.worlds import STEADY_NEED, engine, world

CARE = """
people: {cohort: 1}
relationship: {growth: 0.5}
seeking: {delay: {severe: 1 hour}, reseek_delay: 1 week, entry: {severe: {clinic: 1}}}
services:
  clinic:
    support: 1
    capacity: unlimited
    contacts: {every: 1 day, length: 30 minutes}
"""


EFFECTS = """
effects:
  support: {recovery_ratio: 1.5, worsening_ratio: 0.5, window: 2 days, without_relationship: 0.4}
  loss: {worsening_ratio: 1.6, lasts: 3 days, planned_share: 0.25}
  waiting: {worsening_ratio: 1.2}
  advice: {recovery_ratio: 1.1}
"""


def cared_for(
    folder: Path, until: int, *, support: str = "0.5", more: str = ""
) -> tuple[Any, Person]:
    """One person at a service with a worker, with a first contact at minute 60 and no other."""
    text = CARE.replace("support: 1", f"support: {support}")
    text = text.replace("every: 1 day", "every: 8 weeks")
    text = text.replace("capacity: unlimited", STAFF)
    story = engine(world(folder, STEADY_NEED, EFFECTS, text + more))
    story.world.env.run(until=until)
    return story, story.world.people[0]


STAFF = (
    "workers: {posts: 1, caseload: 9, contact_hours: 168, working_hours: "
    "{days: [mon, tue, wed, thu, fri, sat, sun], from: '00:00', to: '24:00'}}"
)


def test_support_is_the_ratio_to_the_power_of_share_and_relationship(tmp_path: Path) -> None:
    story, person = cared_for(tmp_path, 61)

    exponent = 0.5 * (0.4 + 0.6 * 0.5)  # relationship 0.5 after one contact
    assert story.world.inner.recovery(person, 0) == pytest.approx(1.5**exponent)
    assert story.world.inner.worsening(person, 0) == pytest.approx(0.5**exponent)


def test_support_ends_when_the_last_contact_is_older_than_the_window(tmp_path: Path) -> None:
    for until, supported in ((60 + 2 * DAY, True), (60 + 2 * DAY + 1, False)):
        story, person = cared_for(tmp_path, until)

        assert (story.world.inner.recovery(person, 0) > 1) == supported


def test_of_several_supporting_spells_the_strongest_counts_alone(tmp_path: Path) -> None:
    both = "parallel: true, capacity: unlimited, contacts: {every: 1 day, length: 1 hour}"
    text = f"""
    people: {{start: {{from_table: here.csv}}}}
    services:
      weak: {{support: 0.4, {both}}}
      strong: {{support: 0.8, {both}}}
    seeking: {{delay: {{severe: never}}, reseek_delay: never, entry: {{severe: {{weak: 1}}}}}}
    """
    table = "id,service,status\nann,strong,in_care\n"
    story = engine(world(tmp_path, STEADY_NEED, EFFECTS, text, table=table))
    story.world.env.run(until=2)
    (person,) = story.world.people
    story.world.referral.refer(person, 0, NOWHERE)
    story.world.waiting.settle()
    story.world.env.run(until=DAY + 2)

    assert len(person.spells) == 2
    assert story.world.inner.recovery(person, 0) == pytest.approx(1.5 ** (0.8 * 0.4))


def test_of_overlapping_losses_the_largest_counts_and_each_lasts_its_time(tmp_path: Path) -> None:
    story, person = cared_for(tmp_path, 59)
    story.world.inner.feel_loss(person, 0.8)
    story.world.env.run(until=59 + DAY)
    story.world.inner.feel_loss(person, 0.3)
    story.world.env.run(until=60 + 2 * DAY + 5)
    support = story.world.inner.worsening(person, 0) / 1.6**0.8

    sizes = []
    for until in (59 + 3 * DAY - 1, 59 + 3 * DAY, 59 + 4 * DAY - 1, 59 + 4 * DAY):
        story.world.env.run(until=until)
        sizes.append(story.world.inner.worsening(person, 0))
    assert support == pytest.approx(1)
    assert sizes == pytest.approx([1.6**0.8, 1.6**0.3, 1.6**0.3, 1.0])


@pytest.mark.parametrize(("planned", "size"), [("true", 0.25 * 0.5), ("false", 0.5)])
def test_an_ending_is_a_loss_of_the_relationship_a_planned_one_a_smaller_one(
    tmp_path: Path, planned: str, size: float
) -> None:
    ends = f"    ends: {{stay: 1 day, planned: {planned}}}\n"
    _, person = cared_for(tmp_path, 60 + DAY + 1, more=ends)

    assert person.losses == [(size, 60 + 4 * DAY)]


def test_waiting_worsens_needs_without_support_and_not_with_it(tmp_path: Path) -> None:
    text = """
    people: {start: {from_table: here.csv}}
    services:
      clinic: {capacity: {places: 0}}
      helper:
        support: 1
        parallel: true
        capacity: unlimited
        contacts: {every: 1 day, length: 1 hour}
    seeking:
      delay: {severe: never}
      reseek_delay: never
      entry: {severe: {clinic: 0.5, helper: 0.5}}
    """
    table = "id,service,status\nann,clinic,waiting\nben,,\ncat,clinic,waiting\n"
    story = engine(world(tmp_path, STEADY_NEED, EFFECTS, text, table=table))
    story.world.env.run(until=1)
    waits, does_not, supported = story.world.people
    story.world.referral.refer(supported, 1, NOWHERE)
    story.world.waiting.settle()
    story.world.env.run(until=2)

    assert [story.world.inner.worsening(each, 0) for each in (waits, does_not)] == [1.2, 1.0]
    assert story.world.inner.worsening(supported, 0) == pytest.approx(0.5**0.4), "support alone"


def test_contact_beyond_the_limit_is_harmful(tmp_path: Path) -> None:
    over = "effects: {over_contact: {limit: {2: 3}, worsening_ratio: 1.4}}\n"
    story = engine(world(tmp_path, over, STEADY_NEED, CARE))
    ratios = []
    for contacts in (3, 4):
        story.world.env.run(until=60 + (contacts - 1) * DAY + 1)
        ratios.append(story.world.inner.worsening(story.world.people[0], 0))

    assert ratios == [1.0, 1.4]
