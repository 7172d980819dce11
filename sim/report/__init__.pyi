from .sweeps import write_sweep_report as write_sweep_report
from .writing import write_report as write_report

__all__: list[str]
