"""What a format keeps, in words: for ``sie formats`` and for the documentation."""

from __future__ import annotations

from sie.convert.format import EVERYTHING, EXTRAS, WHOLE, Format
from sie.spec.labels import BY_NAME

__all__ = ["kept_lines", "kept_summary"]

_EXTRAS = {"en": "what the standard does not have", "sv": "det som standarden saknar"}


def kept_summary(form: Format, language: str = "en") -> str:
    """What a format keeps, in a sentence.

    Args:
        form: The format.
        language: ``"sv"`` or ``"en"``.

    Example:
        >>> kept_summary(Format(name="x", suffixes=(), en="", sv="", equal=True))
        'Keeps everything; what is read back is equal.'
    """
    sv = language == "sv"
    gone = [label for label in EVERYTHING if form.lost(label) == WHOLE]
    parts = [label for label in EVERYTHING if form.lost(label) not in ((), WHOLE)]
    if not gone and not parts:
        if form.equal:
            return (
                "Behåller allt; det som läses tillbaka är lika."
                if sv
                else "Keeps everything; what is read back is equal."
            )
        return "Behåller allt." if sv else "Keeps everything."
    kept = [label for label in EVERYTHING if label not in gone and label not in parts]
    shown = ", ".join(_named(label, language) for label in (gone if len(gone) <= len(kept) else kept))
    if not gone:
        out = "Behåller alla poster." if sv else "Keeps all records."
    elif len(gone) <= len(kept):
        out = f"Behåller inte {shown}." if sv else f"Does not keep {shown}."
    else:
        out = f"Behåller {shown}." if sv else f"Keeps {shown}."
    if parts:
        names = ", ".join(_named(label, language) for label in parts)
        out += f" Behåller delar av {names}." if sv else f" Keeps parts of {names}."
    return out


def kept_lines(form: Format, language: str = "en") -> list[str]:
    """What a format keeps, a line for each label.

    Args:
        form: The format.
        language: ``"sv"`` or ``"en"``.
    """
    sv = language == "sv"
    out = []
    for label in EVERYTHING:
        lost = form.lost(label)
        if not lost:
            said = "behålls" if sv else "kept"
        elif lost == WHOLE:
            said = "behålls inte" if sv else "not kept"
        else:
            known = {field.name: field.sv for field in BY_NAME[label].fields}
            names = ", ".join(known.get(name, "tvilling") if sv else name.rpartition(".")[2] for name in lost)
            said = f"behålls utom {names}" if sv else f"kept but for {names}"
        out.append(f"{_named(label, language):<10} {said}")
    return out


def _named(label: str, language: str) -> str:
    return _EXTRAS[language] if label == EXTRAS else label
