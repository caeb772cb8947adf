"""The skeleton of a part of a name: the spelling in which Arabic and Latin script meet.

Arabic writes consonants and long vowels, Latin all vowels but no length, and it confuses
consonants that Arabic keeps apart. So the skeleton keeps of both what both can show: consonants in
classes that Latin spelling does not part, `w` and `y` where they are written or clearly long, and
`'` for a vowel at the beginning (alef, hamza, ayn). Short vowels, alef, ayn and a final h go.

    class  Arabic      Latin             class  Arabic   Latin
    b      ب           b, p              c      ش        sh, ch
    t      ت ط         t                 f      ف        f, ph, v
    s      س ص ث       s, th             k      ق ك      k, q, c
    j      ج           j, dj, g          g      غ        gh
    h      ح ه         h                 x      خ        kh
    d      د ض ذ       d, dh             z      ز ظ      z

`skeleton` is the fine form; `coarse` drops what is left of the weak letters and merges d with z: it
is for blocking, where a lost pair costs more than a needless one. `consonants` goes one step
further: it also merges the sounds that countries romanise across classes, so that a pair one letter
apart in its coarse keys may still meet.
"""

import re
from functools import cache, lru_cache

from tawthiq.names.folding import fold, is_arabic
from tawthiq.names.given import GivenName, all_given_names, given_names

_LONGEST_CACHED = 64

_ARABIC_CLASS = str.maketrans("بتثجحخدذرزسشصضطظغفقكلمنهوي", "btsjhxddrzscsdtzgfkklmnhwy", "اع")
_LATIN_PAIRS = (
    ("tch", "c"), ("sch", "c"), ("sh", "C"), ("ch", "C"), ("kh", "X"), ("gh", "G"), ("dh", "d"),
    ("th", "s"), ("ph", "f"), ("dj", "J"), ("ck", "k"),
)  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")
_LATIN_CLASS = str.maketrans("gqcvpJCXG", "jkkfbjcxg")
_DOUBLED = re.compile(r"(.)\1+")
_A_RUNS = re.compile("[^a]a*")  # a letter of a skeleton and the a's kept after it
_DOUBLED_WEAK = re.compile(r"([wy])\1+")
_VOWELS = re.compile("[aeiouwy]+")
_LAST_OPEN_SYLLABLE = re.compile("[^aeiouwy][aeiouwy]+")
_WEAK_PAIRS = {
    **dict.fromkeys(("ou", "oo", "uu", "aw", "ow", "au", "ao", "uw", "ew"), "w"),
    **dict.fromkeys(("ee", "ii", "ai", "ei", "ay", "ey", "ie", "iy", "ae", "ia", "ea", "oy"), "y"),
}

# A compound is read as its first word and its second, so that every way of writing them meets.
_ARABIC_ABD = re.compile("عبد ?(?:ال) ?(.{2,})")
_ARABIC_ABU = re.compile("(?:ابو|ابي|ابا) ?(?:ال)?(.{3,})")
_ARABIC_UMM = re.compile("ام ?(.{2,})")
_ARABIC_DIN = re.compile("(.{2,}?) ?ال ?دين")
_ARABIC_ALLAH = re.compile("(.{2,}?) ?ا?لله")
_LATIN_ABD_RABBO = re.compile("[ae]b[aei]?d ?ra+bb?(?:[ou]+h?|eh|ih)")
_LATIN_ABD = re.compile(
    r"[ae]b[aei]?d[ae]? ?(?:(?:[aeiu]|ou)?l(?:[ -]?)|(?:[aeu]|ou)?(?:r|n|d|t|s|z|sh|ch)? |"
    r"(?:[aeu]|ou)(?=rr|nn|dd|tt|ss|zz|shsh|chch))(.{3,})"
)
_LATIN_ABU = re.compile(
    r"(?:abou|aboo|abu|abo|abw|abi)(?:l? (?:[aeu]?l )?(?=.{3})|l(?=[^aeiou]..)|(?=[^l].{3}))(.+)"
    r"|(?:bou|boo|bu|bo) (?:[aeu]l )?(?=.{3})(.+)"
)
_LATIN_UMM = re.compile(r"(?:umm|um|oum|omm) (?:[aeu]l )?(.{2,})")
_LATIN_DIN = re.compile(r"(.{2,}?)(?: ?(?:[aeou]|ou)l? ?|ul? ?)d? ?d(?:ee|i|ie)ne?")
_LATIN_ALLAH = re.compile(r"(.{2,}?)(?: [aeou]?| ?[aeou])ll[aeu]h?")
# Written in one word, "al" before a vowel may belong to the name (Alaa, Alawi): it is taken for the
# article where two consonants follow, or much (Alastal, Alaqad). A doubled sun letter after a vowel
# is the article in a long word (Attawil, Ennajar); short ones may be names (Assaf, Azzouz).
_LATIN_ARTICLE = re.compile(
    r"(?:[aeu]l |[ae]s (?=s)|[ae]s?sh (?=sh)|[ae]n (?=n)|[ae]r (?=r)|[ae]d (?=d)|[ae]t (?=t)"
    r"|[ae]z (?=z)|[ae]ch (?=ch)|l (?=[aeiou])"
    r"|[ae]l(?=[bcdfghjkmnpqrstvw]..|[aeiouyz]....|l....|[aeiou]+[^aeiouwyh]+[aeiouwyh]*[^aeiouwyh])"
    r"|[ae](?:n(?=n)|r(?=r)|s(?=s)|d(?=d)|t(?=t)|z(?=z)|sh(?=sh)|s(?=sh))(?=.{6})"
    r"|e(?:n(?=n)|r(?=r)|s(?=s)|t(?=t))(?=.{5}))(.{2,})"
)


