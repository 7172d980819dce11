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
# # One person's two lives
#
# **What it shows:** the same made-up person, with the same ups and downs, where services hand
# people on and where one worker stays. **How long it takes:** about a quarter of a minute.
#
# Nobody here is or was a real person. Each is drawn by the simulation, and random numbers belong to
# the person, not to the arm: the same random numbers, different care.

# %%
import pandas as pd

import sim

community = sim.Scenario.load("../scenarios/cen_community.yaml")
people = sim.lives(community, execution=sim.Execution(arms=["handed_on", "relational_practice"]))
chosen = {each.why: each for each in people}
people

# %% [markdown]
# ## Chosen by a rule, not by hand
# Of all who were there the whole time, in order of days in need without help where services hand
# on: those a tenth, half and nine tenths of the way along. Then the one who gained most by a
# lasting worker, and the one who lost most.

# %%
pd.DataFrame(
    [each.days_in_need_without_help for each in people],
    index=pd.Index([f"{each.person}, {each.why}" for each in people], name="person"),
).round(0)

# %% [markdown]
# ## Half way along
# Grey steps are how bad the need is, red stripes are days in need without help. Each line below is
# a service: an open bar is waiting for it, a full one being there, dots are contacts, crosses
# contacts that were missed.

# %%
chosen["half way along the line"]

# %% [markdown]
# ## Who gained most

# %%
chosen["who gained most"]

# %% [markdown]
# ## Who lost most
# Where care lasts longer, others wait longer for the same places, and some people lose by it.

# %%
chosen["who lost most"]

# %% [markdown]
# ## One person is not a result
# Two lives differ for many reasons, chance among them; single people show *how* things happen, and
# say nothing about how often. For that, compare many runs: [first steps](first_steps.ipynb). What
# relationships do to distress is an assumption of this scenario, not a finding.
#
# Anybody in the runs can be looked at by name.

# %%
both = sim.Execution(arms=["handed_on", "relational_practice"])
sim.lives(community, ["cohort 19"], execution=both)[0]
