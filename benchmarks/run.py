"""Measure: ``python benchmarks/run.py [--write]``. Everything is a ratio within one run; nothing passes or fails.

``--write`` puts the table into ``benchmarks/README.md``. ``--memory`` reads a file of 1 GB as well (a minute).
"""

from __future__ import annotations

import argparse
import datetime
import gc
import platform
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import books

import sie

HERE = Path(__file__).parent
VOUCHERS = 100_000
MARK = "<!-- table -->"


def best(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of some runs, in seconds: what the work costs when nothing disturbs it."""
    shortest = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        result = work()
        shortest = min(shortest, time.perf_counter() - start)
        del result
    return shortest


def speed() -> list[tuple[str, str, str]]:
    """Rows of the table: what, ratio, limit."""
    data = books.books(VOUCHERS)
    ledger = sie.load(data)
    base = best(lambda: data.decode("cp437").split("\n"))
    rows = [(f'`data.decode("cp437").split("\\n")`, {len(data) / 1e6:.1f} MB', f"{base * 1000:.0f} ms", "1×")]
    measured: tuple[tuple[str, Callable[[], object], str], ...] = (
        ("`sie.load`", lambda: sie.load(data), "12×"),
        ("`sie.records`, every record", lambda: sum(1 for _ in sie.records(data)), "8×"),
        ("`sie.records`, every label", lambda: sum(1 for r in sie.records(data) if r.label == "#VER"), ""),
        ("`sie.records`, every field", lambda: sum(len(r.values) for r in sie.records(data)), ""),
        ("`sie.open_document` and `to_bytes`", lambda: sie.open_document(data).to_bytes(), "8×"),
        ("`sie.vouchers`", lambda: sum(1 for _ in sie.vouchers(data)), ""),
        ("`sie.check`", lambda: sie.check(data), ""),
        ("`sie.check` against visma-administration", lambda: sie.check(data, profile="visma-administration"), ""),
        ("`sie.dumps`", lambda: sie.dumps(ledger), "10×"),
    )
    took = {name: best(work, 3) for name, work, _ in measured}
    rows += [(name, f"{took[name] / base:.1f}×", limit) for name, _, limit in measured]
    rows.append(("`sie.check` against `sie.load`", f"{took['`sie.check`'] / took['`sie.load`']:.2f}×", "2.5×"))
    del ledger
    gc.collect()
    tracemalloc.start()
    ledger = sie.load(data)
    gc.collect()
    live = tracemalloc.get_traced_memory()[0] / len(data)
    tracemalloc.stop()
    rows.append(("live memory of the ledger, bytes per byte of file", f"{live:.1f}", "8"))
    return rows


def frames() -> list[tuple[str, str, str]]:
    """Books as data frames, against reading the same file: by the column, and from books that have been read."""
    data = books.books(VOUCHERS)
    ledger = sie.load(data)
    base = best(lambda: sie.load(data), 3)
    by_column, from_ledger = best(lambda: sie.to_polars(data), 3), best(lambda: sie.to_polars(ledger), 3)
    return [
        ("`sie.to_polars` of a file, against `sie.load`", f"{by_column / base:.2f}×", "1.5×"),
        ("`sie.to_polars` of books that have been read, against `sie.load`", f"{from_ledger / base:.2f}×", "2.5×"),
    ]


def store() -> list[tuple[str, str, str]]:
    """Books into a company in a SQLite file, checks included, against reading the same file."""
    from sie.company import importing
    from sie.company.store import Store

    data = books.books(VOUCHERS)
    load = best(lambda: sie.load(data), 3)
    took = float("inf")
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "books.db", user="benchmark") as companies:
            year = (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
            company = companies.create(
                "Målerifirman Å & Ö AB", "556677-8899", first_year=year, profile="visma-administration"
            )
            gc.collect()
            start = time.perf_counter()
            done = importing.import_files(companies, company.id, [data])
            took = min(took, time.perf_counter() - start)
            del done
    return [("`sie company import` into SQLite against `sie.load`", f"{took / load:.2f}×", "3×")]


def conversions() -> list[tuple[str, str, str]]:
    """``sie convert`` into formats and back, from books that have been read, against reading the same SIE file."""
    from sie.convert.options import Options
    from sie.convert.registry import find, read, write

    data = books.books(VOUCHERS // 2)
    ledger = sie.load(data)
    load = best(lambda: sie.load(data), 3)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("xlsx", "csv-tables", "csv", "parquet", "sqlite", "json", "ndjson"):
            form, place = find(name), Path(folder, name)
            asked = Options(company_name="Exempel AB") if name == "csv" else Options()
            there = best(lambda form=form, place=place: write(ledger, place, form), 2)  # type: ignore[misc]
            back = best(lambda form=form, place=place, asked=asked: read(place, form, asked), 2)  # type: ignore[misc]
            rows.append((f"{name}: write, read, against `sie.load`", f"{there / load:.1f}×, {back / load:.1f}×", ""))
    return rows


def start_up() -> list[tuple[str, str, str]]:
    """How long the command line takes to start, against importing click."""

    def run(*words: str) -> float:
        return best(lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True), 9)

    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.se"
        small.write_bytes(books.head() + b"".join(books.vouchers(16)))
        click = run("-c", "import click")
        return [
            ('`python -c "import click"`', f"{click * 1000:.0f} ms", "1×"),
            ("`sie --version`", f"{run('-m', 'sie', '--version') / click:.1f}×", "3×"),
            (
                f"`sie show` of a file of {small.stat().st_size / 1000:.1f} kB",
                f"{run('-m', 'sie', 'show', str(small)) / click:.1f}×",
                "5×",
            ),
        ]


def memory(what: str, work: str, limit: str) -> tuple[str, str, str]:
    """Peak memory of reading 1 GB of vouchers, in a process of its own."""
    code = (
        f"import re, sys; sys.path.insert(0, {str(HERE)!r}); import books, sie\n"
        "part = b''.join(books.vouchers(5000))\n"
        "file = books.Endless(10**9, part)\n"
        f"{work}\n"
        # not ru_maxrss, which a child inherits from its parent
        "status = open('/proc/self/status').read()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) / 1024)\n"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    took = time.perf_counter() - start
    return f"peak memory of {what} over 1 GB ({took:.0f} s)", f"{float(done.stdout):.0f} MB", limit


def big_files() -> list[tuple[str, str, str]]:
    """Files of any size in constant memory."""
    return [
        memory("`sie.vouchers`", "assert sum(1 for _ in sie.vouchers(file)) > 5_000_000", "80 MB"),
        memory("`sie.check`", "assert len(sie.check(file)) > 0", "150 MB"),
    ]


def main() -> None:
    global VOUCHERS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--vouchers", type=int, default=VOUCHERS, help="fewer for a quick look")
    chosen = parser.parse_args()
    VOUCHERS = chosen.vouchers
    rows = [*speed(), *frames(), *store(), *conversions(), *start_up(), *(big_files() if chosen.memory else [])]
    table = ["| what | measured | limit |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in rows)]
    where = (
        f"Measured {datetime.date.today()} with Python {platform.python_version()} on {platform.system()} "
        f"{platform.machine()}, sie {sie.__version__}."
    )
    print("\n".join([where, "", *table]))
    if chosen.write:
        readme = HERE / "README.md"
        before, _, _ = readme.read_text("utf-8").partition(MARK)
        readme.write_text(f"{before}{MARK}\n\n{where}\n\n" + "\n".join(table) + "\n", "utf-8")


if __name__ == "__main__":
    main()
