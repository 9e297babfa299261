"""``sie rules``: everything that can be found."""

from __future__ import annotations

import click

from sie.cli.session import CONTEXT, Session, formats, language_option

__all__ = ["command"]

_HELP = """List everything that can be found in a file: code, severity, name and a sentence.

\b
  sie rules
  sie rules --profile visma-administration    what that program demands beyond the standard
"""


@click.command("rules", help=_HELP, short_help="Every finding that there is.", context_settings=CONTEXT)
@click.option("-p", "--profile", metavar="NAME", help="Only the demands of this profile.")
@formats
@language_option
@click.pass_obj
def command(session: Session, profile: str | None, form: str) -> None:
    """List the pages of the registry."""
    from sie.checks.demands import demand_page
    from sie.checks.registry import pages
    from sie.checks.run import found_profile
    from sie.report.pages import page_values, pages_text

    found = list(pages().values())
    chosen = found_profile(profile)
    if chosen is not None:
        found = [demand_page(demand, chosen) for demand in chosen.demands]
    if form == "json":
        from sie.report.harmless import to_json

        session.data(to_json([page_values(page) for page in found]))
    else:
        session.out(pages_text(found, session.look()))
