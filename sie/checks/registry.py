"""All rules in the order of their codes, and the pages of everything that can be found."""

from __future__ import annotations

import functools

from sie.checks import (
    files,
    periods,
    plausibility,
    references,
    shape,
    sie5_books,
    sie5_form,
    structure,
    sums,
    syntax,
    vouchers,
)
from sie.checks.company import COMPANY_RULES
from sie.checks.demands import demand_page
from sie.checks.imports import IMPORT_RULES
from sie.checks.rule import Page, Rule, page_of
from sie.checks.sie5_losses import LOSS_RULES
from sie.profiles import all_profiles
from sie.profiles.model import Profile

__all__ = ["RULES", "known_code", "page", "pages"]

RULES: tuple[type[Rule], ...] = tuple(
    sorted(
        (
            *files.RULES,
            *syntax.RULES,
            *shape.RULES,
            *structure.RULES,
            *references.RULES,
            *vouchers.RULES,
            *sums.RULES,
            *periods.RULES,
            *plausibility.RULES,
            *sie5_form.RULES,
            *sie5_books.RULES,
        ),
        key=lambda rule: rule.finding.code,
    )
)
"""The rules on one file."""


@functools.cache
def pages() -> dict[str, Page]:
    """Everything that can be found, by code: the standard's own, then of an import, then of the profiles."""
    own = sorted((page_of(rule) for rule in (*RULES, *COMPANY_RULES, *LOSS_RULES)), key=lambda page: page.finding.code)
    theirs = (demand_page(demand, profile) for profile in all_profiles() for demand in profile.demands)
    of_imports = map(page_of, IMPORT_RULES)
    return {page.finding.code: page for page in (*own, *of_imports, *theirs)}


def page(code: str) -> Page | None:
    """The page of a finding, by its code or its name, however they are capitalised.

    Args:
        code: Such as ``SIE501`` or ``unbalanced-voucher``.

    Returns:
        ``None`` when there is no such finding.

    Example:
        >>> page("unbalanced-voucher").finding.code, page("sie999")
        ('SIE501', None)
    """
    found = pages()
    named = {page.finding.name: page for page in found.values()}
    return found.get(code.upper()) or named.get(code.lower())


def known_code(prefix: str, profile: Profile | None = None) -> bool:
    """Whether any code begins with a text.

    Args:
        prefix: A code or the beginning of one.
        profile: A profile whose own codes count too.
    """
    own = (demand.code for demand in profile.demands) if profile else ()
    return bool(prefix) and any(code.startswith(prefix) for code in (*pages(), *own))
