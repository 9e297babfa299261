"""The books of one fiscal year: into the database, and out again equal."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Table, select

from sie.company.database import put_many
from sie.company.errors import SieStoreError
from sie.company.schema import CONTENTS, account, balance, dimension, fiscal_year, object_, row, voucher
from sie.ledger.model import (
    Account,
    Balance,
    Dimension,
    Extra,
    FiscalYear,
    Ledger,
    Object,
    ObjectRef,
    Row,
    Voucher,
    exact_context,
)
from sie.ledger.values import write_amount, write_quantity
from sie.text.reader import collector_paused

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Progress", "empty_year", "get_sources", "get_year", "put_year"]

_MOST = 2**63
_SHORT = 18  # an amount written with fewer letters is not too large

Progress = Callable[[int], None]
"""Gets the number of vouchers that were stored since it was called last."""

_EVERY = 1000


class _RowRest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a row has that no column holds."""

    twin: Row | None = None
    extras: tuple[str, ...] = ()


_NOTHING = _RowRest()
_EXACT = exact_context()
_encode = msgspec.json.Encoder().encode
_REST = msgspec.json.Decoder(Ledger).decode
_REFS = msgspec.json.Decoder(tuple[tuple[str, str], ...]).decode
_EXTRAS = msgspec.json.Decoder(tuple[Extra, ...]).decode
_TEXTS = msgspec.json.Decoder(tuple[str, ...]).decode
_ROW_REST = msgspec.json.Decoder(_RowRest).decode


def _json(value: object) -> str | None:
    return _encode(value).decode() if value else None


def put_year(
    connection: Connection,
    year_id: int,
    ledger: Ledger,
    *,
    sources: Sequence[tuple[str | None, str | None]] | None = None,
    progress: Progress | None = None,
) -> None:
    """Put the books of a year where there are none yet.

    Args:
        connection: In a transaction that writes.
        year_id: The fiscal year.
        ledger: Its books. The encoding and the diagnostics are about the file and left out.
        sources: What series and number each voucher had before it got those of the ledger.
        progress: Gets the number of vouchers as they are stored.

    Raises:
        SieStoreError: An amount has more than two decimals or more digits than the database holds; line and remedy.
    """
    year = ledger.years.get(0)
    start, end = (year.start, year.end) if year else (None, None)
    known = start is not None or end is not None
    rest = msgspec.structs.replace(
        ledger,
        years={number: y for number, y in ledger.years.items() if number or not known},
        accounts={},
        dimensions={},
        objects=(),
        balances=(),
        vouchers=(),
        detection=None,
        diagnostics=(),
    )
    connection.execute(
        fiscal_year.update()
        .where(fiscal_year.c.id == year_id)
        .values(start=start, end=end, kind=ledger.kind, rest=_json(rest))
    )
    with collector_paused():
        _put(connection, account, year_id, ((*_account(a),) for a in ledger.accounts.values()))
        _put(
            connection, dimension, year_id, ((d.number, d.name, d.parent, d.origin) for d in ledger.dimensions.values())
        )
        _put(connection, object_, year_id, ((o.dimension, o.number, o.name, o.origin) for o in ledger.objects))
        refs = _Refs()
        _put(connection, balance, year_id, (_balance(b, refs) for b in ledger.balances))
        origins = sources if sources is not None else [(None, None)] * len(ledger.vouchers)
        odd: list[tuple[object, ...]] = []
        put_many(connection, voucher, _vouchers(ledger.vouchers, origins, odd), _PLAIN_VOUCHER, year_id)
        put_many(connection, voucher, odd, (*_PLAIN_VOUCHER, *_ODD_VOUCHER), year_id)
        odd = []
        put_many(connection, row, _rows(ledger.vouchers, refs, odd, progress), _PLAIN, year_id)
        put_many(connection, row, odd, (*_PLAIN, *_ODD), year_id)


def _put(connection: Connection, table: Table, year_id: int, rows: Iterable[tuple[object, ...]]) -> None:
    columns = [column.name for column in table.columns][1:]
    put_many(connection, table, ((place, *values) for place, values in enumerate(rows)), columns, year_id)


def _account(a: Account) -> tuple[object, ...]:
    return a.number, a.name, a.type, a.unit, _json(a.sru), a.origin


