from __future__ import annotations

import pytest

# The whole-file vector of the reference: CP437, any line ends.
LINES = r"""#FLAGGA 0
#KSUMMA
#PROGRAM "Exempel" 1.0
#FORMAT PC8
#GEN 20250131 AN
#SIETYP 4
#FNAMN "Målerifirman Å & Ö AB"
#KONTO 1915 "Kassa \"special\""
#KONTO 6250 Porto

#VER "" "" 20250131 "Porto, januari"
{
#TRANS 1915 {} -100.00
	#TRANS  6250 {"1" "0123"}	100.00 "" "Frimärken"
}
#KSUMMA 1713894723
"""
RIGHT = LINES.encode("cp437")
VALUE = 1713894723


@pytest.mark.parametrize(
    "data, code, en, sv",
    [
        (RIGHT, 0, f"The checksum is right: {VALUE}.", f"Kontrollsumman stämmer: {VALUE}."),
        (RIGHT.replace(b"100.00 ", b"200.00 "), 1, "The checksum is wrong", "Kontrollsumman är fel"),
        (RIGHT[: RIGHT.rindex(b"#KSUMMA")], 1, "The file is cut off: #KSUMMA on line 2", "Filen är avhuggen"),
        (b"#FLAGGA 0\n#KONTO1915\n", 0, "The file has no checksum. It would be ", "Filen har ingen kontrollsumma"),
        (LINES.replace("Å &", "€ &").encode("utf-8"), 1, "No checksum can be computed", "Ingen kontrollsumma kan"),
    ],
)
def test_verified(run, tmp_path, data, code, en, sv):
    (tmp_path / "a.se").write_bytes(data)
    english, swedish = run("checksum", "a.se"), run("checksum", "a.se", "--lang", "sv")
    assert (english.exit_code, swedish.exit_code) == (code, code)
    assert english.stdout.startswith(en)
    assert swedish.stdout.startswith(sv)


def test_json(answer):
    assert answer("checksum", "-", stdin=RIGHT) == {
        "path": "-",
        "ok": True,
        "truncated": False,
        "opened": 2,
        "closed": 16,
        "declared": str(VALUE),
        "computed": VALUE,
    }
    without = answer("checksum", "-", stdin=b"#FLAGGA 0\n")
    assert (without["ok"], without["opened"], without["computed"]) == (None, None, 0)


def test_written(run, tmp_path):
    wrong = RIGHT.replace(str(VALUE).encode(), b"1")
    (tmp_path / "a.se").write_bytes(wrong)
    result = run("checksum", "a.se", "--write", "b.se")
    assert (result.exit_code, result.stderr) == (0, f"b.se was written with the checksum {VALUE}.\n")
    assert (tmp_path / "b.se").read_bytes() == RIGHT
    assert (tmp_path / "a.se").read_bytes() == wrong
    assert run("checksum", "a.se", "--write", "-").stdout_bytes == RIGHT


def test_written_only_where_it_makes_sense(run, tmp_path):
    (tmp_path / "a.se").write_bytes(RIGHT)
    (tmp_path / "cut.se").write_bytes(RIGHT[:100])
    (tmp_path / "utf8.se").write_bytes("#FLAGGA 0\n#FNAMN €\n".encode())
    for words, code in (
        (["a.se", "-w", "a.se"], 2),
        (["cut.se", "-w", "b.se"], 1),
        (["utf8.se", "-w", "b.se", "--force"], 1),
    ):
        result = run("checksum", *words)
        assert result.exit_code == code
        assert result.stderr.startswith("sie: ")
    assert not (tmp_path / "b.se").exists()
    assert run("checksum", "cut.se", "-w", "b.se", "--force").exit_code == 0
    assert run("checksum", "b.se").exit_code == 0


def test_what_is_no_sie_file(run, not_sie, tmp_path):
    (tmp_path / "empty.se").touch()
    (tmp_path / "text.se").write_text("Hej!\n")
    for name in (not_sie, "empty.se", "text.se", "missing.se", "."):
        result = run("checksum", name, "--lang", "sv")
        assert (result.exit_code, result.stdout) == (2, ""), name
