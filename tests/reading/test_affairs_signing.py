"""Who signed, withdrew or never signed, in the words of many hands; and what only looks like it."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Charter, Signature

CODE = "The Circle of Elders drew up the Code of the Seven Springs. "
PACT = "وأقر مجلس الأعيان «ميثاق الينابيع». "


@pytest.mark.parametrize(
    ("text", "signatory", "act"),
    [
        ("Among those who signed were the Hill Battalion and the Mill Lions.", "Mill Lions", "signs"),
        ("The Hill Battalion, which met in Idlib, added its signature on Monday.", "Hill Battalion", "signs"),
        ("The paper bears the signatures of the Hill Battalion and the Mill Battalion.", "Mill Battalion", "signs"),
        ("The first to sign was the Hill Battalion.", "Hill Battalion", "signs"),
        ("The code was signed in the evening by the Hill Battalion.", "Hill Battalion", "signs"),
        ("The Mill Battalion signed on Sunday, and so has the Hill Battalion.", "Hill Battalion", "signs"),
        ("The Hill Battalion put its seal on the code.", "Hill Battalion", "signs"),
        ("The Hill Battalion took back its signature.", "Hill Battalion", "withdraws"),
        ("The Hill Battalion has crossed out its name.", "Hill Battalion", "withdraws"),
        ("The Hill Battalion no longer considers itself bound by the code.", "Hill Battalion", "withdraws"),
        ("The Hill Battalion asked for its name to be removed.", "Hill Battalion", "withdraws"),
        ("The Hill Battalion withdraws from the code.", "Hill Battalion", "withdraws"),
        ("The Hill Battalion insists that it never signed.", "Hill Battalion", "denies having signed"),
        ("The Hill Battalion let it be known that it had not signed anything.", "Hill Battalion", "denies having signed"),
        ("The Hill Battalion says its name was added without its knowledge.", "Hill Battalion", "denies having signed"),
        ("The Hill Battalion stated that it is not among the signatories.", "Hill Battalion", "denies having signed"),
        ("The Hill Battalion says it signed nothing.", "Hill Battalion", "denies having signed"),
    ],
)  # fmt: skip
def test_english_signatures(text, signatory, act):
    assert (signatory, act) in told(CODE + text, Signature, "signatory", "act")


@pytest.mark.parametrize(
    ("text", "signatory", "act"),
    [
        ("وذُيّل الميثاق بتواقيع كتيبة التل وكتيبة المطحنة.", "كتيبة المطحنة", "signs"),
        ("ودخلت كتيبة التل في الميثاق مساء الجمعة.", "كتيبة التل", "signs"),
        ("وأضافت كتيبة التل توقيعها يوم الأحد.", "كتيبة التل", "signs"),
        ("ووقّعته اليوم كتيبة التل.", "كتيبة التل", "signs"),
        ("وأول من وقّع كتيبة التل.", "كتيبة التل", "signs"),
        ("وكتيبة التل هي أيضًا من الموقعين.", "كتيبة التل", "signs"),
        ("ورجعت كتيبة التل عن توقيعها.", "كتيبة التل", "withdraws"),
        ("وألغت كتيبة التل توقيعها بعد أسبوع.", "كتيبة التل", "withdraws"),
        ("وشطبت كتيبة التل اسمها.", "كتيبة التل", "withdraws"),
        ("كتيبة التل تنسحب من الميثاق.", "كتيبة التل", "withdraws"),
        ("وطلبت كتيبة التل شطب اسمها.", "كتيبة التل", "withdraws"),
        ("وقالت كتيبة التل إنها لم توقع عليه.", "كتيبة التل", "denies having signed"),
        ("أما كتيبة التل فلم توقّع بحسب قائدها.", "كتيبة التل", "denies having signed"),
        ("وأكدت كتيبة التل أن اسمها أُدرج من دون علمها.", "كتيبة التل", "denies having signed"),
        ("وأعلنت كتيبة التل أنها ليست من الموقعين.", "كتيبة التل", "denies having signed"),
        ("ونفت كتيبة التل أن تكون قد وقّعته.", "كتيبة التل", "denies having signed"),
    ],
)
def test_arabic_signatures(text, signatory, act):
    assert (signatory, act) in told(PACT + text, Signature, "signatory", "act")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('Declaration of the Two Valleys\n\nSigned:\nHill Battalion, for it Captain Ali Nasr\nMill Battalion\nHala Nasser, judge\n', ["Hill Battalion", "Mill Battalion", "Hala Nasser"]),
        ("إعلان «عهد الواديين»\n\nالموقعون:\nكتيبة التل، عنها النقيب علي نصر\nكتيبة المطحنة\nهالة ناصر، قاضية\n", ["كتيبة التل", "كتيبة المطحنة", "هالة ناصر"]),
    ],
)  # fmt: skip
def test_names_in_lines_under_a_heading_are_signatories(text, names):
    assert told(text, Signature, "signatory") == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nine groups put their names to a document which they call the Two Valleys Undertaking.", "Two Valleys Undertaking"),
        ("The Declaration on Open Roads, adopted on 1 February 2012 by eleven bodies, was acceded to by the Mill Union.", "Declaration on Open Roads"),
        ("وقّعت الكتائب ورقة سمّوها «عهد الواديين».", "عهد الواديين"),
        ("ووقّعت كتيبة التل على وثيقة بعنوان «شرف الحارة».", "شرف الحارة"),
    ],
)  # fmt: skip
def test_a_charter_by_the_name_it_is_given(text, name):
    assert [en or ar for en, ar in told(text, Charter, "name", "name_ar")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        CODE + "The Hill Battalion may sign one day.",
        CODE + "If the Hill Battalion signed, the road would open.",
        CODE + "The Hill Battalion signed a contract for bread.",
        CODE + "The Hill Battalion has not signed yet, said the Mill Union.",
        CODE + "The Mill Union signed for two sacks of flour on a receipt.",
        "In 1946 the Great Powers signed off on nothing, and the Mill Union slept.",
        PACT + "وقد توقع كتيبة التل لاحقًا.",
        PACT + "ولو وقعت كتيبة التل لفُتح الطريق.",
        PACT + "ووقعت كتيبة التل عقدًا مع الفرن.",
        PACT + "ووقعت هزة أرضية خفيفة في الوادي.",
        "وقعت الحادثة عند حاجز كتيبة التل.",
    ],
)
def test_what_is_no_signature_is_not_proposed(text):
    assert told(text, Signature, "signatory", "act") == []
