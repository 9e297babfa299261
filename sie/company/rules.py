"""Which company somebody means, and what is refused before the database is touched."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

from sie.company.records import CompanyRecord, keep_until
from sie.errors import SieUsageError

__all__ = [
    "check_choice",
    "check_series",
    "check_year",
    "digits_of",
    "open_one",
    "refuse_archived",
    "refuse_kept",
    "the_one",
]

_SERIES = re.compile("[A-Z]*")
_STATES_SV = {"fresh": "nytt", "active": "aktivt", "archived": "arkiverat"}


def digits_of(number: str | None) -> str:
    """The ten digits of an organisation number, however it is written.

    Example:
        >>> digits_of("16556677-8899"), digits_of(None)
        ('5566778899', '')
    """
    return re.sub("[^0-9]", "", number or "")[-10:]


def the_one(records: Sequence[CompanyRecord], ref: str) -> CompanyRecord:
    """The company that somebody means.

    Args:
        records: Those that there are.
        ref: Id, organisation number or name.

    Raises:
        SieUsageError: There is none, or several; the message lists them.
    """
    wanted = ref.strip()
    found = [r for r in records if str(r.id) == wanted]
    digits = digits_of(wanted)
    if not found and len(digits) == 10 and re.fullmatch("[0-9 -]+", wanted):
        found = [r for r in records if digits_of(r.organisation_number) == digits]
    if not found:
        found = [r for r in records if r.name.casefold() == wanted.casefold()]
    if len(found) > 1:
        found = [r for r in found if r.state != "archived"] if _one_open(found) else found
    if not found:
        raise SieUsageError(
            f"There is no company {wanted!r} in the database; 'sie company list' shows them.",
            f"Det finns inget företag {wanted!r} i databasen; 'sie company list' visar dem som finns.",
        )
    if len(found) > 1:
        listed = "; ".join(f"{r.title}, {r.state}" for r in found)
        listed_sv = "; ".join(f"{r.title}, {_STATES_SV.get(r.state, r.state)}" for r in found)
        raise SieUsageError(
            f"{wanted!r} may be any of these, so name the id: {listed}.",
            f"{wanted!r} kan vara flera, så ange id: {listed_sv}.",
        )
    return found[0]


def open_one(records: Iterable[CompanyRecord], name: str | None, number: str | None) -> CompanyRecord | None:
    """The company that is not archived and has an organisation number, or a name where there is no number.

    Args:
        records: Those that there are.
        name: Legal name.
        number: Organisation number, however it is written.

    Example:
        >>> record = CompanyRecord(id=1, organisation_number="556677-8899", name="Exempel AB", state="fresh")
        >>> open_one([record], None, "5566778899").id, open_one([record], "Annat AB", None)
        (1, None)
    """
    digits, wanted = digits_of(number), (name or "").strip()
    for record in records:
        same = digits_of(record.organisation_number) == digits if digits else record.name == wanted
        if same and record.state != "archived":
            return record
    return None


def _one_open(found: Sequence[CompanyRecord]) -> bool:
    return sum(r.state != "archived" for r in found) == 1


def refuse_archived(record: CompanyRecord) -> None:
    """Refuse what cannot be done to an archived company."""
    if record.state == "archived":
        raise SieUsageError(
            f"{record.title} is archived already, since {record.archived}.",
            f"{record.title} är redan arkiverat, sedan {record.archived}.",
        )


def refuse_kept(record: CompanyRecord, ends: Iterable[datetime.date | None], day: datetime.date) -> None:
    """Refuse to delete books within their retention time.

    Args:
        record: The company.
        ends: The last day of each fiscal year that has books.
        day: The day that it is.
    """
    ends = [keep_until(end) for end in ends]
    if not ends or all(end is not None and end < day for end in ends):
        return
    last = max((end for end in ends if end is not None), default=None)
    until_en, until_sv = (f"until {last}", f"till och med {last}") if last else ("for seven years", "i sju år")
    raise SieUsageError(
        f"The books of {record.title} must be kept {until_en} (bokföringslagen 7:2). Delete them only if they are "
        "kept elsewhere, and say where as the reason: it stays in the log.",
        f"Bokföringen i {record.title} ska sparas {until_sv} (bokföringslagen 7:2). Radera den bara om den finns "
        "sparad på annat håll, och ange var som skäl: det står kvar i loggen.",
    )


def check_choice(value: str, choices: Sequence[str], en: str, sv: str) -> None:
    """Refuse what is not one of the choices."""
    if value not in choices:
        listed = ", ".join(choices)
        raise SieUsageError(
            f"There is no {en} {value!r}: it is one of {listed}.",
            f"Det finns ingen {sv} {value!r}: välj bland {listed}.",
        )


def check_series(series: str) -> None:
    """Refuse verification series that are not letters from A to Z."""
    if not _SERIES.fullmatch(series):
        raise SieUsageError(
            f"Verification series {series!r}: write the letters from A to Z without anything between, as ABL.",
            f"Verifikationsserier {series!r}: skriv bokstäverna A till Z utan något emellan, som ABL.",
        )


def check_year(start: datetime.date, end: datetime.date) -> None:
    """Refuse days that are no fiscal year."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if end <= start or months > 18:
        raise SieUsageError(
            f"{start} to {end} is no fiscal year: it ends after it begins and has eighteen months at most.",
            f"{start} till {end} är inget räkenskapsår: det slutar efter att det börjat och är högst arton månader.",
        )
