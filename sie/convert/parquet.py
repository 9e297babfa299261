"""Books as Parquet and back, with nothing lost: a zip archive with a Parquet file for each table.

The archive is not compressed once more: its members are, and can be read where they lie. ``books.json`` says what
it is. Amounts that need more than the 38 digits of a decimal are texts.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from sie.convert.columnar import books, read_back
from sie.convert.columns import TABLES, Kind
from sie.convert.frames import made, needs
from sie.errors import SieUsageError
from sie.ledger.model import Ledger

if TYPE_CHECKING:
    import pyarrow

    from sie.convert.options import Options

__all__ = ["ABOUT", "dumps", "loads", "read", "write"]

ABOUT = "books.json"
# A small file may swell to billions of rows or letters; bookkeeping does not.
_ROWS = 16  # for each byte
_SWELLS = 1000


class _About(msgspec.Struct, frozen=True, kw_only=True):
    format: Literal["sie-tables"]
    version: Literal[1]
    encoding: str | None = None


def dumps(ledger: Ledger) -> bytes:
    r"""Books as a zip archive of Parquet files.

    Args:
        ledger: The books. Diagnostics and the evidence of the encoding are about the old file and left out.

    Raises:
        SieUsageError: Polars is not installed.
        SieWriteError: A text holds half a character.

    Example:
        >>> import sie
        >>> ledger = sie.loads("#FNAMN Exempel\n#KONTO 1910 Kassa\n")
        >>> loads(dumps(ledger)) == ledger
        True
    """
    tables = made(ledger, long_as_text=True)
    target = BytesIO()
    about = _About(format="sie-tables", version=1, encoding=ledger.encoding)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(ABOUT), msgspec.json.encode(about))
        for name, table in tables:
            member = BytesIO()
            table.write_parquet(member)
            archive.writestr(zipfile.ZipInfo(f"{name}.parquet"), member.getvalue())
    return target.getvalue()


def loads(data: bytes) -> Ledger:
    """Books from a zip archive of Parquet files.

    Args:
        data: What ``dumps`` gave, or the like.

    Raises:
        SieUsageError: Pyarrow is not installed, or the archive is not of this form; the message says where.
    """
    # Polars ends the process on some damaged files; pyarrow says what is wrong.
    needs("pyarrow.parquet", "frames")
    found = {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            msgspec.json.decode(_member(archive, ABOUT), type=_About)
            for name in TABLES:
                found[name] = _table(name, _member(archive, f"{name}.parquet"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise _no_archive(str(error), str(error)) from None
    return books(found)


def _no_archive(en: str, sv: str) -> SieUsageError:
    return SieUsageError(
        f"This is not an archive of Parquet tables that sie wrote: {en}.",
        f"Det här är inget arkiv av Parquet-tabeller som sie har skrivit: {sv}.",
    )


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise _no_archive(f"{name} is missing", f"{name} saknas") from None
    if info.compress_type != zipfile.ZIP_STORED:
        raise _no_archive(
            f"{name} is compressed once more; store it as it is",
            f"{name} är komprimerad en gång till; lagra den som den är",
        )
    return archive.read(info)


def _table(name: str, member: bytes) -> dict[str, list[object]]:
    """The columns of a table that the model knows, as Python lists."""
    import pyarrow
    import pyarrow.parquet

    kinds = {column.name: column.kind for column in TABLES[name] if read_back(column)}
    room = 1 << 24 | _SWELLS * len(member)
    found: dict[str, list[object]] = {}
    try:
        columns = [column for column in pyarrow.parquet.read_schema(BytesIO(member)).names if column in kinds]
        # Read as words and their numbers, a word that is repeated takes its room once.
        words = [column for column in columns if kinds[column] in (Kind.TEXT, Kind.CATEGORY, Kind.JSON)]
        with pyarrow.parquet.ParquetFile(BytesIO(member), read_dictionary=words) as file:
            found.update((column, []) for column in columns)
            about = file.metadata
            sizes = [about.row_group(number).total_byte_size for number in range(about.num_row_groups)]
            if about.num_rows > _ROWS * len(member) or sum(sizes) > room:
                raise _too_big(name)
            for batch in file.iter_batches(batch_size=8192, columns=columns):
                batch.validate(full=True)
                room -= sum(_size(column) for column in batch.columns)
                if room < 0:
                    raise _too_big(name)
                for column, values in zip(columns, batch.columns, strict=True):
                    found[column] += _values(values)
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError, NotImplementedError) as error:
        reason = str(error).strip().split("\n")[0].rstrip(".")
        raise _no_archive(f"{name}.parquet: {reason}", f"{name}.parquet: {reason}") from None
    return found


def _values(values: pyarrow.Array) -> list[object]:
    """The values of a column as Python has them, a word that is repeated being made once."""
    import pyarrow

    if not pyarrow.types.is_dictionary(values.type):
        return list(values.to_pylist())
    words = [*values.dictionary.to_pylist(), None]
    return [words[-1 if place is None else place] for place in values.indices.to_pylist()]


def _size(values: pyarrow.Array) -> int:
    """How much room the values take when each stands for itself."""
    import pyarrow
    import pyarrow.compute

    if not pyarrow.types.is_dictionary(values.type):
        return int(values.nbytes)
    lengths = pyarrow.compute.binary_length(values.dictionary).take(values.indices)
    return int(pyarrow.compute.sum(lengths).as_py() or 0) + len(values)


def _too_big(name: str) -> SieUsageError:
    return _no_archive(f"{name}.parquet swells beyond all reason", f"{name}.parquet sväller orimligt")


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Write books to an archive; see ``dumps``."""
    target.write_bytes(dumps(ledger))


def read(source: Path, options: Options) -> Ledger:
    """Read books from an archive; see ``loads``."""
    return loads(source.read_bytes())
