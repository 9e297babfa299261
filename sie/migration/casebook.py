"""The cases of a bureau in its database: each call judges, and adds what happened in one transaction."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import msgspec

from sie.company.case_records import Case, CaseFile, DeletedCase, Facts, keep_document_until
from sie.company.cases import Cases
from sie.company.records import keep_until
from sie.company.rules import digits_of
from sie.errors import SieFileError, SieUsageError
from sie.ledger.load import load
from sie.migration import case as rules
from sie.migration.case_steps import step_named
from sie.migration.plan import read_sources
from sie.text.reader import Source
from sie.text.sniff import NOT_SIE
from sie.text.writer import write_atomically
from sie.transform.names import own_name

if TYPE_CHECKING:
    from sie.company.store import Store

__all__ = ["CaseBook", "checked_files"]


class CaseBook:
    """The cases of a database.

    Args:
        store: The companies of the same database; it says who does what is done.

    Example:
        >>> import tempfile
        >>> from sie.company.store import Store
        >>> folder = tempfile.TemporaryDirectory()
        >>> with Store(Path(folder.name, "books.db"), user="AN") as store:
        ...     book = CaseBook(store)
        ...     case = book.open("Exempel AB", "556677-8899")
        ...     case = book.do("5566778899", "licence", facts=Facts(licence="fakturering"))
        ...     [found.step.name for found in rules.next_steps(book.find("Exempel AB"))]
        ['exported', 'invited']
        >>> folder.cleanup()
    """

    def __init__(self, store: Store) -> None:
        self._cases = Cases(store)
        self._user = store.user

    def cases(self) -> tuple[Case, ...]:
        """Every case, in the order in which they were opened."""
        return self._cases.all()

    def find(self, ref: str | int) -> Case:
        """The case that somebody means.

        Args:
            ref: Id, organisation number or name of the customer.

        Raises:
            SieUsageError: There is none, or several.
        """
        return rules.find_case(self.cases(), ref)

    def open(self, name: str, number: str, *, note: str = "") -> Case:
        """Open a case.

        Args:
            name: The customer's name.
            number: Its organisation number.
            note: A remark.

        Raises:
            SieUsageError: The number is none, or the customer has an open case.
        """
        return self._cases.add(lambda existing: rules.open_case(existing, name, number, user=self._user, note=note))

    def do(
        self,
        ref: str | int,
        step: str,
        *,
        facts: Facts | None = None,
        note: str = "",
        files: Iterable[Source] = (),
        day: datetime.date | None = None,
    ) -> Case:
        """Record that a step was done; see ``sie.migration.case.record``.

        Args:
            ref: Which case; see ``find``.
            step: Which step, by its name.
            facts: What the step asks for.
            note: A remark; the reason, where one is asked for.
            files: What belongs to it. They are read, and kept byte for byte.
            day: When it was done; today unless given.

        Raises:
            SieFileError: A file cannot be read.
            SieUsageError: It cannot be done yet, something is missing, or a file is another company's.
        """
        case = self.find(ref)
        wanted = step_named(step).files != "any"
        kept, contents = checked_files(case, files, sie=wanted, note=note, day=day)
        return self._append(
            case,
            lambda found: rules.record(
                found, step, user=self._user, facts=facts, note=note, files=kept, day=day
            ),
            contents,
        )  # fmt: skip

    def skip(self, ref: str | int, step: str, *, reason: str, day: datetime.date | None = None) -> Case:
        """Record that a step will not be done.

        Args:
            ref: Which case; see ``find``.
            step: Which step, by its name.
            reason: Why.
            day: When it was decided; today unless given.

        Raises:
            SieUsageError: There is no reason, or the step is done, skipped, or not one of this customer's.
        """
        return self._append(
            self.find(ref), lambda found: rules.skip(found, step, reason=reason, user=self._user, day=day)
        )

    def decide(
        self, ref: str | int, text: str, *, files: Iterable[Source] = (), day: datetime.date | None = None
    ) -> Case:
        """Record a decision, or files that must be kept with the case.

        Args:
            ref: Which case; see ``find``.
            text: What was decided, or what the files are.
            files: Any files.
            day: When it was decided; today unless given.

        Raises:
            SieFileError: A file cannot be read.
            SieUsageError: There is no text, or the case is closed.
        """
        case = self.find(ref)
        kept, contents = checked_files(case, files, sie=False, note=text, day=day)
        return self._append(
            case, lambda found: rules.decide(found, text, user=self._user, files=kept, day=day), contents
        )

    def withdraw(self, ref: str | int, place: int, *, reason: str) -> Case:
        """Record that an event did not happen.

        Args:
            ref: Which case; see ``find``.
            place: The number of the event.
            reason: Why.

        Raises:
            SieUsageError: There is no such event, or a later one builds on it.
        """
        return self._append(self.find(ref), lambda found: rules.withdraw(found, place, reason=reason, user=self._user))

    def correct(
        self,
        ref: str | int,
        place: int,
        *,
        reason: str,
        facts: Facts | None = None,
        day: datetime.date | None = None,
    ) -> Case:
        """Record what should have been said of an event.

        Args:
            ref: Which case; see ``find``.
            place: The number of the event.
            reason: Why.
            facts: The facts that were wrong, as they should be.
            day: The day on which it happened, if that was wrong.

        Raises:
            SieUsageError: There is no such event, or a later one could not have happened then.
        """
        return self._append(
            self.find(ref),
            lambda found: rules.correct(found, place, reason=reason, user=self._user, facts=facts, day=day),
        )

    def close(self, ref: str | int, reasons: dict[str, str], *, note: str = "") -> Case:
        """Close a case.

        Args:
            ref: Which case; see ``find``.
            reasons: Why, by the name of each step that is still open; ``all`` stands for the rest.
            note: A remark.

        Raises:
            SieUsageError: A step is open and has no reason.
        """
        return self._append(self.find(ref), lambda found: rules.close(found, reasons, user=self._user, note=note))

    def delete(self, ref: str | int, *, reason: str = "", today: datetime.date | None = None) -> DeletedCase:
        """Delete a case with its files. A line stays that says who did it, when and why, and names no customer.

        Args:
            ref: Which case; see ``find``.
            reason: Why, when the case is open or must still be kept; it stays, so it should name nobody.
            today: The day that it is; today unless given.

        Raises:
            SieUsageError: The case is open or must still be kept, and no reason is given.
        """
        day = today or datetime.date.today()

        def judge(case: Case) -> str:
            if not reason.strip():
                _refuse_kept(case, day)
            return reason.strip()

        return self._cases.delete(self.find(ref).id, judge)

    def deleted(self) -> tuple[DeletedCase, ...]:
        """What is left of the cases that were deleted."""
        return self._cases.deleted()

    def extract(self, case: Case, folder: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Write the files of a case into a folder, each named by its event.

        Args:
            case: The case.
            folder: Where to; made unless it is there.

        Returns:
            The files written.

        Raises:
            SieFileError: A file cannot be written, or one of that name says something else.
            SieStoreError: A file is not what its hash says: the database is damaged.
        """
        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise SieFileError(f"Cannot write {place}: {reason}.", f"Kan inte skriva {place}: {reason}.") from error
        written = []
        for event in case.events:
            taken: set[str] = set()
            for number, file in enumerate(event.files, 1):
                name = own_name(file.name, "file")
                name = f"{number} {name}" if name.casefold() in taken else name
                taken.add(name.casefold())
                path = place / f"{event.place:02} {event.step or event.kind} {name}"
                data = self._cases.content(file)
                _refuse_other(path, data)
                write_atomically(path, data)
                written.append(path)
        return tuple(written)

    def _append(self, case: Case, change: Callable[[Case], Case], contents: dict[str, bytes] | None = None) -> Case:
        return self._cases.append(case.id, change, contents)


