"""Numbers, lengths of time and rates as people write them, and how a scenario wants them written.

Used only to answer what was refused. Nothing here is ever taken for a value: whatever is found is
offered to the person who wrote it, with a condition wherever it can be read in more than one way.
"""

from sim.loose.answers import Answer, Reading
from sim.loose.lengths import length_meant
from sim.loose.numbers import number_meant, two_readings
from sim.loose.rates import rate_meant
from sim.loose.reading import read_frequency, read_length

__all__ = [
    "Answer",
    "Reading",
    "length_meant",
    "number_meant",
    "rate_meant",
    "read_frequency",
    "read_length",
    "two_readings",
]
