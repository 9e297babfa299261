"""What a builder knows by name: accounts, dimensions and objects, and the rows that may name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from sie.ledger.derive import is_balance_account
from sie.ledger.handed import (
    Amount,
    checked_amount,
    checked_day,
    checked_quantity,
    optional_text,
    refuse,
    require_digits,
)
from sie.ledger.model import Account, Dimension, Object, ObjectRef, Row
from sie.spec.codes import DIMENSIONS

__all__ = ["Declared", "Objects", "RowLike"]

Objects: TypeAlias = Mapping[str, str] | Sequence[tuple[str, str]]
"""Objects by dimension, ``{"1": "N"}``, or pairs of dimension and object."""

RowLike: TypeAlias = Row | tuple[str, Amount] | tuple[str, Amount, Objects]
"""A row of a voucher: account, amount and perhaps objects, or a whole ``Row``."""

_ROW_KINDS = ("normal", "added", "removed")


class Declared:
    """What has been declared so far; whatever names something else is refused as ``SieBuildError``.

    Attributes:
        accounts: The chart of accounts, by number.
        dimensions: Dimensions and sub-dimensions, by number.
        objects: Objects of the dimensions.
    """

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.dimensions: dict[str, Dimension] = {}
        self.objects: dict[ObjectRef, Object] = {}

    def row(self, given: RowLike) -> Row:
        """A row as it is booked, refused when it names what is not declared or cannot be written."""
        row = given if isinstance(given, Row) else None
        if row is None:
            parts: Sequence[object] = given if isinstance(given, tuple) else ()
            if len(parts) not in (2, 3):
                refuse(
                    f"{given!r} is no row: give (account, amount), (account, amount, objects) or a Row.",
                    f"{given!r} är ingen rad: ange (konto, belopp), (konto, belopp, objekt) eller en Row.",
                )
            account, amount, objects = parts[0], parts[1], parts[2] if len(parts) == 3 else ()
            return Row("normal", self.known_account(account), self.refs(objects), checked_amount(amount))
        if row.kind not in _ROW_KINDS or row.extras or row.twin is not None:
            refuse(
                f"A row of kind {row.kind!r} with extras {row.extras!r} and twin {row.twin!r}: give kind normal, added "
                "or removed, and leave out extras and twin, which only reading makes.",
                f"En rad av slaget {row.kind!r} med extras {row.extras!r} och twin {row.twin!r}: ange slaget normal, "
                "added eller removed, och utelämna extras och twin, som bara inläsning ger.",
            )
        return Row(
            row.kind,
            self.known_account(row.account),
            self.refs(row.objects),
            checked_amount(row.amount),
            None if row.date is None else checked_day(row.date),
            optional_text(row.text, "row text", "transaktionstext"),
            None if row.quantity is None else checked_quantity(row.quantity),
            optional_text(row.sign, "sign", "signatur"),
        )

    def nature(self, number: str) -> bool:
        """Whether a declared account is a balance account; refused when neither its type nor BAS says."""
        nature = is_balance_account(self.accounts[number])
        if nature is None:
            refuse(
                f"Account {number} has balances, but BAS does not say whether it is a balance account or a profit and "
                'loss account: declare it with type="T", "S", "K" or "I".',
                f"Konto {number} har saldon, men BAS säger inte om det är ett balanskonto eller ett resultatkonto: "
                'ange det med type="T", "S", "K" eller "I".',
            )
        return nature

    def known_account(self, number: object) -> str:
        """The number of a declared account."""
        require_digits(number, "account", "konto", '"1930"')
        if number not in self.accounts:
            refuse(
                f'Account {number} is not declared: call account("{number}", name) first.',
                f'Konto {number} är inte angivet: anropa account("{number}", namn) först.',
            )
        return self.accounts[str(number)].number

    def known_dimension(self, number: object) -> None:
        """Refuse a dimension that is neither declared nor reserved."""
        require_digits(number, "dimension", "dimension", '"1"')
        if number not in self.dimensions and number not in DIMENSIONS:
            refuse(
                f'Dimension {number} is not declared: call dimension("{number}", name) first.',
                f'Dimension {number} är inte angiven: anropa dimension("{number}", namn) först.',
            )

    def refs(self, objects: object) -> tuple[ObjectRef, ...]:
        """Declared objects, from a mapping or from pairs."""
        pairs: tuple[object, ...] = (objects,)
        if isinstance(objects, Mapping):
            pairs = tuple(objects.items())
        elif isinstance(objects, Iterable) and not isinstance(objects, str):
            pairs = tuple(objects)
        refs = []
        for pair in pairs:
            if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[1], str):
                refuse(
                    f'{pair!r} is no object: give {{"1": "N"}}, dimension and object as text.',
                    f'{pair!r} är inget objekt: ange {{"1": "N"}}, dimension och objekt som text.',
                )
            self.known_dimension(pair[0])
            ref = ObjectRef(*pair)
            if ref not in self.objects:
                refuse(
                    f"Object {ref.number} of dimension {ref.dimension} is not declared: call "
                    f'object("{ref.dimension}", "{ref.number}", name) first.',
                    f"Objekt {ref.number} i dimension {ref.dimension} är inte angivet: anropa "
                    f'object("{ref.dimension}", "{ref.number}", namn) först.',
                )
            refs.append(ref)
        return tuple(refs)
