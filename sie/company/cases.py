"""Cases in a database: opened, added to, read; what may be added is judged by whoever adds it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from sie._version import __version__
from sie.company.case_records import Case, CaseFile, DeletedCase, Event, Facts
from sie.company.database import now, unused
from sie.company.errors import SieStoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sie.company.store import Store

__all__ = ["Cases"]

_facts = msgspec.json.Decoder(Facts).decode
_encode = msgspec.json.Encoder().encode


class Cases:
    """The cases of a database.

    Args:
        store: The companies of the same database; it says who does what is done.

    Example:
        >>> import datetime, pathlib, tempfile
        >>> from sie.company.store import Store
        >>> folder = tempfile.TemporaryDirectory()
        >>> opened = Event(place=1, at="", day=datetime.date(2026, 1, 2), user="AN", program="", kind="opened")
        >>> with Store(pathlib.Path(folder.name, "books.db")) as store:
        ...     cases = Cases(store)
        ...     made = cases.add(lambda _: Case(name="Exempel AB", organisation_number="556677-8899", events=(opened,)))
        ...     made.title, cases.all() == (made,)
        ('Exempel AB 556677-8899 (id 1)', True)
        >>> folder.cleanup()
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def all(self) -> tuple[Case, ...]:
        """Every case, in the order in which they were opened."""
        with self.store.database.reading() as connection:
            return _read(connection)

    def add(self, make: Callable[[tuple[Case, ...]], Case]) -> Case:
        """Add a case.

        Args:
            make: Gets every case that there is, and gives the new one or raises.

        Returns:
            The case with its id.

        Raises:
            SieStoreError: The database cannot be written.
        """
        from sie.company.case_schema import case_deleted, migration_case

        with self.store.database.writing() as connection:
            if connection.dialect.name == "postgresql":  # SQLite lets one write at a time
                connection.exec_driver_sql("LOCK TABLE migration_case IN SHARE ROW EXCLUSIVE MODE")
            case = make(_read(connection))
            values = {"name": case.name, "organisation_number": case.organisation_number}
            made = connection.execute(
                migration_case.insert().values(
                    **values, **unused(connection, migration_case.c.id, case_deleted.c.case_id)
                )
            ).inserted_primary_key
            assert made is not None
            case = msgspec.structs.replace(case, id=made[0])
            _write(connection, case, 0, {})
            return case

    def append(self, case_id: int, change: Callable[[Case], Case], contents: Mapping[str, bytes] | None = None) -> Case:
        """Add events to a case; nobody else adds any meanwhile.

        Args:
            case_id: Which case.
            change: Gets the case as it is, and gives it with more events or raises.
            contents: The bytes of the files of the new events, by SHA-256.

        Returns:
            The case as it is now.

        Raises:
            SieStoreError: There is no such case, or the database cannot be written.
        """
        with self.store.database.writing() as connection:
            before = _locked(connection, case_id)
            after = change(before)
            _write(connection, after, len(before.events), contents or {})
            return after

    def delete(self, case_id: int, judge: Callable[[Case], str]) -> DeletedCase:
        """Delete a case with its files; a line that names no customer stays.

        Args:
            case_id: Which case.
            judge: Gets the case as it is, and gives the reason for the line, or raises.

        Returns:
            The line.

        Raises:
            SieStoreError: There is no such case, or the database cannot be written.
        """
        from sqlalchemy import select

        from sie.company.case_schema import case_content, case_deleted, case_event, case_file, migration_case

        with self.store.database.writing() as connection:
            if connection.dialect.name == "postgresql":  # no other case gets the same bytes meanwhile
                connection.exec_driver_sql("LOCK TABLE case_content, case_file IN SHARE ROW EXCLUSIVE MODE")
            case = _locked(connection, case_id)
            left = DeletedCase(
                case_id=case_id,
                at=now(),
                user=self.store.user,
                program=f"sie {__version__}",
                opened=min(event.day for event in case.events),
                keep_until=case.keep_until,
                events=len(case.events),
                files=sum(len(event.files) for event in case.events),
                reason=judge(case),
            )
            # The line comes first: the database lets a case go only when it is there.
            connection.execute(case_deleted.insert().values(msgspec.structs.asdict(left)))
            for table in (case_file, case_event):
                connection.execute(table.delete().where(table.c.case_id == case_id))
            connection.execute(migration_case.delete().where(migration_case.c.id == case_id))
            connection.execute(case_content.delete().where(case_content.c.sha256.not_in(select(case_file.c.sha256))))
            return left

    def deleted(self) -> tuple[DeletedCase, ...]:
        """What is left of the cases that were deleted, in the order of their numbers."""
        from sqlalchemy import select

        from sie.company.case_schema import case_deleted

        with self.store.database.reading() as connection:
            found = connection.execute(select(case_deleted).order_by(case_deleted.c.case_id)).mappings()
            return tuple(DeletedCase(**line) for line in found)

    def content(self, file: CaseFile) -> bytes:
        """The bytes of a file, as they were.

        Args:
            file: One of those of a case.

        Raises:
            SieStoreError: They are not what their hash says, or not there: the database is damaged.
        """
        from sqlalchemy import select

        from sie.company.case_schema import case_content

        with self.store.database.reading() as connection:
            found = connection.execute(select(case_content.c.data).where(case_content.c.sha256 == file.sha256)).scalar()
        data = b"" if found is None else bytes(found)
        if found is None or hashlib.sha256(data).hexdigest() != file.sha256:
            raise SieStoreError(
                f"The file {file.name} is not what its SHA-256 says: the database is damaged. Restore a backup.",
                f"Filen {file.name} stämmer inte med sin SHA-256: databasen är skadad. Återställ en säkerhetskopia.",
            )
        return data


