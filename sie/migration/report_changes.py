"""What the report of a move tells of changes: differences, their causes, findings, and what became of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from sie.comparison import Difference
from sie.diagnostics import Diagnostic
from sie.ledger.model import exact_sum
from sie.migration.plan import Entry
from sie.migration.reconcile import Reconciliation
from sie.report.diff_words import AMOUNTS, cause_said, described
from sie.report.move import (
    Cause,
    Conversion,
    MoveDifference,
    MoveFinding,
    NumberRun,
    numbered,
)
from sie.report.sentence import Sentence

__all__ = ["causes", "conversions", "difference_of", "finding_of", "missing_vouchers"]

_KINDS: Mapping[str, Sentence] = {
    "object_opening": Sentence("Opening balances of objects", "Ingående balanser för objekt"),
    "object_closing": Sentence("Closing balances of objects", "Utgående balanser för objekt"),
    "period": Sentence("Period balances", "Periodsaldon"),
    "budget": Sentence("Budgets", "Budgetar"),
    "extras": Sentence("Records outside the standard", "Poster utanför standarden"),
    "sie5_items": Sentence("Items of sub-ledgers, such as invoices", "Reskontraposter, till exempel fakturor"),
    "sie5_assets": Sentence("Fixed assets", "Anläggningstillgångar"),
    "sie5_parties": Sentence("Customers and suppliers", "Kunder och leverantörer"),
    "sie5_documents": Sentence("Attached documents", "Bifogade dokument"),
    "sie5_currencies": Sentence("Amounts in other currencies", "Belopp i andra valutor"),
    "sie5_aggregations": Sentence("Account aggregations", "Kontosammandrag"),
    "sie5_history": Sentence("Who did what and when", "Vem som gjorde vad och när"),
    "sie5_years": Sentence("Later years and what is said of years", "Senare år och uppgifter om år"),
    "sie5_other": Sentence("Other things that only SIE 5 holds", "Annat som bara SIE 5 innehåller"),
}
_SERIES = Sentence(
    "Decided for this move. The target has the series A to Z, one letter each.",
    "Bestämt för flytten. Målet har serierna A till Z, en bokstav vardera.",
)
_NOT_DECIDED = Sentence(
    "The target has the series A to Z, one letter each. Nobody has decided which: the first free letter was taken.",
    "Målet har serierna A till Z, en bokstav vardera. Ingen har bestämt vilken: första lediga bokstav togs.",
)
_NUMBERED = Sentence(
    "The target numbers the vouchers of a series one after the other, from the first number that is given.",
    "Målet numrerar verifikationerna i en serie löpande, från det startnummer som anges.",
)
_FOLDED = Sentence(
    "Decided for this move. The target has the dimensions 1 (result unit) and 6 (project).",
    "Bestämt för flytten. Målet har dimensionerna 1 (resultatenhet) och 6 (projekt).",
)
_LEFT_OUT_DIMENSION = Sentence(
    "The target has the dimensions 1 (result unit) and 6 (project); nobody has decided otherwise.",
    "Målet har dimensionerna 1 (resultatenhet) och 6 (projekt); inget annat har bestämts.",
)
_ROLLED = Sentence(
    "Carried over from the closing balances of the year before, not read from the file.",
    "Förs över från föregående års utgående balanser, läses inte ur filen.",
)
_NOT_READ = Sentence(
    "The import does not read them; they stay in the original file.",
    "Importen läser dem inte; de finns kvar i originalfilen.",
)
_REGISTERED = Sentence(
    "The target registers every voucher on the day of the import; the original date is in the source file.",
    "Målet registrerar varje verifikation på inläsningsdagen; det ursprungliga datumet finns i källfilen.",
)


_CHANGED = {
    "registered-anew": Sentence("Registration date of vouchers", "Verifikationernas registreringsdatum"),
    "closing-reckoned": Sentence("Closing balances and results", "Utgående balanser och resultat"),
}


def difference_of(d: Difference) -> MoveDifference:
    """A difference in both languages, amounts with what they differ by."""
    en, sv = described(d, "en"), described(d, "sv")
    amount = d.field in AMOUNTS
    difference = None
    if amount and (d.before is not None or d.after is not None):
        difference = exact_sum((Decimal(d.after or 0), Decimal(d.before or 0).copy_negate()))
    return MoveDifference(
        year=d.year,
        where=d.where,
        key=d.key,
        row=d.row,
        field=d.field,
        thing=Sentence(en.thing, sv.thing),
        what=Sentence(en.field, sv.field),
        before=d.before,
        after=d.after,
        difference=difference,
        colour=d.colour,
        source_line=d.source_line,
        target_line=d.target_line,
        root=Sentence(en.root, sv.root) if en.root is not None and sv.root is not None else None,
    )


def causes(differences: Iterable[Difference]) -> Iterator[Cause]:
    """What explains differences, and how many each does; the most common first."""
    for cause, count in Counter(d.cause or "" for d in differences if d.explained).most_common():
        yield Cause(cause=cause, said=Sentence(cause_said(cause, "en"), cause_said(cause, "sv")), count=count)


def missing_vouchers(differences: Iterable[Difference]) -> Iterator[str]:
    """The vouchers of the source that the target lacks, and nobody knows why."""
    return (d.key for d in differences if d.where == "voucher" and d.field == "only_in_source" and not d.explained)


def finding_of(entry: Entry) -> MoveFinding:
    """A finding of the plan in both languages."""
    d: Diagnostic = entry.diagnostic
    return MoveFinding(
        code=d.code,
        file=entry.file,
        line=d.line,
        count=d.count,
        message=Sentence(d.message("en"), d.message("sv")),
    )


def conversions(found: Reconciliation, runs: Sequence[NumberRun]) -> Iterator[Conversion]:
    """What became of what on the way, how often, and why: series, numbers, dimensions, balances."""
    fitted = found.fitted
    counts = Counter(voucher.series or "" for year in fitted.years for voucher in year.source.vouchers)
    for old, new in fitted.series.items():
        if old != new:
            yield Conversion(
                kind="mapped-series",
                year=None,
                what=Sentence(f"Series {old or '(none)'}", f"Serie {old or '(ingen)'}"),
                before=old,
                after=new,
                count=counts[old],
                reason=_NOT_DECIDED if old in fitted.proposed else _SERIES,
            )
    for (year, series), group in groupby(runs, key=lambda run: (run.year, run.target_series)):
        moved = [run for run in group if run.changed and run.source_last != run.target_last]
        if moved:
            yield Conversion(
                kind="renumbered",
                year=year,
                what=Sentence(f"Numbers of series {series}", f"Nummer i serie {series}"),
                before=numbered(moved[0].source_series, moved[0].source_first),
                after=numbered(moved[0].target_series, moved[0].target_first),
                count=sum(run.count for run in moved),
                reason=_NUMBERED,
            )
    for fold in fitted.folded:
        name = f"{fold.dimension} {fold.name or ''}".strip()
        yield Conversion(
            kind="folded-dimension",
            year=None,
            what=Sentence(f"Dimension {name}", f"Dimension {name}"),
            before=fold.dimension,
            after=fold.into,
            count=fold.rows,
            debit=fold.debit,
            credit=fold.credit,
            reason=_FOLDED if fold.chosen else _LEFT_OUT_DIMENSION,
        )
    for change in found.changes:
        if change.kind == "opening-rolled":
            yield Conversion(
                kind=change.kind,
                year=change.year,
                what=Sentence("Opening balances", "Ingående balanser"),
                before=None,
                after=None,
                reason=_ROLLED,
            )
        elif change.kind == "left-out":
            yield Conversion(
                kind=change.kind,
                year=change.year,
                what=_KINDS.get(change.key, Sentence(change.key, change.key)),
                before=change.key,
                after=None,
                count=fitted.left_out.get(change.key),
                reason=_NOT_READ,
            )
        elif change.kind not in ("mapped-series", "folded-dimension"):
            said = Sentence(*(cause_said(change.kind, language) for language in ("en", "sv")))
            yield Conversion(
                kind=change.kind,
                year=change.year,
                what=_CHANGED.get(change.kind) or Sentence(change.key, change.key),
                before=change.before,
                after=change.after,
                reason=_REGISTERED if change.kind == "registered-anew" else said,
            )
