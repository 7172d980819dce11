"""The formats of scenario files, and the keys that were added after the first format.

A key that is not among those of format 1 was added with format 2, so a new key needs no entry
here. A file that uses such a key must state `throughline: 2`. A program that reads format 1 only
then reports that the file is too new for it, and not that a key is unknown.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator

from sim.scenario.closing import UNCERTAIN
from sim.scenario.parts import Part
from sim.scenario.quantities import Sourced
from sim.scenario.refusing import shown, wrong

FORMAT = 2
"""The newest format, in which this program writes all files."""
FIRST = 1
SHAPE = UNCERTAIN
"""The key beside any number that format 1 does not have."""


def _known(value: Any) -> int:
    """Accept the number of a known format; 2.0 is one, as tables and scripts write it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong(f"{shown(value)} is not a format of scenario files.", f"Write {FORMAT}.")
    if value > FORMAT:
        raise wrong(
            f"Format {value} is newer than this program, which reads formats {FIRST} to {FORMAT}.",
            remedy="Install a newer version of Throughline.",
        )
    if value < FIRST:
        raise wrong(f"{value} is out of range.", f"Write {FORMAT}.")
    return int(value)


FormatNumber = Annotated[int, BeforeValidator(_known)]


@cache
def later_keys(kind: type[Part]) -> frozenset[str]:
    """Return the keys of a kind of part that format 1 does not have.

    The keys beside any number (its range, source and note) are in every format, but its shape.
    """
    if issubclass(kind, Sourced):
        return frozenset(kind.known_keys()) & {SHAPE}
    names = (each.part_name() for each in kind.__mro__ if issubclass(each, Part))
    first = next((_first()[name] for name in names if name in _first()), frozenset[str]())
    return frozenset(kind.known_keys()) - first


@cache
def _first() -> dict[str, frozenset[str]]:
    """Return the keys of format 1, by kind of part."""
    found: dict[str, frozenset[str]] = {}
    for line in KEYS_OF_FORMAT_1.replace("\n    ", " ").strip().splitlines():
        name, _, keys = line.partition(":")
        found[name] = frozenset(keys.split())
    return found


KEYS_OF_FORMAT_1 = """
Accepts: levels excludes probability penalty_per_refusal
Advice: recovery_ratio
Advising: length lasts
Amount: source agreed_by note value low high
Arm: label description mechanisms set start_map
Assignment: keep
Attendance: trust relationship
Capacity: places changes
Compare: baseline smallest_difference family
Component: share of
Contacts: every length attendance urgent_within stigma
Costs: contact place_day
Count: source agreed_by note value low high
Distribution: never fixed exponential uniform triangular lognormal gamma erlang weibull table
    mixture hazard truncated
Document: throughline title question about sources run people leaving trust relationship attendance
    seeking effects needs services price_year currency measures compare workforce mechanisms arms
Duration: source agreed_by note value low high
Effects: support loss waiting advice over_contact
Ends: stay contacts settled missed outreach planned
Erlang: stages mean
Exponential: mean
FollowUp: within probability by
FullStart: relationship
Gamma: mean sd shape
Group: share label attributes overrides
Handover: planned overlap share
Harm: source agreed_by note value low high
Hazard: logistic table
HazardStep: from per_day
Interval: fixed by_level
Keep: over
Leaving: moving_away death
Logistic: p1 p2 p3 p4
Lognormal: mean sd median percentile mu sigma unit
Loss: worsening_ratio lasts planned_share refusal_share
LossChange: worsening_ratio
Measures: covered_for gap_days lost_after
Mechanism: label description source on off
Need: label largest_ratio seek_level episode_break states transitions start seeking effects
NeedEffects: support loss waiting advice over_contact
NeedSeeking: entry
NeedStart: shares
Number: source agreed_by note value low high
OverContact: limit worsening_ratio
OverContactChange: limit worsening_ratio
People: cohort groups arrivals start
Percentile: at value
PlacesChange: from places
Positive: source agreed_by note value low high
PostsChange: from posts
Queue: rule group
Rate: source agreed_by note value low high
RateChange: from rate
Relationship: growth start reference retelling
Run: length warm_up replications seed
Seeking: delay trust reseek_delay entry
Service: label kind covers accepts decision_delay capacity workers queue patience opt_out_if_settled
    contacts ends routes handoff warm advice exit_delay parallel lead continuous pauses_others
    support follow_up fast_return costs
Settled: level for
Share: source agreed_by note value low high
SomeCount: source agreed_by note value low high
SomeTime: source agreed_by note value low high
Source: kind reference agreed_by note
Start: full from_table
StartTable: file contents
Stream: rate to group changes
Support: recovery_ratio worsening_ratio window without_relationship
SupportChange: recovery_ratio worsening_ratio window without_relationship
Table: source agreed_by note unit values probabilities
Transition: from to rate direction
Triangular: low mode high
Truncated: low high
Trust: start rise stigma_fall refusal_fall unplanned_ending_fall disengages_below reference
Uniform: low high
Waiting: worsening_ratio
Warm: carries limit
Weibull: shape mean scale
WholeDays: source agreed_by note value low high
Workers: posts contact_hours caseload tenure vacancy handover assignment missed_share working_hours
    changes
Workforce: tolerance unequal
WorkingHours: days from to
"""
"""The keys that a block has in format 1, by kind of part; keys are never added or removed."""
