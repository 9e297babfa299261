"""Which records a file type may hold, held against a ledger that is to be written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sie.errors import SieWriteError
from sie.ledger.model import BALANCE_KINDS, ROW_KINDS, Ledger
from sie.ledger.values import read_period
from sie.spec.labels import BY_NAME, FILE_TYPES, LABELS

__all__ = ["at_path", "refuse"]

_BALANCE_LABELS = {label.item: label.name for label in LABELS if label.store == "balances"}
_BALANCE_FIELDS = {label.item: {f.name for f in label.fields} for label in LABELS if label.store == "balances"}


def refuse(ledger: Ledger, kind: str, strict: bool) -> None:
    """Refuse what a file type must not hold.

    What came from a file of that type goes back as it came unless the caller asked for the type: genuine
    files do hold such records, and rewriting one must lose nothing.

    Args:
        ledger: The books.
        kind: The file type.
        strict: Whether the caller asked for the type.

    Raises:
        SieWriteError: The type must not hold something; it names the record and its line.

    Spec: paragraph 6.
    """
    for what, known, line in _kinds(ledger):
        if what not in known:
            raise SieWriteError(
                f"There is no kind {what!r}; it is one of {', '.join(known)}.",
                f"Det finns inget slag {what!r}; välj bland {', '.join(known)}.",
                line=line,
                field="kind",
                value=what,
            )
    for label, field, line, value in _impossible(ledger):
        raise SieWriteError(
            f"{value!r} is no value that {label} can have here; correct or remove it.",
            f"{value!r} är inget värde som {label} kan ha här; rätta eller ta bort det.",
            line=line,
            label=label,
            field=field,
            value=value,
        )
    for label, line, field in _held(ledger, strict):
        if BY_NAME[label].presence[kind].forbidden and (strict or not line):
            raise SieWriteError(
                f"File type {kind} must not hold {label}; leave it out or choose another type.",
                f"Filtyp {kind} får inte innehålla {label}; ta bort den eller välj en annan filtyp.",
                line=line,
                label=label,
                field=field,
            )
    for balance in ledger.balances if kind == "2" else ():
        if balance.object and (strict or not balance.origin):
            raise SieWriteError(
                "File type 2 holds balances of whole accounts only, not of objects; leave them out or choose type 3.",
                "Filtyp 2 innehåller bara saldon för hela konton, inte för objekt; ta bort dem eller välj typ 3.",
                line=balance.origin,
                label=_BALANCE_LABELS[balance.kind],
                field="object",
            )
    for voucher in ledger.vouchers:
        if not voucher.rows and not voucher.origin:  # of any type: one that was read has used its number
            raise SieWriteError(
                "A voucher without rows must not be written; remove it.",
                "En verifikation utan rader får inte skrivas; ta bort den.",
                line=voucher.origin,
                label="#VER",
            )


def _kinds(ledger: Ledger) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Every word that says what kind of thing something is, with those that there are."""
    yield ledger.kind, FILE_TYPES, 0
    for balance in ledger.balances:
        yield balance.kind, BALANCE_KINDS, balance.origin
    for voucher in ledger.vouchers:
        for row in voucher.rows:
            if row.kind != "normal":
                yield row.kind, ROW_KINDS, row.origin


def _impossible(ledger: Ledger) -> Iterator[tuple[str, str, int, str]]:
    """Values that have no place in a record, or would be read as something else."""
    if ledger.flag not in (0, 1):
        yield "#FLAGGA", "flag", 0, str(ledger.flag)
    for number, year in ledger.years.items():
        if number > 0:
            yield "#RAR", "number", year.origin, str(number)
    for key, dimension in ledger.dimensions.items():
        if not key or key != dimension.number:
            yield ("#DIM" if dimension.parent is None else "#UNDERDIM"), "number", dimension.origin, dimension.number
    for key, account in ledger.accounts.items():
        if not key or "" in account.sru:
            yield "#SRU" if key else "#KONTO", "number", account.origin, key
    for item in ledger.objects:
        if not item.dimension or not item.number:
            yield "#OBJEKT", "number", item.origin, item.number
    for balance in ledger.balances:
        label = _BALANCE_LABELS[balance.kind]
        names = _BALANCE_FIELDS[balance.kind]
        if balance.year > 0:
            yield label, "year", balance.origin, str(balance.year)
        if not balance.account:
            yield label, "account", balance.origin, ""
        if balance.object and "object" not in names:
            yield label, "object", balance.origin, " ".join(balance.object[0])
        if balance.period is not None and ("period" not in names or read_period(balance.period)[1]):
            yield label, "period", balance.origin, balance.period
    for voucher in ledger.vouchers:
        for row in voucher.rows:
            if row.twin is not None and row.kind != "added":
                yield "#TRANS", "twin", row.origin, row.kind


def _held(ledger: Ledger, everything: bool) -> Iterator[tuple[str, int, str]]:
    """The labels that the ledger needs, with the lines that they came from."""
    for label in LABELS if everything else ():
        if label.store == "ledger":
            for field in label.fields:
                if at_path(ledger, field.name) is not None:
                    yield label.name, 0, field.name
    for dimension in ledger.dimensions.values():
        yield "#DIM", dimension.origin, "number"
    for item in ledger.objects:
        yield "#OBJEKT", item.origin, "number"
    for balance in ledger.balances:
        yield _BALANCE_LABELS[balance.kind], balance.origin, "amount"
    for voucher in ledger.vouchers[:1]:
        yield "#VER", voucher.origin, "date"


def at_path(ledger: Ledger, path: str) -> Any:
    """The value at a path such as ``company.name``, ``None`` where there is nothing."""
    value: Any = ledger
    for name in path.split("."):
        if value is None:
            return None
        value = getattr(value, name)
    return value
