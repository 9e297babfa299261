"""``sie schema``: the JSON Schema of books as JSON."""

from __future__ import annotations

import click

from sie.cli.session import CONTEXT, Session, language_option

__all__ = ["command"]

_HELP = """Print the JSON Schema (draft 2020-12) of the JSON that 'sie convert' reads and writes.

\b
  sie schema > sie-ledger.schema.json
  sie schema ndjson                        of each line of NDJSON
"""


@click.command("schema", help=_HELP, short_help="The JSON Schema of the JSON format.", context_settings=CONTEXT)
@click.argument("form", type=click.Choice(["json", "ndjson"]), default="json", metavar="[FORMAT]")
@language_option
@click.pass_obj
def command(session: Session, form: str) -> None:
    """Print it."""
    if form == "json":
        from sie.convert.json import schema
    else:
        from sie.convert.ndjson import schema
    from sie.report.harmless import to_json

    session.data(to_json(schema()))
