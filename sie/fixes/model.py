"""What a fix says: repairs that were made, repairs that were not, and why."""

from __future__ import annotations

import msgspec

from sie.text.record import Document

__all__ = ["Fixed", "Left", "Repair"]

_LONG = 80

# what was done: in English, in Swedish
_DONE: dict[str, tuple[str, str]] = {
    "end-of-file": (
        "The DOS end-of-file mark at the end was taken away.",
        "DOS filslutsmarkering i slutet togs bort.",
    ),
    "padding": ("The zero bytes at the end were taken away.", "Nollbytena i slutet togs bort."),
    "final-line-end": ("A line end was put after the last line.", "Sista raden fick ett radslut."),
    "line-ends": (
        "All lines got the line end {after}; they had {before}.",
        "Alla rader fick radslutet {after}; de hade {before}.",
    ),
    "own-line": (
        "The brace got a line of its own: {before}",
        "Klammern fick en egen rad: {before}",
    ),
    "opened": (
        "The brace that opens the voucher was put in before its rows.",
        "Klammern som inleder verifikationen sattes in före dess rader.",
    ),
    "closed": (
        "The brace that closes the voucher was put in after its last row.",
        "Klammern som avslutar verifikationen sattes in efter dess sista rad.",
    ),
    "brace-removed": (
        "The brace {before} that opened or closed nothing was taken away.",
        "Klammern {before} som inte inledde eller avslutade något togs bort.",
    ),
    "label": ("The label {before} was written {after}.", "Etiketten {before} skrevs {after}."),
    "quoted": ("The text was put in quotes: {after}", "Texten sattes inom citattecken: {after}"),
    "escaped": (
        "The quote inside the text got its backslash: {after}",
        "Citattecknet inne i texten fick sitt omvända snedstreck: {after}",
    ),
    "empty": (
        "{label} lacked mandatory texts at its end; they were written as empty: {after}",
        "{label} saknade obligatoriska texter i slutet; de skrevs som tomma: {after}",
    ),
    "list": (
        "{label} lacked its object list; an empty one was written: {after}",
        "{label} saknade sin objektlista; en tom skrevs: {after}",
    ),
    "hyphen": (
        "The organisation number {before} got its hyphen: {after}",
        "Organisationsnumret {before} fick sitt bindestreck: {after}",
    ),
    "garbled": (
        "{label}: the garbled text “{before}” was restored to “{after}”.",
        "{label}: den förvanskade texten “{before}” återställdes till “{after}”.",
    ),
    "stray": (
        "Letters in another encoding than the rest of the file were written in it: {after}",
        "Bokstäver i en annan kodning än filen i övrigt skrevs i den: {after}",
    ),
    "encoding": (
        "The file was written in {after}; it was in {before}.",
        "Filen skrevs i {after}; den var i {before}.",
    ),
    "byte-order-mark": ("The byte order mark was taken away.", "Byteordningsmarkeringen togs bort."),
    "format-set": ("#FORMAT was set to {after}; it said {before}.", "#FORMAT sattes till {after}; den sade {before}."),
    "format-added": ("#FORMAT was missing; {after} was put in.", "#FORMAT saknades; {after} sattes in."),
    "checksum": (
        "#KSUMMA was set to {after}, which the contents give; it was {before}.",
        "#KSUMMA sattes till {after}, som innehållet ger; den var {before}.",
    ),
    "amount": (
        "{label}: the amount {before} was written {after}.",
        "{label}: beloppet {before} skrevs {after}.",
    ),
    "quantity": (
        "{label}: the quantity {before} was written {after}.",
        "{label}: kvantiteten {before} skrevs {after}.",
    ),
    "date": ("{label}: the date {before} was written {after}.", "{label}: datumet {before} skrevs {after}."),
    "control": (
        "{label}: control characters in “{before}” were replaced by spaces: “{after}”.",
        "{label}: styrtecken i “{before}” ersattes med mellanslag: “{after}”.",
    ),
    "joined": (
        "{label}: a text over several lines was put on one: “{after}”.",
        "{label}: en text över flera rader sattes på en: “{after}”.",
    ),
}

