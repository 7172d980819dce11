"""The name of the measure that a row of the sheet Observed is about."""

from __future__ import annotations

SERVICE = "{service}"


def measure_of(written: str, service: str | None) -> str:
    """Return the name of a measure; of a service, with `{service}` as its second part.

    A name that already has the service stays as it is.

    Examples
    --------
    >>> measure_of("wait_to_start.mean", "team"), measure_of("people", None)
    ('wait_to_start.{service}.mean', 'people')
    """
    first, _, rest = written.partition(".")
    if not service or {SERVICE, service} & set(rest.split(".")):
        return written
    return ".".join(part for part in (first, SERVICE, rest) if part)