def _weak_letters(run: str, before: str, after: str) -> str:
    """Say which long vowels and glides a run of Latin vowels shows.

    A lone vowel is taken for long where Arabic mostly has it long: i and u in a last closed
    syllable (Rachid, Mansur) or at the end (Shawqi, Abdu), i and o in a last open one (Karima,
    Hamoda).

    Args:
        run: the vowels, y and w among them.
        before: the word up to the run, its consonants as classes; "" where the run begins it.
        after: the word after the run; "" where the run ends it.
    """
    out = []
    at = 0
    initial = before == ""
    if initial and run[:2] in ("ou", "oo") and len(run) > 2:
        run = "w" + run[2:]  # French for w: Oualid
    while at < len(run):
        pair = _WEAK_PAIRS.get(run[at : at + 2])
        if pair is not None and run[at + 1 : at + 3] not in ("wu", "yi"):
            out.append(pair)
            at += 2
            continue
        letter = run[at]
        last = at == len(run) - 1
        if letter in "wy":
            out.append(letter)
        elif initial and at == 0:
            pass  # any vowel: alef, hamza or ayn, which `'` stands for
        elif letter == "o" and not last:
            out.append("w")  # before another vowel: Maroan, Taoil
        elif letter == "i" and (run[at + 1 : at + 2] == "o" or run[at - 1 : at] == "o"):
            out.append("y")
        elif last and len(after) <= 1:
            out.append({"i": "y", "u": "w", "o": "w"}.get(letter, ""))
        elif last and not initial and _LAST_OPEN_SYLLABLE.fullmatch(after):
            out.append({"i": "y", "o": "w"}.get(letter, ""))  # a u here is mostly short
        at += 1
    return ("'" if initial and run[0] not in "wy" else "") + "".join(out)


def _with_a(run: str, weak: str, start: int) -> str:
    """The weak letters of a run of vowels, with an a before and after them as the run has it."""
    before = "a" if start > 0 and run[0] == "a" else ""
    after = "a" if "a" in run[1:] and weak not in ("", "'") else ""
    return before + weak + after if weak or before else "a" * ("a" in run)


def _latin_word(word: str, *, keep_a: bool = False) -> str:
    """The plain skeleton; with `keep_a`, each a that may be an alef or a ta marbuta too."""
    word = latin_letters(word)
    out = []
    end = 0
    for found in _VOWELS.finditer(word):
        start = found.start()
        out.append(word[end:start])
        end = found.end()
        weak = _weak_letters(found[0], word[:start], word[end:])
        out.append(_with_a(found[0], weak, start) if keep_a else weak)
    out.append(word[end:])
    return _DOUBLED_WEAK.sub(r"\1", "".join(out))


def latin_letters(word: str) -> str:
    """Write the consonants of a Latin word as classes; leave its vowels, drop mute ends."""
    word = _SOFT_C.sub(lambda _: "s", word) if "ch" not in word else word
    for pair, single in _LATIN_PAIRS:
        word = word.replace(pair, single)
    word = _DOUBLED.sub(lambda found: found[0][:2] if found[1] in "aeiou" else found[1], word)
    word = word.replace("x", "ks").translate(_LATIN_CLASS)
    if len(word) > 3 and word[-1] == "e" and word[-2] not in "aeiouwy":
        word = word[:-1]  # a French final e is silent: Houcine
    if len(word) > 2 and word[-1] == "h" and word[-2] in "ae":
        word = word[:-1]
    return word


def _arabic_word(word: str) -> str:
    initial = "'" if word[0] in "اع" else ""
    if len(word) > 2 and word[-1] == "ه":
        word = word[:-1]
    return _DOUBLED_WEAK.sub(r"\1", initial + arabic_classes(word))


