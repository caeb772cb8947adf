"""`export ftm` and `import-ftm` as a stranger meets them."""

import json

import pytest

ROWS = [
    {"type": "organisation", "key": "wadi", "name": "Wadi Council", "name_ar": "مجلس الوادي"},
    {"type": "organisation", "key": "ridge", "name": "Ridge Committee", "area": ["Ridge"]},
    {"type": "membership", "member": "ridge", "whole": "wadi", "since": "2012-03"},
    {"type": "person", "key": "hidden", "name": "Salim Khattar"},
    {"type": "membership", "member": "hidden", "whole": "wadi", "relation": "sits on"},
    {"type": "incident", "key": "market", "name": "Market", "when": "2012-08-30"},
]


@pytest.fixture
def folder(run, tmp_path):
    path = tmp_path / "reg"
    assert run("init", path).code == 0
    run("source", "add", "lcc", "--name", "Rih Observatory", "--kind", "observatory", folder=path)
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps(one) + "\n" for one in ROWS), encoding="utf-8")
    assert run("state-file", rows, "--source", "lcc", folder=path).code == 0
    return path


def test_a_register_travels_to_another(run, folder, tmp_path):
    out, schema = tmp_path / "out.ftm.json", tmp_path / "schema"
    said = run("export", "ftm", out, "--schema", schema, "--json", folder=folder).json
    assert said["entities"] == {"Document": 1, "Event": 1, "Membership": 1, "Organization": 2,
                                "RegisterClaim": 1}  # fmt: skip
    assert said["left_out"]["people"] == 1
    assert (schema / "RegisterClaim.yaml").is_file()
    assert "Khattar" not in out.read_text(encoding="utf-8")
    (document,) = (
        one["properties"] for one in map(json.loads, out.read_text(encoding="utf-8").splitlines())
        if one["schema"] == "Document"
    )  # fmt: skip
    assert len(document["contentHash"][0]) == 40
    assert document["fileName"] == ["rows.jsonl"]
    other = tmp_path / "other"
    run("init", other)
    run("source", "add", "peer", "--name", "Peer", "--kind", "observatory", folder=other)
    dry = run("import-ftm", out, "--source", "peer", "--dry-run", "--json", folder=other).json
    assert dry["entry"] is None
    kept = run("import-ftm", out, "--source", "peer", "--json", folder=other).json
    assert kept["counts"] == dry["counts"] == {
        "citation": 1, "incident": 1, "membership": 1, "organisation": 3,
    }  # fmt: skip
    assert run("import-ftm", out, "--source", "peer", "--json", folder=other).json["already"]
    again = tmp_path / "again.ftm.json"
    back = run("export", "ftm", again, "--json", folder=other).json
    assert back["entities"] == said["entities"]
    assert run("verify", folder=other).code == 0


def test_what_was_left_out_is_told(run, folder, tmp_path):
    said = run("export", "ftm", tmp_path / "a.json", folder=folder)
    assert "people whom no source calls public: 1" in said.out
    assert "--schema DIR" in said.err
    plain = run("export", "ftm", tmp_path / "a.json", "--plain", folder=folder)
    assert "no property" in plain.out
    assert plain.err == ""


def test_bad_input_is_refused(refused, folder, tmp_path):
    out = tmp_path / "a.csv"
    assert "export ftm" in refused("export", "people", out, "--plain", folder=folder).err
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    assert (
        "no file of FollowTheMoney"
        in refused("import-ftm", table, "--source", "lcc", folder=folder).err
    )
    assert "not declared" in refused("import-ftm", table, "--source", "no", folder=folder).err
