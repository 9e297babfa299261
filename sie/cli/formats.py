"""``sie formats``: what books can be converted to and from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sie.cli.session import CONTEXT, Session, formats, language_option

if TYPE_CHECKING:
    from sie.convert.format import Format

__all__ = ["command"]

_HELP = """List the formats of 'sie convert': suffixes, whether they are read and written, and what each keeps.

\b
  sie formats
  sie formats csv            label by label
  sie formats --format json
"""


@click.command("formats", help=_HELP, short_help="The formats of 'sie convert'.", context_settings=CONTEXT)
@click.argument("name", required=False)
@formats
@language_option
@click.pass_obj
def command(session: Session, name: str | None, form: str) -> None:
    """List them, or describe one."""
    from sie.convert.registry import find, problems
    from sie.convert.registry import formats as known

    chosen = [find(name)] if name else list(known().values())
    if form == "json":
        from sie.report.harmless import to_json

        session.data(to_json([_values(one) for one in chosen]))
        return
    for one in chosen:
        session.out(_described(session, one, bool(name)))
    if not name:
        for problem in problems():
            session.error(f"sie: {session.say(problem.en, problem.sv)}")


def _described(session: Session, form: Format, whole: bool) -> str:
    from sie.convert.kept import kept_lines, kept_summary
    from sie.convert.registry import installed

    ways = [
        session.say(en, sv)
        for place, en, sv in ((form.reads, "reads", "läser"), (form.writes, "writes", "skriver"))
        if place
    ]
    out = f"{form.name:<12}{' '.join(form.suffixes):<22}{', '.join(ways)}\n"
    out += f"    {session.say(form.en, form.sv)}\n    {kept_summary(form, session.language)}\n"
    for names, en, sv in (
        (form.read_options, "Reading takes", "Läsning tar"),
        (form.write_options, "Writing takes", "Skrivning tar"),
    ):
        if names:
            flags = " ".join("--" + name.replace("_", "-") for name in names)
            out += f"    {session.say(en, sv)} {flags}\n"
    if form.extra and not installed(form):
        out += f"    pip install 'sie[{form.extra}]'\n"
    if whole:
        out += "\n" + "".join(f"    {line}\n" for line in kept_lines(form, session.language))
        if "company_name" in form.read_options:
            out += "\n" + _layout(session)
    return out


def _layout(session: Session) -> str:
    """The columns of a sheet with vouchers."""
    from sie.convert.sheet_layout import LAYOUT

    out = session.say(
        "    Vouchers are read from rows with these columns, in any order, with Swedish or English headings:\n",
        "    Verifikationer läses från rader med de här kolumnerna, i valfri ordning, med rubriker på svenska eller "
        "engelska:\n",
    )
    for known in LAYOUT:
        heading = session.say(known.en[0], known.sv[0])
        out += f"      {heading:<22}{session.say(known.holds_en, known.holds_sv)}\n"
    return out + session.say(
        "      Cost centre, Project, Dim 20 ...   the object in that dimension\n",
        "      Kostnadsställe, Projekt, Dim 20 ...   objektet i den dimensionen\n",
    )


def _values(form: Format) -> dict[str, object]:
    return {
        "name": form.name,
        "suffixes": form.suffixes,
        "en": form.en,
        "sv": form.sv,
        "reads": bool(form.reads),
        "writes": bool(form.writes),
        "equal": form.equal,
        "container": form.container,
        "read_options": form.read_options,
        "write_options": form.write_options,
        "extra": form.extra or None,
        "keeps": {label: list(fields) for label, fields in form.keeps.items()},
    }
