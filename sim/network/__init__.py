"""Examine the services of a scenario before any run: a graph, its problems, and its load.

`service_graph` makes the graph of one arm. `findings` and `loads` read this graph.
`check_workforce` adds up the staff and places of each arm. `what_is_known` counts assumptions
among `stated_numbers`.
`check_text` combines the results into a text.
"""

from sim.network.assumptions import Known, stated_numbers, what_is_known
from sim.network.findings import Finding, FindingKind, findings
from sim.network.graph import COMMUNITY, NOWHERE_NODE, service_graph
from sim.network.load import Load, LoadVerdict, loads
from sim.network.text import check_text
from sim.network.workforce import Resource, WorkforceCheck, check_workforce

__all__ = [
    "COMMUNITY",
    "NOWHERE_NODE",
    "Finding",
    "FindingKind",
    "Known",
    "Load",
    "LoadVerdict",
    "Resource",
    "WorkforceCheck",
    "check_text",
    "check_workforce",
    "findings",
    "loads",
    "service_graph",
    "stated_numbers",
    "what_is_known",
]
