"""Other words that people use for the keys of a scenario, by kind of part.

`SAME` contains only words with the same meaning and the same kind of value.
"""

from __future__ import annotations

SAME = {
    "Document": {"title": "name heading", "about": "description notes comment comments"},
    "Run": {
        "length": "duration period horizon runlength",
        "warm_up": "warmup burnin warm",
        "replications": "runs reps repetitions repeats iterations trials nruns",
        "seed": "randomseed rngseed rng",
    },
    "Source": {"kind": "type", "reference": "ref citation cite url link"},
    "Group": {"share": "proportion fraction prevalence", "label": "name title"},
    "Stream": {
        "rate": "arrivalrate lambda",
        "at": "times dates moments list arrivaltimes arrivaldates schedule",
        "to": "target destination service into",
    },
    "Service": {
        "label": "name title",
        "workers": "staff team",
        "patience": "reneging renege maxwait",
        "routes": "routing route next transitions pathways",
        "decision_delay": "referraldelay decisiontime triagedelay",
        "contacts": "appointments visits sessions",
        "costs": "cost prices unitcosts",
        "accepts": "eligibility criteria referralcriteria",
        "queue": "priority discipline queuediscipline",
    },
    "Capacity": {"places": "beds slots chairs servers rooms spaces"},
    "Workers": {
        "posts": "wte wtes fte ftes headcount workers staff number",
        "contact_hours": "hours hoursperweek weeklyhours hoursaweek contacthoursperweek",
        "caseload": "maxcaseload caseloadlimit panelsize",
    },
    "Accepts": {
        "levels": "level band severity",
        "excludes": "exclusions excluded exclude",
        "probability": "acceptance acceptancerate p prob",
    },
    "Ends": {
        "stay": "los lengthofstay duration length staylength",
        "contacts": "sessions visits appointments",
        "missed": "dna dnas missedcontacts nonattendances",
    },
    "Contacts": {
        "every": "interval intervals",
        "length": "duration",
        "attendance": "attendancerate attended",
    },
    "Transition": {"from": "start origin", "to": "target end destination"},
    "Costs": {
        "contact": "percontact visit",
        "place_day": "bedday perday day",
        "post_year": "post posts perpost salary wte fte",
    },
    "Quantity": {
        "value": "val estimate",
        "low": "min minimum lower lci",
        "high": "max maximum upper uci",
        "source": "ref reference cite citation",
        "note": "comment notes remark",
    },
}

DIFFERENT: dict[str, tuple[tuple[str, tuple[str, ...], str], ...]] = {
    "Document": (
        (
            "seed length duration replications runs warmup",
            ("run",),
            "Write it inside the block `run`.",
        ),
        (
            "arrivals groups cohort start population",
            ("people",),
            "Write it inside the block `people`.",
        ),
        ("places beds capacity workers contacts", (), "Write it inside one of the `services`."),
    ),
    "Stream": (
        (
            "interarrival interarrivaltime every mean",
            ("rate",),
            "The `rate` is 1 divided by the time from one to the next, such as `rate: 2 per week`.",
        ),
    ),
    "Service": (
        ("places beds slots chairs servers", ("capacity",), "Write `capacity: {places: {value}}`."),
        (
            "posts wte fte caseload contacthours",
            ("workers",),
            "Write it inside the block `workers`.",
        ),
        (
            "stay los lengthofstay duration missed settled",
            ("ends",),
            "Write it inside the block `ends`.",
        ),
        ("attendance every", ("contacts",), "Write it inside the block `contacts`."),
        (
            "probability levels excludes",
            ("accepts",),
            "Write it inside the block `accepts`.",
        ),
    ),
    "Workers": (
        (
            "turnover turnoverrate leavingrate",
            ("tenure",),
            "The mean `tenure` is 1 divided by the turnover, such as "
            "`tenure: {exponential: {mean: 4 years}}`.",
        ),
        (
            "week weekly weekdays days",
            ("working_hours",),
            "On which days a team works is said by its `working_hours`, such as "
            "`working_hours: {days: [mon, tue, wed]}`.",
        ),
    ),
    "Contacts": (
        (
            "frequency rate",
            ("every",),
            "Write the time from one contact to the next, such as `every: 2 weeks`.",
        ),
        (
            "dna dnarate dnas missed missedrate",
            ("attendance",),
            "The `attendance` is 1 less the share that is missed.",
        ),
    ),
    "Quantity": (
        ("unit units", (), "The unit stands with the number, such as `value: 6 weeks`."),
        ("sd se stderr", (), "How far it may be off is said by `low` and `high`."),
    ),
}
