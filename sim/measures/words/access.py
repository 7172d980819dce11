"""Names, labels and definitions of the measures of waits."""

from __future__ import annotations

from sim.measures.words.form import (
    EACH,
    SHARE,
    Clause,
    Direction,
    Entry,
    ReportPicture,
    ReportTable,
    Use,
    Ways,
    how_many,
    of_service,
    people,
    with_uses,
)

WAIT_TO_START = "wait_to_start"
START_MEDIAN = f"{WAIT_TO_START}.median"
STILL_WAITING = "still_waiting.number"
UNFINISHED = ("still_waiting", "waiting_over")
"""Measures of waits that have not ended begin with these."""

WAITS = {
    "wait_to_decision": "Wait from referral to decision",
    WAIT_TO_START: "Wait from referral to start",
    "wait_to_first_contact": "Wait from referral to first contact",
    "wait_to_second_contact": "Wait from referral to second contact",
}
WEEKS = (4, 12, 26, 52)
"""Lengths of waits with an entry of their own; one entry with a placeholder covers all others."""
STATISTICS: dict[str, tuple[str, str, Direction, str]] = {
    "number": ("number", "waits", None, "how many of these waits ended in the window"),
    "mean": ("mean", "days", "lower", "their mean, exact to the minute"),
    "median": ("median", "days", "lower", "half were no longer, in completed days"),
    "p90": ("90th centile", "days", "lower", "nine in ten were no longer, in completed days"),
    **{
        f"over_{weeks}_weeks": (
            f"{weeks} weeks or more",
            SHARE,
            "lower",
            f"the share of {weeks} weeks or more",
        )
        for weeks in (*WEEKS, "{weeks}")
    },
}

STARTED = people("waited", "less long to start", "longer to start")
LAST_STARTED = Ways(
    Clause("Those who waited longest", "waited", "less long to start"),
    Clause("Those who waited longest", "waited", "longer to start"),
)
USES = {
    "wait_to_decision.median": Use(table=ReportTable.WAITING),
    "wait_to_start.mean": Use(
        plain="the mean wait for a start",
        ways=STARTED,
        pictures=(ReportPicture.BY_GROUP,),
        equity=2,
        usual_outcome=1,
        flow_outcome=2,
    ),
    START_MEDIAN: Use(
        plain="the wait for a start", ways=STARTED, table=ReportTable.WAITING, headline=True
    ),
    "wait_to_start.p90": Use(
        plain="the wait that most had at most for a start",
        ways=LAST_STARTED,
        table=ReportTable.WAITING,
    ),
    "wait_to_start.over_12_weeks": Use(table=ReportTable.WAITING),
    "wait_to_second_contact.median": Use(table=ReportTable.WAITING),
    STILL_WAITING: Use(
        plain="people waiting for a start at the end",
        ways=how_many("people", "were", "still waiting at the end"),
        table=ReportTable.WAITING,
        headline=True,
    ),
    "still_waiting.mean": Use(table=ReportTable.WAITING),
}


def over_weeks(wait: str, weeks: int) -> str:
    """Return the name of the measure that is the share of waits of this many weeks or more."""
    return f"{wait}.over_{weeks}_weeks"


WAIT_ENTRIES = (
    Entry(
        f"{wait}{part}.{statistic}",
        f"{label}{where}: {words}",
        unit,
        direction,
        f"{label}{where}: {meaning}.",
    )
    for wait, label in WAITS.items()
    for part, where in (("", ""), (".{service}", ", {service}"))
    for statistic, (words, unit, direction, meaning) in STATISTICS.items()
)
STILL_WAITING_ENTRIES = (
    Entry(
        name if not where else of_service(name, EACH),
        f"{label}{where}",
        unit,
        "lower",
        f"{meaning}{where}.",
    )
    for where in ("", ", {service}")
    for name, label, unit, meaning in (
        (
            STILL_WAITING,
            "People still waiting at the end",
            "people",
            "Referrals, decided or not, neither started nor ended when the window closed",
        ),
        (
            "still_waiting.mean",
            "Mean wait so far of people still waiting at the end",
            "days",
            "How long those not yet started had waited when the window closed, on average",
        ),
    )
)

WAITING_OVER_ENTRIES = (
    Entry(
        f"waiting_over_{{weeks}}_weeks{part}",
        f"People on a list for {{weeks}} weeks or more{where}",
        "people",
        "lower",
        f"Time average of the number on the list{where} whose referral is {{weeks}} weeks old.",
    )
    for part, where in (("", ""), (".{service}", ", {service}"))
)

ACCESS = with_uses((*WAIT_ENTRIES, *STILL_WAITING_ENTRIES, *WAITING_OVER_ENTRIES), USES)
