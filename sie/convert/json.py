"""A ledger as JSON and back, with nothing lost: SIE to JSON to SIE gives an equal ledger.

Amounts and quantities are strings, dates ``YYYY-MM-DD``, absent values left out. The names are those of the model.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec

from sie.convert.options import Options
from sie.errors import SieUsageError, SieWriteError
from sie.ledger.model import Ledger, Voucher

__all__ = ["dumps", "loads", "read", "refuse_uncountable", "schema", "schema_of", "write"]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Books as JSON.

    Attributes:
        format: What this is.
        version: Raised when a program that reads an older version would misread it.
        encoding: The encoding of the SIE file that the books came from; says nothing about this file.
        ledger: The books.
    """

    format: Literal["sie-ledger"] = "sie-ledger"
    version: Literal[1] = 1
    encoding: str | None = None
    ledger: Ledger


def dumps(ledger: Ledger, *, indent: int = 2) -> bytes:
    """Books as JSON in UTF-8.

    Args:
        ledger: The books. Diagnostics and the evidence of the encoding are about the old file and left out.
        indent: Spaces for each level; 0 puts everything on one line.

    Raises:
        SieWriteError: A text holds half a character (a lone surrogate), which JSON cannot carry.

    Example:
        >>> import sie
        >>> print(dumps(sie.Ledger(kind="1", company=sie.Company(name="Exempel AB")), indent=0).decode())
        {"format":"sie-ledger","version":1,"encoding":null,"ledger":{"kind":"1","company":{"name":"Exempel AB"}}}
    """
    bare = msgspec.structs.replace(ledger, detection=None, diagnostics=())
    try:
        data = msgspec.json.encode(_File(encoding=ledger.encoding, ledger=bare))
    except UnicodeEncodeError as error:
        raise SieWriteError(
            f"JSON cannot carry half a character ({error.object[error.start]!r}).",
            f"JSON kan inte bära ett halvt tecken ({error.object[error.start]!r}).",
        ) from None
    return msgspec.json.format(data, indent=indent) + b"\n" if indent else data


def loads(data: bytes | str) -> Ledger:
    """Books from JSON.

    Args:
        data: What ``dumps`` gave, or the like.

    Raises:
        SieUsageError: It is no JSON, or not of this form; the message says where.

    Example:
        >>> loads(b'{"ledger": {"kind": "1", "company": {"name": "Exempel AB"}}}').company.name
        'Exempel AB'
    """
    if isinstance(data, bytes):
        data = data.removeprefix(BOM_UTF8)
    try:
        ledger = msgspec.json.decode(data, type=_File).ledger
        refuse_uncountable(ledger)
        return ledger
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise SieUsageError(
            f"This is not the JSON of a ledger: {error}. 'sie schema' prints its form.",
            f"Det här är inte en bokföring i JSON: {error}. 'sie schema' skriver ut formen.",
        ) from None


_MOST_DIGITS = 4000
"""As in a SIE file: beyond it nothing could be summed exactly."""


def refuse_uncountable(books: Ledger | Voucher) -> None:
    """Refuse numbers that JSON can hold and books cannot: ``NaN``, ``Infinity`` and ``1e999999``.

    Args:
        books: What was read.

    Raises:
        msgspec.ValidationError: There is one; the message says which.
    """
    vouchers = (books,) if isinstance(books, Voucher) else books.vouchers
    for voucher in vouchers:
        for row in voucher.rows:
            for one in (row, row.twin):
                if one is not None:
                    _countable(one.amount, one.quantity)
                    if one.sie5 is not None and one.sie5.foreign is not None:
                        _countable(one.sie5.foreign.amount)
    if isinstance(books, Voucher):
        return
    for balance in books.balances:
        _countable(balance.amount, balance.quantity, balance.foreign.amount if balance.foreign else None)
    part = books.sie5
    for budget in part.budgets if part is not None else ():
        _countable(budget.amount, budget.quantity)
    for item in (item for group in part.groups for item in group.items) if part is not None else ():
        _countable(item.amount, item.foreign.amount if item.foreign else None)
        for held in item.balances:
            _countable(held.amount, held.quantity, held.foreign.amount if held.foreign else None)


def _countable(*numbers: Decimal | None) -> None:
    for number in numbers:
        if number is None:
            continue
        if number.is_finite():
            digits = number.as_tuple()
            if len(digits.digits) + abs(int(digits.exponent)) <= _MOST_DIGITS:
                continue
        raise msgspec.ValidationError(f"{number!s:.60} is no number that books can hold")


def read(source: Path, options: Options) -> Ledger:
    """Books from a file of JSON.

    Args:
        source: The file.
        options: None of them.

    Raises:
        SieUsageError: As for ``loads``.
    """
    return loads(source.read_bytes())


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Books as a file of JSON.

    Args:
        ledger: The books.
        target: The file.
        options: None of them.

    Raises:
        SieWriteError: As for ``dumps``.
    """
    target.write_bytes(dumps(ledger))


def schema() -> dict[str, object]:
    """The JSON Schema of the format.

    Example:
        >>> sorted(schema())[:2]
        ['$defs', '$ref']
    """
    return schema_of("The books of a SIE file", SieFile=_File)


def schema_of(title: str, **kinds: type[msgspec.Struct]) -> dict[str, object]:
    """The JSON Schema of values that are one of some types which hold books.

    Args:
        title: What it is.
        **kinds: The types, each with the name that it gets.
    """
    _, definitions = msgspec.json.schema_components(kinds.values(), ref_template="#/$defs/{name}")
    for unused in ("detection", "diagnostics"):
        definitions["Ledger"]["properties"].pop(unused)
    todo = [kind.__name__ for kind in kinds.values()]
    wanted = set(todo)
    while todo:
        text = msgspec.json.encode(definitions[todo.pop()]).decode()
        for name in definitions:
            if name not in wanted and f'"#/$defs/{name}"' in text:
                wanted.add(name)
                todo.append(name)
    for name in set(definitions) - wanted:
        del definitions[name]
    for name, kind in kinds.items():
        definitions[name] = definitions.pop(kind.__name__)
    choice = [{"$ref": f"#/$defs/{name}"} for name in kinds]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **(choice[0] if len(choice) == 1 else {"anyOf": choice}),
        "$defs": definitions,
    }
