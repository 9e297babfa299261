"""The files to hand to Visma Administration, and a read-me with the steps; the untouched originals beside them."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from sie._version import __version__
from sie.errors import SieFileError, SieUsageError
from sie.ledger.derive import balances_for
from sie.ledger.load import load
from sie.ledger.model import FiscalYear, Generated, Ledger, Program, exact_sum
from sie.ledger.render import dumps
from sie.ledger.values import write_amount
from sie.migration.fit import FittedYear, number_of
from sie.migration.plan import Plan, refuse_red
from sie.migration.texts import NOT_CARRIED, STEPS
from sie.text.reader import cannot_read
from sie.text.writer import Substitutions, write_folder
from sie.transform import number_map_csv
from sie.transform.names import own_name, span_name
from sie.transform.one_year import named

__all__ = ["is_prepared", "prepare", "prepared"]

_KINDS = {
    "object_opening": "ingående balanser för objekt",
    "object_closing": "utgående balanser för objekt",
    "period": "periodsaldon",
    "budget": "budgetar",
    "extras": "poster utanför standarden",
}
_README = "LÄS MIG FÖRST.txt"


def prepared(
    plan: Plan, today: datetime.date | None = None, substitute: Substitutions | None = None
) -> dict[str, bytes]:
    """The files by name: one with opening balances, one with vouchers for each year, originals, hashes, number map.

    Args:
        plan: A plan that nothing stands in the way of.
        today: The day that the files say they were written; today unless given.
        substitute: Leave to replace letters that CP437 lacks; the read-me lists them, the originals keep them.

    Raises:
        SieUsageError: Something stands in the way, or no file has a fiscal year.
        SieWriteError: A text holds a letter that CP437 lacks; the message names it with a proposal.
    """
    refuse_red(plan)
    years = plan.fitted.years
    if not years:
        raise SieUsageError(
            "No file says which fiscal year it holds (#RAR 0): there is nothing to prepare.",
            "Ingen fil säger vilket räkenskapsår den innehåller (#RAR 0): det finns inget att förbereda.",
        )
    day = today or datetime.date.today()
    files: dict[str, bytes] = {}
    opening, *names = _names(years)
    before = len(substitute.made) if substitute is not None else 0
    files[opening] = dumps(_opening(years[0].ledger, day), kind="4E", substitute=substitute)
    for name, year in zip(names, years, strict=True):
        files[name] = dumps(_vouchers(year.ledger, day), kind="4I", substitute=substitute)
    originals = _originals(plan)
    for name, file in zip(originals, plan.files, strict=True):
        files[f"original/{name}"] = file.data
    sums = [f"{file.sha256}  {name}" for name, file in zip(originals, plan.files, strict=True)]
    files["original/SHA256SUMS"] = ("\n".join(sums) + "\n").encode()
    files["nummerkarta.json"] = plan.fitted.numbers.to_json() + b"\n"
    files["nummerkarta.csv"] = number_map_csv(plan.fitted.numbers.years.items(), "sv")
    made = (
        dict.fromkeys((s.label, s.before, s.after) for s in substitute.made[before:]) if substitute is not None else ()
    )
    files[_README] = _readme(plan, opening, tuple(made)).encode("utf-8-sig").replace(b"\n", b"\r\n")
    return files


def prepare(
    plan: Plan,
    folder: str | os.PathLike[str],
    today: datetime.date | None = None,
    substitute: Substitutions | None = None,
) -> Path:
    """Write the files into a new folder, all of them or none.

    Args:
        plan: A plan that nothing stands in the way of.
        folder: A folder that does not exist yet, or is empty.
        today: The day that the files say they were written; today unless given.
        substitute: As for ``prepared``.

    Returns:
        The folder.

    Raises:
        SieFileError: The folder cannot be written.
        SieUsageError: The folder holds something, or something stands in the way of the plan.
        SieWriteError: A text holds a letter that CP437 lacks.
    """
    return write_folder(folder, prepared(plan, today, substitute))


def is_prepared(plan: Plan, folder: str | os.PathLike[str], substitute: Substitutions | None = None) -> bool:
    """Whether a folder holds what ``prepare`` would write into it, byte for byte and nothing else.

    The files say on which day they were written (``#GEN``): that day is no difference.

    Args:
        plan: A plan that nothing stands in the way of.
        folder: The folder.
        substitute: As for ``prepared``; its list stays as it is.

    Raises:
        SieFileError: The folder cannot be read.
        SieUsageError: Something stands in the way of the plan.
        SieWriteError: A text holds a letter that CP437 lacks.
    """
    place = Path(folder)
    try:
        there = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if not path.is_dir()}
        if not there:
            return False
        substitute = Substitutions(substitute.table) if substitute is not None else None
        wanted = prepared(plan, substitute=substitute)
        if there.keys() != wanted.keys():
            return False
        written = load(there[next(iter(wanted))]).generated
        if written is not None and written.date is not None:
            wanted = prepared(plan, written.date, substitute)
        return all(_same(path, wanted[name]) for name, path in there.items())
    except OSError as error:
        if isinstance(error, SieFileError):
            raise
        raise cannot_read(place, error) from error


def _same(path: Path, data: bytes) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data


def _names(years: Sequence[FittedYear]) -> list[str]:
    """The files in the order in which they are read, which is also that of their names."""
    plain = [f"Ingående balanser {_year(years[0])}.se", *(f"Verifikationer {_year(year)}.si" for year in years)]
    width = len(str(len(plain)))
    return [f"{place:0{width}} {name}" for place, name in enumerate(plain, 1)]


def _year(year: FittedYear) -> str:
    return span_name(FiscalYear(year.start, year.end))


def _opening(ledger: Ledger, day: datetime.date) -> Ledger:
    """The chart and the opening balances; closing balances follow from them, as the type demands.

    Of type 4, which every import of Visma Administration takes: type 1 would need tax codes, which few sources give.
    """
    balances = balances_for("4E", [b for b in ledger.balances if b.kind == "opening"], (), ledger.accounts)
    return msgspec.structs.replace(
        _signed(ledger, day), kind="4E", dimensions={}, objects=(), balances=balances, vouchers=()
    )


def _vouchers(ledger: Ledger, day: datetime.date) -> Ledger:
    company = msgspec.structs.replace(ledger.company, industry_code=None)
    return msgspec.structs.replace(_signed(ledger, day), kind="4I", balances=(), company=company)


def _signed(ledger: Ledger, day: datetime.date) -> Ledger:
    return msgspec.structs.replace(ledger, program=Program("sie", __version__), generated=Generated(day))


def _originals(plan: Plan) -> list[str]:
    """What the originals are called in their folder: a number before a name that is there already."""
    out: list[str] = []
    taken = {"sha256sums"}
    for file in plan.files:
        own = name = own_name(file.path, "fil")
        count = 1
        while name.casefold() in taken:
            count += 1
            name = f"{count} {own}"
        taken.add(name.casefold())
        out.append(name)
    return out


def _readme(plan: Plan, opening: str, replaced: Sequence[tuple[str, str, str]]) -> str:
    first = plan.fitted.years[0]
    company = first.source.company
    total = exact_sum(b.amount for b in first.ledger.balances if b.kind == "opening")
    lines = [
        f"FLYTT TILL VISMA ADMINISTRATION: {company.name or ''} {company.organisation_number or ''}".rstrip(),
        "",
        "Gör så här, i den här ordningen:",
        "",
    ]
    values = {"start": first.start, "end": first.end, "opening": opening, "sum": write_amount(total) or str(total)}
    lines += [f"{number}. {step.format(**values)}" for number, step in enumerate(STEPS, 1)]
    lines += ["", "Verifikationer per år:", ""]
    for name, year in zip(_names(plan.fitted.years)[1:], plan.fitted.years, strict=True):
        lines.append(f"  {name}: {len(year.ledger.vouchers)} verifikationer")
        series: dict[str, list[str]] = {}
        for voucher in year.ledger.vouchers:
            series.setdefault(voucher.series or "", []).append(voucher.number or "")
        lines += [
            f"      serie {name}: {len(numbers)} st, startnummer {numbers[0]}, sista nummer {numbers[-1]}"
            for name, numbers in sorted(series.items())
        ]
    moved = [
        p for pairs in plan.fitted.numbers.years.values() for p in pairs if number_of(p.source) != number_of(p.target)
    ]
    lines += ["", f"{len(moved)} verifikationer får ett annat nummer; nummerkarta.csv visar vilka. Spara den."]
    for year in plan.fitted.years:
        empty = [voucher for voucher in year.ledger.vouchers if not voucher.rows]
        if empty:
            lines.append(
                f"Verifikationer utan rader {_year(year)}: {named(empty, len(empty))}. Om programmet utelämnar dem får "
                "de följande ett annat nummer än i nummerkartan: kontrollera serien efter inläsningen."
            )
    for fold in plan.fitted.folded:
        into = f"förs till dimension {fold.into}" if fold.into else "utelämnas"
        lines.append(f"Dimension {fold.dimension} ({fold.name or '–'}) {into}: {fold.rows} rader.")
    if plan.fitted.left_out:
        kinds = ", ".join(f"{_KINDS[kind]} ({count})" for kind, count in plan.fitted.left_out.items())
        lines.append(f"Läses inte av importen och finns bara i originalen: {kinds}.")
    if replaced:
        lines += ["", "Tecken som CP437 saknar är ersatta i filerna ovan; originalen har dem kvar:"]
        lines += [f"  {label}: {before} -> {after}" for label, before, after in replaced]
    if plan.accepted:
        lines += ["", "Godtagna hinder:"]
        lines += [f"  {e.diagnostic.code} i {e.file}: {e.reason}" for e in plan.accepted]
    lines += ["", "Det här följer inte med i en SIE-fil. Spara det för sig:", ""]
    lines += [f"  [ ] {sentence.sv}" for sentence in NOT_CARRIED]
    lines += ["", "Originalfilerna ligger orörda i mappen original. Spara dem till och med:", ""]
    lines += [f"  {name}: {file.keep_until or '–'}" for name, file in zip(_originals(plan), plan.files, strict=True)]
    return "\n".join(lines) + "\n"
