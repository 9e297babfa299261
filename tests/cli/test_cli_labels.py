from __future__ import annotations

import pytest

from sie.cli.session import FILE_TYPES
from sie.spec.labels import FILE_TYPES as THE_FILE_TYPES
from sie.spec.labels import LABELS


def test_the_file_types_of_the_options_are_those_of_the_table():
    assert FILE_TYPES == THE_FILE_TYPES


def test_every_label_is_listed(run, answer):
    english, swedish = run("labels").stdout, run("labels", "--lang", "sv").stdout
    for label in LABELS:
        assert f"\n{label.name} " in english
        assert label.en in english
        assert label.sv in swedish
    assert [entry["label"] for entry in answer("labels")] == [label.name for label in LABELS]


@pytest.mark.parametrize("name", ["TRANS", "#TRANS", "#trans"])
def test_one_label(run, answer, name):
    result = run("labels", name)
    assert result.exit_code == 0
    shown = [" ".join(line.split()) for line in result.stdout.split("\n")]
    assert shown[0] == "#TRANS Transaction row"
    assert shown[1] == "#TRANS account objects amount [date] [text] [quantity] [sign]"
    assert "Stands inside #VER" in shown
    assert "type 1 forbidden" in shown
    assert "type 4E optional" in shown
    entry = answer("labels", name)
    assert entry["parent"] == "#VER"
    assert entry["fields"][2] == {"name": "amount", "sv": "belopp", "kind": "amount", "required": True}
    assert entry["presence"] == {
        "1": "forbidden", "2": "forbidden", "3": "forbidden", "4I": "optional", "4E": "optional",
    }  # fmt: skip


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.name)
def test_every_label_in_detail(run, label):
    swedish = run("labels", label.name, "--lang", "sv").stdout
    assert label.sv in swedish
    assert f"paragraf {label.paragraph}" in swedish
    for field in label.fields:
        assert field.sv in swedish


def test_no_such_label(run):
    english, swedish = run("labels", "TRASN"), run("labels", "TRASN", "--lang", "sv")
    assert (english.exit_code, swedish.exit_code) == (2, 2)
    assert english.stderr == "sie: SIE 1-4 has no label TRASN. Did you mean #TRANS, #RTRANS, #BTRANS?\n"
    assert swedish.stderr == "sie: SIE 1-4 har ingen etikett TRASN. Menade du #TRANS, #RTRANS, #BTRANS?\n"
    assert "'sie labels' lists all." in run("labels", "QQQQ").stderr
