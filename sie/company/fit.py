"""Books made to fit the program that a company stands for, and a record of every change.

Pure: ledgers and choices in, ledgers and changes out.
"""

from __future__ import annotations

import datetime
import operator
import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from sie.comparison import Change, NumberMap, Renumbering
from sie.comparison.purpose import on_objects, on_series
from sie.comparison.sie5_parts import parted
from sie.errors import SieUsageError
from sie.ledger.derive import closing_balances, in_order, is_balance_account, movements
from sie.ledger.model import Account, Balance, Dimension, Ledger, ObjectRef, exact_sum
from sie.profiles.model import Profile
from sie.transform.model import pairs_of
from sie.transform.numbers import numbered
from sie.transform.one_year import Span, dated, joined

__all__ = ["Choices", "Fitted", "Folded", "NameClash", "Names", "Rolled", "Rules", "fit", "fit_accounts", "rules_of"]

Names: TypeAlias = Literal["keep", "replace", "fail"]
"""Where the chart has another name for an account: keep that, take the file's, or refuse."""

_LETTER = re.compile("[A-Z]")
_NATURES = {"opening": "T", "closing": "T", "result": "K"}
_ROLLED = ("opening",)


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What the target does with books, as its profile says.

    Attributes:
        letters: Its series are the letters from A to Z.
        renumbers: It numbers the vouchers of a series one after the other.
        dimensions: The dimensions that it has; ``None`` means any.
        rolls: Opening balances of later years are the closing balances of the year before.
    """

    letters: bool = False
    renumbers: bool = False
    dimensions: tuple[str, ...] | None = None
    rolls: bool = False


def rules_of(profile: Profile | None) -> Rules:
    """What a program does with books that it takes in.

    Args:
        profile: The program; ``None`` takes them as they are.

    Example:
        >>> from sie.profiles import builtin
        >>> rules = rules_of(builtin("visma-administration"))
        >>> rules.letters, rules.renumbers, rules.dimensions, rules.rolls
        (True, True, ('1', '6'), True)
    """
    if profile is None:
        return Rules()
    limits = {demand.check: demand.limit for demand in profile.demands}
    dimensions = limits.get("dimensions")
    return Rules(
        letters=limits.get("series") == "[A-Z]",
        renumbers="renumbering" in limits,
        dimensions=dimensions if isinstance(dimensions, tuple) else None,
        rolls=profile.opening == "oldest",
    )


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has decided.

    Attributes:
        series: What each series becomes, a letter from A to Z; ``""`` is the series without a name.
        starts: The first number of each series of the target; the first number of the source unless given.
        dimensions: What becomes of each dimension that the target does not have: one of those that it has, or ``""``
            to leave it out.
        names: What happens where the chart has another name for an account.
        years: The fiscal years of files that do not say theirs, first and last day; each file is of the one that holds
            all its vouchers.
    """

    series: Mapping[str, str] = {}
    starts: Mapping[str, int] = {}
    dimensions: Mapping[str, str] = {}
    names: Names = "replace"
    years: tuple[Span, ...] = ()


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """A dimension that the target does not have, and what becomes of it.

    Attributes:
        dimension: Its number.
        name: As the file declares it.
        into: A dimension of the target, or ``None`` when it is left out.
        chosen: Whether somebody has decided that.
        rows: How many rows are booked on it.
        debit: What they sum to in debit, kronor.
        credit: What they sum to in credit, kronor.
    """

    dimension: str
    name: str | None
    into: str | None
    chosen: bool
    rows: int
    debit: Decimal
    credit: Decimal


class NameClash(msgspec.Struct, frozen=True, kw_only=True):
    """An account that has one name in the chart of the company and another in the file."""

    year: datetime.date | None
    account: str
    chart: str | None
    file: str | None


