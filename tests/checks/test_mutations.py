"""One thing damaged at a time in files that are in order: the right finding comes out, at the right line, and no
error besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sie.checks.run import check
from sie.diagnostics import Report, Severity
from sie.spec.labels import BY_NAME

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CLEAN = ("typ1.se", "typ2.se", "typ3.se", "typ4e.se", "typ4i.si")
KIND = {"typ1.se": "1", "typ2.se": "2", "typ3.se": "3", "typ4e.se": "4E", "typ4i.si": "4I"}


def lines_of(name: str) -> list[str]:
    return (FIXTURES / "clean" / name).read_bytes().decode("cp437").split("\r\n")[:-1]


def judged(lines: list[str], name: str) -> Report:
    return check("".join(f"{line}\r\n" for line in lines).encode("cp437"), kind=KIND[name])


def found(report: Report, code: str, line: int | None) -> bool:
    return any(
        d.code == code and (line is None or d.line == line or any(span.line == line for span in d.related))
        for d in report
    )


def errors(report: Report) -> set[str]:
    return {d.code for d in report.at_least(Severity.ERROR)}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_file_gives_nothing(name: str) -> None:
    assert [d.message() for d in judged(lines_of(name), name) if d.severity > "info"] == []


def first_use(lines: list[str], account: str) -> int | None:
    """The first line that books on an account or gives its balance, from 1."""
    for number, line in enumerate(lines, 1):
        words = line.split()
        store = BY_NAME[words[0]].store if words and words[0] in BY_NAME else ""
        if store == "rows" and words[0] != "#BTRANS" and words[1] == account:
            return number
        if store == "balances" and account in words[2:4]:
            return number
    return None


def voucher_of(lines: list[str], at: int) -> int:
    """The line of the #VER that a row belongs to, from 1."""
    while not lines[at].startswith("#VER"):
        at -= 1
    return at + 1


def dropped(lines: list[str], name: str) -> Iterator[tuple[str, list[str], str, int | None, set[str]]]:
    """Every line taken out in its turn: what it was, the rest, the code, its line, errors that may come besides."""
    for at, line in enumerate(lines):
        rest = lines[:at] + lines[at + 1 :]
        words = line.split()
        label = words[0] if words else ""
        if (
            label in ("#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#FNAMN")
            or (label == "#SIETYP" and name not in ("typ1.se",))
            or (label == "#RAR" and words[1] == "0")
        ):
            yield line, rest, "SIE301", 0, {"SIE301"}
        elif label == "#RAR":
            yield line, rest, "SIE405", None, set()
        elif label == "#KONTO" and name != "typ4i.si":
            use = first_use(rest, words[1])
            yield (line, rest, "SIE401", use, {"SIE401"}) if use else (line, rest, "SIE223", None, set())
        elif label == "#UNDERDIM":
            yield line, rest, "SIE402", None, set()
        elif label == "#OBJEKT" and name != "typ4i.si":
            yield line, rest, "SIE403", None, set()
        elif label == "#IB":
            yield line, rest, "SIE504", None, set()
        elif line.startswith("#UB 0") and name == "typ4e.se":
            yield line, rest, "SIE502", None, set()
        elif label == "#UB" or label == "#RES":
            yield line, rest, "SIE505", None, set()
        elif label in ("#OIB", "#OUB") and name == "typ4e.se":
            yield line, rest, "SIE511", None, set()
        elif label == "#PSALDO" and "{}" in line:
            yield line, rest, "SIE508", None, set()
        elif label == "#OMFATTN":
            yield line, rest, "SIE302", None, set()
        elif label == "#VER":
            yield line, rest, "SIE114", None, {"SIE114"}
        elif label == "{":
            yield line, rest, "SIE110", at + 1, set()
        elif label == "}":
            yield line, rest, "SIE111", None, {"SIE111"}
        elif label == "#TRANS":
            yield line, rest, "SIE501", voucher_of(lines, at), {"SIE501"}


@pytest.mark.parametrize("name", CLEAN)
def test_a_line_that_is_taken_out_is_missed(name: str) -> None:
    lines = lines_of(name)
    cases = list(dropped(lines, name))
    assert len(cases) > 10
    for line, rest, code, at, allowed in cases:
        report = judged(rest, name)
        assert found(report, code, at), (line, code, at, [(d.code, d.line) for d in report])
        assert errors(report) <= allowed, (line, [d.message() for d in report.at_least(Severity.ERROR)])