def _refuse_kept(case: Case, today: datetime.date) -> None:
    """Refuse to delete a case that is open, or within its retention time."""
    until = case.keep_until
    if until >= today:
        raise SieUsageError(
            f"The case {case.title} must be kept until {until} (bokföringslagen 7:2): it tells what became of the "
            "books. Delete it only if it is kept elsewhere, and say where with --reason, without naming anybody: the "
            "reason stays.",
            f"Ärendet {case.title} ska sparas till och med {until} (bokföringslagen 7:2): det visar vad som hände med "
            "bokföringen. Radera det bara om det finns sparat på annat håll, och ange var med --reason, utan att nämna "
            "någon: skälet står kvar.",
        )
    if rules.state(case) != "closed":
        raise SieUsageError(
            f"The case {case.title} is open: close it first, or say with --reason why it goes.",
            f"Ärendet {case.title} är öppet: avsluta det först, eller ange med --reason varför det ska bort.",
        )


def checked_files(
    case: Case, sources: Iterable[Source], *, sie: bool, note: str = "", day: datetime.date | None = None
) -> tuple[tuple[CaseFile, ...], dict[str, bytes]]:
    r"""Files for a case, and their bytes by SHA-256. They are only read.

    Args:
        case: The case.
        sources: The files.
        sie: Whether they must be SIE files, and this customer's.
        note: What somebody says of them; it must say something when a file has no organisation number.
        day: The day on which they came; today unless given.

    Raises:
        SieFileError: A file cannot be read.
        SieUsageError: A file is no SIE file, or another company's.

    Example:
        >>> case = Case(name="Exempel AB", organisation_number="556677-8899")
        >>> (file,), _ = checked_files(case, [b"#FLAGGA 0\n#ORGNR 5566778899\n#RAR 0 20240101 20241231\n"], sie=True)
        >>> file.end.isoformat(), file.keep_until.isoformat()
        ('2024-12-31', '2031-12-31')
    """
    found, contents = [], {}
    for path, data in read_sources(sources):
        name = PurePath(path.replace("\\", "/")).name or path
        digest = hashlib.sha256(data).hexdigest()
        file = CaseFile(
            name=name,
            sha256=digest,
            size=len(data),
            keep_until=keep_document_until(day or datetime.date.today()),
        )
        found.append(_as_sie(case, file, data, path, note) if sie else file)
        contents[digest] = data
    return tuple(found), contents


