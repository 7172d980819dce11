"""Minutes, and the words for longer times: the clock everything inside runs on."""

from __future__ import annotations

MINUTE = 1
HOUR = 60
DAY = 1_440
WEEK = 10_080
MONTH = 43_830
YEAR = 525_960

MINUTES_PER = {
    "minute": MINUTE,
    "hour": HOUR,
    "day": DAY,
    "week": WEEK,
    "month": MONTH,
    "year": YEAR,
}

FOREVER = 2**62
"""A time that no run reaches: "never", kept far below the largest int64 so sums stay exact."""
