"""`tawthiq argument`: the tree, JSON, the page, and what it refuses."""

import hashlib

import pytest

TEXT = (
    "The Coast Watch accused the army of the massacre in Hama on 2 September 2012. The ministry of "
    "information published an answer to the report of the Coast Watch. The National Pact opposes "
    "any talks."
)


@pytest.fixture
def register(tmp_path, run):
    """A register with one text read, and the text's hash."""
    folder = tmp_path / "register"
    assert run("init", folder).code == 0
    assert run("source", "add", "paper", "--name", "Paper", "--kind", "newspaper",
               folder=folder).code == 0  # fmt: skip
    page = tmp_path / "page.txt"
    page.write_text(TEXT, encoding="utf-8")
    said = run("read", page, "--source", "paper", "--published", "2012-09-14", folder=folder)
    assert said.code == 0, said
    return folder, hashlib.sha256(TEXT.encode()).hexdigest()


def test_the_tree_tells_who_holds_what_and_what_is_missing(register, run):
    folder, document = register
    said = run("argument", document[:10], folder=folder)
    assert said.code == 0
    for words in ("Coast Watch", "National Pact", "no support is offered in the text", "disputes"):
        assert words in said.out
    arabic = run("argument", document[:10], "--lang", "ar", folder=folder)
    assert "لا يقدّم النصّ سندًا له" in arabic.out


def test_json_holds_the_whole(register, run):
    folder, document = register
    found = run("argument", document, "--json", folder=folder).json
    assert found["document"] == document
    names = [voice["name"] for voice in found["voices"]]
    assert "National Pact" in names
    points = [point for voice in found["voices"] for point in voice["points"]]
    assert all(set(point["text"]) == {"en", "ar"} for point in points)


def test_the_page_is_written_and_leads_from_points_to_words(register, run, tmp_path):
    folder, document = register
    page = tmp_path / "argument.html"
    said = run("argument", document[:10], "--html", page, folder=folder)
    assert (said.code, "take care" in said.err) == (0, True)
    html = page.read_text(encoding="utf-8")
    assert '<section lang="ar" dir="rtl"' in html
    for target in ("m1", "s1"):
        assert f'id="{target}"' in html
        assert f'href="#{target}"' in html
    assert "<script" not in html


def test_a_rejected_proposal_is_no_point(register, run):
    folder, document = register
    found = run("argument", document, "--json", folder=folder).json
    (point,) = [p for v in found["voices"] if v["name"] == "National Pact" for p in v["points"]]
    assert run("proposals", "reject", point["statement"], "--reason", "no", folder=folder).code == 0
    again = run("argument", document, "--json", folder=folder).json
    assert "National Pact" not in [voice["name"] for voice in again["voices"]]


def test_what_is_no_text_of_the_register_is_refused(register, refused):
    folder, _ = register
    assert "is no text of this register" in refused("argument", "f" * 12, folder=folder).err
