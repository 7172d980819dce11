"""What limits a service is there: its places, or its staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.area.reading.refusing import Findings
from sim.area.reading.rows import Draft


def check_services(drafts: Mapping[str, Sequence[Draft]], findings: Findings) -> None:
    """Add a fault where places or staff are missing, or are there and limit nothing."""
    staff = drafts.get("staff", [])
    staffed = {draft["service"] for draft in staff}
    unsure = any("service" in draft.refused for draft in staff)
    limits: dict[str, set[str | None]] = {}
    for draft in drafts.get("services", []):
        limits.setdefault(draft["key"], set()).add(draft["capacity"])
        _check_places(draft, findings)
        if draft["capacity"] == "staff" and draft["key"] not in {None, *staffed} and not unsure:
            findings.add(
                draft.cells["capacity"],
                f"Staff limit `{draft['key']}`, and the sheet Staff has no row for it.",
                "Write its months there, or choose another capacity.",
            )
    for draft in staff:
        found = limits.get(draft["service"])
        if found and not found & {"staff", None}:
            findings.add(
                draft.cells["service"],
                f"`{draft['service']}` is limited by {' and '.join(sorted(map(str, found)))} in "
                "the sheet Services, so its staff would not count.",
                "Write `staff` as its capacity there, or delete this row.",
            )


def _check_places(draft: Draft, findings: Findings) -> None:
    capacity, places = draft["capacity"], draft["places"]
    if capacity == "places" and places is None and "places" not in draft.refused:
        findings.add(
            draft.cells["places"],
            "Places limit this service, and their number is missing.",
            "Write how many people it takes at once, or choose another capacity.",
        )
    if capacity not in ("places", None) and places is not None:
        said = "nothing limits" if capacity == "unlimited" else f"{capacity} limits"
        findings.add(
            draft.cells["places"],
            f"The capacity says that {said} this service, so its places would not count.",
            "Write `places` as its capacity, or leave this cell empty.",
        )
