"""The files to hand to Visma Administration, and a read-me with the steps; the untouched originals beside them."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path, PurePath

import msgspec

from sie._version import __version__
from sie.errors import SieUsageError
from sie.ledger.derive import balances_for
from sie.ledger.model import FiscalYear, Generated, Ledger, Program, exact_sum
from sie.ledger.render import dumps
from sie.ledger.values import write_amount
from sie.migration.fit import FittedYear, number_of
from sie.migration.plan import Plan, refuse_red
from sie.migration.texts import NOT_CARRIED, STEPS
from sie.text.writer import write_folder
from sie.transform import number_map_csv
from sie.transform.names import span_name

__all__ = ["prepare", "prepared"]

_KINDS = {
    "object_opening": "ingående balanser för objekt",
    "object_closing": "utgående balanser för objekt",
    "period": "periodsaldon",
    "budget": "budgetar",
    "extras": "poster utanför standarden",
}
_README = "LÄS MIG FÖRST.txt"


def prepared(plan: Plan, today: datetime.date | None = None) -> dict[str, bytes]:
    """The files by name: one with opening balances, one with vouchers for each year, originals, hashes, number map.

    Args:
        plan: A plan that nothing stands in the way of.
        today: The day that the files say they were written; today unless given.

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
    files[opening] = dumps(_opening(years[0].ledger, day), kind="4E")
    for name, year in zip(names, years, strict=True):
        files[name] = dumps(_vouchers(year.ledger, day), kind="4I")
    originals = _unique([PurePath(file.path).name or "fil" for file in plan.files])
    for name, file in zip(originals, plan.files, strict=True):
        files[f"original/{name}"] = file.data
    sums = [f"{file.sha256}  {name}" for name, file in zip(originals, plan.files, strict=True)]
    files["original/SHA256SUMS"] = ("\n".join(sums) + "\n").encode()
    files["nummerkarta.json"] = plan.fitted.numbers.to_json() + b"\n"
    files["nummerkarta.csv"] = number_map_csv(plan.fitted.numbers.years.items(), "sv")
    files[_README] = _readme(plan, opening).encode("utf-8-sig").replace(b"\n", b"\r\n")
    return files


def prepare(plan: Plan, folder: str | os.PathLike[str], today: datetime.date | None = None) -> Path:
    """Write the files into a new folder, all of them or none.

    Args:
        plan: A plan that nothing stands in the way of.
        folder: A folder that does not exist yet, or is empty.
        today: The day that the files say they were written; today unless given.

    Returns:
        The folder.

    Raises:
        SieFileError: The folder cannot be written.
        SieUsageError: The folder holds something, or something stands in the way of the plan.
        SieWriteError: A text holds a letter that CP437 lacks.
    """
    return write_folder(folder, prepared(plan, today))


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


def _unique(names: list[str]) -> list[str]:
    """The names, with a number before those that are there already."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name.lower()] = seen.get(name.lower(), 0) + 1
        count = seen[name.lower()]
        out.append(name if count == 1 else f"{count} {name}")
    return out


def _readme(plan: Plan, opening: str) -> str:
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
    for fold in plan.fitted.folded:
        into = f"förs till dimension {fold.into}" if fold.into else "utelämnas"
        lines.append(f"Dimension {fold.dimension} ({fold.name or '–'}) {into}: {fold.rows} rader.")
    if plan.fitted.left_out:
        kinds = ", ".join(f"{_KINDS[kind]} ({count})" for kind, count in plan.fitted.left_out.items())
        lines.append(f"Läses inte av importen och finns bara i originalen: {kinds}.")
    if plan.accepted:
        lines += ["", "Godtagna hinder:"]
        lines += [f"  {e.diagnostic.code} i {e.file}: {e.reason}" for e in plan.accepted]
    lines += ["", "Det här följer inte med i en SIE-fil. Spara det för sig:", ""]
    lines += [f"  [ ] {sentence.sv}" for sentence in NOT_CARRIED]
    lines += ["", "Originalfilerna ligger orörda i mappen original. Spara dem till och med:", ""]
    lines += [f"  {file.path}: {file.keep_until or '–'}" for file in plan.files]
    return "\n".join(lines) + "\n"
