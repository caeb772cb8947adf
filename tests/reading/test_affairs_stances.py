"""Where bodies stand on a question, in the words of many hands; and what only looks like it."""
# ruff: noqa: E501 - a sentence a line

import pytest
from affairs_read import told

from tawthiq.statements import Position


@pytest.mark.parametrize(
    ("text", "speaker", "answer"),
    [
        ("The Mill Workers' Union threw its weight behind the truce.", "Mill Workers' Union", "for"),
        ("As for the Olive Coast Party, it has no objection to the observers.", "Olive Coast Party", "for"),
        ("The truce is backed by the Council of the Seven Springs.", "Council of the Seven Springs", "for"),
        ("The Seven Springs Council, which met on Sunday in Idlib, said yes to the plan.", "Seven Springs Council", "for"),
        ("Members of the Harbour Circle argued; in the end the Harbour Circle came out against the truce.", "Harbour Circle", "against"),
        ("The Harbour Circle will have no part in the elections.", "Harbour Circle", "against"),
        ("The Harbour Circle does not accept the plan of the envoy.", "Harbour Circle", "against"),
        ("About the observers the Harbour Circle has only one thing to say: it wants them gone.", "Harbour Circle", "against"),
        ("The Harbour Circle will not take part in the conference.", "Harbour Circle", "against"),
        ("The Orchard League would sign, but only if the prisoners came home first.", "Orchard League", "on condition"),
        ("The Orchard League made its consent conditional on the release of the detained doctors.", "Orchard League", "on condition"),
        ("If the shelling stops, the Orchard League would support the truce.", "Orchard League", "on condition"),
        ("The Orchard League accepts the observers as long as they enter the prisons.", "Orchard League", "on condition"),
        ("The Orchard League is in favour, provided that the road stays open.", "Orchard League", "on condition"),
        ("The Salt Road Committee has put off its decision.", "Salt Road Committee", "undecided"),
        ("The Salt Road Committee is still weighing the offer of the envoy.", "Salt Road Committee", "undecided"),
        ("The Salt Road Committee, for its part, has taken no position on the truce.", "Salt Road Committee", "undecided"),
        ("The Salt Road Committee abstained.", "Salt Road Committee", "undecided"),
        ("On the truce the Salt Road Committee is divided: half of it has yet to decide. The Salt Road Committee cannot agree on it.", "Salt Road Committee", "undecided"),
        ("Asked about the truce, the Bridge Battalion would not comment.", "Bridge Battalion", "silent"),
        ("The Bridge Battalion left our letter unanswered.", "Bridge Battalion", "silent"),
        ("The Bridge Battalion has said nothing about the truce so far.", "Bridge Battalion", "silent"),
        ("The Bridge Battalion preferred not to comment.", "Bridge Battalion", "silent"),
        ("وأعلن اتحاد عمال المطاحن تأييده للهدنة.", "اتحاد عمال المطاحن", "for"),
        ("أما حزب ساحل الزيتون فيؤيد إرسال المراقبين.", "حزب ساحل الزيتون", "for"),
        ("ويقف مجلس الينابيع الكبرى إلى جانب الخطة.", "مجلس الينابيع الكبرى", "for"),
        ("وقال رئيس المجلس سامر الحداد إنه مع الهدنة.", "سامر الحداد", "for"),
        ("وأكدت رابطة المرفأ رفضها المشاركة في الانتخابات.", "رابطة المرفأ", "against"),
        ("أما رابطة المرفأ فهي ضد الهدنة.", "رابطة المرفأ", "against"),
        ("ولن تشارك رابطة المرفأ في المؤتمر.", "رابطة المرفأ", "against"),
        ("ولا تقبل رابطة المرفأ خطة المبعوث.", "رابطة المرفأ", "against"),
        ("ودعت رابطة المرفأ إلى مقاطعة المؤتمر.", "رابطة المرفأ", "against"),
        ("وتشترط رابطة البساتين للمشاركة أن يُفرج عن الأطباء.", "رابطة البساتين", "on condition"),
        ("وتؤيد رابطة البساتين الهدنة شرط أن يتوقف القصف.", "رابطة البساتين", "on condition"),
        ("وربطت رابطة البساتين موافقتها بالإفراج عن الأطباء.", "رابطة البساتين", "on condition"),
        ("وتقبل رابطة البساتين بالمراقبين ما داموا يدخلون السجون.", "رابطة البساتين", "on condition"),
        ("وترحب رابطة البساتين بالهدنة إذا شملت الريف.", "رابطة البساتين", "on condition"),
        ("ولم تحسم لجنة طريق الملح أمرها بعد.", "لجنة طريق الملح", "undecided"),
        ("أما لجنة طريق الملح فما زالت تدرس العرض.", "لجنة طريق الملح", "undecided"),
        ("وأرجأت لجنة طريق الملح قرارها إلى الأسبوع القادم.", "لجنة طريق الملح", "undecided"),
        ("وامتنعت لجنة طريق الملح عن التصويت.", "لجنة طريق الملح", "undecided"),
        ("ولم تستقر لجنة طريق الملح على رأي.", "لجنة طريق الملح", "undecided"),
        ("وامتنعت كتيبة الجسر عن التعليق.", "كتيبة الجسر", "silent"),
        ("ولم تشأ كتيبة الجسر أن تعلق.", "كتيبة الجسر", "silent"),
        ("ولم يصدر عن كتيبة الجسر أي تعليق.", "كتيبة الجسر", "silent"),
        ("وآثرت كتيبة الجسر الصمت.", "كتيبة الجسر", "silent"),
        ("ولم تجب كتيبة الجسر عن أسئلتنا.", "كتيبة الجسر", "silent"),
    ],
)  # fmt: skip
def test_a_stance_is_read_in_many_words(text, speaker, answer):
    assert (speaker, answer) in told(text, Position, "speaker", "answer")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("We are against every prison without a judge.", "against"),
        ("We support the observers for as long as they may enter the prisons.", "on condition"),
        ("نحن ضد كل سجن لا قاضي له.", "against"),
        ("ونؤيد الهدنة بلا تحفظ.", "for"),
        ("لسنا مع التدخل من أي جهة جاء.", "against"),
    ],
)
def test_we_is_whoever_wrote_the_text(text, answer):
    assert (None, answer) in told(text, Position, "speaker", "answer")


@pytest.mark.parametrize(
    "text",
    [
        "The Mill Workers' Union might support the truce one day.",
        "It hopes that the Harbour Circle will accept the plan.",
        "The Harbour Circle denied that it supported the truce.",
        "If the Harbour Circle were against it, we would know.",
        "The Harbour Circle rejected the report as invented.",
        "The Orchard League supports three hospitals in Idlib.",
        "A strong wind from the west backed the flames against the wall of the mill.",
        "Heavy rain opposed the convoy at the Bridge of the Seven Springs.",
        "قد تؤيد رابطة المرفأ الهدنة يومًا ما.",
        "ويأمل السكان أن تقبل رابطة المرفأ الخطة.",
        "ونفت رابطة المرفأ أن تكون قد أيدت الهدنة.",
        "ورفضت رابطة المرفأ الاتهامات.",
        "ورفضت رابطة المرفأ استلام الطحين.",
        "وتدعم رابطة البساتين ثلاثة مستشفيات في إدلب.",
        "لو أيدت رابطة المرفأ الهدنة لعلمنا.",
    ],
)
def test_what_is_no_stance_is_not_proposed(text):
    assert [one for one in told(text, Position, "answer") if one is not None] == []