def _locked(connection: Connection, case_id: int) -> Case:
    """A case that nobody else changes until the transaction ends."""
    from sqlalchemy import select

    from sie.company.case_schema import migration_case

    lock = select(migration_case.c.id).where(migration_case.c.id == case_id).with_for_update()
    if connection.execute(lock).first() is None:
        raise SieStoreError(f"There is no case {case_id}.", f"Det finns inget ärende {case_id}.")
    (found,) = _read(connection, case_id)
    return found


def _read(connection: Connection, case_id: int | None = None) -> tuple[Case, ...]:
    from sqlalchemy import select

    from sie.company.case_schema import case_event, case_file, migration_case

    whole = case_id is None
    files: dict[tuple[int, int], list[CaseFile]] = {}
    wanted = select(case_file).order_by(case_file.c.case_id, case_file.c.event, case_file.c.place)
    for f in connection.execute(wanted if whole else wanted.where(case_file.c.case_id == case_id)):
        files.setdefault((f.case_id, f.event), []).append(
            CaseFile(
                name=f.name, sha256=f.sha256, size=f.size, kind=f.kind, start=f.start, end=f.end,
                keep_until=f.keep_until,
            )
        )  # fmt: skip
    events: dict[int, list[Event]] = {}
    happened = select(case_event).order_by(case_event.c.case_id, case_event.c.place)
    for e in connection.execute(happened if whole else happened.where(case_event.c.case_id == case_id)):
        events.setdefault(e.case_id, []).append(
            Event(
                place=e.place, at=e.at, day=e.day, user=e.user, program=e.program, kind=e.kind, step=e.step, of=e.of,
                facts=_facts(e.facts), note=e.note, files=tuple(files.get((e.case_id, e.place), ())),
            )
        )  # fmt: skip
    cases = select(migration_case).order_by(migration_case.c.id)
    return tuple(
        Case(id=c.id, name=c.name, organisation_number=c.organisation_number, events=tuple(events.get(c.id, ())))
        for c in connection.execute(cases if whole else cases.where(migration_case.c.id == case_id))
    )


def _write(connection: Connection, case: Case, known: int, contents: Mapping[str, bytes]) -> None:
    """Write the events of a case that are not there yet."""
    from sqlalchemy import select

    from sie.company.case_schema import case_content, case_event, case_file

    for event in case.events[known:]:
        values = {name: getattr(event, name) for name in Event.__struct_fields__ if name not in ("facts", "files")}
        connection.execute(case_event.insert().values(case_id=case.id, facts=_encode(event.facts).decode(), **values))
        for place, file in enumerate(event.files):
            is_there = select(case_content.c.sha256).where(case_content.c.sha256 == file.sha256)
            if connection.execute(is_there).first() is None:
                _put(connection, file, contents)
            connection.execute(
                case_file.insert().values(
                    case_id=case.id, event=event.place, place=place, **msgspec.structs.asdict(file)
                )
            )


def _put(connection: Connection, file: CaseFile, contents: Mapping[str, bytes]) -> None:
    from sie.company.case_schema import case_content

    insert = case_content.insert().values(sha256=file.sha256, data=contents[file.sha256])
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_unless

        # Two customers' cases may bring the same bytes at the same time.
        insert = insert_unless(case_content).values(sha256=file.sha256, data=contents[file.sha256])
        insert = insert.on_conflict_do_nothing()
    connection.execute(insert)
