"""What programs can write and books cannot hold: numbers without end, and files that come in an odd way."""

from __future__ import annotations

import json
import os
import re
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

import sie
import sie.sie5
from sie.cli import cli
from sie.convert import json as form_json
from sie.convert import ndjson
from sie.convert.options import Options
from sie.convert.registry import find, write
from sie.ledger.parts import FilePart, Foreign, Item, ItemBalance, ItemGroup, RowPart, YearBudget
from tests.conftest import FIXTURES
from tests.sie5.books import bakery

BAD = ("NaN", "-Infinity", "sNaN", "1e999999", "1e-999999", "9" * 5000)
D = Decimal


def places(value: Decimal) -> list[sie.Ledger]:
    """Books with a number in each place that has one."""
    foreign = Foreign(value, "EUR")

    def part(**item: object) -> FilePart:
        return FilePart(groups=(ItemGroup(kind="general", account="1460", items=(Item(id="1", **item),)),))  # type: ignore[arg-type]

    def row(**given: object) -> sie.Ledger:
        one = sie.Row("normal", "1910", (), **given)  # type: ignore[arg-type]
        return sie.Ledger(vouchers=(sie.Voucher("A", "1", None, rows=(one,)),))

    held = (
        ItemBalance(kind="opening", year=0, amount=value),
        ItemBalance(kind="opening", year=0, amount=None, quantity=value),
    )
    return [
        row(amount=value),
        row(amount=D(1), quantity=value),
        row(amount=D(1), twin=sie.Row("normal", "1910", (), value)),
        row(amount=D(1), sie5=RowPart(foreign=foreign)),
        sie.Ledger(balances=(sie.Balance("opening", 0, "1910", value),)),
        sie.Ledger(balances=(sie.Balance("opening", 0, "1910", D(1), value),)),
        sie.Ledger(balances=(sie.Balance("opening", 0, "1910", D(1), foreign=foreign),)),
        sie.Ledger(sie5=FilePart(budgets=(YearBudget("1910", value),))),
        sie.Ledger(sie5=part(amount=value)),
        sie.Ledger(sie5=part(foreign=foreign)),
        *(sie.Ledger(sie5=part(balances=(one,))) for one in held),
    ]


@pytest.mark.parametrize("number", BAD)
def test_json_with_numbers_that_are_none_is_refused(number: str, tmp_path: Path) -> None:
    for ledger in places(D(number)):
        with pytest.raises(sie.SieUsageError, match="is no number that books can hold") as told:
            form_json.loads(form_json.dumps(ledger))
        assert len(told.value.message("sv")) < 300
        path = tmp_path / "x.ndjson"
        path.write_bytes(b"".join(ndjson.lines(ledger)))
        with pytest.raises(sie.SieUsageError, match="is no number that books can hold"):
            ndjson.read(path, Options())
    for ledger in places(D("-1234567890123456789012345678901234567890.125")):
        assert form_json.loads(form_json.dumps(ledger)) == ledger


@pytest.mark.parametrize("target", ["out.xlsx", "out.db", "out.journal", "out.beancount", "out.se"])
def test_no_number_of_json_is_an_internal_error(tmp_path: Path, target: str) -> None:
    values = json.loads(form_json.dumps(sie.load(FIXTURES / "clean" / "typ4e.se")))
    values["ledger"]["balances"][0]["amount"] = "1e999999"
    (tmp_path / "in.json").write_text(json.dumps(values))
    out = tmp_path / target
    result = CliRunner().invoke(cli, ["convert", str(tmp_path / "in.json"), str(out), "--force"])
    assert result.exit_code == 2 and "Internal" not in result.stderr and not out.exists()


def test_beancount_rounds_beyond_28_digits_so_such_an_amount_is_refused(tmp_path: Path) -> None:
    loader = pytest.importorskip("beancount.loader")
    books = "#RAR 0 20240101 20241231\n#VER A 7 20240101 x\n{{\n#TRANS 1910 {{}} {0}\n#TRANS 3000 {{}} -{0}\n}}\n"
    with pytest.raises(sie.SieWriteError, match="A7: beancount counts with 28 digits"):
        write(sie.loads(books.format("9" * 36 + ".99")), tmp_path / "x.beancount", find("beancount"))
    assert not list(tmp_path.iterdir())
    write(sie.loads(books.format("9" * 20 + ".99")), tmp_path / "x.beancount", find("beancount"))
    assert loader.load_file(str(tmp_path / "x.beancount"))[1] == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_sie_5_in_utf_16(encoding: str) -> None:
    text = re.sub(r"encoding=.utf-8.", "encoding='utf-16'" if "16" in encoding else "encoding='utf-8'",
                  sie.sie5.dumps(bakery()).decode("utf-8"))  # fmt: skip
    data = text.encode(encoding)
    found = sie.load(b"\xff\xfe" + data if encoding == "utf-16-le" else data)
    assert found.vouchers == bakery().vouchers and found.sie5 == bakery().sie5
    attack = text.replace("<Sie ", '<!DOCTYPE a [<!ENTITY b "c">]><Sie ', 1).encode("utf-16")
    assert [d.code for d in sie.load(attack).diagnostics] == ["SIE702"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_written_to_also_through_a_link(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link.se"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert CliRunner().invoke(cli, ["convert", str(FIXTURES / "clean" / "typ4e.se"), str(link)]).exit_code == 0
    reader.join(10)
    assert got and got[0].startswith(b"#FLAGGA") and link.is_symlink() and pipe.is_fifo()
