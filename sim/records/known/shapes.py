"""The forms of extract whose files, headings and codes are known.

Headings of the Mental Health Services Data Set (MHSDS) as they stand in a commissioner's landing
of versions 5 and 6; those of version 4 and of Talking Therapies as far as public code names them.
A heading that was not seen is not guessed: the mapping file has to name it.
"""

from __future__ import annotations

import enum

from sim.records.known import codes
from sim.records.known.columns import TABLES


class Shape(enum.StrEnum):
    """A form of extract whose files, headings and codes are known."""

    MHSDS_V6 = "mhsds_v6"
    MHSDS_V5 = "mhsds_v5"
    MHSDS_V4 = "mhsds_v4"
    TALKING_THERAPIES = "talking_therapies"
    PLAIN = "plain"


Named = tuple[str, dict[str, str]]
"""The files of a table, as a pattern, and its headings by the program's names of columns."""
SUBMITTED = {"submission": "UniqMonthID", "effective": "EFFECTIVE_FROM"}

_REFERRALS = {
    "referral": "UniqServReqID",
    "person": "Person_ID",
    "received": "ReferralRequestReceivedDate",
    "received_time": "ReferralRequestReceivedTime",
    "closed": "ServDischDate",
    "closed_time": "ServDischTime",
    "closed_why": "ReferClosReason",
    "decided": "DecisionToTreatDate",
    "decided_time": "DecisionToTreatTime",
    "source": "SourceOfReferralMH",
    "reason": "PrimReasonReferralMH",
    "inactive": "InactTimeRef",
    "provider": "OrgIDProv",
    **SUBMITTED,
}
_REJECTED = {
    "rejected": "ReferRejectionDate",
    "rejected_time": "ReferRejectionTime",
    "rejected_why": "ReferRejectReason",
}
_OTHER_TEAMS = {
    "referral": "UniqServReqID",
    "service_type": "ServTeamTypeRefToMH",
    "closed": "ReferClosureDate",
    "closed_time": "ReferClosureTime",
    "closed_why": "ReferClosReason",
    **_REJECTED,
    **SUBMITTED,
}
_CONTACTS = {
    "contact": "UniqCareContID",
    "referral": "UniqServReqID",
    "person": "Person_ID",
    "at": "CareContDate",
    "at_time": "CareContTime",
    "outcome": "AttendStatus",
    "minutes": "ClinContDurOfCareCont",
    "how": "ConsMechanismMH",
    "provider": "OrgIDProv",
    **SUBMITTED,
}
_STAYS = {
    "stay": "UniqHospProvSpellID",
    "person": "Person_ID",
    "referral": "UniqServReqID",
    "start": "StartDateHospProvSpell",
    "start_time": "StartTimeHospProvSpell",
    "end": "DischDateHospProvSpell",
    "end_time": "DischTimeHospProvSpell",
    **SUBMITTED,
}
_COMMON: dict[str, Named] = {
    "teams": (
        "MHS902*",
        {"service": "UniqCareProfTeamLocalID", "service_type": "ServTeamTypeMH", **SUBMITTED},
    ),
    "people": ("MHS001*", {"person": "Person_ID", "died": "PersDeathDate", **SUBMITTED}),
    "onward": (
        "MHS105*",
        {"referral": "UniqServReqID", "at": "OnwardReferDate", "at_time": "OnwardReferTime"},
    ),
    "diagnoses": (
        "MHS604*",
        {
            "person": "Person_ID",
            "referral": "UniqServReqID",
            "diagnosis": "PrimDiag",
            "at": "CodedDiagTimestamp",
        },
    ),
}
_V6: dict[str, Named] = {
    **_COMMON,
    "referrals": (
        "MHS101*",
        {
            **_REFERRALS,
            **_REJECTED,
            "service": "UniqCareProfTeamLocalID",
            "service_type": "ServTeamType",
        },
    ),
    "other_teams": ("MHS102*", {**_OTHER_TEAMS, "service": "UniqOtherCareProfTeamLocalId"}),
    "contacts": ("MHS201*", {**_CONTACTS, "service": "UniqOtherCareProfTeamLocalID"}),
    "workers": ("MHS206*", {"contact": "UniqCareContID", "worker": "UniqCareProfLocalID"}),
    "stays": ("MHS501*", _STAYS),
}
_V5: dict[str, Named] = {
    **_COMMON,
    "referrals": ("MHS101*", _REFERRALS),
    "other_teams": ("MHS102*", {**_OTHER_TEAMS, "service": "UniqCareProfTeamID"}),
    "contacts": ("MHS201*", {**_CONTACTS, "service": "UniqCareProfTeamID"}),
    "workers": (
        "MHS202*",
        {
            "contact": "UniqCareContID",
            "worker": "UniqCareProfLocalID",
            "minutes": "ClinContactDurOfCareAct",
        },
    ),
    "stays": ("MHS501*", _STAYS),
}
_V4: dict[str, Named] = {
    **_V5,
    "contacts": (
        "MHS201*",
        {**_CONTACTS, "service": "UniqCareProfTeamID", "outcome": "AttendOrDNACode"},
    ),
}
_TALKING_THERAPIES: dict[str, Named] = {
    "referrals": (
        "IDS101*",
        {
            "referral": "PathwayID",
            "received": "ReferralRequestReceivedDate",
            "closed": "ServDischDate",
            "closed_why": "EndCode",
        },
    ),
    "contacts": (
        "IDS201*",
        {"referral": "PathwayID", "at": "CareContDate", "outcome": "AttendOrDNACode"},
    ),
}
OWN: dict[str, Named] = {
    name: (f"{name}.*", {each: each for each in table.by_name}) for name, table in TABLES.items()
}
"""Files and headings that are called what the program calls them."""

_TABLES: dict[Shape, dict[str, Named]] = {
    Shape.MHSDS_V6: _V6,
    Shape.MHSDS_V5: _V5,
    Shape.MHSDS_V4: _V4,
    Shape.TALKING_THERAPIES: _TALKING_THERAPIES,
    Shape.PLAIN: {},
}
CODES: dict[Shape, codes.Codes] = {
    Shape.MHSDS_V6: codes.MHSDS,
    Shape.MHSDS_V5: codes.MHSDS,
    Shape.MHSDS_V4: codes.MHSDS_V4,
    Shape.TALKING_THERAPIES: codes.TALKING_THERAPIES,
    Shape.PLAIN: codes.PLAIN,
}


def tables_of(shape: Shape) -> dict[str, Named]:
    """Return the tables of a shape; one that it does not have is called as in `OWN`."""
    return {name: _TABLES[shape].get(name, OWN[name]) for name in TABLES}
