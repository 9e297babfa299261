"""Records to books, driven by the label table.

Rows, which are nearly all of a big file, have a quick lane of their own; a test holds it and the table together.
Spec: paragraphs 5-9 and 11-12; algorithm of section 6.4; ambiguities A1-A25.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from sie.diagnostics import Diagnostic
from sie.ledger.fields import Fields, Found, shown, trimmed
from sie.ledger.lines import Lines
from sie.ledger.model import (
    Account,
    Address,
    Balance,
    Company,
    Dimension,
    Extra,
    FiscalYear,
    Generated,
    Ledger,
    Object,
    Program,
    Row,
    Voucher,
)
from sie.ledger.quick import Quick
from sie.spec.codes import DIMENSIONS
from sie.text.encoding import Detection, canonical_name
from sie.text.lexer import Line, Value

__all__ = ["Build"]


class _Header(msgspec.Struct, gc=False):
    """The voucher that is being read."""

    line: int
    items: dict[str, Any]
    opened: bool = False


class Build:
    """Takes a file, gives a ledger.

    Args:
        detection: What the encoding is.
        report: Gets every diagnostic as it is made.
        vouchers_only: Keep nothing but vouchers, for reading in constant memory.
        listen: Gets every record of the label table as it comes, except those of the quick lane, whose vouchers
            tell as much.

    Attributes:
        lines: Turns blocks into lines, counts them.
        vouchers: The vouchers that are complete; whoever streams takes them out.
    """

    def __init__(
        self,
        detection: Detection,
        report: Callable[[Diagnostic], None],
        vouchers_only: bool = False,
        listen: Callable[[Found], None] | None = None,
    ) -> None:
        self.detection = detection
        self.vouchers: list[Voucher] = []
        self.voucher_count = 0
        self.file_type: str | None = None
        self._fields = Fields(report)
        self._say = self._fields.say
        self.lines = Lines(detection, self._fields)
        self._vouchers_only = vouchers_only
        self._listen = listen
        # the voucher that is being read
        self._voucher: _Header | None = None
        self._rows: list[Row] = []
        self._voucher_extras: list[Extra] = []
        self._added: tuple[Row, tuple[Value, ...]] | None = None  # an #RTRANS that waits for its twin
        # an unknown record, which may have a block of its own
        self._unknown: Extra | None = None
        self._block: list[Extra] | None = None
        # the books
        self._place = "flag"
        self._seen: dict[tuple[str, ...], tuple[int, str]] = {}
        self._single: dict[str, Any] = {}
        self._prose: list[str] = []
        self.years: dict[int, FiscalYear] = {}
        self._accounts: dict[str, dict[str, Any]] = {}
        self._dimensions: dict[str, Dimension] = {}
        self._objects: dict[tuple[str, str], Object] = {}
        self._balances: list[Balance] = []
        self._extras: list[Extra] = []
        self._trailing: dict[tuple[str, tuple[str, ...]], Extra] = {}
        self._quick = Quick(self._fields)

    def feed(self, block: bytes | str) -> None:
        """Take a block of whole lines."""
        if isinstance(block, str):
            self.lines.feed_text(block, self)
        else:
            self.lines.feed(block, self)

    # ---------------------------------------------------------------- the quick lane

    def voucher(self, match: re.Match[str], number: int) -> int:
        """Take a whole voucher that needs no forgiving.

        Args:
            match: Of ``patterns.VOUCHER``.
            number: The line that it begins on.

        Returns:
            How many lines were taken; 0 when they have to be read one by one.
        """
        if self._voucher is not None or self._unknown is not None:
            return 0
        voucher = self._quick.voucher(match, number)
        if voucher is None:
            return 0
        self.vouchers.append(voucher)
        self.voucher_count += 1
        self._place = "balances"
        return len(voucher.rows) + 3

    def row(self, match: re.Match[str], number: int) -> bool:
        """Take a ``#TRANS`` that needs no forgiving; False when it has to be read with care.

        Args:
            match: Of ``patterns.ROW``.
            number: Its line.
        """
        voucher = self._voucher
        if voucher is None or self._added is not None or self._unknown is not None:
            return False
        rows = self._quick.row(match, number)
        if rows and not voucher.opened and not self._rows:
            self._say("SIE110", number, related=str(voucher.line))
        self._rows += rows
        return bool(rows)

    # ---------------------------------------------------------------- braces and unknown records

    def open_brace(self, number: int, column: int) -> None:
        """Take an opening brace."""
        if self._block is not None:
            return
        if self._unknown is not None:
            self._block = []
        elif self._voucher is not None and not self._voucher.opened and not self._rows:
            self._voucher.opened = True
        else:
            self._say("SIE112", number, column, column + 1)

    def close_brace(self, number: int, column: int) -> None:
        """Take a closing brace."""
        if self._block is not None:
            self._settle()
        elif self._voucher is not None:
            self._settle()
            self._finish()
        else:
            self._say("SIE112", number, column, column + 1)

    def unknown(self, lexed: Line, number: int) -> None:
        """Take a record that the table does not have: it is kept, and so is what stands in its block."""
        extra = Extra(label=lexed.label, fields=trimmed(lexed.values), origin=number)
        if self._block is not None:
            self._block.append(extra)
            return
        self._say("SIE103", number, 1, len(lexed.label) + 1, label=lexed.label)
        self._settle()
        self._unknown = extra
        if lexed.after:
            self._block = []
        elif self._voucher is not None and not self._voucher.opened:
            self._settle()  # the brace that may follow opens the voucher

    def _settle(self) -> None:
        """Put the unknown record that was held back in its place."""
        extra, block = self._unknown, self._block
        self._unknown = self._block = None
        if extra is None:
            return
        if block:
            extra = msgspec.structs.replace(extra, block=tuple(block))
        if self._voucher is not None:
            self._voucher_extras.append(msgspec.structs.replace(extra, position=len(self._rows)))
        else:
            self._keep(extra)

    def _keep(self, extra: Extra) -> None:
        if not self._vouchers_only:
            position = self.voucher_count if self._place == "balances" else 0
            self._extras.append(msgspec.structs.replace(extra, place=self._place, position=position))

    def _keep_trailing(self, found: Found, extras: tuple[Value, ...], key: tuple[str, ...]) -> None:
        """Keep fields that the standard does not have with the record that has them."""
        name = found.label.name
        self._trailing[(name, key)] = Extra(label=name, fields=extras, key=key, place=self._place, origin=found.line)

    # ---------------------------------------------------------------- records

    def record(self, found: Found) -> None:
        """Take a record that the table has."""
        label = found.label
        if self._block is not None:
            if label.store != "vouchers":
                self._block.append(Extra(label=label.name, fields=trimmed(found.values), origin=found.line))
                return
            self._say("SIE111", found.line, related=str(self._unknown.origin if self._unknown else 0))
        if self._unknown is not None:
            self._settle()
        if self._listen is not None:
            self._listen(found)
        voucher = self._voucher
        if label.store == "rows":
            self._row(found)
            return
        if voucher is not None:
            if label.store != "vouchers" and voucher.opened and label.group != "checksum":
                at = len(label.name) + 1
                self._say("SIE115", found.line, 1, at, label=label.name, related=str(voucher.line))
            else:
                self._finish(closed=False, number=found.line)
        if label.store == "vouchers":
            self._place = "balances"
            self._start(found)
        elif label.name == "#SIETYP":
            self._file_type(found)
        elif not self._vouchers_only:
            self._store(found)

    def _file_type(self, found: Found) -> None:
        text = shown(found.values[:1]).upper()
        before = self._seen.setdefault(("#SIETYP",), (found.line, text))
        if before[0] != found.line:
            self._duplicate(found, "", before)
        if text in ("1", "2", "3", "4", "4E", "4I"):
            self.file_type = text
        if text in ("1", "2", "3", "4"):
            _, extras = self._fields.convert(found)
            if extras:
                self._keep_trailing(found, extras, ())
        elif text:
            self._fields.say_of(
                "SIE210",
                found,
                0,
                value=text,
                action_en="The standard has 1, 2, 3 and 4.",
                action="Standarden har 1, 2, 3 och 4.",
            )
        else:
            self._fields.convert(found)

    def _duplicate(self, found: Found, value: str, before: tuple[int, str]) -> None:
        label = found.label.name
        self._say(
            "SIE212",
            found.line,
            1,
            len(label) + 1,
            label=label,
            what=f"{label} {value}".strip(),
            related=str(before[0]),
            before=before[1],
            now=shown(found.values),
        )

    def _store(self, found: Found) -> None:
        label = found.label
        if label.group != "checksum":
            self._place = label.group
        items, extras = self._fields.convert(found)
        if items is None:
            self._keep(Extra(label=label.name, fields=trimmed(found.values), origin=found.line))
            return
        if label.store == "balances":
            self._balance(found, items, extras)
            return
        if label.group == "checksum":
            return
        key = (str(len(self._prose)),) if label.store == "prose" else tuple(map(str, found.values[: label.key]))
        before = self._seen.get((label.name, *key))
        if before is not None:
            self._duplicate(found, " ".join(key), before)
            self._trailing.pop((label.name, key), None)
            if label.name == "#SRU":
                return
        self._seen[(label.name, *key)] = (found.line, shown(found.values))
        if extras:
            self._keep_trailing(found, extras, key)
        if label.store == "ledger":
            for field in label.fields:
                self._single[field.name] = items[field.name]
        elif label.store == "prose":
            self._prose.append(items["prose"] or "")
        elif label.store == "years":
            if items["start"] or items["end"]:
                self.years[items["number"]] = FiscalYear(items["start"], items["end"], found.line)
        elif label.store == "accounts":
            self._account(found, items)
        elif label.store == "dimensions":
            self._dimension(found, items)
        elif label.store == "objects":
            ref = (items["dimension"], items["number"])
            self._objects[ref] = Object(*ref, items["name"] or "", found.line)
        elif label.name == "#FORMAT":
            self._format(found)

    def _format(self, found: Found) -> None:
        declared = shown(found.values[:1])
        detection = msgspec.structs.replace(self.detection, declared=declared or None)
        if detection.reason != "text":
            self.detection = detection
            if detection.agrees is False:
                encoding = canonical_name(detection.encoding) or detection.encoding
                self._fields.say_of("SIE003", found, 0, declared=declared, encoding=encoding)

    def _balance(self, found: Found, items: dict[str, Any], extras: tuple[Value, ...]) -> None:
        label = found.label
        account = self._fields.same(items["account"])
        balance = Balance(
            label.item,
            items["year"],
            account,
            items["amount"],
            items["quantity"],
            items.get("object", ()),
            items.get("period"),
            tuple(shown((extra,)) for extra in extras),
            found.line,
        )
        key = (label.name, str(balance.year), account, balance.period or "", *map("\0".join, balance.object))
        first = self._seen.setdefault(key, (found.line, ""))[0]
        if first != found.line:
            self._say(
                "SIE213",
                found.line,
                1,
                len(label.name) + 1,
                label=label.name,
                year=str(balance.year),
                account=account,
                related=str(first),
            )
        self._balances.append(balance)

    def _account(self, found: Found, items: dict[str, Any]) -> None:
        key = items["number"]
        if found.label.name != "#KONTO" and items[found.label.fields[1].name] is None:
            return
        account = self._accounts.setdefault(key, {"origin": found.line, "label": found.label.name})
        if found.label.name == "#KONTO":
            account["origin"], account["name"] = found.line, items["name"] or ""
            if not (key.isascii() and key.isdigit()):
                self._fields.say_of("SIE224", found, 0, value=key)
        elif found.label.name == "#SRU":
            account.setdefault("sru", []).append(items["sru"])
        else:
            name = found.label.fields[1].name
            account[name] = items[name]

    def _dimension(self, found: Found, items: dict[str, Any]) -> None:
        key, parent = items["number"], items.get("parent")
        known = self._dimensions.get(key)
        other = "#DIM" if found.label.name == "#UNDERDIM" else "#UNDERDIM"
        if known is not None and (other, key) in self._seen:
            self._duplicate(found, key, self._seen[(other, key)])
        if parent and parent not in self._dimensions and parent not in DIMENSIONS:
            self._fields.say_of(
                "SIE222",
                found,
                2,
                value=key,
                what_en=f"is declared before its parent {parent}, or without it",
                what=f"beskrivs före sin överordnade dimension {parent}, eller utan den",
            )
        elif key == "2" and parent != "1":
            self._fields.say_of(
                "SIE222",
                found,
                0,
                value=key,
                what_en="should be a sub-dimension of 1",
                what="borde vara en underdimension till 1",
            )
        self._dimensions[key] = Dimension(key, items["name"] or "", parent, found.line)

    # ---------------------------------------------------------------- vouchers

    def _start(self, found: Found) -> None:
        items, extras = self._fields.convert(found)
        assert items is not None
        self._voucher = _Header(found.line, items)
        if extras:
            self._voucher_extras.append(Extra(label="#VER", fields=extras, key=(), origin=found.line))

    def _row(self, found: Found) -> None:
        voucher, label = self._voucher, found.label
        if voucher is None:
            self._say("SIE114", found.line, 1, len(label.name) + 1, label=label.name)
            self._place = "balances"
            self._keep(Extra(label=label.name, fields=trimmed(found.values), origin=found.line))
            return
        if not voucher.opened and not self._rows and self._added is None:
            self._say("SIE110", found.line, related=str(voucher.line))
        items, extras = self._fields.convert(found)
        assert items is not None
        same = self._fields.same
        row = Row(
            label.item,
            same(items["account"]) if items["account"] else None,
            items["objects"],
            items["amount"],
            items["date"],
            same(items["text"]) if items["text"] else None,
            items["quantity"],
            same(items["sign"]) if items["sign"] else None,
            None,
            tuple(shown((extra,)) for extra in extras),
            found.line,
        )
        if self._added is not None and label.item == "normal":
            added, _ = self._added
            if (added.account, added.objects, added.amount) == (row.account, row.objects, row.amount):
                self._added = None
                if msgspec.structs.replace(row, kind="added") != added:
                    self._say("SIE216", found.line, 1, len(label.name) + 1)
                    added = msgspec.structs.replace(added, twin=row)
                self._rows.append(added)
                return
        self._without_twin()
        if label.item == "added":
            self._added = row, found.values
        else:
            self._rows.append(row)

    def _without_twin(self) -> None:
        if self._added is None:
            return
        row, found = self._added
        self._added = None
        self._say("SIE217", row.origin, 1, 8)
        self._voucher_extras.append(
            Extra(label="#RTRANS", fields=trimmed(found), position=len(self._rows), origin=row.origin)
        )

    def _finish(self, closed: bool = True, number: int = 0) -> None:
        """The end of the voucher."""
        voucher = self._voucher
        assert voucher is not None
        self._without_twin()
        if not closed and voucher.opened:
            self._say("SIE111", number or self.lines.number or voucher.line, related=str(voucher.line))
        if not self._rows:
            self._say("SIE218", voucher.line, 1, 5)
        items, same = voucher.items, self._fields.same
        self.vouchers.append(
            Voucher(
                same(items["series"]) if items["series"] else None,
                items["number"],
                items["date"],
                items["text"],
                items["registered"],
                same(items["sign"]) if items["sign"] else None,
                tuple(self._rows),
                tuple(self._voucher_extras),
                voucher.line,
            )
        )
        self.voucher_count += 1
        self._voucher = None
        self._rows = []
        if self._voucher_extras:
            self._voucher_extras = []

    # ---------------------------------------------------------------- the end

    def close(self) -> None:
        """The end of the file."""
        self.lines.close(self)
        if self._block is not None and self._unknown is not None:
            self._say("SIE111", max(self.lines.number, 1), related=str(self._unknown.origin))
        self._settle()
        if self._voucher is not None:
            self._finish(closed=False)
        for number, account in self._accounts.items():
            if "name" not in account:
                self._say("SIE223", account["origin"], label=account["label"], value=number)

    def kind(self, suffix: str = "") -> str:
        """The file type: as written, and for type 4 by the suffix, else by the contents (A2).

        Args:
            suffix: The suffix of the file name, if there is one.
        """
        written = self.file_type
        if written is not None and written != "4":
            return written
        kinds = {balance.kind for balance in self._balances}
        if written is None and not self.voucher_count:
            if kinds & {"object_opening", "object_closing"}:
                return "3"
            return "2" if kinds & {"period", "budget"} else "1"
        if suffix.lower() in (".si", ".se"):
            return "4I" if suffix.lower() == ".si" else "4E"
        return "4E" if kinds & {"opening", "closing", "result"} else "4I"

    def ledger(self, kind: str, diagnostics: Iterable[Diagnostic]) -> Ledger:
        """The books that were read.

        Args:
            kind: The file type.
            diagnostics: What was found.
        """
        get = self._single.get
        address = None
        if "company.address.contact" in self._single:
            address = Address(**{name: get(f"company.address.{name}") for name in Address.__struct_fields__})
        names = [name for name in Company.__struct_fields__ if name != "address"]
        accounts = {
            number: Account(
                number,
                account.get("name"),
                account.get("type"),
                account.get("unit"),
                tuple(account.get("sru", ())),
                account["origin"],
            )
            for number, account in self._accounts.items()
        }
        return Ledger(
            kind=kind,
            flag=get("flag") or 0,
            program=Program(get("program.name"), get("program.version")),
            generated=Generated(get("generated.date"), get("generated.sign")),
            prose=tuple(self._prose),
            company=Company(address=address, **{name: get(f"company.{name}") for name in names}),
            years=self.years,
            tax_year=get("tax_year"),
            balances_through=get("balances_through"),
            chart_type=get("chart_type"),
            currency=get("currency"),
            accounts=accounts,
            dimensions=self._dimensions,
            objects=tuple(self._objects.values()),
            balances=tuple(self._balances),
            vouchers=tuple(self.vouchers),
            extras=(*self._extras, *self._trailing.values()),
            detection=self.detection,
            diagnostics=tuple(diagnostics),
        )
