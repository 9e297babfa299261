"""Our own rules of form against the official schema: what one refuses the other refuses, fault by fault."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from lxml import etree

import sie
import sie.sie5
from sie.spec.sie5 import NAMESPACE, TYPES, Element
from tests.sie5.books import bakery, faults, needs_schema

FORM = {f"SIE7{number:02}" for number in range(1, 13)} - {"SIE711", "SIE712"}
"""The codes of what a schema can say, but for the signature."""

BAD = {
    "account": ["A10", "", "1 910"],
    "amount": ["1,5", "1.234", "NaN", "1e5", ""],
    "decimal": ["1,5", "INF", "--1", ""],
    "currency": ["sek", "SE", "KRONA"],
    "date": ["2024-02-30", "20240131", "2024-1-31", ""],
    "datetime": ["2024-01-31", "2024-01-31 10:00:00", "2024-01-31T25:00:00"],
    "month": ["2024-13", "202401", "2024-1", "2024-01-01"],
    "boolean": ["yes", "TRUE", ""],
    "int": ["1.0", "x", "9999999999"],
    "positive": ["0", "-1", "1.0", ""],
    "natural": ["-1", "A", ""],
    "account-type": ["asset ", "Asset", "statistics", "T"],
    "account-type-entry": ["asset ", "T"],
}
GOOD = {
    "account": ["0010"],
    "amount": ["+5", "-.5", "5.", " 5.10 ", "1.500"],
    "decimal": ["00.1234567", "-0"],
    "currency": ["XXX"],
    "date": ["2024-02-29", "2024-01-31Z", "2024-01-31+01:00"],
    "datetime": ["2024-01-31T24:00:00", "2024-01-31T10:00:00.123456789Z"],
    "month": ["2024-01Z"],
    "boolean": ["1", "0", " true "],
    "int": ["-7", "+7", "2147483647"],
    "positive": ["+1", "0001"],
    "natural": ["0", "-0"],
    "account-type": ["equity"],
    "account-type-entry": ["statistics"],
}


def document(entry: bool) -> etree._Element:
    """The bakery, signed."""
    return etree.fromstring(sie.sie5.sign(sie.sie5.dumps(bakery(), document="entry" if entry else "full")))


def typed(root: etree._Element) -> Iterator[tuple[etree._Element, Element]]:
    """The first element of each type, in the file's order."""
    seen = set()
    todo = [(root, etree.QName(root).localname)]
    while todo:
        element, name = todo.pop(0)
        if name not in seen:
            seen.add(name)
            yield element, TYPES[name]
        for child in element:
            local = etree.QName(child).localname
            if child.tag == f"{{{NAMESPACE}}}{local}":
                todo.append((child, TYPES[name].children[local].type))


def name(element: etree._Element) -> str:
    """Without namespace."""
    return etree.QName(element).localname


def codes_of(root: etree._Element) -> set[str]:
    """What our rules say."""
    return {d.code for d in sie.sie5.load(etree.tostring(root, encoding="utf-8")).diagnostics}


def agrees(root: etree._Element, what: str) -> tuple[bool, list[str]]:
    """Whether schema and rules say the same; and the codes of the rules."""
    data = etree.tostring(root, encoding="utf-8")
    found = sie.sie5.load(data).diagnostics
    ours = [d for d in found if d.code in FORM]
    theirs = [fault for fault in faults(data) if "key-sequence" not in fault]
    # What only the schema demands is told, but no error.
    told = [d for d in found if d.code in ("SIE712", "SIE730")]
    assert bool(theirs) == bool(ours) or (theirs and told), (what, theirs, [d.message() for d in ours])
    return bool(theirs), [d.code for d in (*ours, *told)]


