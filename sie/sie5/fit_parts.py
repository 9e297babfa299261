"""The parts of the books that only SIE 5 has, as its schema can hold them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sie.ledger.model import Ledger
from sie.ledger.parts import FilePart, Item, ItemGroup, Journal, YearPart
from sie.sie5.tally import Tally

__all__ = ["fitted_part"]


def fitted_part(books: Ledger, entry: bool, tally: Tally) -> FilePart | None:
    """What only SIE 5 says of the books.

    Args:
        books: With fitted years and vouchers.
        entry: For the file of vouchers.
        tally: Takes what had to change.

    Returns:
        ``None`` when nothing is left.
    """
    part = books.sie5
    if part is None:
        return None
    part = msgspec.structs.replace(
        part,
        journals=_journals(books, part, entry, tally),
        groups=tuple(_group(group, books, entry, tally) for group in part.groups),
        years=() if entry else tuple(_years(books, part)),
    )
    if entry:
        for year in books.sie5.years if books.sie5 else ():
            _dropped(tally, year.year, "what is said of fiscal years", "uppgifter om räkenskapsår")
        for aggregation in part.aggregations:
            _dropped(tally, aggregation.id, "account aggregations", "kontosammandrag")
        part = msgspec.structs.replace(part, aggregations=())
    return part if part != FilePart() else None


def _years(books: Ledger, part: FilePart) -> Iterator[YearPart]:
    """What is said of years that are there, without what goes without saying."""
    there = (bool(books.vouchers), bool(part.groups), bool(part.documents))
    for year in part.years:
        if year.year == 0:
            said = (year.rows, year.items, year.documents)
            rows, items, documents = (None if value is has else value for value, has in zip(said, there, strict=True))
            year = msgspec.structs.replace(year, rows=rows, items=items, documents=documents)
        if year.year in books.years and year != YearPart(year=year.year):
            yield year


def _dropped(tally: Tally, example: object, en: str, sv: str) -> None:
    tally.lose("SIE824", example, en=en, sv=sv)


def _journals(books: Ledger, part: FilePart, entry: bool, tally: Tally) -> tuple[Journal, ...]:
    used = {voucher.series for voucher in books.vouchers}
    found: dict[str | None, Journal] = {}
    for journal in part.journals:
        named = journal.name is not None and journal.name != (journal.series or "")
        if entry:
            if named:
                _dropped(tally, journal.name, "names of series", "seriers namn")
            continue
        if journal.year is not None:
            tally.lose("SIE823", journal.year, en="the fiscal year of a series", sv="en series räkenskapsår")
        if journal.series in found or journal.series not in used:
            en, sv = "a series twice or without vouchers", "en serie två gånger eller utan verifikationer"
            tally.lose("SIE823", journal.name or journal.series, en=en, sv=sv)
        elif named:
            found[journal.series] = Journal(journal.series, journal.name)
    return tuple(found.values())


def _group(group: ItemGroup, books: Ledger, entry: bool, tally: Tally) -> ItemGroup:
    accounts = group.accounts
    account = books.accounts.get(group.account)
    name = None if account is not None and group.name == account.name else group.name  # it goes without saying
    if entry and accounts:
        _dropped(tally, f"{group.account}: {accounts[0]}", "further accounts of a group", "en grupps övriga konton")
        accounts = ()
    items = tuple(_item(item, entry, tally) for item in group.items)
    return msgspec.structs.replace(group, name=name, accounts=accounts, items=items)


def _item(item: Item, entry: bool, tally: Tally) -> Item:
    if item.asset is not None:
        tally.lose("SIE823", item.asset, en="the number of a fixed asset (assetId)", sv="tillgångsnummer (assetId)")
        item = msgspec.structs.replace(item, name=item.name or item.asset, asset=None)
    if entry and (item.balances or item.amount is not None or item.date is not None):
        _dropped(tally, f"{item.id}: {item.amount}", "amounts of items", "posters belopp")
        item = msgspec.structs.replace(item, balances=(), date=None, amount=None, foreign=None)
    return item
