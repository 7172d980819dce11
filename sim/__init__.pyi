# What `import sim` promises; each name is imported when it is first used.

from .errors import ScenarioFaults as ScenarioFaults, SimError as SimError
from .measures.own import OwnMeasure as OwnMeasure
from .measures.run_log import RunLog as RunLog
from .scenario import Scenario as Scenario
from .scripting.again import log_of as log_of
from .scripting.answering import Answer as Answer
from .scripting.describing import describe as describe
from .scripting.execution import Execution as Execution
from .scripting.fits import Fit as Fit, fit as fit
from .scripting.fitting import (
    FittedDistribution as FittedDistribution,
    fit_distribution as fit_distribution,
)
from .scripting.lives import Lives as Lives, lives as lives
from .scripting.logs import Log as Log, read_log as read_log
from .scripting.measuring import measure as measure
from .scripting.own_rules import Rules as Rules, name_number as name_number
from .scripting.questions import (
    break_even as break_even,
    explain as explain,
    find as find,
    select as select,
    sensitivity as sensitivity,
)
from .scripting.running import (
    ComparedResults as ComparedResults,
    Results as Results,
    compare as compare,
    run as run,
)
from .scripting.sweeping import Sweep as Sweep, sweep as sweep
from .scripting.tables import Table as Table
from .scripting.two_studies import (
    ComparedStudies as ComparedStudies,
    compare_studies as compare_studies,
)
from .scripting.worlds import Worlds as Worlds
from .version import __version__ as __version__

__all__: list[str]
