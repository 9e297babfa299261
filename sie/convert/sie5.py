"""SIE 5 as one format among others; the work is done in ``sie.sie5``."""

from __future__ import annotations

import importlib
from pathlib import Path

from sie.convert.options import Options
from sie.ledger.model import Ledger

__all__ = ["read", "write"]


def read(source: Path, options: Options) -> Ledger:
    """Books from SIE 5.

    Args:
        source: The file.
        options: None of them.
    """
    found: Ledger = importlib.import_module("sie.sie5").load(source)
    return found


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Books as SIE 5.

    Args:
        ledger: The books.
        target: The file.
        options: None of them.
    """
    data: bytes = importlib.import_module("sie.sie5").dumps(ledger)
    target.write_bytes(data)
