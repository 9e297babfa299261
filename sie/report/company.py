"""Companies, years, originals, log and imports as text; what is shown comes as plain values, the same as for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from sie.report.harmless import safe
from sie.report.look import Look
from sie.report.text import printed

__all__ = ["HEADS", "Values", "facts_text", "import_text", "state_word", "table_text"]

Values = Mapping[str, object]
"""The names and values of one thing."""

HEADS: dict[str, tuple[str, str]] = {
    "id": ("Id", "Id"),
    "organisation_number": ("Number", "Orgnr"),
    "name": ("Name", "Namn"),
    "state": ("State", "Tillstånd"),
    "form": ("Legal form", "Företagsform"),
    "method": ("Accounting method", "Bokföringsmetod"),
    "vat_period": ("VAT period", "Momsperiod"),
    "series": ("Series", "Serier"),
    "profile": ("Program", "Program"),
    "created": ("Created", "Skapat"),
    "archived": ("Archived", "Arkiverat"),
    "restarted_from": ("Follows upon id", "Efterföljer id"),
    "start": ("From", "Från"),
    "end": ("To", "Till"),
    "kind": ("Type", "Typ"),
    "accounts": ("Accounts", "Konton"),
    "vouchers": ("Vouchers", "Verifikationer"),
    "rows": ("Rows", "Rader"),
    "keep_until": ("Keep until", "Spara t.o.m."),
    "sha256": ("SHA-256", "SHA-256"),
    "size": ("Bytes", "Byte"),
    "at": ("When", "När"),
    "year_start": ("Year from", "År från"),
    "user": ("Who", "Vem"),
    "program": ("Program", "Program"),
    "action": ("What", "Vad"),
    "key": ("Of", "Av"),
    "before": ("Before", "Före"),
    "after": ("After", "Efter"),
    "reason": ("Reason", "Skäl"),
}
"""What each value is called, in English and Swedish."""

_WORDS: dict[str, tuple[str, str]] = {
    "fresh": ("fresh", "nytt"),
    "active": ("active", "aktivt"),
    "archived": ("archived", "arkiverat"),
    "accrual": ("accrual", "faktureringsmetoden"),
    "cash": ("cash", "kontantmetoden"),
    "month": ("month", "månad"),
    "quarter": ("quarter", "kvartal"),
    "year": ("year", "år"),
    "none": ("none", "ingen"),
    "created": ("created", "skapat"),
    "imported": ("imported", "inläst"),
    "accepted": ("accepted", "godtaget"),
    "told": ("told", "meddelat"),
    "restarted": ("restarted", "omstartat"),
    "deleted": ("deleted", "raderat"),
    "chart-kept": ("accounts of the chart kept", "kontoplanens konton behållna"),
    "name-differs": ("account name differs", "kontonamn skiljer sig"),
    "opening-differs": ("opening balance carried over", "ingående balans överförd"),
    "series-added": ("series added", "serier tillagda"),
    "mapped-series": ("series mapped", "serie översatt"),
    "folded-dimension": ("dimension folded", "dimension hopförd"),
    "opening-rolled": ("opening balances carried over", "ingående balanser överförda"),
    "renamed-account": ("account renamed", "konto bytte namn"),
    "retyped-account": ("account type filled in", "kontotyp ifylld"),
    "recoded-account": ("SRU codes filled in", "SRU-koder ifyllda"),
    "remeasured-account": ("unit filled in", "enhet ifylld"),
    "changed-company": ("company data", "företagsuppgift"),
    "left-out": ("left out", "utelämnat"),
}
_RIGHT = frozenset(("id", "accounts", "vouchers", "rows", "size"))


def _say(pair: tuple[str, str], look: Look) -> str:
    return pair[look.language == "sv"]


def state_word(value: str, look: Look) -> str:
    """A state, a choice or an action in the language of the report; anything else as it is.

    Args:
        value: Such as ``fresh``.
        look: How it looks.

    Example:
        >>> state_word("archived", Look(language="sv"))
        'arkiverat'
    """
    return _say(_WORDS[value], look) if value in _WORDS else value


def _cell(key: str, value: object, look: Look) -> str:
    if value is None or value == "":
        return ""
    text = str(value)
    return state_word(text, look) if key in ("state", "method", "vat_period", "action") else text


def table_text(rows: Sequence[Values], keys: Iterable[str], look: Look) -> str:
    """A table of things of one kind.

    Args:
        rows: The things.
        keys: Which of their values, in this order.
        look: How it looks.

    Example:
        >>> print(table_text([{"id": 1, "state": "fresh"}], ["id", "state"], Look(language="sv")), end="")
        Id  Tillstånd
         1  nytt
    """
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    names = list(keys)
    for key in names:
        table.add_column(_say(HEADS[key], look), justify="right" if key in _RIGHT else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(safe(_cell(key, row.get(key), look))) for key in names))
    return printed(look, table)


def facts_text(values: Values, keys: Iterable[str], look: Look) -> str:
    """The values of one thing, one on each line; those that it does not have are left out.

    Args:
        values: The thing.
        keys: Which of its values, in this order.
        look: How it looks.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for key in keys:
        text = _cell(key, values.get(key), look)
        if text:
            table.add_row(_say(HEADS[key], look), Text(safe(text)))
    return printed(look, table)


