"""What the services of a scenario show before any run: a graph, what is odd about it, its load.

`service_graph` makes the graph of one arm, `findings` and `loads` read it, `check_workforce` adds
up what each arm has, `what_is_known` counts assumptions, and `check_text` says it all.
"""

from sim.network.assumptions import Known, what_is_known
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
    "what_is_known",
]
