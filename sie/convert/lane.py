"""The quick lane of data frames: vouchers as columns, with the patterns of the label table run by Polars.

It reads what ``sie.load`` reads, without making a value for each row; a test holds the two together on every file. A
file in which any line of any voucher needs more than the patterns is not for it: ``read`` says so with ``None``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from sie.diagnostics import Diagnostic
from sie.errors import SieFileError
from sie.ledger.build import Build
from sie.ledger.fields import CarefulError, Fields
from sie.ledger.model import Ledger, ObjectRef
from sie.spec.labels import BY_NAME, FILE_TYPES
from sie.text.encoding import Codec
from sie.text.patterns import line_pattern
from sie.text.reader import Source, detect
from sie.text.sniff import not_sie

if TYPE_CHECKING:
    import polars

__all__ = ["Journal", "read"]

_FIRST = re.compile(r"^[ \t]*+#VER[ \t]", re.MULTILINE)
_END = re.compile(r"[ \t\n]*+(?:#KSUMMA[ \t]++-?[0-9]++[ \t\n]*+)?+")
_CONTROL = bytes([*range(9), 11, 12, *range(14, 32), 127])


class Journal(msgspec.Struct, frozen=True, eq=False):
    """The vouchers and rows of some books as columns, and the books without them.

    Attributes:
        ledger: The books without vouchers.
        vouchers: ``voucher series number date text registered sign line``.
        rows: ``voucher account objects amount row_date text quantity sign line``; ``objects`` is a place in ``lists``.
        lists: The lists of objects that there are.
    """

    ledger: Ledger
    vouchers: polars.DataFrame
    rows: polars.DataFrame
    lists: list[tuple[ObjectRef, ...]]


class _TooHardError(Exception):
    """Something needs the careful lane."""


def read(polars_: Any, source: Source, encoding: str | None, kind: str | None) -> Journal | None:
    """The books of a source, when nothing in its vouchers needs forgiving.

    Args:
        polars_: The library.
        source: A path or bytes; anything else is not for this lane.
        encoding: As for ``load``.
        kind: As for ``load``.

    Returns:
        ``None`` when the careful lane has to read it.
    """
    if kind is not None and kind not in FILE_TYPES:
        return None
    try:
        if isinstance(source, str | os.PathLike):
            data, suffix = Path(source).read_bytes(), Path(source).suffix
        elif isinstance(source, bytes):
            data, suffix = source, ""
        else:
            return None
        return _read(polars_, data, suffix, encoding, kind)
    except (OSError, ValueError, SieFileError, _TooHardError, polars_.exceptions.PolarsError):
        return None  # whatever is wrong, the careful lane has the words for it


def _read(polars_: Any, data: bytes, suffix: str, encoding: str | None, kind: str | None) -> Journal:
    detection = detect(data, encoding)
    codec = Codec(detection)
    plain = data[len(detection.bom) :].replace(b"\r\n", b"\n")
    if codec.wide or b"\r" in plain or len(plain.translate(None, _CONTROL)) < len(plain) or not_sie(detection.head):
        raise _TooHardError
    text = codec.decode(plain)
    first = _FIRST.search(text)
    if first is None:
        raise _TooHardError
    head, body = text[: first.start()], text[first.start() :]
    end = body.rfind("\n}")
    if end < 0 or not _END.fullmatch(body, end + 2):
        raise _TooHardError  # records behind the vouchers know how many there were before them
    if any(line.count('"') % 2 for line in head.split("\n")):
        raise _TooHardError  # a text that does not end may go on in the next line
    build = Build(detection, _ignore)
    build.feed(head)
    lines = build.lines.number
    build.close()
    vouchers, rows, lists = _columns(polars_, body[: end + 2], lines + 1)
    build.voucher_count = vouchers.height
    return Journal(build.ledger(kind or build.kind(suffix), ()), vouchers, rows, lists)


def _ignore(diagnostic: Diagnostic) -> None:
    """Frames have no place for findings."""


def _pattern(label: str, names: list[str]) -> str:
    """The pattern of a line for Polars, its groups named.

    Possessive quantifiers become plain ones: no two neighbours of the pattern can begin with the same character, so
    that both match the same, and Polars' matching does not go back and forth anyway.
    """
    plain = re.sub(r"(?<=[+*?}])\+", "", line_pattern(BY_NAME[label]))
    name = iter(names)
    return "^" + re.sub(r"\((?!\?)", lambda _: f"(?P<{next(name)}>", plain) + "$"


_VER = [
    "series",
    "series_bare",
    "number",
    "number_bare",
    "date",
    "text",
    "text_bare",
    "registered",
    "sign",
    "sign_bare",
]
_TRANS = ["account", "objects", "amount", "row_date", "text", "text_bare", "quantity", "sign", "sign_bare"]


def _columns(polars_: Any, body: str, line: int) -> tuple[Any, Any, list[tuple[ObjectRef, ...]]]:
    """Vouchers and rows of a text that holds nothing but vouchers, the first of which stands on a line."""
    pl = polars_
    split = pl.Series("raw", [body]).str.split("\n").explode().str.strip_chars(" \t")
    lines = split.to_frame().with_row_index("line", line)
    # What a line begins with: a voucher, an opening brace, a row, a closing brace; and what may follow what.
    raw = pl.col("raw")
    kind = (
        pl.when(raw.str.starts_with("#TRANS")).then(3)
        .when(raw == "{").then(2)
        .when(raw == "}").then(4)
        .when(raw.str.starts_with("#VER")).then(1)
        .otherwise(0)
    )  # fmt: skip
    lines = lines.filter(raw != "").with_columns(kind=kind.cast(pl.Int8))
    before = pl.col("kind").shift(1, fill_value=4)
    steps = (before * 10 + pl.col("kind")).is_in([41, 12, 23, 33, 34])
    if not lines.select(steps.all()).item():
        raise _TooHardError
    lines = lines.with_columns(
        voucher=(pl.col("kind") == 1).cum_sum().cast(pl.Int64), line=pl.col("line").cast(pl.Int64)
    )
    vouchers = _fields(pl, lines.filter(pl.col("kind") == 1), "#VER", _VER, ("date", "registered"))
    rows = _fields(pl, lines.filter(pl.col("kind") == 3), "#TRANS", _TRANS, ("row_date",))
    # The pattern allows amounts two decimals, and quantities any number of them.
    rows = _with_quantity(pl, rows.with_columns(pl.col("amount").cast(pl.Decimal(38, 2), strict=True)))
    lists, rows = _lists(pl, rows)
    return vouchers, rows, lists


def _fields(pl: Any, lines: Any, label: str, names: list[str], days: tuple[str, ...]) -> Any:
    """The fields of the lines of a label; quoted and bare texts are one column."""
    found = lines.select("voucher", "line", pl.col("raw").str.extract_groups(_pattern(label, names)).alias("found"))
    found = found.unnest("found")
    must = names[0] if f"{names[0]}_bare" not in names else "date"
    if found[must].null_count():
        raise _TooHardError  # a line that the pattern does not match
    texts = [name for name in names if f"{name}_bare" in names]
    found = found.with_columns(
        *(_given(pl, pl.coalesce(name, f"{name}_bare"), name) for name in texts),
        *(_given(pl, pl.col(name).str.replace_all('"', "", literal=True), name) for name in days),
    ).drop(f"{name}_bare" for name in texts)
    for name in days:
        read = pl.col(name).str.to_date("%Y%m%d", strict=False)
        wrong = pl.col(name).is_not_null() & (read.is_null() | (pl.col(name) < "00010101"))
        if found.select(wrong.any()).item():
            raise _TooHardError
        found = found.with_columns(read.alias(name))
    return found


def _given(pl: Any, text: Any, name: str) -> Any:
    """A text, null when it is empty."""
    return pl.when(text != "").then(text).alias(name)


def _with_quantity(pl: Any, rows: Any) -> Any:
    """The rows with quantities of at most two decimals, zeros behind them left out; others are not for this lane."""
    if rows["quantity"].null_count() < rows.height:
        text = _given(pl, pl.col("quantity").str.replace_all('"', "", literal=True), "quantity")
        short = pl.when(text.str.contains(".", literal=True)).then(text.str.strip_chars_end("0")).otherwise(text)
        rows = rows.with_columns(short.str.strip_chars_end(".").alias("quantity"))
        if rows.select(pl.col("quantity").str.contains(r"\.[0-9]{3}").any()).item():
            raise _TooHardError
    return rows.with_columns(pl.col("quantity").cast(pl.Decimal(38, 2), strict=True))


def _lists(pl: Any, rows: Any) -> tuple[list[tuple[ObjectRef, ...]], Any]:
    """The lists of objects that there are, and their numbers in the rows."""
    inner = rows["objects"].unique(maintain_order=True).to_list()
    fields = Fields(_ignore)
    try:
        lists = [fields.clean_list(text) for text in inner]
    except CarefulError:
        raise _TooHardError from None
    numbers = pl.Series(range(len(inner)), dtype=pl.Int64)
    return lists, rows.with_columns(pl.col("objects").replace_strict(inner, numbers, return_dtype=pl.Int64))
