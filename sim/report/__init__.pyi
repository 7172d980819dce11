from .sweep_report import SweepReport as SweepReport
from .writing import write_report as write_report

__all__: list[str]
