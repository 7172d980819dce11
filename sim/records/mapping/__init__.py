"""The mapping file: what an extract's tables, columns and codes mean."""

from sim.records.mapping.mapping import Mapping as Mapping
from sim.records.mapping.reading import read_mapping as read_mapping
