# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # First steps
#
# **What it shows:** reading a scenario, running it, asking questions of the results, comparing two
# ways of working, changing a number, and adding a measure of your own. **How long it takes:** about
# a quarter of a minute; the very first time on a machine about a minute more, because the simulator
# is compiled once.
#
# Throughline simulates people whose needs fluctuate and who move between community mental-health
# services. Everybody in it is made up.

# %%
import sim

# %% [markdown]
# ## A scenario is a file
# It says who comes, which services there are and what they can do. This one is the smallest: a
# first talk, then for half of the people a group. It has two *arms*, two ways of working that are
# to be compared: a group of three chairs, and one of four.

# %%
queue = sim.Scenario.load("../scenarios/queue.yaml")
print(queue.question)
print(queue.about)
queue.arm_names

# %% [markdown]
# ## Run it
# Each arm is run ten times with different random numbers. What is shown are means
# over the ten runs of what the scenario asks about, with a 95 % interval.

# %%
found = sim.run(queue)
found

# %% [markdown]
# Many more numbers were gathered. `found.measures` has every one of every run, `found.means` their
# means. They stay on disk until somebody asks, in SQL (the table is called `this`), or as a frame
# of pandas or polars, or as arrays of NumPy.

# %%
found.measures

# %%
found.means.sql("""
    SELECT arm, mean, low, high
    FROM this
    WHERE measure = 'list_length.group'
""").to_pandas()

# %% [markdown]
# ## Compare the arms
# Run 1 of one arm and run 1 of the other hold the same people with the same random numbers, and so
# on. So their difference is known much better than either number. The verdict is one of
# *identical*, *too small to matter*, *better*, *worse* and *cannot tell*.

# %%
sim.compare(queue)

# %% [markdown]
# ## Change a number
# Any number of the file can be named by its path. The file itself stays as it is.

# %%
busier = queue.with_values({"people.arrivals.newcomers.rate": "0.6 per day"})
sim.compare(busier)

# %% [markdown]
# A path or a value that cannot be is said, with the way out.

# %%
try:
    queue.with_values({"services.group.capacity.plases": 5})
except sim.ScenarioFaults as faults:
    print(faults)

# %% [markdown]
# ## The question it was made for
# The same functions, on about 2,000 people with complex emotional needs and the services of an area
# of about 250,000. Both arms have the same people and the same staff hours. In one, services hand
# people on; in the other, one worker stays.
#
# What a lasting relationship does to distress is an **assumption** in this file, with a range that
# includes "nothing": no study gives its size. So what follows says what would come of these
# assumptions. It says nothing about any real service.

# %%
community = sim.Scenario.load("../scenarios/cen_community.yaml")
compared = sim.compare(
    community, replications=3, execution=sim.Execution(arms=["handed_on", "relational_practice"])
)
compared

# %% [markdown]
# The verdicts differ from measure to measure. When one worker stays, people are in care for longer,
# so others wait longer for the same places: look at the waits and the list. `sim run
# scenarios/cen_community.yaml` in a terminal makes a whole report of this.
#
# ## A measure of your own
# A function of a run's log and its measured window becomes a measure like any other, with paired
# differences and a verdict. This one asks for days of need without help, in stretches of more than
# four weeks, for each person and year. A shorter time is enough to see how it is done.


# %%
@sim.measure("long_unmet", unit="days per person-year", better="lower")
def long_unmet(log, window):
    """Days of need without help, in stretches of more than four weeks."""
    minutes = log.unmet().minutes
    return minutes[minutes > 28 * 1440].sum() / 1440 / log.person_years


shorter = {"run.length": "4 years", "run.change": "2 years"}
headline = {"analysis_plan.headline": ["long_unmet", "unmet_need_days"]}
sim.compare(
    community.with_values({**shorter, **headline}),
    replications=3,
    execution=sim.Execution(arms=["handed_on", "relational_practice"]),
    measures=[long_unmet],
)

# %% [markdown]
# It was named in the headline of the analysis plan, so it is judged together with the other. What
# else a log can be asked is in [Add a measure of your own](../docs/how-to/measure-of-your-own.md).
#
# Next: [a sweep](a_sweep.ipynb) · [which mechanism matters](which_mechanism_matters.ipynb) ·
# [checking against queueing theory](checking_against_queueing_theory.ipynb) · [one person's two
# lives](two_lives.ipynb)
