"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, and is never judged.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("here", UNTIMED)
# In continuous integration the same commit meets the same examples; elsewhere new ones each time.
settings.register_profile("ci", UNTIMED, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")
