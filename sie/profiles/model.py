"""What a profile is: what one program writes, what it accepts, and how each of these is known."""

from __future__ import annotations

import datetime
import re

import msgspec

from sie.diagnostics import Severity

__all__ = ["CERTAINTIES", "Change", "Demand", "Fact", "Limit", "Profile", "Quirk"]

CERTAINTIES: dict[str, dict[str, str]] = {
    "C": {
        "en": "confirmed: vendor help, law, standard or a real file",
        "sv": "bekräftat: leverantörens hjälp, lag, standard eller verklig fil",
    },
    "S": {
        "en": "secondary: credible, but not from the vendor",
        "sv": "andrahand: trovärdigt, men inte från leverantören",
    },
    "I": {"en": "inferred: from files and facts", "sv": "härlett: ur filer och fakta"},
}
"""How sure a fact is."""

Change = Severity | None
"""A severity, or ``None`` to leave a finding out."""

Limit = int | str | tuple[str, ...] | dict[str, int]
"""What a demand measures against; what it means is up to its check."""


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something known of a program, in both languages, with where it is from, when, and how sure it is."""

    en: str
    sv: str
    source: str
    date: datetime.date
    certainty: str


class Quirk(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A habit of a program that would otherwise be reported in the files that it writes.

    Attributes:
        code: The finding that it would give.
        becomes: What the finding is in its files; ``None`` for nothing at all.
        where: The parameters that the finding must have for the habit to explain it.
    """

    code: str
    becomes: Change = None
    where: dict[str, str] = {}


class Demand(Fact, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that a program demands of a file, with a code of its own.

    Attributes:
        code: The permanent code, with the prefix of the profile.
        name: In kebab case.
        check: The name of a check in ``sie.checks.measures``, which knows what ``limit`` means.
        limit: What to measure against.
        severity: What happens: ``ERROR`` the program refuses, ``WARNING`` it changes or loses something,
            ``INFO`` good to know.
        bad: A piece of a file that gives the finding, for its page and its test.
        good: The same piece without it.
    """

    code: str
    name: str
    check: str
    severity: Severity
    limit: Limit = 0
    bad: str = ""
    good: str = ""


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A program, or an edition of the standard.

    Attributes:
        name: In kebab case, as ``--profile`` takes it.
        title: As people call it.
        en: What it is good for, in a sentence.
        sv: The same in Swedish.
        base: The name of a profile that this one adds to.
        writers: Patterns of ``#PROGRAM`` names that the program writes.
        facts: What is known and leads to no finding.
        quirks: What it writes that is no fault in its files.
        severities: What findings become in a file bound for it; ``None`` leaves them out.
        demands: What it demands beyond the standard.
        together: Several files named at once are the years of one company.
        order: ``oldest`` or ``newest`` fiscal year first, ``""`` when it does not matter.
        opening: From which file it takes opening balances: ``oldest`` or ``all``.
    """

    name: str
    title: str = ""
    en: str = ""
    sv: str = ""
    base: str | None = None
    writers: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    quirks: tuple[Quirk, ...] = ()
    severities: dict[str, Change] = {}
    demands: tuple[Demand, ...] = ()
    together: bool = False
    order: str = ""
    opening: str = "all"

    def wrote(self, program: str | None) -> bool:
        """Whether a program of this name in ``#PROGRAM`` is the one of this profile.

        Args:
            program: The first field of ``#PROGRAM``.

        Example:
            >>> Profile(name="x", writers=("Spiris Bokf",)).wrote("Spiris Bokföring & Fakturering")
            True
        """
        return bool(program) and any(re.match(pattern, program or "", re.IGNORECASE) for pattern in self.writers)
