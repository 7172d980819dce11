"""Words for waits."""

from __future__ import annotations

from sim.measures.words.form import SHARE, Direction, Entry

WAITS = {
    "wait_to_decision": "Wait from referral to decision",
    "wait_to_start": "Wait from referral to start",
    "wait_to_first_contact": "Wait from referral to first contact",
    "wait_to_second_contact": "Wait from referral to second contact",
}
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
        for weeks in (4, 12, 26, 52)
    },
}

ACCESS: tuple[Entry, ...] = (
    *(
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
    ),
    *(
        Entry(
            f"still_waiting{part}.{statistic}",
            f"{label}{where}",
            unit,
            "lower",
            f"{meaning}{where}.",
        )
        for part, where in (("", ""), (".{service}", ", {service}"))
        for statistic, label, unit, meaning in (
            (
                "number",
                "People still waiting at the end",
                "people",
                "Referrals, decided or not, neither started nor ended when the window closed",
            ),
            (
                "mean",
                "Mean wait so far of people still waiting at the end",
                "days",
                "How long those not yet started had waited when the window closed, on average",
            ),
        )
    ),
)
