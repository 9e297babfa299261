"""The digital signature of a SIE 5 file: enveloped XMLDSig with its certificate in the file.

The work is done by ``signxml``. A right signature says that the file is as it was when it was signed; whether the
certificate is to be trusted is another question, which nobody but the reader can answer.
"""

from __future__ import annotations

import datetime
import warnings
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import msgspec

from sie.errors import SieUsageError
from sie.sie5.nodes import has_doctype, lxml, safe_parser_options
from sie.spec.sie5 import DSIG, NAMESPACE, ROOTS
from sie.text.reader import Source, opened

if TYPE_CHECKING:
    from cryptography import x509
    from lxml import etree

__all__ = ["Verified", "password_in", "refuse_signer", "sign", "verify"]

_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_CANONICAL = ("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11")
_TRANSFORMS = {_ENVELOPED, "http://www.w3.org/2001/10/xml-exc-c14n#", *_CANONICAL}
_TRANSFORMS |= {f"{name}#WithComments" for name in _CANONICAL} | {"http://www.w3.org/2001/10/xml-exc-c14n#WithComments"}
_YEARS = 10


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said of the signature of a file.

    Attributes:
        signatures: How many there are.
        ok: Whether the first one is right: the file is as it was signed. ``None`` when there is none.
        reason: Why it is wrong, by language.
        weak: Whether it uses SHA-1, which protects against accidents only.
        signer: The subject of the certificate.
        issuer: Who made the certificate.
        first: The first day of the certificate.
        last: The last day of the certificate.
        fingerprint: SHA-256 of the certificate, hexadecimal.
    """

    signatures: int = 0
    ok: bool | None = None
    reason: dict[str, str] = {}
    weak: bool = False
    signer: str | None = None
    issuer: str | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    fingerprint: str | None = None

    @property
    def self_signed(self) -> bool:
        """Whether the signer made the certificate, so that it proves nothing about who that is."""
        return self.signer is not None and self.signer == self.issuer


def verify(source: Source) -> Verified:
    """Whether the file is as it was when it was signed.

    Args:
        source: A path, bytes, or a binary file.

    Returns:
        What is to be said; any bytes give an answer. Trust in the certificate is not judged.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: The extra ``sie5`` is not installed.

    Spec: SIE 5, pages 49 and 90.

    Example:
        >>> signed = sign(b'<SieEntry xmlns="http://www.sie.se/sie5"/>')
        >>> verify(signed).ok, verify(signed.replace(b"<SieEntry ", b"<SieEntry a='1' ")).ok
        (True, False)
    """
    etree = lxml()
    _libraries()
    with opened(source) as file:
        data = file.read()
    if has_doctype(data[: 1 << 16]):
        return _wrong("the file has a document type declaration", "filen har en dokumenttypsdeklaration")
    try:
        root = etree.fromstring(data, _parser(etree))
    except (etree.XMLSyntaxError, ValueError) as error:
        return _wrong(f"the XML is broken ({error})", f"XML-filen är trasig ({error})")
    found = root.findall(f"{{{DSIG}}}Signature")
    if not found:
        return Verified()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is odd about a stranger's certificate is no fault of the program
        return _judged(etree, root, found, data)


def _judged(etree: Any, root: Any, found: list[Any], data: bytes) -> Verified:
    """What is to be said of the first of the signatures."""
    certificate, who = _certificate_in(found[0])
    about = {"signatures": len(found), **who}
    wrong = _unfit(found[0])
    if wrong is None and certificate is None:
        wrong = "it has no certificate that can be read", "den har inget läsbart certifikat"
    if wrong is None and certificate is not None:
        wrong = _checked(etree, root, data, certificate)
    if wrong is not None:
        return Verified(ok=False, reason={"en": wrong[0], "sv": wrong[1]}, **about)
    algorithms = " ".join(str(node.get("Algorithm")).lower() for node in found[0].iter() if node.get("Algorithm"))
    return Verified(ok=True, weak="rsa-sha1" in algorithms or "xmldsig#sha1" in algorithms, **about)


def _wrong(en: str, sv: str) -> Verified:
    return Verified(ok=False, reason={"en": en, "sv": sv})


def _unfit(signature: etree._Element) -> tuple[str, str] | None:
    """A signature that covers something else than the whole file says nothing about it."""
    references = signature.findall(f"{{{DSIG}}}SignedInfo/{{{DSIG}}}Reference")
    transforms = {node.get("Algorithm") for node in signature.iter(f"{{{DSIG}}}Transform")}
    if [node.get("URI") for node in references] != [""] or not transforms <= _TRANSFORMS:
        return "it does not cover the file as a whole", "den omfattar inte hela filen"
    return None


def _checked(etree: Any, root: etree._Element, data: bytes, certificate: x509.Certificate) -> tuple[str, str] | None:
    """Whether digest and signature are right, by the certificate in the file."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from signxml.algorithms import DigestAlgorithm, SignatureMethod
    from signxml.exceptions import SignXMLException
    from signxml.verifier import SignatureConfiguration, XMLVerifier

    config = SignatureConfiguration(
        location="./",
        signature_methods=frozenset(SignatureMethod),
        digest_algorithms=frozenset(DigestAlgorithm),
        # An expired certificate does not change the file: the reader is told its days instead.
        verification_time=certificate.not_valid_after_utc,
    )
    said = ""
    # libxml2 puts xmlns="" on the children of SignedInfo where there is none, and the official sample fails; leaving
    # it away is right unless the file itself has elements without a namespace.
    for excised in (False,) if _nameless(root) else (True, False):
        verifier = XMLVerifier()
        verifier.excise_empty_xmlns_declarations = excised
        try:
            verifier.verify(data, x509_cert=certificate, expect_config=config, parser=_parser(etree))
        except (SignXMLException, UnsupportedAlgorithm, etree.LxmlError) as error:
            said = said or str(error).rstrip(": ").split("\n")[0] or type(error).__name__
        except (ValueError, TypeError, KeyError, AttributeError) as error:  # a signature that is no proper one
            said = said or f"{type(error).__name__}: {error}"
        else:
            return None
    return f"the file is not what was signed ({said})", f"filen är inte det som signerades ({said})"