class _Refs(dict[tuple[ObjectRef, ...], str | None]):
    """Objects as they are kept; most of them many times."""

    def __missing__(self, refs: tuple[ObjectRef, ...]) -> str | None:
        found = self[refs] = _json(refs)
        return found


class _Days(dict[datetime.date | None, str | None]):
    """Dates as they are kept."""

    def __missing__(self, day: datetime.date | None) -> str | None:
        found = self[day] = None if day is None else day.isoformat()
        return found


def _ore(amount: Decimal | None, line: int) -> int | None:
    """An amount in whole öre."""
    if amount is None:
        return None
    text = write_amount(amount)
    where_en, where_sv = (f"Line {line}: ", f"Rad {line}: ") if line else ("", "")
    if text is None:
        raise SieStoreError(
            f"{where_en}the amount {amount} has more than two decimals, which bookkeeping in kronor and öre does not "
            "have. Correct it in the program that the file came from and export again.",
            f"{where_sv}beloppet {amount} har fler än två decimaler, och bokföring i kronor och ören har två. Rätta "
            "det i programmet som filen kom från och exportera på nytt.",
        )
    ore = int(text.replace(".", ""))
    if not -_MOST <= ore < _MOST:
        raise SieStoreError(
            f"{where_en}the amount {text[:40]} is larger than the database can hold (92 233 720 368 547 758.07). It is "
            "hardly right: correct it in the source.",
            f"{where_sv}beloppet {text[:40]} är större än databasen rymmer (92 233 720 368 547 758,07). Det är "
            "knappast rätt: rätta det i källan.",
        )
    return ore


def _quantity(quantity: Decimal, line: int) -> str:
    text = write_quantity(quantity)
    if text is None:
        raise SieStoreError(
            f"Line {line}: the quantity {str(quantity)[:40]} cannot be kept: correct it in the source.",
            f"Rad {line}: kvantiteten {str(quantity)[:40]} kan inte sparas: rätta den i källan.",
        )
    return text


def _balance(b: Balance, refs: _Refs) -> tuple[object, ...]:
    amount, quantity = _ore(b.amount, b.origin), None if b.quantity is None else _quantity(b.quantity, b.origin)
    return b.kind, b.year, b.account, amount, quantity, refs[b.object], b.period, _json(b.extras), b.origin


_PLAIN_VOUCHER = ("place", "series", "number", "date", "text", "registered", "source_series", "source_number", "line")
_ODD_VOUCHER = ("sign", "rest")


def _vouchers(
    vouchers: Iterable[Voucher], sources: Iterable[tuple[str | None, str | None]], odd: list[tuple[object, ...]]
) -> Iterator[tuple[object, ...]]:
    """The vouchers that have nothing in the columns ``_ODD_VOUCHER``; the others are put aside. See ``_rows``."""
    days = _Days()
    for place, (v, (series, number)) in enumerate(zip(vouchers, sources, strict=True)):
        day, registered = days[v.date], days[v.registered]
        plain = (place, v.series, v.number, day, v.text, registered, series, number, v.origin)
        if v.sign is None and not v.extras:
            yield plain
        else:
            odd.append((*plain, v.sign, _json(v.extras)))


_PLAIN = ("voucher", "place", "account", "objects", "amount", "date", "text", "line")
_ODD = ("kind", "quantity", "sign", "rest")


def _rows(
    vouchers: Iterable[Voucher], refs: _Refs, odd: list[tuple[object, ...]], progress: Progress | None
) -> Iterator[tuple[object, ...]]:
    """The rows that have nothing in the columns ``_ODD``; the others are put aside.

    Most rows are of the first kind, and a value less for each saves a fifth of the time.
    """
    days = _Days()
    since = 0
    for number, v in enumerate(vouchers):
        for place, r in enumerate(v.rows):
            written = str(r.amount)
            if written[-3:-2] == "." and len(written) < _SHORT:
                ore: int | None = int(written.replace(".", ""))
            else:
                ore = _ore(r.amount, r.origin)
            objects = refs[r.objects] if r.objects else None
            plain = (number, place, r.account, objects, ore, days[r.date], r.text, r.origin)
            if r.kind == "normal" and r.quantity is None and r.sign is None and r.twin is None and not r.extras:
                yield plain
            else:
                rest = _encode(_RowRest(r.twin, r.extras)).decode() if r.twin is not None or r.extras else None
                quantity = None if r.quantity is None else _quantity(r.quantity, r.origin)
                odd.append((*plain, r.kind, quantity, r.sign, rest))
        since += 1
        if since == _EVERY and progress is not None:
            progress(since)
            since = 0
    if since and progress is not None:
        progress(since)


