"""Evidence that a text points to: what is a citation, in what state, and what it was to support."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.reading.evidence.citations import find_citations
from tawthiq.reading.model import Link, Segment, Text, ThreadNode
from tawthiq.reading.tokens import sentences

DOCUMENT = "ab" * 32


def article(words, links=(), **more):
    """A text that is all article; `links` are (anchor words, address)."""
    at = [(words.index(anchor), len(anchor), url) for anchor, url in links]
    return Text(
        text=words,
        segments=(Segment(start=0, stop=len(words), role="article"),),
        links=tuple(Link(start=start, stop=start + size, url=url) for start, size, url in at),
        **more,
    )


def cited(text):
    return find_citations(text, list(sentences(text)), DOCUMENT)


def forms(words, links=(), **more):
    return [(one.form, one.state, one.quote) for one in cited(article(words, links, **more))]


ONE = "http://example.org/1"
ENGLISH = [
    # addresses
    (f"Forty died, see {ONE} for names.", [("link", "unchecked", ONE)]),
    (f"Forty died ({ONE}).", [("link", "unchecked", ONE)]),
    ("It is at https://example.org/a_(b).", [("link", "unchecked", "https://example.org/a_(b)")]),
    ("The list is at www.site.net/2012.", [("partial", "unchecked", "www.site.net/2012")]),
    ("Names: see example.org/reports.", [("partial", "unchecked", "example.org/reports")]),
    ("It was put on bit.ly/xyz12 then.", [("partial", "unchecked", "bit.ly/xyz12")]),
    ("Find the list at example.org.", [("partial", "unchecked", "example.org")]),
    (
        "It was at http://www.site.org/li… once.",
        [("partial", "dangling", "http://www.site.org/li")],
    ),
    ("It was at http:// once.", [("partial", "dangling", "http://")]),
    ("The clip (watch?v=aBc123x9Zqw) is gone.", [("partial", "dangling", "watch?v=aBc123x9Zqw")]),
    ("On YouTube: aBc123x9Zqw, it says.", [("partial", "dangling", "aBc123x9Zqw")]),
    ("Ask a.b@site.org. He left.Then came 3.5 more. Dr.Haddad e.g. left.", []),
    # promises
    ("They shelled it, see this article:", [("promised", "dangling", "see this article")]),
    ("They shelled it (see here).", [("promised", "dangling", "see here")]),
    ("They shelled it (link).", [("promised", "dangling", "link")]),
    ("Here is the video: nothing else.", [("promised", "dangling", "Here is the video")]),
    ("It was hit. Watch:", [("promised", "dangling", "Watch")]),
    ("It was hit. Source:", [("promised", "dangling", "Source")]),
    ("All fled, as this report shows:", [("promised", "dangling", "as this report shows")]),
    ("Watch the video.", [("promised", "dangling", "Watch the video")]),
    ("Look at the following photos.", [("promised", "dangling", "Look at the following photos")]),
    ("Click here for the names.", [("promised", "dangling", "Click here")]),
    ("More at the following link.", [("promised", "dangling", "at the following link")]),
    ("In this video the man is seen.", [("promised", "dangling", "In this video")]),
    (f"See this article: {ONE}", [("link", "unchecked", ONE)]),
    (f"It was hit. Here is the video:\n{ONE}", [("link", "unchecked", ONE)]),
    (f"It was hit. Source:\n\n{ONE}\n\nMore.", [("link", "unchecked", ONE)]),
    (f"See this article ({ONE}).", [("link", "unchecked", ONE)]),
    ("It was hit (see this video", [("promised", "dangling", "see this video")]),
    # no promises
    ("This report covers May. In this report we count the dead.", []),
    ("I read the paper. They watch the road. He saw the video.", []),
    ("The army will report here tomorrow. He sent a photo of his son.", []),
    ("I see. See what happened? Let us see whether they come.", []),
    # named works
    (
        "A report by the Northern Rights Network says 40 died.",
        [("named", "unchecked", "A report by the Northern Rights Network")],
    ),
    (
        "According to the committee's bulletin no. 4, 40 died.",
        [("named", "unchecked", "the committee's bulletin no. 4")],
    ),
    (
        "He wrote in an article in the Daily Lantern of 3 May that it is wrong.",
        [("named", "unchecked", "an article in the Daily Lantern of 3 May")],
    ),
    ("A UN report says 40 died.", [("named", "unchecked", "A UN report")]),
    (
        "The Orchard Institute's 2012 survey found that they fled.",
        [("named", "unchecked", "The Orchard Institute's 2012 survey")],
    ),
    ("The book “A Town Alone” tells it.", [("named", "unchecked", "The book “A Town Alone”")]),
    (
        "It is so (Daily Lantern, 3 May 2012).",
        [("named", "unchecked", "Daily Lantern, 3 May 2012")],
    ),
    (
        "Source: Northern Documentation Committee",
        [("named", "unchecked", "Northern Documentation Committee")],
    ),
    ("The observatory said in a statement that 4 died.", []),
    ("The ministry said 4 died. According to the observatory, 5 died.", []),
    ("The commission's report will be published. They demanded a report by the commission.", []),
    ("They have no report by the Northern Network.", []),
    ("He will report by Friday. The list of names is long.", []),
    # several in one bracket
    (
        f"It is so (see example.org/a, the committee's bulletin no. 4; and {ONE}).",
        [
            ("partial", "unchecked", "example.org/a"),
            ("named", "unchecked", "the committee's bulletin no. 4"),
            ("link", "unchecked", ONE),
        ],
    ),
    # within the text
    ("As said above, nobody counted.", [("internal", "internal", "As said above")]),
    ("As I have already said, it is so.", [("internal", "internal", "As I have already said")]),
    ("It is so (see below).", [("internal", "internal", "see below")]),
    ("1. Method\n\nWe counted (see section 1).", [("internal", "internal", "see section 1")]),
    ("We counted (see section 4).", [("internal", "internal", "see section 4")]),
    (
        "Table 1: dead\n\nWe counted (see table 4).",
        [("internal", "dangling", "see table 4")],
    ),
    (
        "Few know it, as said in the conclusion.",
        [("internal", "internal", "as said in the conclusion")],
    ),
    ("As the minister said earlier, no one died.", []),
    ("Section 4 of the law forbids it. See section 4 of the law.", []),
    # footnotes
    (
        f"Forty died.[1]\n\nNotes\n[1] {ONE}",
        [("internal", "internal", "[1]"), ("link", "unchecked", ONE)],
    ),
    (
        "Forty died¹ there.\n\n¹ Daily Lantern, 3 May",
        [("internal", "internal", "¹"), ("named", "unchecked", "Daily Lantern, 3 May")],
    ),
    (
        f"Forty died (1).\n\nSources:\n1. {ONE}",
        [("internal", "internal", "(1)"), ("link", "unchecked", ONE)],
    ),
    ("Forty died.[7]", [("promised", "dangling", "[7]")]),
    ("It is 12 km² wide, and [3] people live there: (1) few, (2) old.", []),
    ("We ask for two things:\n1. bread\n2. water", []),
]

ARABIC = [
    (f"قتل أربعون، انظر {ONE} للأسماء.", [("link", "unchecked", ONE)]),
    (f"قتل أربعون ({ONE}).", [("link", "unchecked", ONE)]),
    (f"قتل أربعون {ONE}، والله أعلم", [("link", "unchecked", ONE)]),
    ("القائمة على www.site.net/2012.", [("partial", "unchecked", "www.site.net/2012")]),
    ("الأسماء في موقع example.org/ar", [("partial", "unchecked", "example.org/ar")]),
    (
        "كانت على http://www.site.org/li… ثم اختفت",
        [("partial", "dangling", "http://www.site.org/li")],
    ),
    ("كانت على http:// ثم اختفت", [("partial", "dangling", "http://")]),
    ("المقطع على يوتيوب aBc123x9Zqw يظهر ذلك", [("partial", "dangling", "aBc123x9Zqw")]),
    ("راسلونا على a.b@site.org أو اتصلوا.", []),
    ("قصفوا البلدة، انظر هذا المقال:", [("promised", "dangling", "انظر هذا المقال")]),
    ("قصفوا البلدة (انظر هنا).", [("promised", "dangling", "انظر هنا")]),
    ("قصفوا البلدة (الرابط).", [("promised", "dangling", "الرابط")]),
    ("شاهد الفيديو:", [("promised", "dangling", "شاهد الفيديو")]),
    ("شاهدوا هذا المقطع لتعرفوا الحقيقة.", [("promised", "dangling", "شاهدوا هذا المقطع")]),
    ("قصفت المدرسة. المصدر:", [("promised", "dangling", "المصدر")]),
    ("التفاصيل على الرابط التالي:", [("promised", "dangling", "على الرابط التالي")]),
    ("للتفاصيل اضغط هنا", [("promised", "dangling", "اضغط هنا")]),
    ("إليكم الفيديو:", [("promised", "dangling", "إليكم الفيديو")]),
    ("كما يثبت هذا الفيديو، كذبوا.", [("promised", "dangling", "كما يثبت هذا الفيديو")]),
    ("اقرأ التقرير التالي.", [("promised", "dangling", "اقرأ التقرير التالي")]),
    ("نشر في المقال التالي:", [("promised", "dangling", "نشر في المقال التالي")]),
    (f"شاهد الفيديو:\n{ONE}", [("link", "unchecked", ONE)]),
    (f"انظر هذا المقال: {ONE}", [("link", "unchecked", ONE)]),
    (f"المصدر: {ONE}", [("link", "unchecked", ONE)]),
    (f"جاء في الرابط التالي {ONE} ما يكفي.", [("link", "unchecked", ONE)]),
    ("انظر هذا الفيديو (الرابط التالي", [("promised", "dangling", "انظر هذا الفيديو")]),
    ("هذا المقال يتناول القتلى. يغطي هذا التقرير شهر أيار.", []),
    ("وقد قرأ الناس الخبر. راجع نفسك. شاهدوا ما حدث.", []),
    ("وصلت الصور إلى الأهالي. أرسل صورة ابنه.", []),
    (
        "بحسب تقرير اللجنة الصادر في 3 أيار 2012 قتل أربعون.",
        [("named", "unchecked", "تقرير اللجنة الصادر في 3 أيار 2012")],
    ),
    (
        "وجاء في تقرير صادر عن مركز توثيق الشمال أن العدد أكبر.",
        [("named", "unchecked", "تقرير صادر عن مركز توثيق الشمال")],
    ),
    ("وثقت نشرة اللجنة رقم 4 الأسماء.", [("named", "unchecked", "نشرة اللجنة رقم 4")]),
    (
        "كتب في مقال في صحيفة الفانوس أن الأعداد خاطئة.",
        [("named", "unchecked", "مقال في صحيفة الفانوس")],
    ),
    ("أظهرت دراسة أعدها معهد البستان ذلك.", [("named", "unchecked", "دراسة أعدها معهد البستان")]),
    ("بحسب كتاب «بلدة وحيدة» قتل كثيرون.", [("named", "unchecked", "كتاب «بلدة وحيدة»")]),
    (
        "وفقا لتقرير لجنة التحقيق الدولية، قتلوا.",
        [("named", "unchecked", "تقرير لجنة التحقيق الدولية")],
    ),
    (
        "انظر تقرير منظمة شاهد لحقوق الإنسان المعنون «أيام بلا ماء».",
        [("named", "unchecked", "تقرير منظمة شاهد لحقوق الإنسان المعنون «أيام بلا ماء»")],
    ),
    ("المصدر: لجان التوثيق", [("named", "unchecked", "لجان التوثيق")]),
    ("وقال المرصد في بيان إن 12 قتلوا. وقال في تقرير له إن العدد أكبر.", []),
    ("قال المرصد إن 12 قتلوا، وبحسب الوزارة قتل 4.", []),
    ("طالبت اللجنة بتقرير مفصل. وسيصدر التقرير في حزيران.", []),
    ("تعمل اللجنة على إعداد تقرير صادر عن المجلس.", []),
    ("نشرت صحيفة الفانوس مقالا قالت فيه إن القائمة كاذبة.", []),
    (
        f"(انظر: تقرير المرصد، نشرة اللجنة رقم 7؛ و {ONE}",
        [
            ("named", "unchecked", "تقرير المرصد"),
            ("named", "unchecked", "نشرة اللجنة رقم 7"),
            ("link", "unchecked", ONE),
        ],
    ),
    ("كما ذكر أعلاه لم يعرف العدد.", [("internal", "internal", "كما ذكر أعلاه")]),
    ("كما أسلفنا، لم يعرف العدد.", [("internal", "internal", "كما أسلفنا")]),
    ("وكما سبق ذكره فإن العدد غير معروف.", [("internal", "internal", "وكما سبق ذكره")]),
    ("العدد غير معروف (انظر الخاتمة).", [("internal", "internal", "انظر الخاتمة")]),
    ("العدد غير معروف (انظر القسم الرابع).", [("internal", "internal", "انظر القسم الرابع")]),
    (
        "القسم الرابع\n\nالعدد مجهول. راجع القسم الرابع.",
        [("internal", "internal", "راجع القسم الرابع")],
    ),
    ("كما قال الوزير سابقا لم يقتل أحد.", []),
    ("نصت المادة 4 من القانون على ذلك. وينص القسم الرابع من القانون.", []),
    (
        f"قتل أربعون.[1]\n\nالهوامش:\n[1] {ONE}",
        [("internal", "internal", "[1]"), ("link", "unchecked", ONE)],
    ),
    (
        "قتل أربعون (1).\n\nالمراجع\n1- تقرير المرصد، أيار 2012",
        [("internal", "internal", "(1)"), ("named", "unchecked", "تقرير المرصد، أيار 2012")],
    ),
    (
        "قتل أربعون¹ هناك.\n\n¹ صحيفة الفانوس، 3 أيار",
        [("internal", "internal", "¹"), ("named", "unchecked", "صحيفة الفانوس، 3 أيار")],
    ),
    ("قتل أربعون.[7]", [("promised", "dangling", "[7]")]),
    ("نطلب أمرين:\n1- خبز\n2- ماء", []),
    ("المساحة 12 كم² وفيها [3] أحياء.", []),
    ("الفيديو هنا: www.site.net/v1", [("partial", "unchecked", "www.site.net/v1")]),
    ("سمعنا الخبر من الموقع، والمصدر مجهول.", []),
]


LISTS = [
    ("They fled. Sources: the Daily Lantern, 3 May; her letter (two pages)",
     ["the Daily Lantern, 3 May", "her letter (two pages)"]),
    (f"Here are the sources I used: my earlier note; {ONE}", ["my earlier note", ONE]),
    ("They fled.\n\nSources:\n- the Daily Lantern, 3 May\n- Orchard Institute survey\n\nEnd.",
     ["the Daily Lantern, 3 May", "Orchard Institute survey"]),
    ("الأرقام مأخوذة عن: نشرة المشفى، صحيفة الفانوس", ["نشرة المشفى", "صحيفة الفانوس"]),
    ("مصادر: (أ) صفحة التنسيقية؛ (ب) دفتر المشفى", ["صفحة التنسيقية", "دفتر المشفى"]),
    ("المصادر [الفانوس، عدد 3 أيار، شهادة الطبيب (", ["الفانوس، عدد 3 أيار", "شهادة الطبيب"]),
    # speakers, not lists
    ("Sources: doctors said that forty died.", []),
    ("Sources close to the mayor: he fled.", []),
    ("مصادر: مقتل أربعين في قصف على البلدة", []),
    ("مصدر عسكري: قتل أربعون.", []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "quotes"), LISTS)
def test_each_source_of_a_list_is_a_citation(words, quotes):
    assert [one.quote for one in cited(article(words))] == quotes


PROMISES = [
    "They have it all (link for subscribers).",
    "Nobody saw it. Pictures at the usual address.",
    "He signed it (full text here).",
    "Some experts (which?) say so.",
    "Forty died [citation needed].",
    "Forty died. Link to the names:",
    "قتل أربعون. الفيديو في أول تعليق.",
    "قتل أربعون. رابط قائمة الأسماء:",
    "وقعوا الاتفاق (نصه هنا).",
    "قتل أربعون. للمزيد:",
]


@pytest.mark.parametrize("words", PROMISES)
def test_a_promise_may_go_on_after_its_noun(words):
    assert [one[:2] for one in forms(words)] == [("promised", "dangling")]


NAMED = [
    ("As I wrote in my previous column, they fled.", "my previous column"),
    ("كما كتبت في مقالي السابق هربوا.", "مقالي السابق"),
    (
        "A list was handed over (see the annex to its first report).",
        "the annex to its first report",
    ),
    ("Forty died, according to the Harbour Review (12 August).", "the Harbour Review (12 August)"),
    ("Two letters (S/2012/999) told of it.", "S/2012/999"),
    ("The Orchard Institute published a report on 15 August.", "a report on 15 August"),
    ("كبرت القوائم (وما كتبه سليم الحداد في «الضفة»).", "كتبه سليم الحداد في «الضفة»"),
]


@pytest.mark.parametrize(("words", "quote"), NAMED)
def test_works_named_in_many_ways(words, quote):
    assert forms(words) == [("named", "unchecked", quote)]


MORE = [
    ("They fled. A UN report published on Monday said so.", ["A UN report published on Monday"]),
    ("They fled. In his most recent Lantern piece he said so.", ["his most recent Lantern piece"]),
    ('They fled. See S. Haddad, "The Count", May 2012, p. 4.',
     ['S. Haddad, "The Count", May 2012, p. 4']),
    ("They fled (cf. Orchard (2012)).", ["Orchard (2012)"]),
    ("كشف تقرير للأمم المتحدة أن أربعين قتلوا.", ["تقرير للأمم المتحدة"]),
    ("وفي مقال له في صحيفة الفانوس كتب سليم أنهم ستون.", ["مقال له في صحيفة الفانوس"]),
    ("They fled. Read the full report (PDF).", ["Read the full report (PDF)"]),
    ("The names can be found on the group's website.", ["found on the group's website"]),
    ("للمزيد زوروا موقعنا.", ["زوروا موقعنا"]),
    ("As Figure 3 shows, they fled.", ["As Figure 3 shows"]),
    ("(Source: Orchard Institute, 2012) (source: local committee)",
     ["Orchard Institute, 2012", "local committee"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "quotes"), MORE)
def test_what_reports_and_papers_cite(words, quotes):
    assert [one.quote for one in cited(article(words))] == quotes


NONE = [
    "Situation Report No. 50\nAs of 3 May 2012\n\nForty people fled.",
    "«على الحافة» زاوية\n\nقتل أربعون.",
    "He told the Guildhall Post that forty died.",
    "The guard post in Homs was hit, and a column of tanks in Idlib.",
    "They were brought here. The link between the two is weak.",
]


@pytest.mark.parametrize("words", NONE)
def test_titles_newspapers_and_other_meanings_are_no_evidence(words):
    assert forms(words) == []


@pytest.mark.parametrize(("words", "expected"), ENGLISH + ARABIC)
def test_what_a_text_points_to(words, expected):
    assert forms(words) == expected


def test_a_link_is_its_words_and_its_address():
    (one,) = cited(article("Forty died, the list says.", [("the list", ONE)]))
    assert (one.quote, one.url, one.form, one.state) == ("the list", ONE, "link", "unchecked")


@pytest.mark.parametrize("url", ["", "#", "javascript:void(0)"])
def test_a_link_that_leads_nowhere_dangles(url):
    assert forms("Forty died, see this report.", [("this report", url)]) == [
        ("promised", "dangling", "this report")
    ]


@pytest.mark.parametrize(
    ("url", "form", "state"),
    [
        ("#method", "internal", "internal"),
        ("http://site.org/page#method", "internal", "internal"),
        ("http://site.org/page#", "promised", "dangling"),
        ("../reports/4.html", "link", "unchecked"),
        ("www.site.net/4", "partial", "unchecked"),
        ("http://", "partial", "dangling"),
        ("https://web.archive.org/web/2012/http://a.org/", "link", "unchecked"),
    ],
)
def test_the_address_behind_a_link_says_what_it_is(url, form, state):
    text = article("It is so, he says.", [("he says", url)], url="http://site.org/page")
    assert [(one.form, one.state) for one in cited(text)] == [(form, state)]


def test_a_promise_with_a_link_on_the_next_line_is_one_citation():
    words = "The school was hit. See this article:\nA school in ruins\nMore text follows here."
    (one,) = cited(article(words, [("A school in ruins", ONE)]))
    assert (one.quote, one.url, one.clause) == ("A school in ruins", ONE, "The school was hit")


def test_a_promise_is_kept_by_a_link_without_words():
    """An embedded video has an address and no words: the promise lends it its own."""
    words = "The school was hit. Watch this video:\n\nMore."
    text = Text(
        text=words,
        segments=(Segment(start=0, stop=len(words), role="article"),),
        links=(Link(start=38, stop=38, url=ONE),),
    )
    assert [(one.form, one.quote, one.url) for one in cited(text)] == [
        ("link", "Watch this video", ONE)
    ]


@pytest.mark.parametrize(
    ("anchor", "url"),
    [
        ("Reply", "http://site.org/?replytocom=4"),
        ("رد", "http://site.org/a"),
        ("politics", "http://site.org/tag/politics/"),
        ("Share", "https://www.facebook.com/sharer.php?u=x"),
        ("write to us", "mailto:a@site.org"),
        ("Nour", "http://nour.example"),
    ],
)
def test_buttons_tags_and_homepages_are_no_evidence(anchor, url):
    words = f"{anchor} I do not believe it."
    text = Text(
        text=words,
        segments=(Segment(start=0, stop=len(words), role="comment", item=0),),
        links=(Link(start=0, stop=len(anchor), url=url),),
        thread=(ThreadNode(start=0, stop=len(words), kind="comment", author="Nour"),),
    )
    assert cited(text) == []


def test_furniture_holds_no_citations():
    words = f"Forty died.\n{ONE} see this article:"
    text = Text(
        text=words,
        segments=(
            Segment(start=0, stop=11, role="article"),
            Segment(start=12, stop=len(words), role="furniture"),
        ),
    )
    assert cited(text) == []


def test_what_a_reader_cites_is_held_by_the_reader():
    words = f"An article.\nLies, see {ONE}"
    text = Text(
        text=words,
        segments=(
            Segment(start=0, stop=11, role="article"),
            Segment(start=12, stop=len(words), role="comment", item=0),
        ),
        thread=(ThreadNode(start=12, stop=len(words), kind="comment", author="Nour"),),
    )
    (one,) = cited(text)
    assert one.holder == "Nour"
    assert one.item is not None


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("Forty people died, see this article:", "Forty people died"),
        (f"Forty people died; ten were children (see {ONE}).", "ten were children"),
        (f"According to a report by the Blue Network, 40 died ({ONE}).", "40 died"),
        ("A report by the Blue Network says that 40 died.", "says that 40 died"),
        ("Forty people died. Here is the video:", "Forty people died"),
        (f"Forty died.[1] Ten fled.[2]\n\nNotes\n[1] {ONE}\n[2] {ONE}", "Forty died"),
        ("As said above, nobody counted them.", "nobody counted them"),
        ("قصفت المدرسة مرتين (انظر هنا).", "قصفت المدرسة مرتين"),
        ("بحسب تقرير اللجنة قتل أربعون شخصا.", "قتل أربعون شخصا"),
        ("قتل أربعون شخصا. شاهد الفيديو:", "قتل أربعون شخصا"),
    ],
)
def test_which_words_it_was_to_support(words, clause):
    assert clause in [one.clause for one in cited(article(words))]


def test_an_entry_supports_what_stands_before_its_mark():
    mark, one = cited(article(f"Forty died.[1]\n\nNotes\n[1] The Blue Network, May 2012, {ONE}"))
    assert (one.url, one.source_named) == (ONE, "The Blue Network, May 2012")
    assert one.clause == mark.clause == "Forty died"


def test_users_own_words_are_heeded(tmp_path):
    (tmp_path / "citations.toml").write_text('[work]\nen = ["almanac"]\n', encoding="utf-8")
    text = article("Forty died, see this almanac:")
    assert find_citations(text, list(sentences(text)), DOCUMENT) == []
    (one,) = find_citations(text, list(sentences(text)), DOCUMENT, tmp_path)
    assert one.quote == "see this almanac"


PIECES = st.sampled_from(
    ["see this article:", "(see", "http://", "example.org/a", ONE, "[1]", "¹", ")", ";", "«", "\n",
     "انظر", "هذا التقرير", "المصدر:", "رقم 4", "a report by", "the Daily Lantern", "of 3 May",
     "1.",      "no.", "died", "www.", "…", "Notes", "\u200f", "كما ذكر", "أعلاه", ","]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30), st.data())
def test_whatever_the_text_spans_hold_their_quotes_and_nothing_is_said_twice(pieces, data):
    words = " ".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(words)), min_size=2, max_size=2)))
    ends = sorted(data.draw(st.lists(st.integers(0, len(words)), min_size=2, max_size=2)))
    text = Text(
        text=words,
        segments=(
            Segment(start=0, stop=cuts[0], role="article"),
            Segment(start=cuts[0], stop=cuts[1], role="furniture"),
            Segment(start=cuts[1], stop=len(words), role="article"),
        ),
        links=(Link(start=ends[0], stop=ends[1], url=ONE),),
    )
    found = cited(text)
    assert all(words[one.start : one.end] == one.quote and one.start < one.end for one in found)
    assert all(one.end <= cuts[0] or one.start >= cuts[1] for one in found)
    assert len({one.id for one in found}) == len(found)
    assert sorted(found, key=lambda one: one.start) == found
