"""``sie profiles``: what is known of programs, and how it is known."""

from __future__ import annotations

import click

from sie.cli.session import CONTEXT, Session, formats, language_option

__all__ = ["command"]

_HELP = """List the profiles, or show everything that one of them knows: demands, habits, facts, each with its source,
date and certainty. NAME may be a TOML file with a profile of your own.

\b
  sie profiles
  sie profiles visma-administration
  sie profiles fortnox --format json
"""


@click.command("profiles", help=_HELP, short_help="What is known of accounting programs.", context_settings=CONTEXT)
@click.argument("name", required=False, metavar="[NAME]")
@formats
@language_option
@click.pass_obj
def command(session: Session, name: str | None, form: str) -> None:
    """List them, or show one."""
    from sie.checks.run import found_profile
    from sie.profiles import all_profiles
    from sie.report.harmless import to_json
    from sie.report.pages import profile_text, profile_values, profiles_text

    chosen = found_profile(name)
    if chosen is not None:
        if form == "json":
            session.data(to_json(profile_values(chosen)))
        else:
            session.out(profile_text(chosen, session.look()))
    elif form == "json":
        session.data(to_json([profile_values(profile) for profile in all_profiles()]))
    else:
        session.out(profiles_text(all_profiles(), session.look()))
