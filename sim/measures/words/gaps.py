"""Names, labels and definitions of the measures of gaps in care."""

from __future__ import annotations

from sim.measures.words.form import (
    DAYS_PER_YEAR,
    PER_YEAR,
    SHARE,
    Clause,
    Entry,
    ReportPicture,
    ReportTable,
    Use,
    Ways,
    how_many,
    people,
    people_had,
)

CAUSES = {
    "worker_lost": ("the worker left", "a spell has lost its worker and nobody was met since"),
    "missed_contact": ("the last contact was missed", "the latest contact of a spell was missed"),
    "contact_overdue": ("contact overdue", "a spell is open but no contact was recent enough"),
    "between_services": ("between services", "another service passed the person on"),
    "waiting_list": ("on a waiting list", "accepted, and waiting for a start"),
    "awaiting_decision": ("awaiting a decision", "referred, and not yet accepted or refused"),
    "turned_away": ("turned away with nowhere to go", "the latest way led to a refusal only"),
    "disengaged": ("disengaged", "trust is too low to seek help outside a crisis"),
    "not_yet_sought": ("help not yet sought", "none of the other causes holds"),
    "not_yet_sought_after_ending": (
        "help not yet sought again after an ending",
        "part of help not yet sought: a service ended in need and led nowhere",
    ),
}

UNMET_NEED = "unmet_need_days"
LONGEST_GAP_OF_TENTH = "longest_gap.p90"
NEVER_SERVED = "never_served"
LONGEST = Ways(
    Clause("The longest time without help", "was", "shorter"),
    Clause("The longest time without help", "was", "longer"),
)
USUAL_GAP = "60"
"""The length of gaps between contacts, in days, that tables and lists show.

Gaps are counted for several lengths.
"""


def unmet_need_by(cause: str) -> str:
    """Return the name of the measure of unmet need with one cause."""
    return f"{UNMET_NEED}.{cause}"


GAPS: tuple[Entry, ...] = (
    Entry(
        UNMET_NEED,
        "Days in need without help",
        DAYS_PER_YEAR,
        "lower",
        "Time in which a person's worst need was at seek level or above and nothing covered it.",
        use=Use(
            plain="days in need without help",
            ways=people_had("days in need without help"),
            table=ReportTable.GAPS,
            pictures=(ReportPicture.BY_GROUP,),
            headline=True,
            equity=1,
            usual_outcome=1,
        ),
    ),
    Entry(
        "days_in_need",
        "Days in need",
        DAYS_PER_YEAR,
        "lower",
        "Time in which at least one need was at seek level or above.",
        use=Use(plain="days in need", ways=people_had("days in need"), table=ReportTable.GAPS),
    ),
    Entry(
        "days_in_need.need.{need}",
        "Days in need, {need}",
        DAYS_PER_YEAR,
        "lower",
        "Time in which {need} was at seek level or above.",
    ),
    Entry(
        "covered_share",
        "Share of days in need that were covered",
        SHARE,
        "higher",
        "Covered time of the worst need, divided by all time in need.",
        use=Use(
            plain="time in need that had help",
            ways=people(
                "had", "help for less of their time in need", "help for more of their time in need"
            ),
            table=ReportTable.GAPS,
            equity=1,
        ),
    ),
    Entry(
        "covered_share.need.{need}",
        "Share of days in need that were covered, {need}",
        SHARE,
        "higher",
        "Covered time of {need}, divided by all time in which it was at seek level or above.",
    ),
    Entry(
        "contact_gaps.{days}_days",
        "Gaps between contacts longer than {days} days",
        PER_YEAR,
        "lower",
        "Times without contact in a need episode that passed {days} days, complete or not.",
        use=Use(
            only=f"contact_gaps.{USUAL_GAP}_days",
            plain=f"gaps of over {USUAL_GAP} days",
            ways=people_had(f"gaps of over {USUAL_GAP} days"),
            table=ReportTable.GAPS,
            equity=1,
            usual_outcome=1,
        ),
    ),
    Entry(
        "contact_gaps.{days}_days.complete",
        "Gaps between contacts longer than {days} days that ended with a contact",
        PER_YEAR,
        "lower",
        "Of the gaps longer than {days} days, those seen to end with another contact.",
    ),
    Entry(
        "contact_gaps.{days}_days.censored",
        "Gaps between contacts longer than {days} days with no contact in sight",
        PER_YEAR,
        "lower",
        "Of the gaps longer than {days} days, those cut by the window, an exit or recovery.",
    ),
    Entry(
        "longest_gap.mean",
        "Longest time without help, mean",
        "days",
        "lower",
        "The longest stretch of a need episode without cover, over people with an episode.",
        use=Use(plain="the longest time without help", ways=LONGEST),
    ),
    Entry(
        "longest_gap.median",
        "Longest time without help, median",
        "days",
        "lower",
        "Half of the people with a need episode had no longer stretch of it without cover.",
        use=Use(plain="the longest time without help", ways=LONGEST, table=ReportTable.GAPS),
    ),
    Entry(
        LONGEST_GAP_OF_TENTH,
        "Longest time without help, 90th centile",
        "days",
        "lower",
        "Nine in ten people with a need episode had no longer stretch of it without cover.",
    ),
    Entry(
        "lost_to_follow_up",
        "People in need lost to follow-up",
        SHARE,
        "lower",
        "People in need who went too long without contact in an open episode, no ending planned.",
        use=Use(
            plain="people in need who were lost from sight",
            ways=how_many("people in need", "were", "lost from sight"),
            table=ReportTable.GAPS,
            equity=2,
        ),
    ),
    Entry(
        NEVER_SERVED,
        "People in need whom no service has ever seen",
        SHARE,
        "lower",
        "People in need whom no service that works with such a need had seen by the end.",
        use=Use(
            plain="people in need whom no one has seen",
            ways=how_many("people in need", "had", "never been seen by a service"),
            table=ReportTable.GAPS,
            equity=1,
        ),
    ),
)

UNMET_BY_CAUSE: tuple[Entry, ...] = (
    Entry(
        "unmet_need_days.need.{need}",
        "Days in need without help, {need}",
        DAYS_PER_YEAR,
        "lower",
        "Time in which {need} was at seek level or above and nothing covered it.",
    ),
    *(
        Entry(
            unmet_need_by(cause),
            f"Days in need without help: {label}",
            DAYS_PER_YEAR,
            "lower",
            f"Unmet time of the worst need in which this cause was the first to hold: {meaning}.",
        )
        for cause, (label, meaning) in CAUSES.items()
    ),
    *(
        Entry(
            f"unmet_need_days.need.{{need}}.{cause}",
            f"Days in need without help, {{need}}: {label}",
            DAYS_PER_YEAR,
            "lower",
            f"Unmet time of {{need}} in which this cause was the first to hold: {meaning}.",
        )
        for cause, (label, meaning) in CAUSES.items()
    ),
)