@needs_schema
@pytest.mark.parametrize("entry", [False, True], ids=["full", "entry"])
def test_every_attribute_is_judged_as_the_schema_does(entry: bool) -> None:
    whole = document(entry)
    assert agrees(whole, "nothing changed") == (False, [])
    refused = tried = 0
    for place, kind in typed(whole):
        path = whole.getroottree().getelementpath(place)
        for name, attribute in kind.attributes.items():
            if attribute.only == "document" or name.startswith("Har"):
                continue
            for value in (None, *BAD.get(attribute.kind, []), *GOOD.get(attribute.kind, [])):
                changed = copy.deepcopy(whole)
                element = changed if path == "." else changed.find(path)
                assert element is not None
                if value is None:
                    if name not in element.attrib:
                        continue
                    del element.attrib[name]
                else:
                    element.set(name, value)
                wrong, codes = agrees(changed, f"{path} {name}={value!r}")
                tried += 1
                refused += wrong
                if wrong and attribute.only != "schema":
                    assert ("SIE709" if value is None else "SIE710") in codes
        changed = copy.deepcopy(whole)
        element = changed if path == "." else changed.find(path)
        assert element is not None
        if not entry or kind is not TYPES["FixedAssetEntry"]:
            element.set("okänt", "1")
            assert agrees(changed, f"{path} with an attribute too many") == (True, ["SIE708"])
            tried += 1
    assert tried > (220 if entry else 420) and refused > tried / 3


@needs_schema
@pytest.mark.parametrize("entry", [False, True], ids=["full", "entry"])
def test_every_element_is_judged_as_the_schema_does(entry: bool) -> None:
    whole = document(entry)
    tried = refused = 0
    for place, kind in typed(whole):
        path = whole.getroottree().getelementpath(place)
        for number in range(len(place)):
            for change in ("removed", "doubled", "last", "unknown", "text"):
                changed = copy.deepcopy(whole)
                parent = changed if path == "." else changed.find(path)
                assert parent is not None
                child = parent[number]
                if child.tag.startswith("{http://www.w3.org"):
                    continue
                if change == "removed":
                    parent.remove(child)
                elif change == "doubled":
                    child.addnext(copy.deepcopy(child))
                elif change == "last":
                    parent.append(child)
                elif change == "unknown":
                    child.addnext(etree.Element(f"{{{NAMESPACE}}}Okänt"))
                else:
                    child.tail = "löst"
                if change == "doubled" and kind.order == "any" and kind.children[name(child)].most == 1:
                    # The schema lets the sequence repeat; the second one has no meaning and would be lost.
                    assert "SIE707" in codes_of(changed)
                    continue
                wrong, codes = agrees(changed, f"{path}[{number}] {change}")
                tried += 1
                refused += wrong
                expected = {"removed": "SIE706", "doubled": "SIE707", "last": "SIE705"}.get(change, "SIE704")
                assert not wrong or expected in codes or change == "removed", (path, number, change, codes)
    assert tried > (150 if entry else 400) and refused > tried / 3


@needs_schema
def test_two_of_a_key_are_refused_by_both() -> None:
    for name, key in (("Account", "id"), ("Dimension", "id"), ("Object", "id"), ("FileReference", "id")):
        root = document(entry=False)
        found = root.findall(f".//{{{NAMESPACE}}}{name}")
        other = found[1] if name in ("Account", "Dimension") else copy.deepcopy(found[0])
        if other is not found[min(1, len(found) - 1)]:
            found[0].addnext(other)
        other.set(key, str(found[0].get(key)))
        data = etree.tostring(root, encoding="utf-8")
        assert any("key-sequence" in fault or "Duplicate" in fault for fault in faults(data)), name
        assert "SIE713" in {d.code for d in sie.check(data)}, name


