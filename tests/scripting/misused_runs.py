"""What a script may do wrong where it asks for runs, and words of the answer."""

import numpy as np
import pandas as pd

from tests.scripting.cafes import PLACES, Misuse, api

OF_RUNS: dict[str, tuple[Misuse, str]] = {
    "run nothing": (lambda s: api.run(None), "scenario: None is not a scenario"),
    "run a file": (lambda s: api.run("queue.yaml"), 'scenario: "queue.yaml" is not a scenario'),
    "compare a dict": (lambda s: api.compare({}), "scenario: a value of the type dict"),
    "sweep a frame": (lambda s: api.sweep(pd.DataFrame()), "scenario: a value of the type"),
    "run with a seed beside": (
        lambda s: api.run(s, seed=3),
        "seed: `run` has no argument of this name.\n  Write `execution=sim.Execution(seed=3)`.",
    ),
    "compare in an executor beside": (
        lambda s: api.compare(s, executor=object()),
        "Write `execution=sim.Execution(executor=...)`.",
    ),
    "sweep arms beside": (
        lambda s: api.sweep(s, {PLACES: [2]}, arms=["one_room"]),
        "Write `execution=sim.Execution(arms=['one_room'])`.",
    ),
    "select with workers beside": (
        lambda s: api.select(s, "list_length", zone=1, workers=2),
        "workers: `select` has no argument of this name.\n"
        "  Write `execution=sim.Execution(workers=2)`.",
    ),
    "lives with worker beside": (
        lambda s: api.lives(s, worker=2),
        "Write `execution=sim.Execution(workers=2)`.",
    ),
    "run one replication": (
        lambda s: api.run(s, replication=3),
        "replication: `run` has no argument of this name.\n  Did you mean `replications`?",
    ),
    "sweep overs": (lambda s: api.sweep(s, overs={}), "Did you mean `over`?"),
    "run backwards": (
        lambda s: api.run(s, backwards=True),
        "It takes `scenario`, `replications`, `execution`, `measures`, `rules` and `log`.",
    ),
    "break even with a misspelt setting": (
        lambda s: api.break_even(s, PLACES, "list_length", cieling=3),
        "cieling: `break_even` has no argument of this name.\n  Did you mean `ceiling`?",
    ),
    "select with a misspelt setting": (
        lambda s: api.select(s, "list_length", zone=1, confidense=0.9),
        "Did you mean `confidence`?",
    ),
    "execute with a misspelt word": (
        lambda s: api.Execution(sed=3),
        "sed: `Execution` has no argument of this name.\n  Did you mean `seed`?",
    ),
    "execute by a number": (
        lambda s: api.run(s, execution=3),
        "execution: 3 does not say how runs are made.",
    ),
    "ask with a dict to execute": (
        lambda s: api.explain(s, "two_rooms", execution={"seed": 3}),
        "execution: a value of the type dict does not say how runs are made.",
    ),
    "an unknown arm to run": (
        lambda s: api.run(s, execution=api.Execution(arms=["one_rom"])),
        "arms: `one_rom` is not",
    ),
    "no arm to run": (
        lambda s: api.run(s, execution=api.Execution(arms=[])),
        "arms: nothing is named",
    ),
    "arms as a number": (
        lambda s: api.run(s, execution=api.Execution(arms=3)),
        "arms: 3 is not a list of names",
    ),
    "arms as numbers": (
        lambda s: api.run(s, execution=api.Execution(arms=[1, 2])),
        "arms: 1 is not a name",
    ),
    "arms as a dict": (
        lambda s: api.run(s, execution=api.Execution(arms={"one_room": 1})),
        "arms: a value of the type dict",
    ),
    "arms twice": (
        lambda s: api.run(s, execution=api.Execution(arms=["one_room"] * 2)),
        "arms: `one_room` is named twice",
    ),
    "no replications": (lambda s: api.run(s, replications=0), "replications: 0 is out of range"),
    "replications below 0": (lambda s: api.run(s, replications=-1), "replications: -1 is out of"),
    "half a replication": (
        lambda s: api.run(s, replications=2.5),
        "replications: 2.5 is not a whole",
    ),
    "replications in words": (lambda s: api.run(s, replications="3"), 'replications: "3" is not'),
    "replications as a list": (lambda s: api.run(s, replications=[3]), "replications: a value of"),
    "replications as a flag": (
        lambda s: api.run(s, replications=True),
        "replications: True is not",
    ),
    "replications missing": (lambda s: api.run(s, replications=pd.NA), "replications: there is no"),
    "a seed below 0": (
        lambda s: api.run(s, execution=api.Execution(seed=-1)),
        "seed: -1 is out of range",
    ),
    "a seed in words": (
        lambda s: api.run(s, execution=api.Execution(seed="x")),
        'seed: "x" is not a whole number',
    ),
    "a huge seed": (
        lambda s: api.run(s, execution=api.Execution(seed=2**80)),
        "seed: 12089258196146291747061",
    ),
    "a generator as a seed": (
        lambda s: api.run(s, execution=api.Execution(seed=np.random.default_rng(1))),
        "seed: a value of the type Generator means nothing",
    ),
    "an unknown engine": (
        lambda s: api.run(s, execution=api.Execution(engine="quick")),
        'engine: "quick" is not',
    ),
    "an engine that is a list": (
        lambda s: api.run(s, execution=api.Execution(engine=["fast"])),
        "engine: a value of",
    ),
    "an engine that is None": (
        lambda s: api.run(s, execution=api.Execution(engine=None)),
        "engine: None is not",
    ),
    "no workers": (
        lambda s: api.run(s, execution=api.Execution(workers=0)),
        "workers: 0 is too few",
    ),
    "workers in words": (
        lambda s: api.run(s, execution=api.Execution(workers="two")),
        'workers: "two" is not a whole',
    ),
    "workers that are None": (
        lambda s: api.run(s, execution=api.Execution(workers=None)),
        "workers: None is not a whole",
    ),
    "an executor that cannot": (
        lambda s: api.run(s, execution=api.Execution(executor=4)),
        "executor: 4 cannot make runs",
    ),
    "progress that cannot": (
        lambda s: api.run(s, execution=api.Execution(progress=4)),
        "progress: 4 cannot be called",
    ),
    "a store that is a number": (
        lambda s: api.run(s, execution=api.Execution(store=4)),
        "store: 4 is not the path",
    ),
    "a store that is a file": (
        lambda s: api.run(s, execution=api.Execution(store=__file__)),
        "store: the folder",
    ),
    "a store with a nul": (
        lambda s: api.run(s, execution=api.Execution(store="a\0b")),
        "store: the folder",
    ),
    "a store with no name": (
        lambda s: api.run(s, execution=api.Execution(store="")),
        'store: "" is not the path',
    ),
}