class Rolled(msgspec.Struct, frozen=True, kw_only=True):
    """An opening balance that the file gives otherwise than the year before closes, kronor."""

    year: datetime.date | None
    account: str
    rolled: Decimal
    file: Decimal


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the books.

    Attributes:
        ledgers: As the target will have them, the oldest year first.
        sources: As they were, in the same order; files of one year are taken together (``sie.transform.one_year``).
        changes: Everything that is done on purpose, but for the numbers of vouchers.
        proposed: What each series becomes that nobody has chosen a letter for.
        folded: The dimensions that the target does not have.
        clashes: The accounts that have another name in the chart.
        rolled: The opening balances that differ from those of the file.
    """

    ledgers: tuple[Ledger, ...]
    sources: tuple[Ledger, ...]
    changes: tuple[Change, ...]
    proposed: Mapping[str, str]
    folded: tuple[Folded, ...]
    clashes: tuple[NameClash, ...]
    rolled: tuple[Rolled, ...]

    @property
    def numbers(self) -> NumberMap:
        """Which voucher of the source became which of the target, every one of them."""
        numbers: dict[datetime.date, list[Renumbering]] = {}
        for source, ledger in zip(self.sources, self.ledgers, strict=True):
            year = source.years.get(0)
            if year is not None and year.start is not None:
                numbers.setdefault(year.start, []).extend(pairs_of(source, ledger))
        return NumberMap({start: tuple(pairs) for start, pairs in numbers.items()})


def fit(
    ledgers: Iterable[Ledger], rules: Rules, choices: Choices | None = None, chart: Iterable[Account] = ()
) -> Fitted:
    r"""Make books fit a program.

    Args:
        ledgers: In any order; voucher files (4I) of one fiscal year are taken together.
        rules: What the program does with them.
        choices: What somebody has decided.
        chart: The accounts that the company has already.

    Raises:
        SieUsageError: A choice is none: a series that is no letter, a dimension that the target does not have.

    Example:
        >>> import sie
        >>> books = sie.loads("#RAR 0 20240101 20241231\n#VER LEV 7 20240131 Kaffe\n{\n#TRANS 1910 {} 1\n"
        ...                   "#TRANS 4010 {} -1\n}\n")
        >>> fitted = fit([books], Rules(letters=True, renumbers=True), Choices(series={"LEV": "L"}, starts={"L": 1}))
        >>> [(v.series, v.number) for v in fitted.ledgers[0].vouchers], fitted.changes[0].kind
        ([('L', '1')], 'mapped-series')
    """
    choices = choices or Choices()
    _check(choices, rules)
    sources = tuple(joined([dated(ledger, choices.years) for ledger in ledgers]))
    table, proposed = _series(sources, choices.series) if rules.letters else ({}, {})
    folded = tuple(_folded(sources, choices.dimensions, rules.dimensions)) if rules.dimensions is not None else ()
    mapped = [Change(kind="mapped-series", before=old, after=new) for old, new in table.items() if old != new]
    folds = [Change(kind="folded-dimension", before=fold.dimension, after=fold.into) for fold in folded]
    changes = [*mapped, *folds]
    clashes: list[NameClash] = []
    rolled: list[Rolled] = []
    fitted: list[Ledger] = []
    base = tuple(chart)
    natures = _natures(sources) if rules.rolls else {}
    for source in sources:
        plain, counts = parted(source)
        ledger = plain if counts else source
        ledger = on_series(on_objects(ledger, folds) if folds else ledger, mapped) if mapped or folds else ledger
        ledger = _with_dimensions(ledger, folded)
        if rules.renumbers:
            in_turn = tuple(numbered(ledger.vouchers, choices.starts))
            if not all(map(operator.is_, in_turn, ledger.vouchers)):
                ledger = msgspec.structs.replace(ledger, vouchers=in_turn)
        year = ledger.years.get(0)
        start = year.start if year else None
        ledger, more, found = fit_accounts(ledger, base, choices.names)
        changes += more
        clashes += found
        ledger, more = _with_types(ledger, natures)
        changes += more
        # A file without vouchers, which somebody insisted on, says nothing that its balances could be derived from.
        if rules.rolls and source.kind[:1] == "4":
            before = fitted[-1] if fitted else None
            ledger, differing = _rolled(ledger, before)
            rolled += differing
            if before is not None:
                changes.append(Change(kind="opening-rolled", year=start))
            changes += _left_out(source, start)
        changes += [Change(kind="left-out", year=start, key=key, before=str(n)) for key, n in counts.items()]
        fitted.append(ledger)
    return Fitted(
        ledgers=tuple(fitted),
        sources=sources,
        changes=tuple(changes),
        proposed=proposed,
        folded=folded,
        clashes=tuple(clashes),
        rolled=tuple(rolled),
    )


def fit_accounts(
    ledger: Ledger, chart: Iterable[Account], names: Names
) -> tuple[Ledger, list[Change], list[NameClash]]:
    """The books of a year with the chart of the company and that of the file made one.

    Args:
        ledger: The books.
        chart: The accounts that the company has already.
        names: What happens where both have an account under different names.

    Returns:
        The books, what was changed, and where the names differ. An account that the file says more about (type, unit,
        SRU codes) has that.

    Example:
        >>> books = Ledger(accounts={"1910": Account("1910", "Handkassa")})
        >>> fitted, changes, clashes = fit_accounts(books, [Account("1910", "Kassa", "T")], "keep")
        >>> fitted.accounts["1910"].name, clashes[0].file, changes[0].kind
        ('Kassa', 'Handkassa', 'renamed-account')
    """
    year = ledger.years.get(0)
    start = year.start if year else None
    accounts = {account.number: account for account in chart}
    if not accounts:
        return ledger, [], []
    changes: list[Change] = []
    clashes: list[NameClash] = []
    for own in accounts.values():
        if own.number not in ledger.accounts:
            changes.append(Change(kind="added-account", year=start, key=own.number, after=own.name))
    for number, account in ledger.accounts.items():
        mine = accounts.get(number)
        if mine is None:
            accounts[number] = account
            continue
        name = account.name
        if account.name and mine.name and account.name != mine.name:
            clashes.append(NameClash(year=start, account=number, chart=mine.name, file=account.name))
            name = mine.name if names == "keep" else account.name
        name = name or mine.name
        if name != account.name:
            changes.append(Change(kind="renamed-account", year=start, key=number, before=account.name, after=name))
        kind = account.type or mine.type
        if kind != account.type:
            changes.append(Change(kind="retyped-account", year=start, key=number, before=account.type, after=kind))
        unit, sru = account.unit or mine.unit, account.sru or mine.sru
        if unit != account.unit:
            changes.append(Change(kind="remeasured-account", year=start, key=number, before=account.unit, after=unit))
        if sru != account.sru:
            changes.append(Change(kind="recoded-account", year=start, key=number, before=None, after=" ".join(sru)))
        accounts[number] = msgspec.structs.replace(account, name=name, type=kind, unit=unit, sru=sru)
    ordered = {number: accounts[number] for number in sorted(accounts)}
    return msgspec.structs.replace(ledger, accounts=ordered), changes, clashes


def _natures(sources: Iterable[Ledger]) -> dict[str, str]:
    """The types of accounts whose number does not tell: by the balances that the source program gives them.

    Classes 0 and 9 may hold anything. Without a type their balances would be neither closed nor carried over.
    """
    found: dict[str, str] = {}
    for source in sources:
        for balance in source.balances:
            if balance.kind in _NATURES and balance.amount:
                account = source.accounts.get(balance.account) or Account(balance.account)
                if is_balance_account(account) is None and found.get(balance.account) != "T":
                    found[balance.account] = _NATURES[balance.kind]
    return found


def _with_types(ledger: Ledger, natures: Mapping[str, str]) -> tuple[Ledger, list[Change]]:
    """The books with those types, where an account has none."""
    year = ledger.years.get(0)
    start = year.start if year else None
    typed = {n: t for n, t in natures.items() if n in ledger.accounts and ledger.accounts[n].type is None}
    if not typed:
        return ledger, []
    accounts = {
        number: msgspec.structs.replace(account, type=typed[number]) if number in typed else account
        for number, account in ledger.accounts.items()
    }
    changes = [Change(kind="retyped-account", year=start, key=n, before=None, after=t) for n, t in typed.items()]
    return msgspec.structs.replace(ledger, accounts=accounts), changes


def _check(choices: Choices, rules: Rules) -> None:
    if choices.names not in ("keep", "replace", "fail"):
        raise SieUsageError(
            f"Account names {choices.names!r}: it is keep, replace or fail.",
            f"Kontonamn {choices.names!r}: välj keep, replace eller fail.",
        )
    for old, new in (*choices.series.items(), *((letter, letter) for letter in choices.starts)):
        if not _LETTER.fullmatch(new):
            raise SieUsageError(
                f"Series {old!r} cannot become {new!r}: series are the letters from A to Z.",
                f"Serie {old!r} kan inte bli {new!r}: serierna är bokstäverna A till Z.",
            )
    for old, new in choices.dimensions.items():
        if rules.dimensions is not None and new not in ("", *rules.dimensions):
            listed = ", ".join(rules.dimensions)
            raise SieUsageError(
                f"Dimension {old} cannot become {new!r}: it is one of {listed}, or nothing to leave it out.",
                f"Dimension {old} kan inte bli {new!r}: välj bland {listed}, eller ange inget för att utelämna den.",
            )
    for first, last in choices.years:
        if first > last:
            raise SieUsageError(
                f"The fiscal year {first} to {last} ends before it begins.",
                f"Räkenskapsåret {first} till {last} slutar innan det börjar.",
            )
    for letter, number in choices.starts.items():
        if number < 1:
            raise SieUsageError(
                f"Series {letter} cannot begin at {number}: numbers begin at 1.",
                f"Serie {letter} kan inte börja på {number}: nummer börjar på 1.",
            )


def _series(ledgers: Sequence[Ledger], chosen: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What each series becomes: what was chosen, itself if it is a letter, else the first letter that is free."""
    found = dict.fromkeys(voucher.series or "" for ledger in ledgers for voucher in ledger.vouchers)
    table = {name: chosen.get(name, name if _LETTER.fullmatch(name) else "") for name in found}
    free = iter([letter for letter in string.ascii_uppercase if letter not in table.values()])
    proposed = {}
    for name, letter in table.items():
        if not letter:
            new = next(free, None)
            if new is None:
                raise SieUsageError(
                    f"There is no letter left for series {name!r}: say with --series which series share one.",
                    f"Det finns ingen bokstav kvar för serie {name!r}: ange med --series vilka serier som delar en.",
                )
            table[name] = proposed[name] = new
    return table, proposed


