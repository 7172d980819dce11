"""Names, labels and definitions of the measures of continuity and of transitions."""

from __future__ import annotations

from sim.measures.words.form import (
    INDEX,
    PER_YEAR,
    SHARE,
    Entry,
    ReportPicture,
    ReportTable,
    Use,
    people,
    people_had,
    with_uses,
)

PROVIDERS = {
    "person": "with the same worker",
    "team": "with the same team",
    "service": "with the same service",
    "staff": "with the same person, workers and pools alike",
}
KINDS = {
    "person": "with named workers",
    "team": "with services that have workers",
    "service": "with any service",
    "staff": "with named staff, workers and pools alike",
}
INDICES = {
    "upc": ("Usual provider index", "the share of contacts with the provider seen most"),
    "secon": ("Sequential continuity", "the share of steps between contacts without a change"),
    "coc": ("Bice-Boxerman index", "the chance that two contacts share a provider"),
    "mmci": ("Modified modified continuity index", "few providers for the number of contacts"),
    "mci": ("Modified continuity index", "few providers for the number of contacts"),
    "hhi": ("Herfindahl-Hirschman index", "the sum of the squared shares of providers"),
    "k": ("K index", "how far the number of providers stays below that of contacts"),
}

INDEX_ENTRIES = with_uses(
    (
        Entry(
            f"{index}.{level}",
            f"{label}, contacts {where}",
            INDEX,
            "higher",
            f"Contacts {where}: {meaning}; mean of people with three contacts or more.",
        )
        for index, (label, meaning) in INDICES.items()
        for level, where in PROVIDERS.items()
    ),
    {
        "upc.person": Use(
            plain="seeing the same worker",
            ways=people("saw", "the same worker less often", "the same worker more often"),
            plain_unit=SHARE,
            table=ReportTable.RELATIONSHIPS,
            pictures=(ReportPicture.SAME_WORKER, ReportPicture.BY_GROUP),
            headline=True,
            equity=2,
        ),
        "secon.person": Use(
            plain="seeing the same worker as last time",
            ways=people(
                "saw",
                "the same worker as last time less often",
                "the same worker as last time more often",
            ),
            plain_unit=SHARE,
            table=ReportTable.RELATIONSHIPS,
            pictures=(ReportPicture.SAME_WORKER,),
        ),
        "coc.person": Use(table=ReportTable.RELATIONSHIPS),
        "upc.staff": Use(table=ReportTable.RELATIONSHIPS),
    },
)

CONTINUITY: tuple[Entry, ...] = (
    *INDEX_ENTRIES,
    *with_uses(
        (
            Entry(
                f"contacts_per_person.{level}",
                f"Contacts {where}, mean of people with three or more",
                "contacts per person",
                None,
                f"Attended contacts {where}: mean of people with three or more; "
                "others are left out.",
            )
            for level, where in KINDS.items()
        ),
        {"contacts_per_person.person": Use(table=ReportTable.RELATIONSHIPS)},
    ),
    *(
        Entry(
            f"people_with_contacts.{level}",
            f"People with three contacts or more {where}",
            "people",
            None,
            f"People with three attended contacts or more {where} in the window.",
        )
        for level, where in KINDS.items()
    ),
    Entry(
        "unnamed_contacts",
        "Share of contacts with staff who are not named",
        SHARE,
        None,
        "Attended contacts with nobody named, neither a worker nor one of a pool, of all attended.",
        use=Use(table=ReportTable.RELATIONSHIPS),
    ),
    Entry(
        "workers_met",
        "Different workers met",
        "workers per person",
        "lower",
        "Mean number of different workers a person met in the window, of those who met any.",
        use=Use(
            plain="how many workers a person meets",
            ways=people("met", "fewer workers", "more workers"),
            table=ReportTable.RELATIONSHIPS,
            pictures=(ReportPicture.SAME_WORKER,),
        ),
    ),
    Entry(
        "worker_changes",
        "Contacts with another worker than last time",
        PER_YEAR,
        "lower",
        "Attended contacts with a worker other than at the person's contact with one before.",
        use=Use(
            plain="changes of worker",
            ways=people_had("changes of worker"),
            table=ReportTable.RELATIONSHIPS,
            pictures=(ReportPicture.SAME_WORKER,),
            headline=True,
            usual_outcome=2,
            flow_outcome=3,
        ),
    ),
    Entry(
        "relationship_length.mean",
        "Length of relationships with workers, mean",
        "days",
        "higher",
        "From the first to the last contact of a person with a worker met in the window.",
    ),
    Entry(
        "relationship_length.median",
        "Length of relationships with workers, median",
        "days",
        "higher",
        "Half of the relationships with workers met in the window had lasted no longer.",
        use=Use(table=ReportTable.RELATIONSHIPS),
    ),
)

