"""A vote and its count in words, in both languages: those of `words.toml`."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from importlib.resources import files
from typing import Literal

from tawthiq.ledger import Call
from tawthiq.votes.calling import shown_moment
from tawthiq.votes.model import Count, Stage

Language = Literal["en", "ar"]
Words = dict[str, dict[Language, str]]

_WORDS: dict[str, Words] = tomllib.loads(
    (files(__package__) / "words.toml").read_text(encoding="utf-8")
)
METHODS, STANDINGS, REASONS, FAULTS = (
    _WORDS[part] for part in ("method", "standing", "reason", "fault")
)
_AND: dict[Language, str] = {"en": ", ", "ar": "، "}


def names_of(call: Call, language: Language) -> dict[str, str]:
    """Option → its name in a language, or in the other where it has none there."""
    return {one.key: _either(one.name, one.name_ar, language) for one in call.options}


def call_in_words(call: Call, called_off: str | None, language: Language) -> list[str]:
    """A call: what is voted on, how it is counted, when, and the options."""
    rules = [_WORDS["rule"][rule][language] for rule in call.ties]
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
            say("broken", language, names=said, rule=_WORDS["rule"][stage.rule][language])
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
    return _WORDS["said"][what][language].format(**values)
