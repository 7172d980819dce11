"""The tables of an extract: which rows each submission holds, and what stands in their cells.

Rows come from the tables of `Recorded`, called `r` (referrals), `c` (contacts), `s` (stays), `w`
(staff), `p` (people) and `t` (services), and from the submissions, `m`. The headings of the tables
that the program reads are in `sim.records.known`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sim.measures.recorded.tables import Recorded
from sim.records.exporting.cells import MADE_UP, Cells, literal, made_up, one_of, team
from sim.records.known.shapes import Shape, tables_of

FILES = {
    "referrals": "MHS101Referral",
    "other_teams": "MHS102OtherServiceType",
    "onward": "MHS105OnwardReferral",
    "contacts": "MHS201CareContact",
    "workers": "MHS206StaffActivity",
    "stays": "MHS501HospProvSpell",
    "ward_stays": "MHS502WardStay",
    "teams": "MHS902ServiceTeamDetails",
    "people": "MHS001MPI",
    "staff": "staff",
}
"""What the files of the national tables are called, without their endings."""
OF_VERSION_5 = {
    "other_teams": "MHS102ServiceTypeReferredTo",
    "workers": "MHS202CareActivity",
}
PLAIN = ("referrals", "onward", "contacts", "stays", "staff", "people")
"""The tables of a plain extract, each in a file of its own name."""
WARD_STAYS = {
    "ward_stay": "UniqWardStayID",
    "stay": "UniqHospProvSpellID",
    "referral": "UniqServReqID",
    "person": "Person_ID",
    "ward": "UniqWardCode",
    "start": "StartDateWardStay",
    "start_time": "StartTimeWardStay",
    "end": "EndDateWardStay",
    "end_time": "EndTimeWardStay",
    "provider": "OrgIDProv",
    "submission": "UniqMonthID",
    "effective": "EFFECTIVE_FROM",
}
"""Headings of a table that is written because extracts have it; the program does not read it."""
LOCAL = {"group": "LocalGroup", "area": "LADistrictAuth"}
"""Headings of columns of people that the national tables leave to the place, or that have codes of
their own there."""
NO_TYPE = "UNKNOWN"
"""The type of a team of which none is given."""


class Sheet(NamedTuple):
    """A table of an extract before it is written."""

    table: str  # what the mapping file calls it
    file: str  # without its ending
    headings: dict[str, str]  # what the program calls a column, to what the file does
    cells: dict[str, str]  # SQL, by what the program calls the column
    rows: str  # SQL: what they are read from
    order: str  # SQL: columns of `cells`


class _Rows(NamedTuple):
    """Where the rows of a table come from, what stands in them, and their order, as `Sheet` has."""

    rows: str
    cells: dict[str, str]
    order: str


OPEN = "r.received < m.closes AND r.over >= m.opens"
"""A referral is in every submission from that of its month until it is over."""


def sheets(recorded: Recorded, shape: Shape, types: Mapping[str, str]) -> Iterator[Sheet]:
    """Iterate over the tables of an extract in a shape.

    Parameters
    ----------
    types
        The national type of a service's team, by its key; `NO_TYPE` where it is not there.
    """
    making = _Making(recorded, shape, types)
    files = {**FILES, **OF_VERSION_5} if shape is Shape.MHSDS_V5 else FILES
    for table, make in making.tables.items():
        if shape is Shape.PLAIN and table not in PLAIN:
            continue
        rows, cells, order = make()
        headings = making.headings(table)
        written = {name: heading for name, heading in headings.items() if name in cells}
        file = table if shape is Shape.PLAIN else files[table]
        yield Sheet(table, file, written, {name: cells[name] for name in written}, rows, order)


class _Making:
    """Makes the tables of one extract."""

    def __init__(self, recorded: Recorded, shape: Shape, types: Mapping[str, str]) -> None:
        self.recorded, self.shape = recorded, shape
        self.cells = Cells(shape, recorded.begins, recorded.timed)
        self.teams = [team(number) for number in range(len(recorded.services))]
        self.types = [types.get(key, NO_TYPE) for key in recorded.services]
        self.sent = {
            "submission": "m.number",
            "effective": "m.effective",
            "provider": literal(MADE_UP),
        }
        self.tables: dict[str, Callable[[], _Rows]] = {
            "referrals": self.referrals,
            "other_teams": self.other_teams,
            "onward": self.onward,
            "contacts": self.contacts,
            "workers": self.workers,
            "stays": self.stays,
            "ward_stays": self.ward_stays,
            "teams": self.teams_,
            "people": self.people,
            "staff": self.staff,
        }

    def headings(self, table: str) -> dict[str, str]:
        """Return what the columns of a table are called in the file."""
        if table == "ward_stays":
            return WARD_STAYS
        headings = tables_of(self.shape)[table][1]
        if self.shape is Shape.PLAIN:
            return {name: each for name, each in headings.items() if name not in self.sent}
        return {**headings, **LOCAL} if table == "people" else headings

    def of_team(self, service: str) -> dict[str, str]:
        """Return the cells that name the team of a service, by its row number."""
        return {"service": one_of(self.teams, service), "service_type": one_of(self.types, service)}

    def over(self) -> dict[str, str]:
        """Return the cells that say how a referral ended."""
        return {
            **self.cells.when("closed", "r.closed"),
            "closed_why": self.cells.code("closed", "r.closed_why", "r.closed"),
            **self.cells.when("rejected", "r.rejected"),
            "rejected_why": self.cells.code("rejected", "r.rejected_why", "r.rejected"),
        }

    def referrals(self) -> _Rows:
        cells = {
            "referral": made_up("REFERRAL", "r.row"),
            "person": made_up("PERSON", "r.person"),
            **self.of_team("r.service"),
            **self.cells.when("received", "r.received"),
            **self.over(),
            **self.cells.when("decided", "r.decided"),
            "source": self.cells.code("source", "r.source"),
            "inactive": self.cells.date("r.silent"),
            **self.sent,
        }
        return _Rows(f"r JOIN m ON {OPEN}", cells, "m.number, r.row")

    def other_teams(self) -> _Rows:
        """Version 5 has all teams here; later ones only those besides that of the referral."""
        cells = {
            "referral": made_up("REFERRAL", "r.row"),
            **self.of_team("r.service"),
            **self.over(),
            **self.sent,
        }
        none = "" if self.shape is Shape.MHSDS_V5 else " AND false"
        return _Rows(f"r JOIN m ON {OPEN}{none}", cells, "m.number, r.row")

    def onward(self) -> _Rows:
        cells = {
            "referral": made_up("REFERRAL", "r.row"),
            **self.cells.when("at", "r.onward"),
        }
        return _Rows(f"r JOIN m ON {_in_month('r.onward')}", cells, "m.number, r.row")

    def contacts(self) -> _Rows:
        # Version 6 names a team only where it is another one than that of the referral.
        another = "c.service" if self.shape is not Shape.MHSDS_V6 else "c.other_service"
        cells = {
            "contact": made_up("CONTACT", "c.row"),
            "referral": made_up("REFERRAL", "c.referral"),
            "person": made_up("PERSON", "c.person"),
            **self.of_team(another),
            **self.cells.when("at", "c.at"),
            "outcome": self.cells.code("outcome", "c.outcome"),
            "minutes": "CASE WHEN c.minutes >= 0 THEN c.minutes END",
            "how": self.cells.code("how", "c.how"),
            "worker": made_up("WORKER", "c.worker"),
            **self.sent,
        }
        return _Rows(f"c JOIN m ON {_in_month('c.at')}", cells, "m.number, c.row")

    def workers(self) -> _Rows:
        cells = {
            "contact": made_up("CONTACT", "c.row"),
            "worker": made_up("WORKER", "c.worker"),
            "minutes": "CASE WHEN c.minutes >= 0 THEN c.minutes END",
        }
        rows = f"c JOIN m ON {_in_month('c.at')} AND c.worker >= 0"
        return _Rows(rows, cells, "m.number, c.row")

    def stays(self) -> _Rows:
        cells = {
            "stay": made_up("STAY", "s.row"),
            "person": made_up("PERSON", "s.person"),
            "referral": made_up("REFERRAL", "s.referral"),
            **self.of_team("s.service"),
            **self.cells.when("start", "s.start"),
            **self.cells.when("end", "s.end"),
            **self.sent,
        }
        rows = "s JOIN m ON s.start < m.closes AND s.end >= m.opens"
        return _Rows(rows, cells, "m.number, s.row")

    def ward_stays(self) -> _Rows:
        rows, cells, order = self.stays()
        ward = {"ward_stay": made_up("WARDSTAY", "s.row"), "ward": made_up("WARD", "s.service")}
        return _Rows(rows, {**cells, **ward}, order)

    def teams_(self) -> _Rows:
        cells = {**self.of_team("t.row"), **self.sent}
        return _Rows("t CROSS JOIN m", cells, "m.number, t.row")

    def people(self) -> _Rows:
        """Return people: in the submissions that hold a referral of theirs, and in the last."""
        cells = {
            "person": made_up("PERSON", "p.row"),
            "died": self.cells.date("p.died"),
            "group": one_of(self.recorded.groups, 'p."group"'),
            "area": one_of(self.recorded.areas, "p.area"),
            **self.sent,
        }
        here = f"EXISTS (FROM r WHERE r.person = p.row AND {OPEN})"
        return _Rows(f"p JOIN m ON m.last OR {here}", cells, "m.number, p.row")

    def staff(self) -> _Rows:
        """Return the staff list, of the day of the last submission."""
        cells = {
            "worker": made_up("WORKER", "w.worker"),
            "service": one_of(self.teams, "w.service"),
            **self.cells.when("start", "w.start"),
            **self.cells.when("end", "w.end"),
            "wte": "CASE WHEN NOT isnan(w.wte) THEN w.wte END",
        }
        return _Rows("w JOIN m ON m.last", cells, "w.row")


def _in_month(column: str) -> str:
    return f"{column} >= m.opens AND {column} < m.closes"