TRANSITIONS: tuple[Entry, ...] = (
    Entry(
        "handoffs",
        "Handoffs",
        PER_YEAR,
        "lower",
        "Cold, warm and blocked handoffs together.",
        use=Use(
            plain="times handed on",
            ways=people("were", "handed on less often", "handed on more often"),
            table=ReportTable.HANDING_ON,
        ),
    ),
    Entry(
        "handoffs.cold",
        "Cold handoffs",
        PER_YEAR,
        "lower",
        "Endings with a bare referral on.",
        use=Use(table=ReportTable.HANDING_ON),
    ),
    Entry(
        "handoffs.warm",
        "Warm handoffs",
        PER_YEAR,
        None,
        "Handoffs in which care goes on until the next service has started.",
        use=Use(table=ReportTable.HANDING_ON),
    ),
    Entry(
        "handoffs.blocked",
        "Blocked handoffs",
        PER_YEAR,
        "lower",
        "Handoffs in which the place is held, without contacts, until the next is free.",
    ),
    Entry(
        "handoffs.consult",
        "Consultations instead of handoffs",
        PER_YEAR,
        None,
        "Times a specialist advised the current worker and nobody moved.",
    ),
    Entry(
        "retellings",
        "Contacts spent on telling the story again",
        PER_YEAR,
        "lower",
        "Attended contacts with a new worker, without handover, that supported nothing yet.",
        use=Use(
            plain="times the story is told again",
            ways=people(
                "had",
                "to tell their story again less often",
                "to tell their story again more often",
            ),
            table=ReportTable.HANDING_ON,
        ),
    ),
    Entry(
        "rejections",
        "Referrals turned away",
        PER_YEAR,
        "lower",
        "Referrals that were refused.",
        use=Use(
            plain="times turned away",
            ways=people("were", "turned away less often", "turned away more often"),
            table=ReportTable.HANDING_ON,
            equity=2,
        ),
    ),
    Entry(
        "bounces",
        "Bounces: turned away twice while in need",
        PER_YEAR,
        "lower",
        "Need episodes in which a second referral was refused.",
        use=Use(table=ReportTable.HANDING_ON),
    ),
    Entry(
        "workers_lost",
        "Workers lost",
        PER_YEAR,
        "lower",
        "Open spells whose worker left.",
    ),
    Entry(
        "worker_changes_chosen",
        "Changes of worker that people asked for",
        PER_YEAR,
        None,
        "Times that someone asked for another worker of their team and got one; no loss.",
    ),
    Entry(
        "current_plan_share",
        "Days in need with a current plan",
        SHARE,
        "higher",
        "Time in need in which the person has a plan, made or renewed with a worker of theirs.",
        use=Use(table=ReportTable.RELATIONSHIPS),
    ),
    Entry(
        "planned_share",
        "Planned share of changes and endings",
        SHARE,
        "higher",
        "Endings and losses of a worker that were planned, of all; exits are left out.",
        use=Use(table=ReportTable.RELATIONSHIPS, equity=2),
    ),
    Entry(
        "planned_share.endings",
        "Planned share of endings",
        SHARE,
        "higher",
        "Endings of spells that were planned, of all; exits are left out.",
    ),
)
