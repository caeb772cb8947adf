"""Figures and accounts with the evidence that their text offers."""

import pytest
from figures import figure, stated, verdicts

from tawthiq.checks import check_statements, say
from tawthiq.checks.evidence import plain_address
from tawthiq.statements import Account, Citation


def citation(name="c", **fields) -> Citation:
    said = {"quote": "see this article", "form": "link", "state": "unchecked"} | fields
    return Citation(id=name, start=90, end=99, **said)


URL = "https://example.org/bulletin/12"


def test_a_link_is_preserved_where_the_register_holds_what_it_led_to():
    parts = stated(figure("a", 40), citation(url=URL, supports=("a",)))
    assert verdicts(check_statements(parts), "evidence") == [("a", "unchecked")]
    for held in ("http://www.example.org/bulletin/12/", f"{URL}#page-2"):
        found = check_statements(parts, preserved=[held])
        assert verdicts(found, "evidence") == [("a", "preserved")]
    assert plain_address(URL) != plain_address(f"{URL}?page=2")


@pytest.mark.parametrize("state", ["alive", "dangling", "internal", "preserved"])
def test_the_state_of_the_citation_is_that_of_the_figure(state):
    parts = stated(figure("a", 40, citation="c"), citation(state=state))
    found = check_statements(parts)
    assert verdicts(found, "evidence") == [("a", state)]
    assert found.findings["a"][-1].statements == ("a", "c")


def test_a_promise_with_nothing_after_it_is_told_with_its_words():
    parts = stated(
        figure("a", 40),
        citation(form="promised", state="dangling", quote="see this article:", supports=("a",)),
    )
    found = check_statements(parts)
    assert "leads nowhere (“see this article:”)" in say(found.findings["a"][-1], "en")


def test_of_several_citations_the_best_counts_and_all_are_listed():
    parts = stated(
        figure("a", 40),
        citation("c1", state="dangling", supports=("a",)),
        citation("c2", url=URL, supports=("a",)),
    )
    finding = check_statements(parts, preserved=[URL]).findings["a"][-1]
    assert finding.verdict == "preserved"
    assert [one["statement"] for one in finding.values["citations"]] == ["c2", "c1"]


def test_no_citation_is_none_and_one_of_another_document_is_no_evidence():
    mine = stated(figure("a", 40), document="d1")
    elsewhere = stated(citation(url=URL, supports=("a",)), document="d2")
    assert verdicts(check_statements([*mine, *elsewhere]), "evidence") == [("a", "none")]


def test_an_account_has_evidence_and_no_numbers():
    account = Account(id="x", start=0, end=4, quote="they shelled it", actor="a brigade")
    parts = stated(account, citation(url=URL, supports=("x",)))
    found = check_statements(parts, preserved=[URL])
    assert [(one.check, one.verdict) for one in found.findings["x"]] == [("evidence", "preserved")]


def test_links_are_tried_only_when_asked_and_each_only_once():
    parts = stated(
        figure("a", 40), figure("b", 50), citation(url=URL, supports=("a", "b")),
        citation("c2", form="partial", url="example.org/…", supports=("b",)),
    )  # fmt: skip
    tried = []

    def answers(url):
        tried.append(url)
        return False

    found = check_statements(parts, answers=answers)
    assert tried == [URL]
    assert verdicts(found, "evidence") == [("a", "dangling"), ("b", "unchecked")]
    alive = check_statements(parts, answers=lambda url: True)
    assert verdicts(alive, "evidence") == [("a", "alive"), ("b", "alive")]
