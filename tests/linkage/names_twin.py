"""The comparison of two names, one step at a time: slow, and plainly what it should be.

A name is a tuple of parts; a part its token, fine skeleton and coarse skeleton.
"""

# ruff: noqa: PLR0911, PLR0912 - a level a line is the plain way

import math
from dataclasses import dataclass, field
from functools import cache

from tawthiq.linkage import kernel
from tawthiq.linkage.aligning import CLOSE, DIFFERENT, EQUAL, EQUAL_COARSE
from tawthiq.linkage.parts import FINE_END, TEXT, TEXT_END, NameTable
from tawthiq.names.skeletons import consonants_of

Part = tuple[str, str, str]


def words_of(names: NameTable, reading: int) -> tuple[Part, ...]:
    """The parts of a reading, in letters."""

    def word(part: int, form: int) -> str:
        start, stop = names.info[part, form], names.info[part, form + 1]
        return "".join(chr(x) for x in names.letters[start:stop])

    start, stop, _ = names.reading[reading]
    return tuple(
        tuple(word(part, form) for form in (TEXT, TEXT_END, FINE_END))
        for part in names.part[start:stop]
    )


def plain_close(a: str, b: str) -> bool:
    """One slip: a letter more, less or other, or two exchanged; two neighbours in long words."""
    if min(len(a), len(b)) < 2 or abs(len(a) - len(b)) > 2:
        return False
    most = 2 if min(len(a), len(b)) >= 6 else 1
    for start in range(min(len(a), len(b)) + 1):
        for end in range(min(len(a), len(b)) - start + 1):
            x, y = a[start : len(a) - end], b[start : len(b) - end]
            if a[:start] != b[:start] or a[len(a) - end :] != b[len(b) - end :]:
                continue
            if max(len(x), len(y)) <= most or (len(x) == 2 and x == y[::-1]):
                return True
    return False


def wide_of(part: Part) -> str:
    """The consonants that romanisers leave apart; of a part without any, the part itself."""
    coarse = "" if part[2].startswith("=") else part[2]
    return consonants_of(coarse) or part[0]


def plain_part_level(p: Part, q: Part, same_script: bool) -> int:
    if p[1] == q[1]:
        return EQUAL
    if p[2] == q[2]:
        return CLOSE if same_script else EQUAL_COARSE
    if not same_script and wide_of(p) == wide_of(q):
        return CLOSE
    long = min(len(p[1]), len(q[1])) >= 3
    if (
        (same_script and plain_close(p[0], q[0]))
        or (long and plain_close(p[1], q[1]))
        or (not same_script and plain_close(p[2], q[2]))
    ):
        return CLOSE
    cut = p[1].startswith(q[1]) or q[1].startswith(p[1])
    return CLOSE if long and not same_script and cut else DIFFERENT


def plain_joined(p: Part, q: Part, whole: Part) -> bool:
    return p[0] + q[0] == whole[0] or p[1] + q[1] == whole[1]


def plain_steps(a: tuple[Part, ...], b: tuple[Part, ...], same_script: bool) -> list[tuple]:
    """The best alignment: what stands beside what, in order."""
    levels = [[plain_part_level(p, q, same_script) for q in b] for p in a]
    if len(a) == len(b) and all(
        levels[i][j] == DIFFERENT for i in range(len(a)) for j in range(len(b)) if i != j
    ):
        return [("pair", k, k) for k in range(len(a))]
    gained = {EQUAL: 30, EQUAL_COARSE: 30, CLOSE: 20, DIFFERENT: -10}

    @cache
    def best(i: int, j: int) -> tuple[int, tuple]:
        """Of the first `i` parts and the first `j`; of ways of one score the first in this list."""
        if i == 0 or j == 0:
            return -6 * (i + j), (*(("a", x) for x in range(i)), *(("b", x) for x in range(j)))
        ways = [
            (i - 1, j - 1, gained[levels[i - 1][j - 1]], ("pair", i - 1, j - 1)),
            (i - 1, j, -6, ("a", i - 1)),
            (i, j - 1, -6, ("b", j - 1)),
        ]
        if i > 1 and plain_joined(a[i - 2], a[i - 1], b[j - 1]):
            ways.append((i - 2, j - 1, 40, ("join", i - 2, j - 1, b[j - 1])))
        if j > 1 and plain_joined(b[j - 2], b[j - 1], a[i - 1]):
            ways.append((i - 1, j - 2, 40, ("join", i - 1, j - 2, a[i - 1])))
        scored = [(best(x, y)[0] + gain, (*best(x, y)[1], step)) for x, y, gain, step in ways]
        return max(scored, key=lambda way: way[0])

    return list(best(len(a), len(b))[1])


