"""The tables, one fact in one place, and how a database of an older version becomes one of this.

What no table has a column for (program, comments, address, other fiscal years, unknown labels) stands as JSON in
``rest`` beside what it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
    text,
)

from sie.company.case_schema import add_cases, let_cases_go
from sie.company.errors import SieStoreError

__all__ = [
    "VERSION",
    "account",
    "balance",
    "chart",
    "company",
    "dimension",
    "fiscal_year",
    "log",
    "metadata",
    "migrate",
    "object_",
    "original",
    "row",
    "version",
    "voucher",
]

metadata = MetaData()

version = Table("sie_version", metadata, Column("version", Integer, primary_key=True), Column("at", Text))

company = Table(
    "company",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation_number", Text),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("form", Text),
    Column("method", Text),
    Column("vat_period", Text),
    Column("series", Text, nullable=False, server_default=""),
    Column("profile", Text),
    Column("created", Text, nullable=False),
    Column("archived", Text),
    Column("restarted_from", Integer),  # no foreign key: it tells of a company that may be gone
)

fiscal_year = Table(
    "fiscal_year",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("company_id", Integer, ForeignKey("company.id"), nullable=False, index=True),
    Column("start", Date),
    Column("end", Date),
    Column("kind", Text),
    Column("rest", Text),
)

# The chart that the start guide gave a company; every fiscal year gets its own accounts from it.
chart = Table(
    "chart",
    metadata,
    Column("company_id", Integer, ForeignKey("company.id"), primary_key=True),
    Column("number", Text, primary_key=True),
    Column("name", Text),
    Column("type", Text),
    Column("unit", Text),
    Column("sru", Text, nullable=False, server_default=""),
)


def _of_year(name: str, *columns: Column[object] | ForeignKeyConstraint) -> Table:
    """A table of things in a fiscal year, in an order that is kept, each with its line in the original file."""
    return Table(
        name,
        metadata,
        Column("year_id", Integer, ForeignKey("fiscal_year.id"), primary_key=True),
        Column("place", Integer, primary_key=True, autoincrement=False),
        *columns,
        Column("line", Integer, nullable=False, server_default="0"),
        sqlite_with_rowid=False,
    )


account = _of_year(
    "account",
    Column("number", Text, nullable=False),
    Column("name", Text),
    Column("type", Text),
    Column("unit", Text),
    Column("sru", Text),
)
dimension = _of_year("dimension", Column("number", Text, nullable=False), Column("name", Text), Column("parent", Text))
object_ = _of_year(
    "object", Column("dimension", Text, nullable=False), Column("number", Text, nullable=False), Column("name", Text)
)
balance = _of_year(
    "balance",
    Column("kind", Text, nullable=False),
    Column("relative", Integer, nullable=False),
    Column("account", Text, nullable=False),
    Column("amount", BigInteger),
    Column("quantity", Text),
    Column("objects", Text),
    Column("period", Text),
    Column("rest", Text),
)
voucher = _of_year(
    "voucher",
    Column("series", Text),
    Column("number", Text),
    Column("date", Date),
    Column("text", Text),
    Column("registered", Date),
    Column("sign", Text),
    Column("rest", Text),
    Column("source_series", Text),
    Column("source_number", Text),
)
row = Table(
    "row",
    metadata,
    Column("year_id", Integer, primary_key=True),
    Column("voucher", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False, server_default="normal"),
    Column("account", Text),
    Column("objects", Text),
    Column("amount", BigInteger),
    Column("date", Date),
    Column("text", Text),
    Column("quantity", Text),
    Column("sign", Text),
    Column("rest", Text),
    Column("line", Integer, nullable=False, server_default="0"),
    ForeignKeyConstraint(["year_id", "voucher"], ["voucher.year_id", "voucher.place"]),
    sqlite_with_rowid=False,
)

original = Table(
    "original",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("company_id", Integer, ForeignKey("company.id"), nullable=False, index=True),
    Column("year_id", Integer, ForeignKey("fiscal_year.id"), index=True),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("at", Text, nullable=False),
)

# No foreign key: the log outlives the company that it tells of.
log = Table(
    "log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("company_id", Integer, nullable=False),
    Column("company", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("program", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("key", Text, nullable=False, server_default=""),
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text),
    Index("log_company", "company_id"),
)

CONTENTS = (row, voucher, balance, object_, dimension, account)
"""What a fiscal year holds, in the order in which it can be deleted."""


def _first(connection: Connection) -> None:
    """Version 1: all tables, and the triggers that keep archived companies and the log as they are."""
    metadata.create_all(connection, tables=[table for table in metadata.sorted_tables if table is not version])
    for statement in _triggers(connection.dialect.name):
        connection.exec_driver_sql(statement)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first, add_cases, let_cases_go)
"""What makes a database of version n one of version n + 1; never changed once released, only added to."""

VERSION = len(MIGRATIONS)


def migrate(connection: Connection, at: str) -> None:
    """Bring a database to this version, in the transaction of the caller.

    Args:
        connection: To the database, in a transaction that keeps others out.
        at: The time, as it is noted.

    Raises:
        SieStoreError: A newer version of this program has made the database.
    """
    version.create(connection, checkfirst=True)
    found = connection.execute(text("SELECT max(version) FROM sie_version")).scalar() or 0
    if found > VERSION:
        raise SieStoreError(
            f"The database has version {found}, this program knows {VERSION}: install a newer version of sie.",
            f"Databasen har version {found}, programmet känner till {VERSION}: installera en nyare version av sie.",
        )
    if not found and inspect(connection).has_table("company"):
        raise SieStoreError(
            "The database belongs to another program: it has tables of the same names. Name another database.",
            "Databasen tillhör ett annat program: den har tabeller med samma namn. Ange en annan databas.",
        )
    for number, step in enumerate(MIGRATIONS[found:], found + 1):
        step(connection)
        connection.execute(version.insert().values(version=number, at=at))


def _triggers(dialect: str) -> list[str]:
    """Triggers that refuse what must not be done."""
    of_year = [table.name for table in CONTENTS]
    of_company = ["fiscal_year", "original", "chart"]
    return _sqlite(of_year, of_company) if dialect == "sqlite" else _postgresql(of_year, of_company)


_ARCHIVED_YEAR = (
    "EXISTS (SELECT 1 FROM fiscal_year y JOIN company c ON c.id = y.company_id "
    "WHERE y.id = {side}.year_id AND c.state = 'archived')"
)
_ARCHIVED_COMPANY = "EXISTS (SELECT 1 FROM company c WHERE c.id = {side}.company_id AND c.state = 'archived')"
_COMPANY = (
    "((OLD.state = 'archived' AND (NEW.state <> 'deleting' OR NOT EXISTS "
    "(SELECT 1 FROM log WHERE log.company_id = OLD.id AND log.action = 'deleted'))) OR OLD.state = 'deleting')"
)


def _sqlite(of_year: list[str], of_company: list[str]) -> list[str]:
    made = []

    def refuse(table: str, verb: str, condition: str, words: str = "sie: archived", of: str = "") -> None:
        when = f" WHEN {condition}" if condition else ""
        made.append(
            f'CREATE TRIGGER "sie_{of}{table}_{verb.lower()}" BEFORE {verb} ON "{table}"{when} '
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )

    for tables, condition in ((of_year, _ARCHIVED_YEAR), (of_company, _ARCHIVED_COMPANY)):
        for table in tables:
            refuse(table, "INSERT", condition.format(side="NEW"))
            refuse(table, "UPDATE", f"{condition.format(side='OLD')} OR {condition.format(side='NEW')}")
            refuse(table, "DELETE", condition.format(side="OLD"))
    # OR REPLACE takes the row that is in the way, whosever it is, without asking the trigger of DELETE.
    for table in ("fiscal_year", "original"):
        taken = f"EXISTS (SELECT 1 FROM {table} t JOIN company c ON c.id = t.company_id WHERE t.id = NEW.id "
        refuse(table, "INSERT", f"{taken}AND c.state = 'archived')", of="taken_")
        refuse(table, "UPDATE", f"NEW.id <> OLD.id AND {taken}AND c.state = 'archived')", of="taken_")
    refuse("company", "UPDATE", "NEW.id <> OLD.id", of="taken_")
    refuse("company", "UPDATE", _COMPANY)
    refuse("company", "DELETE", "OLD.state = 'archived'")
    # INSERT OR REPLACE takes a row away without asking the trigger of DELETE.
    refuse("company", "INSERT", "EXISTS (SELECT 1 FROM company WHERE id = NEW.id AND state = 'archived')")
    refuse("log", "INSERT", "EXISTS (SELECT 1 FROM log WHERE id = NEW.id)", "sie: the log is never changed")
    refuse("log", "UPDATE", "", "sie: the log is never changed")
    refuse("log", "DELETE", "", "sie: the log is never changed")
    return made


def _postgresql(of_year: list[str], of_company: list[str]) -> list[str]:
    """Triggers once for each statement, on all that it changes: one for each row would take ten times as long."""

    def function(name: str, condition: str, words: str = "sie: archived") -> str:
        return (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{words}'; END IF; RETURN COALESCE(NEW, OLD); END $$"
        )

    year = "SELECT 1 FROM {} t JOIN fiscal_year y ON y.id = t.year_id JOIN company c ON c.id = y.company_id"
    own = "SELECT 1 FROM {} t JOIN company c ON c.id = t.company_id"
    made = [
        function(
            "sie_company_kept", f"(TG_OP = 'DELETE' AND OLD.state = 'archived') OR (TG_OP = 'UPDATE' AND {_COMPANY})"
        ),
        function("sie_kept", "TRUE", "sie: archived companies and the log are never emptied or changed"),
        'CREATE TRIGGER sie_company BEFORE UPDATE OR DELETE ON "company" FOR EACH ROW '
        "EXECUTE FUNCTION sie_company_kept()",
        'CREATE TRIGGER sie_log BEFORE UPDATE OR DELETE ON "log" FOR EACH ROW EXECUTE FUNCTION sie_kept()',
    ]
    for name, joined in (("year", year), ("company", own)):
        for side in ("was", "becomes"):
            made.append(function(f"sie_{name}_{side}", f"EXISTS ({joined.format(side)} WHERE c.state = 'archived')"))
    for name, tables in (("year", of_year), ("company", of_company)):
        for table in tables:
            for verb, side, reference in (
                ("INSERT", "becomes", "NEW"),
                ("UPDATE", "becomes", "NEW"),
                ("UPDATE", "was", "OLD"),
                ("DELETE", "was", "OLD"),
            ):
                made.append(
                    f'CREATE TRIGGER sie_{table}_{verb.lower()}_{side} AFTER {verb} ON "{table}" '
                    f"REFERENCING {reference} TABLE AS {side} FOR EACH STATEMENT "
                    f"EXECUTE FUNCTION sie_{name}_{side}()"
                )
    made += [
        f'CREATE TRIGGER sie_{table}_whole BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION sie_kept()'
        for table in (*of_year, *of_company, "company", "log")
    ]
    return made
