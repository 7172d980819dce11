"""How many people come from outside, how that grows, and how it goes with the time of the year.

A referral is from outside if no ending of another service leads to it. With two years or more,
months are a Poisson regression on growth and, where it shows, on the month of the year; with less,
growth cannot be told from the season, and the rate is the mean. Where referrals differ between days
of the week, a month counts as long as its days are.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy.stats import chisquare, f

from sim.area.deriving.place import month_after, months_between
from sim.area.deriving.ranges import NORMAL, Range
from sim.laws import Floats
from sim.records.estimating.courses import in_days
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.place import Place
from sim.records.estimating.poisson import Regression, regression

ITEM = "outside referrals"
TWO_YEARS = 729  # days: of which growth and season are told
RARELY = 0.05  # a season, or days of the week, that would show so often where there are none
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = 12


class Months(NamedTuple):
    """Referrals from outside by month; shape (m,)."""

    first: list[datetime.date]  # first day of each month
    counts: Floats
    exposure: Floats  # days, as long as their weekday's factor
    weekdays: Floats  # (7,) referrals by day of the week
    days: Floats  # (7,) days by day of the week


def arrivals(place: Place, begins: datetime.date) -> Iterator[Estimate | Untold]:
    """Yield the rate in the month of `begins`, growth, and factors of months and weekdays."""
    months = _months(place)
    number = int(months.counts.sum())
    if number == 0:
        yield place.untold(ITEM, "Nobody is known to have been referred from outside.")
        return
    away = np.array([months_between(begins, each) for each in months.first], np.float64)
    if place.records.closes - place.records.opens < TWO_YEARS or len(away) <= MONTHS + 1:
        fit = regression(months.counts, months.exposure, np.ones((len(away), 1)))
        note = "Growth and season cannot be told apart from less than two years: neither is taken."
        yield _rate(place, fit, np.ones(1), np.exp(fit.coefficients), number, note)
    else:
        yield from _with_growth(place, months, away, number)
    yield from _week(place, months)


def _with_growth(
    place: Place, months: Months, away: Floats, number: int
) -> Iterator[Estimate | Untold]:
    """Yield rate, growth and season; `away` is how many months each is after now, (m,)."""
    design = np.stack([away, np.ones_like(away)], axis=1)
    plain = regression(months.counts, months.exposure, design)
    calendar = np.array([each.month - 1 for each in months.first])
    full = np.concatenate([away[:, None], np.eye(MONTHS)[calendar]], axis=1)
    fit = regression(months.counts, months.exposure, full)
    seasonal = _shows(plain, fit)
    fit = fit if seasonal else plain
    note = "From a Poisson regression of months on growth"
    note = f"{note} and month of the year." if seasonal else f"{note}; no season shows in them."
    yield _rate(place, fit, *_level(fit), number, note)
    yearly = MONTHS * fit.coefficients[0]
    error = MONTHS * float(np.sqrt(fit.covariance[0, 0]))
    ends = np.expm1(yearly + NORMAL * error * np.array([-1, 1]))
    yield place.told(
        "growth", float(np.expm1(yearly)), "share a year",
        Range(float(ends[0]), float(ends[1]), _method(fit)),
        error * float(np.exp(yearly)), number, "In monthly steps.",
    )  # fmt: skip
    if seasonal:
        yield from _season(place, fit, months.first, number)


def _level(fit: Regression) -> tuple[Floats, Floats]:
    """Return the weights of the coefficients in the level now, without growth, and its parts."""
    parts = np.exp(fit.coefficients[1:])
    return np.concatenate([[0.0], parts / parts.sum()]), parts


def _shows(plain: Regression, fit: Regression) -> bool:
    """Return whether months of the year differ by more than chance (an F test)."""
    more = plain.degrees - fit.degrees
    ratio = (plain.deviance - fit.deviance) / more / fit.dispersion
    return float(f.sf(ratio, more, fit.degrees)) < RARELY


def _rate(
    place: Place, fit: Regression, weights: Floats, parts: Floats, number: int, note: str
) -> Estimate:
    """Return the rate now; its logarithm's error is that of the coefficients, weighted."""
    value = float(parts.mean())
    error = float(np.sqrt(weights @ fit.covariance @ weights))
    factor = float(np.exp(NORMAL * error))
    found = Range(value / factor, value * factor, _method(fit))
    return place.told(ITEM, value, "per day", found, value * error, number, note)


