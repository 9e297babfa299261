"""XML to nodes, one at a time, each held against the form of SIE 5 while it passes by.

No network, no document type, no entities, no huge text; an element is forgotten as soon as it is a node. Broken XML
gives what stood before the break, and a finding.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from sie.diagnostics import Diagnostic, Span
from sie.errors import SieUsageError
from sie.sie5.findings import FINDINGS
from sie.sie5.values import KINDS, Value, decimals, lenient, read_value, zoned
from sie.spec.sie5 import DSIG, NAMESPACE, ROOTS, TYPES, Child, Element
from sie.text.reader import cannot_read

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Node", "lxml", "nodes", "safe_parser_options"]

Say = Callable[[Diagnostic], None]

_CONTAINERS = frozenset(
    ("Accounts", "Dimensions", "Customers", "Suppliers", "AccountAggregations", "Journal", "Documents")
)
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_XSI_TYPE = f"{_XSI}type"
_WINDOWS = re.compile("[\x80-\x9f]+")
_PROLOG = re.compile(rb"\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+)*+<!DOCTYPE", re.DOTALL)
_ENCODING = re.compile(rb"""\s*+<\?xml[^>]*?encoding\s*+=\s*+["']([A-Za-z0-9._-]++)""")
_HEAD = 1 << 16
_LATIN = ("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1")
_LONGEST = 255


class Node:
    """An element as plain values.

    Attributes:
        name: Without namespace.
        line: Where it begins.
        values: Its attributes, those that could be read.
        children: The elements in it, in their order.
        parent: What it stands in, for the elements of a container.
        content: Its text, for an embedded file.
        seen: How many elements it has, by name.
        extended: Whether another schema adds to it.
    """

    __slots__ = ("_order", "children", "content", "extended", "line", "name", "parent", "seen", "type", "values")

    def __init__(self, name: str, kind: Element, line: int, parent: Node | None) -> None:
        self.name = name
        self.type = kind
        self.line = line
        self.parent = parent
        self.values: dict[str, Value] = {}
        self.children: list[Node] = []
        self.content: bytes | None = None
        self.seen: dict[str, int] = {}
        self.extended = False
        self._order = -1

    def get(self, name: str) -> Any:
        """The value of an attribute, ``None`` where it has none."""
        return self.values.get(name)

    def child(self, name: str) -> Node | None:
        """The first element in it with a name."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, *names: str) -> list[Node]:
        """The elements in it with one of these names."""
        return [child for child in self.children if child.name in names]

    def takes(self, child: Child, place: int) -> bool:
        """Count an element in it; False when it stands too late."""
        self.seen[child.name] = self.seen.get(child.name, 0) + 1
        if place < self._order:
            return False
        self._order = place
        return True

    def latest(self) -> str:
        """The name of the element that stands furthest down in the order."""
        return list(self.type.children)[self._order]


def lxml() -> Any:
    """The library that reads XML.

    Raises:
        SieUsageError: It is not installed.
    """
    try:
        from lxml import etree
    except ImportError:
        raise SieUsageError(
            "SIE 5 needs a library for XML: pip install 'sie[sie5]'.",
            "SIE 5 behöver ett bibliotek för XML: pip install 'sie[sie5]'.",
        ) from None
    return etree


def safe_parser_options() -> dict[str, bool]:
    """What every parser of files from strangers is told."""
    return {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "attribute_defaults": False,
        "huge_tree": False,
    }


def declared_encoding(head: bytes) -> str:
    """What the XML declaration says the encoding is; XML without one is UTF-8.

    Args:
        head: The first bytes of the file.

    Example:
        >>> declared_encoding(b"<?xml version='1.0' encoding='ISO-8859-1'?>"), declared_encoding(b"<Sie>")
        ('iso-8859-1', 'utf-8')
    """
    found = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode("ascii").lower() if found else "utf-8"


def has_doctype(head: bytes) -> bool:
    """Whether a document type is declared before the root element."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    elif head[:1] == b"\x00" or head[1:2] == b"\x00":
        head = head.replace(b"\x00", b"")
    return _PROLOG.match(head) is not None