class _Others(dict[tuple[ObjectRef, ...], tuple[str, ...]]):
    """The dimensions of some objects that the target does not have, found once for the same objects."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known

    def __missing__(self, refs: tuple[ObjectRef, ...]) -> tuple[str, ...]:
        found = self[refs] = tuple(dict.fromkeys(r.dimension for r in refs if r.dimension not in self._known))
        return found


def _folded(ledgers: Sequence[Ledger], chosen: Mapping[str, str], known: tuple[str, ...]) -> Iterator[Folded]:
    """The other dimensions that something is booked or registered on, in the order of their numbers."""
    amounts: dict[str, list[Decimal]] = {}
    names: dict[str, str | None] = {}
    others = _Others(known)
    for ledger in ledgers:
        for thing in ledger.objects:
            amounts.setdefault(thing.dimension, [])
        for balance in ledger.balances:
            for ref in balance.object:
                amounts.setdefault(ref.dimension, [])
        for voucher in ledger.vouchers:
            for row in voucher.rows:
                if row.objects and row.kind != "removed":
                    for dimension in others[row.objects]:
                        amounts.setdefault(dimension, []).append(row.amount or Decimal(0))
        names.update({number: dimension.name for number, dimension in ledger.dimensions.items()})
    for dimension in sorted({*amounts, *names} - {*known}, key=lambda number: (len(number), number)):
        rows = amounts.get(dimension, [])
        yield Folded(
            dimension=dimension,
            name=names.get(dimension),
            into=chosen.get(dimension) or None,
            chosen=dimension in chosen,
            rows=len(rows),
            debit=exact_sum(amount for amount in rows if amount > 0),
            credit=exact_sum(-amount for amount in rows if amount < 0),
        )


def _with_dimensions(ledger: Ledger, folded: Iterable[Folded]) -> Ledger:
    """The books without the dimensions that are gone, and with those that something was folded into."""
    gone = {fold.dimension for fold in folded}
    if not gone:
        return ledger
    dimensions = {number: d for number, d in ledger.dimensions.items() if number not in gone}
    used = {thing.dimension for thing in ledger.objects}
    for fold in folded:
        if fold.into in used and fold.into is not None and fold.name is not None:
            dimensions.setdefault(fold.into, Dimension(fold.into, fold.name))
    return msgspec.structs.replace(ledger, dimensions=dimensions)


def _rolled(ledger: Ledger, before: Ledger | None) -> tuple[Ledger, list[Rolled]]:
    """The books with opening balances as the program has them, and where the file says otherwise.

    Of the year itself only opening balances are kept: all others follow from them and the vouchers.
    """
    own = [b for b in ledger.balances if b.kind in _ROLLED and b.year == 0]
    differing: list[Rolled] = []
    if before is not None:
        year = ledger.years.get(0)
        derived = before.kind[:1] == "4"
        closed = [
            msgspec.structs.replace(b, kind="opening")
            for b in (
                closing_balances(before.balances, movements(before.vouchers), before.accounts)
                if derived
                else [b for b in before.balances if b.year == 0]
            )
            if b.kind == "closing" and (b.amount or b.quantity)
        ]
        rolled = {b.account: b.amount or Decimal(0) for b in closed}
        stated: dict[str, Decimal] = {}
        for b in own:
            stated[b.account] = exact_sum((stated.get(b.account), b.amount))
        for account in sorted({*rolled, *stated}) if own else ():
            one, other = rolled.get(account, Decimal(0)), stated.get(account, Decimal(0))
            if one != other:
                differing.append(Rolled(year=year.start if year else None, account=account, rolled=one, file=other))
        own = closed
    # What the file tells of years that the company does not have is kept; of the one before it knows better.
    earlier = [b for b in ledger.balances if b.year < (-1 if before is not None else 0)]
    balances: tuple[Balance, ...] = in_order([*own, *earlier])
    fitted = msgspec.structs.replace(ledger, kind="4E", flag=0, balances=balances, extras=())
    return fitted, differing


def _left_out(ledger: Ledger, start: datetime.date | None) -> Iterator[Change]:
    """What the import does not read: balances of objects and periods, budgets, records outside the standard."""
    found: dict[str, int] = {}
    for balance in ledger.balances:
        if balance.year == 0 and balance.kind in ("object_opening", "object_closing", "period", "budget"):
            found[balance.kind] = found.get(balance.kind, 0) + 1
    if ledger.extras:
        found["extras"] = len(ledger.extras)
    for kind, count in found.items():
        yield Change(kind="left-out", year=start, key=kind, before=str(count))
