"""Books as data frames: Polars, Arrow and pandas.

Amounts are decimals of 38 digits with two decimals; where an amount has more, the whole column has more, so that
nothing is rounded. Series and kinds are categories, account numbers are texts.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from sie.convert import lane
from sie.convert.columnar import first_of, fiscal_years, half_a_character, refuse_big, scale, table_data
from sie.convert.columns import TABLES, Column, Kind
from sie.errors import SieUsageError, SieWriteError
from sie.ledger.load import load
from sie.ledger.model import Ledger, ObjectRef, exact_context
from sie.text.reader import Source

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["Tables", "made", "needs", "to_arrow", "to_pandas", "to_polars"]

T = TypeVar("T")
DIGITS = 38
"""How many digits a decimal of Arrow, Parquet and DuckDB may have."""


class Tables(msgspec.Struct, Generic[T], frozen=True, eq=False, kw_only=True):
    """The tables of some books; ``T`` is what each of them is.

    Attributes:
        company: One row: the company, and what the file says about itself.
        years: Fiscal years.
        accounts: The chart of accounts (kontoplan).
        dimensions: Dimensions and sub-dimensions.
        objects: Objects of the dimensions.
        balances: Opening, closing, result, object and period balances and budgets.
        vouchers: Vouchers (verifikationer).
        rows: Their rows, with what the voucher says about each; ``posted`` tells those that count.
    """

    company: T
    years: T
    accounts: T
    dimensions: T
    objects: T
    balances: T
    vouchers: T
    rows: T

    def __iter__(self) -> Iterator[tuple[str, T]]:
        """Each table with its name."""
        return ((name, getattr(self, name)) for name in self.__struct_fields__)


def needs(module: str, extra: str) -> Any:
    """A library that is imported when it is needed.

    Args:
        module: Its name.
        extra: What to install it with.

    Raises:
        SieUsageError: It is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        missing = error.name or module
        raise SieUsageError(
            f"{missing} is not installed: pip install 'sie[{extra}]'.",
            f"{missing} är inte installerat: pip install 'sie[{extra}]'.",
        ) from error


def to_polars(
    source: Source | Ledger, *, encoding: str | None = None, kind: str | None = None
) -> Tables[polars.DataFrame]:
    r"""Books as Polars data frames.

    Args:
        source: A path, bytes, a binary file, or books that have been read.
        encoding: As for ``load``.
        kind: As for ``load``.

    Returns:
        One frame for each table; ``docs/frames.md`` lists the columns.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: Polars is not installed; the source, the encoding or the kind is none.
        SieWriteError: An amount has more than 38 digits, or a text holds half a character.

    Example:
        >>> tables = to_polars(b"#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {} -25.00\n#TRANS 4010 {} 25.00\n}\n")
        >>> tables.rows["amount"].to_list()
        [Decimal('-25.00'), Decimal('25.00')]
    """
    if isinstance(source, Ledger):
        return made(source)
    journal = lane.read(needs("polars", "frames"), source, encoding, kind)
    found = None if journal is None else _joined(journal)
    return found or made(load(source, encoding=encoding, kind=kind))


def _joined(journal: lane.Journal) -> Tables[polars.DataFrame] | None:
    """The frames of what the quick lane has read; ``None`` when amounts have more than two decimals elsewhere."""
    pl = needs("polars", "frames")
    tables = made(journal.ledger)
    if any(tables.balances.schema[name] != pl.Decimal(DIGITS, 2) for name in ("amount", "quantity")):
        return None
    days = journal.vouchers["date"].unique().to_list()
    year_of = fiscal_years(journal.ledger)
    totals = journal.rows.group_by("voucher").agg(pl.col("amount").sum().alias("total"))
    years = pl.Series([year_of(day) for day in days], dtype=pl.Int64)
    vouchers = journal.vouchers.join(totals, on="voucher", how="left", maintain_order="left").with_columns(
        year=pl.col("date").replace_strict(days, years, return_dtype=pl.Int64)
    )
    objects = Column("objects", Kind.OBJECTS, "", "")
    few = pl.DataFrame(
        [
            _lists(pl, objects, journal.lists),
            pl.Series("cost_centre", first_of("1", journal.lists), dtype=pl.String),
            pl.Series("project", first_of("6", journal.lists), dtype=pl.String),
        ]
    )
    rows = pl.concat(
        [
            journal.rows.drop("objects"),
            vouchers.select("series", "number", "date", "year")[journal.rows["voucher"] - 1],
            few[journal.rows["objects"]],
        ],
        how="horizontal",
    ).with_columns(
        row=pl.int_range(1, pl.len() + 1).over("voucher"),
        kind=pl.lit("normal"),
        posted=pl.lit(True),
        extras=pl.lit([], dtype=pl.List(pl.String)),
    )
    return msgspec.structs.replace(tables, vouchers=_like(tables.vouchers, vouchers), rows=_like(tables.rows, rows))


def _like(model: polars.DataFrame, frame: polars.DataFrame) -> polars.DataFrame:
    """A frame with the columns and types of another; what it does not have is null."""
    pl = needs("polars", "frames")
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None).alias(name)).cast(dtype)
        for name, dtype in model.schema.items()
    )


