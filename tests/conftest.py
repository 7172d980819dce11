"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import settings

# In continuous integration the same commit meets the same examples; elsewhere new ones each time.
settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
