"""Words for continuity of people, and for transitions."""

from __future__ import annotations

from sim.measures.words.form import INDEX, PER_YEAR, SHARE, Entry

PROVIDERS = {
    "person": "with the same worker",
    "team": "with the same team",
    "service": "with the same service",
}
KINDS = {
    "person": "with named workers",
    "team": "with services that have workers",
    "service": "with any service",
}
INDICES = {
    "upc": ("Usual provider index", "the share of contacts with the provider seen most"),
    "coc": ("Bice-Boxerman index", "the chance that two contacts share a provider"),
    "secon": ("Sequential continuity", "the share of steps between contacts without a change"),
    "mmci": ("Modified modified continuity index", "few providers for the number of contacts"),
    "mci": ("Modified continuity index", "few providers for the number of contacts"),
    "hhi": ("Herfindahl-Hirschman index", "the sum of the squared shares of providers"),
    "k": ("K index", "how far the number of providers stays below that of contacts"),
}

CONTINUITY: tuple[Entry, ...] = (
    *(
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
    *(
        Entry(
            f"contacts_per_person.{level}",
            f"Contacts {where}, mean of people with three or more",
            "contacts per person",
            None,
            f"Attended contacts {where}: mean of people with three or more; others are left out.",
        )
        for level, where in KINDS.items()
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
        "workers_met",
        "Different workers met",
        "workers per person",
        "lower",
        "Mean number of different workers a person met in the window, of those who met any.",
    ),
    Entry(
        "worker_changes",
        "Contacts with another worker than last time",
        PER_YEAR,
        "lower",
        "Attended contacts with a worker other than at the person's contact with one before.",
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
    ),
)

TRANSITIONS: tuple[Entry, ...] = (
    Entry("handoffs", "Handoffs", PER_YEAR, "lower", "Cold, warm and blocked handoffs together."),
    Entry("handoffs.cold", "Cold handoffs", PER_YEAR, "lower", "Endings with a bare referral on."),
    Entry(
        "handoffs.warm",
        "Warm handoffs",
        PER_YEAR,
        None,
        "Handoffs in which care goes on until the next service has started.",
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
    ),
    Entry("rejections", "Referrals turned away", PER_YEAR, "lower", "Referrals that were refused."),
    Entry(
        "bounces",
        "Bounces: turned away twice while in need",
        PER_YEAR,
        "lower",
        "Need episodes in which a second referral was refused.",
    ),
    Entry(
        "workers_lost",
        "Workers lost",
        PER_YEAR,
        "lower",
        "Open spells whose worker left.",
    ),
    Entry(
        "planned_share",
        "Planned share of changes and endings",
        SHARE,
        "higher",
        "Endings and losses of a worker that were planned, of all; exits are left out.",
    ),
    Entry(
        "planned_share.endings",
        "Planned share of endings",
        SHARE,
        "higher",
        "Endings of spells that were planned, of all; exits are left out.",
    ),
)
