"""Bodies that become others, and what bodies are, in the words of many hands."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Change, Organisation


@pytest.mark.parametrize(
    ("text", "kind", "before", "after"),
    [
        ("The Mill Council itself was set up only in July.", "founded", (), ("Mill Council",)),
        ("Lawyers from three towns founded the Circle of the Plain in May 2012.", "founded", (), ("Circle of the Plain",)),
        ("The Mill Council came into being in July 2012.", "founded", (), ("Mill Council",)),
        ("The Shelter Group and the Winter Group have become one body, the Winter Cluster.", "merged", ("Shelter Group", "Winter Group"), ("Winter Cluster",)),
        ("By decree the Supply Authority and the Directorate of Mills have been merged into the Grain Authority.", "merged", ("Supply Authority", "Directorate of Mills"), ("Grain Authority",)),
        ("The Grain Authority grew out of the merger of the Supply Office and the Mill Office.", "merged", ("Supply Office", "Mill Office"), ("Grain Authority",)),
        ("The Youth Office and the Media Office are one office now, called the Office of Words.", "merged", ("Youth Office", "Media Office"), ("Office of Words",)),
        ("The Water Group has split into two bodies, the Aleppo Group and the Raqqa Group.", "split", ("Water Group",), ("Aleppo Group", "Raqqa Group")),
        ("The Mill Council has taken the name Council of the Springs.", "renamed", ("Mill Council",), ("Council of the Springs",)),
        ("The Mill Council now goes by the name of Council of the Springs.", "renamed", ("Mill Council",), ("Council of the Springs",)),
        ("The Mill Council closed its doors in May.", "dissolved", ("Mill Council",), ()),
        ("The Mill Council voted to dissolve itself.", "dissolved", ("Mill Council",), ()),
        ("The Mill Council no longer exists.", "dissolved", ("Mill Council",), ()),
        ("أُعلن تأسيس مجلس الينابيع.", "founded", (), ("مجلس الينابيع",)),
        ("ونشأ مجلس الينابيع في تموز 2012.", "founded", (), ("مجلس الينابيع",)),
        ("وأسس محامون لجنة السهل في أيار 2012.", "founded", (), ("لجنة السهل",)),
        ("نشأت إدارة المعبر في آذار من اندماج مكتب الجمارك ولجنة المعابر.", "merged", ("مكتب الجمارك", "لجنة المعابر"), ("إدارة المعبر",)),
        ("واندمجت لجنة الماء ولجنة الخبز في هيئة واحدة هي هيئة الخدمات.", "merged", ("لجنة الماء", "لجنة الخبز"), ("هيئة الخدمات",)),
        ("وتوزعت مجموعة المياه على مجموعتين، هما مجموعة حلب ومجموعة الرقة.", "split", ("مجموعة المياه",), ("مجموعة حلب", "مجموعة الرقة")),
        ("وغيّرت كتيبة الريح اسمها إلى «لواء الريح».", "renamed", ("كتيبة الريح",), ("لواء الريح",)),
        ("وصارت كتيبة الريح تُعرف باسم «لواء الريح».", "renamed", ("كتيبة الريح",), ("لواء الريح",)),
        ("وأعلن تجمع شباب الوادي حلّ نفسه.", "dissolved", ("تجمع شباب الوادي",), ()),
        ("وأنهت لجنة السهل عملها في أيار.", "dissolved", ("لجنة السهل",), ()),
        ("ولم تعد لجنة السهل قائمة.", "dissolved", ("لجنة السهل",), ()),
    ],
)  # fmt: skip
def test_bodies_become_others_in_many_words(text, kind, before, after):
    assert (kind, before, after) in told(text, Change, "kind", "before", "after")


@pytest.mark.parametrize(
    "text",
    [
        "The Shelter Group and the Winter Group may merge into the Winter Cluster.",
        "If the Mill Council were dissolved, nobody would notice.",
        "The Shelter Group and the Winter Group have not merged into one.",
        "The clouds over the plain merged into one grey front.",
        "The Mill Council wants to set up a kitchen.",
        "وقد تندمج لجنة الماء ولجنة الخبز في هيئة الخدمات.",
        "ولم تندمج لجنة الماء ولجنة الخبز في هيئة الخدمات.",
        "ويأمل السكان أن تتأسس لجنة السهل.",
        "لو حُلّت لجنة السهل لما شعر أحد.",
        "وتشكلت فوق السهل سحب كثيفة.",
    ],
)
def test_what_is_no_change_is_not_proposed(text):
    assert told(text, Change, "kind", "before", "after") == []


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Hauran Post, a local news page, counts six.", "Hauran Post", None),
        ("The Institute for Odd Sums, a research body in Geneva that works for nobody, disagrees.", "Institute for Odd Sums", "Geneva"),
        ("He spoke to Valley Notebook, a monthly printed in Amman.", "Valley Notebook", "Amman"),
        ("The Cell of the Plain, an agency which has its seat in Qamishli, was told.", "Cell of the Plain", "Qamishli"),
        ("It was done by an armed gang calling itself the Sword of the Plain.", "Sword of the Plain", None),
        ("For the Movement of the Shepherds, a small party with its seat in Izra, this is not enough.", "Movement of the Shepherds", "Izra"),
        ("وانتسب ناشطوه إلى رابطة أهل السهل، وهي هيئة مدنية مقرها يبرود.", "رابطة أهل السهل", "يبرود"),
        ("ونشرت «القلم الأصفر»، وهي يومية تصدر في بيروت، تحقيقًا.", "القلم الأصفر", "بيروت"),
        ("وأرسلتها منظمة ممرات الشمال، المسجّلة في دمشق.", "منظمة ممرات الشمال", "دمشق"),
        ("وقالت لجنة السهل، ومقرها إدلب، إنها لا تعلم.", "لجنة السهل", "إدلب"),
    ],
)  # fmt: skip
def test_what_a_body_is_is_read_in_many_words(text, name, place):
    found = told(text, Organisation, "name", "name_ar", "place")
    assert [(en or ar, where) for en, ar, where in found] == [(name, place)]


@pytest.mark.parametrize(
    "text",
    [
        "Salim Haddad, a teacher from Homs, counted six.",
        "The Mill Council, he said, met on Monday.",
        "The campaign of the Mill Council, a week of silence, begins.",
        "وقالت لجنة السهل إنها لا تعلم.",
        "وقال سليم الحداد، وهو معلم من حمص، إنه لا يعلم.",
    ],
)
def test_what_tells_no_more_than_a_name_is_no_body(text):
    assert told(text, Organisation, "name", "name_ar") == []
