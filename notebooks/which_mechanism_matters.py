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
# # Which mechanism matters
#
# **What it shows:** an arm is built from named switches, the *mechanisms*. Switched off one at a
# time, they show what each does by itself, that they do not simply add up, and shares of the
# difference that do. **How long it takes:** about a minute.

# %%
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Markdown

import sim

community = sim.Scenario.load("../scenarios/cen_community.yaml")
community = community.with_values({"run.length": "4 years", "run.change": "2 years"})

# %% [markdown]
# ## The switches
# In the arm `handed_on` ("Handed on") all of these are on, as in much of today's care. In
# `relational_practice` ("One lasting worker") all are off. Nothing else differs: who is taken on,
# people, staff hours, places and turnover are the same.

# %%
today = list(community.arms["handed_on"].mechanisms)
kept = list(community.arms["relational_practice"].mechanisms)
switches = [name for name in today if name not in kept]
label = {name: community.mechanisms[name].label for name in switches}
Markdown("\n".join(f"- **{label[n]}.** {community.mechanisms[n].description}" for n in switches))

# %% [markdown]
# ## One at a time
# The list of an arm's mechanisms is a value like any other, so it can be swept. Each setting gives
# one of the arms all switches but one, and leaves the other as it is. The last setting has none of
# them, which is the lasting worker.

# %%
all_but_one = [[each for each in today if each != name] for name in switches]
swept = sim.sweep(
    community,
    over={"arms.relational_practice.mechanisms": [*all_but_one, kept]},
    outcomes=["unmet_need_days", "contact_gaps.60_days", "list_length"],
    replications=2,
    execution=sim.Execution(arms=["handed_on", "relational_practice"]),
)
found = swept.differences.to_pandas()
found["switched off"] = found["setting"].map(dict(enumerate([*label.values(), "all of them"], 1)))

# %% [markdown]
# What switching off does to gaps of more than 60 days without contact while in need, for each
# person and year. Left of the line means fewer gaps. Intervals are 95 % intervals over pairs of
# runs, each by itself.

# %%
gaps = found[found["measure"] == "contact_gaps.60_days"]
reach = [gaps["difference"] - gaps["low"], gaps["high"] - gaps["difference"]]
figure, axes = plt.subplots(figsize=(7, 4.5))
axes.errorbar(gaps["difference"], gaps["switched off"], xerr=reach, fmt="o", capsize=3)
axes.axvline(0, color="black", linewidth=1)
axes.invert_yaxis()
axes.set_xlabel("gaps per person-year, compared with handed on")
figure.tight_layout()

# %% [markdown]
# The same for everything that was looked at. A mechanism can help one thing and harm another: when
# nobody is discharged at a set time, the list grows.

# %%
found.pivot_table(index="switched off", columns="measure", values="difference", sort=False).round(3)

# %% [markdown]
# ## They do not add up
# If mechanisms acted each by itself, the single differences would add up to that of all together.

# %%
alone = found[found["switched off"] != "all of them"].groupby("measure")["difference"].sum()
together = found[found["switched off"] == "all of them"].set_index("measure")["difference"]
pd.DataFrame({"the singles added up": alone, "all of them at once": together}).round(3)

# %% [markdown]
# Where the two columns differ, mechanisms act together: what one does depends on which others are
# on. So no single order of switching gives *the* effect of a mechanism.
#
# ## Shares that do
# A *share* is what a mechanism adds when all are switched off one after the other, averaged over
# the orders in which that can be done (the Shapley value). Shares are fair to every order and add
# up to the whole difference. With twelve mechanisms there are too many orders, so each replication
# follows one at random and its reverse; the intervals cover the sampling error of that as well.

# %%
explained = sim.explain(
    community, "relational_practice", outcomes=["contact_gaps.60_days"], replications=2
)
Markdown("\n\n".join(explained.words))

# %%
shares = explained.table.sql("SELECT change, mean, low, high FROM this WHERE kind = 'share'")
shares.to_pandas().set_index("change").sort_values("mean").round(3)

# %% [markdown]
# [What the statistics of a study do](../docs/reference/study-statistics.md) says more about them.
#
# What relationships, losses and waits do to distress are assumptions of the scenario. These results
# follow from them, and from how the services are described; they are not findings about real care.
