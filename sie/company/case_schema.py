"""The tables of cases. They are only ever added to: the database itself refuses to change or to delete in them.

A case goes as a whole, after a line of its own in ``case_deleted`` has said so; that line stays, and names nobody.

Nothing here is changed once released; another version of the tables is another step in ``schema.MIGRATIONS``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import BigInteger, Column, Connection, Date, ForeignKey, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.schema import ForeignKeyConstraint

__all__ = ["add_cases", "case_content", "case_deleted", "case_event", "case_file", "let_cases_go", "migration_case"]

# Apart from the metadata of the companies, all of which the first step makes.
_metadata = MetaData()

migration_case = Table(
    "migration_case",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation_number", Text, nullable=False),
    Column("name", Text, nullable=False),
)

case_event = Table(
    "case_event",
    _metadata,
    Column("case_id", Integer, ForeignKey("migration_case.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("user", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("step", Text, nullable=False, server_default=""),
    Column("of", Integer, nullable=False, server_default="0"),
    Column("facts", Text, nullable=False, server_default="{}"),
    Column("note", Text, nullable=False, server_default=""),
)

# The same bytes may belong to several events: exported, then imported.
case_content = Table(
    "case_content",
    _metadata,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

case_file = Table(
    "case_file",
    _metadata,
    Column("case_id", Integer, primary_key=True),
    Column("event", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("sha256", Text, ForeignKey("case_content.sha256"), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("kind", Text, nullable=False, server_default=""),
    Column("start", Date),
    Column("end", Date),
    Column("keep_until", Date),
    ForeignKeyConstraint(["case_id", "event"], ["case_event.case_id", "case_event.place"]),
)

# Apart from the others, which an earlier step makes.
_later = MetaData()

case_deleted = Table(
    "case_deleted",
    _later,
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("opened", Date, nullable=False),
    Column("keep_until", Date, nullable=False),
    Column("events", Integer, nullable=False),
    Column("files", Integer, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
)

_KEPT = "sie: cases are never changed"


def add_cases(connection: Connection) -> None:
    """Make the tables of cases, and the triggers that keep them as they are.

    Args:
        connection: In a transaction that writes.
    """
    _metadata.create_all(connection, checkfirst=False)
    for statement in _triggers(connection.dialect.name):
        connection.exec_driver_sql(statement)


def let_cases_go(connection: Connection) -> None:
    """Make the table of cases that were deleted, and let what it names be deleted.

    Args:
        connection: In a transaction that writes.
    """
    _later.create_all(connection, checkfirst=False)
    said = "EXISTS (SELECT 1 FROM case_deleted d WHERE d.case_id = OLD.{})"
    kept = {
        "migration_case": "NOT " + said.format("id"),
        "case_event": "NOT " + said.format("case_id"),
        "case_file": "NOT " + said.format("case_id"),
        "case_content": "EXISTS (SELECT 1 FROM case_file f WHERE f.sha256 = OLD.sha256)",
    }
    sqlite = connection.dialect.name == "sqlite"
    for statement in _let_go_sqlite(kept) if sqlite else _let_go_postgresql(kept):
        connection.exec_driver_sql(statement)


def _let_go_sqlite(kept: Mapping[str, str]) -> Iterator[str]:
    def refused(name: str, when: str, table: str, condition: str = "") -> str:
        only = f" WHEN {condition}" if condition else ""
        return f'CREATE TRIGGER "{name}" {when} ON "{table}"{only} BEGIN SELECT RAISE(ABORT, \'{_KEPT}\'); END'

    for table, condition in kept.items():
        yield f'DROP TRIGGER "sie_{table}_delete"'
        yield refused(f"sie_{table}_delete", "BEFORE DELETE", table, condition)
    gone = "EXISTS (SELECT 1 FROM case_deleted d WHERE d.case_id = NEW.{})"
    yield refused("sie_migration_case_gone", "AFTER INSERT", "migration_case", gone.format("id"))
    yield refused("sie_case_deleted_insert", "BEFORE INSERT", "case_deleted", gone.format("case_id"))
    yield refused("sie_case_deleted_update", "BEFORE UPDATE", "case_deleted")
    yield refused("sie_case_deleted_delete", "BEFORE DELETE", "case_deleted")


def _let_go_postgresql(kept: Mapping[str, str]) -> Iterator[str]:
    for table, condition in kept.items():
        yield f'DROP TRIGGER sie_{table}_kept ON "{table}"'
        yield (
            f"CREATE FUNCTION sie_{table}_goes() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{_KEPT}'; END IF; RETURN OLD; END $$"
        )
        yield (
            f'CREATE TRIGGER sie_{table}_goes BEFORE DELETE ON "{table}" FOR EACH ROW '
            f"EXECUTE FUNCTION sie_{table}_goes()"
        )
    changes = [(table, "kept", "UPDATE") for table in kept]
    for table, name, verbs in (
        *changes,
        ("case_deleted", "kept", "UPDATE OR DELETE"),
        ("case_deleted", "whole", "TRUNCATE"),
    ):
        yield (
            f'CREATE TRIGGER sie_{table}_{name} BEFORE {verbs} ON "{table}" FOR EACH STATEMENT '
            "EXECUTE FUNCTION sie_case_kept()"
        )


def _triggers(dialect: str) -> list[str]:
    tables = _metadata.sorted_tables
    if dialect == "sqlite":
        made = []
        for table in tables:
            for verb in ("UPDATE", "DELETE"):
                made.append(
                    f'CREATE TRIGGER "sie_{table.name}_{verb.lower()}" BEFORE {verb} ON "{table.name}" '
                    f"BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
                )
            # INSERT OR REPLACE takes a row away without asking the trigger of DELETE.
            key = " AND ".join(f'"{column.name}" = NEW."{column.name}"' for column in table.primary_key.columns)
            made.append(
                f'CREATE TRIGGER "sie_{table.name}_insert" BEFORE INSERT ON "{table.name}" '
                f"WHEN EXISTS (SELECT 1 FROM \"{table.name}\" WHERE {key}) BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
            )
        return made
    return [
        "CREATE FUNCTION sie_case_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_KEPT}'; END $$",
        *(
            f'CREATE TRIGGER sie_{table.name}_{name} BEFORE {verbs} ON "{table.name}" FOR EACH STATEMENT '
            "EXECUTE FUNCTION sie_case_kept()"
            for table in tables
            for name, verbs in (("kept", "UPDATE OR DELETE"), ("whole", "TRUNCATE"))
        ),
    ]
