"""A vote and its count in words, in both languages."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from tawthiq.ledger import Call
from tawthiq.votes.calling import shown_moment
from tawthiq.votes.model import Count, Stage

Language = Literal["en", "ar"]
Words = dict[str, dict[Language, str]]

METHODS: Words = {
    "plurality": {"en": "plurality", "ar": "الأكثرية النسبية"},
    "approval": {"en": "approval", "ar": "التصويت بالموافقة"},
    "stv": {"en": "single transferable vote", "ar": "الصوت الواحد القابل للتحويل"},
}
STANDINGS: Words = {
    "decided": {"en": "decided", "ar": "حُسم"},
    "tied": {"en": "a tie that nothing decides", "ar": "تعادل لا يفصل فيه شيء"},
    "no quorum": {
        "en": "not decided, since the quorum was not reached",
        "ar": "لم يُحسم لعدم اكتمال النصاب",
    },
    "no ballots": {
        "en": "not decided, since no ballot counts",
        "ar": "لم يُحسم لعدم وجود أوراق محتسبة",
    },
}
REASONS: Words = {
    "foreign key": {
        "en": "its elector is not on the roll",
        "ar": "مفتاحها ليس في سجل الناخبين",
    },
    "bad signature": {
        "en": "its signature is not its elector's",
        "ar": "توقيعها ليس توقيع ناخبها",
    },
    "no choice": {"en": "it names nobody", "ar": "لا تسمّي أحدًا"},
    "unknown option": {
        "en": "it names what is no option of this vote",
        "ar": "تسمّي ما ليس من الخيارات",
    },
    "option twice": {"en": "it names an option twice", "ar": "تسمّي خيارًا واحدًا مرتين"},
    "several choices": {
        "en": "it names several options where one may be chosen",
        "ar": "تسمّي عدة خيارات والمسموح واحد",
    },
    "before opening": {
        "en": "it came in before the vote opened",
        "ar": "وصلت قبل فتح باب الاقتراع",
    },
    "after closing": {
        "en": "it came in after the vote closed",
        "ar": "وصلت بعد إغلاق باب الاقتراع",
    },
    "two ballots": {
        "en": "its elector cast two different ballots: neither counts",
        "ar": "أدلى ناخبها بورقتين مختلفتين: لا تُحتسب أيٌّ منهما",
    },
    "copy": {"en": "a copy of a ballot that counts", "ar": "نسخة من ورقة محتسبة"},
    "counted": {"en": "it is there and counts", "ar": "موجودة ومحتسبة"},
    "missing": {
        "en": "no ballot of this elector was published",
        "ar": "لم تُنشر ورقة لهذا الناخب",
    },
    "another": {
        "en": "another ballot of this elector was published, not this one",
        "ar": "نُشرت لهذا الناخب ورقة أخرى غير هذه",
    },
}
FAULTS: Words = {
    "seal": {
        "en": "the file was altered since it was published: its seal does not fit",
        "ar": "عُدّل الملف بعد نشره: ختمه لا يطابقه",
    },
    "count": {
        "en": "the count in the file is not what its ballots give",
        "ar": "النتيجة المدوّنة في الملف ليست ما تعطيه أوراقه",
    },
}
_RULES: Words = {
    "earlier counts": {
        "en": "tie: who had fewer votes at an earlier stage",
        "ar": "تعادل: من كانت أصواته أقل في مرحلة سابقة",
    },
    "order": {
        "en": "tie: who stands later in the call",
        "ar": "تعادل: من يأتي لاحقًا في ترتيب الدعوة",
    },
}
_SAID: Words = {
    "vote": {"en": "Vote {vote}: {name}", "ar": "التصويت {vote}: {name}"},
    "how": {
        "en": "by {method}; seats: {seats}; quorum: {quorum} of {electors} electors",
        "ar": "الطريقة: {method}؛ المقاعد: {seats}؛ "
        "النصاب: {quorum} من أصل {electors} في سجل الناخبين",
    },
    "ties": {"en": "a tie is broken by: {rules}", "ar": "يُفصل في التعادل هكذا: {rules}"},
    "no ties": {"en": "a tie is named, not broken", "ar": "يُذكر التعادل ولا يُفصل فيه"},
    "times": {
        "en": "opens {opens}, closes {closes}",
        "ar": "يُفتح {opens} ويُغلق {closes}",
    },
    "option": {"en": "  {key}: {name}", "ar": "  {key}: {name}"},
    "abstention": {"en": "  {key}: {name} (abstention)", "ar": "  {key}: {name} (امتناع)"},
    "off": {
        "en": "Called off by whoever called it: {reason}",
        "ar": "ألغاه من دعا إليه: {reason}",
    },
    "ballots": {
        "en": "Ballots: {ballots}. Counted: {counted}. Set aside: {aside}.",
        "ar": "الأوراق: {ballots}. المحتسبة: {counted}. المستبعدة: {aside}.",
    },
    "set aside": {"en": "  set aside, {n}: {reason}", "ar": "  مستبعدة، {n}: {reason}"},
    "sum": {"en": "  {name}: {n}", "ar": "  {name}: {n}"},
    "quota": {
        "en": "Whoever reaches {quota} votes is elected. First preferences:",
        "ar": "يفوز من يبلغ {quota} من الأصوات. التفضيلات الأولى:",
    },
    "stage": {"en": "Stage {n}: {totals}", "ar": "المرحلة {n}: {totals}"},
    "exhausted": {"en": "no further preference {n}", "ar": "بلا تفضيل لاحق {n}"},
    "elected here": {"en": "  elected: {names}", "ar": "  فاز: {names}"},
    "excluded": {"en": "  excluded: {names}", "ar": "  خرج: {names}"},
    "broken": {"en": "  excluded: {names} ({rule})", "ar": "  خرج: {names} ({rule})"},
    "result": {"en": "Result: {standing}", "ar": "النتيجة: {standing}"},
    "elected": {"en": "Chosen: {names}", "ar": "الفائز: {names}"},
    "tied": {"en": "Tied: {names}", "ar": "المتعادلون: {names}"},
    "empty": {"en": "Seats left empty: {n}", "ar": "مقاعد بقيت شاغرة: {n}"},
    "called by": {
        "en": "Called by {author}, entry {entry}",
        "ar": "دعا إليه {author}، القيد {entry}",
    },
    "published by": {
        "en": "Published by {author}. Compare both keys with those you know.",
        "ar": "نشره {author}. قارن المفتاحين بما تعرفه.",
    },
    "in the box": {"en": "Ballots in the box: {n}", "ar": "الأوراق في الصندوق: {n}"},
    "your ballot": {"en": "Your ballot: {said}", "ar": "ورقتك: {said}"},
    "cast": {
        "en": "It is in {file}: hand it to a ballot box, and keep a copy to find it again when the "
        "vote is published.",
        "ar": "حُفظت في {file}: سلّمها إلى صندوق اقتراع، واحتفظ بنسخة لتجدها بعد النشر.",
    },
    "no protest": {"en": "No protest is recorded.", "ar": "لا اعتراض مسجّل."},
    "disputes": {"en": "Protest: {by}: {grounds} [{id}]", "ar": "اعتراض: {by}: {grounds} [{id}]"},
    "supports": {"en": "Support: {by}: {grounds} [{id}]", "ar": "تأييد: {by}: {grounds} [{id}]"},
    "corrects": {
        "en": "Correction: {by}: {grounds} [{id}]",
        "ar": "تصحيح: {by}: {grounds} [{id}]",
    },
    "agrees": {"en": "The recount agrees.", "ar": "إعادة العدّ متطابقة."},
    "differs": {"en": "The recount does not agree.", "ar": "إعادة العدّ غير متطابقة."},
}
_AND: dict[Language, str] = {"en": ", ", "ar": "، "}


def names_of(call: Call, language: Language) -> dict[str, str]:
    """Option → its name in a language, or in the other where it has none there."""
    return {one.key: _either(one.name, one.name_ar, language) for one in call.options}


def call_in_words(call: Call, called_off: str | None, language: Language) -> list[str]:
    """A call: what is voted on, how it is counted, when, and the options."""
    rules = [_RULES[rule][language] for rule in call.ties]
    lines = [
        say("vote", language, vote=call.vote, name=_either(call.name, call.name_ar, language)),
        say(
            "how",
            language,
            method=METHODS[call.method][language],
            seats=call.seats,
            quorum=call.quorum,
            electors=len(call.electors),
        ),
        say("ties", language, rules=_AND[language].join(rules))
        if rules
        else say("no ties", language),
        say("times", language, opens=shown_moment(call.opens), closes=shown_moment(call.closes)),
    ]
    names = names_of(call, language)
    lines += [
        say("abstention" if one.abstains else "option", language, key=one.key, name=names[one.key])
        for one in call.options
    ]
    if called_off is not None:
        lines.append(say("off", language, reason=called_off))
    return lines


def count_in_words(call: Call, count: Count, language: Language) -> list[str]:
    """A count: what was set aside and why, the sums, the stages, the result."""
    names, outcome = names_of(call, language), count.outcome
    reasons = Counter(one.reason for one in count.set_aside)
    lines = [
        say(
            "ballots",
            language,
            ballots=count.ballots,
            counted=count.counted,
            aside=len(count.set_aside),
        )
    ]
    lines += [
        say("set aside", language, n=n, reason=REASONS[reason][language])
        for reason, n in sorted(reasons.items())
    ]
    if outcome.quota is not None:
        lines.append(say("quota", language, quota=outcome.quota))
    lines += [say("sum", language, name=names[key], n=n) for key, n in outcome.sums.items()]
    for number, stage in enumerate(outcome.stages, 1):
        lines += _stage_in_words(number, stage, names, language)
    lines.append(say("result", language, standing=STANDINGS[count.standing][language]))
    if count.elected:
        lines.append(say("elected", language, names=_listed(count.elected, names, language)))
    if count.tied:
        lines.append(say("tied", language, names=_listed(count.tied, names, language)))
    empty = call.seats - len(count.elected)
    if count.standing == "decided" and empty:
        lines.append(say("empty", language, n=empty))
    return lines


def votes_in_words(votes: Fraction) -> str:
    """A number of votes: whole, or with two decimals, rounded half to even."""
    return str(votes.numerator) if votes.denominator == 1 else f"{round(votes * 100) / 100:.2f}"


def _stage_in_words(
    number: int, stage: Stage, names: dict[str, str], language: Language
) -> list[str]:
    totals = [f"{names[key]} {votes_in_words(votes)}" for key, votes in stage.totals.items()]
    if stage.exhausted:
        totals.append(say("exhausted", language, n=votes_in_words(stage.exhausted)))
    lines = [say("stage", language, n=number, totals=_AND[language].join(totals))]
    if stage.elected:
        lines.append(say("elected here", language, names=_listed(stage.elected, names, language)))
    if stage.excluded:
        said = _listed(stage.excluded, names, language)
        lines.append(
            say("broken", language, names=said, rule=_RULES[stage.rule][language])
            if stage.rule
            else say("excluded", language, names=said)
        )
    return lines


def _listed(keys: Sequence[str], names: dict[str, str], language: Language) -> str:
    return _AND[language].join(names[key] for key in keys)


def _either(name: str | None, name_ar: str | None, language: Language) -> str:
    return (name_ar or name or "") if language == "ar" else (name or name_ar or "")


def say(what: str, language: Language, **values: object) -> str:
    """A sentence on votes, with its values."""
    return _SAID[what][language].format(**values)
