"""What there is to know about findings and profiles, as text and as values for JSON."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from sie.checks.rule import Page
from sie.profiles.model import CERTAINTIES, Change, Demand, Fact, Profile, Quirk
from sie.report.harmless import safe
from sie.report.look import Look
from sie.report.text import printed

__all__ = ["page_text", "page_values", "pages_text", "profile_text", "profile_values", "profiles_text"]


def page_text(page: Page, look: Look) -> str:
    """One finding: what it says, why it matters, a file that has it and one that has not.

    Args:
        page: Of the finding.
        look: How it looks.
    """
    finding, language = page.finding, look.language
    severity = look.word(finding.severity.value)
    title = Text().append(finding.code, "bold").append(f" {finding.name}  ").append(severity, _style(page))
    parts: list[Table | Text] = [title]
    if page.summary[language] not in (finding.sv, finding.en):  # as where the summary is the message, which follows
        parts += [Text(), Text(safe(page.summary[language]))]
    if page.profile:
        parts.append(Text(look.word("page_profile", page.profile), "dim"))
    parts += [Text(), Text(safe(page.why[language]))]
    message = f"{finding.sv} {finding.cure_sv}" if language == "sv" else f"{finding.en} {finding.cure_en}"
    parts += [Text(), Text(look.word("page_message"), "bold"), Text(safe(message))]
    for key, pieces in (("page_bad", page.bad), ("page_good", page.good)):
        for piece in pieces:
            parts += [Text(), Text(look.word(key), "bold"), *(Text("    " + safe(line)) for line in piece.split("\n"))]
    if page.spec.strip("–"):
        parts += [Text(), Text(f"{look.word('source')}: {safe(page.spec)}", "dim")]
    return printed(look, *parts)


def _style(page: Page) -> str:
    return {"error": "bold red", "warning": "yellow", "info": "cyan"}[page.finding.severity.value]


def page_values(page: Page) -> dict[str, object]:
    """One finding as values that become JSON.

    Args:
        page: Of the finding.
    """
    finding = page.finding
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "profile": page.profile,
        "source": page.spec,
        "summary": page.summary,
        "why": page.why,
        "message": {"en": f"{finding.en} {finding.cure_en}".rstrip(), "sv": f"{finding.sv} {finding.cure_sv}".rstrip()},
        "bad": page.bad,
        "good": page.good,
    }


def pages_text(pages: Iterable[Page], look: Look) -> str:
    """All findings, a line each.

    Args:
        pages: Of the findings.
        look: How it looks.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    for fixed in (True, True, True, False):
        table.add_column(no_wrap=fixed, overflow="fold")
    for page in pages:
        severity = Text(look.word(page.finding.severity.value), _style(page))
        table.add_row(page.finding.code, severity, page.finding.name, Text(safe(page.summary[look.language])))
    return printed(look, table)


def profiles_text(profiles: Iterable[Profile], look: Look) -> str:
    """All profiles, a line each.

    Args:
        profiles: Which.
        look: How it looks.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for profile in profiles:
        table.add_row(profile.name, Text(safe(profile.sv if look.language == "sv" else profile.en)))
    return printed(look, table)


def profile_text(profile: Profile, look: Look) -> str:
    """Everything that a profile knows, each with source, date and certainty.

    Args:
        profile: Which.
        look: How it looks.
    """
    swedish = look.language == "sv"
    parts: list[Table | Text] = [
        Text().append(safe(profile.title or profile.name), "bold").append(f"  {safe(profile.name)}", "dim"),
        Text(safe(profile.sv if swedish else profile.en)),
    ]
    if profile.writers:
        parts += [Text(), Text(look.word("profile_writers"), "bold"), Text("  " + safe(", ".join(profile.writers)))]
    for key, facts in (
        ("profile_demands", profile.demands),
        ("profile_quirks", profile.quirks),
        ("profile_facts", profile.facts),
    ):
        if facts:
            parts += [Text(), Text(look.word(key), "bold")]
            parts += [part for fact in facts for part in _fact(fact, look)]
    if profile.severities:
        parts += [Text(), Text(look.word("profile_severities"), "bold")]
        for code, severity in sorted(profile.severities.items()):
            parts.append(Text(f"  {code}  {_becomes(severity, look)}"))
    return printed(look, *parts)


def _fact(fact: Fact, look: Look) -> tuple[Text, Text]:
    head = Text("  ")
    if isinstance(fact, Demand):
        head.append(fact.code, "bold").append(f" {look.word(fact.severity.value)}  ")
    elif isinstance(fact, Quirk):
        where = ", ".join(f"{key}={value}" for key, value in fact.where.items())
        head.append(fact.code, "bold").append(f" {_becomes(fact.becomes, look)}  ")
        head.append(f"[{safe(where)}] " if where else "", "dim")
    head.append(safe(fact.sv if look.language == "sv" else fact.en))
    sure = CERTAINTIES[fact.certainty][look.language]
    return head, Text(f"      {sure}; {fact.date}; {safe(fact.source)}", "dim")


def _becomes(severity: Change, look: Look) -> str:
    return look.word(severity.value if severity else "left_out")


def profile_values(profile: Profile) -> dict[str, object]:
    """A profile as values that become JSON.

    Args:
        profile: Which.
    """

    def known(fact: Fact) -> dict[str, object]:
        return {
            "en": fact.en,
            "sv": fact.sv,
            "source": fact.source,
            "date": fact.date,
            "certainty": fact.certainty,
        }

    return {
        "name": profile.name,
        "title": profile.title,
        "en": profile.en,
        "sv": profile.sv,
        "writers": profile.writers,
        "together": profile.together,
        "order": profile.order,
        "opening": profile.opening,
        "facts": [known(fact) for fact in profile.facts],
        "quirks": [{**known(q), "code": q.code, "becomes": q.becomes, "where": q.where} for q in profile.quirks],
        "severities": {code: severity or "off" for code, severity in profile.severities.items()},
        "demands": [
            {**known(d), "code": d.code, "name": d.name, "check": d.check, "limit": d.limit, "severity": d.severity}
            for d in profile.demands
        ],
    }
