"""``sie signature``: is the digital signature of a SIE 5 file right, and sign one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sie.cli.session import CONTEXT, Session, formats, language_option

if TYPE_CHECKING:
    from sie.sie5.signature import Verified

__all__ = ["command"]


@click.group("signature", short_help="Verify the signature of a SIE 5 file, or sign one.", context_settings=CONTEXT)
def command() -> None:
    """Verify the digital signature of a SIE 5 file, or sign one.

    A right signature says that the file is as it was when it was signed. Whether the certificate is to be trusted is
    for you to say: 'verify' shows whose it is.
    """


_VERIFY = """Verify the digital signature of FILE.

\b
  sie signature verify books.sie

Exit code 0: right. 1: wrong, or the file is not signed. 2: cannot be read.
"""


@command.command("verify", help=_VERIFY, short_help="Is the signature right?", context_settings=CONTEXT)
@click.argument("path", metavar="FILE", type=click.Path(allow_dash=True))
@formats
@language_option
@click.pass_obj
def verify_command(session: Session, path: str, form: str) -> None:
    """Say whether the signature is right, and whose it is."""
    from sie.cli.documents import sie5_source
    from sie.sie5.signature import verify

    found = verify(sie5_source(session, path))
    session.worse(0 if found.ok else 1)
    if form == "json":
        import msgspec

        from sie.report.harmless import to_json

        session.data(to_json({"path": path, "self_signed": found.self_signed, **msgspec.structs.asdict(found)}))
    else:
        session.out("".join(f"{line}\n" for line in _lines(session, found)))


def _lines(session: Session, found: Verified) -> list[str]:
    from sie.report.harmless import safe

    if found.ok is None:
        return [session.say("The file is not signed.", "Filen är inte signerad.")]
    if found.ok:
        en, sv = (
            "The signature is right: the file is as it was signed.",
            "Signaturen är rätt: filen är som den signerades.",
        )
        lines = [session.say(en, sv)]
    else:
        reason = safe(found.reason["sv" if session.language == "sv" else "en"])
        lines = [session.say(f"The signature is wrong: {reason}.", f"Signaturen är fel: {reason}.")]
    if found.weak:
        en, sv = (
            "It uses SHA-1, which guards against accidents only.",
            "Den använder SHA-1, som bara skyddar mot olyckor.",
        )
        lines.append(session.say(en, sv))
    if found.signatures > 1:
        en = f"There are {found.signatures} signatures; this is about the first."
        sv = f"Det finns {found.signatures} signaturer; det här gäller den första."
        lines.append(session.say(en, sv))
    if found.signer is not None:
        own = session.say(" (self-signed: it proves nothing about who that is)",
                          " (självsignerat: det bevisar inte vem det är)") if found.self_signed else ""  # fmt: skip
        lines += [
            session.say("Signer: ", "Undertecknare: ") + safe(found.signer) + own,
            session.say("Certificate by: ", "Certifikat av: ") + safe(found.issuer or ""),
            session.say("Valid: ", "Giltigt: ") + f"{found.first} – {found.last}",
            f"SHA-256: {found.fingerprint}",
        ]
    return lines


_SIGN = """Write FILE to OUT with a digital signature.

The key is a PEM file, with its certificate in another (--certificate) or in the same; or one PKCS#12 file (.p12,
.pfx) that holds both. With --self-signed a key is made up for this file and forgotten: that guards against
accidents, not against people. A signature that the file had is replaced. OUT is written whole or not at all.

\b
  sie signature sign books.sie signed.sie --key me.pem --certificate me.crt
  sie signature sign books.sie signed.sie --key me.p12 --password-file secret.txt
  sie signature sign books.sie signed.sie --self-signed
"""


@command.command("sign", help=_SIGN, short_help="Sign a SIE 5 file.", context_settings=CONTEXT)
@click.argument("path", metavar="FILE", type=click.Path(allow_dash=True))
@click.argument("target", metavar="OUT", type=click.Path(allow_dash=True))
@click.option("--key", metavar="KEY", type=click.Path(), help="Private key: PEM or PKCS#12.")
@click.option("--certificate", metavar="CERT", type=click.Path(), help="Its certificate: PEM.")
@click.option(
    "--password-file", metavar="PATH", type=click.Path(), help="A file whose first line is the key's password."
)
@click.option("--self-signed", is_flag=True, help="Make up a key for this file.")
@click.option("-f", "--force", is_flag=True, help="Write over FILE itself.")
@language_option
@click.pass_obj
def sign_command(
    session: Session,
    path: str,
    target: str,
    key: str | None,
    certificate: str | None,
    password_file: str | None,
    self_signed: bool,
    force: bool,
) -> None:
    """Sign, and write the file."""
    from sie.cli.convert import refuse_same_file
    from sie.errors import SieUsageError
    from sie.sie5.signature import password_in, refuse_signer, sign
    from sie.text.writer import write_atomically

    refuse_signer(key, certificate, password_file, self_signed)
    if key is None and not self_signed:
        raise SieUsageError(
            "Give --key (and --certificate), or --self-signed.", "Ange --key (och --certificate), eller --self-signed."
        )
    if not force:
        refuse_same_file(path, target)
    password = password_in(password_file) if password_file is not None else None
    data = sign(session.source(path), key=key, certificate=certificate, password=password)
    if target == "-":
        session.data(data)
    else:
        write_atomically(target, data)
