"""Writes the reference pages that come from tables: ``python docs/generate.py``. A test keeps them current."""

from __future__ import annotations

import sys
from pathlib import Path

from sie.spec.kinds import KINDS
from sie.spec.labels import FILE_TYPES, LABELS, Presence
from sie.text.findings import FINDINGS

HERE = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py from {source}; change that and run it again. -->\n"


def sign(presence: Presence) -> str:
    """One cell of the presence matrix."""
    if presence.forbidden:
        return "–"
    if not presence.mandatory:
        return "o"
    return "M†" if presence.years else "M❖" if presence.unless_reserved else "M"


def labels() -> str:
    """The page of labels."""
    out = [
        "# Labels (etiketter)",
        "",
        NOTE.format(source="sie/spec/labels.py and kinds.py"),
        "`M` mandatory, `o` optional, `–` must not occur. `†` for the current and the previous fiscal year. "
        "`❖` need not be declared when it is a reserved dimension. Fields in *italics* may be left out. "
        "`sie labels '#VER'` prints one of them.",
        "",
        "| label | " + " | ".join(FILE_TYPES) + " | fields | meaning | betydelse | spec |",
        "|---|" + "---|" * len(FILE_TYPES) + "---|---|---|---|",
    ]
    for label in LABELS:
        fields = " ".join(field.sv if field.required else f"*{field.sv}*" for field in label.fields)
        signs = " | ".join(sign(label.presence[kind]) for kind in FILE_TYPES)
        spec = label.paragraph
        out.append(f"| `{label.name}` | {signs} | {fields} | {label.en} | {label.sv} | {spec} |")
    out += ["", "## Fields by name in the model", "", "| label | fields |", "|---|---|"]
    for label in LABELS:
        names = ", ".join(f"`{field.name}` ({field.kind})" for field in label.fields)
        out.append(f"| `{label.name}` | {names} |")
    out += ["", "## Kinds of field", "", "| kind | pattern | meaning | betydelse |", "|---|---|---|---|"]
    for kind, info in KINDS.items():
        pattern = info.pattern.replace("|", "\\|")
        out.append(f"| {kind} | `{pattern}` | {info.en} | {info.sv} |")
    return "\n".join(out) + "\n"


def findings() -> str:
    """The page of findings."""
    out = [
        "# Findings of reading (fynd vid läsning)",
        "",
        NOTE.format(source="sie/text/findings.py"),
        "Everything that reading a file may say. Words in braces are filled in. Codes are permanent.",
        "",
    ]
    for finding in FINDINGS.values():
        out += [
            f"## {finding.code} {finding.name}",
            "",
            f"Severity: {finding.severity}.",
            "",
            f"- {finding.en} {finding.cure_en}",
            f"- {finding.sv} {finding.cure_sv}",
            "",
        ]
    return "\n".join(out)


PAGES = {"labels.md": labels, "findings.md": findings}


def main() -> None:
    for name, page in PAGES.items():
        (HERE / name).write_bytes(page().encode("utf-8"))
        print(f"docs/{name}", file=sys.stderr)


if __name__ == "__main__":
    main()
