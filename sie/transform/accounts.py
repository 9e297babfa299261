"""Accounts mapped to others by a table; nothing is guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from sie.diagnostics import Diagnostic
from sie.errors import SieUsageError
from sie.ledger.derive import is_balance_account
from sie.ledger.model import Account, Balance, Extra, Ledger, Row, Voucher, exact_sum
from sie.transform.findings import say
from sie.transform.model import Transformed
from sie.transform.sie5_parts import of_accounts, used_in

__all__ = ["AccountMap", "map_accounts", "read_account_map", "unmapped"]

_COLUMNS = {
    "from": ("from", "från", "fran", "konto", "account", "gammalt"),
    "to": ("to", "till", "nytt konto", "new account", "nytt"),
    "name": ("name", "namn", "benämning", "kontonamn"),
}


class AccountMap(msgspec.Struct, frozen=True):
    """What each account becomes.

    Attributes:
        accounts: The new number by the old one.
        names: The new name by the new number, where the table gives one.
    """

    accounts: Mapping[str, str] = {}
    names: Mapping[str, str] = {}


def read_account_map(data: bytes) -> AccountMap:
    r"""Read a table with the columns ``from,to[,name]`` (or ``från;till;namn``), as text or as a spreadsheet saves it.

    Commas, semicolons or tabs; UTF-8 (with or without byte order mark), UTF-16, or the Windows code page.

    Args:
        data: The bytes of the file.

    Raises:
        SieUsageError: A column is missing, a line is not complete, or an account stands twice with different targets.

    Example:
        >>> read_account_map("\ufefffrån;till;namn\r\n1910;1911;Handkassa\r\n".encode())
        AccountMap(accounts={'1910': '1911'}, names={'1911': 'Handkassa'})
    """
    text = _text(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _wrong(f"it cannot be read as a table ({error})", f"den kan inte läsas som en tabell ({error})") from None
    rows = [(place, [cell.strip() for cell in row]) for place, row in enumerate(lines, 1) if any(map(str.strip, row))]
    if not rows:
        raise _wrong("it is empty", "den är tom")
    header = [cell.casefold() for cell in rows[0][1]]
    places = {
        name: next((i for i, cell in enumerate(header) if cell in words), None) for name, words in _COLUMNS.items()
    }
    old_at, new_at, name_at = places["from"], places["to"], places["name"]
    if old_at is None or new_at is None:
        raise _wrong(
            f"its first line must name the columns from,to[,name], and is {first[:60]!r}",
            f"första raden ska ange kolumnerna från;till[;namn], och är {first[:60]!r}",
        )
    accounts: dict[str, str] = {}
    names: dict[str, str] = {}
    for place, row in rows[1:]:
        old, new, name = (row[at] if at is not None and at < len(row) else "" for at in (old_at, new_at, name_at))
        if not old or not new:
            raise _wrong(f"line {place} lacks an account", f"rad {place} saknar ett konto")
        if accounts.setdefault(old, new) != new:
            raise _wrong(
                f"line {place} maps account {old} to {new}, an earlier one to {accounts[old]}",
                f"rad {place} för konto {old} till {new}, en tidigare rad till {accounts[old]}",
            )
        if name and names.setdefault(new, name) != name:
            raise _wrong(
                f"line {place} calls account {new} “{name}”, an earlier one “{names[new]}”",
                f"rad {place} kallar konto {new} ”{name}”, en tidigare rad ”{names[new]}”",
            )
    return AccountMap(accounts, names)


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _wrong(en: str, sv: str) -> SieUsageError:
    return SieUsageError(
        f"The account map cannot be used: {en}. Correct the file.",
        f"Kontokartan kan inte användas: {sv}. Rätta filen.",
    )


def unmapped(ledger: Ledger, table: AccountMap) -> tuple[str, ...]:
    """The accounts of the books that the table does not have, by number.

    Args:
        ledger: The books.
        table: The account map.
    """
    return tuple(sorted(_used(ledger) - set(table.accounts)))


def _used(ledger: Ledger) -> set[str]:
    used = set(ledger.accounts) | {b.account for b in ledger.balances} | used_in(ledger.sie5)
    for voucher in ledger.vouchers:
        for row in voucher.rows:
            for one in (row, row.twin):
                if one is not None and one.account is not None:
                    used.add(one.account)
    return used


def map_accounts(ledger: Ledger, table: AccountMap, *, allow_unmapped: bool = False) -> Transformed:
    r"""Move everything on an account to the account that the table names.

    Balances of accounts that become one are summed. A name comes from the table, else from the account that has the new
    number already, else from the first that became it.

    Args:
        ledger: The books.
        table: What each account becomes.
        allow_unmapped: Keep accounts that the table does not have.

    Raises:
        SieUsageError: The table lacks accounts, and ``allow_unmapped`` is false; the message lists them.

    Example:
        >>> import sie
        >>> books = sie.loads("#KONTO 1910 Kassa\n#KONTO 1911 Handkassa\n#UB 0 1910 5.00\n#UB 0 1911 2.00\n")
        >>> done = map_accounts(books, AccountMap({"1910": "1900", "1911": "1900"}, {"1900": "Kassor"}))
        >>> [(a.number, a.name) for a in done.ledger.accounts.values()], [str(b.amount) for b in done.ledger.balances]
        ([('1900', 'Kassor')], ['7.00'])
    """
    missing = unmapped(ledger, table)
    if missing and not allow_unmapped:
        listed = ", ".join(missing[:20]) + (f" … ({len(missing)})" if len(missing) > 20 else "")
        raise SieUsageError(
            f"The account map lacks accounts of the books: {listed}. Add them, or keep them as they are with "
            "--allow-unmapped.",
            f"Kontokartan saknar konton som finns i bokföringen: {listed}. Lägg till dem, eller behåll dem som de är "
            "med --allow-unmapped.",
        )
    used = _used(ledger)
    moves = {old: new for old, new in table.accounts.items() if old in used}
    into: dict[str, list[str]] = {}
    for number in sorted(used):
        into.setdefault(moves.get(number, number), []).append(number)
    merged = {new: olds for new, olds in into.items() if len(olds) > 1}
    found: list[Diagnostic] = [
        say("unmapped-account", _line(ledger, n), account=n, name=_name(ledger, n) or "–") for n in missing
    ]
    found += _sides(ledger, moves)
    accounts = _chart(ledger, moves, table.names)
    for new, olds in merged.items():
        found.append(say("accounts-merged", accounts=", ".join(olds), account=new))
        units = dict.fromkeys(a.unit for n in olds if (a := ledger.accounts.get(n)) and a.unit)
        if len(units) > 1:
            found.append(say("units-differ", account=new, units=", ".join(map(str, units))))
    unknown = [old for old in table.accounts if old not in used]
    if unknown:
        listed = ", ".join(unknown[:12]) + (" …" if len(unknown) > 12 else "")
        found.append(say("not-in-books", count=len(unknown), accounts=listed))
    changed = sum(1 for old, new in moves.items() if old != new)
    gone = sum(len(olds) - 1 for olds in merged.values())
    found.append(say("accounts-mapped", count=changed, merged=gone))
    mapped = msgspec.structs.replace(
        ledger,
        accounts=accounts,
        balances=_balances(ledger.balances, moves, set(merged)),
        vouchers=tuple(_voucher(voucher, moves) for voucher in ledger.vouchers),
        extras=_extras(ledger.extras, moves),
    )
    mapped = of_accounts(mapped, moves)
    return Transformed(ledger=mapped, found=tuple(found))


def _name(ledger: Ledger, number: str) -> str | None:
    account = ledger.accounts.get(number)
    return account.name if account else None


def _line(ledger: Ledger, number: str) -> int:
    account = ledger.accounts.get(number)
    return account.origin if account else 0


def _sides(ledger: Ledger, moves: Mapping[str, str]) -> Iterator[Diagnostic]:
    for old, new in moves.items():
        one, other = (is_balance_account(ledger.accounts.get(n) or Account(n)) for n in (old, new))
        if one is not None and other is not None and one != other:
            yield say("changes-side", _line(ledger, old), account=old, target=new)


def _chart(ledger: Ledger, moves: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Account]:
    """The chart with the new numbers; of accounts that become one, what the one with that number says comes first."""
    said: dict[str, list[Account]] = {}
    for number, account in ledger.accounts.items():
        said.setdefault(moves.get(number, number), []).append(account)
    chart: dict[str, Account] = {}
    for new, group in said.items():
        group.sort(key=lambda account: account.number != new)
        first = group[0]
        filled = {
            field: next((getattr(a, field) for a in group if getattr(a, field)), getattr(first, field))
            for field in ("name", "type", "unit", "sru")
        }
        if first.number != new and not any(a.number == new for a in group) and len({a.type for a in group}) > 1:
            filled["type"] = None  # they do not agree, and nobody has said
        chart[new] = msgspec.structs.replace(first, number=new, **{**filled, "name": names.get(new) or filled["name"]})
    for new, name in names.items():
        if new not in chart and new in moves.values():
            chart[new] = Account(new, name)
    return chart


def _balances(balances: Iterable[Balance], moves: Mapping[str, str], merged: set[str]) -> tuple[Balance, ...]:
    """The balances with the new numbers; those of different accounts that become one are summed."""
    out: list[Balance] = []
    sums: dict[tuple[object, ...], tuple[int, set[str]]] = {}
    for b in balances:
        new = moves.get(b.account, b.account)
        if new not in merged:
            out.append(b if new == b.account else msgspec.structs.replace(b, account=new))
            continue
        key = (b.kind, b.year, new, b.object, b.period)
        place, sources = sums.setdefault(key, (len(out), set()))
        if place < len(out) and b.account not in sources:
            there = out[place]
            amount = None if None in (there.amount, b.amount) else exact_sum((there.amount, b.amount))
            out[place] = msgspec.structs.replace(
                there, amount=amount, quantity=_plus(there.quantity, b.quantity), extras=(*there.extras, *b.extras)
            )
        else:
            out.append(msgspec.structs.replace(b, account=new))
        sources.add(b.account)
    return tuple(out)


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one if other is None else exact_sum((one, other))


def _voucher(voucher: Voucher, moves: Mapping[str, str]) -> Voucher:
    rows = tuple(_row(row, moves) for row in voucher.rows)
    same = all(new is old for new, old in zip(rows, voucher.rows, strict=True))
    return voucher if same else msgspec.structs.replace(voucher, rows=rows)


def _row(row: Row, moves: Mapping[str, str]) -> Row:
    account = moves.get(row.account or "", row.account)
    twin = _row(row.twin, moves) if row.twin is not None else None
    if account == row.account and twin is row.twin:
        return row
    return msgspec.structs.replace(row, account=account, twin=twin)


def _extras(extras: Sequence[Extra], moves: Mapping[str, str]) -> tuple[Extra, ...]:
    """Fields too many of account records, under the new number."""
    out: dict[object, Extra] = {}
    for place, e in enumerate(extras):
        if e.key and e.label in ("#KONTO", "#KTYP", "#ENHET", "#SRU") and e.key[0] in moves:
            e = msgspec.structs.replace(e, key=(moves[e.key[0]], *e.key[1:]))
            out.setdefault((e.label, e.key), e)
        else:
            out[place] = e
    return tuple(out.values())
