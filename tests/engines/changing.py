"""Awkward worlds whose rules change during the run, by chance in every way they may."""

from __future__ import annotations

import numpy as np

from sim.resolved import MISSING, WHOLE_POST, Numbers, Resolved, RulesChange
from tests.engines.awkward import Awkward
from tests.engines.in_areas import in_areas
from tests.engines.on_dates import on_dates


class Changed(Awkward):
    """Chooses the rules that hold from the change on, for the people and services of a world."""

    def __init__(self, number: int) -> None:
        super().__init__(number)  # as many services, needs and groups as the world before
        self.by_chance = self.apart("change")
        self.when = " after the change"

    def after(self, before: Numbers) -> tuple[Numbers, np.ndarray]:
        """The new rules, and where the people of each service go."""
        moved_to = np.array(
            [
                self.one_of(service, service, service, MISSING, *range(self.services))
                for service in range(self.services)
            ]
        )
        services = self.all_services()
        services = services._replace(
            capacity=before.services.capacity,
            covers=np.where(
                before.services.continuous[:, None], before.services.covers, services.covers
            ),
            continuous=before.services.continuous,
        )
        workforce, services = self.teams(services)
        here = moved_to == np.arange(self.services)
        services = services._replace(
            places=np.where(here, services.places, 0),
            last_share=np.where(here, services.last_share, WHOLE_POST),
        )
        workforce = workforce._replace(
            posts=services.places[workforce.service],
            works_on=before.workforce.works_on,
            day_opens=before.workforce.day_opens,
            day_closes=before.workforce.day_closes,
            weekly_minutes=np.minimum(workforce.weekly_minutes, 2_000),
            handover_notice=self.apart("notice after").choice([0, 50, 600], len(workforce.service)),
        )
        changes = self.changes(services)
        later = here[changes.service] & (changes.time > self.minute)
        persons = self.persons()._replace(
            share=before.persons.share, attributes=before.persons.attributes
        )
        numbers = before._replace(
            persons=persons,
            services=services,
            workforce=workforce,
            changes=type(changes)(*(column[later] for column in changes)),
        )
        return numbers._replace(distributions=self.table.numbers()), moved_to

    def phase_in(self) -> tuple[int, int]:
        """How long it takes until all contact minutes can be used, and the share at first."""
        by_chance = self.apart("phase in")
        over = by_chance.choice([0, 0, 1, 300, 9_000, 50_000])
        return int(over), int(by_chance.choice([0, 123_456, 800_000, 1_000_000]))

    @property
    def minute(self) -> int:
        """When the rules change."""
        return int(self.apart("minute of change").integers(1, 400))


def changing_world(number: int) -> Resolved:
    """The awkward world of that number, with other rules from some minute on."""
    world, changed = Awkward(number).world(), Changed(number)
    minute, before = changed.minute, world.numbers
    earlier = before.changes.time < minute
    before = before._replace(
        changes=type(before.changes)(*(column[earlier] for column in before.changes))
    )
    after, moved_to = changed.after(before)
    change = RulesChange(
        minute, before, world.measuring.helps, moved_to[:, None], *changed.phase_in()
    )
    return on_dates(in_areas(world._replace(numbers=after, change=change), number), number)
