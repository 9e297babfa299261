"""Reading in constant memory, measured in a process of its own. Linux only: it is the kernel that tells."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PEAK = "int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) // 1024"


def peak(work: str) -> int:
    """The peak memory in MB of a process that does the work; ``benchmarks/books.py`` is at hand in it."""
    code = f"import re, sys; sys.path.insert(0, 'benchmarks'); import books, sie\n{work}\nprint({PEAK})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return int(done.stdout)


pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")]


def test_a_gigabyte_of_vouchers_is_read_in_80_mb() -> None:
    work = (
        "file = books.Endless(10**9, b''.join(books.vouchers(5000)))\n"
        "assert sum(1 for _ in sie.vouchers(file)) > 5_000_000"
    )
    assert peak(work) < 80


def test_records_are_read_in_80_mb() -> None:
    work = (
        "file = books.Endless(10**8, b''.join(books.vouchers(5000)))\n"
        "assert sum(len(record.raw) for record in sie.records(file)) == len(file)"
    )
    assert peak(work) < 80


def test_ten_million_empty_lines_and_a_line_of_200_mb() -> None:
    assert peak("assert sie.load(b'\\n' * 10**7).diagnostics") < 120
    work = "assert len(sie.load(b'#FLAGGA 0\\n#PROSA \"' + b'x' * 2 * 10**8 + b'\"\\n').prose[0]) == 2 * 10**8"
    assert peak(work) < 2000  # ten times the line: some copies of it, no more
