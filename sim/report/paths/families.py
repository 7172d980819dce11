"""The words for parameters of a distribution, and for numbers that vary with the time."""

from __future__ import annotations

from typing import Final

from sim.report.paths.services import FACTOR, SHARE

FAMILIES: Final[dict[str, str]] = {
    "fixed": "{}",
    "exponential.mean": "mean {}",
    "uniform.low": "lowest {}",
    "uniform.high": "highest {}",
    "triangular.low": "lowest {}",
    "triangular.mode": "most frequent {}",
    "triangular.high": "highest {}",
    "lognormal.mean": "mean {}",
    "lognormal.sd": "standard deviation of {}",
    "lognormal.median": "median {}",
    "lognormal.percentile.at": "percentile given of {}",
    "lognormal.percentile.value": "value at the percentile given of {}",
    "lognormal.mu": "mean logarithm of {}",
    "lognormal.sigma": "standard deviation of the logarithm of {}",
    "normal.mean": "mean {}",
    "normal.sd": "standard deviation of {}",
    "gamma.mean": "mean {}",
    "gamma.sd": "standard deviation of {}",
    "gamma.shape": "shape of the distribution of {}",
    "erlang.mean": "mean {}",
    "erlang.stages": "stages of {}",
    "weibull.mean": "mean {}",
    "weibull.scale": "scale of the distribution of {}",
    "weibull.shape": "shape of the distribution of {}",
    "table": "observed {}",
    "truncated.low": "shortest {} that is kept",
    "truncated.high": "longest {} that is kept",
    "hazard.logistic.p1": "chance per day at first, of {}",
    "hazard.logistic.p2": "steepness over days, of {}",
    "hazard.logistic.p3": "days to half of the rise, of {}",
    "hazard.logistic.p4": "chance per day in the end, of {}",
    "hazard.table.{nth}.from": "days from which the {nth} chance holds, of {}",
    "hazard.table.{nth}.per_day": "{nth} chance per day, of {}",
    "mixture.{nth}.share": "share of the {nth} part of {}",
    "mixture.{nth}.of": "{}, {nth} part",
}
"""What a parameter of a distribution is called, where {} is what is distributed."""

COURSES: Final[dict[str, str]] = {
    "season.{month}": "{}: factor in {month}",
    "week.{weekday}": "{}: factor on {weekday}",
    "pattern.every": "{}: length of the pattern",
    "pattern.factors.{nth}": "{}: {nth} factor of the pattern",
    "pattern.from": "{}: start of the pattern",
    "changes.{nth}.from": "{}: date of the {nth} change",
    "changes.{nth}": "{} from the {nth} change on",
}
"""What is said of numbers that vary with the time, where {} is what varies."""

UNITS: Final[dict[str, str]] = {
    "lognormal.percentile.at": SHARE,
    "lognormal.mu": "",
    "lognormal.sigma": "",
    "gamma.shape": "",
    "erlang.stages": "stages",
    "weibull.shape": "",
    "hazard.logistic.p1": SHARE,
    "hazard.logistic.p2": "",
    "hazard.logistic.p3": "days",
    "hazard.logistic.p4": SHARE,
    "hazard.table.{nth}.per_day": SHARE,
    "mixture.{nth}.share": SHARE,
    "season.{month}": FACTOR,
    "week.{weekday}": FACTOR,
    "pattern.factors.{nth}": FACTOR,
}
"""The unit of a plain number with these words where it is not that of what is distributed."""
