"""A ledger to a file: canonical, spec-clean, the same bytes every time.

The label table says which records there are, in which order, with which fields. Vouchers, which are nearly all
of a big file, have a lane of their own.
Spec: paragraphs 5.5-5.18, 8, 10-12; record order of section 3; presence of section 4.
"""

from __future__ import annotations

import datetime
import re
import zlib
from collections.abc import Iterable
from typing import NoReturn

from sie.errors import SieUsageError, SieWriteError
from sie.ledger.allowed import at_path, refuse
from sie.ledger.model import Dimension, Extra, Ledger, Row, Voucher
from sie.ledger.values import write_date
from sie.ledger.written import Written
from sie.spec.kinds import Kind
from sie.spec.labels import BY_NAME, FILE_TYPES, LABELS, Label
from sie.text.checksum import included
from sie.text.encoding import BOMS, canonical_name, misread
from sie.text.mojibake import mojibake
from sie.text.writer import Substitutions, Target, encode, propose, quote, write_to

__all__ = ["dump", "dumps"]

# Anything that a bare field cannot hold as it is.
_SPECIAL = re.compile(r'[\x00-\x20"{}\\\x7f]')
_EMPTY = '""'
_LABEL = re.compile(r'#[^\x00-\x20"{}\x7f]+')
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def dumps(
    ledger: Ledger,
    *,
    kind: str | None = None,
    encoding: str = "cp437",
    newline: str = "\r\n",
    checksum: bool = False,
    substitute: Substitutions | None = None,
) -> bytes:
    r"""The bytes of a SIE file that holds these books.

    Args:
        ledger: The books.
        kind: The file type, ``1``, ``2``, ``3``, ``4I`` or ``4E``; the ledger's own unless given. What the type
            must not hold is refused. Only what came from a file of that type is written back as it came, unless
            the type is given.
        encoding: CP437 is the only one that the standard knows.
        newline: CRLF or LF.
        checksum: Write ``#KSUMMA``.
        substitute: Leave to replace what cannot be written; it keeps a list of every replacement. Without it
            nothing is ever replaced.

    Returns:
        The file. Reading it gives an equal ledger. Records that the standard does not have are written as they
        were read; ``msgspec.structs.replace(ledger, extras=())`` leaves them out.

    Raises:
        SieWriteError: Something cannot be expressed in the type or the encoding: an amount that is missing or
            has more than two decimals, a letter that CP437 lacks, a control character, a record that the type
            must not have. It names line, label, field and a proposal.
        SieUsageError: There is no such type, encoding or newline.

    Spec: paragraphs 5.5-5.18, 10 and 12.

    Example:
        >>> import sie
        >>> books = sie.Ledger(kind="4I", company=sie.Company(name="Målerifirman Å & Ö AB"))
        >>> print(dumps(books).decode("cp437").replace("\r\n", "\n"), end="")
        #FLAGGA 0
        #FORMAT PC8
        #SIETYP 4
        #FNAMN "Målerifirman Å & Ö AB"
    """
    if kind is not None and kind not in FILE_TYPES:
        raise SieUsageError(
            f"There is no file type {kind!r}: it is one of {', '.join(FILE_TYPES)}.",
            f"Det finns ingen filtyp {kind!r}: välj bland {', '.join(FILE_TYPES)}.",
        )
    if newline not in ("\r\n", "\n"):
        raise SieUsageError("A line ends with CRLF or LF.", "En rad slutar med CRLF eller LF.")
    code_page = canonical_name(encoding)
    if code_page is None:
        raise SieUsageError(
            f"There is no encoding {encoding!r} that can carry SIE; the standard has cp437.",
            f"Det finns ingen kodning {encoding!r} som kan bära SIE; standarden har cp437.",
        )
    bom = next((b for b, name in BOMS if name == code_page), b"")
    if code_page == "utf-8" and "sig" not in encoding.lower():
        bom = b""
    strict = kind is not None
    before = len(substitute.made) if substitute is not None else 0

    def attempt(careful: str, ambiguous: bool = False) -> tuple[str, bytes]:
        if substitute is not None:
            del substitute.made[before:]  # those of this file; there may be some of files before it
        writer = _Writer(ledger, kind or ledger.kind, strict, careful, substitute, ambiguous)
        return _joined(writer.lines(), newline, code_page, checksum)

    try:
        text, data = attempt("")
    except UnicodeEncodeError:
        # Once more, looking at every text, to say which one it is or to replace it.
        text, data = attempt(code_page)
    if code_page == "cp437" and misread(data, text):
        text, data = attempt(code_page, ambiguous=True)
        if misread(data, text):
            _refuse_misread(text, newline)
    return bom + data