def nodes(file: BinaryIO, say: Say) -> Iterator[Node]:
    """The parts of a SIE 5 file.

    Args:
        file: At its start.
        say: Gets each finding about its form.

    Yields:
        First the root without its children; then each child of the root, or, for accounts, vouchers and the like,
        each child of that. A ``Journal`` comes once more, after its vouchers. ``Signature`` is without contents.
    """
    etree = lxml()
    start = file.tell()
    head = file.read(_HEAD)
    file.seek(start)
    if has_doctype(head):
        say(Diagnostic(FINDINGS["SIE702"], {}, Span(1)))
        return
    walk = _Walk(say, declared_encoding(head) in _LATIN)
    events = etree.iterparse(
        file, events=("start", "end"), remove_comments=True, remove_pis=True, **safe_parser_options()
    )
    try:
        for event, element in events:
            if event == "start":
                if walk.root is None and element.getroottree().docinfo.doctype:
                    say(Diagnostic(FINDINGS["SIE702"], {}, Span(1)))
                    return
                begun = walk.begin(element)
                if walk.refused:
                    return
                if begun is not None:
                    yield begun
            else:
                done = walk.end(element)
                if done is not None:
                    yield done
    except etree.XMLSyntaxError as error:
        line, column = error.position if error.position else (0, 0)
        reason = (error.msg or "it ends too early").rsplit(", line ", 1)[0]
        say(Diagnostic(FINDINGS["SIE701"], {"reason": reason}, Span(line or 0, column or 1, column or 1)))
        yield from walk.rest()
    except OSError as error:
        raise cannot_read(getattr(file, "name", None) or "the file", error) from error
    except (UnicodeError, LookupError, ValueError) as error:
        say(Diagnostic(FINDINGS["SIE701"], {"reason": str(error)}, Span(0)))
        yield from walk.rest()


@functools.lru_cache(maxsize=256)
def _named(tag: str) -> tuple[str, str]:
    """Namespace and name of a tag."""
    space, _, name = tag.rpartition("}")
    return space.removeprefix("{"), name


