"""The words for the numbers of a scenario beside those of services: what each is, and its unit.

The form is that of `services.py`. What belongs to a need, a group, an arm or a mechanism stands
here without it: `reading.py` adds whose it is.
"""

from __future__ import annotations

from typing import Final

from sim.report.paths.services import FACTOR, PEOPLE, SCALE, SHARE

RATIO: Final = "ratio"

MODEL: Final[dict[str, tuple[str, str]]] = {
    "run.length": ("length of the run", ""),
    "run.change": ("time until the change of rules", ""),
    "run.warm_up": ("time that is not measured", ""),
    "people.cohort": ("people at the beginning", PEOPLE),
    "people.areas.{area}.share": ("share of people who live in {area}", SHARE),
    "people.arrivals.{arrival}.rate": ("arrivals: {arrival}", ""),
    "people.arrivals.{arrival}.growth": ("growth of arrivals: {arrival}", ""),
    "people.groups.{group}.share": ("share of people in {group}", SHARE),
    "people.groups.{group}.areas.{area}": ("share of people in {group} who live in {area}", SHARE),
    "people.start.full.relationship": ("relationship of people in care at the beginning", SCALE),
    "leaving.death": ("deaths of each person", ""),
    "leaving.moving_away": ("moves out of the area by each person", ""),
    "leaving.settled_for.away_at_start": ("share of people settled and away at first", SHARE),
    "leaving.settled_for.for": ("time that people are settled before they leave", ""),
    "leaving.settled_for.recurrence": ("returns of people who were settled and away", ""),
    "trust.start": ("trust at the beginning", SCALE),
    "trust.rise": ("rise of trust with each attended contact", SHARE),
    "trust.stigma_fall": ("fall of trust with a stigmatising contact", SHARE),
    "trust.refusal_fall": ("fall of trust with a refusal", SHARE),
    "trust.unplanned_ending_fall": ("fall of trust with an unplanned ending", SHARE),
    "trust.disengages_below": ("trust below which people seek help only in crisis", SCALE),
    "trust.reference": ("trust that changes nothing", SCALE),
    "relationship.growth": ("growth of the relationship with each attended contact", SHARE),
    "relationship.start": ("relationship with a new worker", SCALE),
    "relationship.reference": ("relationship that changes nothing", SCALE),
    "relationship.retelling": ("contacts spent on retelling with a new worker", "contacts"),
    "relationship.match.ceiling": ("highest relationship that a pair can reach", SCALE),
    "relationship.match.poor.ceiling": ("highest relationship of a pair that match poorly", SCALE),
    "relationship.match.poor.share": ("share of pairs that match poorly", SHARE),
    "attendance.trust": ("effect of trust on attending", "log odds"),
    "attendance.relationship": ("effect of the relationship on attending", "log odds"),
    "seeking.delay.{level}": ("time until people turn for help {level}", ""),
    "seeking.trust": ("effect of trust on the time until people turn for help", "log scale"),
    "seeking.reseek_delay": ("time until people turn for help again", ""),
    "seeking.entry.{level}.{to}": ("share of people who turn to {to} {level}", SHARE),
    "effects.support.recovery_ratio": ("effect of support on recoveries", RATIO),
    "effects.support.worsening_ratio": ("effect of support on worsenings", RATIO),
    "effects.support.window": ("time for which a contact supports", ""),
    "effects.support.without_relationship": (
        "share of the effect of support with no relationship",
        SHARE,
    ),
    "effects.loss.worsening_ratio": ("effect of a loss on worsenings", RATIO),
    "effects.loss.lasts": ("how long the effect of a loss lasts", ""),
    "effects.loss.planned_share": ("share of the effect of a loss after a planned ending", SHARE),
    "effects.loss.refusal_share": ("share of the effect of a loss after a refusal", SHARE),
    "effects.waiting.worsening_ratio": ("effect of waiting on worsenings", RATIO),
    "effects.advice.recovery_ratio": ("effect of advice to the team on recoveries", RATIO),
    "effects.over_contact.limit.{level}": (
        "limit beyond which contact may hurt {level}",
        "contacts in four weeks",
    ),
    "effects.over_contact.worsening_ratio": ("effect of too much contact on worsenings", RATIO),
    "needs.{need}.episode_break": ("time that ends an episode of {need}", ""),
    "needs.{need}.largest_ratio": ("largest effect on a rate of change of {need}", RATIO),
    "needs.{need}.presenting.over": ("time over which {need} is presented to a service", ""),
    "needs.{need}.seek_level": ("level of {need} from which people turn for help", "level, 1 to 3"),
    "needs.{need}.start.{state}": ("share of people with {need} {state} at first", SHARE),
    "measures.enough": ("share of the time in need that has to be helped", SHARE),
    "measures.covered_for": ("time for which a contact counts as help", ""),
    "measures.lost_after": ("time without contact that counts as lost", ""),
    "measures.wanted.person": ("help that a person wants beside others", FACTOR),
    "measures.wanted.{level}": ("help wanted {level}", ""),
    "arms.{arm}.mechanisms": ("switches of {arm}", ""),
    "arms.{arm}.phase_in.over": ("time until all contact hours are usable with {arm}", ""),
    "arms.{arm}.phase_in.productivity": (
        "share of contact hours usable at first with {arm}",
        SHARE,
    ),
    "arms.{arm}.transfer.posts": ("posts moved with {arm}", "posts"),
}
