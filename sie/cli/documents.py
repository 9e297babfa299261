"""``sie documents``: the documents in a SIE 5 file, and how they get out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sie.cli.session import CONTEXT, Session, formats, language_option

if TYPE_CHECKING:
    from sie.text.reader import Source

__all__ = ["command", "sie5_source"]


@click.group("documents", short_help="List or take out the documents in a SIE 5 file.", context_settings=CONTEXT)
def command() -> None:
    """List or take out the documents (receipts and the like) that a SIE 5 file holds."""


_LIST = """List the documents in FILE: id, size in bytes, name.

An address of a file outside is shown and never followed.

\b
  sie documents list books.sie
"""


@command.command("list", help=_LIST, short_help="List them.", context_settings=CONTEXT)
@click.argument("path", metavar="FILE", type=click.Path(allow_dash=True))
@formats
@language_option
@click.pass_obj
def list_command(session: Session, path: str, form: str) -> None:
    """List the documents."""
    from sie.report.harmless import safe, to_json
    from sie.sie5.doors import documents

    found = [
        {
            "id": document.id,
            "name": document.name,
            "size": None if document.content is None else len(document.content),
            "uri": document.uri,
        }
        for document in documents(sie5_source(session, path))
    ]
    if form == "json":
        session.data(to_json(found))
        return
    if not found:
        session.out(session.say("The file has no documents.\n", "Filen har inga dokument.\n"))
    for document in found:
        size = "-" if document["size"] is None else str(document["size"])
        name = document["name"] or document["uri"] or ""
        session.out(f"{safe(str(document['id'])):>6}  {size:>10}  {safe(str(name))}\n")


_EXTRACT = """Write the documents in FILE to FOLDER.

Their names are made harmless and begin with their id; nothing that is there is written over. An address of a file
outside is not followed.

\b
  sie documents extract books.sie receipts
"""


@command.command("extract", help=_EXTRACT, short_help="Take them out.", context_settings=CONTEXT)
@click.argument("path", metavar="FILE", type=click.Path(allow_dash=True))
@click.argument("folder", metavar="FOLDER", type=click.Path())
@language_option
@click.pass_obj
def extract_command(session: Session, path: str, folder: str) -> None:
    """Write them to a folder, and name each file."""
    from sie.report.harmless import safe
    from sie.sie5.attachments import extract
    from sie.sie5.doors import documents

    found = list(documents(sie5_source(session, path)))
    written = extract(found, folder)
    for place in written:
        session.out(f"{safe(str(place))}\n")
    for document in found:
        if document.content is None and document.uri is None:
            name = safe(f"{document.id} {document.name or ''}".rstrip())
            session.error(
                session.say(
                    f"sie: Document {name} cannot be read; 'sie check' says why.",
                    f"sie: Dokument {name} kan inte läsas; 'sie check' säger varför.",
                )
            )
            session.worse(1)
    if not written:
        session.out(session.say("The file holds no documents.\n", "Filen innehåller inga dokument.\n"))


def sie5_source(session: Session, path: str) -> Source:
    """What the library reads for a path that must be SIE 5.

    Args:
        session: The run.
        path: Of the file, or ``-``.

    Raises:
        SieFileError: The file cannot be opened.
        SieUsageError: It is another file.
    """
    from sie.errors import SieUsageError
    from sie.text.reader import is_sie5, opened

    source = session.source(path)
    if path == "-":
        return source  # it can be read once only
    with opened(source) as file:
        if not is_sie5(file):
            raise SieUsageError(
                f"{path} is no SIE 5 file; only those have signatures and documents.",
                f"{path} är ingen SIE 5-fil; bara sådana har signaturer och dokument.",
            )
    return source
