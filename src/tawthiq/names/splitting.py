"""Split a name into its parts: compounds joined, titles and aliases set aside, nothing lost."""

import re

from tawthiq.names.folding import fold, is_arabic
from tawthiq.names.model import PersonName
from tawthiq.names.words import (
    ARABIC_FATHER_OF,
    ARABIC_SON_OF,
    LATIN_ABD_SURE,
    LATIN_FATHER_OF,
    LATIN_SON_OF,
    LONGEST_WORD,
    TITLES,
    TORN_ARTICLES,
    TORN_ENDINGS,
    ends_previous,
    is_inner_article,
    is_latin_abd,
    is_latin_article,
    script_of,
    served_by_arabic_abd,
    served_by_latin_abd,
)

_BRACKETS = re.compile(
    r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}|«([^«»]*)»|“([^“”]*)”|（([^（）]*)）|\"([^\"]*)\""
)

OPENING = re.compile('[(\\[{«“（"]')


def _arabic_compound(words: list[str], at: int) -> int:
    """How many Arabic words from `at` on make one part."""
    word, left = words[at], len(words) - at
    if left < 2:
        return 1
    following = words[at + 1]
    if word == "ال" and is_arabic(following):
        return 2  # the clan's "Al", or an article torn off
    if word == "عبد":
        if following == "ال" and left > 2:
            return 3
        return 2 if served_by_arabic_abd(following) else 1
    if word in ARABIC_FATHER_OF:
        return 3 if following == "ال" and left > 2 else 2
    return 1


def _latin_compound(words: list[str], at: int) -> int:
    """How many Latin words from `at` on make one part."""
    word, left = words[at], len(words) - at
    if left < 2 or len(word) > LONGEST_WORD:
        return 1
    following = words[at + 1]
    after = words[at + 2] if left > 2 else ""
    with_article = after != "" and is_inner_article(following, after)
    if word in LATIN_FATHER_OF:
        return 3 if with_article else 2
    if is_latin_abd(word):
        if with_article:
            return 3
        sure = LATIN_ABD_SURE.fullmatch(word) is not None
        return 2 if sure or served_by_latin_abd(following) else 1
    if is_latin_article(word, following):
        return 2
    return 1


def _joins_previous(words: list[str], at: int) -> int:
    """How many words from `at` on end the part before them: "al-Din", "Allah"."""
    word = words[at]
    if ends_previous(word):
        return 1
    torn = at + 1 < len(words) and word in TORN_ARTICLES and words[at + 1] in TORN_ENDINGS
    return 2 if torn else 0


def join_compounds(words: list[str]) -> tuple[list[str], list[str]]:
    """Join the words of a folded name into parts; give the parts and the particles set aside.

    Arabic compounds are joined without a space, as half the world writes them; Latin ones with a
    hyphen, so that the article can still be told from the name.
    """
    parts: list[str] = []
    particles: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        arabic = is_arabic(word)
        if parts and (n := _joins_previous(words, at)):
            glue = "" if arabic else "-"
            parts[-1] = glue.join((parts[-1], *words[at : at + n]))
        elif word in ARABIC_SON_OF or word in LATIN_SON_OF:
            last = at == len(words) - 1
            if parts and not last:
                particles.append(word)
                n = 1
            else:  # Ibn Sina: here it belongs to the name
                n = 1 if last else 2
                parts.append(("" if arabic else "-").join(words[at : at + n]))
        else:
            n = _arabic_compound(words, at) if arabic else _latin_compound(words, at)
            parts.append(("" if arabic else "-").join(words[at : at + n]))
        at += n
    return parts, particles


def is_kunya(part: str) -> bool:
    """Tell whether a part that stands first is "Abu ...", or a Latin "Umm ..."."""
    if is_arabic(part):
        return part.startswith("ابو") and len(part) > 5
    return part.partition("-")[0] in LATIN_FATHER_OF and "-" in part


def split_name(text: str) -> PersonName:
    """Split a written name into its parts and say what each part is.

    Args:
        text: a name as written, in either script.

    Returns:
        The name with its parts. A text without letters gives a name of script "none" and no parts.
        The order of the parts is that of the text: a family name written first is not moved.
    """
    folded = fold(text)
    aliases: tuple[str, ...] = ()
    plain = folded
    if OPENING.search(text):
        outside = fold(_BRACKETS.sub(" ", text))
        if outside and outside != folded:
            found = (fold("".join(filter(None, one))) for one in _BRACKETS.findall(text))
            aliases = tuple(alias for alias in found if alias)
            plain = outside
    words = plain.split()
    start = 0
    while start < len(words) - 1 and words[start] in TITLES:
        start += 1
    titles = tuple(words[:start])
    parts, particles = join_compounds(words[start:])
    kunya = parts[0] if parts and (is_kunya(parts[0]) or is_umm(plain, parts[0])) else None
    own = parts[1:] if kunya else parts
    laqab = None
    for alias in aliases:
        if _alias_is_kunya(alias):
            kunya = kunya or alias
        else:
            laqab = laqab or alias
    return PersonName(
        written=text,
        folded=folded,
        script=script_of(folded),
        tokens=tuple(parts),
        titles=titles,
        aliases=aliases,
        particles=tuple(particles),
        ism=own[0] if own else None,
        nasab=tuple(own[1:-1]),
        kunya=kunya,
        laqab=laqab,
        nisba=own[-1] if len(own) > 1 else None,
    )


def is_umm(folded: str, part: str) -> bool:
    """Tell whether a part that stands first is an Arabic "Umm ..."."""
    # Joined, "ام" + "ين" would read as the name Amin: only the text tells a mother from a name.
    return part.startswith("ام") and ("ام " + part[2:]) in folded


def _alias_is_kunya(alias: str) -> bool:
    first = alias.partition(" ")[0]
    return first in ARABIC_FATHER_OF or first in LATIN_FATHER_OF