@needs_schema
def test_what_the_schema_cannot_see_is_seen() -> None:
    def changed(path: str, attribute: str, value: str) -> tuple[list[str], set[str]]:
        root = document(entry=False)
        element = root.find("/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/")))
        assert element is not None
        element.set(attribute, value)
        data = etree.tostring(root, encoding="utf-8")
        return faults(data), {d.code for d in sie.check(data)} - {"SIE731"}

    entry = "Journal/JournalEntry/LedgerEntry"
    for path, attribute, value, code in (
        (entry, "accountId", "9999", "SIE714"),
        (f"{entry}/ObjectReference", "objectId", "borta", "SIE714"),
        (f"{entry}/ObjectReference", "dimId", "19", "SIE714"),
        (f"{entry}/SubdividedAccountObjectReference", "objectId", "borta", "SIE714"),
        ("Journal/JournalEntry/VoucherReference", "documentId", "99", "SIE714"),
        ("Journal/JournalEntry/CorrectedBy", "journalEntryId", "99", "SIE714"),
        ("CustomerInvoices", "primaryAccountId", "9999", "SIE714"),
        ("AccountAggregations/AccountAggregation/Tag/AccountRef", "accountId", "9999", "SIE714"),
        ("CustomerInvoices/CustomerInvoice", "customerId", "99", "SIE715"),
        ("FileInfo/FiscalYears/FiscalYear", "primary", "true", "SIE716"),
        ("FileInfo/FiscalYears/FiscalYear", "end", "2023-11", "SIE717"),
        ("Accounts/Account/OpeningBalance", "month", "2024-02", "SIE718"),
        (entry, "amount", "1251", "SIE719"),
        ("Accounts/Account/ClosingBalance", "amount", "1251", "SIE720"),
        (entry, "amount", "1250.001", "SIE722"),
        ("Journal/JournalEntry", "journalDate", "2024-01-31Z", "SIE723"),
        ("Journal/JournalEntry", "text", "x" * 256, "SIE724"),
        ("FileInfo/Company", "organizationId", "5599999991", "SIE728"),
        ("Journal/JournalEntry", "id", "0", "SIE733"),
        (f"{entry}/ObjectReference", "dimId", "6", "SIE734"),
    ):
        said, codes = changed(path, attribute, value)
        assert said == [] and code in codes, (path, attribute, value, said, codes)


def test_the_conflicts_are_forgiven_on_reading() -> None:
    def read(inside: str, root: str = "Sie") -> sie.Ledger:
        return sie.sie5.load(f'<{root} xmlns="{NAMESPACE}">{inside}</{root}>'.encode())

    # C1: statistics in the complete file; C2: the year of a series; C3: the number of an asset
    statistics = read('<Accounts><Account id="9000" name="Antal" type="statistics"/></Accounts>')
    assert statistics.accounts["9000"].type is None
    journal = read('<Journal id="A" fiscalYear="2023-01"><JournalEntry id="1" journalDate="2023-01-31"/></Journal>')
    assert journal.sie5 is not None and journal.sie5.journals[0].year == "2023-01"
    asset = read('<FixedAssets primaryAccountId="1220"><FixedAsset id="1" assetId="U-1"/></FixedAssets>')
    assert asset.sie5 is not None and asset.sie5.groups[0].items[0].asset == "U-1"
    # C6: the group beside the item; C7: an aggregation at the root; C9: any order
    entry = '<LedgerEntry accountId="1510" amount="1"><SubdividedAccountObjectReference objectId="7" '
    entry += 'subdividedAccountId="1510"/></LedgerEntry>'
    row = read(f'<Journal id="A"><JournalEntry id="1" journalDate="2024-01-31">{entry}</JournalEntry></Journal>')
    assert row.vouchers[0].rows[0].sie5 is not None and row.vouchers[0].rows[0].sie5.group == "1510"
    aggregation = read('<AccountAggregation id="1" name="K2"><Tag name="Kassa"/></AccountAggregation>')
    assert aggregation.sie5 is not None and aggregation.sie5.aggregations[0].name == "K2"
    order = read('<Suppliers><Supplier id="1" name="X"/></Suppliers><FixedAssets primaryAccountId="1220"/>')
    assert order.sie5 is not None and len(order.sie5.groups) == len(order.sie5.suppliers) == 1
    assert [d.code for d in order.diagnostics if d.code == "SIE705"] == ["SIE705"]


def test_an_extension_is_told_and_the_rest_is_read() -> None:
    data = f"""<SieEntry xmlns="{NAMESPACE}" xmlns:x="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <Customers><Customer xsi:type="x:Kund" id="7" name="Kvarnen" rabatt="10" x:mer="1"><Djup><x:djupare/></Djup>
    <x:eget>text</x:eget></Customer></Customers></SieEntry>"""
    books = sie.sie5.load(data.encode())
    assert books.sie5 is not None and books.sie5.customers[0].name == "Kvarnen"
    assert {d.code for d in books.diagnostics} == {"SIE711", "SIE706"}  # the latter for FileInfo
    assert sum(d.code == "SIE711" for d in books.diagnostics) == 5
