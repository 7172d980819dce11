"""What an extract tells beside a workbook has its place in a scenario: laws, weeks, wards."""

from __future__ import annotations

import dataclasses
from typing import Any

from sim.area.composing import TARGETS, Composed, compose
from sim.area.derived import Derived
from sim.area.deriving import derive
from tests.area.composing.books import small

HAZARD = {
    "hazard": {
        "table": [
            {"from": "0 days", "per_day": {"value": 0.002, "low": 0.001, "high": 0.003}},
            {"from": "28 days", "per_day": {"value": 0.01, "low": 0.008, "high": 0.012}},
        ]
    }
}
WEIBULL = {
    "weibull": {
        "shape": {"value": 0.8, "low": 0.7, "high": 0.9, "source": "records"},
        "mean": {"value": "90 days", "low": "80 days", "high": "100 days", "source": "records"},
    }
}


def number(item: str, value: float, **about: Any) -> Derived:
    """A number of the first service of the workbook."""
    service = small().services[0]
    usual = {"unit": "days", "sum": "by Kaplan-Meier", "source": service.source, "cells": ()}
    return Derived(
        **{"service": service.key, "area": None, "item": item, "value": value} | usual | about
    )


def made(*numbers: Derived, **about: Any) -> Composed:
    """The scenario of the workbook with some numbers in place of its own."""
    items = {each.item for each in numbers}
    kept = [each for each in derive(small()) if each.item not in items]
    return compose(small(), [*kept, *numbers], "extract", **about)


def test_a_stay_may_have_a_law_whose_parameters_have_ranges_and_the_note() -> None:
    text = made(number("stay", 90.0, law=WEIBULL)).text
    assert 'stay: {weibull: {shape: {value: 0.8, low: 0.7, high: 0.9, note: "by Kaplan-Meier"' in (
        " ".join(text.split()).replace("note: by Kaplan-Meier", 'note: "by Kaplan-Meier"')
    )
    assert "mean: {value: 90 days, low: 80 days, high: 100 days}" in " ".join(text.split())


def test_patience_may_be_a_table_of_hazards() -> None:
    text = " ".join(made(number("patience", 200.0, law=HAZARD)).text.split())
    assert "patience: {hazard: {table: [{from: 0 days, per_day: {value: 0.002," in text
    assert "{from: 28 days, per_day: {value: 0.01, low: 0.008, high: 0.012}}]}}" in text


def test_referrals_may_differ_between_days_of_the_week() -> None:
    days = [
        number("week", 1.2, unit="times", to="mon"),
        number("week", 0.5, unit="times", to="sun"),
    ]
    text = " ".join(made(*days).text.split())
    assert "week: {mon: " in text
    assert text.index("week: {mon: ") < text.index("sun: ")


def test_cancelled_contacts_are_told_by_whom() -> None:
    parts = [
        number("cancelled share", 0.05, unit="share"),
        number("cancelled by provider", 0.02, unit="share"),
    ]
    text = " ".join(made(*parts).text.split())
    assert "cancelled: person: " in text
    assert " provider: " in text


def test_a_service_may_be_day_and_night() -> None:
    book = small()
    first = dataclasses.replace(book.services[0], continuous=True)
    book = dataclasses.replace(book, services=(first, *book.services[1:]))
    assert "    continuous: true\n" in compose(book, derive(book), "extract").text
    assert "continuous" not in compose(small(), derive(small()), "extract").text


def test_targets_may_come_from_elsewhere() -> None:
    assert made(compared={TARGETS: "target,measure\n"}).tables[TARGETS] == "target,measure\n"
    none = made(compared={})
    assert TARGETS not in none.tables
    assert "targets:" not in none.text
