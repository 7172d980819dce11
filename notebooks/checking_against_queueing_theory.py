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
# # Checking the simulator against queueing theory
#
# **What it shows:** a scenario whose answer can be worked out with pencil and paper, and whether
# the simulator agrees. **How long it takes:** about a quarter of a minute.
#
# Two services, each with a queue. People come at random moments, one every two days. A first talk
# takes 1.2 days on average, one person at a time. Half of the people go on to a group with three
# chairs (or, in the other arm, four), where they stay for 8 days on average.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import sim

queue = sim.Scenario.load("../scenarios/queue.yaml")

# %% [markdown]
# ## What theory says
# **First talk.** One place, random arrivals, exponential stays: an M/M/1 queue. It is busy $\rho =
# 0.5 \times 1.2 = 0.6$ of the time, and the mean wait is $1.2 \times \rho / (1 - \rho)$ days.
#
# **Group.** By Burke's theorem those who go on also come at random, $0.25$ a day. With $c$ chairs
# and $a = 0.25 \times 8 = 2$ taken on average, the share who wait is Erlang's C formula, $$C =
# \frac{\frac{a^c}{c!}\frac{c}{c-a}}{\sum_{k<c} \frac{a^k}{k!} + \frac{a^c}{c!}\frac{c}{c-a}},$$ and
# the mean wait is $8\,C / (c - a)$ days.

# %%
three = (2**3 / 6 * 3) / (1 + 2 + 2**2 / 2 + 2**3 / 6 * 3)
four = (2**4 / 24 * 2) / (1 + 2 + 2**2 / 2 + 2**3 / 6 + 2**4 / 24 * 2)
theory = pd.DataFrame(
    [
        ("three_chairs", "wait_to_start.first_talk.mean", 1.2 * 0.6 / (1 - 0.6)),
        ("three_chairs", "wait_to_start.group.mean", 8 * three / (3 - 2)),
        ("four_chairs", "wait_to_start.first_talk.mean", 1.2 * 0.6 / (1 - 0.6)),
        ("four_chairs", "wait_to_start.group.mean", 8 * four / (4 - 2)),
    ],
    columns=["arm", "measure", "theory"],
)
theory.round(4)

# %% [markdown]
# ## What the simulator says
# Theory is about the long run, so the runs are made long: 41 years, of which the first is not
# counted, and twenty of them. The interval is a 95 % interval for the mean over runs.

# %%
long = queue.with_values({"run.length": "41 years"})
found = sim.run(long, replications=20)
seen = found.means.to_pandas().merge(theory, on=["arm", "measure"])
seen["holds theory"] = seen["theory"].between(seen["low"], seen["high"])
seen[["arm", "measure", "theory", "mean", "low", "high", "holds theory"]].round(3)

# %% [markdown]
# Of many such intervals about one in twenty should miss. So this is a look, not a test; the tests
# have a stricter rule, fixed beforehand, and are listed in
# [Validation](../docs/background/validation.md).

# %% [markdown]
# ## Little's law
# However people come and however long they stay: those who wait, on average, are as many as come in
# a day times the days each waits. Both sides are measured in the same runs.

# %%
per_day = {"first_talk": 0.5, "group": 0.25}
means = found.means.to_pandas().set_index(["arm", "measure"])["mean"]
pd.DataFrame(
    [
        (
            arm,
            service,
            means[arm, f"list_length.{service}"],
            means[arm, f"wait_to_start.{service}.mean"] * rate,
        )
        for arm in long.arm_names
        for service, rate in per_day.items()
    ],
    columns=["arm", "service", "people waiting", "arrivals a day x days waited"],
).round(3)

# %% [markdown]
# ## How a wait grows
# The fuller a service is, the faster waits grow: the most useful thing queueing theory has to say
# to people who plan services. The line is theory, the points are simulated.

# %%
rate = "people.arrivals.newcomers.rate"
swept = sim.sweep(
    long,
    over={rate: ["0.2 per day", "0.35 per day", "0.5 per day", "0.6 per day", "0.7 per day"]},
    outcomes=["utilisation.first_talk", "wait_to_start.first_talk.mean"],
    replications=10,
    execution=sim.Execution(arms=["four_chairs"]),
)
points = swept.outcomes.sql(f"""
    SELECT "{rate}" AS rate, avg(value) AS wait, min(value) AS least, max(value) AS most
    FROM this
    WHERE measure = 'wait_to_start.first_talk.mean'
    GROUP BY rate
    ORDER BY rate
""").to_pandas()
points["busy"] = 1.2 * points["rate"]  # per day, as the column `.unit` says

# %%
figure, axes = plt.subplots(figsize=(7, 3.5))
line = pd.Series([percent / 100 for percent in range(20, 88)])
axes.plot(line, 1.2 * line / (1 - line), color="grey", label="theory")
reach = [points["wait"] - points["least"], points["most"] - points["wait"]]
axes.errorbar(
    points["busy"], points["wait"], reach, fmt="o", capsize=3, label="simulated, range of runs"
)
axes.set_xlabel("share of time that first talk is busy")
axes.set_ylabel("mean wait, days")
axes.legend()
figure.tight_layout()
