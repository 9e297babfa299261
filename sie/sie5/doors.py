"""The doors of SIE 5: a whole ledger or one voucher at a time, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from sie.diagnostics import Diagnostic, Report, Severity
from sie.errors import SieUsageError
from sie.ledger.load import Kept
from sie.ledger.model import Ledger, Voucher
from sie.ledger.parts import Attachment
from sie.sie5.fit import fit
from sie.sie5.nodes import nodes
from sie.sie5.read import build, each_voucher
from sie.sie5.write import document as written
from sie.text.reader import Source, opened
from sie.text.writer import Target, write_to

__all__ = ["documents", "dump", "dumps", "entry_wanted", "load", "vouchers"]

DOCUMENTS = ("full", "entry")
"""``Sie``, the complete export, and ``SieEntry``, vouchers for import."""


def load(source: Source, *, strict: bool = False) -> Ledger:
    """Read a SIE 5 file of either kind.

    Args:
        source: A path, bytes, or a binary file.
        strict: Raise when the file holds an ERROR instead of only reporting it.

    Returns:
        What the books say; what SIE 4 has no place for stands in the fields ``sie5`` and ``foreign``. The complete
        file gives books of kind ``4E``, the file of vouchers ``4I``. ``ledger.diagnostics`` holds everything that
        had to be forgiven; any bytes give a ledger, perhaps an empty one. The signature is not verified here.

    Raises:
        SieContentError: In strict reading, when there is an ERROR.
        SieFileError: The path cannot be opened.
        SieUsageError: The source is none, or the extra ``sie5`` is not installed.

    Spec: SIE 5, all of it.

    Example:
        >>> data = b'''<SieEntry xmlns="http://www.sie.se/sie5"><FileInfo>
        ... <SoftwareProduct name="Exempel" version="1"/><FileCreation time="2025-01-31T12:00:00" by="AN"/>
        ... <Company organizationId="556677-8899" name="Exempel AB"/></FileInfo></SieEntry>'''
        >>> ledger = load(data)
        >>> ledger.kind, ledger.company.name, ledger.diagnostics
        ('4I', 'Exempel AB', ())
    """
    kept = Kept()
    with opened(source) as file:
        ledger = build(file, kept)
    found = sorted(kept.all(), key=lambda d: (d.line, d.column))
    if strict:
        Report(found).raise_if(Severity.ERROR)
    return msgspec.structs.replace(ledger, diagnostics=tuple(found))


def vouchers(source: Source, *, report: Callable[[Diagnostic], None] | None = None) -> Iterator[Voucher]:
    """The vouchers of a SIE 5 file, one at a time, in constant memory.

    Args:
        source: A path, bytes, or a binary file.
        report: Gets each diagnostic as it is made; they are dropped unless given.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: The source is none, or the extra ``sie5`` is not installed.

    Spec: SIE 5, pages 80-88.

    Example:
        >>> data = b'''<SieEntry xmlns="http://www.sie.se/sie5"><Journal id="A"><JournalEntry id="1"
        ... journalDate="2025-01-31"><OriginalEntryInfo date="2025-01-31" by="AN"/>
        ... <LedgerEntry accountId="1910" amount="-25"/><LedgerEntry accountId="4010" amount="25"/>
        ... </JournalEntry></Journal></SieEntry>'''
        >>> [(voucher.series, voucher.number, voucher.total) for voucher in vouchers(data)]
        [('A', '1', Decimal('0'))]
    """
    with opened(source) as file:
        yield from each_voucher(file, report or _ignore)


def documents(source: Source) -> Iterator[Attachment]:
    """The documents that a SIE 5 file holds or names, one at a time; nothing is opened or written.

    Args:
        source: A path, bytes, or a binary file.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: The source is none, or the extra ``sie5`` is not installed.

    Spec: SIE 5, page 89.

    Example:
        >>> data = b'''<SieEntry xmlns="http://www.sie.se/sie5"><Documents>
        ... <EmbeddedFile id="1" fileName="hej.txt">aGVq</EmbeddedFile></Documents></SieEntry>'''
        >>> [(document.name, document.content) for document in documents(data)]
        [('hej.txt', b'hej')]
    """
    with opened(source) as file:
        for node in nodes(file, _ignore):
            if node.name in ("EmbeddedFile", "FileReference"):
                yield Attachment(
                    id=node.get("id") or "", name=node.get("fileName"), content=node.content, uri=node.get("URI")
                )


def dumps(ledger: Ledger, *, document: str | None = None) -> bytes:
    """The bytes of a SIE 5 file that holds these books, in UTF-8, not signed.

    Args:
        ledger: The books. What SIE 5 has no place for is left out: ``lost_in_sie5`` lists it.
        document: ``full`` for the complete file (``Sie``), ``entry`` for vouchers to be imported (``SieEntry``);
            the latter for books of kind ``4I`` unless given. A complete file must be signed: see ``sign``.

    Returns:
        The file. Reading it gives the books as SIE 5 can hold them.

    Raises:
        SieWriteError: SIE 5 must have something that is missing, as the current fiscal year of a complete file, an
            account or an amount; or cannot have something, as an account number with letters.
        SieUsageError: There is no such document, or the extra ``sie5`` is not installed.

    Spec: SIE 5, pages 57-91.

    Example:
        >>> import sie
        >>> data = dumps(sie.Ledger(kind="4I", company=sie.Company(name="Exempel AB")))
        >>> load(data).company.name
        'Exempel AB'
    """
    entry = entry_wanted(ledger, document)
    return written(fit(ledger, entry, labels=False).ledger, entry)


def dump(ledger: Ledger, target: Target, *, document: str | None = None) -> None:
    """Write books to a SIE 5 file, whole or not at all.

    Args:
        ledger: As for ``dumps``.
        target: A path, or a binary file.
        document: As for ``dumps``.

    Raises:
        SieWriteError: As for ``dumps``; the target is then as it was.
        SieFileError: The file cannot be written.
        SieUsageError: As for ``dumps``, or the target is neither.

    Example:
        >>> import io, sie
        >>> file = io.BytesIO()
        >>> dump(sie.Ledger(kind="4I"), file)
        >>> file.getvalue()[:20]
        b"<?xml version='1.0' "
    """
    write_to(target, dumps(ledger, document=document))


def entry_wanted(ledger: Ledger, document: str | None) -> bool:
    """Whether the file of vouchers is to be written.

    Args:
        ledger: The books.
        document: As for ``dumps``.

    Raises:
        SieUsageError: There is no such document.
    """
    if document is None:
        return ledger.kind == "4I"
    if document not in DOCUMENTS:
        raise SieUsageError(
            f"There is no document {document!r}: it is full or entry.",
            f"Det finns inget dokument {document!r}: välj full eller entry.",
        )
    return document == "entry"


def _ignore(diagnostic: Diagnostic) -> None:
    pass