def _season(
    place: Place, fit: Regression, first: list[datetime.date], number: int
) -> Iterator[Estimate]:
    """Yield the factor of each month of the year; they are 1 on average."""
    parts = np.exp(fit.coefficients[1:])
    for month in range(MONTHS):
        weights = -parts / parts.sum()
        weights[month] += 1
        weights = np.concatenate([[0.0], weights])
        error = float(np.sqrt(weights @ fit.covariance @ weights))
        value, factor = float(parts[month] / parts.mean()), float(np.exp(NORMAL * error))
        found = Range(value / factor, value * factor, _method(fit))
        made = place.told(
            "season", value, "times", found, value * error, number, "The mean of all months is 1."
        )
        when = next(each for each in first if each.month == month + 1)
        yield replace(made, month=when)


def _week(place: Place, months: Months) -> Iterator[Estimate]:
    """Yield the factor of each day of the week, where they differ by more than chance."""
    factors = _weekday_factors(months.weekdays, months.days)
    if (factors == 1).all():
        return
    number = int(months.weekdays.sum())
    each = months.days.sum() / months.days / number  # of one referral
    for day, name in enumerate(WEEKDAYS):
        share = months.weekdays[day] / number
        error = float(np.sqrt(number * share * (1 - share)) * each[day])
        value = float(factors[day])
        found = Range(max(0.0, value - NORMAL * error), value + NORMAL * error, "multinomial")
        note = "The mean of all days of the week is 1."
        yield place.told("week", value, "times", found, error, number, note, to=name)


def _weekday_factors(weekdays: Floats, days: Floats) -> Floats:
    """Return how many referrals a day of the week has, by the mean day's; 1 where all are alike."""
    if (days == 0).any() or weekdays.sum() == 0:
        return np.ones(len(WEEKDAYS))
    expected = days / days.sum() * weekdays.sum()
    if float(chisquare(weekdays, expected).pvalue) >= RARELY:
        return np.ones(len(WEEKDAYS))
    return np.asarray(weekdays / expected, np.float64)


def _months(place: Place) -> Months:
    """Return who came from outside in each month of the window.

    Referrals of its last weeks, of which it is not known yet whether an ending led to them, are
    left out with these weeks, unless nothing would be left.
    """
    records, table = place.records, place.recorded.referrals
    opens = int(records.opens)
    known = int(place.recorded.taken // 1_440) - records.links.days - 1
    closes = min(int(records.closes), known)
    if closes - opens < records.links.days:
        closes = int(records.closes)
    led_to = np.zeros(table.received.shape, np.bool_)
    led_to[records.links.to[records.links.to >= 0]] = True
    day = np.floor(in_days(table.received, timed=False)).astype(np.int64)
    mine = ~led_to & (table.service == place.service) & (day >= opens) & (day < closes)
    every = np.arange(opens, closes)
    dates = [records.date(float(each)) for each in every]
    weekday = np.array([each.weekday() for each in dates])
    week = np.arange(len(WEEKDAYS))
    by_day = np.bincount(day[mine] - opens, minlength=len(every)).astype(np.float64)
    weekdays = np.array([by_day[weekday == each].sum() for each in week])
    days = np.bincount(weekday, minlength=len(WEEKDAYS)).astype(np.float64)
    first = [dates[0].replace(day=1)]
    while month_after(first[-1]) <= dates[-1]:
        first.append(month_after(first[-1]))
    month = np.array([months_between(first[0], each) for each in dates])
    length = _weekday_factors(weekdays, days)[weekday]
    counts, exposure = (np.bincount(month, each).astype(np.float64) for each in (by_day, length))
    kept = exposure > 0
    first = [each for each, keep in zip(first, kept, strict=True) if keep]
    return Months(first, counts[kept], exposure[kept], weekdays, days)


def _method(fit: Regression) -> str:
    return f"Poisson by month, error × √dispersion ({fit.dispersion:.2f})"
