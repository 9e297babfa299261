"""What programs demand of a file: the data of a profile made into rules and pages.

The facts (limits, sources, certainty) are in ``sie/profiles``; ``measures`` knows how each kind is measured.
"""

from __future__ import annotations

import re

from sie.checks.books import Books
from sie.checks.collect import Collected
from sie.checks.measures import CHECKS, Check
from sie.checks.rule import Page
from sie.diagnostics import Finding
from sie.errors import SieUsageError
from sie.profiles.model import CERTAINTIES, Demand, Profile
from sie.spec.labels import BY_NAME

__all__ = ["demand_page", "demand_rules", "finding_of"]

_NOTE = {
    "S": (" (This is known from others than the vendor.)", " (Det är känt från andra än leverantören.)"),
    "I": (
        " (This is inferred from real files, not documented.)",
        " (Det är härlett ur verkliga filer, inte dokumenterat.)",
    ),
}


def _check_of(demand: Demand) -> type[Check]:
    check = CHECKS.get(demand.check)
    if check is None:
        names = ", ".join(sorted(CHECKS))
        raise SieUsageError(
            f"{demand.code}: there is no check {demand.check!r}; it is one of {names}.",
            f"{demand.code}: det finns ingen kontroll {demand.check!r}; välj bland {names}.",
        )
    if not isinstance(demand.limit, check.takes):
        kinds = {int: ("a whole number", "ett heltal"), str: ("a pattern", "ett mönster")}
        en, sv = kinds.get(check.takes, ("a list", "en lista") if check.takes is tuple else ("a table", "en tabell"))
        raise SieUsageError(
            f"{demand.code}: the limit of {demand.check} must be {en}.",
            f"{demand.code}: gränsen för {demand.check} ska vara {sv}.",
        )
    if check.takes is str:
        try:
            re.compile(str(demand.limit))
        except re.error as error:
            raise SieUsageError(
                f"{demand.code}: {demand.limit!r} is no pattern ({error}).",
                f"{demand.code}: {demand.limit!r} är inget mönster ({error}).",
            ) from None
    if check.takes_labels and isinstance(demand.limit, tuple):
        for label in demand.limit:
            if label not in BY_NAME:
                raise SieUsageError(
                    f"{demand.code}: there is no label {label!r}; sie labels lists them.",
                    f"{demand.code}: det finns ingen etikett {label!r}; sie labels räknar upp dem.",
                )
    return check


def finding_of(demand: Demand, profile: Profile) -> Finding:
    """The finding that a demand gives.

    Args:
        demand: The data.
        profile: Whose demand it is.

    Raises:
        SieUsageError: The demand names no check, or its limit is not of the check's kind.
    """
    check = _check_of(demand)
    note_en, note_sv = _NOTE.get(demand.certainty, ("", ""))
    title = _plain(profile.title or profile.name)
    return Finding(
        code=demand.code,
        name=demand.name,
        severity=demand.severity,
        en=check.en.replace("{program}", title).replace("{why}", _plain(demand.en)),
        sv=check.sv.replace("{program}", title).replace("{why}", _plain(demand.sv)),
        cure_en=check.cure_en.replace("{program}", title) + note_en,
        cure_sv=check.cure_sv.replace("{program}", title) + note_sv,
        one=check.one,
    )


def _plain(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def demand_rules(profile: Profile, books: Books, collected: Collected) -> list[Check]:
    """The rules that a profile adds.

    Args:
        profile: With its demands.
        books: What is counted while the file is read.
        collected: Where findings go.

    Raises:
        SieUsageError: A demand is none.
    """
    return [
        _check_of(demand)(books, collected, finding_of(demand, profile), demand.limit) for demand in profile.demands
    ]


def demand_page(demand: Demand, profile: Profile) -> Page:
    """What there is to know about a demand, for people.

    Args:
        demand: The data.
        profile: Whose demand it is.
    """
    sure = CERTAINTIES[demand.certainty]
    return Page(
        finding=finding_of(demand, profile),
        spec=demand.source,
        summary={"en": demand.en, "sv": demand.sv},
        why={
            "en": f"{profile.title}, as of {demand.date}; {sure['en']}.",
            "sv": f"{profile.title}, enligt uppgift från {demand.date}; {sure['sv']}.",
        },
        bad=_pieces(demand.bad),
        good=_pieces(demand.good),
        profile=profile.name,
    )


def _pieces(piece: str) -> tuple[str, ...]:
    lines = piece.strip("\n").split("\n")
    return ("\n".join(line.strip() for line in lines),) if piece.strip() else ()
