"""Fit a distribution to a sample of durations, with its source, its ranges and a picture."""

from __future__ import annotations

import hashlib
import html
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import did_you_mean, listed
from sim.laws import Floats
from sim.loose import read_length
from sim.scenario.from_python import NotPlain, plain_value
from sim.scenario.parts import Plain
from sim.scripting.arguments import ArgumentError, named
from sim.scripting.keywords import known_keywords
from sim.units import MINUTES_PER, NotUnderstood, plain_number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.studies.statistics.fitting import Fit

UNITS = ("minutes", "hours", "days", "weeks", "months", "years")
FAMILIES = ("exponential", "lognormal", "gamma", "weibull")
SAMPLE = "table"
"""The name of the family that is the sample, with each value as often as it was seen."""
FEWEST = 5
DIGITS = 6
LONGEST_WORDS = 44  # characters of a reference in the name of its source
UNITLESS = frozenset({"shape", "mu", "sigma"})
"""Parameters that are plain numbers, whatever the unit of the sample."""


@dataclass(frozen=True, repr=False)
class FittedDistribution:
    """A distribution fitted to a sample.

    `block` is the distribution as a scenario file writes it. Each parameter has a range (``low``
    to ``high``): the 95 % bootstrap interval of this parameter. The range shows how uncertain the
    parameter is with a sample of this size. It does not show how much another place or year may
    differ, nor whether the family is the right one. A sample of finished durations leaves out
    people who are still waiting or still in the service. Long durations are then missing, and
    durations drawn from the fitted distribution are too short.
    """

    family: str
    unit: str
    sample: Floats  # in the unit, in ascending order
    source: str  # the name of the source that vouches for it
    reference: str  # what the source is
    fits: tuple[Fit, ...]  # of all families that were possible, the best first

    @property
    def block(self) -> dict[str, Plain]:
        """The distribution as in a scenario file, with `source` as its source."""
        if self.family == SAMPLE:
            values = self.sample.tolist()
            return {SAMPLE: {"unit": self.unit, "values": values, "source": self.source}}
        fit = self._chosen()
        block: dict[str, Plain] = {
            parameter.name: {
                "value": self._written(parameter.name, parameter.value),
                "low": self._written(parameter.name, parameter.low),
                "high": self._written(parameter.name, parameter.high),
                "source": self.source,
            }
            for parameter in fit.parameters
        }
        if "mu" in block:
            block["unit"] = self.unit
        return {self.family: block}

    @property
    def sources(self) -> dict[str, Plain]:
        """The description of `source`, in the form of ``sources`` in a scenario's data."""
        return {self.source: {"kind": "local_data", "reference": self.reference}}

    def at(self, path: str) -> dict[str, Any]:
        """Return the values that put this distribution at a path of a scenario.

        They are for `Scenario.with_values`, and include the distribution's source.

        Examples
        --------
        >>> import sim
        >>> queue = sim.Scenario.load("scenarios/queue.yaml")
        >>> stays = sim.fit_distribution([3, 5, 2, 9, 4, 4, 6], reference="ward book, May 2025")
        >>> changed = queue.with_values(stays.at("services.group.ends.stay"))
        >>> changed.sources["fitted_ward_book_may_2025"].reference
        'ward book, May 2025'
        """
        about = {f"sources.{name}": each for name, each in self.sources.items()}
        return {**about, path: self.block}

    def picture(self) -> Figure:
        """Return a Matplotlib figure with the sample as steps and each fitted family as a line."""
        from sim.charts import fitting  # noqa: PLC0415 -- loads Matplotlib

        curves = [
            fitting.Curve(each.family, each.cumulative, each.family == self.family)
            for each in self.fits
        ]
        return fitting.draw(self.sample, curves, self.unit)

    def _chosen(self) -> Fit:
        """The fit of the chosen family. The family `SAMPLE` has none."""
        return next(each for each in self.fits if each.family == self.family)

    def _written(self, parameter: str, value: float) -> Plain:
        number = float(f"{value:.{DIGITS}g}")
        return number if parameter in UNITLESS else f"{plain_number(number)} {self.unit}"

    def __repr__(self) -> str:
        """Return the family and its parameters, in one line."""
        parameters = ""
        if self.family != SAMPLE:
            parameters = " " + ", ".join(
                f"{each.name} {self._written(each.name, each.value)}"
                for each in self._chosen().parameters
            )
        return f"<{self.family}{parameters}, fitted to {self.sample.size:,} values>"

    def _repr_html_(self) -> str:
        """Return a table of all fitted families as HTML, the best first, for notebooks."""
        rows = "".join(
            f"<tr><td>{each.family}{' (chosen)' if each.family == self.family else ''}</td>"
            f"<td>{html.escape(self._in_words(each))}</td>"
            f"<td>{each.aic:.1f}</td><td>{each.distance:.3f}</td></tr>"
            for each in self.fits
        )
        head = "".join(
            f"<th>{column}</th>"
            for column in ("family", "parameters", "AIC", "largest gap to the sample")
        )
        return (
            f"<p>{html.escape(repr(self))}</p><table><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )

    def _in_words(self, fit: Fit) -> str:
        return "; ".join(
            f"{each.name} {self._written(each.name, each.value)} "
            f"({each.low:.3g} to {each.high:.3g})"
            for each in fit.parameters
        )


@known_keywords()
def fit_distribution(
    sample: Iterable[Any],
    *,
    unit: str = "days",
    family: str | None = None,
    source: str | None = None,
    reference: str | None = None,
) -> FittedDistribution:
    """Fit a distribution of durations to a sample by maximum likelihood.

    Parameters
    ----------
    sample
        At least 5 finished durations, not all equal: numbers in ``unit``, texts such as "6 weeks",
        or `timedelta`. A duration that was seen twice is listed twice.
    unit
        "minutes", "hours", "days", "weeks", "months" or "years".
    family
        "exponential", "lognormal", "gamma", "weibull", or "table" for the sample itself (the first
        or the last for a sample with a 0). When None, that with the smallest Akaike criterion.
    source
        The name of the source. When None, it is made from ``reference``. `FittedDistribution.at`
        replaces a source of this name in a scenario.
    reference
        Where the sample comes from, as reports print it.

    Returns
    -------
    FittedDistribution
        Has `block` for scenario data, `at(path)` for `Scenario.with_values`, and `picture()`.

    Raises
    ------
    SimError
        If no distribution can be fitted to the sample.

    Examples
    --------
    >>> import sim
    >>> sim.fit_distribution([3, 5, 2, 9, 4, 4, 6], family="gamma")
    <gamma mean 4.71429 days, shape 5.22306, fitted to 7 values>
    """
    _see_words(unit, family, source, reference)
    values = _durations(sample, unit)
    about = reference or f"a sample of {values.size:,} values, fitted by a script"
    fitted = _fits(values)
    if family not in (None, SAMPLE, *(each.family for each in fitted)):
        raise ArgumentError(
            "family",
            f"a {family} distribution has no duration of 0, and the sample has.",
            "Choose `exponential` or `table`, or leave the zeros out.",
        )
    return FittedDistribution(
        family=family or fitted[0].family,
        unit=unit,
        sample=values,
        source=source or _source_name(about),
        reference=about,
        fits=tuple(fitted),
    )


def _see_words(unit: object, family: object, source: object, reference: object) -> None:
    if unit not in UNITS:
        near = did_you_mean(unit, UNITS) if isinstance(unit, str) else ""
        raise ArgumentError("unit", f"{named(unit)} is no unit.", f"Units: {listed(UNITS)}.", near)
    known = (*FAMILIES, SAMPLE)
    if family is not None and family not in known:
        near = did_you_mean(family, known) if isinstance(family, str) else ""
        raise ArgumentError(
            "family", f"{named(family)} is not a family.", f"Families: {listed(known)}.", near
        )
    for argument, text in (("source", source), ("reference", reference)):
        if text is not None and (not isinstance(text, str) or not text.strip()):
            raise ArgumentError(argument, f"{named(text)} is not a text.", "Write words.")


def _source_name(reference: str) -> str:
    """Return a name for a source, made from its reference.

    References that differ in their words get different names.
    """
    words = "_".join(re.findall(r"[a-z0-9]+", reference.lower()))
    whole = reference.isascii() and len(words) <= LONGEST_WORDS
    end = "" if whole else f"_{hashlib.sha256(reference.encode()).hexdigest()[:8]}"
    return f"fitted_{words[:LONGEST_WORDS].rstrip('_')}{end}"


def _durations(sample: object, unit: str) -> Floats:
    """Return a sample as numbers in the given unit, in ascending order."""
    allowed = f"Give {FEWEST} or more durations, as numbers of {unit} or texts such as `6 weeks`."
    try:
        written = plain_value(sample)
    except NotPlain as fault:
        raise ArgumentError("sample", fault.problem.lower(), fault.remedy) from None
    if hasattr(sample, "columns"):
        raise ArgumentError("sample", "it is a whole table.", "Give one of its columns.")
    if not isinstance(written, list):
        raise ArgumentError("sample", f"{named(written)} is not a sample.", allowed)
    values = np.array([_amount(each, unit, allowed) for each in written])
    if values.size < FEWEST:
        raise ArgumentError("sample", f"it has {values.size} values.", allowed)
    if values.min() == values.max():
        text = f"{plain_number(values[0])} {unit}"
        raise ArgumentError("sample", f"all its values are {text}.", f"Write `{text}` instead.")
    return np.sort(values)


def _amount(value: object, unit: str, allowed: str) -> float:
    if isinstance(value, str):
        try:
            return read_length(value).minutes / MINUTES_PER[unit.removesuffix("s")]
        except NotUnderstood as error:
            raise ArgumentError("sample", str(error), allowed) from None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ArgumentError("sample", f"{named(value)} is not a duration.", allowed)
    if not math.isfinite(value) or value < 0:
        raise ArgumentError("sample", f"{named(value)} is not 0 or more.", allowed)
    return float(value)


def _fits(values: Floats) -> list[Fit]:
    from sim.studies.statistics.fitting import fits  # noqa: PLC0415 -- SciPy takes long to import

    return fits(values)
