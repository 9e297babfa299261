"""Books as lines of JSON and back, with nothing lost, for books that are too big for one document.

The first line is the books without their vouchers, every other line one voucher, in their order. Values are those of
``sie.convert.json``.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from sie.convert.json import refuse_uncountable, schema_of
from sie.convert.options import Options
from sie.errors import SieUsageError, SieWriteError
from sie.ledger.model import Ledger, Voucher

__all__ = ["First", "lines", "read", "schema", "vouchers", "write"]


class First(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line: books without vouchers.

    Attributes:
        format: What this is.
        version: Raised when a program that reads an older version would misread it.
        encoding: The encoding of the SIE file that the books came from; says nothing about this file.
        vouchers: How many lines follow, where that is known.
        ledger: The books.
    """

    format: Literal["sie-ledger-lines"] = "sie-ledger-lines"
    version: Literal[1] = 1
    encoding: str | None = None
    vouchers: int | None = None
    ledger: Ledger


def lines(ledger: Ledger) -> Iterator[bytes]:
    r"""Books as lines, with their line ends.

    Args:
        ledger: The books.

    Raises:
        SieWriteError: A text holds half a character (a lone surrogate), which JSON cannot carry.

    Example:
        >>> import sie
        >>> for line in lines(sie.Ledger(kind="4I", vouchers=(sie.Voucher("A", "1", None),))):
        ...     print(line.decode(), end="")
        {"format":"sie-ledger-lines","version":1,"encoding":null,"vouchers":1,"ledger":{"kind":"4I"}}
        {"series":"A","number":"1","date":null}
    """
    encode = msgspec.json.Encoder().encode
    bare = msgspec.structs.replace(ledger, vouchers=(), detection=None, diagnostics=())
    first = First(encoding=ledger.encoding, vouchers=len(ledger.vouchers), ledger=bare)
    try:
        yield encode(first) + b"\n"
        for voucher in ledger.vouchers:
            yield encode(voucher) + b"\n"
    except UnicodeEncodeError as error:
        raise SieWriteError(
            f"JSON cannot carry half a character ({error.object[error.start]!r}).",
            f"JSON kan inte bära ett halvt tecken ({error.object[error.start]!r}).",
        ) from None


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Books as a file of lines.

    Args:
        ledger: The books.
        target: The file.
        options: None of them.

    Raises:
        SieWriteError: As for ``lines``.
    """
    with target.open("wb") as file:
        file.writelines(lines(ledger))


def read(source: Path, options: Options) -> Ledger:
    """Books from a file of lines.

    Args:
        source: The file.
        options: None of them.

    Raises:
        SieUsageError: A line is not of the form; the message says which. The file ends too early.
    """
    with source.open("rb") as file:
        found = _decoded(file)
        first = next(found)
        assert isinstance(first, First)
        rest = tuple(voucher for voucher in found if isinstance(voucher, Voucher))
    return msgspec.structs.replace(first.ledger, vouchers=(*first.ledger.vouchers, *rest))


def vouchers(source: Path) -> Iterator[Voucher]:
    """The vouchers of a file of lines, one at a time, in constant memory.

    Args:
        source: The file.

    Raises:
        SieUsageError: As for ``read``.
    """
    with source.open("rb") as file:
        yield from (voucher for voucher in _decoded(file) if isinstance(voucher, Voucher))


def _decoded(file: Iterable[bytes]) -> Iterator[First | Voucher]:
    first, voucher = msgspec.json.Decoder(First), msgspec.json.Decoder(Voucher)
    wanted: int | None = None
    count = number = 0
    for number, line in enumerate(file, 1):
        if number > 1 and not line.strip():
            continue
        try:
            if number == 1:
                head = first.decode(line.removeprefix(BOM_UTF8))
                wanted = head.vouchers
                refuse_uncountable(head.ledger)
                yield head
            else:
                one = voucher.decode(line)
                refuse_uncountable(one)
                yield one
                count += 1
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise SieUsageError(
                f"Line {number} is not of the form of books in lines of JSON: {error}. 'sie schema ndjson' prints it.",
                f"Rad {number} har inte formen för bokföring i rader av JSON: {error}. 'sie schema ndjson' visar den.",
            ) from None
    if not number:
        raise SieUsageError("The file is empty.", "Filen är tom.")
    if wanted is not None and wanted != count:
        raise SieUsageError(
            f"The file should have {wanted} vouchers and has {count}: it is cut short, or lines were added or lost.",
            f"Filen ska ha {wanted} verifikationer och har {count}: den är avhuggen, eller rader har tillkommit eller "
            "försvunnit.",
        )


def schema() -> dict[str, object]:
    """The JSON Schema of a line: of the first one, or of any other.

    Example:
        >>> schema()["anyOf"]
        [{'$ref': '#/$defs/SieFirstLine'}, {'$ref': '#/$defs/Voucher'}]
    """
    return schema_of("A line of the books of a SIE file", SieFirstLine=First, Voucher=Voucher)
