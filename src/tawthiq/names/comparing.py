"""Compare two names part by part and say, in a sentence, how far they agree and why.

Parts are aligned, not positions: one list gives three parts and another five, one joins what the
other splits. Two names of `given_names.tsv` are two names, however alike they look: a list that
says Mahmud did not mistype Muhammad. Order counts: a man and his father share their parts.
"""

import re
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from tawthiq.names.folding import is_arabic
from tawthiq.names.given import given_names
from tawthiq.names.model import NameComparison, PartComparison, PartKind, PersonName
from tawthiq.names.skeletons import skeleton
from tawthiq.names.splitting import split_name
from tawthiq.names.vowels import may_spell

_MOST_PARTS = 64  # a name of more is no name; aligning it would take quadratic time
_LONGEST_CACHED = 64  # letters

# Letters of one shape, told apart by dots or a stroke that a clerk or a scan may lose.
SHAPES = str.maketrans("تثنيجخذزشضظغقهلئ", "ببببححدرسصطعفهلي")
_ALEF_LAM_RUN = re.compile("(?<=.)[ال]{2,}")
_ABD = re.compile("عبد(?:ال)?(.{3,})")

Part = tuple[PartKind, int]
Step = tuple[float, int, int, Part | None]


def lam_alef_form(token: str) -> str:
    """One form for a word and for what PDF extraction makes of it when it reverses lam-alef."""
    return _ALEF_LAM_RUN.sub(lambda run: "".join(sorted(run[0])), token)


def _compare_any_parts(a: str, b: str) -> Part:  # noqa: PLR0911  # one line a reason
    if a == b:
        return "same", 4
    known_a, known_b = given_names(a), given_names(b)
    both_arabic = is_arabic(a) and is_arabic(b)
    reversed_lam_alef = both_arabic and lam_alef_form(a) == lam_alef_form(b)
    if known_a and known_b:
        if set(known_a) & set(known_b):
            return "same skeleton", 3
        return ("lam-alef", 2) if reversed_lam_alef else ("different", 0)
    if reversed_lam_alef:
        return "lam-alef", 3
    if both_arabic and (servant_a := _ABD.fullmatch(a)) and (servant_b := _ABD.fullmatch(b)):
        kind, level = _compare_any_parts(servant_a[1], servant_b[1])
        return ("same skeleton", 3) if level == 4 else (kind, level)
    skeleton_a, skeleton_b = skeleton(a), skeleton(b)
    if skeleton_a == skeleton_b or may_spell(a, b) or may_spell(b, a):
        return "same skeleton", 3
    if min(len(a), len(b)) == 1 and skeleton_a[:1] == skeleton_b[:1]:
        return "initial/short form", 1
    return _typed_difference(a, b, skeleton_a, skeleton_b)


def _typed_difference(a: str, b: str, skeleton_a: str, skeleton_b: str) -> Part:
    if is_arabic(a) == is_arabic(b):
        if len(a) >= 3 and a.translate(SHAPES) == b.translate(SHAPES):
            return "look-alike letters", 2
        if min(len(a), len(b)) >= 4 and OSA.distance(a, b, score_cutoff=1) == 1:
            return "typing", 2
    elif (
        min(len(skeleton_a), len(skeleton_b)) >= 4
        and OSA.distance(skeleton_a, skeleton_b, score_cutoff=1) == 1
    ):
        return "typing", 2
    return "different", 0


_cached_parts = lru_cache(maxsize=1 << 17)(_compare_any_parts)


def _compare_parts(a: str, b: str) -> Part:
    if a == b:
        return "same", 4
    first, second = (a, b) if a <= b else (b, a)
    if len(a) > _LONGEST_CACHED or len(b) > _LONGEST_CACHED:
        return "different", 0
    return _cached_parts(first, second)


