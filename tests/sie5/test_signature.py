"""Signatures: the official one is right, a changed byte is not, and what we sign others can verify."""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import random
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import sie
import sie.sie5
from sie.spec.sie5 import DSIG
from tests.sie5.books import SAMPLES, bakery, faults, needs_samples, needs_schema

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def certificate(key: Key, name: str = "Märta Öhman") -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime.datetime(2024, 1, 1)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 7)
    return builder.not_valid_before(start).not_valid_after(start.replace(year=2025)).sign(key, hashes.SHA256())


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: Key, password: bytes | None = None) -> bytes:
    secret = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret)


def cert_pem(key: Key) -> bytes:
    return certificate(key).public_bytes(serialization.Encoding.PEM)


UNSIGNED = sie.sie5.dumps(bakery())


@needs_samples
def test_the_official_signature_is_right_and_a_changed_byte_is_not() -> None:
    data = (SAMPLES / "Sample.sie").read_bytes()
    found = sie.sie5.verify(SAMPLES / "Sample.sie")
    assert (found.ok, found.weak, found.signatures, found.self_signed) == (True, True, 1, False)
    assert found.signer is not None and "CN=Lars Hansson" in found.signer
    for old, new in (
        (b'amount="420050"', b'amount="420051"'),
        (b"</Documents>\r\n", b"</Documents>\n\n"),
        (b'by="LH"', b'by="XX"'),
    ):
        assert old in data
        assert sie.sie5.verify(data.replace(old, new, 1)).ok is False, old
    middle = data.index(b"<SignatureValue>") + 30
    assert (
        sie.sie5.verify(data[:middle] + (b"A" if data[middle : middle + 1] != b"A" else b"B") + data[middle + 1 :]).ok
        is False
    )


@needs_schema
def test_what_is_signed_is_valid_and_right(rsa_key: rsa.RSAPrivateKey) -> None:
    signed = sie.sie5.sign(UNSIGNED, key=pem(rsa_key), certificate=cert_pem(rsa_key))
    assert faults(signed) == []
    found = sie.sie5.verify(signed)
    assert (found.ok, found.weak, found.self_signed, found.last) == (True, False, True, datetime.date(2025, 1, 1))
    assert found.fingerprint == certificate(rsa_key).fingerprint(hashes.SHA256()).hex()
    assert sie.load(signed) == bakery()
    assert sie.sie5.verify(sie.sie5.sign(signed)).signatures == 1  # the old one is replaced


def test_another_program_would_find_it_right(rsa_key: rsa.RSAPrivateKey) -> None:
    """Worked out by hand from the standard: digest of the file without the signature, signature of SignedInfo."""
    signed = sie.sie5.sign(UNSIGNED, key=pem(rsa_key), certificate=cert_pem(rsa_key))
    root = etree.fromstring(signed)
    node = root.find(f"{{{DSIG}}}Signature")
    assert node is not None and node is root[-1]
    info = node.find(f"{{{DSIG}}}SignedInfo")
    value, digest = node.findtext(f"{{{DSIG}}}SignatureValue"), node.findtext(f".//{{{DSIG}}}DigestValue")
    assert info is not None and value and digest
    alone = io.BytesIO()
    etree.fromstring(etree.tostring(info)).getroottree().write_c14n(alone, exclusive=False, with_comments=False)
    rsa_key.public_key().verify(base64.b64decode(value), alone.getvalue(), padding.PKCS1v15(), hashes.SHA256())
    before = node.getprevious()
    assert before is not None
    before.tail = (before.tail or "") + (node.tail or "")
    root.remove(node)
    whole = io.BytesIO()
    root.getroottree().write_c14n(whole, exclusive=False, with_comments=False)
    assert base64.b64encode(hashlib.sha256(whole.getvalue()).digest()).decode() == digest


