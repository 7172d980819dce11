"""Find faults that only the whole document shows: undefined names, sums, contradictions, loops.

Each check is a function from a document to its faults. The scenario with one mechanism is checked
only for names, areas, sums, distributions and defaults, because what is missing there may come
from another mechanism.
"""

from sim.scenario.checks.areas import area_faults
from sim.scenario.checks.arms import group_faults, start_map_faults
from sim.scenario.checks.change import change_faults
from sim.scenario.checks.checked import Checked
from sim.scenario.checks.covariance import covariance_faults
from sim.scenario.checks.distributions import distribution_faults
from sim.scenario.checks.format import format_faults
from sim.scenario.checks.journeys import loop_faults, unreachable_faults
from sim.scenario.checks.names import name_faults
from sim.scenario.checks.needs import need_faults
from sim.scenario.checks.plan import plan_faults
from sim.scenario.checks.services import service_faults, vacant_post_faults
from sim.scenario.checks.settled import settled_faults
from sim.scenario.checks.sources import default_faults, unknown_sources
from sim.scenario.checks.sums import order_faults, sum_faults
from sim.scenario.checks.transfers import transfer_faults
from sim.scenario.checks.windows import window_faults
from sim.scenario.checks.world_table import world_table_faults
from sim.scenario.checks.worlds import worlds_faults

PARTIAL = (name_faults, area_faults, sum_faults, distribution_faults, default_faults)
WHOLE = (*PARTIAL, order_faults, service_faults, need_faults, settled_faults, loop_faults)

__all__ = [
    "PARTIAL",
    "WHOLE",
    "Checked",
    "change_faults",
    "covariance_faults",
    "default_faults",
    "format_faults",
    "group_faults",
    "plan_faults",
    "start_map_faults",
    "transfer_faults",
    "unknown_sources",
    "unreachable_faults",
    "vacant_post_faults",
    "window_faults",
    "world_table_faults",
    "worlds_faults",
]