def _joined(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two neighbouring parts of one name are one part of the other."""
    left, right = "".join(a), "".join(b)
    if max(len(left), len(right)) > _LONGEST_CACHED:
        return False
    left, right = left.replace("-", ""), right.replace("-", "")
    if left == right:
        return True
    # Most pairs part at the first sound: only where it agrees is a new skeleton worth making.
    begins_alike = skeleton(a[0])[:2] == skeleton(b[0])[:2]
    return len(left) > 4 and begins_alike and skeleton(left) == skeleton(right)


def _place_by_place(a: tuple[str, ...], b: tuple[str, ...]) -> list[PartComparison]:
    """Pair the parts place by place if each pair is at level 3 or 4, as most namesakes are."""
    if len(a) != len(b):
        return []
    parts = [_pair(one, two, _compare_parts(one, two)) for one, two in zip(a, b, strict=True)]
    return parts if min(part.level for part in parts) >= 3 else []


def _align(a: tuple[str, ...], b: tuple[str, ...]) -> list[PartComparison]:
    """Pair the parts in order so that the sum of their levels is greatest; pair the rest after."""
    n, m = len(a), len(b)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    move: list[list[tuple[int, int, Part | None]]] = [
        [(0, 0, None)] * (m + 1) for _ in range(n + 1)
    ]
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            steps: list[Step] = [(0.0, 0, 0, None)]
            if i < n:
                steps.append((best[i + 1][j], 1, 0, None))
            if j < m:
                steps.append((best[i][j + 1], 0, 1, None))
            if i < n and j < m:
                part = _compare_parts(a[i], b[j])
                if part[1] > 0:
                    steps.append((best[i + 1][j + 1] + part[1], 1, 1, part))
                split: Part = ("joined or split", 3)
                if part[1] < 4 and i + 1 < n and _joined(a[i : i + 2], b[j : j + 1]):
                    steps.append((best[i + 2][j + 1] + 3.5, 2, 1, split))
                if part[1] < 4 and j + 1 < m and _joined(a[i : i + 1], b[j : j + 2]):
                    steps.append((best[i + 1][j + 2] + 3.5, 1, 2, split))
            score, di, dj, pair = max(steps, key=lambda step: (step[0], step[1] + step[2], step[1]))
            best[i][j] = score
            move[i][j] = (di, dj, pair)
    return _walk(a, b, move)


def _walk(
    a: tuple[str, ...], b: tuple[str, ...], move: list[list[tuple[int, int, Part | None]]]
) -> list[PartComparison]:
    placed: list[tuple[int, int, PartComparison]] = []
    left_a: list[int] = []
    left_b: list[int] = []
    i = j = 0
    while i < len(a) or j < len(b):
        di, dj, pair = move[i][j]
        if pair is None:
            left_a += range(i, i + di)
            left_b += range(j, j + dj)
        else:
            placed.append((i, j, _pair(" ".join(a[i : i + di]), " ".join(b[j : j + dj]), pair)))
        i, j = i + di, j + dj
    for i in tuple(left_a):  # the same part elsewhere in the other name
        for j in tuple(left_b):
            pair = _compare_parts(a[i], b[j])
            if pair[1] >= 3:
                placed.append((i, j, _pair(a[i], b[j], pair)))
                left_a.remove(i)
                left_b.remove(j)
                break
    for i, j in zip(left_a, left_b, strict=False):
        placed.append((i, j, _pair(a[i], b[j], ("different", 0))))
    both = min(len(left_a), len(left_b))
    placed += [(i, len(b), _alone(a[i], None)) for i in left_a[both:]]
    placed += [(len(a), j, _alone(None, b[j])) for j in left_b[both:]]
    return [part for _, _, part in sorted(placed, key=lambda place: place[:2])]


def _pair(a: str, b: str, pair: Part) -> PartComparison:
    return PartComparison(a=a, b=b, kind=pair[0], level=pair[1])


def _alone(a: str | None, b: str | None) -> PartComparison:
    return PartComparison(a=a, b=b, kind="missing", level=-1)


def _in_order(parts: list[PartComparison], b: tuple[str, ...]) -> bool:
    """Tell whether the agreeing parts, taken in the order of `a`, stand in order in `b` too."""
    at = 0
    for part in parts:
        if part.level <= 0 or part.b is None:
            continue
        words = part.b.split(" ")
        try:
            at = b.index(words[0], at) + len(words)
        except ValueError:
            return False
    return True


_WHY: dict[PartKind, str] = {
    "same skeleton": "{} and {} are spellings of one name",
    "joined or split": "{} and {} are one part, joined or split",
    "lam-alef": "{} and {} differ by a reversed lam-alef, as PDF extraction leaves it",
    "look-alike letters": "{} and {} differ by letters of one shape",
    "typing": "{} and {} differ by one letter",
    "initial/short form": "{} may be short for {}",
    "different": "{} and {} are different",
}


def _level_and_headline(  # noqa: PLR0911  # one line a case
    parts: list[PartComparison], *, ordered: bool, own: bool
) -> tuple[int, str]:
    levels = [part.level for part in parts]
    missing, different = levels.count(-1), levels.count(0)
    typed, short = levels.count(2), levels.count(1)
    agreeing = len(levels) - missing - different
    if not agreeing:
        return 0, "No part agrees"
    if not ordered:
        return 1, "The same parts stand in another order" if not different else "Some parts agree"
    if different or typed + short > 1:
        return 1, f"{agreeing} of {len(levels)} parts agree"
    if missing and not own:
        return 1, "One name lacks the first part of the other, which may be a son or daughter's"
    if missing and (typed or short):
        return 1, "Some parts agree, one is written differently and some are missing"
    if missing:
        return 2, "All parts of the shorter name agree"
    if typed or short:
        return 2, "All parts agree but for one difference of spelling"
    return (4, "All parts are the same") if min(levels) == 4 else (3, "All parts agree")


def _quoted(token: str) -> str:
    return f"«{token}»"


def _reason(headline: str, parts: list[PartComparison], *, cut: bool) -> str:
    why = [
        _WHY[part.kind].format(*sorted(map(_quoted, (part.a, part.b)), key=lambda q: (len(q), q)))
        for part in parts
        if part.kind in _WHY and part.a is not None and part.b is not None
    ]
    alone = sorted(_quoted(part.a or part.b or "") for part in parts if part.kind == "missing")
    if alone:
        verb = "stands" if len(alone) == 1 else "stand"
        why.append(f"{', '.join(alone[:4])}{' …' if len(alone) > 4 else ''} {verb} in only one")
    shown = sorted(why)[:4]
    tail = f" Only the first {_MOST_PARTS} parts were compared." if cut else ""
    return f"{headline}{': ' + '; '.join(shown) if shown else ''}.{tail}"


def compare_names(a: str | PersonName, b: str | PersonName) -> NameComparison:
    """Compare two names, in any two scripts.

    Args:
        a: a name as written, or as `split_name` gives it.
        b: another.

    Returns:
        The level (see `NameComparison`), a sentence saying why, and the parts in the order of `a`.
        Titles, aliases and particles are not compared. `compare_names(b, a)` has the same level and
        reason, and the same parts with a and b changed over. A name whose first part has no
        counterpart gets level 1 at most: the other may be that person's father.
    """
    one = split_name(a) if isinstance(a, str) else a
    two = split_name(b) if isinstance(b, str) else b
    if not one.tokens or not two.tokens:
        return NameComparison(level=-1, reason="A name is empty: nothing to compare.", parts=())
    if (len(one.tokens), one.tokens) <= (len(two.tokens), two.tokens):
        return _compare(one.tokens, two.tokens)
    turned = _compare(two.tokens, one.tokens)
    parts = tuple(replace(part, a=part.b, b=part.a) for part in turned.parts)
    return replace(turned, parts=parts)


def _compare(a: tuple[str, ...], b: tuple[str, ...]) -> NameComparison:
    cut = len(b) > _MOST_PARTS
    if a == b:
        same = tuple(_pair(token, token, ("same", 4)) for token in a)
        return NameComparison(level=4, reason="All parts are the same.", parts=same)
    a, b = a[:_MOST_PARTS], b[:_MOST_PARTS]
    parts = _place_by_place(a, b) or _align(a, b)
    ordered = _in_order(parts, b)
    own = any(
        part.level > 0
        and part.a is not None
        and part.b is not None
        and part.a.split(" ")[0] == a[0]
        and part.b.split(" ")[0] == b[0]
        for part in parts
    )
    level, headline = _level_and_headline(parts, ordered=ordered, own=own)
    if cut:
        level = min(level, 1)
    return NameComparison(level=level, reason=_reason(headline, parts, cut=cut), parts=tuple(parts))
