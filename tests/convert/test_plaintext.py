"""Books for hledger and beancount, judged by the tools themselves: valid, and with the balances of the books."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sie
from sie.convert import beancount, hledger
from sie.convert.losses import losses
from sie.convert.options import Options
from sie.convert.plaintext import account_names, flat, root_of
from sie.convert.registry import find
from sie.ledger.model import exact_sum
from sie.spec.labels import FILE_TYPES
from tests.conftest import FIXTURES
from tests.strategies import ledgers

BOOKS = FIXTURES / "clean" / "typ4e.se"
HLEDGER = shutil.which("hledger")
needs_hledger = pytest.mark.skipif(HLEDGER is None, reason="hledger is not installed")
HEAD = "#FLAGGA 0\n#SIETYP 4\n#RAR 0 20240101 20241231\n"

Balances = dict[str, Decimal]


def run_hledger(journal: bytes, *words: str) -> subprocess.CompletedProcess[str]:
    assert HLEDGER
    command = [HLEDGER, "-f", "-", *words]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, input=journal.decode(), capture_output=True, text=True, env=environment, check=False)


def in_hledger(journal: bytes) -> Balances:
    """What hledger says each account has, by account number; it must take the file first."""
    checked = run_hledger(journal, "check", "accounts", "commodities", "assertions", "balancedwithautoconversion")
    assert checked.returncode == 0, checked.stderr + journal.decode()
    found = run_hledger(journal, "balance", "--flat", "--no-total", "--empty", "--output-format", "csv")
    assert found.returncode == 0, found.stderr
    balances: Balances = {}
    for name, amount in list(csv.reader(io.StringIO(found.stdout)))[1:]:
        number = name.partition(":")[2].partition(" ")[0]
        balances[number] = exact_sum((balances.get(number), Decimal(amount.split(" ")[0])))
    return clean(balances)


def in_beancount(data: bytes) -> Balances:
    """What beancount says each account has, by account number; it must take the file first."""
    loader = pytest.importorskip("beancount.loader")
    from beancount.core import data as directives

    entries, errors, _ = loader.load_string(data.decode())
    assert not errors, f"{errors[0].message}\n{data.decode()}"
    numbers = {entry.account: entry.meta.get("number", "") for entry in entries if isinstance(entry, directives.Open)}
    balances: Balances = {}
    for entry in entries:
        if isinstance(entry, directives.Transaction):
            for posting in entry.postings:
                number = numbers[posting.account]
                balances[number] = exact_sum((balances.get(number), posting.units.number))
    return clean(balances)


def clean(balances: Balances) -> Balances:
    """Without what is nothing and without the account for what does not balance."""
    return {
        number: amount for number, amount in balances.items() if amount and number not in ("", "Unbalanced", "Obalans")
    }


def in_books(ledger: sie.Ledger) -> Balances:
    """What each account has at the end, by the books."""
    opening = stated(ledger, "opening")
    if not ledger.vouchers and ledger.kind in "123":
        closing = {**stated(ledger, "closing"), **stated(ledger, "result")}
        year = ledger.years.get(0)
        if closing and year and year.end:
            whole = exact_sum(closing.values()) == 0  # then what is left out closes at nothing
            return clean(closing if whole else {**opening, **closing})
    for voucher in ledger.vouchers:
        for row in voucher.posted:
            opening[row.account or ""] = exact_sum((opening.get(row.account or ""), row.amount))
    return clean(opening)


def stated(ledger: sie.Ledger, kind: str) -> Balances:
    found: Balances = {}
    for balance in ledger.balances:
        if balance.kind == kind and balance.year == 0:
            found[balance.account] = exact_sum((found.get(balance.account), balance.amount))
    return found


# -- the tools take it


@needs_hledger
def test_hledger_takes_the_samples(sample: Path) -> None:
    ledger = sie.load(sample)
    assert in_hledger(hledger.dumps(ledger)) == in_books(ledger)


def test_beancount_takes_the_samples(sample: Path) -> None:
    ledger = sie.load(sample)
    assert in_beancount(beancount.dumps(ledger)) == in_books(ledger)


@needs_hledger
@pytest.mark.parametrize("name", ["typ1.se", "typ2.se", "typ3.se", "typ4e.se", "typ4i.si"])
def test_hledger_takes_the_fixtures(name: str) -> None:
    ledger = sie.load(FIXTURES / "clean" / name)
    assert in_hledger(hledger.dumps(ledger)) == in_books(ledger)


def test_beancount_takes_the_fixtures(fixture_file: Path) -> None:
    ledger = sie.load(fixture_file)
    try:
        data = beancount.dumps(ledger)
    except sie.SieWriteError as error:  # an unreadable date or amount: no made-up one is written
        assert error.line
        return
    assert in_beancount(data) == in_books(ledger)


def test_bean_check_takes_it(tmp_path: Path) -> None:
    program = shutil.which("bean-check") or str(Path(sys.executable).with_name("bean-check"))
    if not Path(program).exists():
        pytest.skip("bean-check is not installed")
    path = tmp_path / "books.beancount"
    path.write_bytes(beancount.dumps(sie.load(BOOKS)))
    done = subprocess.run([program, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    path.write_text(path.read_text("utf-8").replace("51000.00 ~", "51000.01 ~"), "utf-8")
    assert subprocess.run([program, str(path)], capture_output=True, check=False).returncode == 1


ANY = st.sampled_from(FILE_TYPES).flatmap(ledgers)


def complete(ledger: sie.Ledger) -> bool:
    rows = [row for voucher in ledger.vouchers for row in voucher.posted]
    dated = ledger.balances_through or any(year.start or year.end for n, year in ledger.years.items() if n == 0)
    return all(row.account and row.amount is not None for row in rows) and bool(ledger.vouchers or dated)


@given(ANY.filter(complete))
@settings(max_examples=60)
def test_beancount_takes_any_books(ledger: sie.Ledger) -> None:
    assert in_beancount(beancount.dumps(ledger)) == in_books(ledger)


@needs_hledger
@given(ANY.filter(complete))
@settings(max_examples=15)
def test_hledger_takes_any_books(ledger: sie.Ledger) -> None:
    assert in_hledger(hledger.dumps(ledger)) == in_books(ledger)


# -- closing balances are asserted


@needs_hledger
def test_a_changed_amount_breaks_an_assertion() -> None:
    data = hledger.dumps(sie.load(BOOKS))
    assert run_hledger(data, "check").returncode == 0
    changed = data.replace(b"840.50 SEK", b"840.51 SEK", 1).replace(b"210.13 SEK", b"210.12 SEK", 1)
    done = run_hledger(changed, "check")
    assert done.returncode == 1
    assert "assertion" in done.stderr


def test_a_closing_balance_that_the_vouchers_do_not_give_is_told_and_not_asserted() -> None:
    ledger = sie.loads(HEAD + "#IB 0 1910 5\n#IB 0 2081 -5\n#UB 0 1910 7\n#UB 0 2081 -5\n")
    data = hledger.dumps(ledger).decode()
    assert "1910  0 SEK =" not in data
    assert "2081  0 SEK = -5.00 SEK" in data
    assert "; Account 1910: the file says that it closes at 7.00" in data
    assert [(d.code, d.params["stated"], d.params["computed"]) for d in hledger.lost(ledger, Options())] == [
        ("SIE841", "7.00", "5.00")
    ]


# -- what the tools demand


UNBALANCED = HEAD + "#KONTO 1910 Kassa\n#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {} -25\n#TRANS 4010 {} 24.50\n}\n"


@pytest.mark.parametrize(
    "form, options, account",
    [
        (hledger, Options(), "equity:Unbalanced"),
        (hledger, Options(language="sv"), "equity:Obalans"),
        (beancount, Options(), "Equity:Unbalanced"),
        (beancount, Options(language="sv"), "Equity:Obalans"),
    ],
)
def test_what_does_not_balance_has_a_name_and_is_told(form: Any, options: Options, account: str) -> None:
    ledger = sie.loads(UNBALANCED)
    assert f"{account}  0.50 SEK" in form.dumps(ledger, options).decode()
    found = losses(ledger, find(form.TOOL.name), options)
    told = next(diagnostic for diagnostic in found if diagnostic.code == "SIE840")
    assert told.line == 5
    assert "Voucher A1: debit and credit differ. 0.50" in told.message("en")
    assert "Verifikation A1: debet och kredit skiljer sig. 0,50" in told.message("sv")


@pytest.mark.parametrize("form", [hledger, beancount])
@pytest.mark.parametrize(
    "text, line",
    [
        ("#VER A 1 nyligen\n{\n#TRANS 1910 {} 1\n}\n", 4),
        ("#VER A 1 20240131\n{\n#TRANS 1910 {} ett\n}\n", 6),
        ("#VER A 1 16990131\n{\n#TRANS 1910 {} 0\n}\n", 4),
    ],
)
def test_what_has_no_day_or_amount_is_refused(form: Any, text: str, line: int) -> None:
    if form is hledger and "1699" in text:
        return
    with pytest.raises(sie.SieWriteError) as caught:
        form.dumps(sie.loads(HEAD + text))
    assert caught.value.line == line
    assert caught.value.message("sv") != caught.value.message("en")


def test_removed_rows_are_told() -> None:
    found = losses(sie.loads(UNBALANCED.replace("#TRANS 4010", "#BTRANS 4010")), find("hledger"))
    assert any(d.code == "SIE801" and "#BTRANS" in d.cause() for d in found)
    assert not any("#BTRANS" in d.cause() for d in losses(sie.loads(UNBALANCED), find("hledger")))


def test_balances_of_other_years_are_told() -> None:
    ledger = sie.loads(HEAD + "#IB -1 1910 5\n#UB -1 1910 5\n")
    assert [(d.code, d.params["count"]) for d in beancount.lost(ledger, Options())] == [("SIE845", "2")]


def test_another_currency() -> None:
    assert b"-25.00 EUR" in hledger.dumps(sie.loads("#VALUTA eur\n" + UNBALANCED))
    ledger = sie.loads('#VALUTA "kr 2024-01-01 open"\n' + UNBALANCED)
    for form in (hledger, beancount):
        assert b"-25.00 XXX" in form.dumps(ledger)
        assert "SIE846" in {d.code for d in form.lost(ledger, Options())}


# -- accounts


@pytest.mark.parametrize(
    "number, given, sheet, expected",
    [
        ("1930", None, True, "assets"),
        ("2081", None, True, "equity"),
        ("2440", "S", True, "liabilities"),
        ("2440", "T", True, "assets"),
        ("3001", None, False, "income"),
        ("7010", None, False, "expenses"),
        ("8310", None, False, "income"),
        ("8410", None, False, "expenses"),
        ("8410", "I", False, "income"),
        ("8", None, False, "expenses"),
        ("9100", None, False, "expenses"),
        ("DIFF", None, True, "assets"),
    ],
)
def test_what_an_account_stands_under(number: str, given: str | None, sheet: bool, expected: str) -> None:
    assert root_of(number, given, sheet)[0] == expected


def test_an_account_that_nobody_knows_is_told() -> None:
    found = hledger.lost(sie.loads(HEAD + "#KONTO 9100 Underkonto\n"), Options())
    assert [(d.code, d.params["account"], d.params["root"]) for d in found] == [("SIE843", "9100", "expenses")]


def test_names_given_by_the_user() -> None:
    ledger = sie.loads(UNBALANCED.replace("24.50", "25"))
    options = Options(account_names={"1910": "assets:bank:kassa", "4010": "expenses:mat"})
    data = hledger.dumps(ledger, options)
    assert b"    assets:bank:kassa  -25.00 SEK" in data
    assert b"    expenses:mat  25.00 SEK" in data
    data = beancount.dumps(ledger, Options(account_names={"1910": "Assets:Bank:Kassa"}))
    assert in_beancount(data) == {"1910": Decimal(-25), "4010": Decimal(25)}


@needs_hledger
def test_accounts_under_one_name_are_asserted_together() -> None:
    text = "#IB 0 1910 5\n#IB 0 1920 6\n#IB 0 2081 -11\n#UB 0 1910 5\n#UB 0 1920 6\n#UB 0 2081 -11\n"
    names = {"1910": "assets:pengar", "1920": "assets:pengar", "2081": "assets:pengar:skuld"}
    data = hledger.dumps(sie.loads(HEAD + text), Options(account_names=names))
    assert b"assets:pengar  0 SEK = 11.00 SEK" in data
    assert run_hledger(data, "check").returncode == 0
    titled = {number: name.title() for number, name in names.items()}
    in_beancount(beancount.dumps(sie.loads(HEAD + text), Options(account_names=titled)))


@pytest.mark.parametrize(
    "form, name",
    [
        (hledger, "assets:  bank"),
        (hledger, "assets:bank  5 SEK"),
        (hledger, "assets;bank"),
        (hledger, "assets::bank"),
        (hledger, "(assets:bank)"),
        (hledger, "assets:bank\n2024-01-01 x"),
        (beancount, "assets:bank"),
        (beancount, "Assets"),
        (beancount, "Assets:bank"),
        (beancount, "Assets:Bank konto"),
        (beancount, 'Assets:Bank"'),
        (beancount, "Money:Bank"),
    ],
)
def test_names_that_are_none_are_refused(form: Any, name: str) -> None:
    with pytest.raises(sie.SieUsageError, match="1910") as caught:
        form.dumps(sie.loads(UNBALANCED), Options(account_names={"1910": name}))
    assert "1910" in caught.value.message("sv")


@pytest.mark.parametrize(
    "text",
    [
        "1910;assets:a\n1920;assets:b\n",
        "konto;namn\n1910;assets:a\n1920;assets:b",
        "\ufeff1910,assets:a\r\n\r\n1920,assets:b\r\n",
    ],
)
def test_a_file_of_names(text: str) -> None:
    assert account_names(text.encode()) == {"1910": "assets:a", "1920": "assets:b"}


@pytest.mark.parametrize(
    "data, line",
    [
        (b"1910;assets:a;more\n", 1),
        (b"1910;assets:a\n1910;assets:b\n", 2),
        (b"1910;assets:a\n1920;\n", 2),
        (b"1910;assets:a\n1920;\xff\n", 2),
        (b"1910\n", 1),
    ],
)
def test_a_file_of_names_that_is_wrong(data: bytes, line: int) -> None:
    with pytest.raises(sie.SieUsageError, match=f"line {line}:") as caught:
        account_names(data)
    assert f"rad {line}:" in caught.value.message("sv")


# -- no text becomes anything but text


EVIL = [
    "x\n2024-01-01 open Assets:Evil\n2024-01-01 evil\n    assets:evil  1 SEK\n    equity:evil",
    'x" #tag ^link\n  Assets:Evil 1 SEK',
    "x\\",
    'x\\"',
    "; date:1999-01-01",
    "date:1999-01-01, date2:1999-01-01",
    "[1999-01-01=1999-02-02]",
    "(x) * ! = 1999-01-01",
    "= 1999-01-01",
    "a  5 SEK = 7 SEK",
    "a @ 3 EUR",
    "include /etc/passwd",
    "x\u2028include /etc/passwd\x85include y\x0binclude z\rinclude q",
    "|",
    'option "title" "x"',
    "x\x00\x1b[2J \t ",
    "%",
    "",
]


def evil_books(text: str) -> sie.Ledger:
    """Books that say it everywhere."""
    import datetime

    day = datetime.date(2024, 1, 31)
    refs = (sie.ObjectRef("6", text), sie.ObjectRef(text, text))
    row = sie.Row("normal", "1910", refs, Decimal(1), day, text, Decimal(2), text)
    other = sie.Row("added", f"4{text}", (), Decimal(-1), day, text, None, text)
    return sie.Ledger(
        company=sie.Company(name=text, organisation_number=text),
        years={0: sie.FiscalYear(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))},
        currency=None,
        accounts={"1910": sie.Account("1910", text), f"4{text}": sie.Account(f"4{text}", text)},
        vouchers=(sie.Voucher(text, text, day, text, day, text, (row, other)),),
        balances=(sie.Balance("closing", 0, "1910", Decimal(1)), sie.Balance("closing", 0, f"4{text}", Decimal(3))),
    )


@needs_hledger
@pytest.mark.parametrize("text", EVIL)
def test_no_text_commands_hledger(text: str) -> None:
    data = hledger.dumps(evil_books(text))
    assert run_hledger(data, "check", "accounts", "commodities").returncode == 0, data.decode()
    found = run_hledger(data, "print", "--output-format", "csv")
    lines = list(csv.DictReader(io.StringIO(found.stdout)))
    assert {(line["date"], line["date2"], line["status"]) for line in lines} == {
        ("2024-01-31", "", ""),
        ("2024-12-31", "", ""),
    }
    said = flat(text)
    assert lines[0]["description"] == " ".join(said.replace(";", ",").split())
    code = flat(text + text)
    assert lines[0]["code"] == " ".join(code.replace(";", ",").replace("(", "/").replace(")", "/").split())
    assert lines[0]["comment"].startswith(("series:", "registered:"))
    register = list(csv.DictReader(io.StringIO(run_hledger(data, "register", "-O", "csv").stdout)))
    assert [(line["date"], line["amount"]) for line in register if line["date"] != "2024-12-31"] == [
        ("2024-01-31", "1.00 SEK"),
        ("2024-01-31", "-1.00 SEK"),
    ]
    assert run_hledger(data, "accounts", "--used").stdout.count("\n") == 2


@pytest.mark.parametrize("text", EVIL)
def test_no_text_commands_beancount(text: str) -> None:
    loader = pytest.importorskip("beancount.loader")
    from beancount.core import data as directives

    data = beancount.dumps(evil_books(text))
    entries, errors, options = loader.load_string(data.decode())
    assert not errors, f"{errors}\n{data.decode()}"
    assert [type(entry) for entry in entries] == [
        directives.Open,
        directives.Open,
        directives.Transaction,
        directives.Balance,
    ]
    entry = entries[2]
    assert not entry.tags
    assert not entry.links
    assert [posting.units.number for posting in entry.postings] == [1, -1]
    assert options["include"] in ([], ["<string>"])
    assert entry.narration == text
    assert entry.postings[0].meta.get("text", "") == text


@pytest.mark.parametrize("form", [hledger, beancount])
def test_half_a_character_is_refused(form: Any) -> None:
    with pytest.raises(sie.SieWriteError):
        form.dumps(evil_books("\ud800"))


def test_replaced_signs_are_told() -> None:
    ledger = sie.loads(UNBALANCED.replace("Kaffe", '"Kaffe; te"').replace("24.50", "25"))
    assert b"(A1) Kaffe, te  ;" in hledger.dumps(ledger)
    told = [d for d in hledger.lost(ledger, Options()) if d.code == "SIE842"]
    assert [(d.params["count"], d.params["example"]) for d in told] == [("1", "Kaffe; te")]
    assert hledger.lost(sie.loads(UNBALANCED.replace("24.50", "25")), Options()) == []


# -- what vouchers say


@needs_hledger
def test_objects_are_tags() -> None:
    data = hledger.dumps(sie.load(BOOKS))
    found = run_hledger(data, "balance", "tag:project=0042", "--no-total", "-O", "csv").stdout
    assert "3001 Försäljning bröd" in found
    assert "-1000.00 SEK" in found
    coded = run_hledger(data, "print", "code:L1", "-O", "csv").stdout
    assert {line["description"] for line in csv.DictReader(io.StringIO(coded))} == {'Kvarnen i Ekängen, "fin" sikt'}


def test_more_decimals_are_kept() -> None:
    data = hledger.dumps(sie.loads(UNBALANCED.replace("-25", "-24.555").replace("24.50", "24.555")))
    assert b"commodity 1000.000 SEK" in data
    assert b"-24.555 SEK" in data


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from sie.cli import cli

    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.csv").write_text("konto;namn\n1930;assets:bank:företagskonto\n", "utf-8")
    done = CliRunner().invoke(
        cli, ["convert", str(BOOKS), "books.journal", "--account-names", "names.csv", "--lang", "sv"]
    )
    assert done.exit_code == 0
    assert "SIE845" in done.stderr
    assert "assets:bank:företagskonto" in (tmp_path / "books.journal").read_text("utf-8")
    assert "Ingående balanser" in (tmp_path / "books.journal").read_text("utf-8")
    done = CliRunner().invoke(cli, ["convert", str(BOOKS), "books.beancount", "--account-names", "names.csv"])
    assert done.exit_code == 2
    assert "1930" in done.stderr
    assert not (tmp_path / "books.beancount").exists()
    done = CliRunner().invoke(cli, ["convert", str(BOOKS), "x.json", "--account-names", "names.csv"])
    assert done.exit_code == 2
    assert "--account-names" in done.stderr
    done = CliRunner().invoke(cli, ["convert", str(BOOKS), "books.journal", "--strict"])
    assert done.exit_code == 1
