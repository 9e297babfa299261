"""``sie checksum``: is ``#KSUMMA`` right, and what should it be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sie.cli.session import CONTEXT, Session, formats, language_option

if TYPE_CHECKING:
    from sie.text.checksum import Checksum
    from sie.text.record import Document

__all__ = ["command"]

_HELP = """Verify the checksum (#KSUMMA) of FILE, or compute the one that it would have.

With --write the file is written to OUT with a right checksum, every other byte as it was.

\b
  sie checksum books.se
  sie checksum books.se --write signed.se

Exit code 0: right, or the file has none. 1: wrong, cut off, or impossible. 2: cannot be read.
"""


@click.command("checksum", help=_HELP, short_help="Verify or write #KSUMMA.", context_settings=CONTEXT)
@click.argument("path", metavar="FILE", type=click.Path(allow_dash=True))
@click.option(
    "-w",
    "--write",
    "target",
    metavar="OUT",
    type=click.Path(allow_dash=True),
    help="Write the file with a right checksum.",
)
@click.option("--encoding", metavar="NAME", help="Read as this encoding; found from the bytes unless given.")
@click.option("-f", "--force", is_flag=True, help="Write even if FILE is cut off, or over FILE itself.")
@formats
@language_option
@click.pass_obj
def command(session: Session, path: str, target: str | None, encoding: str | None, force: bool, form: str) -> None:
    """Verify; write when asked to."""
    from sie.cli.convert import refuse_same_file
    from sie.text.checksum import verify
    from sie.text.reader import open_document

    if target is not None and not force:
        refuse_same_file(path, target)
    document = open_document(session.source(path), encoding=encoding)
    if _unreadable(session, path, document):
        return
    found = verify(document.records)
    if target is not None:
        _write(session, document, found, target, force)
        return
    session.worse(1 if found.opened and not found.ok else 0)
    if form == "json":
        from sie.report.checksum import checksum_values
        from sie.report.harmless import to_json

        session.data(to_json(checksum_values(path, found)))
    else:
        from sie.report.checksum import checksum_text

        session.out(checksum_text(found, session.language))


def _unreadable(session: Session, path: str, document: Document) -> bool:
    """Say so when the file is no SIE file at all."""
    from sie.spec.labels import BY_NAME
    from sie.text.sniff import not_sie

    diagnostic = not_sie(document.detection.head, any(record.label in BY_NAME for record in document))
    if diagnostic is None:
        return False
    session.error(f"sie: {path}: {diagnostic.message(session.language)}")
    session.worse(2)
    return True


def _write(session: Session, document: Document, found: Checksum, target: str, force: bool) -> None:
    from sie.report.checksum import checksum_text
    from sie.report.words import word
    from sie.text.checksum import verify, with_checksum
    from sie.text.writer import write_atomically

    if found.computed is None or (found.truncated and not force):
        session.error("sie: " + checksum_text(found, session.language).rstrip())
        session.worse(1)
        return
    document = with_checksum(document)
    data = document.to_bytes()
    if target == "-":
        session.data(data)
        return
    write_atomically(target, data)
    computed = verify(document.records).computed
    session.error(word("checksum_written", session.language, target, computed))
