"""Every form of a verb that a list names once: "send/sent" is send, sends, sent and sending.

A list of terms may hold, beside its phrases, `verbs_en` ("hand over", "give/gave/given out"),
`verbs_ar` (past and present without its first letter: "وزع/وزع", "حصل/حصل على") and `nouns_ar`
("توزيع", which may carry whose it is: "توزيعها").
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tawthiq.reading.affairs.words import affair_terms
from tawthiq.reading.terms import TermList, load_terms

_VOWELS = frozenset("aeiou")
_HISSING = ("s", "sh", "ch", "x", "z", "o")
_WEAK = ("ى", "ا")
_PRONOUNS = ("ه", "ها", "هم", "نا")
_SHORT = 3  # letters: "get", "rob" double their last


@cache
def inflected_terms(kind: str, extra: Path | None, *, alone: bool = False) -> TermList:
    """The list `kind` with every form of its verbs, and the words of all affairs with it.

    Args:
        alone: without the words of all affairs.

    Raises:
        ReadingError: a list is no TOML, or a term's phrases are not a list of words.
    """
    forms = {
        term: {key: entry[key] for key in ("kind", "plain") if key in entry} | forms_of_entry(entry)
        for term, entry in load_terms(kind, extra).entries.items()
    }
    if alone:
        return TermList(kind=kind, entries=forms, strict=True)
    return affair_terms(extra).with_more(kind, forms)


def forms_of_entry(entry: Mapping[str, Any]) -> dict[str, list[str]]:
    """The phrases of a term in each language, with every form of its verbs and nouns."""
    english = (form for verb in entry.get("verbs_en", ()) for form in english_forms(verb))
    arabic = (form for verb in entry.get("verbs_ar", ()) for form in arabic_forms(verb))
    coming = (form for verb in entry.get("to_come_ar", ()) for form in arabic_forms_to_come(verb))
    promised = (
        form for verb in entry.get("to_come_en", ()) for form in english_forms_to_come(verb)
    )
    nouns = (form for noun in entry.get("nouns_ar", ()) for form in arabic_noun_forms(noun))
    return {
        "en": _once((*entry.get("en", ()), *english, *promised)),
        "ar": _once((*entry.get("ar", ()), *arabic, *coming, *nouns)),
    }


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


# ---- English -------------------------------------------------------------------------------------


def english_forms(verb: str) -> list[str]:
    """The forms of "hand over", or of "give/gave/given out" where they are irregular.

    >>> english_forms("ship/shipped in")
    ['ship in', 'ships in', 'shipped in', 'shipping in']
    """
    first, _, rest = verb.partition(" ")
    bare, past, done = _principal(first)
    forms = (bare, _third(bare), past, done, _going_on(bare, past))
    return _once(f"{form} {rest}".strip() for form in forms)


def _principal(said: str) -> tuple[str, str, str]:
    """Bare form, past and participle; what is not said is regular."""
    bare, *others = said.split("/")
    if others:
        return bare, others[0], others[-1]
    if bare.endswith("e"):
        past = bare + "d"
    elif bare.endswith("y") and bare[-2] not in _VOWELS:
        past = bare[:-1] + "ied"
    else:
        past = bare + "ed"
    return bare, past, past


def _third(bare: str) -> str:
    if bare.endswith("y") and bare[-2] not in _VOWELS:
        return bare[:-1] + "ies"
    return bare + ("es" if bare.endswith(_HISSING) else "s")


def _going_on(bare: str, past: str) -> str:
    short = len(bare) <= _SHORT and bare[-1] not in _VOWELS | set("wxy") and bare[-2] in _VOWELS
    if past == bare + bare[-1] + "ed" or short:
        return bare + bare[-1] + "ing"
    silent = bare.endswith("e") and not bare.endswith("ee")
    return (bare[:-1] if silent else bare) + "ing"


_TO_COME = (
    "will", "would", "shall", "is to", "are to", "was to", "were to", "is going to",
    "are going to", "agreed to", "has agreed to", "have agreed to", "promised to", "pledged to",
    "undertook to", "vowed to", "committed to", "offered to", "has offered to",
    "has promised to", "has pledged to", "has undertaken to",
)  # fmt: skip
_TO_BE = ("will be", "would be", "will also be", "is to be", "are to be", "were to be")


def english_forms_to_come(verb: str) -> list[str]:
    """A verb as it is told of what is to come: "will send", "is to be sent"."""
    first, _, rest = verb.partition(" ")
    bare, _, done = _principal(first)
    forms = [f"{word} {bare} {rest}".strip() for word in _TO_COME]
    return _once([*forms, *(f"{word} {done} {rest}".strip() for word in _TO_BE)])


# ---- Arabic --------------------------------------------------------------------------------------


def _parts(verb: str) -> tuple[str, str, str]:
    first, _, rest = verb.partition(" ")
    past, _, present = first.partition("/")
    return past, present, rest


def arabic_forms(verb: str) -> list[str]:
    """The forms of "وزع/وزع": by whom, past and present, and of whom or what it is done.

    A verb with a preposition ("حصل/حصل على") carries no pronoun of its own.
    """
    past, present, rest = _parts(verb)
    forms = [*_past(past, bare=bool(rest)), *_present(present, bare=bool(rest))]
    return _once(f"{form} {rest}".strip() for form in forms)


def _past(past: str, *, bare: bool) -> list[str]:
    if not past:
        return []
    if past.endswith(_WEAK):
        stem = past[:-1]
        she, they, we, he = stem + "ت", stem + "وا", stem + "ينا", stem + "ا"
        both: tuple[str, ...] = ()
    else:
        she, they, we, he = past + "ت", past + "وا", past + "نا", past
        both = (past + "ا", past + "تا")
    forms = [past, she, they, we, *both]
    if not bare:
        forms += [one + of for one in (he, she, they[:-1]) for of in _PRONOUNS]
        forms += [we + of for of in ("ه", "ها")]
    return forms


def _present(present: str, *, bare: bool) -> list[str]:
    if not present:
        return []
    stem = present[:-1] if present.endswith(("ي", *_WEAK)) else present
    forms = [letter + present for letter in "يتن"]
    forms += [f"ي{stem}{end}" for end in ("ون", "وا", "ان")]
    if not bare:
        forms += [letter + present + of for letter in "يت" for of in _PRONOUNS]
    return forms


def arabic_forms_to_come(verb: str) -> list[str]:
    """A verb as it is told of what is to come: "سيوزع", "سوف توزع"."""
    _, present, rest = _parts(verb)
    stem = present[:-1] if present.endswith(("ي", *_WEAK)) else present
    forms = [f"س{letter}{present}" for letter in "يتن"]
    forms += [f"سي{stem}ون", *(f"سوف {letter}{present}" for letter in "يتن")]
    return _once(f"{form} {rest}".strip() for form in forms)


def arabic_noun_forms(noun: str) -> list[str]:
    """A noun of doing, alone and with whose it is: "توزيع", "توزيعها"."""
    open_form = noun[:-1] + "ت" if noun.endswith("ة") else noun
    return [noun, *(open_form + of for of in _PRONOUNS)]