def _nameless(root: Any) -> bool:
    return any(isinstance(node.tag, str) and not node.tag.startswith("{") for node in root.iter())


def _certificate_in(signature: etree._Element) -> tuple[x509.Certificate | None, dict[str, Any]]:
    """The certificate of a signature and what is to be said of it; nothing when it cannot be read."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    node = signature.find(f"{{{DSIG}}}KeyInfo/{{{DSIG}}}X509Data/{{{DSIG}}}X509Certificate")
    if node is None or not node.text:
        return None, {}
    try:
        certificate = x509.load_der_x509_certificate(b64decode("".join(node.text.split())))
        return certificate, _about(certificate)
    except (ValueError, TypeError, OverflowError, x509.InvalidVersion, UnsupportedAlgorithm):
        return None, {}


def _about(certificate: x509.Certificate) -> dict[str, Any]:
    from cryptography.hazmat.primitives.hashes import SHA256

    return {
        "signer": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "first": certificate.not_valid_before_utc.date(),
        "last": certificate.not_valid_after_utc.date(),
        "fingerprint": certificate.fingerprint(SHA256()).hex(),
    }


def sign(
    data: Source, *, key: Source | None = None, certificate: Source | None = None, password: str | None = None
) -> bytes:
    """A SIE 5 file with a signature of its own; one that it had is replaced.

    Args:
        data: The file: a path, bytes, or a binary file.
        key: A private key in PEM, or a PKCS#12 file that holds key and certificate. Without one, a key and a
            certificate are made up for this file and forgotten: that guards against accidents, not against people.
        certificate: The certificate in PEM; not for PKCS#12.
        password: Of the key.

    Returns:
        The signed file: RSA or ECDSA with SHA-256, canonical XML 1.0, the whole file but the signature.

    Raises:
        SieFileError: A path cannot be opened.
        SieUsageError: This is no SIE 5 file, the key, certificate or password do not fit, or the extra ``sie5`` is
            not installed.

    Spec: SIE 5, pages 49 and 90.

    Example:
        >>> verify(sign(b'<SieEntry xmlns="http://www.sie.se/sie5"/>')).self_signed
        True
    """
    etree = lxml()
    _libraries()
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from signxml.algorithms import (
        CanonicalizationMethod,
        DigestAlgorithm,
        SignatureConstructionMethod,
        SignatureMethod,
    )
    from signxml.signer import XMLSigner

    with opened(data) as file:
        content = file.read()
    root = _sie5_root(etree, content)
    private, signer = _own(password) if key is None else _loaded(key, certificate, password)
    if isinstance(private, rsa.RSAPrivateKey):
        method = SignatureMethod.RSA_SHA256
    elif isinstance(private, ec.EllipticCurvePrivateKey):
        method = SignatureMethod.ECDSA_SHA256
    else:
        raise SieUsageError("The key must be RSA or ECDSA.", "Nyckeln måste vara RSA eller ECDSA.")
    if _nameless(root):
        raise SieUsageError(
            "An element of the file has no namespace, and others would not find its signature right; correct it.",
            "Ett element i filen saknar namnrymd, och andra program skulle inte finna signaturen rätt; rätta det.",
        )
    for old in root.findall(f"{{{DSIG}}}Signature"):
        root.remove(old)
    tool = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=method,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    tool.excise_empty_xmlns_declarations = True  # see _checked
    signed = tool.sign(root, key=private, cert=[signer])
    result: bytes = etree.tostring(signed, encoding="utf-8", xml_declaration=True)
    if not verify(result).ok:
        raise SieUsageError("Key and certificate do not belong together.", "Nyckeln och certifikatet hör inte ihop.")
    return result


def _sie5_root(etree: Any, content: bytes) -> Any:
    """The root of a SIE 5 file; anything else is refused."""
    root = None
    if not has_doctype(content[: 1 << 16]):
        try:
            root = etree.fromstring(content, _parser(etree))
        except (etree.XMLSyntaxError, ValueError):
            root = None
    if root is None or root.tag not in [f"{{{NAMESPACE}}}{name}" for name in ROOTS]:
        raise SieUsageError(
            "Only a SIE 5 file can be signed; this is none. #KSUMMA is what a SIE 4 file has.",
            "Bara en SIE 5-fil kan signeras; det här är ingen. #KSUMMA är vad en SIE 4-fil har.",
        )
    return root


def _loaded(key: Source, certificate: Source | None, password: str | None) -> tuple[Any, x509.Certificate]:
    """A key and its certificate, from PEM or PKCS#12."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

    secret = password.encode("utf-8") if password is not None else None
    with opened(key) as file:
        data = file.read()
    try:
        if b"-----BEGIN" not in data:
            private, signer, _ = pkcs12.load_key_and_certificates(data, secret)
        else:
            private, signer = load_pem_private_key(data, secret), None
            if certificate is None and b"-----BEGIN CERTIFICATE" in data:
                signer = x509.load_pem_x509_certificate(data)
        if certificate is not None:
            with opened(certificate) as file:
                signer = x509.load_pem_x509_certificate(file.read())
    except (ValueError, TypeError) as error:
        raise SieUsageError(
            f"The key or the certificate cannot be read ({error}): give PEM or PKCS#12, and the right password.",
            f"Nyckeln eller certifikatet kan inte läsas ({error}): ange PEM eller PKCS#12, och rätt lösenord.",
        ) from None
    if private is None or signer is None:
        raise SieUsageError(
            "A key and its certificate are both needed: two files in PEM, or one in PKCS#12.",
            "Både nyckel och certifikat behövs: två filer i PEM, eller en i PKCS#12.",
        )
    return private, signer


