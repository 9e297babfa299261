"""Coverage-guided fuzzing of the reader and the checks: ``python fuzz/fuzz_check.py [CORPUS] [-runs=N]``.

Whatever the bytes are, reading, judging and rendering must not raise, a document must give its bytes back, and a
ledger that can be written must come back equal. ``fuzz/README.md`` says how to run it for long.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sie"]):
    import sie
    from sie.checks.run import check, check_company
    from sie.ledger import build, fields, lines, load, quick, render, values  # noqa: F401 - loaded to be instrumented

ROOT = Path(__file__).resolve().parents[1]


def one_input(data: bytes) -> None:
    """Everything that must hold for any bytes."""
    ledger = sie.load(data)
    document = sie.open_document(data)
    assert document.to_bytes() == data
    for profile in (None, "sie-4c", "visma-administration"):
        report = check(data, profile=profile)
        for diagnostic in report:
            assert diagnostic.message("sv")
            assert diagnostic.message("en")
            assert 0 <= diagnostic.line <= len(document) + 1
    check_company([data, data[: len(data) // 2]], profile="visma-administration")
    try:
        written = sie.dumps(ledger)
    except sie.SieWriteError:
        return
    assert sie.load(written, kind=ledger.kind) == ledger


def dictionary(folder: str) -> str:
    """The words of the format, for the mutator."""
    words = [label.name for label in sie.spec.labels.LABELS]
    words += ["{}", "{1 N}", "20240131", "-25.00", "1 200,50", "0 1910 ", "\\x0d\\x0a", "\\x0d\\x0a{\\x0d\\x0a", "}"]
    path = Path(folder) / "sie.dict"
    path.write_text("".join(f'"{word}"\n' for word in words), encoding="ascii")
    return str(path)


def main() -> None:
    """Run with the fixtures as seeds, and whatever else the caller names."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        for path in sorted((ROOT / "fixtures").rglob("*.s[ei]")):
            name = "-".join(path.relative_to(ROOT / "fixtures").parts)
            (seeds / name).write_bytes(path.read_bytes())
        options = [f"-dict={dictionary(folder)}", "-max_len=6000", "-timeout=20", "-rss_limit_mb=4096"]
        atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(seeds)], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
