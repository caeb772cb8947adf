"""Gatherings and campaigns in the words of many hands; and what only looks like them."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Campaign, Gathering


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Some four hundred people came out in the streets of Salqin on Friday.", "demonstration", "Salqin"),
        ("Women gathered in front of the bakery in Saraqib and beat on pots.", "demonstration", "Saraqib"),
        ("A silent march for the missing will take place in Idlib on Monday.", "demonstration", "Idlib"),
        ("We call on you to gather after the prayer in Binnish.", "demonstration", "Binnish"),
        ("The people of Saraqib took to the streets of Saraqib at noon.", "demonstration", "Saraqib"),
        ("The shops of Idlib stayed shut: shops were closed in Idlib until sunset.", "strike", "Idlib"),
        ("In Jableh the bakers downed tools for a second day.", "strike", "Jableh"),
        ("The dockers of Latakia stopped work in Latakia on Tuesday.", "strike", "Latakia"),
        ("The teachers of Hama are on strike in Hama.", "strike", "Hama"),
        ("In Homs traders closed their shops from noon.", "strike", "Homs"),
        ("Lawyers sat on the steps of the courthouse in Hama all day.", "sit-in", "Hama"),
        ("Doctors staged a sit-in at the hospital in Daraa.", "sit-in", "Daraa"),
        ("More than 2,000 people walked behind the coffin of a teacher in Salamiyah on Tuesday.", "funeral", "Salamiyah"),
        ("In Tartus they lit candles for the drowned.", "vigil", "Tartus"),
        ("On 21 May aid workers held a minute of silence in Homs.", "vigil", "Homs"),
        ("A public meeting was held in Manbij on Sunday.", "meeting", "Manbij"),
        ("وخرج في شوارع سلقين قرابة أربعمئة شخص يوم الجمعة.", "demonstration", "سلقين"),
        ("وتجمعت نحو مئتي امرأة أمام الفرن في سراقب.", "demonstration", "سراقب"),
        ("ونزل المئات إلى شوارع بنش.", "demonstration", "بنش"),
        ("وانطلقت مسيرة صامتة في إدلب.", "demonstration", "إدلب"),
        ("وخرجت مظاهرة مسائية في حماة.", "demonstration", "حماة"),
        ("ويمتنع عمال النظافة في حلب عن العمل لليوم الثالث.", "strike", "حلب"),
        ("وأغلق التجار محالهم في إدلب من الظهر.", "strike", "إدلب"),
        ("وفي إدلب بقيت المحال مغلقة طوال النهار.", "strike", "إدلب"),
        ("وتوقف المعلمون في حماة عن العمل يوم الأحد.", "strike", "حماة"),
        ("وجلس المحامون على درج القصر العدلي في حماة.", "sit-in", "حماة"),
        ("واعتصم الأطباء أمام المشفى في درعا.", "sit-in", "درعا"),
        ("ومشى خلف نعش المعلمة في سلمية أكثر من ألفي إنسان.", "funeral", "سلمية"),
        ("وأضاءت نساء البلدة الشموع في طرطوس.", "vigil", "طرطوس"),
        ("ووقف العاملون دقيقة صمت في حمص.", "vigil", "حمص"),
        ("وعقد الأهالي اجتماعًا في منبج يوم الأحد.", "meeting", "منبج"),
    ],
)  # fmt: skip
def test_a_gathering_is_read_in_many_words(text, kind, place):
    assert (kind, place) in told(text, Gathering, "kind", "place")


def test_a_programme_under_a_call_is_a_gathering_a_line():
    text = (
        "The Union of Free Pupils asks everyone who can walk to walk:\n\n"
        "– in Jableh from the mosque to the sea, with green branches;\n"
        "– in Sweida no shouting: candles before the town hall;\n"
        "– in Masyaf, no march: close your shops from noon.\n"
    )
    assert told(text, Gathering, "kind", "place") == [
        ("demonstration", "Jableh"),
        ("vigil", "Sweida"),
        ("strike", "Masyaf"),
    ]


def test_there_is_the_place_of_the_sentence_before():
    text = "On Friday nothing moved in Atarib. There was a demonstration there: 300 people came."
    assert told(text, Gathering, "kind", "place") == [("demonstration", "Atarib")]


@pytest.mark.parametrize(
    "text",
    [
        "There was no demonstration in Salqin this week.",
        "The planned march in Idlib was called off.",
        "The governor banned all protests in Hama.",
        "In Mafraq, 2 March 2013, the snow fell.",
        "The strike of lightning burnt a barn near Homs.",
        "Eleven men were buried in Daraa.",
        "لم تخرج أي مظاهرة في سلقين هذا الأسبوع.",
        "وأُلغيت المسيرة التي كان مقررًا أن تخرج في إدلب.",
        "ومنع المحافظ المظاهرات في حماة.",
        "ودُفن أحد عشر رجلًا في درعا.",
        "وخرج خمسمئة شخص من حمص إلى لبنان.",
    ],
)
def test_what_is_no_gathering_is_not_proposed(text):
    assert told(text, Gathering, "kind", "place") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Tomorrow is the Friday of "Bread before Words".', "Bread before Words"),
        ('"Seven Nights of Songs" goes on until Sunday in Tartus.', "Seven Nights of Songs"),
        (
            'The council joins "A Light for All", the campaign which the Pupils\' League has announced.',
            "A Light for All",
        ),
        ('So much for last Friday ("Our Children Count").', "Our Children Count"),
        ('Tomorrow "Count Us All" begins, a week of silence in eleven towns.', "Count Us All"),
        ("غدًا جمعة «الطحين قبل الكلام».", "الطحين قبل الكلام"),
        ("وتنطلق غدًا حملة «بلدي أجمل» في اللاذقية.", "بلدي أجمل"),
        ("ويطلق ملتقى المحامين حملة «أسيرنا أمانة» من 3 إلى 15 أيلول.", "أسيرنا أمانة"),
        ("بكرا جمعتنا «صوتنا ما بينباع».", "صوتنا ما بينباع"),
        ("انطلاق حملة «شتاء دافئ» للمجلس ورابطة التجار.", "شتاء دافئ"),
    ],
)
def test_a_campaign_by_its_title(text, name):
    assert [en or ar for en, ar in told(text, Campaign, "name", "name_ar")] == [name]


@pytest.mark.parametrize(
    "text",
    [
        'He said "the war goes on" and hung up.',
        'The report "Inflated Lists" appeared on Friday.',
        "وقال «انتهى الكلام» وخرج.",
        "ونشر المرصد تقريره «قوائم منفوخة» يوم الجمعة.",
    ],
)
def test_what_is_no_campaign_is_not_proposed(text):
    assert told(text, Campaign, "name", "name_ar") == []
