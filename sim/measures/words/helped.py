"""Names, labels and definitions of the measures of enough help and of people's experience."""

from __future__ import annotations

from sim.measures.words.form import (
    DAYS_PER_YEAR,
    PER_YEAR,
    SHARE,
    Entry,
    ReportTable,
    Use,
    how_many,
    people,
    people_had,
)
from sim.measures.words.gaps import UNMET_NEED

HELPED_ENOUGH = "helped_enough"
SHORT_OF_HELP = "short_of_help_days"
WAITS_WITHOUT_WORD = "waits_without_word"
CRISIS_CONTACT = "crisis_contact_2_days"

HEADLINES = (UNMET_NEED, SHORT_OF_HELP, HELPED_ENOUGH)
"""Measures that are always judged if a scenario states how much help is wanted."""

WHAT_IT_WAS_LIKE = (
    "retellings",
    "rejections",
    "planned_share.endings",
    WAITS_WITHOUT_WORD,
    "workers_met",
    CRISIS_CONTACT,
)
"""Measures that the report shows together as people's experience of care."""

SAFETY = (
    "Safety (self-harm, deaths) is not modelled: deaths are the same in every arm by construction."
)
"""The note about safety that is printed beside the measures of people's experience."""

BAND_WORDS = {
    "none": ("none of the time", "whose own share of help is 0"),
    "to_25_percent": ("up to a quarter of the time", "whose share is above 0, up to 25 %"),
    "to_50_percent": ("over a quarter, up to half", "whose share is above 25 %, up to 50 %"),
    "to_75_percent": ("over half, up to three quarters", "whose share is above 50 %, up to 75 %"),
    "over_75_percent": ("over three quarters of the time", "whose share is above 75 %"),
}

HELP: tuple[Entry, ...] = (
    Entry(
        HELPED_ENOUGH,
        "People in need who are helped enough",
        SHARE,
        "higher",
        "People who, for enough of their time in need, had as much help as they wanted.",
        use=Use(
            plain="people in need with enough help",
            ways=how_many("people in need", "had", "enough help"),
            table=ReportTable.HELP,
            headline=True,
        ),
    ),
    *(
        Entry(
            f"helped.{band}",
            f"People in need with enough help {words}",
            SHARE,
            None,
            f"People in need {meaning}: their time in need that was not short of help.",
            use=Use(table=ReportTable.HELP),
        )
        for band, (words, meaning) in BAND_WORDS.items()
    ),
    Entry(
        SHORT_OF_HELP,
        "Days in need short of help",
        DAYS_PER_YEAR,
        "lower",
        "Time in need with less help than wanted, added up over needs: each wants its own help.",
        use=Use(
            plain="days in need with not enough help",
            ways=people_had("days with too little help"),
            table=ReportTable.HELP,
            headline=True,
        ),
    ),
    Entry(
        f"{SHORT_OF_HELP}.need.{{need}}",
        "Days in need short of help, {need}",
        DAYS_PER_YEAR,
        "lower",
        "Time in which {need} was at seek level or above and had less help than wanted.",
    ),
    Entry(
        "help_share",
        "Share of the time in need that was not short of help",
        SHARE,
        "higher",
        "Time in need with as much help as wanted; blind to how help is divided among people.",
        use=Use(
            plain="time in need with enough help",
            ways=people(
                "had",
                "enough help for less of their time in need",
                "enough help for more of their time in need",
            ),
            table=ReportTable.HELP,
        ),
    ),
    Entry(
        "help_share.need.{need}",
        "Share of the time in need that was not short of help, {need}",
        SHARE,
        "higher",
        "Time in which {need} had as much help as wanted, of its time in need.",
    ),
    Entry(
        "someone_who_knows_me",
        "Days in need with a worker who knows the person",
        SHARE,
        "higher",
        "Days in need with a worker of one's own, met three times or more, and seen lately.",
        use=Use(
            plain="days in need with someone who knows me",
            ways=people(
                "had",
                "someone who knows them on fewer days in need",
                "someone who knows them on more days in need",
            ),
            table=ReportTable.HELP,
            headline=True,
        ),
    ),
    Entry(
        WAITS_WITHOUT_WORD,
        "Waits of four weeks without word",
        PER_YEAR,
        "lower",
        "Times that someone on the way to a service heard from nobody for four weeks.",
        use=Use(table=ReportTable.EXPERIENCE),
    ),
    Entry(
        CRISIS_CONTACT,
        "Seen within two days of a crisis",
        SHARE,
        "higher",
        "Crises in which the person was seen by anybody within two days, or was in hospital.",
        use=Use(table=ReportTable.EXPERIENCE),
    ),
)