def _as_sie(case: Case, file: CaseFile, data: bytes, path: str, note: str) -> CaseFile:
    ledger = load(data)
    if any(found.code in NOT_SIE for found in ledger.diagnostics):
        first = next(found for found in ledger.diagnostics if found.code in NOT_SIE)
        raise SieUsageError(f"{path}: {first.message('en')}", f"{path}: {first.message('sv')}")
    number = ledger.company.organisation_number
    if not digits_of(number):
        if not note.strip():
            raise SieUsageError(
                f"{path} has no organisation number (#ORGNR). Make sure that it is {case.name}'s, and say with --note "
                "how you know.",
                f"{path} saknar organisationsnummer (#ORGNR). Kontrollera att filen gäller {case.name}, och ange med "
                "--note hur du vet det.",
            )
    elif digits_of(number) != digits_of(case.organisation_number):
        raise SieUsageError(
            f"{path} belongs to another company: {ledger.company.name or '–'} {number}, and the case is about "
            f"{case.title}. Choose the right file, or the right case.",
            f"{path} gäller ett annat företag: {ledger.company.name or '–'} {number}, och ärendet gäller "
            f"{case.title}. Välj rätt fil, eller rätt ärende.",
        )
    year = ledger.years.get(0)
    end = year.end if year is not None else None
    return msgspec.structs.replace(
        file,
        kind=ledger.kind,
        start=year.start if year is not None else None,
        end=end,
        keep_until=keep_until(end) or file.keep_until,
    )


def _refuse_other(path: Path, data: bytes) -> None:
    try:
        there = path.read_bytes() if path.exists() else data
    except OSError as error:
        reason = error.strerror or str(error)
        raise SieFileError(f"Cannot read {path}: {reason}.", f"Kan inte läsa {path}: {reason}.") from error
    if there != data:
        raise SieFileError(
            f"{path} exists and says something else: name another folder.",
            f"{path} finns redan och innehåller något annat: ange en annan mapp.",
        )
