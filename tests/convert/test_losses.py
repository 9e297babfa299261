from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import sie
from sie.convert.format import EVERYTHING, EXTRAS, WHOLE, Format, all_but
from sie.convert.kept import kept_lines, kept_summary
from sie.convert.losses import FINDINGS, losses, lost
from sie.spec.labels import BY_NAME

NOTHING = Format(name="nothing", suffixes=(), en="", sv="", keeps={})


def test_each_label_is_counted(books: sie.Ledger) -> None:
    found = losses(books, NOTHING)
    counts = {d.params["label"]: d.count for d in found}
    assert set(counts) == set(EVERYTHING)
    assert counts["#PROSA"] == 5
    assert counts["#SRU"] == 3
    assert counts["#KONTO"] == 3
    assert counts["#DIM"] == 2
    assert counts["#UNDERDIM"] == 1
    assert counts["#TRANS"] == 3
    assert counts[EXTRAS] == 6
    assert [d.code for d in found] == ["SIE801"] * (len(found) - 1) + ["SIE803"]
    first = next(d for d in found if d.params["label"] == "#KONTO")
    assert first.line == 12
    assert "3, such as “#KONTO 1930 Företagskonto”" in first.message("en")
    assert "3, till exempel “#KONTO 1930 Företagskonto”" in first.message("sv")


def test_each_field_is_counted(books: sie.Ledger) -> None:
    keeps = all_but({"#ADRESS": ("company.address.phone",), "#RTRANS": ("twin", "sign"), "#TRANS": ("text",)})
    found = losses(books, Format(name="some", suffixes=(), en="", sv="", keeps=keeps))
    assert [(d.code, d.params["label"], d.params["field_en"], d.count) for d in found] == [
        ("SIE802", "#ADRESS", "phone", 1),
        ("SIE802", "#TRANS", "text", 1),
        ("SIE802", "#RTRANS", "sign", 1),
        ("SIE802", "#RTRANS", "twin", 1),
    ]
    assert all(lost(d) for d in found)
    assert "fältet tel i #ADRESS" in found[0].message("sv")
    assert "fältet tvilling" in found[3].message("sv")


def test_what_is_not_there_is_not_lost() -> None:
    assert losses(sie.Ledger(), NOTHING) == ()
    assert losses(sie.Ledger(), Format(name="x", suffixes=(), en="", sv="", keeps={"#VER": ("date",)})) == ()


def test_counts_are_those_of_the_file(sample: Path) -> None:
    """Held against the lines that the writer makes, which knows nothing of losses."""
    ledger = sie.load(sample)
    try:
        text = sie.dumps(ledger, encoding="utf-8").decode()
    except sie.SieWriteError:
        return
    written = Counter(re.findall(r"^(#[^ \r\n]+)", text, re.MULTILINE))
    extras = Counter(e.label for e in ledger.extras if e.key is None)
    extras.update(inner.label for e in ledger.extras for inner in e.block)
    extras.update(e.label for v in ledger.vouchers for e in v.extras if e.key is None)
    written.subtract(extras)
    written["#TRANS"] -= written["#RTRANS"]  # each is followed by its twin
    counted = {d.params["label"]: d.count for d in losses(ledger, NOTHING)}
    if not ledger.flag:
        written["#FLAGGA"] = 0
    address = ledger.company.address
    if address is not None and not any((address.contact, address.street, address.city, address.phone)):
        written["#ADRESS"] = 0
    trailing = Counter(e.label for e in ledger.extras if e.key is not None)
    for label in EVERYTHING:
        if label != EXTRAS and not trailing[label]:
            assert counted.get(label, 0) == written[label], label


def test_findings_speak_both_languages() -> None:
    for finding in FINDINGS.values():
        assert finding.en != finding.sv and finding.cure_en != finding.cure_sv


def test_what_is_kept_in_words() -> None:
    some = Format(name="x", suffixes=(), en="", sv="", keeps={"#KONTO": WHOLE, "#VER": ("series", "number", "date")})
    assert kept_summary(some) == "Keeps #KONTO. Keeps parts of #VER."
    assert kept_summary(some, "sv") == "Behåller #KONTO. Behåller delar av #VER."
    most = Format(name="x", suffixes=(), en="", sv="", keeps=all_but({"#PROSA": WHOLE, EXTRAS: WHOLE}))
    assert kept_summary(most) == "Does not keep #PROSA, what the standard does not have."
    lines = kept_lines(some)
    assert len(lines) == len(EVERYTHING)
    assert "#VER       kept but for text, registered, sign" in lines
    assert "#VER       behålls utom vertext, regdatum, sign" in kept_lines(some, "sv")
    assert BY_NAME["#VER"].fields[3].sv == "vertext"