_LEFT: dict[str, tuple[str, str]] = {
    "letter": (
        "The file stays in {encoding}: CP437 has no {letter} ({code}). Replace it in the source program, or let "
        "'sie convert --substitute' replace it.",
        "Filen får vara kvar i {encoding}: CP437 saknar {letter} ({code}). Ersätt det i källprogrammet, eller låt "
        "'sie convert --substitute' ersätta det.",
    ),
    "byte": (
        "The file stays in {encoding}: a byte on this line means nothing in it, so nobody knows the letter "
        "({letter}?). Export the file again, or name the right encoding.",
        "Filen får vara kvar i {encoding}: en byte på raden betyder inget i den, så ingen vet vilken bokstav det är "
        "({letter}?). Exportera filen igen, eller ange rätt kodning.",
    ),
    "misread": (
        "The file stays in {encoding}: in CP437 other programs would take {letter} ({code}) on this line for another "
        "letter. Correct it in the source program.",
        "Filen får vara kvar i {encoding}: i CP437 skulle andra program ta {letter} ({code}) på raden för en annan "
        "bokstav. Rätta i källprogrammet.",
    ),
    "garbled": (
        "The file stays in {encoding}: a garbled text of a voucher on this line cannot be written in CP437. An "
        "unsafe fix restores it and writes the file in CP437.",
        "Filen får vara kvar i {encoding}: en förvanskad text i en verifikation på den här raden kan inte skrivas "
        "i CP437. En osäker rättning återställer den och skriver filen i CP437.",
    ),
    "unrecognised": (
        "The file stays in {encoding}: written in CP437 it would be taken for another encoding, because it has too few "
        "Swedish letters to tell. Export it again in CP437.",
        "Filen får vara kvar i {encoding}: skriven i CP437 skulle den tas för en annan kodning, eftersom den har för "
        "få svenska bokstäver. Exportera den igen i CP437.",
    ),
    "uncertain": (
        "The encoding was left alone because it is uncertain; {encoding} is the best guess. Look at å, ä and ö, and "
        "name the encoding yourself.",
        "Kodningen lämnades som den är eftersom den är osäker; {encoding} är den bästa gissningen. Titta på å, ä och "
        "ö, och ange kodningen själv.",
    ),
}


class Repair(msgspec.Struct, frozen=True, gc=False):
    """Something that was done to the file.

    Attributes:
        code: The code of the finding that it cures.
        what: What kind of repair it is, such as ``quoted``.
        line: The line of the original file; 0 for the file as a whole.
        before: The text that was changed.
        after: What it became.
        safe: Whether every value of the books stays what it was, but for what ``before`` and ``after`` name.
        label: The record that it is about, empty when it is about none.

    Example:
        >>> Repair("SIE602", "hyphen", 4, "5566778899", "556677-8899", True, "#ORGNR").message("sv")
        'Organisationsnumret 5566778899 fick sitt bindestreck: 556677-8899'
    """

    code: str
    what: str
    line: int
    before: str
    after: str
    safe: bool
    label: str = ""

    def message(self, language: str = "en") -> str:
        """What was done, in ``"en"`` or ``"sv"``."""
        return _filled(_DONE[self.what], language, label=self.label, before=self.before, after=self.after)


class Left(msgspec.Struct, frozen=True, gc=False):
    """Something that should be done to the file and could not be.

    Attributes:
        code: The code of the finding that stays.
        why: What stood in the way, such as ``letter``.
        line: The line of the original file; 0 for the file as a whole.
        encoding: What the file is in.
        letter: The letter that stood in the way; empty when none did.

    Example:
        >>> Left("SIE003", "letter", 6, "utf-8", "€").message().partition(".")[0]
        'The file stays in UTF-8: CP437 has no € (U+20AC)'
    """

    code: str
    why: str
    line: int
    encoding: str
    letter: str = ""

    def message(self, language: str = "en") -> str:
        """What stood in the way and what to do about it, in ``"en"`` or ``"sv"``."""
        code = f"U+{ord(self.letter):04X}" if self.letter else ""
        return _filled(_LEFT[self.why], language, encoding=self.encoding.upper(), letter=self.letter, code=code)


class Fixed(msgspec.Struct, frozen=True):
    """What became of a file.

    Attributes:
        original: The file as it was.
        document: The file as it is now; the same when nothing was changed.
        repairs: What was done, in the order of the file.
        pending: What an unsafe fix would do besides.
        left: What should be done and could not be.
        origins: For each line of the new file the line of the original that it comes from or belongs to.
    """

    original: Document
    document: Document
    repairs: tuple[Repair, ...] = ()
    pending: tuple[Repair, ...] = ()
    left: tuple[Left, ...] = ()
    origins: tuple[int, ...] = ()


def _filled(texts: tuple[str, str], language: str, **parts: str) -> str:
    return texts[1 if language == "sv" else 0].format(**{name: _shown(part) for name, part in parts.items()})


def _shown(text: str) -> str:
    """A text fit to print: control characters as escapes, a long one cut in the middle."""
    if len(text) > _LONG:
        text = f"{text[:50]} … {text[-20:]}"
    return "".join(c if c.isprintable() else " " if c == "\t" else f"\\x{ord(c):02x}" for c in text)