def _own(password: str | None) -> tuple[Any, x509.Certificate]:
    """A key that nobody keeps, and its certificate."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509.oid import NameOID

    if password is not None:
        raise SieUsageError("A password goes with a key.", "Ett lösenord hör till en nyckel.")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sie, self-signed")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=365 * _YEARS))
    return key, builder.sign(key, SHA256())


def _parser(etree: Any) -> Any:
    return etree.XMLParser(**safe_parser_options())


def _libraries() -> None:
    try:
        import signxml  # noqa: F401
    except ImportError:
        raise SieUsageError(
            "Signatures need a library: pip install 'sie[sie5]'.",
            "Signaturer behöver ett bibliotek: pip install 'sie[sie5]'.",
        ) from None


def refuse_signer(key: object, certificate: object, password: object, self_signed: bool) -> None:
    """Refuse a certificate or a password without a key, and a key of one's own beside one that is made up.

    Args:
        key: The private key, if one is given.
        certificate: Its certificate, if one is given.
        password: Its password or where that stands, if one is given.
        self_signed: A key is to be made up.

    Raises:
        SieUsageError: They do not go together.

    Example:
        >>> refuse_signer("me.p12", None, "secret.txt", False)
    """
    if (key is not None and self_signed) or (key is None and (certificate is not None or password is not None)):
        raise SieUsageError(
            "--certificate and --password-file go with --key, and --self-signed stands alone.",
            "--certificate och --password-file hör till --key, och --self-signed står ensamt.",
        )


def password_in(source: Source) -> str:
    r"""The first line of a file: a password on the command line could be read by everybody on the machine.

    Args:
        source: A path, bytes, or a binary file.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: The line is no text in UTF-8.

    Example:
        >>> password_in("hemligt lösenord\n".encode())
        'hemligt lösenord'
    """
    with opened(source) as file:
        line = file.readline(1 << 16)
    try:
        return line.removeprefix(b"\xef\xbb\xbf").decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise SieUsageError("The password file is no text in UTF-8.", "Lösenordsfilen är ingen text i UTF-8.") from None