def arabic_classes(word: str) -> str:
    """Write the letters of an Arabic word as classes, ا and ع as nothing."""
    return word.translate(_ARABIC_CLASS)


def _with_alefs(word: str) -> str:
    """The skeleton with its alefs and the a of ta marbuta kept, as known names may need it."""
    kept = word[0] + word[1:].replace("ا", "A")
    if len(word) > 2 and word[-1] == "ه":
        kept = kept[:-1] + "A"
    return _arabic_word(kept).replace("A", "a")


@cache
def _contested() -> dict[str, list[GivenName]]:
    """The names of the file by their plain skeleton."""
    groups: dict[str, list[GivenName]] = {}
    for name in all_given_names():
        groups.setdefault(_arabic_word(name.arabic[0]), []).append(name)
    return groups


@cache
def _known_skeletons() -> dict[int, str]:
    """The skeletons of the names in the file, by number; alefs and ta marbuta part any two alike.

    The name without an alef inside or a ta marbuta (Samir, not Samira) holds the plain skeleton, or
    else the first in the file does.
    """
    skeletons: dict[int, str] = {}
    for plain, group in _contested().items():
        holder = next((name for name in group if _with_alefs(name.arabic[0]) == plain), group[0])
        for name in group:
            skeletons[name.number] = plain if name is holder else _with_alefs(name.arabic[0])
    return skeletons


def _word(word: str) -> str:
    known = given_names(word)
    if known:
        return _known_skeletons()[known[0].number]
    arabic = is_arabic(word)
    if not arabic and not "a" <= word[0] <= "z":
        return word  # a script without rules here meets only itself
    plain = _arabic_word(word) if arabic else _latin_word(word)
    group = _contested().get(plain, ())
    if len(group) < 2:
        return plain
    # An unlisted spelling of a contested skeleton goes to the name whose alefs suit it best.
    shown = _with_alefs(word) if arabic else _latin_word(word, keep_a=True)
    return _known_skeletons()[min(group, key=lambda name: _misfit(name, shown)).number]


def _misfit(name: GivenName, shown: str) -> float:
    """How badly the a's of a spelling suit a name: it may show short ones, but not hide long ones.

    A last a is ta marbuta, which is there or not.
    """
    wanted = [run.count("a") for run in _A_RUNS.findall(_with_alefs(name.arabic[0]))]
    found = [run.count("a") for run in _A_RUNS.findall(shown)]
    if len(wanted) != len(found):
        return 9.0
    inner = 0.0
    for at, (a, b) in enumerate(zip(wanted[:-1], found[:-1], strict=True)):
        if a != b:  # a short a is likelier in the first syllable: Salama, but hardly Salam of Salim
            inner += 1.0 if a > b else 0.4 if at == 0 else 0.6
    return inner + (bool(wanted[-1]) != bool(found[-1]))


Anatomy = tuple[str, str, str]


def _bare(word: str) -> str:
    """A word that is no compound, without its article."""
    word = word.strip()
    if given_names(word):
        return word
    if is_arabic(word):
        bare = word[2:].strip() if word.startswith("ال") else ""
        return bare if len(bare) >= 2 else word
    found = _LATIN_ARTICLE.fullmatch(word)
    return (found[1] if found else word).replace(" ", "")


def _arabic(token: str) -> Anatomy:  # noqa: PLR0911  # one line a case
    if given_names(token):
        return "", token, ""
    if token in ("عبدالله", "عبد الله"):
        return "'bdl", "", ""
    if found := _ARABIC_ABD.fullmatch(token):
        return "'bd", _bare(found[1]), ""
    if found := _ARABIC_ABU.fullmatch(token):
        return "'b", _bare(found[1]), ""
    if (found := _ARABIC_UMM.fullmatch(token)) and given_names(found[1]):
        return "'m", found[1], ""  # else it may be any name that begins so
    # The ends are looked for last letter first: to look for them all along a word takes longer.
    if token.endswith("دين") and (found := _ARABIC_DIN.fullmatch(token)):
        return "", _bare(found[1]), "dyn"
    if token.endswith("لله") and (found := _ARABIC_ALLAH.fullmatch(token)):
        return "", _bare(found[1]), "l"
    return "", _bare(token.replace(" ", "")), ""


