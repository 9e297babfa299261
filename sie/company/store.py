"""The companies of a database: made, found, archived, started anew, deleted."""

from __future__ import annotations

import datetime
import getpass
import os
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec

from sie._version import __version__
from sie.checks.run import found_profile
from sie.company.database import Database, now, unused
from sie.company.errors import SieStoreError
from sie.company.records import CompanyRecord, LogEntry, OriginalRecord, YearRecord, keep_until
from sie.company.rules import check_choice, check_series, check_year, open_one, refuse_archived, refuse_kept, the_one
from sie.errors import SieUsageError
from sie.ledger.model import Account, Ledger

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

__all__ = ["METHODS", "VAT_PERIODS", "Note", "Store"]

METHODS = ("accrual", "cash")
VAT_PERIODS = ("month", "quarter", "year", "none")


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Something to write in the log; see ``LogEntry``."""

    action: str
    key: str = ""
    before: str | None = None
    after: str | None = None
    reason: str | None = None


class Store:
    """The companies of a database.

    Args:
        place: A URL such as ``postgresql://user@server/books``, or the name of a SQLite file; the file in the user's
            folder for data unless given.
        user: Who does what is done, for the log; the name of the user of the computer unless given.
        must_exist: Refuse a SQLite file that does not exist instead of making it.

    Raises:
        SieStoreError: SQLAlchemy is not installed, or the database cannot be opened.

    Example:
        >>> import tempfile, datetime, pathlib
        >>> folder = tempfile.TemporaryDirectory()
        >>> with Store(pathlib.Path(folder.name, "books.db"), user="AN") as store:
        ...     year = datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)
        ...     made = store.create("Exempel AB", "556677-8899", first_year=year)
        ...     made.state, store.company("5566778899").name, store.archive("Exempel AB").state
        ('fresh', 'Exempel AB', 'archived')
        >>> folder.cleanup()
    """

    def __init__(
        self, place: str | os.PathLike[str] | None = None, *, user: str | None = None, must_exist: bool = False
    ) -> None:
        self.database = Database(place, must_exist=must_exist)
        self.user = user or _user()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def create(
        self,
        name: str,
        organisation_number: str | None = None,
        *,
        form: str | None = None,
        first_year: tuple[datetime.date, datetime.date] | None = None,
        chart: Iterable[Account] = (),
        method: str | None = "accrual",
        vat_period: str | None = "quarter",
        series: str = "",
        profile: str | None = "visma-administration",
        once: bool = False,
    ) -> CompanyRecord:
        """Do the start guide: make a fresh company.

        Args:
            name: Legal name.
            organisation_number: With or without hyphen.
            form: Code of the legal form, as in ``#FTYP``.
            first_year: First and last day of the first fiscal year; the oldest file decides unless given.
            chart: The accounts to begin with.
            method: ``accrual`` (faktureringsmetoden) or ``cash`` (kontantmetoden); ``None`` when nobody has said.
            vat_period: ``month``, ``quarter``, ``year`` or ``none``; ``None`` when nobody has said.
            series: The letters of its verification series; any from A to Z unless given.
            profile: Which program it stands for; ``None`` takes books as they are.
            once: Refuse when there is one with the number, or the name if it has none, that is not archived. Of two
                who ask at the same time, one makes it.

        Raises:
            SieUsageError: The name is empty, the year is turned round or longer than eighteen months, a choice is
                none, or the company is there.
            SieStoreError: The database cannot be written.
        """
        if not name.strip():
            raise SieUsageError("A company needs a name.", "Ett företag behöver ett namn.")
        if method is not None:
            check_choice(method, METHODS, "method", "metod")
        if vat_period is not None:
            check_choice(vat_period, VAT_PERIODS, "VAT period", "momsperiod")
        check_series(series)
        found_profile(profile)
        if first_year is not None:
            check_year(*first_year)
        from sie.company.schema import company, fiscal_year, log

        with self.database.writing() as connection:
            if once:
                self.database.alone(connection)
                there = open_one(_companies(connection), name, organisation_number)
                if there is not None:
                    raise SieUsageError(f"{there.title} is there already.", f"{there.title} finns redan.")
            values = {
                "name": name.strip(),
                "organisation_number": organisation_number,
                "state": "fresh",
                "form": form,
                "method": method,
                "vat_period": vat_period,
                "series": series,
                "profile": profile,
                "created": now(),
            }
            number = unused(connection, company.c.id, log.c.company_id)
            made = connection.execute(company.insert().values(**values, **number)).inserted_primary_key
            assert made is not None
            if first_year is not None:
                connection.execute(
                    fiscal_year.insert().values(company_id=made[0], start=first_year[0], end=first_year[1])
                )
            _put_chart(connection, made[0], chart)
            record = self.locked(connection, str(made[0]))
            self.note(connection, record, [Note(action="created", key=record.title, after=profile)])
            return record

    def companies(self) -> tuple[CompanyRecord, ...]:
        """Every company, in the order in which they were made."""
        with self.database.reading() as connection:
            return tuple(_companies(connection))

    def company(self, ref: str | int) -> CompanyRecord:
        """A company by its id, organisation number or name.

        Among several with the same number or name the one that is not archived is meant, if it is the only one.

        Args:
            ref: The id; the organisation number with or without hyphen; or the name, in any case of letters.

        Raises:
            SieUsageError: There is none, or several; the message lists them.
        """
        with self.database.reading() as connection:
            return the_one(tuple(_companies(connection)), str(ref))

    def years(self, ref: str | int) -> tuple[YearRecord, ...]:
        """The fiscal years of a company, the oldest first.

        Args:
            ref: As for ``company``.
        """
        from sqlalchemy import func, select

        from sie.company.schema import account, fiscal_year, row, voucher

        of = self.company(ref)

        def count(table: Any) -> Any:
            return select(func.count()).where(table.c.year_id == fiscal_year.c.id).scalar_subquery()

        wanted = select(fiscal_year, count(account), count(voucher), count(row)).where(
            fiscal_year.c.company_id == of.id
        )
        with self.database.reading() as connection:
            found = [
                YearRecord(
                    id=y.id, start=y.start, end=y.end, kind=y.kind,
                    accounts=accounts, vouchers=vouchers, rows=rows, keep_until=keep_until(y.end),
                )
                for y, accounts, vouchers, rows in ((r, *r[-3:]) for r in connection.execute(wanted))
            ]  # fmt: skip
        return tuple(sorted(found, key=lambda y: (y.start or datetime.date.min, y.id)))

    def ledger(self, year: YearRecord) -> Ledger:
        """The books of a fiscal year as they are kept.

        Args:
            year: One of ``years``.
        """
        from sie.company.keep import get_year

        with self.database.reading() as connection:
            return get_year(connection, year.id)

    def archive(self, ref: str | int, reason: str | None = None) -> CompanyRecord:
        """Close a company for ever: it can be read and exported, and the database refuses every change.

        Args:
            ref: As for ``company``.
            reason: For the log.

        Raises:
            SieUsageError: It is archived already.
        """
        with self.database.writing() as connection:
            record = self.locked(connection, ref)
            refuse_archived(record)
            return self._archived(connection, record, reason)

    def restart(self, ref: str | int, reason: str | None = None) -> CompanyRecord:
        """Archive a company and make a fresh one with the same settings, as a reset does.

        Args:
            ref: As for ``company``.
            reason: For the log.

        Returns:
            The fresh company. It has the chart and the first fiscal year of the old one's start guide.

        Raises:
            SieUsageError: It is archived already.
        """
        from sqlalchemy import select

        from sie.company.schema import chart, company, fiscal_year, log

        with self.database.writing() as connection:
            record = self.locked(connection, ref)
            refuse_archived(record)
            old = self._archived(connection, record, reason)
            values = {name: getattr(old, name) for name in _SETTINGS}
            made = connection.execute(
                company.insert().values(
                    **values,
                    **unused(connection, company.c.id, log.c.company_id),
                    state="fresh",
                    created=now(),
                    restarted_from=old.id,
                )
            ).inserted_primary_key
            assert made is not None
            accounts = connection.execute(select(chart).where(chart.c.company_id == old.id)).mappings().all()
            if accounts:
                connection.execute(chart.insert(), [{**a, "company_id": made[0]} for a in accounts])
            first = connection.execute(
                select(fiscal_year.c.start, fiscal_year.c.end)
                .where(fiscal_year.c.company_id == old.id, fiscal_year.c.start.is_not(None))
                .order_by(fiscal_year.c.start)
            ).first()
            if first is not None:
                connection.execute(fiscal_year.insert().values(company_id=made[0], start=first.start, end=first.end))
            record = self.locked(connection, made[0])
            self.note(connection, record, [Note(action="restarted", before=old.title, reason=reason)])
            return record

    def delete(self, ref: str | int, *, reason: str | None = None, today: datetime.date | None = None) -> None:
        """Delete a company with everything that it holds; the log stays.

        Args:
            ref: As for ``company``.
            reason: Why, when the law still wants its books kept; it stays in the log.
            today: The day that it is; today unless given.

        Raises:
            SieUsageError: The books must be kept still, and no reason is given.
        """
        from sqlalchemy import select

        from sie.company.keep import empty_year
        from sie.company.schema import chart, company, fiscal_year, original

        day = today or datetime.date.today()
        with self.database.writing() as connection:
            record = self.locked(connection, ref)
            years = connection.execute(select(fiscal_year).where(fiscal_year.c.company_id == record.id)).all()
            if not (reason or "").strip():
                refuse_kept(record, [year.end for year in years if year.kind is not None], day)
            # The log comes first: the database lets an archived company go only when it says so.
            spans = ", ".join(f"{year.start}–{year.end}" for year in years if year.kind)
            self.note(
                connection, record, [Note(action="deleted", before=f"{record.state}; {spans or '–'}", reason=reason)]
            )
            connection.execute(company.update().where(company.c.id == record.id).values(state="deleting"))
            connection.execute(original.delete().where(original.c.company_id == record.id))
            for year in years:
                empty_year(connection, year.id)
            connection.execute(fiscal_year.delete().where(fiscal_year.c.company_id == record.id))
            connection.execute(chart.delete().where(chart.c.company_id == record.id))
            connection.execute(company.delete().where(company.c.id == record.id))

    def originals(self, ref: str | int) -> tuple[OriginalRecord, ...]:
        """The files that were imported into a company, in that order.

        Args:
            ref: As for ``company``.
        """
        from sqlalchemy import func, select

        from sie.company.schema import fiscal_year, original

        of = self.company(ref)
        wanted = (
            select(
                original.c.id, original.c.name, original.c.sha256, func.length(original.c.data).label("size"),
                original.c.at, fiscal_year.c.start, fiscal_year.c.end,
            )
            .outerjoin(fiscal_year, fiscal_year.c.id == original.c.year_id)
            .where(original.c.company_id == of.id)
            .order_by(original.c.id)
        )  # fmt: skip
        with self.database.reading() as connection:
            return tuple(
                OriginalRecord(
                    id=o.id, name=o.name, sha256=o.sha256, size=o.size, at=o.at,
                    year_start=o.start, keep_until=keep_until(o.end),
                )
                for o in connection.execute(wanted)
            )  # fmt: skip

    def original_data(self, record: OriginalRecord) -> bytes:
        """The bytes of an original, as they were.

        Args:
            record: One of ``originals``.

        Raises:
            SieStoreError: They are not what their hash says: the database is damaged.
        """
        import hashlib

        from sqlalchemy import select

        from sie.company.schema import original

        with self.database.reading() as connection:
            data = bytes(connection.execute(select(original.c.data).where(original.c.id == record.id)).scalar_one())
        if hashlib.sha256(data).hexdigest() != record.sha256:
            raise SieStoreError(
                f"The original {record.name} is not what its SHA-256 says: the database is damaged. Restore a backup.",
                f"Originalet {record.name} stämmer inte med sin SHA-256: databasen är skadad. Återställ en kopia.",
            )
        return data

    def log(self, ref: str | int | None = None) -> tuple[LogEntry, ...]:
        """The processing history of a company, the oldest line first.

        Args:
            ref: As for ``company``, or the id of a company that is gone; everything unless given.
        """
        from sqlalchemy import select

        from sie.company.schema import log

        wanted = select(log).order_by(log.c.id)
        if ref is not None:
            try:
                number = self.company(ref).id
            except SieUsageError:
                if not str(ref).isdecimal() or len(str(ref)) > 9:
                    raise
                number = int(ref)
            wanted = wanted.where(log.c.company_id == number)
        with self.database.reading() as connection:
            found = [
                LogEntry(**{name: entry[name] for name in LogEntry.__struct_fields__})
                for entry in connection.execute(wanted).mappings()
            ]
        if ref is not None and not found:
            the_one((), str(ref))
        return tuple(found)

    # What imports and exports need beside it.

    def locked(self, connection: Connection, ref: str | int) -> CompanyRecord:
        """A company, kept from everybody else until the transaction ends.

        Args:
            connection: In a transaction that writes.
            ref: As for ``company``.
        """
        from sqlalchemy import select

        from sie.company.schema import company

        number = the_one(tuple(_companies(connection)), str(ref)).id
        connection.execute(select(company.c.id).where(company.c.id == number).with_for_update())
        return next(record for record in _companies(connection) if record.id == number)

    def note(self, connection: Connection, record: CompanyRecord, notes: Iterable[Note]) -> None:
        """Write in the log.

        Args:
            connection: In a transaction that writes.
            record: The company that it is about.
            notes: What to write.
        """
        from sie.company.schema import log

        at = now()
        lines = [
            {
                "company_id": record.id,
                "company": record.title,
                "at": at,
                "user": self.user,
                "program": f"sie {__version__}",
                **msgspec.structs.asdict(note),
            }
            for note in notes
        ]
        if lines:
            connection.execute(log.insert(), lines)

    def _archived(self, connection: Connection, record: CompanyRecord, reason: str | None) -> CompanyRecord:
        from sie.company.schema import company

        at = now()
        connection.execute(company.update().where(company.c.id == record.id).values(state="archived", archived=at))
        self.note(connection, record, [Note(action="archived", before=record.state, after="archived", reason=reason)])
        return msgspec.structs.replace(record, state="archived", archived=at)


_SETTINGS = ("organisation_number", "name", "form", "method", "vat_period", "series", "profile")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a computer that knows no name of its user
        return "?"


def _companies(connection: Connection) -> Iterator[CompanyRecord]:
    from sqlalchemy import select

    from sie.company.schema import company

    wanted: Select[Any] = select(*(company.c[name] for name in CompanyRecord.__struct_fields__)).order_by(company.c.id)
    for found in connection.execute(wanted).mappings():
        yield CompanyRecord(**found)


def _put_chart(connection: Connection, company_id: int, accounts: Iterable[Account]) -> None:
    from sie.company.schema import chart

    lines = [
        {
            "company_id": company_id,
            "number": a.number,
            "name": a.name,
            "type": a.type,
            "unit": a.unit,
            "sru": " ".join(a.sru),
        }
        for a in {a.number: a for a in accounts}.values()
    ]
    if lines:
        connection.execute(chart.insert(), lines)
