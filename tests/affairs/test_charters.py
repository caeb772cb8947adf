"""Who was bound by which text on a day, on whose word; and how many over time."""

import base64
import hashlib
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from saying import said, view

from tawthiq.affairs import page_of
from tawthiq.affairs.signing import MAYBE, curve, signatories

CHARTER = said(
    "charter", key="code", name="Code of Wadi", name_ar="ميثاق الوادي", since="2012-08-01"
)
UNIT = said("organisation", key="falcons", name="Falcons of the Ridge", kind="armed group")


def signature(act: str = "signs", *, by: str = "observatory", who: str = "falcons", **fields):
    return said("signature", by=by, charter="code", signatory=who, act=act, **fields)


def bonds(*statements, days=("2012-07-31", "2012-08-15", "2012-09-15", "2013-01-01")):
    shown = view(CHARTER, UNIT, *statements)
    (one,) = signatories(shown, shown.affairs.about("code", "charter", kinds=("signature",)))
    return [one.bond(date.fromisoformat(day)) for day in days]


def test_bound_from_the_day_of_signing_to_the_day_of_withdrawal():
    assert bonds(signature(when="2012-08-10")) == ["not yet", "bound", "bound", "bound"]
    left = bonds(signature(when="2012-08-10"), signature("withdraws", when="2012-09-15"))
    assert left == ["not yet", "bound", "withdrawn", "withdrawn"]
    again = bonds(
        signature(when="2012-08-10"),
        signature("withdraws", when="2012-09-01"),
        signature(when="2012-12-01"),
    )
    assert again == ["not yet", "bound", "withdrawn", "bound"]


def test_dates_known_in_part_leave_it_open():
    assert bonds(signature(when="2012-08")) == ["not yet", "possibly bound", "bound", "bound"]
    assert bonds(signature())[0] == "possibly bound"
    left = bonds(signature(when="2012-08-10"), signature("withdraws", when="2012-09"))
    assert left == ["not yet", "bound", "possibly bound", "withdrawn"]


@pytest.mark.parametrize(
    "denial",
    [
        signature("denies having signed", by="ministry", when="2012-10-01"),
        signature(by="ministry", when="2012-08-10", stance="denies"),
    ],
)
def test_a_denial_stands_beside_the_signature_and_neither_wins(denial):
    found = bonds(signature(when="2012-08-10"), denial)
    assert found == ["not yet", "disputed", "disputed", "disputed"]


def test_a_page_says_who_was_bound_by_which_text_on_a_day_and_on_whose_word():
    statements = (
        CHARTER,
        UNIT,
        signature(when="2012-08-10", version="1"),
        signature(by="committee", when="2012-08-12", version="1"),
        signature(who="Ridge battalion", when="2012-08-20"),
        signature("denies having signed", by="ministry", who="Ridge battalion"),
        said("clause", charter="code", number="3", words="No detention without a judge"),
        said("violation", key="v1", name="The arrests at the mill", charter="code", clause="3",
             signatory="falcons", when="2012-08-15"),
        said("account", by="committee", incident="v1", actor="falcons", claim="not responsible",
             attribution="gives an alternative explanation"),
    )  # fmt: skip
    shown = view(*statements, on=date(2012, 8, 30))
    page = page_of(shown, shown.affairs.thing("code"))
    assert page.data["bound"] == {
        "bound": 1, "possibly bound": 0, "disputed": 1, "withdrawn": 0, "not yet": 0
    }  # fmt: skip
    rows = {row[0].text: row for table in page.tables if table.code == "signatories"
            for row in table.rows}  # fmt: skip
    assert rows["Falcons of the Ridge"][1:4] == (
        "bound", "1",
        "10 August 2012 (Rih Observatory); 12 August 2012 (Local committee of Wadi)",
    )  # fmt: skip
    assert rows["Ridge battalion"][5] == "no date given (Ministry of the Interior)"
    (broken,) = next(one for one in page.tables if one.code == "violations").rows
    assert broken[3] == "bound"
    assert broken[8] == "Local committee of Wadi: gives an alternative explanation"
    assert page.notes == ("30 August 2012: 1–2 bound; of these 1 disputed. 0 withdrawn.",)


def test_what_contradicts_itself_is_flagged_and_kept():
    shown = view(
        CHARTER,
        UNIT,
        signature(when="2012-07-01"),
        signature("withdraws", who="Ridge battalion", when="2012-09-01"),
        said("clause", charter="code", number="1", words="x"),
        said("violation", charter="code", clause="9", signatory="Somebody else"),
    )
    assert {one.code for one in shown.affairs.doubts("code")} == {
        "signed-before-adopted",
        "withdrew-without-signing",
        "no-such-clause",
        "broken-by-no-signatory",
    }
    assert len(shown.affairs.of_type("signature")) == 2


def test_a_cryptographic_signature_is_held_against_the_text():
    key = Ed25519PrivateKey.generate()
    text = hashlib.sha256(b"the code").hexdigest()
    fields = {
        "public_key": base64.b64encode(key.public_key().public_bytes_raw()).decode(),
        "signed": base64.b64encode(key.sign(bytes.fromhex(text))).decode(),
        "signed_text": text,
    }
    good = view(CHARTER, UNIT, signature(**fields))
    assert not good.affairs.doubts("code")
    other = fields | {"signed_text": hashlib.sha256(b"another code").hexdigest()}
    bad = view(CHARTER, UNIT, signature(**other))
    assert [one.code for one in bad.affairs.doubts("code")] == ["signature-does-not-verify"]


DAYS = st.dates(date(2012, 1, 1), date(2012, 12, 31)).map(date.isoformat)
DATES = DAYS | DAYS.map(lambda day: day[:7]) | st.none()
ACTS = st.sampled_from(["signs", "signs", "withdraws", "denies having signed"])


@given(st.lists(st.tuples(st.sampled_from("abc"), ACTS, DATES), max_size=12))
def test_the_curve_is_the_count_of_each_day(events):
    shown = view(CHARTER, *(signature(act, who=who, when=when) for who, act, when in events))
    found = signatories(shown, shown.affairs.about("code", "charter", kinds=("signature",)))
    series = curve(found, "code")
    for at, day in enumerate(series.days):
        after = series.days[at + 1] if at + 1 < len(series.days) else day + timedelta(days=9)
        for each in (day, after - timedelta(days=1)):
            bonds = [one.bond(each) for one in found]
            assert series.low[at] == bonds.count("bound")
            assert series.high[at] == sum(bond in MAYBE for bond in bonds)
