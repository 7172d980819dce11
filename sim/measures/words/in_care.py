"""Names, labels and definitions of the measures of contact while in care, without needs."""

from __future__ import annotations

from sim.measures.words.form import (
    PER_YEAR,
    SHARE,
    Entry,
    ReportTable,
    Use,
    how_many,
    people_had,
)
from sim.measures.words.gaps import USUAL_GAP

GAPS_IN_CARE = f"gaps_in_care.{USUAL_GAP}_days"
NOT_SEEN = f"not_seen.{USUAL_GAP}_days"
NEVER_SEEN = "never_seen"

IN_CARE: tuple[Entry, ...] = (
    Entry(
        "gaps_in_care.{days}_days",
        "Times in care without contact for longer than {days} days",
        PER_YEAR,
        "lower",
        "Times between contacts of an open spell that passed {days} days, complete or not.",
        use=Use(
            only=GAPS_IN_CARE,
            plain=f"gaps of over {USUAL_GAP} days while in care",
            ways=people_had(f"gaps of over {USUAL_GAP} days while in care"),
            table=ReportTable.GAPS,
            headline=True,
            flow_outcome=1,
        ),
    ),
    Entry(
        "gaps_in_care.{days}_days.complete",
        "Times in care without contact for longer than {days} days that ended with a contact",
        PER_YEAR,
        "lower",
        "Of the times longer than {days} days, those seen to end with another contact.",
    ),
    Entry(
        "gaps_in_care.{days}_days.censored",
        "Times in care without contact for longer than {days} days with no contact in sight",
        PER_YEAR,
        "lower",
        "Of the times longer than {days} days, those cut by a pause, an ending or the window.",
    ),
    Entry(
        "gaps_in_care.{service}.{days}_days",
        "Times in care without contact for longer than {days} days, {service}",
        "per year",
        "lower",
        "Times between contacts of an open spell at {service} that passed {days} days.",
    ),
    Entry(
        "not_seen.{days}_days",
        "Part of people in care not seen for longer than {days} days",
        SHARE,
        "lower",
        "Time in open spells more than {days} days after start, contact or pause, of all of it.",
        use=Use(
            only=NOT_SEEN,
            plain=f"people in care not seen for over {USUAL_GAP} days",
            ways=how_many(
                "people in care", "had", f"not been seen for over {USUAL_GAP} days at a time"
            ),
            table=ReportTable.GAPS,
        ),
    ),
    Entry(
        "not_seen.{service}.{days}_days",
        "Part of people in care not seen for longer than {days} days, {service}",
        SHARE,
        "lower",
        "Time in spells at {service} more than {days} days after start, contact or pause.",
    ),
    Entry(
        NEVER_SEEN,
        "Accepted people who were never seen",
        SHARE,
        "lower",
        "Accepted referrals that ended, on the list or in care, without an attended contact.",
        use=Use(
            plain="accepted people who were never seen",
            ways=how_many("accepted people", "were", "never seen"),
            table=ReportTable.GAPS,
        ),
    ),
    Entry(
        "never_seen.{service}",
        "Accepted people who were never seen, {service}",
        SHARE,
        "lower",
        "Accepted referrals to {service} that ended without an attended contact.",
    ),
)
