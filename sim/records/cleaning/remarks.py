"""What people should know of an extract before they use it, in sentences without identifiers."""

from __future__ import annotations

import numpy as np

from sim.laws import Ints
from sim.measures.recorded.tables import NEVER, Outcome
from sim.records.cleaning.moments import MOSTLY, timed_share
from sim.records.cleaning.rules import TEAMLESS
from sim.records.cleaning.tables import Linked
from sim.records.extract import Dropped
from sim.records.faults import Findings, at
from sim.records.known.codes import NAMED
from sim.records.mapping.mapping import Mapping
from sim.records.reading.database import OTHER_CODE
from sim.records.reading.expressions import CODES_OF
from sim.records.rows import Rows

MOST_TEAMLESS = 0.05
"""Of the referrals: when more have no team, the extract is not read."""
DECIDED = 0.8
"""Of the accepted referrals: with fewer dates of decision, none is used."""


class Remarks:
    """Collects remarks, each once."""

    def __init__(self) -> None:
        self.told: dict[str, None] = {}

    def add(self, remark: str) -> None:
        """Add a remark."""
        self.told.setdefault(remark)


def are_timed(contacts: Rows, mapping: Mapping, remarks: Remarks, findings: Findings) -> bool:
    """Return whether times of day are used, as the mapping says or as the contacts have them."""
    share = timed_share(contacts["at"])
    asked = mapping.period.timed
    if asked and not share and contacts.size:
        place = at(mapping.file)
        problem = "`extract.timed` is true, and no contact has a time of day."
        findings.add(place, problem, "Write the heading of `at_time`, or `timed: false`.")
    timed = share >= MOSTLY if asked is None else asked
    if timed and share < 1 and contacts.size:
        remarks.add(f"{_percent(1 - share)} of contacts have no time of day: they stand at noon.")
    if not timed and share:
        remarks.add(f"Times of day are not used; {_percent(share)} of contacts have one.")
    return timed


def see_codes(tables: dict[str, Rows], remarks: Remarks) -> None:
    """Say of how many rows a code has no meaning, in columns in which that is allowed."""
    for place, codes in CODES_OF.items():
        name, column = place.split(".")
        values = tables.get(name, Rows()).get(column)
        if values is None:
            continue
        if many := int((values == OTHER_CODE).sum()):
            group = " (no group of them is made)" if codes in NAMED else ""
            remarks.add(
                f"In {many:,} rows of `{name}` the code in `{column}` is not in the mapping: it "
                f"counts as not recorded{group}."
            )


def see_teams(dropped: tuple[Dropped, ...], files: dict[str, str], findings: Findings) -> None:
    """Add a fault if too many referrals have no team."""
    for each in dropped:
        of_referrals = each.rule == TEAMLESS and each.table == "referrals"
        if of_referrals and each.count > MOST_TEAMLESS * each.of:
            findings.add(
                at(files["referrals"]),
                f"{each.count:,} of {each.of:,} referrals have no team.",
                f"At most {MOST_TEAMLESS:.0%} may have none.",
                "Write what `service` or `service_type` is called, or the file of `other_teams`.",
            )


def see_services(linked: Linked, mapping: Mapping, findings: Findings, remarks: Remarks) -> None:
    """Say which services have no referral; if none has, that is a fault."""
    counts = np.bincount(linked.referrals["service"], minlength=len(mapping.services))
    if not counts.sum():
        findings.add(
            at(mapping.file),
            "No referral is left that is to a service of the mapping.",
            "",
            "Look at `services`: their teams or types have to be called as in the extract.",
        )
        return
    for service, count in zip(mapping.services, counts, strict=True):
        if not count:
            remarks.add(f"There is no referral to `{service.key}`.")


def decided_of(linked: Linked, remarks: Remarks) -> Ints:
    """Return when referrals were accepted; NEVER for all if that is seldom said of accepted ones.

    A referral counts as accepted here if it was not rejected and had an attended contact.
    """
    referrals, contacts = linked.referrals, linked.contacts
    seen = np.zeros(referrals.size, np.bool_)
    seen[contacts["row"][contacts["outcome"] == Outcome.ATTENDED]] = True
    seen &= referrals["rejected"] == NEVER
    told = referrals["decided"] != NEVER
    share = float(told[seen].mean()) if seen.any() else float(told.any())
    if told.any() and share < DECIDED:
        remarks.add(
            f"{_percent(share)} of accepted referrals say when that was decided; {DECIDED:.0%} are "
            "needed, so no such date is used."
        )
        return np.full(referrals.size, NEVER, np.int64)
    return np.asarray(referrals["decided"], np.int64)


def _percent(share: float) -> str:
    """Return a share in words that never say none or all where it is some."""
    if 0 < share < 0.01:
        return "Fewer than 1 %"
    return f"{min(round(100 * share), 99 if share < 1 else 100)} %"
