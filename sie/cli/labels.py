"""``sie labels``: the label table."""

from __future__ import annotations

import click

from sie.cli.session import CONTEXT, Session, formats, language_option

__all__ = ["command"]

_HELP = """Show the labels of SIE 1-4, or one of them in detail.

For a LABEL: its fields, whether each file type must, may or must not hold it, and where the specification
describes it. The # may be left out (a shell takes it for a comment).

\b
  sie labels
  sie labels RTRANS
  sie labels --format json
"""


@click.command("labels", help=_HELP, short_help="The records that a file may hold.", context_settings=CONTEXT)
@click.argument("name", metavar="[LABEL]", required=False)
@formats
@language_option
@click.pass_obj
def command(session: Session, name: str | None, form: str) -> None:
    """Show the table, or one row of it."""
    from sie.report.harmless import to_json
    from sie.report.labels import label_text, label_values, labels_text
    from sie.spec.labels import BY_NAME, LABELS

    if name is None:
        if form == "json":
            session.data(to_json([label_values(label) for label in LABELS]))
        else:
            session.out(labels_text(session.look()))
        return
    wanted = "#" + name.upper().removeprefix("#")
    label = BY_NAME.get(wanted)
    if label is None:
        _unknown(name, wanted, list(BY_NAME))
    elif form == "json":
        session.data(to_json(label_values(label)))
    else:
        session.out(label_text(label, session.look()))


def _unknown(name: str, wanted: str, names: list[str]) -> None:
    import difflib

    from sie.errors import SieUsageError

    near = difflib.get_close_matches(wanted, names)
    en = f" Did you mean {', '.join(near)}?" if near else " 'sie labels' lists all."
    sv = f" Menade du {', '.join(near)}?" if near else " 'sie labels' visar alla."
    raise SieUsageError(f"SIE 1-4 has no label {name}.{en}", f"SIE 1-4 har ingen etikett {name}.{sv}")
