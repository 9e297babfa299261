"""Plans and reconciliations as text for people and as values for JSON, in Swedish or English."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from sie.comparison import Change
from sie.ledger.model import exact_sum
from sie.migration.fit import Fitted, number_of
from sie.migration.plan import Entry, Plan
from sie.migration.texts import NOT_CARRIED
from sie.report.diff import DiffReport
from sie.report.harmless import safe
from sie.report.look import Look
from sie.report.money import spaced

if TYPE_CHECKING:
    from sie.migration.run import Move

__all__ = ["plan_text", "plan_values", "reconciled_values", "run_text", "run_values"]

_SHOWN = 5
_STYLES = {"green": "added", "amber": "warning", "red": "error"}

_WORDS: dict[str, tuple[str, str]] = {
    "green": ("GREEN  nothing stands in the way", "GRÖNT  inget hindrar flytten"),
    "amber": ("AMBER  it can be done; read what follows first", "GULT  flytten kan göras; läs det här först"),
    "red": ("RED  something stands in the way", "RÖTT  något hindrar flytten"),
    "source": ("Source", "Källa"),
    "state": (
        "A file does not tell whether it came from the active or the archived company; both are read alike.",
        "En fil säger inte om den kommer från det aktiva eller det arkiverade företaget; båda läses likadant.",
    ),
    "order": ("Files, in the order of import", "Filer, i inläsningsordning"),
    "no_year": ("no fiscal year", "inget räkenskapsår"),
    "keep": ("keep until {}", "spara t.o.m. {}"),
    "vouchers": ("vouchers: {}", "verifikationer: {}"),
    "with_opening": ("opening balances and vouchers", "ingående balanser och verifikationer"),
    "together": ("taken together with the file above", "tas ihop med filen ovanför"),
    "without_opening": ("vouchers only", "bara verifikationer"),
    "blocks": ("What stands in the way", "Det som hindrar"),
    "accepted": ("Accepted, with a reason", "Godtaget, med skäl"),
    "warnings": ("What you must know", "Det du måste veta"),
    "changes": ("What will change", "Det som ändras"),
    "series": ("Series “{}” becomes {}", "Serie “{}” blir {}"),
    "proposed": (
        "proposed; decide with --series {}={}",
        "förslag; bestäm med --series {}={}",
    ),
    "numbers": (
        "Series {}, year from {}: {} of {} vouchers get another number ({} becomes {})",
        "Serie {}, år från {}: {} av {} verifikationer får ett annat nummer ({} blir {})",
    ),
    "folded": (
        "Dimension {} ({}), {} rows, debit {}, credit {}: {}",
        "Dimension {} ({}), {} rader, debet {}, kredit {}: {}",
    ),
    "left_out": ("left out", "utelämnas"),
    "into": ("goes into dimension {}", "förs till dimension {}"),
    "decide": ("decide with --dimension {}=1, 6 or nothing", "bestäm med --dimension {}=1, 6 eller inget"),
    "rolled": (
        "Opening balances of the year from {} are carried over from the year before, not read from the file",
        "Ingående balanser för året från {} förs över från året före, läses inte ur filen",
    ),
    "typed": (
        "Account {} has no type, and its number tells none; by the balances in the file it gets {}",
        "Konto {} saknar typ, och numret säger ingen; av saldona i filen blir den {}",
    ),
    "type_K": ("K: its result is not carried over", "K: resultatet förs inte över till nästa år"),
    "type_T": ("T: its balance is carried over", "T: saldot förs över till nästa år"),
    "object_opening": ("opening balances of objects", "ingående balanser för objekt"),
    "object_closing": ("closing balances of objects", "utgående balanser för objekt"),
    "period": ("period balances", "periodsaldon"),
    "budget": ("budgets", "budgetar"),
    "extras": ("records outside the standard", "poster utanför standarden"),
    "not_read": ("Not read by the import: {}", "Läses inte av importen: {}"),
    "nothing": ("nothing: series, numbers and dimensions stay", "inget: serier, nummer och dimensioner behålls"),
    "not_carried": ("What no SIE file carries; save it apart", "Det ingen SIE-fil bär med sig; spara det för sig"),
    "run_green": (
        "GREEN  the books are moved, and not one difference is unexplained",
        "GRÖNT  bokföringen är flyttad, och ingen skillnad är oförklarad",
    ),
    "run_amber": (
        "AMBER  the books are moved; read the warnings before you sign",
        "GULT  bokföringen är flyttad; läs varningarna innan du skriver under",
    ),
    "run_red": (
        "RED  the books are moved, but something differs without an explanation",
        "RÖTT  bokföringen är flyttad, men något skiljer sig utan förklaring",
    ),
    "run_blocked": ("RED  nothing was moved", "RÖTT  inget flyttades"),
    "made": ("The fresh company", "Det nya företaget"),
    "was_there": ("The company", "Företaget"),
    "known": (
        "These files were moved before, byte for byte: nothing was done, and the proof was made again.",
        "De här filerna är redan flyttade, byte för byte: inget gjordes, och beviset togs fram på nytt.",
    ),
    "year": (
        "  {} {} {}: {} vouchers, {} rows, debit and credit {}",
        "  {} {} {}: {} verifikationer, {} rader, debet och kredit {}",
    ),
    "compared": (
        "Held against the files: {} vouchers, {} rows, {} accounts; differences explained: {}, unexplained: {}",
        "Jämfört med filerna: {} verifikationer, {} rader, {} konton; förklarade skillnader: {}, oförklarade: {}",
    ),
    "more": ("… and {} more", "… och {} till"),
    "whole": ("the file", "hela filen"),
}


def _word(key: str, look: Look, *parts: object) -> str:
    return _WORDS[key][1 if look.language == "sv" else 0].format(*parts)


def plan_text(plan: Plan, look: Look) -> Iterator[str]:
    """A plan as text: the verdict first, then what stands in the way, what changes, and what no file carries.

    Args:
        plan: The plan.
        look: How it looks.
    """
    yield look.paint(_word(plan.verdict, look), _STYLES[plan.verdict]) + "\n"
    yield f"{_word('source', look)}: {', '.join(safe(source) for source in plan.sources)}. {_word('state', look)}\n"
    yield from _heading("order", look)
    placed: set[int] = set()
    for file in plan.files:
        year = file.ledger.years.get(0)
        span = f"{year.start} {look.dash} {year.end}" if file.place and year else _word("no_year", look)
        what = _word(
            "together" if file.place in placed else "with_opening" if file.place == 1 else "without_opening", look
        )
        if file.place:
            placed.add(file.place)
        kept = _word("keep", look, file.keep_until or look.dash)
        count = _word("vouchers", look, len(file.ledger.vouchers))
        yield f"  {file.place or look.dash}. {safe(file.path)}  {span}  {count}; {what}; {kept}\n"
        yield look.paint(f"     SHA-256 {file.sha256}", "dim") + "\n"
    for key, entries in (("blocks", plan.blocks), ("accepted", plan.accepted), ("warnings", plan.warnings)):
        if entries:
            yield from _heading(key, look)
            yield from _entries(entries, look)
    yield from _heading("changes", look)
    said = list(_changes(plan.fitted, look))
    yield from said or [f"  {_word('nothing', look)}\n"]
    yield from _heading("not_carried", look)
    yield from (f"  [ ] {sentence.of(look.language)}\n" for sentence in NOT_CARRIED)


def _heading(key: str, look: Look) -> Iterator[str]:
    yield "\n" + look.paint(_word(key, look), "bold") + "\n"


def _entries(entries: Iterable[Entry], look: Look) -> Iterator[str]:
    seen: dict[str, int] = {}
    for entry in entries:
        diagnostic = entry.diagnostic
        seen[diagnostic.code] = seen.get(diagnostic.code, 0) + 1
        if seen[diagnostic.code] > _SHOWN:
            continue
        where = f"{safe(entry.file)}:{diagnostic.line}" if diagnostic.line else safe(entry.file)
        times = f" ({look.word('times', diagnostic.count)})" if diagnostic.count > 1 else ""
        reason = f" [{safe(entry.reason)}]" if entry.reason is not None else ""
        word = look.paint(diagnostic.code, diagnostic.severity.value)
        yield f"  {word} {where}: {safe(diagnostic.message(look.language))}{times}{reason}\n"
    for code, number in seen.items():
        if number > _SHOWN:
            yield f"  {code} {_word('more', look, number - _SHOWN)}\n"


def _changes(fitted: Fitted, look: Look) -> Iterator[str]:
    for name, letter in fitted.series.items():
        if name != letter:
            hint = f" ({_word('proposed', look, safe(name), letter)})" if name in fitted.proposed else ""
            yield f"  {_word('series', look, safe(name), letter)}{hint}\n"
    for start, pairs in fitted.numbers.years.items():
        by_series: dict[str, list[tuple[str, str]]] = {}
        counts: dict[str, int] = {}
        for pair in pairs:
            series = pair.target.series or ""
            counts[series] = counts.get(series, 0) + 1
            if pair.source.number != pair.target.number:
                by_series.setdefault(series, []).append((number_of(pair.source), number_of(pair.target)))
        for series, moved in sorted(by_series.items()):
            old, new = moved[0]
            yield f"  {_word('numbers', look, series, start, len(moved), counts[series], safe(old), new)}\n"
    for fold in fitted.folded:
        into = _word("into", look, fold.into) if fold.into else _word("left_out", look)
        hint = "" if fold.chosen else f" ({_word('decide', look, safe(fold.dimension))})"
        amounts = spaced(fold.debit, look.language), spaced(fold.credit, look.language)
        parts = (safe(fold.dimension), safe(fold.name or look.dash), fold.rows, *amounts, into)
        yield f"  {_word('folded', look, *parts)}{hint}\n"
    if fitted.left_out:
        kinds = ", ".join(f"{_word(kind, look)} ({count})" for kind, count in fitted.left_out.items())
        yield f"  {_word('not_read', look, kinds)}\n"
    typed = {(c.key, c.after): c for c in fitted.changes if c.kind == "retyped-account" and c.before is None}
    for number, kind in typed:
        yield f"  {_word('typed', look, safe(number), _word(f'type_{kind}', look))}\n"
    for change in fitted.changes:
        if change.kind == "opening-rolled":
            yield f"  {_word('rolled', look, change.year)}\n"


def plan_values(plan: Plan, language: str) -> dict[str, object]:
    """A plan as values that become JSON.

    Args:
        plan: The plan.
        language: Of the messages.
    """
    return {
        "version": 1,
        "verdict": plan.verdict,
        "sources": plan.sources,
        "files": [
            {
                "path": file.path,
                "place": file.place or None,
                "sha256": file.sha256,
                "start": year.start if (year := file.ledger.years.get(0)) else None,
                "end": year.end if year else None,
                "company": file.ledger.company.name,
                "organisation_number": file.ledger.company.organisation_number,
                "vouchers": len(file.ledger.vouchers),
                "keep_until": file.keep_until,
            }
            for file in plan.files
        ],
        "blocks": [_entry_values(entry, language) for entry in plan.blocks],
        "accepted": [{**_entry_values(entry, language), "reason": entry.reason} for entry in plan.accepted],
        "warnings": [_entry_values(entry, language) for entry in plan.warnings],
        "changes": list(plan.fitted.changes),
        "series": plan.fitted.series,
        "proposed": plan.fitted.proposed,
        "names": plan.choices.names,
        "dimensions": plan.fitted.folded,
        "unexplained": 0,
        "number_map": plan.fitted.numbers,
        "not_carried": [sentence.of(language) for sentence in NOT_CARRIED],
    }


def run_text(move: Move, look: Look) -> Iterator[str]:
    """What became of a move: the verdict, the plan, and where the books are.

    Args:
        move: The move.
        look: How it looks.
    """
    done, found = move.done, move.reconciliation
    if done is None or found is None:
        yield look.paint(_word("run_blocked", look), "error") + "\n"
        yield from _heading("blocks", look)
        yield from _entries(move.blocks, look)
        return
    yield look.paint(_word(f"run_{move.verdict}", look), _STYLES[move.verdict]) + "\n"
    yield f"{_word('made' if move.made else 'was_there', look)}: {safe(done.company.title)}\n"
    if done.known:
        yield _word("known", look) + "\n"
    for ledger in found.targets:
        year = ledger.years.get(0)
        rows = [row for voucher in ledger.vouchers for row in voucher.posted]
        debit = exact_sum(row.amount for row in rows if row.amount is not None and row.amount > 0)
        span = (year.start, look.dash, year.end) if year is not None else (look.dash, "", "")
        yield _word("year", look, *span, len(ledger.vouchers), len(rows), spaced(debit, look.language)) + "\n"
    result = found.comparison
    explained = sum(1 for d in result.differences if d.is_root and d.explained)
    counts = (
        sum(len(ledger.vouchers) for ledger in found.sources),
        sum(len(voucher.rows) for ledger in found.sources for voucher in ledger.vouchers),
        len({number for ledger in found.sources for number in ledger.accounts}),
    )
    yield _word("compared", look, *counts, explained, result.unexplained) + "\n\n"
    yield from plan_text(move.plan, look)


def run_values(move: Move, language: str) -> dict[str, object]:
    """A move as values that become JSON: those of its plan, and what came of it.

    Args:
        move: The move.
        language: Of the messages.
    """
    found = move.reconciliation
    values = plan_values(move.plan, language)
    company = move.company
    return {
        **values,
        "verdict": move.verdict,
        "blocks": [_entry_values(entry, language) for entry in move.blocks],
        "company": msgspec.to_builtins(company) if company is not None else None,
        "made": move.made,
        "known": move.done is not None and move.done.known,
        "changes": list(found.changes) if found is not None else values["changes"],
        "unexplained": found.comparison.unexplained if found is not None else 0,
        "differences": list(found.comparison.differences) if found is not None else [],
        "number_map": found.fitted.numbers if found is not None else values["number_map"],
        "exported": [{"name": name, "sha256": hashlib.sha256(data).hexdigest()} for name, data in move.exported],
    }


def _entry_values(entry: Entry, language: str) -> dict[str, object]:
    d = entry.diagnostic
    return {
        "code": d.code,
        "file": entry.file,
        "line": d.line,
        "count": d.count,
        "message": d.message(language),
    }


def reconciled_values(values: DiffReport, planned: Iterable[Change]) -> dict[str, object]:
    """The values of a comparison, with what was done on purpose.

    Args:
        values: Of ``diff_values``.
        planned: What was done on purpose.
    """
    return {**msgspec.structs.asdict(values), "planned": list(planned)}
