"""Names, labels and definitions of the measures of crisis."""

from __future__ import annotations

from sim.measures.words.form import (
    DAYS_PER_YEAR,
    PER_YEAR,
    SHARE,
    Entry,
    ReportPicture,
    ReportTable,
    Use,
    people,
    people_had,
)

HOSPITAL = "Hospital"
"""The title of this family without needs, where only its measures of hospital are there."""

CRISIS: tuple[Entry, ...] = (
    Entry(
        "crisis_episodes",
        "Times in crisis",
        PER_YEAR,
        "lower",
        "Times a need rose to crisis level while no other was there.",
        use=Use(
            plain="times in crisis",
            ways=people("were", "in crisis less often", "in crisis more often"),
            table=ReportTable.CRISIS,
            pictures=(ReportPicture.CRISIS, ReportPicture.BY_GROUP),
            headline=True,
            equity=2,
            usual_outcome=2,
        ),
    ),
    Entry(
        "crisis_days",
        "Days in crisis",
        DAYS_PER_YEAR,
        "lower",
        "Time in which at least one need was at crisis level.",
    ),
    Entry(
        "crisis_contacts",
        "Crisis contacts",
        PER_YEAR,
        "lower",
        "Attended contacts that were urgent, or at services that people turn to only in crisis.",
        use=Use(table=ReportTable.CRISIS),
    ),
    Entry(
        "admissions",
        "Admissions",
        PER_YEAR,
        "lower",
        "Spells started at services where being there is contact, such as hospital.",
        use=Use(
            plain="stays in hospital",
            ways=people_had("stays in hospital"),
            table=ReportTable.CRISIS,
            pictures=(ReportPicture.CRISIS,),
        ),
    ),
    Entry(
        "bed_days",
        "Days in hospital",
        DAYS_PER_YEAR,
        "lower",
        "Time in spells at services where being there is contact.",
        use=Use(
            plain="days in hospital",
            ways=people("spent", "fewer days in hospital", "more days in hospital"),
            table=ReportTable.CRISIS,
            pictures=(ReportPicture.CRISIS,),
        ),
    ),
    Entry(
        "follow_up_72_hours",
        "Seen within 72 hours of leaving hospital",
        SHARE,
        "higher",
        "Leavings followed by an attended contact in time; people readmitted before, or who moved "
        "away or died, are left out.",
        use=Use(table=ReportTable.CRISIS, pictures=(ReportPicture.CRISIS,)),
    ),
    Entry(
        "crisis_after_ending",
        "In crisis within 90 days of an ending",
        SHARE,
        "lower",
        "Endings after which the person reached crisis level within 90 days.",
        use=Use(table=ReportTable.CRISIS),
    ),
    Entry(
        "crisis_after_ending.planned",
        "In crisis within 90 days of a planned ending",
        SHARE,
        "lower",
        "Planned endings after which the person reached crisis level within 90 days.",
    ),
    Entry(
        "crisis_after_ending.unplanned",
        "In crisis within 90 days of an unplanned ending",
        SHARE,
        "lower",
        "Unplanned endings after which the person reached crisis level within 90 days.",
    ),
)
