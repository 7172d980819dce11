"""Understand numbers, lengths of time and rates in the forms that people write.

This is used only to suggest a correction for a value that was refused. What was understood is
never used as a value. It is offered to the author of the file, with a condition if the text can be
understood in several ways.
"""

from sim.loose.answers import Answer, Reading
from sim.loose.dates import date_meant
from sim.loose.growths import growth_meant
from sim.loose.lengths import length_meant
from sim.loose.numbers import number_meant, two_readings
from sim.loose.rates import rate_meant
from sim.loose.reading import read_frequency, read_length

__all__ = [
    "Answer",
    "Reading",
    "date_meant",
    "growth_meant",
    "length_meant",
    "number_meant",
    "rate_meant",
    "read_frequency",
    "read_length",
    "two_readings",
]
