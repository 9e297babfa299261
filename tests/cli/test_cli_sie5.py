"""SIE 5 on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sie
import sie.sie5
from sie.cli import cli
from tests.conftest import FIXTURES
from tests.sie5.books import bakery


@pytest.fixture
def signed(tmp_path: Path) -> str:
    path = tmp_path / "bageri.sie"
    path.write_bytes(sie.sie5.sign(sie.sie5.dumps(bakery())))
    return str(path)


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--lang", "en"])


def test_show_and_check_take_sie5(signed: str) -> None:
    shown = run("show", signed)
    assert shown.exit_code == 0 and "Ekängens Bageri & Café AB" in shown.stdout
    assert run("check", signed).exit_code == 0
    Path(signed).write_bytes(Path(signed).read_bytes().replace(b"Kassa", b"Kasse"))
    found = run("check", signed)
    assert found.exit_code == 1 and "SIE731" in found.stdout
    assert "SIE736" in run("check", signed, "--profile", "fortnox").stdout
    assert "SIE002" not in run("check", signed).stdout


def test_something_else_in_xml_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "annat.sie"
    path.write_text('<?xml version="1.0"?><sieentry xmlns="http://www.sie.se/sie5"/>')
    for command in ("show", "check"):
        assert run(command, str(path)).exit_code == 2, command


def test_signatures_are_verified_and_made(signed: str, tmp_path: Path) -> None:
    right = run("signature", "verify", signed)
    assert right.exit_code == 0 and "is right" in right.stdout and "self-signed" in right.stdout
    answer = json.loads(run("signature", "verify", signed, "--format", "json").stdout)
    assert answer["ok"] is True and answer["self_signed"] is True
    plain, out = tmp_path / "plain.sie", tmp_path / "out.sie"
    plain.write_bytes(sie.sie5.dumps(bakery()))
    assert run("signature", "verify", str(plain)).exit_code == 1
    assert run("signature", "sign", str(plain), str(out)).exit_code == 2
    assert run("signature", "sign", str(plain), str(plain), "--self-signed").exit_code == 2
    assert run("signature", "sign", str(plain), str(out), "--self-signed").exit_code == 0
    assert run("signature", "verify", str(out)).exit_code == 0
    assert run("signature", "sign", str(plain), str(out), "--key", str(plain)).exit_code == 2
    old = tmp_path / "old.se"
    old.write_bytes(b"#FLAGGA 0\n")
    for words in (("verify", str(old)), ("sign", str(old), str(out), "--self-signed")):
        refused = run("signature", *words)
        assert refused.exit_code == 2 and "SIE 5" in refused.stderr


def test_a_key_with_a_password_from_a_file(signed: str, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    from tests.sie5.test_signature import cert_pem, pem

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (tmp_path / "k.pem").write_bytes(pem(key, b"hemlig"))
    (tmp_path / "c.pem").write_bytes(cert_pem(key))
    (tmp_path / "p.txt").write_text("hemlig\n")
    words = ["--key", str(tmp_path / "k.pem"), "--certificate", str(tmp_path / "c.pem")]
    out = str(tmp_path / "out.sie")
    assert run("signature", "sign", signed, out, *words).exit_code == 2
    assert run("signature", "sign", signed, out, *words, "--password-file", str(tmp_path / "p.txt")).exit_code == 0
    assert "Märta" in run("signature", "verify", out).stdout


def test_documents_are_listed_and_taken_out(signed: str, tmp_path: Path) -> None:
    listed = run("documents", "list", signed)
    assert listed.exit_code == 0 and "kvitto å.pdf" in listed.stdout and "kvitton/2.pdf" in listed.stdout
    assert [d["size"] for d in json.loads(run("documents", "list", signed, "--format", "json").stdout)] == [10, None]
    folder = tmp_path / "ut"
    assert run("documents", "extract", signed, str(folder)).exit_code == 0
    assert [path.name for path in folder.iterdir()] == ["1-kvitto å.pdf"]
    assert run("documents", "extract", signed, str(folder)).exit_code == 2
    assert run("documents", "list", str(tmp_path / "borta.sie")).exit_code == 2


def test_the_codes_are_explained() -> None:
    for code in ("SIE701", "SIE731", "SIE823", "sie5-no-record"):
        assert run("explain", code).exit_code == 0


def test_a_conversion_to_sie4_tells_what_it_loses(signed: str, tmp_path: Path) -> None:
    out = tmp_path / "ut.se"
    stopped = run("convert", signed, str(out), "--strict")
    assert stopped.exit_code == 1 and not out.exists()
    assert all(code in stopped.stderr for code in ("SIE830", "SIE833", "SIE834", "SIE838"))
    told = run("convert", signed, str(out))
    assert told.exit_code == 0 and all(code in told.stderr for code in ("SIE830", "SIE833", "SIE834", "SIE838"))
    assert sie.load(out) == sie.sie5.for_sie4(sie.load(signed))
    assert "SIE833" in run("check", signed, "--profile", "visma-administration").stdout


def test_a_conversion_signs(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    from tests.sie5.test_signature import cert_pem, pem

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (tmp_path / "k.pem").write_bytes(pem(key, b"hemlig"))
    (tmp_path / "c.pem").write_bytes(cert_pem(key))
    (tmp_path / "p.txt").write_text("hemlig\r\n")
    books, out = str(FIXTURES / "clean" / "typ4e.se"), tmp_path / "out.sie"
    own = ["--key", str(tmp_path / "k.pem"), "--certificate", str(tmp_path / "c.pem")]
    secret = ["--password-file", str(tmp_path / "p.txt")]
    unsigned = run("convert", books, str(out))
    assert unsigned.exit_code == 0 and "SIE825" in unsigned.stderr and "--self-signed" in unsigned.stderr
    assert run("check", str(out)).exit_code == 1  # SIE730
    out.unlink()
    for wrong in (own, own[2:], secret, ["--self-signed", *own], ["--self-signed", *secret]):
        refused = run("convert", books, str(out), *wrong)
        assert refused.exit_code == 2 and not out.exists() and "Traceback" not in refused.stderr, wrong
    for words in ([*own, *secret], ["--self-signed"]):
        done = run("convert", books, str(out), *words)
        assert done.exit_code == 0 and "SIE825" not in done.stderr
        assert run("signature", "verify", str(out)).exit_code == 0
        assert run("check", str(out)).exit_code == 0
        assert len(sie.load(out).vouchers) == len(sie.load(books).vouchers)
    other = run("convert", books, str(tmp_path / "out.json"), "--self-signed")
    assert other.exit_code == 2 and "for writing sie5" in other.stderr
    folder = tmp_path / "parts"
    assert run("convert", books, str(folder), "--to", "sie5", "--split-by", "month", "--self-signed").exit_code == 0
    assert all(sie.sie5.verify(path).ok for path in folder.iterdir()) and any(folder.iterdir())
