"""The label table as text and as values for JSON."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from sie.report.look import Look
from sie.report.text import printed
from sie.spec.kinds import KINDS
from sie.spec.labels import FILE_TYPES, LABELS, Label, Presence

__all__ = ["label_text", "label_values", "labels_text"]


def _sign(presence: Presence) -> str:
    return "M" if presence.mandatory else "-" if presence.forbidden else "o"


def _words(presence: Presence, look: Look) -> str:
    text = look.word("mandatory" if presence.mandatory else "forbidden" if presence.forbidden else "voluntary")
    if presence.years:
        text += ", " + look.word("both_years")
    if presence.unless_reserved:
        text += ", " + look.word("unless_reserved")
    return text


def _meaning(label: Label, look: Look) -> str:
    return label.sv if look.language == "sv" else label.en


def _fields(label: Label, look: Look) -> str:
    names = [(f.sv if look.language == "sv" else f.name.rpartition(".")[2], f.required) for f in label.fields]
    return " ".join(name if required else f"[{name}]" for name, required in names)


def labels_text(look: Look) -> str:
    """All labels: name, meaning, fields, and what each file type says about them.

    Args:
        look: How it looks.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    for key in ("label", *FILE_TYPES, "meaning", "fields"):
        table.add_column(key, no_wrap=key in ("label", *FILE_TYPES), justify="left")
    table.add_row(look.word("label"), *FILE_TYPES, look.word("meaning"), look.word("fields"), style="bold")
    for label in LABELS:
        signs = (_sign(label.presence[kind]) for kind in FILE_TYPES)
        table.add_row(label.name, *signs, Text(_meaning(label, look)), Text(_fields(label, look)))
    return printed(look, table, Text(), Text(look.word("legend")))


def label_text(label: Label, look: Look) -> str:
    """One label with everything that the table says about it.

    Args:
        label: Of the table.
        look: How it looks.
    """
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column()
    if label.parent:
        facts.add_row(look.word("parent"), label.parent)
    facts.add_row(look.word("repeats"), look.word("any_number" if label.repeats else "once"))
    facts.add_row(look.word("paragraph"), look.word("paragraph_of", label.paragraph))
    fields = Table.grid(padding=(0, 2, 0, 0))
    for key in ("field", "swedish", "required", "contains"):
        fields.add_column(key, no_wrap=key != "contains")
    fields.add_row(look.word("field"), look.word("swedish"), "", look.word("contains"), style="dim")
    for field in label.fields:
        kind = KINDS[field.kind]
        fields.add_row(
            field.name,
            field.sv,
            look.word("required" if field.required else "optional"),
            Text(kind.sv if look.language == "sv" else kind.en),
        )
    presence = Table.grid(padding=(0, 2, 0, 0))
    for kind_name in FILE_TYPES:
        presence.add_row(look.word("type", kind_name), Text(_words(label.presence[kind_name], look)))
    title = Text().append(label.name, "bold").append(f"  {_meaning(label, look)}")
    record = Text(f"{label.name} {_fields(label, look)}".rstrip())
    parts = (facts, Text(), fields, Text(), Text(look.word("presence"), "bold"), presence)
    return printed(look, title, record, Text(), *parts)


def label_values(label: Label) -> dict[str, object]:
    """One label as values that become JSON.

    Args:
        label: Of the table.

    Example:
        >>> from sie.spec.labels import BY_NAME
        >>> label_values(BY_NAME["#KTYP"])["presence"]["4E"]
        'optional'
    """
    return {
        "label": label.name,
        "group": label.group,
        "parent": label.parent,
        "repeats": label.repeats,
        "paragraph": label.paragraph,
        "sv": label.sv,
        "en": label.en,
        "fields": [
            {"name": field.name, "sv": field.sv, "kind": field.kind.value, "required": field.required}
            for field in label.fields
        ],
        "presence": {
            kind: "mandatory" if sign.mandatory else "forbidden" if sign.forbidden else "optional"
            for kind, sign in label.presence.items()
        },
    }