def import_text(values: Values, look: Look) -> Iterable[str]:
    """What an import did or would do, line by line.

    Args:
        values: As for JSON: ``findings``, ``years``, ``series``, ``folded``, ``rolled``, ``names``, ``renumbered``.
        look: How it looks.
    """
    for finding in _list(values, "findings"):
        if finding["severity"] == "info":
            continue
        state = "accepted" if finding["reason"] else str(finding["severity"])
        word = state_word(state, look) if state == "accepted" else look.word(state)
        why = f" [{safe(str(finding['reason']))}]" if finding["reason"] else ""
        where = f"{safe(str(finding['file']))}:{finding['line']}"
        yield f"{where}: {word} {finding['code']}: {safe(str(finding['message']))}{why}\n"
    for year in _list(values, "years"):
        span, vouchers, accounts = f"{year['start']} {look.dash} {year['end']}", year["vouchers"], year["accounts"]
        en, sv = f"{vouchers} vouchers, {accounts} accounts", f"{vouchers} verifikationer, {accounts} konton"
        yield f"{span}: {_say((en, sv), look)}.\n"
    for series in _list(values, "series"):
        how = _say((" (proposed)", " (förslag)"), look) if series["proposed"] else ""
        old, new = safe(str(series["before"] or '""')), series["after"]
        yield _say((f"Series {old} becomes {new}{how}.\n", f"Serie {old} blir {new}{how}.\n"), look)
    for fold in _list(values, "folded"):
        name = f"{fold['dimension']} ({safe(str(fold['name'] or '-'))})"
        amounts = f"{look.money(str(fold['debit']))} / {look.money(str(fold['credit']))}"
        into = fold["into"]
        done = (f"goes into dimension {into}", f"förs till dimension {into}") if into else ("is left out", "utelämnas")
        yield _say(
            (
                f"Dimension {name} {done[0]}: {fold['rows']} rows, debit / credit {amounts}.\n",
                f"Dimension {name} {done[1]}: {fold['rows']} rader, debet / kredit {amounts}.\n",
            ),
            look,
        )
    for clash in _list(values, "names"):
        account, own, other = clash["account"], safe(str(clash["chart"])), safe(str(clash["file"]))
        yield _say(
            (
                f"Account {account}: {own} in the chart, {other} in the file.\n",
                f"Konto {account}: {own} i kontoplanen, {other} i filen.\n",
            ),
            look,
        )
    count = values.get("renumbered") or 0
    if count:
        yield _say(
            (
                f"{count} vouchers get another number; 'sie company show --numbers' shows which.\n",
                f"{count} verifikationer får ett annat nummer; 'sie company show --numbers' visar vilka.\n",
            ),
            look,
        )


def _list(values: Values, key: str) -> list[dict[str, object]]:
    found = values.get(key)
    return [thing for thing in found if isinstance(thing, dict)] if isinstance(found, list) else []
