"""Keys, texts and words that cannot be read, and keys that do not fit together."""

from tests.area.broken.case import Case, because, case

LONG = "x" * 201

CASES: dict[str, Case] = {
    "a key in words": case(
        "Sources!A4", "Guess", '"Guess" cannot be a name. Names are up to 60 small letters'
    ),
    "a key that is a number": case("Observed!F3", 136, '"136" cannot be a name.'),
    "a text with a bell": case(
        "Area!B3", "A \x07bell", "holds a character that cannot be shown: U+0007, a control"
    ),
    "a key with a bell": case("Observed!F3", "a\x07", "U+0007, a control character."),
    "too long a title": case("Area!B3", LONG, "The text has 201 characters. Write up to 200."),
    "a title over lines": case("Area!B3", "Two\nlines", "The text goes over several lines."),
    "a yes for a text": case("Area!B3", True, "TRUE is not a text."),
    "no word of the choice": case(
        "Services!AH4",
        "first_served",
        '"first_served" is not a choice here. Choices: `first_come`, `level` and `returning`.',
    ),
    "a misspelt item": because(
        "What if!F3",
        "Did you mean `WTE`?",
        {"What if": {"F3": "WTEs"}},
    ),
    "a needed word left out": case(
        "Sources!B3", None, "`kind` is empty. Choices: `published`, `derived`, `local_data`"
    ),
    "a needed key left out": case("Routes!A3", None, "`from` is empty. Write a key."),
    "a needed text left out": case("Sources!C3", None, "`reference` is empty. Write a few words."),
    "a key with a meaning of its own": because(
        "What if!A3",
        "`default` has a meaning of its own: the source of what the program fills in by itself.",
        {"What if": {"A3": "default"}},
    ),
    "a row of sums": because(
        "Areas!A5",
        "`total` has a meaning of its own: a row of sums, which is not read. Delete the row",
        {"Areas": {"A5": "total", "C5": "100 %", "D5": "lists"}},
    ),
    "a source twice": because(
        "Sources!A5",
        '"guess" stands in row 4 already.',
        {"Sources": {"A5": "guess", "B5": "expert", "C5": "Somebody"}},
    ),
    "a route twice": because(
        "Routes!A18",
        '"assessment", "team", "discharged" stands in row 3 already. Keep one of the two rows',
        {"Routes": {"A18": "assessment", "B18": "team", "C18": 3, "D18": "discharged"}},
        {"Routes": {"F18": "lists"}},
    ),
    "a change twice": because(
        "What if!A4",
        '"more_staff", 01/10/2025, "team", "WTE" stands in row 3 already.',
        {"What if": {"A4": "more_staff", "F4": "WTE", "G4": 13}},
    ),
    "an unknown source": case(
        "Areas!D3", "list", "`list` is not a key of the sheet Sources. Did you mean `lists`?"
    ),
    "an unknown service": case(
        "Costs!A3", "crisis", "is not a key of the sheet Services. Known: `assessment`, `team`"
    ),
    "an unknown area": because("Ranges!B3", "Did you mean `north`?", {"Ranges": {"B3": "nort"}}),
    "an area without areas": because(
        "Ranges!B3",
        "`north` is not a key of the sheet Areas. Write the key into the sheet Areas.",
        {"Ranges": {"B3": "north"}, "Areas": {f"{c}{r}": None for c in "ABCD" for r in (3, 4)}},
    ),
    "a route from nowhere": case("Routes!A3", "nowhere", "`nowhere` is not a key"),
    "a route past all services": because(
        "Routes!B3",
        "This route leads from `outside` to `outside`, past all services.",
        {"Routes": {"A3": "outside", "B3": "outside"}},
    ),
    "whole and by areas": because(
        "Demand!B4",
        "`assessment` stands here for `north`, and in row 3 for the whole service.",
        {"Demand": {"B4": "north"}},
    ),
    "an area that the service is not in": because(
        "Ranges!B3",
        "`team` has no row for `south` in the sheet Services. It has `north`.",
        {"Services": {"D4": "north"}, "Ranges": {"B3": "south"}},
    ),
}
