"""``sie company``: companies in a database: the start guide, import, export, archive."""

from __future__ import annotations

import importlib

import click

from sie.cli.session import CONTEXT, language_option

__all__ = ["command"]

_HELP = """Keep companies in a database: a SQLite file, or PostgreSQL for an office with many people.

\b
  sie company create "Åkeriet AB" --number 556677-8899 --year 2023-01-01..2023-12-31
  sie company create --like 2023.se              name, number, form and first year from a file
  sie company import "Åkeriet AB" 2023.se 2024.se
  sie company list
  sie company show 556677-8899
  sie company export 556677-8899 books.se --year 2024
  sie company export 556677-8899 folder --all-years
  sie company archive 556677-8899                closed for ever; it can still be read and exported
  sie company restart 556677-8899                an archived copy, and a fresh company

A company is fresh (start guide done, no books), active or archived. It is named by organisation number, name or id.
"""

_HOMES = {
    "create": "company_manage",
    "import": "company_move",
    "list": "company_manage",
    "show": "company_manage",
    "export": "company_move",
    "archive": "company_manage",
    "restart": "company_manage",
    "delete": "company_manage",
    "originals": "company_move",
    "log": "company_move",
}


class _Commands(click.Group):
    """Commands that are imported when somebody asks for them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _HOMES:
            return None
        found = getattr(importlib.import_module(f"sie.cli.{_HOMES[cmd_name]}"), f"{cmd_name}_command")
        assert isinstance(found, click.Command)
        return found


@click.group("company", cls=_Commands, help=_HELP, short_help="Keep companies in a database.", context_settings=CONTEXT)
@language_option
def command() -> None:
    """The commands on companies."""
