"""The tables of cases. They are only ever added to: the database itself refuses to change or to delete in them.

Nothing here is changed once released; another version of the tables is another step in ``schema.MIGRATIONS``.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Date, ForeignKey, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.schema import ForeignKeyConstraint

__all__ = ["add_cases", "case_content", "case_event", "case_file", "migration_case"]

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

_KEPT = "sie: cases are never changed"


def add_cases(connection: Connection) -> None:
    """Make the tables of cases, and the triggers that keep them as they are.

    Args:
        connection: In a transaction that writes.
    """
    _metadata.create_all(connection, checkfirst=False)
    for statement in _triggers(connection.dialect.name):
        connection.exec_driver_sql(statement)


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