@dataclass
class Found:
    """What met what, in one alignment."""

    given: int = -1
    equal: int = 0
    close: int = 0
    different: int = 0
    gaps: int = 0
    moved: int = 0
    joined: int = 0
    last_differs: bool = False
    loose_a: list[int] = field(default_factory=list)
    loose_b: list[int] = field(default_factory=list)
    given_worth: float = 0.0
    rest_worth: float = 0.0


def plain_found(a: tuple[Part, ...], b: tuple[Part, ...], same_script: bool, bits: dict) -> Found:
    """What stands beside what; `bits` has the rarity of each part, as `frequency.name_bits`."""
    found = Found()
    for step in plain_steps(a, b, same_script):
        worth, first = 0.0, step[1:3] == (0, 0)
        if step[0] == "pair":
            p, q = a[step[1]], b[step[2]]
            level = plain_part_level(p, q, same_script)
            if first:
                found.given = EQUAL if level == EQUAL_COARSE else level
            role = 0 if first else 1
            if level in (EQUAL, EQUAL_COARSE):
                found.equal += 1
                worth = bits[p][role] if level == EQUAL else bits[p][role + 2] - 2.0
            elif level == CLOSE:
                found.close += 1
                worth = math.log2((2 ** bits[p][role] + 2 ** bits[q][role]) / 2) - 2.0
            else:
                found.different += 1
                found.last_differs |= step[1:3] == (len(a) - 1, len(b) - 1)
                found.loose_a.append(step[1])
                found.loose_b.append(step[2])
        elif step[0] == "join":
            found.equal, found.joined = found.equal + 1, found.joined + 1
            found.given = EQUAL if first else found.given
            worth = bits[step[3]][0 if first else 1]
        else:
            found.gaps += 1
            (found.loose_a if step[0] == "a" else found.loose_b).append(step[1])
        if first and step[0] != "a" and step[0] != "b":
            found.given_worth += worth
        else:
            found.rest_worth += worth
    for i in sorted(found.loose_a):
        for j in sorted(found.loose_b):
            if plain_part_level(a[i], b[j], same_script) in (EQUAL, EQUAL_COARSE):
                found.loose_a.remove(i)
                found.loose_b.remove(j)
                found.moved, found.equal = found.moved + 1, found.equal + 1
                found.rest_worth += bits[a[i]][1]
                break
    return found


def plain_level(found: Found) -> int:
    """The level of a name, in the order of what it says."""
    given, different, gaps = found.given, found.different, found.gaps
    if found.moved:  # parts that are loose on both sides differ, the rest is missing
        different = min(different, len(found.loose_a), len(found.loose_b))
        gaps = len(found.loose_a) + len(found.loose_b) - 2 * different
        given = -1 if given == DIFFERENT else given
    known = found.equal + found.close
    if given == EQUAL and different == 0 and found.close == 0:
        if found.moved or found.joined:
            return kernel.MOVED
        if gaps == 0:
            return kernel.SAME
        return kernel.PARTS_MISSING if found.equal >= 2 else kernel.GIVEN_ONLY
    if given == EQUAL and different == 0:
        return kernel.PART_CLOSE if found.close == 1 and gaps == 0 else kernel.SEVERAL_CLOSE
    if given == EQUAL and different == 1 and known >= 3:
        return kernel.FAMILY_DIFFERS if found.last_differs else kernel.MIDDLE_DIFFERS
    if given == EQUAL:
        return kernel.FEW if known >= 2 else kernel.GIVEN_ONLY
    if given == CLOSE and different == 0 and found.equal >= 1:
        alone = found.close == 1 and gaps == 0
        if alone and found.equal == 1:
            return kernel.PART_CLOSE
        return kernel.GIVEN_CLOSE if alone else kernel.GIVEN_CLOSE_MIXED
    if given == CLOSE:
        return kernel.FEW if different <= 1 and known >= 3 else kernel.ONE_PART
    if found.moved and different == 0 and gaps == 0 and given == -1 and found.equal >= 2:
        return kernel.MOVED
    return kernel.HOUSEHOLD if known >= 2 else (kernel.ONE_PART if known else kernel.NOTHING)


def plain_tau(found: Found, level: int, kin: float, log_n: float) -> float:
    """Bits that the name is worth: how rare, were it not for relatives and namesakes."""
    relatives = {
        kernel.SAME: 0.2 * (kin - 1) if kin > 1 else 0.0,
        kernel.GIVEN_CLOSE: max(kin - 2, 0.0) + 0.5,
        kernel.GIVEN_CLOSE_MIXED: max(kin - 2, 0.0) + 0.5,
        kernel.HOUSEHOLD: kin + 0.5,
    }.get(level, 0.0)
    chance = 2.0**-found.rest_worth + relatives * 2.0**-log_n
    return min(found.given_worth - math.log2(chance), log_n + 8.0)