def _latin(token: str) -> Anatomy:  # noqa: PLR0911  # one line a case
    if given_names(token):
        return "", token, ""
    if _LATIN_ABD_RABBO.fullmatch(token):
        return "'bdrb", "", ""
    if found := _LATIN_ABD.fullmatch(token):
        rest = found[1].replace(" ", "")
        return ("'bdl", "", "") if rest in _LATIN_REST_OF_ALLAH else ("'bd", _bare(rest), "")
    if found := _LATIN_ABU.fullmatch(token):
        return "'b", _bare(found[1] or found[2]), ""
    if found := _LATIN_UMM.fullmatch(token):
        return "'m", _bare(found[1]), ""
    if token.endswith(("n", "ne")) and (found := _LATIN_DIN.fullmatch(token)):
        return "", _bare(found[1]), "dyn"
    if token.endswith(("h", "a", "e", "u")) and (found := _LATIN_ALLAH.fullmatch(token)):
        return "", _bare(found[1]), "l"
    return "", _bare(token), ""


def anatomy(token: str) -> Anatomy:
    """Take apart a folded token of one script, Arabic or Latin, other than these: as it stands.

    Returns:
        What a compound begins with, as a skeleton (`'bd` for Abd al-, `'b` for Abu), the name in
        it without its article, as a word, and what it ends with (`dyn` for al-Din), as a skeleton.
    """
    if is_arabic(token):
        return _arabic(token)
    if "a" <= token[:1] <= "z":
        return _latin(token)
    return "", token.replace(" ", ""), ""


_LATIN_REST_OF_ALLAH = frozenset(
    ("lah", "llah", "allah", "ullah", "leh", "lla", "alla", "ellah", "elah", "alah", "olah")
)
_SCRIPTS = re.compile("[\u0600-\u06ff\u0750-\u08ff ]+|[a-z ]+|[^\u0600-\u06ff\u0750-\u08ffa-z]+")


def _any_skeleton(folded: str) -> str:
    out = []
    for piece in _SCRIPTS.findall(folded):
        before, word, after = anatomy(piece.strip())
        out.append(f"{before}{_word(word) if word else ''}{after}")
    return "".join(out)


@lru_cache(maxsize=1 << 17)
def _cached_skeleton(token: str) -> str:
    folded = fold(token)  # one letter may fold to many: "ß", "ﷺ"
    return _any_skeleton(folded) if len(folded) <= _LONGEST_CACHED else _long_skeleton(folded)


def skeleton(token: str) -> str:
    """Give the common skeleton of one part of a name, in either script.

    Args:
        token: one part, folded or as written: a word, or a compound such as `Abd al-Qader`.

    Returns:
        ASCII letters and `'` for Arabic and Latin; other scripts stand for themselves, folded.
        "" where the token holds no letter. Equal for most spellings of one name; two names of
        `given_names.tsv` share one only where even their alefs agree.
    """
    if len(token) <= _LONGEST_CACHED:
        return _cached_skeleton(token)
    # Folding may shorten it, and what is read of a text is read of its folded form.
    folded = fold(token)
    return _cached_skeleton(folded) if len(folded) <= _LONGEST_CACHED else _long_skeleton(folded)


def _long_skeleton(folded: str) -> str:
    # Nobody's name: read word by word, so that no pattern runs over a megabyte.
    return "".join(
        _cached_skeleton(word[at : at + _LONGEST_CACHED])
        for word in folded.split()
        for at in range(0, len(word), _LONGEST_CACHED)
    )


_WEAK = str.maketrans("z", "d", "'wya")
_MERGED = str.maketrans("tsxgj", "ddkkk")


def coarse(token: str) -> str:
    """Give the skeleton without its weak letters, d and z as one: a key for blocking.

    A last h goes too, since Latin writes one for ta marbuta as for ha. Where fewer than two letters
    would be left, the first one of the fine skeleton stays before them. Two tokens of one
    `skeleton` share one `coarse` key.
    """
    return coarse_of(skeleton(token))


def coarse_of(fine: str) -> str:
    """Make the coarse key from a fine skeleton."""
    bare = fine.translate(_WEAK)
    if len(bare) > 1 and bare[-1] == "h":
        bare = bare[:-1]
    if len(bare) < 2 and fine[:1] in ("'", "w", "y"):
        return fine[0] + bare
    return bare or fine


def consonants(token: str) -> str:
    """Give the widest key: the coarse skeleton with the classes merged that romanisers mix.

    `th` is written for ث, ذ and ظ, and read t or s; g for غ, ج and ق; kh loses its h; h itself is
    lost inside a word, above all after s, k, t and d, and one of two like letters beside each other
    goes. So t, d, s and z are one class here, as are k, g, kh and j, and h counts at the start
    only. Two tokens of one `coarse` key share one `consonants` key: a second key for blocking, too
    wide to say by itself that two names agree.
    """
    return consonants_of(coarse(token))


def consonants_of(key: str) -> str:
    """Make the key of `consonants` from a coarse one."""
    merged = key[:1] + key[1:].replace("h", "")
    return _DOUBLED.sub(r"\1", merged.translate(_MERGED))
