"""Files damaged at random: whatever comes out, nothing raises, nothing is lost, and all doors agree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import sie
from sie.convert import json

ROOT = Path(__file__).parents[1]
SEEDS = [
    path.read_bytes()[:6000]
    for folder in (ROOT / "fixtures", ROOT.parent / "shared" / "spec" / "samples" / "sie4")
    for path in sorted(folder.rglob("*"))
    if path.suffix.lower() in (".se", ".si")
]
# fmt: off
PIECES = (
    b'"', b"{", b"}", b"\\", b"\n", b"\r", b"\x00", b"\x1a", b"#", b"#TRANS", b"\t", b'""', b"\xe4", b"\xc3\xa4",
    b"\n#VER A 1 20240101 x\n{\n", b"\n#FOO x {1 2} {\n", b"#RTRANS 1 {} 1\n", b"\n#BTRANS 1 {} 1.5\n",
    b"\n#KTYP 1 X\n", b"\n}\n",
)
# fmt: on


def damaged(choose: random.Random) -> bytes:
    """A file with up to thirty things wrong."""
    data = bytearray(choose.choice(SEEDS))
    for _ in range(choose.randint(1, 30)):
        at = choose.randrange(len(data) + 1)
        line = data.find(b"\n", at) + 1
        end = data.find(b"\n", line) + 1
        match choose.randrange(7):
            case 0:
                data[at : at + 1] = bytes([choose.randrange(256)])
            case 1:
                del data[at : at + choose.randint(1, 40)]
            case 2:
                data[at:at] = choose.choice(PIECES)
            case 3:
                del data[line:end]
            case 4:
                data[line:line] = data[line:end]
            case 5:
                del data[max(20, at) :]
            case _:
                data[at:at] = data[at : at + 100]
    return bytes(data)


def hold(data: bytes) -> None:
    """Everything that must hold for any bytes whatever."""
    ledger = sie.load(data)
    for diagnostic in ledger.diagnostics:
        assert len(diagnostic.message("sv")) > 20
        assert "?" not in diagnostic.finding.cure_en
    document = sie.open_document(data)
    assert document.to_bytes() == data
    assert tuple(sie.records(data)) == document.records
    assert all(isinstance(record.values, tuple) for record in document)
    assert tuple(sie.vouchers(data)) == ledger.vouchers
    try:
        assert json.loads(json.dumps(ledger)) == ledger
        written = sie.dumps(ledger, encoding="utf-8-sig")
    except sie.SieWriteError as error:
        assert error.message("sv")
        return
    assert sie.load(written, kind=ledger.kind) == ledger


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_read_kept_and_written_back(seed: int) -> None:
    choose = random.Random(seed)
    for _ in range(60):
        hold(damaged(choose))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_many_damaged_files_are_read_kept_and_written_back(seed: int) -> None:
    choose = random.Random(seed)
    for _ in range(500):
        hold(damaged(choose))
