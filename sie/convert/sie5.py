"""SIE 5 as one format among others; the work is done in ``sie.sie5``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sie import sie5
from sie.convert.options import Options
from sie.diagnostics import Diagnostic
from sie.ledger.model import Ledger
from sie.sie5.findings import FINDINGS
from sie.sie5.signature import password_in, refuse_signer

__all__ = ["also_lost", "read", "write"]


def read(source: Path, options: Options) -> Ledger:
    """Books from SIE 5, with diagnostics.

    Args:
        source: The file.
        options: None of them.
    """
    return sie5.load(source)


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Books as SIE 5: an entry file for books of type 4I, else the complete document.

    Args:
        ledger: The books.
        target: The file.
        options: ``key``, ``certificate``, ``password_file`` and ``self_signed`` sign it.

    Raises:
        SieWriteError: A complete file needs a current fiscal year.
        SieUsageError: The key, its certificate and its password do not fit.
    """
    data = sie5.dumps(ledger)
    if _signs(options):
        password = password_in(options.password_file) if options.password_file else None
        data = sie5.sign(data, key=options.key, certificate=options.certificate, password=password)
    target.write_bytes(data)


def also_lost(ledger: Ledger, options: Options) -> Iterable[Diagnostic]:
    """What SIE 5 cannot say of these books besides labels and fields, and what it demands to be written out.

    Args:
        ledger: The books.
        options: Those of ``write``.
    """
    signed = _signs(options)
    yield from sie5.lost_in_sie5(ledger, labels=False)
    if ledger.kind != "4I" and not signed:
        yield Diagnostic(FINDINGS["SIE825"])


def _signs(options: Options) -> bool:
    """Whether the file is to be signed."""
    refuse_signer(options.key, options.certificate, options.password_file, options.self_signed or False)
    return options.key is not None or bool(options.self_signed)
