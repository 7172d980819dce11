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
# # A sweep
#
# **What it shows:** how to run two ways of working at many settings, see whether one is still
# better, stop and go on, and spread settings over ranges. **How long it takes:** about half a
# minute.
#
# The question: one lasting worker, or being handed on? And does the answer hold when the team has
# fewer or more posts, and when workers leave more often?

# %%
import tempfile

import matplotlib.pyplot as plt

import sim

# %% [markdown]
# ## Every combination
# What is varied is named by its path in the scenario file. The same random numbers are used at
# every setting and in both arms, so differences between settings are not due to chance alone.
#
# Two years with the new rules and four replications are few; they are enough to see how a sweep
# works.

# %%
community = sim.Scenario.load("../scenarios/cen_community.yaml")
community = community.with_values({"run.length": "4 years", "run.change": "2 years"})
posts = "services.community_team.workers.posts"
tenure = "services.community_team.workers.tenure.exponential.mean"
kept = tempfile.TemporaryDirectory()
swept = sim.sweep(
    community,
    over={posts: [6, 8, 10], tenure: ["18 months", "6 years"]},
    outcomes=["contact_gaps.60_days", "list_length"],
    replications=4,
    execution=sim.Execution(arms=["handed_on", "relational_practice"], store=kept.name),
)
swept.settings

# %% [markdown]
# `differences` has the lasting worker minus handed on, at every setting, with a 95 % interval over
# pairs of runs. Gaps are counted for each person and year: more than 60 days without contact while
# in need. What was varied is a column of numbers; lengths of time and rates have their unit in a
# column of the same name and `.unit`, here months, the smallest unit that was written.

# %%
gaps = swept.differences.sql(f"""
    SELECT "{posts}" AS posts, "{tenure}" / 12 AS years, baseline_mean AS handed_on,
           mean AS lasting_worker, difference, low, high
    FROM this
    WHERE measure = 'contact_gaps.60_days'
    ORDER BY years, posts
""")
gaps

# %%
figure, axes = plt.subplots(figsize=(7, 3.5))
for years, rows in gaps.to_pandas().groupby("years"):
    reach = [rows["difference"] - rows["low"], rows["high"] - rows["difference"]]
    axes.errorbar(
        rows["posts"], rows["difference"], reach, marker="o", capsize=3, label=f"{years:g} years"
    )
axes.axhline(0, color="black", linewidth=1)
axes.set_xlabel("posts of the community team")
axes.set_ylabel("gaps per person-year,\nlasting worker minus handed on")
axes.legend(title="workers stay for, on average")
figure.tight_layout()

# %% [markdown]
# Below the black line the lasting worker leaves fewer gaps. An interval that crosses it cannot
# tell.
#
# ## Stop, and go on
# Finished runs are kept in the `store`. The same call again runs nothing, and a larger one runs
# only what is new, whether the notebook was closed or the machine went down in between.

# %%
told = []
sim.sweep(
    community,
    over={posts: [6, 8, 10], tenure: ["18 months", "6 years"]},
    outcomes=["contact_gaps.60_days", "list_length"],
    replications=4,
    execution=sim.Execution(
        arms=["handed_on", "relational_practice"],
        store=kept.name,
        progress=lambda done, runs: told.append(f"{done} of {runs} runs are there"),
    ),
)
told

# %% [markdown]
# ## Over the ranges of the scenario
# `"range"` takes the low and high that stand beside a number in the file. Here the settings are
# spread over three assumptions at once, in a latin hypercube. They are about what nobody knows: how
# much support helps, how much a loss hurts, and how much of it all is owed to the relationship.

# %%
spread = sim.sweep(
    community,
    uncertain={
        "effects.support.recovery_ratio": "range",
        "effects.loss.worsening_ratio": "range",
        "effects.support.without_relationship": "range",
    },
    design="latin hypercube",
    size=8,
    outcomes=["unmet_need_days"],
    replications=2,
    execution=sim.Execution(arms=["handed_on", "relational_practice"]),
)
spread.differences.sql("""
    SELECT count(*) AS settings, min(difference) AS least, median(difference) AS middle,
           max(difference) AS most
    FROM this
""")

# %% [markdown]
# These are days of unmet need per person and year, lasting worker minus handed on. So far the
# settings; two replications each leave a good deal of sampling error in every one of them.
#
# `spread.report("a folder")` writes a page with pictures. From a terminal, `sim sweep` does the
# same from a file: [Run a sweep](../docs/how-to/run-a-sweep.md).

# %%
kept.cleanup()