class _Walk:
    """Where in the file the reader stands, and what it has begun."""

    def __init__(self, say: Say, latin: bool) -> None:
        self._emit = say
        self.root: Node | None = None
        self.refused = False
        self._stack: list[Node] = []
        self._skipping = 0
        self._latin = latin

    def say(self, code: str, line: int, **params: str) -> None:
        self._emit(Diagnostic(FINDINGS[code], params, Span(line)))

    def begin(self, element: etree._Element) -> Node | None:
        """An element begins; the root is given out at once."""
        if self._skipping:
            self._skipping += 1
            return None
        space, name = _named(str(element.tag))
        line = element.sourceline or 0
        if self.root is None:
            if space != NAMESPACE or name not in ROOTS:
                self.say("SIE703", line, element=name if not space else f"{name} ({space})")
                self.refused = True
                return None
            self.root = Node(name, TYPES[name], line, None)
            self._stack.append(self.root)
            self._attributes(self.root, element)
            return self.root
        parent = self._stack[-1]
        if parent.name == "Signature":
            self._skipping = 1
            return None
        if space == DSIG and name == "Signature" and len(self._stack) == 1:
            self._place(parent, parent.type.children["Signature"], line, name)
            self._stack.append(Node(name, TYPES["Signature"], line, parent))
            return None
        child = parent.type.children.get(name) if space == NAMESPACE else None
        if space != NAMESPACE or (child is None and parent.extended):
            self.say("SIE711", line, element=parent.name, attribute=name, value=space)
            self._skipping = 1
            return None
        if child is None:
            self.say("SIE704", line, element=name, parent=parent.name, value=_raw(element))
            if name not in TYPES:
                self._skipping = 1
                return None
            child = Child(name, name, 0, 0)
        else:
            self._place(parent, child, line, name, element)
        node = Node(name, TYPES[child.type], line, parent)
        self._attributes(node, element)
        self._stack.append(node)
        return None

    def _place(self, parent: Node, child: Child, line: int, name: str, element: etree._Element | None = None) -> None:
        """Whether an element may stand where it stands."""
        order = parent.type.order
        place = parent.type.places[name] if order == "sequence" else 0
        in_order = parent.takes(child, place)
        if not in_order:
            names = ", ".join(parent.type.children)
            self.say("SIE705", line, element=name, parent=parent.name, before=parent.latest(), order=names)
        if child.most and parent.seen[name] > child.most:
            if name == "Signature":
                self.say("SIE712", line, element=parent.name, attribute=name, **_DISAGREE["several"])
                return
            value = _raw(element) if element is not None else ""
            self.say("SIE707", line, element=name, parent=parent.name, value=value)

    def _attributes(self, node: Node, element: etree._Element) -> None:
        known = node.type.attributes
        given = element.attrib
        node.extended = _XSI_TYPE in given
        for key, text in given.items():
            name, text = str(key), str(text)
            attribute = known.get(name)
            if attribute is not None and attribute.kind == "text" and not attribute.only and not self._latin:
                node.values[name] = text  # most of them
                if len(text) > _LONGEST:
                    self._value(node, name, "text", text)
                continue
            if "}" in name:
                if not name.startswith(_XSI) or name == _XSI_TYPE:
                    self.say("SIE711", node.line, element=node.name, attribute=name.rpartition("}")[2], value=text)
                continue
            if attribute is None:
                code = "SIE711" if node.extended else "SIE708"
                self.say(code, node.line, element=node.name, attribute=name, value=text)
                continue
            if attribute.only == "document":
                self.say("SIE712", node.line, element=node.name, attribute=name, **_DISAGREE["document"])
            if self._latin and _WINDOWS.search(text):
                self.say("SIE729", node.line, value=text)
                text = _WINDOWS.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "replace"), text)
            self._value(node, name, attribute.kind, text)
        for name in node.type.required:
            if name not in given:
                if known[name].only == "schema":
                    self.say("SIE712", node.line, element=node.name, attribute=name, **_DISAGREE["schema"])
                else:
                    self.say("SIE709", node.line, element=node.name, attribute=name)

    def _value(self, node: Node, name: str, kind: str, text: str) -> None:
        value = read_value(kind, text)
        if value is None:
            value = lenient(kind, text)
            what = KINDS[kind]
            action = _KEPT if value is not None else _MISSING
            self.say(
                "SIE710", node.line, element=node.name, attribute=name, value=text, what_en=what[1], what=what[2],
                action_en=action[0], action=action[1],
            )  # fmt: skip
        elif kind == "text":
            if len(text) > _LONGEST:
                self.say("SIE724", node.line, element=node.name, attribute=name, count=str(len(text)), value=text)
        elif kind in ("date", "month"):
            if zoned(kind, text):
                self.say("SIE723", node.line, element=node.name, attribute=name, value=text.strip())
        elif kind == "decimal" and name == "amount" and decimals(read_value("decimal", text)) > 2:  # type: ignore[arg-type]
            self.say("SIE722", node.line, element=node.name, attribute=name, value=text)
        if value is not None:
            node.values[name] = value

    def end(self, element: etree._Element) -> Node | None:
        """An element ends: a node, if it is one of those that are given out."""
        if self._skipping:
            self._skipping -= 1
            self._forget(element)
            return None
        node = self._stack.pop()
        before, above = element.getprevious(), element.getparent()
        if node.parent is not None and above is not None:
            self._stray(node.parent, above.text if before is None else before.tail)
        if node.type.content:
            self._content(node, element)
        elif node.name != "Signature":
            self._stray(node, element[-1].tail if len(element) else element.text)
        self._missing(node)
        self._forget(element)
        return self._place_done(node)

    def _stray(self, node: Node, text: str | None) -> None:
        if text and text.strip():
            self.say("SIE704", node.line, element="text", parent=node.name, value=text.strip())

    @staticmethod
    def _forget(element: etree._Element) -> None:
        element.clear(keep_tail=True)
        parent = element.getparent()
        if parent is not None:
            while element.getprevious() is not None:
                del parent[0]
            parent.text = None

    def _content(self, node: Node, element: etree._Element) -> None:
        text = element.text or ""
        content = read_value("base64", text)
        if isinstance(content, bytes):
            node.content = content
        else:
            what = KINDS["base64"]
            self.say(
                "SIE710", node.line, element=node.name, attribute="base64", value=text, what_en=what[1], what=what[2],
                action_en=_MISSING[0], action=_MISSING[1],
            )  # fmt: skip

    def _missing(self, node: Node) -> None:
        for name in node.type.needed:
            if not node.seen.get(name):
                if name == "Signature":
                    self.say("SIE730", 0)
                else:
                    self.say("SIE706", node.line, parent=node.name, element=name)
        if node.type.order == "several" and node.seen and node.seen.get("ObjectReference", 0) < 2:
            self.say("SIE706", node.line, parent=node.name, element="ObjectReference")

    def _place_done(self, node: Node) -> Node | None:
        parent = node.parent
        if parent is None:
            return None
        if len(self._stack) == 1 or parent.name in _CONTAINERS:
            return node
        parent.children.append(node)
        node.parent = None  # no cycle is left behind
        return None

    def rest(self) -> Iterator[Node]:
        """What had begun when the file broke off: elements that are complete in themselves are kept."""
        while len(self._stack) > 1:
            done = self._place_done(self._stack.pop())
            if done is not None:
                yield done


_DISAGREE = {
    "document": {"what_en": "only the document has it", "what": "bara dokumentet har det"},
    "schema": {"what_en": "only the schema demands it", "what": "bara schemat kräver det"},
    "several": {"what_en": "only the document allows several", "what": "bara dokumentet tillåter flera"},
}
_KEPT = (
    "It was kept as it is; other programs may refuse it.",
    "Det behölls som det är; andra program kan vägra läsa det.",
)
_MISSING = (
    "It is missing until it is corrected in the source program.",
    "Det saknas tills det rättas i källprogrammet.",
)


def _raw(element: etree._Element) -> str:
    """An element's own words, as far as they are known when it begins."""
    words = [str(element.tag).rpartition("}")[2], *(f'{key}="{value!s}"' for key, value in element.attrib.items())]
    return f"<{' '.join(words)}>"
