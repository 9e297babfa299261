"""One line to label and fields: every form that real files show, and the quick lane that must agree."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sie.spec.labels import BY_NAME, LABELS
from sie.text.lexer import LineKind, lex, quick
from sie.text.patterns import ROW, VOUCHER

# line, values, codes of what was forgiven
TABLE: list[tuple[str, tuple[object, ...], list[str]]] = [
    ("#FLAGGA 0", ("0",), []),
    ("#FLAGGA", (), []),
    ("#KONTO 1910 Kassa", ("1910", "Kassa"), []),
    ('#KONTO 1910 "Liten kassa"', ("1910", "Liten kassa"), []),
    ('#KONTO "1910" "Kassa"', ("1910", "Kassa"), []),
    ("#KONTO\t1910\t \tKassa \t ", ("1910", "Kassa"), []),
    (" \t#KONTO 1910 Kassa", ("1910", "Kassa"), []),
    ("#KONTO 1910 Kassa\r\n", ("1910", "Kassa"), []),
    ('#KONTO 1910 ""', ("1910", ""), []),
    # escapes and backslashes
    ('#KONTO 1910 "Kassa \\"special\\""', ("1910", 'Kassa "special"'), []),
    ('#KONTO 1910 "\\""', ("1910", '"'), []),
    ('#KONTO 1910 5\\"', ("1910", '5"'), []),
    ('#FNR "C:\\Program\\Bok"', ("C:\\Program\\Bok",), []),
    ('#FNR "C:\\\\Program"', ("C:\\\\Program",), []),
    ("#FNR C:\\Program\\", ("C:\\Program\\",), []),
    ('#FNR "C:\\Bok\\"', ("C:\\Bok\\",), ["SIE105"]),
    ('#FNR "C:\\Bok\\"  ', ("C:\\Bok\\",), ["SIE105"]),
    # unescaped quotes: one closes only before a blank, a brace or the end
    ('#KONTO 1540 "leverant"r"', ("1540", 'leverant"r'), ["SIE106"]),
    ('#KONTO 1540 "F"rskott till leverant"re"', ("1540", 'F"rskott till leverant"re'), ["SIE106"]),
    ('#KONTO 1540 leverant"r', ("1540", 'leverant"r'), ["SIE106"]),
    ('#KONTO 1540 "oavslutad text', ("1540", "oavslutad text"), ["SIE104"]),
    # object lists
    ("#TRANS 1910 {} 5", ("1910", (), "5"), []),
    ("#TRANS 1910 { } 5", ("1910", (), "5"), []),
    ("#TRANS 1910{}5", ("1910", (), "5"), []),
    ('#TRANS 1910 { "1" "1"} 5', ("1910", ("1", "1"), "5"), []),
    ("#TRANS 1910 {1 Nord 6 0001} 5", ("1910", ("1", "Nord", "6", "0001"), "5"), []),
    ("#TRANS 1910 {\t1\tNord\t} 5", ("1910", ("1", "Nord"), "5"), []),
    ('#TRANS 1910 {1 "Nord syd"} 5', ("1910", ("1", "Nord syd"), "5"), []),
    ('#TRANS 1910 {1 "a}b{c"} 5 "" "{x}"', ("1910", ("1", "a}b{c"), "5", "", "{x}"), []),
    ("#TRANS 1910 {1 5", ("1910", ("1", "5")), ["SIE107"]),
    ('#TRANS "1910" {"1" "456"} "-5.00" "" "t" "2" "AB"', ("1910", ("1", "456"), "-5.00", "", "t", "2", "AB"), []),
    # labels
    ("#konto 1910 Kassa", ("1910", "Kassa"), ["SIE102"]),
    ("#OKAND {1 2} x", (("1", "2"), "x"), []),
    # text with spaces and no quotes
    ("#PROSA Kontoplanstyp är BAS", ("Kontoplanstyp är BAS",), ["SIE108"]),
    ("#KONTO 1540 Fordringar hos  andra", ("1540", "Fordringar hos  andra"), ["SIE108"]),
    # tabs inside quotes, other white space that is none in SIE
    ('#PROSA "a\tb"', ("a\tb",), ["SIE011"]),
    ("#PROSA a\xa0b", ("a\xa0b",), []),
    ("#PROSA a\u2003b", ("a\u2003b",), []),
    ("#PROSA 'a", ("'a",), []),
]


@pytest.mark.parametrize(("line", "values", "codes"), TABLE)
def test_a_line_is_read(line: str, values: tuple[object, ...], codes: list[str]) -> None:
    found = lex(line)
    assert found.kind is LineKind.RECORD
    assert found.values == values
    assert [problem.code for problem in found.problems] == codes
    assert (found.before, found.after) == ("", "")


@pytest.mark.parametrize(("line", "values", "codes"), TABLE)
def test_a_field_stands_where_it_says(line: str, values: tuple[object, ...], codes: list[str]) -> None:
    found = lex(line)
    end = 0
    for field in found.fields:
        assert end <= field.start < field.end <= len(line.rstrip("\r\n"))
        end = field.end
        piece = line[field.start : field.end]
        if isinstance(field.value, tuple):
            assert piece.startswith("{")
            assert all(value in piece for value in field.value)
        elif not field.quoted:
            assert piece.replace('\\"', '"') == field.value


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("", LineKind.BLANK),
        (" \t ", LineKind.BLANK),
        ("\r\n", LineKind.BLANK),
        ("\x1a", LineKind.BLANK),
        ("\x00\x00", LineKind.BLANK),
        ("{", LineKind.OPEN),
        (" \t{ \t\r\n", LineKind.OPEN),
        ("}", LineKind.CLOSE),
        ("} \t", LineKind.CLOSE),
        ("{}", LineKind.CLOSE),
        ("{ }", LineKind.CLOSE),
        ("hej", LineKind.GARBAGE),
        ("#", LineKind.GARBAGE),
        ("# KONTO", LineKind.GARBAGE),
        ("{ hej", LineKind.GARBAGE),
        ("\ufeff#FLAGGA 0", LineKind.GARBAGE),
    ],
)
def test_a_line_that_is_no_record(line: str, kind: LineKind) -> None:
    found = lex(line)
    assert (found.kind, found.label, found.fields) == (kind, "", ())


@pytest.mark.parametrize(
    ("line", "values", "before", "after"),
    [
        ('#VER A 1 20250115 "Dagskassa" {', ("A", "1", "20250115", "Dagskassa"), "", "{"),
        ('#VER A 1 20250115 "Dagskassa"{ ', ("A", "1", "20250115", "Dagskassa"), "", "{"),
        ('#VER A 1 20250115 "Dagskassa {x}" {}', ("A", "1", "20250115", "Dagskassa {x}"), "", "{}"),
        ("#TRANS 1910 {} 5 }", ("1910", (), "5"), "", "}"),
        ("{ #TRANS 1910 {} 5", ("1910", (), "5"), "{", ""),
        ("{ #TRANS 1910 {} 5 }", ("1910", (), "5"), "{", "}"),
        ("} #VER A 1 20250115", ("A", "1", "20250115"), "}", ""),
    ],
)
def test_a_brace_on_the_line_of_a_record(line: str, values: tuple[object, ...], before: str, after: str) -> None:
    found = lex(line)
    assert (found.values, found.before, found.after) == (values, before, after)


def test_a_label_is_given_in_capitals_when_the_table_has_it() -> None:
    assert lex("#konto 1910 Kassa").label == "#KONTO"
    assert lex("#Moms 1").label == "#Moms"


BODY = st.text(' \t"{}\\a1.-å#', max_size=30)


@given(st.sampled_from(LABELS), BODY)
@example(BY_NAME["#TRANS"], ' 1910 {"1" "a b"} -5.00 "" "x y"')
@example(BY_NAME["#VER"], ' A 1 1 "text {"')
@example(BY_NAME["#VER"], " A 1 1 text {")
@example(BY_NAME["#KONTO"], ' 1 "a""b"')
def test_the_quick_lane_reads_what_the_general_one_reads(label: object, body: str) -> None:
    assert isinstance(label, type(LABELS[0]))
    body = f" {body}" if body else ""
    values = quick(body, label.has_objects)
    if values is None or len(values) > len(label.fields):
        return
    found = lex(label.name + body)
    assert found.kind is LineKind.RECORD
    assert found.values == tuple(values)
    assert found.problems == ()
    assert (found.before, found.after) == ("", "")


WORD = st.sampled_from(['""', '"a b"', "a", "1", "20250115", "-5.00", "5.", '"', '"{"', '"a}"', "\\", "å", '"1"', "-"])
GAP = st.sampled_from([" ", "  ", "\t", " \t ", ""])
LIST = st.sampled_from(["{}", "{ }", "{1 a}", '{"1" "a b"}', "{1}", '{"1}', '{1 "}"}', "{1 a 6 b}", "{", "{{}}", ""])


@given(st.tuples(GAP, WORD, GAP, LIST, GAP, st.lists(st.tuples(WORD, GAP), max_size=6), GAP))
@example((" ", "1910", " ", "{}", " ", [("5.00", "")], ""))
def test_the_pattern_of_a_row_reads_what_the_general_lane_reads(parts: tuple[object, ...]) -> None:
    before, account, gap, objects, gap2, rest, indent = parts
    assert isinstance(rest, list)
    line = f"{indent}#TRANS{before}{account}{gap}{objects}{gap2}" + "".join(word + blank for word, blank in rest)
    match = ROW.match(line)
    if match is None:
        return
    found = lex(line)
    account, inner, amount, date, text, bare_text, quantity, sign, bare_sign = match.groups("")
    values = [account, None, amount, date.strip('"'), text or bare_text, quantity.strip('"'), sign or bare_sign]
    inside = quick(inner, False)
    if inside is None:  # the quick lane leaves such a list to the general one
        return
    values[1] = tuple(inside)
    assert found.problems == ()
    seen = [*found.values, *[""] * (7 - len(found.values))]
    assert seen == values


@given(st.lists(st.tuples(GAP, WORD), min_size=3, max_size=8), GAP)
@example([(" ", "A"), (" ", "1"), (" ", "20250115"), (" ", '"a b"'), (" ", "20250116"), (" ", "X")], "")
def test_the_pattern_of_a_voucher_reads_what_the_general_lane_reads(words: list[tuple[str, str]], end: str) -> None:
    line = "#VER" + "".join(blank + word for blank, word in words) + end
    rows = "#TRANS 1910 {} 5\n"
    match = VOUCHER.match(line + "\n{\n" + rows + "}\n")
    if match is None:
        return
    found = lex(line)
    series, bare_series, number, bare_number, date, text, bare_text, registered, sign, bare_sign, *_ = match.groups("")
    values = (
        series or bare_series,
        number or bare_number,
        date,
        text or bare_text,
        registered.strip('"'),
        sign or bare_sign,
    )
    assert (*found.values, *[""] * (6 - len(found.values))) == values
    assert (found.problems, found.after) == ((), "")
    first, behind = match.start(match.re.groups - 1), match.start(match.re.groups)
    assert match.string[first:behind] == rows


@given(st.text(max_size=80))
def test_any_text_can_be_read_as_a_line(text: str) -> None:
    line = text.replace("\n", " ")
    found = lex(line)
    assert found.kind in LineKind
    for field in found.fields:
        assert 0 <= field.start < field.end <= len(line)
