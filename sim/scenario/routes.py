"""The routes from a service, by reason, and the changes of routes and stays on a date."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.distributions import Time
from sim.scenario.parts import Part
from sim.scenario.people import Shares
from sim.scenario.quantities import Point
from sim.scenario.refusing import shown, wrong
from sim.scenario.words import Reason, one_of
from sim.scenario.written import Block

reason = one_of(*get_args(Reason))


def _rows(value: Any) -> Any:
    if isinstance(value, Block):
        return value.without_nulls()
    if not isinstance(value, dict):
        raise wrong(f"{shown(value)} is not a block of routes.", "Write rows by reason.")
    return value


Routes = Annotated[dict[Annotated[Reason, reason], Shares], BeforeValidator(_rows)]


class WaysChange(Part):
    """Routes and the stay from some time on; what it does not name stays as it was."""

    begins: Point = Field(alias="from", examples=["2028-04-01"])
    routes: Routes = Field(default_factory=dict)
    stay: Time | None = None

    @model_validator(mode="after")
    def _of_something(self) -> WaysChange:
        if not self.routes and self.stay is None:
            raise wrong("This changes nothing.", "Write `routes` or `stay` beside `from`.")
        return self