def _refuse_misread(text: str, newline: str) -> NoReturn:
    """Refuse a file whose letters are those of another encoding: nobody could tell them apart again."""
    line = next((line for line in text.split(newline) if not line.isascii()), "")
    found = mojibake(line)
    raise SieWriteError(
        "In CP437 these letters look like text in another encoding, and would be read as other letters. Correct the "
        "text (it may have been garbled before), or write the file in UTF-8.",
        "I CP437 ser de här bokstäverna ut som text i en annan kodning, och skulle läsas som andra bokstäver. Rätta "
        "texten (den kan ha förvanskats tidigare), eller skriv filen i UTF-8.",
        label=line.split(" ")[0],
        value=line,
        proposal=found.proposal if found else None,
    )


def dump(
    ledger: Ledger,
    target: Target,
    *,
    kind: str | None = None,
    encoding: str = "cp437",
    newline: str = "\r\n",
    checksum: bool = False,
    substitute: Substitutions | None = None,
) -> None:
    r"""Write books to a file, whole or not at all.

    Args:
        ledger: The books.
        target: A path, or a binary file. A path is written beside its place first and then moved there.
        kind: As for ``dumps``.
        encoding: As for ``dumps``.
        newline: As for ``dumps``.
        checksum: As for ``dumps``.
        substitute: As for ``dumps``.

    Raises:
        SieWriteError: As for ``dumps``; the target is then as it was.
        SieFileError: The file cannot be written.
        SieUsageError: As for ``dumps``, or the target is neither.

    Example:
        >>> import io, sie
        >>> file = io.BytesIO()
        >>> dump(sie.Ledger(kind="1"), file, newline="\n")
        >>> file.getvalue()
        b'#FLAGGA 0\n#FORMAT PC8\n#SIETYP 1\n'
    """
    data = dumps(ledger, kind=kind, encoding=encoding, newline=newline, checksum=checksum, substitute=substitute)
    write_to(target, data)


def _joined(lines: list[str], newline: str, encoding: str, checksum: bool) -> tuple[str, bytes]:
    """The text of the file and its bytes."""
    if checksum:
        crc = 0
        try:
            for line in lines[1:]:
                crc = zlib.crc32(included(line.encode("cp437")), crc)
        except UnicodeEncodeError as error:
            if encoding == "cp437":
                raise
            letter = error.object[error.start]
            raise SieWriteError(
                f"The checksum is made of letters of CP437, which has no {letter!r}; write the file without it.",
                f"Kontrollsumman bildas av tecken i CP437, som saknar {letter!r}; skriv filen utan den.",
                label="#KSUMMA",
                value=error.object,
            ) from None
        lines = [lines[0], "#KSUMMA", *lines[1:], f"#KSUMMA {crc}"]
    lines.append("")
    text = newline.join(lines)
    return text, encode(text, encoding)


class _Dates(dict[datetime.date, str]):
    """Dates as they are written; most of them many times."""

    def __missing__(self, day: datetime.date) -> str:
        text = self[day] = write_date(day)
        return text


