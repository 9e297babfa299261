"""The rows of some books as an Arrow file (IPC): one file holds one table, so it is the journal and no more."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from sie.convert.frames import needs, to_polars
from sie.ledger.model import Ledger

if TYPE_CHECKING:
    from sie.convert.options import Options

__all__ = ["dumps", "write"]


def dumps(ledger: Ledger) -> bytes:
    r"""The rows of some books, with what their vouchers say, as the bytes of an Arrow file.

    Args:
        ledger: The books. Accounts, balances and all else that is no row, and texts of vouchers, are left out.

    Raises:
        SieUsageError: Polars is not installed.
        SieWriteError: An amount has more than 38 digits, or a text holds half a character.

    Example:
        >>> import pyarrow, sie
        >>> data = dumps(sie.loads("#VER A 1 20240131\n{\n#TRANS 1910 {} -25.00\n}\n"))
        >>> pyarrow.ipc.open_file(data).read_all().column("account").to_pylist()
        ['1910']
    """
    polars_ = needs("polars", "frames")
    target = BytesIO()
    # Readers that are some years old know neither views nor what else is newer.
    to_polars(ledger).rows.write_ipc(target, compat_level=polars_.CompatLevel.oldest())
    return target.getvalue()


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Write the rows of some books; see ``dumps``."""
    target.write_bytes(dumps(ledger))
