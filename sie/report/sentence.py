"""A sentence in the two languages of this project."""

from __future__ import annotations

import msgspec

__all__ = ["Sentence"]


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """Something to say, in English and in Swedish.

    Example:
        >>> Sentence("Opening balance", "Ingående balans").of("sv")
        'Ingående balans'
    """

    en: str
    sv: str

    def of(self, language: str) -> str:
        """The sentence in ``"en"`` or ``"sv"``.

        Args:
            language: Anything but ``"sv"`` means English.
        """
        return self.sv if language == "sv" else self.en