class _Writer(Written):
    """Renders one ledger.

    Args:
        ledger: The books.
        kind: The file type.
        strict: Whether to refuse what the type must not hold.
        encoding: Look at every letter of every text with this encoding in mind; empty: trust them.
        substitute: Leave to replace.
        ambiguous: Refuse signs that a reader would take for letters.
    """

    def __init__(
        self,
        ledger: Ledger,
        kind: str,
        strict: bool,
        encoding: str,
        substitute: Substitutions | None,
        ambiguous: bool,
    ) -> None:
        super().__init__(encoding, substitute, ambiguous)
        self.ledger = ledger
        self.kind = kind
        self.strict = strict
        self._dates = _Dates()
        self._lists: dict[int, str] = {}
        self._trailing: dict[tuple[str, tuple[str, ...]], tuple[str | tuple[str, ...], ...]] = {
            (extra.label, extra.key): extra.fields for extra in ledger.extras if extra.key is not None
        }

    def _extra(self, label: str, key: tuple[str, ...] = ()) -> tuple[str | tuple[str, ...], ...]:
        return self._trailing.pop((label, key), ()) if self._trailing else ()

    # ---------------------------------------------------------------- the file

    def lines(self) -> list[str]:
        """All lines, without line ends."""
        refuse(self.ledger, self.kind, self.strict)
        for label in LABELS:
            if label.group in ("flag", "identification"):
                self._identification(label)
                if label.name == "#FLAGGA":
                    self._unknown("flag")
        self._unknown("identification")
        self._chart()
        self._unknown("accounts")
        for label in LABELS:
            if label.store == "balances":
                self._balances(label)
        self._vouchers()
        self._leftovers()
        return self.out

    def _identification(self, label: Label) -> None:
        ledger = self.ledger
        if label.name == "#FORMAT":
            self.record(label, ["PC8"], extras=self._extra(label.name))
        elif label.name == "#SIETYP":
            self.record(label, [self.kind[0]], extras=self._extra(label.name))
        elif label.store == "prose":
            for index, text in enumerate(ledger.prose):
                self.record(label, [text], extras=self._extra(label.name, (str(index),)))
        elif label.store == "years":
            # 0, -1, -2: the current year first
            for number, year in sorted(ledger.years.items(), reverse=True):
                extras = self._extra(label.name, (str(number),))
                self.record(label, [str(number), year.start, year.end], year.origin, extras)
        elif label.store == "ledger":
            found = [at_path(ledger, field.name) for field in label.fields]
            if any(value is not None for value in found) or (
                label.name == "#ADRESS" and ledger.company.address is not None
            ):
                self.record(label, found, extras=self._extra(label.name))

    def _chart(self) -> None:
        konto, ktyp, enhet, sru = (BY_NAME[name] for name in ("#KONTO", "#KTYP", "#ENHET", "#SRU"))
        for number, account in self.ledger.accounts.items():
            line, key = account.origin, (number,)
            if account.number != number:
                raise SieWriteError(
                    f"Account {account.number} stands under {number} in the chart; they must be the same.",
                    f"Konto {account.number} står under {number} i kontoplanen; de måste vara lika.",
                    line=line,
                    label="#KONTO",
                    field="number",
                    value=account.number,
                )
            if account.name is not None:
                self.record(konto, [number, account.name], line, self._extra("#KONTO", key))
            if account.type is not None:
                self.record(ktyp, [number, account.type], line, self._extra("#KTYP", key))
            if account.unit is not None:
                self.record(enhet, [number, account.unit], line, self._extra("#ENHET", key))
            for code in account.sru:
                self.record(sru, [number, code], line, self._extra("#SRU", (number, code)))
        for dimension in _parents_first(self.ledger.dimensions.values()):
            name = "#DIM" if dimension.parent is None else "#UNDERDIM"
            found = [dimension.number, dimension.name or "", dimension.parent]
            extras = self._extra(name, (dimension.number,))
            self.record(BY_NAME[name], found[: 2 if dimension.parent is None else 3], dimension.origin, extras)
        seen: set[tuple[str, str]] = set()
        for item in self.ledger.objects:
            ref = (item.dimension, item.number)
            if ref in seen:
                raise SieWriteError(
                    f"Object {item.number} of dimension {item.dimension} stands twice; remove one.",
                    f"Objekt {item.number} i dimension {item.dimension} förekommer två gånger; ta bort ett.",
                    line=item.origin,
                    label="#OBJEKT",
                    field="number",
                    value=item.number,
                )
            seen.add(ref)
            self.record(BY_NAME["#OBJEKT"], [*ref, item.name or ""], item.origin, self._extra("#OBJEKT", ref))

    def _balances(self, label: Label) -> None:
        names = [field.name for field in label.fields]
        for balance in self.ledger.balances:
            if balance.kind == label.item:
                found = [getattr(balance, name) for name in names]
                self.record(label, found, balance.origin, balance.extras)

    def _unknown(self, place: str) -> None:
        """Records that the standard does not have, at the end of the group that they stood in."""
        for extra in self.ledger.extras:
            if extra.key is None and (extra.place or "identification") == place:
                self._unknown_record(extra)

    def _unknown_record(self, extra: Extra) -> None:
        label = extra.label
        if not _LABEL.fullmatch(label) or (self.encoding and propose(label, self.encoding) != label):
            raise SieWriteError(
                f"{label!r} cannot be written as a label.",
                f"{label!r} kan inte skrivas som etikett.",
                line=extra.origin,
                label=label,
                value=label,
            )
        words = [self.raw(value, label, extra.origin) for value in extra.fields]
        known = BY_NAME.get(label)
        if known is not None and len(words) > len(known.fields) and known.fields[-1].kind is Kind.TEXT:
            # Or else the last text and what follows would look like one text without quotes.
            last = len(known.fields) - 1
            if words[last][0] not in '"{' and not words[last].endswith("\\"):
                words[last] = f'"{words[last]}"'
        self.out.append(" ".join([label, *words]))
        if extra.block:
            self.out.append("{")
            for inner in extra.block:
                self._unknown_record(inner)
            self.out.append("}")

    def _leftovers(self) -> None:
        """Fields too many, of records that are not written themselves: with nothing in the standard's fields."""
        for (name, key), fields in self._trailing.items():
            label = BY_NAME.get(name)
            if label is None:
                continue
            blanks = ['""'] * (len(label.fields) - min(len(key), label.key))
            words = [quote(word) for word in key[: label.key]]
            self.out.append(" ".join([name, *words, *blanks, *(self.raw(v, name, 0) for v in fields)]))

    # ---------------------------------------------------------------- vouchers

    def _vouchers(self) -> None:
        between: dict[int, list[Extra]] = {}
        for extra in self.ledger.extras:
            if extra.key is None and extra.place in ("balances", "checksum"):
                between.setdefault(extra.position, []).append(extra)
        for position, voucher in enumerate(self.ledger.vouchers):
            for extra in between.pop(position, ()) if between else ():
                self._unknown_record(extra)
            if not self._quick(voucher):
                self._voucher(voucher)
        for _, extras in sorted(between.items()):
            for extra in extras:
                self._unknown_record(extra)

    def _quick(self, voucher: Voucher) -> bool:
        """Write a voucher whose rows have no more than a text, as most have; False for any other."""
        if voucher.extras or voucher.date is None or self.encoding:
            return False
        text, dates, lists = self.text, self._dates, self._lists
        series, number, shown = voucher.series, voucher.number, voucher.text
        line = voucher.origin
        head = (
            f"#VER {text(series, '#VER', 'series', line) if series else _EMPTY}"
            f" {text(number, '#VER', 'number', line) if number else _EMPTY} {dates[voucher.date]}"
        )
        if voucher.registered or voucher.sign:
            head += f" {text(shown, '#VER', 'text', line) if shown else _EMPTY}"
            head += f" {dates[voucher.registered] if voucher.registered else _EMPTY}"
            if voucher.sign:
                head += f" {text(voucher.sign, '#VER', 'sign', line)}"
        elif shown:
            head += f" {text(shown, '#VER', 'text', line)}"
        lines = [head, "{"]
        for row in voucher.rows:
            account, amount, objects, day, shown = row.account, str(row.amount), row.objects, row.date, row.text
            if (
                row.kind != "normal"
                or account is None
                or not account.isdigit()
                or amount[-3:-2] != "."
                or amount == "-0.00"
                or row.sign
                or row.quantity is not None
                or row.extras
            ):
                return False
            if shown:
                if shown.isalnum():
                    word = shown
                elif '"' not in shown and "\\" not in shown and shown.isprintable():
                    word = f'"{shown}"' if " " in shown or "{" in shown or "}" in shown else shown
                else:
                    word = text(shown, "#TRANS", "text", row.origin)
                tail = f" {dates[day] if day else _EMPTY} {word}"
            else:
                tail = f" {dates[day]}" if day else ""
            if objects:
                # The tuple lives as long as the ledger, so its address is its name meanwhile.
                written = lists.get(id(objects))
                if written is None:
                    written = lists[id(objects)] = self.objects(objects, "#TRANS", row.origin)
                lines.append(f"#TRANS {account} {written} {amount}{tail}")
            else:
                lines.append(f"#TRANS {account} {{}} {amount}{tail}")
        lines.append("}")
        self.out += lines
        return True

    def _voucher(self, voucher: Voucher) -> None:
        out, line = self.out, voucher.origin
        label = BY_NAME["#VER"]
        trailing: tuple[str | tuple[str, ...], ...] = ()
        inside: dict[int, list[Extra]] = {}
        for extra in voucher.extras:
            if extra.key is not None:
                trailing += extra.fields
            else:
                inside.setdefault(extra.position, []).append(extra)
        if trailing or voucher.date is None:
            found = [voucher.series, voucher.number, voucher.date, voucher.text, voucher.registered, voucher.sign]
            self.record(label, found, line, trailing)
        else:
            text = self.text
            series = text(voucher.series, "#VER", "series", line) if voucher.series else '""'
            number = text(voucher.number, "#VER", "number", line) if voucher.number else '""'
            head = f"#VER {series} {number} {write_date(voucher.date)}"
            if voucher.sign:
                registered = write_date(voucher.registered) if voucher.registered else '""'
                head += f" {text(voucher.text or '', '#VER', 'text', line)} {registered}"
                head += f" {text(voucher.sign, '#VER', 'sign', line)}"
            elif voucher.registered:
                head += f" {text(voucher.text or '', '#VER', 'text', line)} {write_date(voucher.registered)}"
            elif voucher.text:
                head += f" {text(voucher.text, '#VER', 'text', line)}"
            out.append(head)
        out.append("{")
        for index, row in enumerate(voucher.rows):
            if inside:
                for extra in inside.pop(index, ()):
                    self._unknown_record(extra)
            if row.kind == "normal":
                out.append(self._row("#TRANS", row))
            elif row.kind == "removed":
                out.append(self._row("#BTRANS", row))
            else:
                out.append(self._row("#RTRANS", row))
                out.append(self._row("#TRANS", row.twin or row))
        for _, extras in sorted(inside.items()):
            for extra in extras:
                self._unknown_record(extra)
        out.append("}")

    def _row(self, label: str, row: Row) -> str:
        line = row.origin
        amount = row.amount
        written = str(amount)
        if written[-3:-2] != "." or amount is None or not amount or "E" in written:
            written = self.amount(amount, label, line)
        account = row.account
        if account is None:
            raise SieWriteError(
                "The row has no account.", "Raden har inget konto.", line=line, label=label, field="account"
            )
        if self.encoding or not account.isalnum():
            account = self.text(account, label, "account", line)
        objects = self.objects(row.objects, label, line) if row.objects else "{}"
        head = f"{label} {account} {objects} {written}"
        date = write_date(row.date) if row.date else '""'
        if row.sign or row.extras:
            text = self.text(row.text or "", label, "text", line)
            quantity = self.quantity(row.quantity, label, line) if row.quantity is not None else '""'
            extras = "".join(f" {self.raw(extra, label, line)}" for extra in row.extras)
            return f"{head} {date} {text} {quantity} {self.text(row.sign or '', label, 'sign', line)}{extras}"
        if row.quantity is not None:
            text = self.text(row.text or "", label, "text", line)
            return f"{head} {date} {text} {self.quantity(row.quantity, label, line)}"
        if row.text:
            return f"{head} {date} {self.text(row.text, label, 'text', line)}"
        return f"{head} {date}" if row.date else head


def _parents_first(dimensions: Iterable[Dimension]) -> list[Dimension]:
    """Dimensions with every parent before its children (A11), otherwise in the order that they have."""
    waiting = {dimension.number: dimension for dimension in dimensions}
    out: list[Dimension] = []
    for number in list(waiting):
        chain: list[Dimension] = []
        at: str | None = number
        while at is not None and at in waiting:  # a circle ends here too
            dimension = waiting.pop(at)
            chain.append(dimension)
            at = dimension.parent
        out += reversed(chain)
    return out
