"""One field or one record to text, and the refusal of what cannot be written. Knows nothing of whole books.

Spec: paragraphs 5.7-5.10 and 12.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sie.errors import SieWriteError
from sie.ledger.model import ObjectRef
from sie.ledger.values import write_amount, write_date, write_quantity
from sie.spec.kinds import Kind
from sie.spec.labels import Field, Label
from sie.text.encoding import AMBIGUOUS
from sie.text.mojibake import mojibake
from sie.text.writer import PROPOSALS, Substitution, Substitutions, propose, quote

__all__ = ["Written"]

# Anything that a bare field cannot hold as it is.
_SPECIAL = re.compile(r'[\x00-\x20"{}\\\x7f]')
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Written:
    """Lines as they are written.

    Args:
        encoding: Look at every letter of every text with this encoding in mind; empty: trust them.
        substitute: Leave to replace.
        ambiguous: Refuse signs that a reader would take for letters.

    Attributes:
        out: The lines so far, without line ends.
    """

    def __init__(self, encoding: str, substitute: Substitutions | None, ambiguous: bool = False) -> None:
        self.encoding = encoding
        self.ambiguous = ambiguous
        self.substitute = substitute
        self.out: list[str] = []

    def text(self, value: str, label: str, field: str, line: int) -> str:
        """A text as it is written."""
        if not self.encoding:
            if value.isalnum():
                return value
            if value and '"' not in value and "\\" not in value and value.isprintable():
                return f'"{value}"' if " " in value or "{" in value or "}" in value else value
        written = value
        if _SPECIAL.search(value) or not value:
            if _CONTROL.search(value):
                written = self._instead(
                    value,
                    propose(value, self.encoding or "cp437"),
                    label,
                    field,
                    line,
                    "Control characters are forbidden.",
                    "Styrtecken är förbjudna.",
                )
            if written.endswith("\\") and _SPECIAL.sub("", written) != written.replace("\\", ""):
                written = self._instead(
                    written,
                    written.rstrip("\\"),
                    label,
                    field,
                    line,
                    "A text that needs quotes cannot end in a backslash.",
                    "En text som behöver citattecken kan inte sluta med omvänt snedstreck.",
                )
        if self.encoding:
            written = self._letters(written, label, field, line)
        return quote(written)

    def _letters(self, value: str, label: str, field: str, line: int) -> str:
        try:
            value.encode(self.encoding)
        except UnicodeEncodeError as error:
            letter = value[error.start]
            table = self.substitute.table if self.substitute is not None else PROPOSALS
            return self._instead(
                value,
                propose(value, self.encoding, table),
                label,
                field,
                line,
                f"{self.encoding.upper()} has no {letter!r} (U+{ord(letter):04X}).",
                f"{self.encoding.upper()} saknar {letter!r} (U+{ord(letter):04X}).",
            )
        if self.ambiguous and any(sign in value for sign in AMBIGUOUS):
            found = mojibake(value)
            proposal = found.proposal if found is not None else None
            if proposal is None or any(sign in proposal for sign in AMBIGUOUS):
                proposal = "".join(AMBIGUOUS.get(sign, sign) for sign in value)
            signs = ", ".join(sorted({sign for sign in value if sign in AMBIGUOUS}))
            return self._instead(
                value,
                proposal,
                label,
                field,
                line,
                f"A reader would take {signs} for another letter, because its byte is one in CP1252.",
                f"En läsare skulle ta {signs} för en annan bokstav, eftersom dess byte är en sådan i CP1252.",
            )
        return value

    def _instead(self, value: str, proposal: str, label: str, field: str, line: int, en: str, sv: str) -> str:
        """Replace a text if there is leave to do so, else refuse it and propose the replacement."""
        if self.substitute is None:
            raise SieWriteError(
                f"{en} Proposal: {proposal!r} instead of {value!r}.",
                f"{sv} Förslag: {proposal!r} i stället för {value!r}.",
                line=line,
                label=label,
                field=field,
                value=value,
                proposal=proposal,
            )
        self.substitute.made.append(Substitution(line, label, field, value, proposal))
        return proposal

    def field(self, value: Any, field: Field, label: Label, line: int) -> str:
        """A field as it is written."""
        if value is None:
            if field.required and field.kind is not Kind.TEXT:
                raise SieWriteError(
                    "The value is missing, and the record cannot do without it.",
                    "Värdet saknas, och posten kan inte vara utan det.",
                    line=line,
                    label=label.name,
                    field=field.name,
                )
            return '""'
        if field.kind is Kind.AMOUNT:
            return self.amount(value, label.name, line)
        if field.kind is Kind.QUANTITY:
            return self.quantity(value, label.name, line)
        if field.kind is Kind.OBJECTS:
            return self.objects(value, label.name, line)
        if isinstance(value, datetime.date):
            return write_date(value)
        return self.text(str(value), label.name, field.name, line)

    def amount(self, value: Decimal | None, label: str, line: int) -> str:
        """An amount with two decimals."""
        written = write_amount(value) if value is not None else None
        if written is None:
            rounded = None
            if value is not None and value.is_finite() and value.adjusted() < 1000:
                rounded = f"{round(value, 2):f}"
            if value is None:
                what, vad = "The amount is missing", "Beloppet saknas"
            elif rounded is None:
                what, vad = f"{value} is no amount that can be written", f"{value} är inget belopp som kan skrivas"
            else:
                what, vad = (
                    f"The amount {value} has more than two decimals",
                    f"Beloppet {value} har fler än två decimaler",
                )
            raise SieWriteError(
                f"{what}; it is never rounded or made up. Correct it in the source program.",
                f"{vad}; det avrundas eller hittas aldrig på. Rätta det i källprogrammet.",
                line=line,
                label=label,
                field="amount",
                value="" if value is None else str(value),
                proposal=rounded,
            )
        return written

    def quantity(self, value: Decimal, label: str, line: int) -> str:
        """A quantity with the decimals that it has."""
        written = write_quantity(value)
        if written is None:
            raise SieWriteError(
                f"The quantity {value} is no number that can be written.",
                f"Kvantiteten {value} är inget tal som kan skrivas.",
                line=line,
                label=label,
                field="quantity",
                value=str(value),
            )
        return written

    def objects(self, value: Iterable[ObjectRef], label: str, line: int) -> str:
        """An object list."""
        words = [self.text(word, label, "objects", line) for pair in value for word in pair]
        return "{" + " ".join(words) + "}"

    def record(
        self, label: Label, found: list[Any], line: int = 0, extras: Iterable[str | tuple[str, ...]] = ()
    ) -> None:
        """Write a record; fields at the end that need not be there are left out."""
        found = found[:]
        trailing = [self.raw(value, label.name, line) for value in extras]
        if not trailing:
            while len(found) > 1 and found[-1] is None and not label.fields[len(found) - 1].required:
                found.pop()
        words = [self.field(v, f, label, line) for v, f in zip(found, label.fields, strict=False)]
        if trailing and label.fields[-1].kind is Kind.TEXT and words[-1][0] != '"':
            # Or else the text and what follows would look like one text without quotes.
            words[-1] = f'"{words[-1]}"'
            if words[-1].endswith('\\"'):
                written = self._instead(
                    words[-1][1:-1],
                    words[-1][1:-1].rstrip("\\"),
                    label.name,
                    label.fields[len(words) - 1].name,
                    line,
                    "A text that needs quotes cannot end in a backslash.",
                    "En text som behöver citattecken kan inte sluta med omvänt snedstreck.",
                )
                words[-1] = f'"{written}"'
        self.out.append(" ".join([label.name, *words, *trailing]))

    def raw(self, value: str | tuple[str, ...], label: str, line: int) -> str:
        """A field that the standard does not have: text, or a list."""
        if isinstance(value, str):
            return self.text(value, label, "", line)
        return "{" + " ".join(self.text(word, label, "", line) for word in value) + "}"