def get_year(connection: Connection, year_id: int) -> Ledger:
    """The books of a year, equal to those that were put in.

    Args:
        connection: To the database.
        year_id: The fiscal year.
    """
    found = connection.execute(select(fiscal_year).where(fiscal_year.c.id == year_id)).one()
    rest = _REST(found.rest) if found.rest else Ledger()
    years = dict(rest.years)
    if found.start is not None or found.end is not None:
        years = {0: FiscalYear(found.start, found.end), **years}
    with collector_paused():
        accounts = [
            Account(a.number, a.name, a.type, a.unit, _TEXTS(a.sru) if a.sru else (), a.line)
            for a in _get(connection, account, year_id)
        ]
        dimensions = [Dimension(d.number, d.name, d.parent, d.line) for d in _get(connection, dimension, year_id)]
        kronor, objects = _Kronor(), _Objects()
        balances = tuple(
            Balance(
                b.kind,
                b.relative,
                b.account,
                kronor[b.amount],
                Decimal(b.quantity) if b.quantity is not None else None,
                objects[b.objects],
                b.period,
                _TEXTS(b.rest) if b.rest else (),
                b.line,
            )
            for b in _get(connection, balance, year_id)
        )
        return msgspec.structs.replace(
            rest,
            kind=found.kind or rest.kind,
            years=years,
            accounts={a.number: a for a in accounts},
            dimensions={d.number: d for d in dimensions},
            objects=tuple(Object(o.dimension, o.number, o.name, o.line) for o in _get(connection, object_, year_id)),
            balances=balances,
            vouchers=tuple(_got_vouchers(connection, year_id, kronor, objects)),
        )


def _get(connection: Connection, table: Table, year_id: int) -> Any:
    return connection.execute(select(table).where(table.c.year_id == year_id).order_by(table.c.place))


class _Kronor(dict[int | None, Decimal | None]):
    """Öre as kronor, whatever context the calling program has set."""

    def __missing__(self, ore: int | None) -> Decimal | None:
        if ore is None:
            return None
        found = self[ore] = _EXACT.scaleb(Decimal(ore), -2)
        return found


class _Objects(dict[str | None, tuple[ObjectRef, ...]]):
    def __missing__(self, text: str | None) -> tuple[ObjectRef, ...]:
        found = self[text] = tuple(ObjectRef(*pair) for pair in _REFS(text)) if text else ()
        return found


def _got_vouchers(connection: Connection, year_id: int, kronor: _Kronor, objects: _Objects) -> Iterator[Voucher]:
    rows: dict[int, list[Row]] = {}
    wanted = select(row).where(row.c.year_id == year_id).order_by(row.c.voucher, row.c.place)
    found = itertools.chain.from_iterable(connection.execute(wanted).partitions(_EVERY))  # not one by one
    for _, number, _, kind, of, refs, amount, date, text, quantity, sign, rest, line in found:
        more = _ROW_REST(rest) if rest else _NOTHING
        rows.setdefault(number, []).append(
            Row(
                kind,
                of,
                objects[refs],
                kronor[amount],
                date,
                text,
                Decimal(quantity) if quantity is not None else None,
                sign,
                more.twin,
                more.extras,
                line,
            )
        )
    for v in _get(connection, voucher, year_id):
        extras = _EXTRAS(v.rest) if v.rest else ()
        own = tuple(rows.get(v.place, ()))
        yield Voucher(v.series, v.number, v.date, v.text, v.registered, v.sign, own, extras, v.line)


def get_sources(connection: Connection, year_id: int) -> list[tuple[str | None, str | None]]:
    """What series and number each voucher had in the file that it came from, in their order.

    Args:
        connection: To the database.
        year_id: The fiscal year.
    """
    wanted = select(voucher.c.source_series, voucher.c.source_number).where(voucher.c.year_id == year_id)
    return [(series, number) for series, number in connection.execute(wanted.order_by(voucher.c.place))]


def empty_year(connection: Connection, year_id: int) -> None:
    """Take away everything that a year holds.

    Args:
        connection: In a transaction that writes.
        year_id: The fiscal year.
    """
    for table in CONTENTS:
        connection.execute(table.delete().where(table.c.year_id == year_id))
