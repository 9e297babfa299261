"""What goes into the database comes out equal, or is refused with words."""

from __future__ import annotations

import decimal
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sie
from sie.company.database import Database
from sie.company.errors import SieStoreError
from sie.company.keep import empty_year, get_year, put_year
from sie.company.schema import company, fiscal_year
from tests.conftest import fixture_paths, sample_paths
from tests.strategies import ledgers


def round_trip(database: Database, ledger: sie.Ledger) -> sie.Ledger:
    with database.writing() as connection:
        made = connection.execute(company.insert().values(name="X", state="fresh", created="now"))
        company_id = made.inserted_primary_key[0]
        year = connection.execute(fiscal_year.insert().values(company_id=company_id))
        year_id = year.inserted_primary_key[0]
        put_year(connection, year_id, ledger)
    with database.reading() as connection:
        found = get_year(connection, year_id)
    with database.writing() as connection:
        empty_year(connection, year_id)
    return found


def _each(database: Database, paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        ledger = sie.load(path)
        try:
            found = round_trip(database, ledger)
        except SieStoreError as error:
            told = "decimal" in error.message("en") and "Rad" in error.message("sv")
            nul = database.dialect == "postgresql" and "NUL" in error.message("en")
            assert told or nul, (path, error)
            continue
        assert found == ledger, path
        assert found.kind == ledger.kind
        assert sie.dumps(found, encoding="utf-8") == sie.dumps(ledger, encoding="utf-8") if _writable(ledger) else True
        count += 1
    return count


def _writable(ledger: sie.Ledger) -> bool:
    try:
        sie.dumps(ledger, encoding="utf-8")
    except sie.SieWriteError:
        return False
    return True


def test_every_fixture_comes_out_equal(database: Database) -> None:
    assert _each(database, fixture_paths()) > 150


@pytest.mark.skipif(not sample_paths(), reason="the folder of vendor files is not here")
def test_every_vendor_file_comes_out_equal(database: Database) -> None:
    paths = sample_paths()
    assert _each(database, paths) == len(paths)


def test_an_amount_that_is_not_exact_is_refused_with_its_line(database: Database) -> None:
    ledger = sie.loads("#FLAGGA 0\n#IB 0 1910 0.005\n")
    with pytest.raises(SieStoreError) as caught:
        round_trip(database, ledger)
    assert "Line 2: the amount 0.005 has more than two decimals" in caught.value.message("en")
    assert "Rad 2: beloppet 0.005 har fler än två decimaler" in caught.value.message("sv")


def test_the_largest_amounts_come_out_exact_and_a_larger_one_is_refused(database: Database) -> None:
    largest, smallest = Decimal("92233720368547758.07"), Decimal("-92233720368547758.08")
    balances = (sie.Balance("opening", 0, "1910", largest), sie.Balance("opening", 0, "2081", smallest))
    ledger = sie.Ledger(balances=balances)
    with decimal.localcontext(prec=5):
        assert round_trip(database, ledger).balances == balances
    with pytest.raises(SieStoreError, match="larger than the database can hold"):
        round_trip(database, sie.Ledger(balances=(sie.Balance("opening", 0, "1910", largest + 1),)))


def test_what_no_column_holds_is_kept_too(database: Database) -> None:
    ledger = sie.loads(
        '#FLAGGA 1\n#PROSA Anmärkning\n#GEN 20240101 AN\n#RAR 0\n#RAR -2 20200101\n#UDDA 1 {"2" "3"}\n'
        "#VER A 1 20240131 Kaffe\n{\n#RTRANS 1910 {} -5.00 20240201\n#TRANS 1910 {} -5.00 20240131\n"
        "#TRANS 4010 {1 N 6 P} 5.00 20240131 Text 1.5 AN mer ännu\n#UDDA 7\n}\n"
    )
    found = round_trip(database, ledger)
    assert found == ledger
    assert found.vouchers[0].rows[0].twin == ledger.vouchers[0].rows[0].twin is not None
    assert found.years == ledger.years


@pytest.mark.parametrize("kind", ["1", "3", "4E", "4I"])
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_books_come_out_equal(database: Database, kind: str, data: st.DataObject) -> None:
    ledger = data.draw(ledgers(kind))
    try:
        found = round_trip(database, ledger)
    except SieStoreError as error:
        assert any(word in error.message("en") for word in ("larger than the database", "NUL"))
        return
    assert found == ledger
