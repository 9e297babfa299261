"""SIE 1-4 as one format among others."""

from __future__ import annotations

from pathlib import Path

from sie.convert.options import Options
from sie.ledger.load import load
from sie.ledger.model import Ledger
from sie.ledger.render import dumps

__all__ = ["read", "write"]


def read(source: Path, options: Options) -> Ledger:
    """Books from SIE, with diagnostics.

    Args:
        source: The file.
        options: ``input_encoding``.
    """
    return load(source, encoding=options.input_encoding)


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Books as SIE.

    Args:
        ledger: The books.
        target: The file.
        options: ``encoding newline kind checksum substitute``.

    Raises:
        SieWriteError: As for ``sie.dumps``.
    """
    data = dumps(
        ledger,
        kind=options.kind,
        encoding=options.encoding or "cp437",
        newline=options.newline or "\r\n",
        checksum=bool(options.checksum),
        substitute=options.substitute,
    )
    target.write_bytes(data)
