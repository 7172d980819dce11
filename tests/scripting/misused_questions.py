"""What a script may do wrong where it asks about people or arms, and words of the answer."""

import pandas as pd

from tests.scripting.cafes import PLACES, RATE, Misuse, api

OF_QUESTIONS: dict[str, tuple[Misuse, str]] = {
    "an unknown person": (lambda s: api.lives(s, ["cohort 1"]), "people: nobody is called"),
    "a person that is a number": (lambda s: api.lives(s, [1]), "people: 1 is not a name"),
    "replication 0 of lives": (lambda s: api.lives(s, replication=0), "replication: 0 is out of"),
    "explain an unknown arm": (lambda s: api.explain(s, "two_rom"), "Did you mean `two_rooms`"),
    "explain an arm that is a number": (lambda s: api.explain(s, 3), "explain: arm\n  3 is not"),
    "explain in no way": (lambda s: api.explain(s, "two_rooms", how=3), "not a choice here"),
    "break even on nothing": (
        lambda s: api.break_even(s, None, "list_length"),
        "`lever` is missing",
    ),
    "break even on an object": (
        lambda s: api.break_even(s, object(), "list_length"),
        "type object",
    ),
    "break even where an arm sets it": (
        lambda s: api.break_even(
            s, "services.talk.capacity.places", "list_length", low=1, high=9, arm="two_rooms"
        ),
        "Arm `two_rooms` (",
    ),
    "break even between missing": (
        lambda s: api.break_even(s, PLACES, "list_length", low=pd.NA, high=9, arm="two_rooms"),
        "There is no value here",
    ),
    "break even with a margin in words": (
        lambda s: api.break_even(s, PLACES, "list_length", low=2, high=9, margin="x"),
        '"x" is not a number',
    ),
    "find neither least nor most": (
        lambda s: api.find(s, "list_length <= 2"),
        "Write `least` or `most` with the path",
    ),
    "find so that a number holds": (lambda s: api.find(s, 3, least=PLACES), "3 is not a text"),
    "find so surely that it never is": (
        lambda s: api.find(s, "list_length <= 2", least=PLACES, low=2, high=9, sure=1),
        "1 is not how sure it is to be",
    ),
    "find by an object": (
        lambda s: api.find(s, "list_length <= 2", least=PLACES, low=2, high=9, by=object()),
        "type object",
    ),
    "sensitivity over None": (
        lambda s: api.sensitivity(s, None, arm="two_rooms"),
        "Name some under `over`",
    ),
    "sensitivity over a list": (
        lambda s: api.sensitivity(s, {PLACES: [2, 3]}, arm="two_rooms"),
        "under `over`",
    ),
    "sensitivity by an unknown method": (
        lambda s: api.sensitivity(s, {RATE: "range"}, arm="two_rooms", method="sobel"),
        "Did you mean `sobol`",
    ),
    "select by an unknown measure": (
        lambda s: api.select(s, "list_lenght", zone=1),
        "Did you mean `list_length`",
    ),
    "select with a zone of None": (lambda s: api.select(s, "list_length", zone=None), "`zone` is"),
    "select with a zone in words": (
        lambda s: api.select(s, "list_length", zone="1"),
        '"1" is not a number',
    ),
    "select from unknown arms": (
        lambda s: api.select(s, "list_length", zone=1, execution=api.Execution(arms=["one_rom"])),
        "arms: `one_rom` is not one of them",
    ),
    "select in a store that is a file": (
        lambda s: api.select(s, "list_length", zone=1, execution=api.Execution(store=__file__)),
        "store: the folder",
    ),
}