def amounts(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Every amount that is not zero: line and word, from 0, and its label."""
    for at, line in enumerate(lines):
        label = BY_NAME.get(line.split(" ")[0])
        if label is None or label.store not in ("balances", "rows") or label.item in ("removed", "budget"):
            continue
        if "{" in line:
            word = line[: line.index("}")].count(" ") + 1
        else:
            word = [field.kind for field in label.fields].index("amount") + 1
        if line.split(" ")[word] not in ("0", "0.00"):
            yield at, word, label.item


FLIPPED = {
    "opening": "SIE504",
    "closing": "SIE505",
    "result": "SIE505",
    "object_opening": "SIE511",
    "object_closing": "SIE511",
    "period": "SIE508",
    "normal": "SIE501",
}


@pytest.mark.parametrize("name", CLEAN)
def test_a_flipped_sign_is_found(name: str) -> None:
    lines = lines_of(name)
    tried = 0
    for at, word, item in amounts(lines):
        objects = "{" in lines[at] and "{}" not in lines[at]
        if item == "added" or (item == "period" and objects) or (item.startswith("object") and name != "typ4e.se"):
            continue
        words = lines[at].split(" ")
        words[word] = words[word][1:] if words[word].startswith("-") else f"-{words[word]}"
        report = judged([*lines[:at], " ".join(words), *lines[at + 1 :]], name)
        line = voucher_of(lines, at) if item == "normal" else None
        # Where there are vouchers the account is named, and the sum of all is not told besides.
        code = "SIE502" if lines[at].startswith("#UB 0") and name == "typ4e.se" else FLIPPED[item]
        assert found(report, code, line), (lines[at], [(d.code, d.line) for d in report])
        assert errors(report) <= {"SIE501"}, (lines[at], [d.message() for d in report.at_least(Severity.ERROR)])
        tried += 1
    assert tried > 3


def without_last_field(lines: list[str]) -> Iterator[tuple[str, list[str], int]]:
    """The last field taken from every record whose every field must be there."""
    for at, line in enumerate(lines):
        label = BY_NAME.get(line.split(" ")[0])
        if label is None or not label.fields or not label.fields[-1].required or '"' in line or "}" in line:
            continue
        words = line.split(" ")
        if len(words) == len(label.fields) + 1:
            yield line, [*lines[:at], " ".join(words[:-1]), *lines[at + 1 :]], at + 1


@pytest.mark.parametrize("name", CLEAN)
def test_a_field_that_is_taken_out_is_missed(name: str) -> None:
    lines = lines_of(name)
    cases = list(without_last_field(lines))
    assert cases
    for line, rest, at in cases:
        report = judged(rest, name)
        assert found(report, "SIE201", at), (line, [(d.code, d.line) for d in report])
        assert errors(report) <= {"SIE301"}, (line, [d.message() for d in report.at_least(Severity.ERROR)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac-roman", "utf-16"])
@pytest.mark.parametrize("name", CLEAN)
def test_another_encoding_is_found(name: str, encoding: str) -> None:
    text = "".join(f"{line}\r\n" for line in lines_of(name))
    report = check(text.encode(encoding), kind=KIND[name])
    at = next(number for number, line in enumerate(lines_of(name), 1) if line.startswith("#FORMAT"))
    assert found(report, "SIE003", at)
    assert errors(report) == set()


def test_a_file_that_is_cut_short_is_never_in_order() -> None:
    data = (FIXTURES / "clean" / "typ4e.se").read_bytes()
    # Behind the last amount there is nothing to lose but a brace.
    for cut in range(40, len(data.rstrip(b"\r\n}0123456789.-")), 3):
        report = check(data[:cut], kind="4E")
        whole_lines = data[:cut].endswith(b"\n") and found(report, "SIE310", None)
        assert report.at_least(Severity.WARNING) or whole_lines, (cut, data[cut - 40 : cut])


def test_a_number_typed_wrong_is_found_at_its_line() -> None:
    lines = lines_of("typ4e.se")
    for label, word, wrong, code in (
        ("#VER", 3, "20241301", "SIE205"),
        ("#IB", 3, "12,5O", "SIE202"),
        ("#IB", 3, "49000.001", "SIE204"),
        ("#IB", 1, "x", "SIE209"),
        ("#UB", 3, "1250,00", "SIE203"),
        ("#KTYP", 2, "Q", "SIE210"),
    ):
        at = next(number for number, line in enumerate(lines) if line.startswith(label + " "))
        words = lines[at].split(" ")
        words[word] = wrong
        report = judged([*lines[:at], " ".join(words), *lines[at + 1 :]], "typ4e.se")
        assert found(report, code, at + 1), (label, wrong, [(d.code, d.line) for d in report])
        assert errors(report) <= {code}, (label, wrong, [d.message() for d in report.at_least(Severity.ERROR)])


def test_swapped_lines_are_found() -> None:
    lines = lines_of("typ4e.se")
    account = next(at for at, line in enumerate(lines) if line.startswith("#KONTO 1510"))
    moved = [*lines[:account], *lines[account + 1 :]]
    kind = next(at for at, line in enumerate(moved) if line.startswith("#KTYP 1510"))
    report = judged([*moved[: kind + 1], lines[account], *moved[kind + 1 :]], "typ4e.se")
    assert found(report, "SIE308", kind + 1)
    assert errors(report) == set()
    first, second = (at for at, line in enumerate(lines) if line.startswith("#VER A"))
    renumbered = list(lines)
    renumbered[second] = lines[second].replace("#VER A 2", "#VER A 1", 1)
    assert found(judged(renumbered, "typ4e.se"), "SIE610", second + 1)
    renumbered[second] = lines[second].replace("#VER A 2", "#VER A 4", 1)
    assert found(judged(renumbered, "typ4e.se"), "SIE609", second + 1)
    renumbered[first] = lines[first].replace("#VER A 1", "#VER A 7", 1)
    assert found(judged(renumbered, "typ4e.se"), "SIE611", second + 1)
