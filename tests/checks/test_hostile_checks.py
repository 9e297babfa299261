"""Files made to hurt: what they cost grows with their size and no faster, and memory stays bounded."""

from __future__ import annotations

import time

import pytest

from sie.checks.run import check

HEAD = b"#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#FNAMN X\n#RAR 0 20240101 20241231\n"


def voucher(number: int, day: str = "20240131", account: int = 1910, objects: str = "") -> str:
    return f"#VER A {number} {day} x\n{{\n#TRANS {account} {{{objects}}} 1.00\n#TRANS 4010 {{}} -1.00\n}}\n"


def years(count: int) -> bytes:
    lines = [f"#RAR -{n} {2024 - n % 2000:04}0101 {2024 - n % 2000:04}1231" for n in range(1, count)]
    lines += [f"#{kind} -{n} {account} 1.00" for n in range(count) for kind in ("IB", "UB") for account in (1910, 2081)]
    return HEAD + "\n".join(lines).encode()


FILES = {
    "accounts": lambda n: HEAD + "".join(voucher(i, account=10_000 + i) for i in range(n)).encode(),
    "balances": lambda n: HEAD + "".join(f"#UB 0 {i} 1.00\n#IB 0 {i} 2.00\n" for i in range(n)).encode(),
    "objects": lambda n: HEAD + "".join(voucher(i, objects=f"1 {i}") for i in range(n)).encode(),
    "series": lambda n: HEAD + "".join(voucher(1).replace("VER A", f"VER S{i}") for i in range(n)).encode(),
    "holes": lambda n: HEAD + "".join(voucher(2 * i) for i in range(n)).encode(),
    "falling": lambda n: HEAD + "".join(voucher(3 * (n - i)) for i in range(n)).encode(),
    "days": lambda n: HEAD + "".join(voucher(i, day=f"{i % 9000 + 1000}0101") for i in range(n)).encode(),
    "unbalanced": lambda n: HEAD + "".join(voucher(i).replace("-1.00", "-2.00") for i in range(n)).encode(),
    "periods": lambda n: HEAD + "".join(f"#PSALDO 0 202401 {i} {{}} 1.00\n#UB 0 {i} 2.00\n" for i in range(n)).encode(),
    "years": lambda n: years(min(n, 9_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FILES))
def test_the_cost_grows_with_the_size(name: str) -> None:
    """Eight times the file may cost at most some twenty times as much, where a square would cost sixty-four."""

    def cost(count: int) -> float:
        data = FILES[name](count)
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            check(data, profile="visma-administration")
            best = min(best, time.process_time() - start)
        return best

    small, large = cost(1_000), cost(8_000)
    assert large < 22 * small + 0.05, (small, large)


def test_findings_of_a_kind_are_bounded() -> None:
    report = check(FILES["unbalanced"](12_000))
    assert len(report.by_code()["SIE501"]) == 10_000
    assert [d.params["count"] for d in report.by_code()["SIE015"] if d.params["code"] == "SIE501"] == ["2000"]


def test_sums_that_are_too_many_are_given_up_and_not_wrong() -> None:
    # More accounts than sums are kept of: nothing may be claimed about what they add up to.
    import sie.checks.books as books

    kept = books._MOST_SUMS
    books._MOST_SUMS = 50
    try:
        data = HEAD + b"#UB 0 1910 0.00\n#UB 0 2081 0.00\n" + FILES["accounts"](200)[len(HEAD) :]
        report = check(data)
    finally:
        books._MOST_SUMS = kept
    assert "SIE502" not in report.by_code()
    assert "SIE512" in report.by_code()


@pytest.mark.parametrize(
    "data",
    [
        b"#RAR 0 01990101 20240101\n#VER A 1 01990131 x\n{\n#TRANS 1910 {} 1\n#TRANS 1910 {} -1\n}\n",
        b"#VER A 1 00010101 x\n{\n#TRANS 1910 {} 1\n#TRANS 1910 {} -1\n}\n#RAR 0 00010101 99991231\n",
    ],
)
def test_what_fuzzing_found(data: bytes) -> None:
    check(data, profile="visma-administration")
