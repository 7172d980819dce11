"""Each cleaning rule leaves out what it says, counts it, and leaves the rest as it was."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest

from sim.measures.recorded.tables import NEVER, UNKNOWN, Closed, Recorded
from sim.records.cleaning.endings import DIED, SILENT
from sim.records.cleaning.joining import JOINED
from sim.records.cleaning.rules import (
    AFTER,
    BACKWARDS,
    ELSEWHERE,
    NOT_COMPLETE,
    NOT_COUNTED,
    ORPHAN,
    REOPENED,
    TEAMLESS,
    UNSTEADY,
)
from sim.records.cleaning.tables import ALREADY_KNOWN
from sim.records.extract import Extract, SignKind
from sim.units import DAY
from tests.records.extracts import (
    CONTACTS,
    DIAGNOSES,
    MAPPING,
    ONWARD,
    OTHER_TEAMS,
    PEOPLE,
    REFERRALS,
    STAYS,
    TEAMS,
    Row,
    Tables,
    contact,
    extract_of,
    identifier,
    referral,
    small,
)

TEAM_OF_CONTACT = "UniqOtherCareProfTeamLocalID"


def counts(extract: Extract) -> dict[tuple[str, str], int]:
    return {(each.rule, each.table): each.count for each in extract.dropped if each.count}


def day(year: int, month: int, date: int) -> int:
    """The number of a day since the first that is measured."""
    return (datetime.date(year, month, date) - datetime.date(2024, 4, 1)).days


def of_referral(recorded: Recorded, received: int) -> int:
    """The row of the only referral received on a day."""
    (row,) = np.flatnonzero(recorded.referrals.received // DAY == received)
    return int(row)


def padded(*rows: Row) -> Tables:
    """The small extract with more referrals, and so many contacts that few are not a tenth."""
    tables = small()
    tables[REFERRALS] += rows
    tables[REFERRALS] += [referral(70 + n, 40 + n, "CMHT1", "2024-05-20") for n in range(20)]
    tables[CONTACTS] += [contact(200 + n, 70 + n % 20, 40, "2025-03-05") for n in range(40)]
    return tables


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (referral(30, 20, "CMHT1", ""), NOT_COMPLETE),
        (referral(30, 20, "CMHT1", "2024-07-02") | {"Person_ID": ""}, NOT_COMPLETE),
        (referral(30, 20, "CMHT1", "2024-07-02", ServDischDate="2024-07-01"), BACKWARDS),
        (referral(30, 20, "CMHT1", "2024-07-02", ReferRejectionDate="2024-07-01"), BACKWARDS),
        (referral(30, 20, "CMHT1", "2025-05-01"), AFTER),
        (referral(30, 20, "", "2024-07-02", ServTeamType=""), TEAMLESS),
        (referral(30, 20, "OTHER", "2024-07-02"), ELSEWHERE),
        (referral(30, 20, "CMHT1", "2024-07-02", OrgIDProv="DFC"), UNSTEADY),
    ],
)
def test_a_referral_with_something_wrong_goes_with_its_contacts(
    tmp_path: Path, row: Row, rule: str
) -> None:
    tables = padded(row)
    tables[CONTACTS] += [contact(90, 30, 20, "2024-07-02")]
    extract = extract_of(tmp_path, tables)

    assert counts(extract) == {(rule, "referrals"): 1, (rule, "contacts"): 1}
    assert extract.recorded.referrals.person.size == 35
    assert extract.recorded.contacts.at.size == 65


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (contact(90, 1, 1, ""), NOT_COMPLETE),
        (contact(90, 1, 1, "2025-01-02", AttendStatus=""), NOT_COMPLETE),
        (contact(90, 1, 1, "2025-01-02") | {"UniqServReqID": "", "Person_ID": ""}, NOT_COMPLETE),
        (contact(90, 1, 1, "2025-05-01"), AFTER),
        (contact(90, 1, 1, "2024-04-23"), ORPHAN),
        (contact(90, 11, 1, "2024-07-30"), ORPHAN),
        (contact(90, 1, 1, "2024-07-30") | {"UniqServReqID": "UNHEARD"}, ORPHAN),
        (contact(90, 1, 1, "2025-01-02", AttendStatus="0"), NOT_COUNTED),
        (contact(90, 1, 1, "2025-01-02", ConsMechanismMH="05"), NOT_COUNTED),
    ],
)
def test_a_contact_with_something_wrong_is_left_out(tmp_path: Path, row: Row, rule: str) -> None:
    tables = padded()
    tables[CONTACTS] += [row]
    extract = extract_of(tmp_path, tables)

    assert counts(extract) == {(rule, "contacts"): 1}
    assert extract.recorded.contacts.at.size == 65


@pytest.mark.parametrize(("of", "at"), [(1, "2024-04-24"), (11, "2024-07-29")])
def test_a_contact_a_week_before_or_four_weeks_after_its_referral_stays(
    tmp_path: Path, of: int, at: str
) -> None:
    tables = padded()
    tables[CONTACTS] += [contact(90, of, 1, at)]

    assert extract_of(tmp_path, tables).recorded.contacts.at.size == 66


def test_an_ending_after_the_extract_was_taken_is_taken_back(tmp_path: Path) -> None:
    tables = padded(
        referral(30, 20, "CMHT1", "2025-03-02", ServDischDate="2025-05-01", ReferClosReason="02")
    )
    extract = extract_of(tmp_path, tables)
    row = of_referral(extract.recorded, day(2025, 3, 2))

    assert counts(extract) == {(REOPENED, "referrals"): 1}
    assert extract.recorded.referrals.closed[row] == NEVER
    assert extract.recorded.referrals.closed_why[row] == Closed.NOT_RECORDED


def without_referral(team: str, at: str) -> Row:
    return contact(90, 1, 1, at, **{TEAM_OF_CONTACT: team}) | {"UniqServReqID": ""}


@pytest.mark.parametrize(
    ("team", "at", "received"),
    [
        ("CMHT2", "2025-01-02", day(2024, 5, 1)),
        ("HTT", "2024-06-01", day(2024, 6, 1)),
        ("HTT", "2024-07-01", day(2024, 6, 1)),
        ("HTT", "2024-07-02", None),
        ("HTT", "2024-05-31", None),
        ("WARD", "2024-06-10", None),
    ],
)
def test_a_contact_without_a_referral_joins_the_only_one_that_is_open(
    tmp_path: Path, team: str, at: str, received: int | None
) -> None:
    tables = padded()
    for row in tables[REFERRALS]:
        if row["UniqCareProfTeamLocalID"] == "HTT":
            row["UniqCareProfTeamLocalID"], row["ServTeamType"] = "CMHT0", "A06"
    tables[REFERRALS][10] |= {"UniqCareProfTeamLocalID": "HTT", "ServTeamType": "A02"}
    tables[TEAMS] = [{"UniqCareProfTeamLocalID": "HTT", "ServTeamTypeMH": "A02"}]
    for row in tables[CONTACTS]:
        row[TEAM_OF_CONTACT] = ""
    tables[CONTACTS] += [without_referral(team, at)]
    extract = extract_of(tmp_path, tables)
    contacts = extract.recorded.contacts
    found = contacts.referral[contacts.at // DAY == day(*map(int, at.split("-")))]

    if received is None:
        assert counts(extract) == {(ORPHAN, "contacts"): 1}
    else:
        assert of_referral(extract.recorded, received) in found


def test_a_contact_without_a_referral_is_left_out_where_two_are_open(tmp_path: Path) -> None:
    mapping = MAPPING.replace("crisis_team: {types: [A02]}", "crisis_team: {types: [A99]}")
    tables = padded(referral(30, 20, "CMHT1", "2024-07-02", ReferRejectionDate="2024-09-01"))
    tables[REFERRALS] += [referral(31, 20, "CMHT1", "2024-08-02")]
    for row in tables[CONTACTS]:
        row[TEAM_OF_CONTACT] = ""
    loose = contact(90, 30, 20, "2024-08-03", **{TEAM_OF_CONTACT: "CMHT1"})
    tables[CONTACTS] += [loose | {"UniqServReqID": ""}]

    assert counts(extract_of(tmp_path, tables, mapping))[ORPHAN, "contacts"] == 1


def test_a_rejection_of_a_person_who_is_known_is_no_referral(tmp_path: Path) -> None:
    row = referral(
        30, 1, "CMHT1", "2024-07-02", ReferRejectionDate="2024-07-04", ReferRejectReason="01"
    )
    extract = extract_of(tmp_path, padded(row))

    assert counts(extract) == {(ALREADY_KNOWN, "referrals"): 1}
    assert (extract.recorded.referrals.rejected != NEVER).sum() == 1


@pytest.mark.parametrize(
    ("days", "received", "joined"),
    [
        (0, "2024-07-09", True),
        (0, "2024-07-10", False),
        (5, "2024-07-15", True),
        (5, "2024-07-16", False),
    ],
)
def test_referrals_that_overlap_or_lie_few_days_apart_are_joined(
    tmp_path: Path, days: int, received: str, joined: bool
) -> None:
    tables = padded(
        referral(30, 20, "CMHT1", "2024-07-02", ServDischDate="2024-07-10", ReferClosReason="01"),
        referral(31, 20, "CMHT2", received, ServDischDate="2024-08-10", ReferClosReason="05"),
    )
    tables[CONTACTS] += [contact(90, 31, 20, "2024-08-01")]
    for row in tables[REFERRALS]:
        row["ReferralRequestReceivedTime"] = ""
    extract = extract_of(tmp_path, tables, f"{MAPPING}join_days: {days}\n")
    referrals, contacts = extract.recorded.referrals, extract.recorded.contacts
    first = of_referral(extract.recorded, day(2024, 7, 2))
    (seen,) = np.flatnonzero(contacts.at // DAY == day(2024, 8, 1))

    assert counts(extract) == ({(JOINED, "referrals"): 1} if joined else {})
    assert (contacts.referral[seen] == first) is np.bool_(joined)
    why = Closed.NOT_ATTENDING if joined else Closed.REFERRED_ON
    assert referrals.closed_why[first] == why


def test_a_referral_that_nobody_closed_is_over_a_year_after_its_last_sign(tmp_path: Path) -> None:
    tables = padded(
        referral(30, 20, "CMHT1", "2024-01-02"),
        referral(31, 21, "CMHT1", "2024-01-03"),
        referral(32, 22, "WARD", "2024-01-04"),
        referral(33, 23, "CMHT1", "2025-01-05", InactTimeRef="2025-03-01"),
        referral(34, 24, "CMHT1", "2024-04-30"),
    )
    for row in tables[REFERRALS]:
        row.setdefault("InactTimeRef", "")
    tables[CONTACTS] += [contact(90, 31, 21, "2024-04-29"), contact(91, 33, 23, "2025-02-01")]
    tables[STAYS] += [
        {**tables[STAYS][0], "UniqHospProvSpellID": identifier("S", 2), "UniqServReqID": ""}
        | {"Person_ID": identifier("P", 22), "StartDateHospProvSpell": "2024-01-05"}
        | {"DischDateHospProvSpell": ""}
    ]
    extract = extract_of(tmp_path, tables)
    silent = extract.recorded.referrals.silent

    assert counts(extract) == {(SILENT, "referrals"): 3}
    assert (silent[silent != NEVER] // DAY).tolist() == [
        day(2024, 1, 2),
        day(2024, 4, 29),
        day(2025, 2, 1),
    ]


def test_a_death_closes_what_is_open_then(tmp_path: Path) -> None:
    tables = padded()
    tables[PEOPLE][0]["PersDeathDate"] = "2025-04-10"
    tables[PEOPLE][1]["PersDeathDate"] = "2025-05-10"  # later than anything is known
    tables[REFERRALS][10] |= {"ServDischDate": "2025-04-10", "ServDischTime": "15:00"}
    extract = extract_of(tmp_path, tables)
    referrals, died = extract.recorded.referrals, extract.recorded.people.died
    theirs = referrals.person == 0
    minute = day(2025, 4, 10) * DAY + 15 * 60

    assert counts(extract) == {(DIED, "referrals"): 1}
    assert died[:2].tolist() == [minute, NEVER]
    assert referrals.closed[theirs].tolist() == [minute, minute]
    assert referrals.closed_why[theirs].tolist() == [Closed.DIED, Closed.DIED]


def test_other_teams_have_referrals_of_their_own(tmp_path: Path) -> None:
    tables = padded()
    tables[OTHER_TEAMS] = [
        {
            "UniqServReqID": identifier("R", 5),
            "UniqOtherCareProfTeamLocalId": team,
            "ServTeamTypeRefToMH": kind,
            "ReferClosureDate": closed,
            "ReferRejectionDate": "",
        }
        for team, kind, closed in (
            ("HTT", "A02", "2025-02-01"),
            ("CMHT3", "A06", "2025-02-02"),  # at the same service: no other referral
            ("MEMORY", "A17", ""),  # outside the mapping
        )
    ]
    for row in tables[CONTACTS]:
        row[TEAM_OF_CONTACT] = ""
    tables[CONTACTS] += [contact(90, 5, 5, "2025-01-20", **{TEAM_OF_CONTACT: "HTT"})]
    tables[TEAMS] = [{"UniqCareProfTeamLocalID": "HTT", "ServTeamTypeMH": "A02"}]
    recorded = extract_of(tmp_path, tables).recorded
    rows = np.flatnonzero(recorded.referrals.received // DAY == day(2024, 5, 5))
    (seen,) = np.flatnonzero(recorded.contacts.at // DAY == day(2025, 1, 20))

    assert recorded.referrals.service[rows].tolist() == [0, 1]
    assert (recorded.referrals.closed[rows] // DAY == [NEVER // DAY, day(2025, 2, 1)]).all()
    assert recorded.contacts.referral[seen] == rows[1]
    assert recorded.contacts.service[seen] == 1


def test_dates_of_decision_are_used_where_four_fifths_of_the_accepted_have_one(
    tmp_path: Path,
) -> None:
    few, most = padded(), padded()
    for tables, many in ((few, 6), (most, 32)):
        for number, row in enumerate(tables[REFERRALS]):
            row["DecisionToTreatDate"] = "2024-09-20" if number < many else ""
    folders = [tmp_path / "few", tmp_path / "most"]
    for folder in folders:
        folder.mkdir()
    seldom, mostly = (
        extract_of(folder, tables) for folder, tables in zip(folders, (few, most), strict=True)
    )

    assert "referrals.decided" not in seldom.has
    assert (seldom.recorded.referrals.decided == NEVER).all()
    assert any("say when that was decided" in remark for remark in seldom.remarks)
    assert "referrals.decided" in mostly.has
    assert (mostly.recorded.referrals.decided != NEVER).sum() == 32


def test_signs_are_told_of_each_person_with_their_time(tmp_path: Path) -> None:
    tables = padded()
    tables[DIAGNOSES] = [
        {"Person_ID": "", "UniqServReqID": identifier("R", 3), "PrimDiag": "F60.3"}
        | {"CodedDiagTimestamp": "2024-08-01"},
        {"Person_ID": identifier("P", 4), "UniqServReqID": "", "PrimDiag": "f32"}
        | {"CodedDiagTimestamp": ""},
    ]
    extract = extract_of(tmp_path, tables)
    signs = extract.signs
    diagnoses = signs.kind == SignKind.DIAGNOSIS

    assert signs.person[diagnoses].tolist() == [2, 3]
    assert [extract.codes[code] for code in signs.code[diagnoses]] == ["F60.3", "F32"]
    assert signs.at[diagnoses][0] // DAY == day(2024, 8, 1)
    assert signs.at[diagnoses][1] == NEVER
    reasons = signs.code[(signs.kind == SignKind.REASON) & (signs.person == 10)]
    assert [extract.codes[code] for code in reasons] == ["14", "5"]


def test_onward_referrals_groups_and_staff_are_read(tmp_path: Path) -> None:
    tables = padded()
    tables[ONWARD] = [{"UniqServReqID": identifier("R", 11), "OnwardReferDate": "2024-07-01"}]
    for number, row in enumerate(tables[PEOPLE]):
        row["Sex"] = ("2", "1", "9")[number % 3]
    tables["staff"] = [
        {"worker": identifier("W", 1), "service": "CMHT1", "start": "2020-01-01", "wte": "0.8"},
        {"worker": identifier("W", 2), "service": "ELSEWHERE", "start": "2020-01-01", "wte": ""},
    ]
    mapping = (
        f"{MAPPING}tables: {{people: {{columns: {{group: Sex}}}}}}\n"
        "codes: {group: {women: [2], men: [1]}}\n"
    )
    extract = extract_of(tmp_path, tables, mapping)
    recorded = extract.recorded

    linked = of_referral(recorded, day(2024, 6, 1))
    assert recorded.referrals.onward[linked] // DAY == day(2024, 7, 1)
    assert recorded.groups == ("women", "men")
    assert recorded.people.group[:4].tolist() == [0, 1, UNKNOWN, 0]
    assert recorded.staff.service.tolist() == [0]
    assert recorded.staff.wte.tolist() == [pytest.approx(0.8)]
    assert any("no group of them is made" in remark for remark in extract.remarks)