def made(ledger: Ledger, *, long_as_text: bool = False) -> Tables[polars.DataFrame]:
    """The frames of books that have been read.

    Args:
        ledger: The books.
        long_as_text: Whether a column of amounts that need more than 38 digits becomes a column of texts; else it
            is refused.

    Raises:
        SieError: As for ``to_polars``.
    """
    polars_ = needs("polars", "frames")
    data = table_data(ledger)
    places = {kind: scale(data, kind) for kind in (Kind.AMOUNT, Kind.QUANTITY)}

    def series(table: str, column: Column) -> polars.Series:
        values: Sequence[Any] = data[table][column.name]
        wanted = _polars_type(polars_, column, places)
        if column.kind in places:
            fitting = _fitting(values, places[column.kind])
            if fitting is not None:
                values = fitting
            elif long_as_text:
                values, wanted = [None if value is None else format(value, "f") for value in values], polars_.String
            else:
                raise _too_long(values, places[column.kind])
        elif column.kind is Kind.INTEGER:
            refuse_big(column.name, values)
        elif column.kind is Kind.OBJECTS or column.kind is Kind.TEXTS:
            return _lists(polars_, column, values)
        whole: polars.Series = polars_.Series(column.name, values, dtype=wanted, strict=True)
        return whole

    try:
        return Tables(
            **{
                name: polars_.DataFrame([series(name, column) for column in columns])
                for name, columns in TABLES.items()
            }
        )
    except UnicodeEncodeError as error:
        raise half_a_character(error) from None


def to_arrow(source: Source | Ledger, *, encoding: str | None = None, kind: str | None = None) -> Tables[pyarrow.Table]:
    r"""Books as Arrow tables, which share their memory with Polars.

    Args:
        source: As for ``to_polars``.
        encoding: As for ``load``.
        kind: As for ``load``.

    Raises:
        SieError: As for ``to_polars``; pyarrow must be installed too.

    Example:
        >>> to_arrow(b"#KONTO 1910 Kassa\n").accounts.column("name").to_pylist()
        ['Kassa']
    """
    needs("pyarrow", "frames")
    return _each(to_polars(source, encoding=encoding, kind=kind), "to_arrow", {})


def to_pandas(
    source: Source | Ledger, *, encoding: str | None = None, kind: str | None = None
) -> Tables[pandas.DataFrame]:
    r"""Books as pandas data frames on Arrow's types, so that amounts stay decimals and absent values stay absent.

    Args:
        source: As for ``to_polars``.
        encoding: As for ``load``.
        kind: As for ``load``.

    Raises:
        SieError: As for ``to_polars``; pyarrow and pandas must be installed too.

    Example:
        >>> frame = to_pandas(b"#VER A 1 20240131\n{\n#TRANS 1910 {} -25.00\n#TRANS 1910 {} 24.90\n}\n").rows
        >>> frame.groupby("account").amount.sum().to_dict()
        {'1910': Decimal('-0.10')}
    """
    needs("pyarrow", "frames")
    needs("pandas", "pandas")
    options = {"use_pyarrow_extension_array": True}
    return _each(to_polars(source, encoding=encoding, kind=kind), "to_pandas", options)


def _each(tables: Tables[T], method: str, options: Mapping[str, bool]) -> Tables[Any]:
    return Tables(**{name: getattr(table, method)(**options) for name, table in tables})


def _lists(polars_: Any, column: Column, values: Sequence[Any]) -> polars.Series:
    """A column of lists. The same few come again and again; making each of them once is ten times as fast."""
    numbers = {these: number for number, these in enumerate(dict.fromkeys(values))}
    lists = [[ref._asdict() if isinstance(ref, ObjectRef) else ref for ref in these] for these in numbers]
    few: polars.Series = polars_.Series(column.name, lists, dtype=_polars_type(polars_, column, {}))
    return few.gather([numbers[these] for these in values])


def _polars_type(polars_: Any, column: Column, places: Mapping[Kind, int]) -> Any:
    """The Polars type of a column; amounts and quantities have as many decimals as ``places`` says."""
    kind = column.kind
    if kind in places:
        return polars_.Decimal(DIGITS, min(places[kind], DIGITS))
    if kind is Kind.OBJECTS:
        return polars_.List(polars_.Struct({"dimension": polars_.String, "number": polars_.String}))
    return {
        Kind.TEXT: polars_.String,
        Kind.JSON: polars_.String,
        Kind.CATEGORY: polars_.Categorical,
        Kind.INTEGER: polars_.Int64,
        Kind.BOOLEAN: polars_.Boolean,
        Kind.DATE: polars_.Date,
        Kind.TEXTS: polars_.List(polars_.String),
    }[kind]


def _fitting(values: Sequence[Decimal | None], places: int) -> list[Decimal | None] | None:
    """The amounts without zeros beyond their places; ``None`` when they need more digits than there are."""
    if places > DIGITS:
        return None
    unit, context = Decimal(1).scaleb(-places), exact_context()
    found: list[Decimal | None] = []
    for value in values:
        if value is None:
            found.append(None)
        elif value.adjusted() >= DIGITS - places and value:
            return None
        else:
            found.append(value if value.same_quantum(unit) else context.quantize(value, unit))
    return found


def _too_long(values: Sequence[Decimal | None], places: int) -> SieWriteError:
    worst = max((value for value in values if value is not None), key=abs)
    return SieWriteError(
        f"The amounts need more than {DIGITS} digits together ({places} decimals, and {worst:e}).",
        f"Beloppen behöver tillsammans fler än {DIGITS} siffror ({places} decimaler, och {worst:e}).",
        value=str(worst),
    )
