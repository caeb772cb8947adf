"""Why rows were set aside, and what a report covers: said in both languages."""

import re
from datetime import date

import pytest

from tawthiq.lists import REASONS
from tawthiq.publish import words
from tawthiq.publish.reasons import set_aside_reason
from tawthiq.register import Condition, Scope, scope_in_words

HIDDEN = "Name Of Somebody"


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_is_said_in_both_languages_and_repeats_no_cell(code):
    values = {"cells": "3", "header": "8", "most": "32,767", "detail": HIDDEN}
    text = REASONS[code].format(**values)
    english, arabic = (set_aside_reason(text, lang) for lang in ("en", "ar"))
    assert text.startswith(english)
    assert HIDDEN not in english + arabic
    assert re.search("[\u0621-\u064a]", arabic)
    assert not re.search("[A-Za-z0-9,]", arabic)


def test_a_reason_of_another_version_is_not_repeated_since_it_may_hold_a_cell():
    for lang in ("en", "ar"):
        assert HIDDEN not in set_aside_reason(f"{HIDDEN} cannot be read", lang)


def label(field, value, lang):
    return words.clean(f"<{value}>") if lang == "en" else f"«{value}»"


def test_a_scope_is_said_in_words_of_each_language():
    scope = Scope(
        conditions=(
            Condition(field="sex", operator="=", values=("female",)),
            Condition(field="age", operator="<", number=18.0),
            Condition(field="governorate", operator="!=", values=("a", "b")),
        ),
        start=date(2012, 1, 1),
        stop=date(2013, 12, 31),
    )
    assert scope_in_words(scope, label, "en") == (
        "sex: <female>; age in years: under 18; governorate of death: any but <a> or <b>; "
        "died from 1 January 2012 to 31 December 2013"
    )
    assert scope_in_words(scope, label, "ar") == (
        "الجنس: «female»؛ العمر بالسنوات: أقلّ من ١٨؛ محافظة الوفاة: كلّ ما عدا «a» أو «b»؛ "
        "المتوفّون من ١ كانون الثاني/يناير ٢٠١٢ إلى ٣١ كانون الأول/ديسمبر ٢٠١٣"
    )


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_open_ends_and_single_days_of_a_period_are_said(lang):
    day = date(2012, 5, 25)
    said = {
        scope_in_words(Scope(start=start, stop=stop), label, lang)
        for start, stop in ((day, None), (None, day), (day, day))
    }
    assert len(said) == 3
    assert all(words.day(day, lang) in each for each in said)
    assert scope_in_words(Scope(), label, lang) is None


def test_every_operator_is_said_differently():
    said = [
        scope_in_words(
            Scope(conditions=(Condition(field="age", operator=each, number=7.5),)), label, "en"
        )
        for each in ("=", "!=", "<", "<=", ">", ">=")
    ]
    assert len(set(said)) == 6
    assert all("7.5" in each for each in said)
