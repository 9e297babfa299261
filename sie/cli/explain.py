"""``sie explain``: what a finding means, why it matters, and what to do about it."""

from __future__ import annotations

from typing import NoReturn

import click

from sie.cli.session import CONTEXT, Session, formats, language_option

__all__ = ["command"]

_HELP = """Explain findings: what they mean, why they matter, a file that has one and the same file without.

\b
  sie explain SIE501
  sie explain unbalanced-voucher
  sie explain VAD006 --lang sv
"""


@click.command("explain", help=_HELP, short_help="What a finding means.", context_settings=CONTEXT)
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@formats
@language_option
@click.pass_obj
def command(session: Session, codes: tuple[str, ...], form: str) -> None:
    """Show one page after the other."""
    from sie.checks.registry import page
    from sie.convert.explained import page as converted
    from sie.report.pages import page_text, page_values

    found = [page(code) or converted(code) or _unknown(code) for code in codes]
    if form == "json":
        from sie.report.harmless import to_json

        values = [page_values(one) for one in found]
        session.data(to_json(values if len(values) > 1 else values[0]))
        return
    for number, one in enumerate(found):
        session.out(("\n" if number else "") + page_text(one, session.look()))


def _unknown(code: str) -> NoReturn:
    import difflib

    from sie.checks.registry import pages
    from sie.convert.explained import pages as converted
    from sie.errors import SieUsageError

    known = {**pages(), **converted()}
    names = [*known, *(page.finding.name for page in known.values())]
    begun = [name for name in known if code and name.startswith(code.upper())]
    near = begun[:3] or difflib.get_close_matches(code.upper(), names) or difflib.get_close_matches(code.lower(), names)
    en = f" Did you mean {', '.join(near)}?" if near else " 'sie rules' lists all."
    sv = f" Menade du {', '.join(near)}?" if near else " 'sie rules' visar alla."
    raise SieUsageError(f"There is no finding {code}.{en}", f"Det finns ingen anmärkning {code}.{sv}")