def test_pkcs12_passwords_and_elliptic_curves(tmp_path: Path, rsa_key: rsa.RSAPrivateKey) -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    store = pkcs12.serialize_key_and_certificates(
        b"me", curve, certificate(curve), None, serialization.BestAvailableEncryption(b"hemlig")
    )
    assert sie.sie5.verify(sie.sie5.sign(UNSIGNED, key=store, password="hemlig")).ok
    (tmp_path / "me.pem").write_bytes(pem(rsa_key, b"hemlig") + cert_pem(rsa_key))
    assert sie.sie5.verify(sie.sie5.sign(UNSIGNED, key=tmp_path / "me.pem", password="hemlig")).ok
    for key, paper, password in (
        (store, None, "fel"),
        (pem(rsa_key, b"hemlig"), cert_pem(rsa_key), None),
        (pem(rsa_key), cert_pem(rsa_key), "onödigt"),
        (pem(rsa_key), None, None),
        (pem(rsa_key), cert_pem(curve), None),
        (b"nonsense", None, None),
        (None, None, "hemlig"),
    ):
        with pytest.raises(sie.SieUsageError) as caught:
            sie.sie5.sign(UNSIGNED, key=key, certificate=paper, password=password)
        assert "hemlig" not in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"", b"#FLAGGA 0\n", b"<a/>", b"<Sie/>", b'<!DOCTYPE Sie []><Sie xmlns="http://www.sie.se/sie5"/>']
)
def test_only_sie5_is_signed(data: bytes) -> None:
    with pytest.raises(sie.SieUsageError):
        sie.sie5.sign(data)


def test_a_signature_of_a_part_is_no_signature_of_the_file(rsa_key: rsa.RSAPrivateKey) -> None:
    """Wrapping: what was signed is put somewhere inside a file that says something else."""
    signed = sie.sie5.sign(UNSIGNED, key=pem(rsa_key), certificate=cert_pem(rsa_key))
    root = etree.fromstring(signed)
    node = root.find(f"{{{DSIG}}}Signature")
    assert node is not None
    for change in ("part", "transform", "none", "moved", "key"):
        other = etree.fromstring(signed)
        signature = other.find(f"{{{DSIG}}}Signature")
        assert signature is not None
        reference = signature.find(f".//{{{DSIG}}}Reference")
        assert reference is not None
        if change == "part":
            reference.set("URI", "#x")
        elif change == "transform":
            transform = reference.find(f".//{{{DSIG}}}Transform")
            assert transform is not None
            transform.set("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116")
        elif change == "none":
            info = signature.find(f"{{{DSIG}}}SignedInfo")
            assert info is not None
            info.remove(reference)
        elif change == "moved":
            other[0].append(signature)
        else:
            info = signature.find(f"{{{DSIG}}}KeyInfo")
            assert info is not None
            signature.remove(info)
        assert not sie.sie5.verify(etree.tostring(other, encoding="utf-8")).ok, change


def test_check_tells_of_the_signature() -> None:
    signed = sie.sie5.sign(UNSIGNED)
    assert sie.check(signed).ok
    assert {d.code for d in sie.check(signed.replace(b"Kassa", b"Kasse")).at_least(sie.Severity.ERROR)} == {"SIE731"}
    assert {d.code for d in sie.check(UNSIGNED).at_least(sie.Severity.ERROR)} == {"SIE730"}


def test_names_without_a_namespace_are_not_taken_for_others() -> None:
    """``xmlns=""`` is a difference, although it is left away where libxml2 puts it for nothing."""
    nameless = b'<Customers xmlns="">'
    with pytest.raises(sie.SieUsageError):
        sie.sie5.sign(UNSIGNED.replace(b"<Customers>", nameless))
    signed = sie.sie5.sign(UNSIGNED)
    assert sie.sie5.verify(signed).ok
    assert sie.sie5.verify(signed.replace(b"<Customers>", nameless)).ok is False


@given(st.integers(0, 2**32))
def test_a_damaged_signature_is_wrong_or_says_the_same(seed: int) -> None:
    dice, data = random.Random(seed), bytearray(DAMAGED)
    first = DAMAGED.index(b"<ds:Signature")
    for _ in range(dice.randint(1, 3)):
        place = dice.randrange(first, len(data))
        match dice.randrange(3):
            case 0:
                data[place] = dice.choice(b"ABab019+/=<>#x")
            case 1:
                del data[place : place + dice.randint(1, 40)]
            case 2:
                data[place:place] = data[dice.randrange(first, len(data)) :][: dice.randint(1, 60)]
    found = sie.sie5.verify(bytes(data))
    assert found.ok is not True or sie.sie5.load(bytes(data)) == bakery()


DAMAGED = sie.sie5.sign(UNSIGNED)
