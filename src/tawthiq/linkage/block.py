"""Candidate pairs: records that share a key of some kind, by many kinds of key at once.

Records are put in a *near order* first: namesakes side by side, then by age and dates. A block is
the records of one key. Pairs are taken record by record: each record meets those after it in its
blocks, once each, so no pair is held twice and none need be held longer than it is compared.
"""

# ruff: noqa: PLR0917 - compiled functions take positional arguments only

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tawthiq.compiling import compiled
from tawthiq.linkage.arrays import cache_lines
from tawthiq.linkage.graph import INNER
from tawthiq.linkage.keys import Keys, all_keys
from tawthiq.linkage.parts import hash_whole
from tawthiq.linkage.prepare import NO_DAY, Prepared
from tawthiq.processors import side_by_side

WINDOW = 8  # neighbours each record of a block that is too large is compared with
_SORTED_AT_ONCE = 1 << 25  # keys
_SHORT = 24  # values that are sorted step by step
_LARGE, _TEACHES, _WEAK = 1, 2, 4
_SMALL = 0.285  # of the largest block that is compared in full
_FAR_APART = 5  # years between ages that are nearly always those of two people
_FAR_DAYS = 31  # between days of death, likewise
_AGE_LOW, _AGE_HIGH, _SEX_BORN, _DIED = range(4)  # columns of `plain_values`
_NO_DAY = int(NO_DAY)

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
I8 = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Records in near order (called ranks) and the blocks they stand in.

    A block holds ranks of `member`, ascending. Rank `r` stands at `place[x]` of `member` for `x`
    from `first_place[r]` to `first_place[r + 1]`, wherever `ahead[x]` others follow that it meets.
    What is asked for together stands together: memory is slower than all that is done with it.
    """

    row: I32  # by rank
    plain: I32  # by rank, see `plain_values`
    member: I32
    size: I64  # by block
    first_place: I64
    place: I32 | I64
    ahead: I32  # as `place`
    flags: I8  # as `place`: _TEACHES, _WEAK, of the block

    @property
    def n(self) -> int:
        """How many records."""
        return len(self.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pairs of rows `a < b`, and whether a key made of names alone found them in a full block."""

    a: I32
    b: I32
    by_name: Bools

    def chosen(self, kept: npt.NDArray[np.integer]) -> "Candidates":
        """Some of them, by number."""
        return Candidates(a=self.a[kept], b=self.b[kept], by_name=self.by_name[kept])


def _sorted(values, start, stop):  # type: ignore[no-untyped-def]
    """Sort a part of an array in its place: step by step where it is short, else as a heap."""
    n = stop - start
    if n <= _SHORT:
        for x in range(start + 1, stop):
            value, at = values[x], x
            while at > start and values[at - 1] > value:
                values[at] = values[at - 1]
                at -= 1
            values[at] = value
        return
    for turn in range(n // 2 + n - 1):
        # First the heap is made, from its last parent on; then its largest goes to the end.
        top, size = n // 2 - 1 - turn, n
        if top < 0:
            size = n - 1 - (turn - n // 2)
            top = 0
            values[start], values[start + size] = values[start + size], values[start]
        value, at = values[start + top], top
        while 2 * at + 1 < size:
            child = 2 * at + 1
            if child + 1 < size and values[start + child + 1] > values[start + child]:
                child += 1
            if values[start + child] <= value:
                break
            values[start + at] = values[start + child]
            at = child
        values[start + at] = value


sort_part = compiled(_sorted, **INNER)


def _tidy(owner, edge, max_block, neighbours, member, size):  # type: ignore[no-untyped-def]
    """Blocks of two and more different ranks, each sorted; returns entries and blocks kept."""
    entries = blocks = 0
    for k in range(edge.shape[0] - 1):
        if edge[k + 1] - edge[k] < 2:
            continue
        sort_part(owner, edge[k], edge[k + 1])
        start = entries
        for x in range(edge[k], edge[k + 1]):
            if x == edge[k] or owner[x] != owner[x - 1]:
                member[entries] = owner[x]
                entries += 1
        count = entries - start
        if count < 2 or (count > max_block and not neighbours):
            entries = start
            continue
        size[blocks] = count
        blocks += 1
    return entries, blocks


_keep_blocks = compiled(_tidy, alone=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """Blocks of one kind of key, one after the other."""

    member: I32  # ranks, ascending within a block
    size: I64  # by block
    flags: I8


def largest_block(max_block: int, share: float) -> int:
    """Largest block of a kind of key that is compared in full; see `keys.Keys`."""
    return max(int(max_block * share), 2)


def some_blocks(keys: Keys, rank: I32, max_block: int) -> Iterator[Some]:
    """The blocks of one kind of key, a share of the keys at a time.

    Args:
        keys: of one kind.
        rank: in near order, by owner of a key.
        max_block: largest block that is compared in full, in records; less where keys say so.
    """
    most = largest_block(max_block, keys.share)
    shares = 1 << max(int(np.ceil(np.log2(max(len(keys.key), 1) / _SORTED_AT_ONCE))), 0)
    for share in range(shares):
        key, owner = keys.key, keys.owner
        if shares > 1:
            chosen = (key & np.uint64(shares - 1)) == share
            key, owner = key[chosen], owner[chosen]
        order = np.argsort(key)
        key, owner = key[order], rank[owner[order]]
        del order
        edge = np.concatenate([[0], np.flatnonzero(key[1:] != key[:-1]) + 1, [len(key)]])
        del key
        member = np.empty(len(owner), dtype=np.int32)
        size = np.empty(len(edge), dtype=np.int64)
        entries, blocks = _keep_blocks(owner, edge, most, keys.neighbours, member, size)
        size = size[:blocks].copy()
        # What only a large block brings up is hardly ever one person.
        small = _WEAK if keys.weak else _TEACHES if keys.by_name else 0
        flags = np.where(size > most * _SMALL, _WEAK, small) | np.where(size > most, _LARGE, 0)
        yield Some(member=member[:entries].copy(), size=size, flags=flags.astype(np.int8))


def make_blocks(prepared: Prepared, max_block: int) -> Blocks:
    """Find the blocks of all kinds of key.

    Args:
        prepared: the records.
        max_block: largest block that is compared in full, in records.
    """
    row = near_order(prepared)
    rank = np.empty(prepared.n, dtype=np.int32)
    rank[row] = np.arange(prepared.n, dtype=np.int32)
    found = side_by_side(lambda keys: list(some_blocks(keys, rank, max_block)), all_keys(prepared))
    plain = plain_values(prepared, row)
    return joined_blocks(row, plain, (some for several in found for some in several))


def plain_values(prepared: Prepared, row: I32) -> I32:
    """What tells two people apart at a glance, by rank, (n, 4).

    Ages from and to, below 0 unknown; sex, -1 unknown, times two, and one more where a day of birth
    is known; the day of death where it is known to the day.

    Args:
        prepared: the records.
        row: by rank.
    """
    values = cache_lines(len(row), 4)
    for column, ages in ((_AGE_LOW, prepared.age_low), (_AGE_HIGH, prepared.age_high)):
        values[:, column] = np.nan_to_num(ages[row], nan=-1.0)
    values[:, _SEX_BORN] = prepared.sex[row] * 2 + (prepared.birth_low[row] != NO_DAY)
    low, high = prepared.death_low[row], prepared.death_high[row]
    values[:, _DIED] = np.where(low == high, low, NO_DAY)
    return values


def joined_blocks(row: I32, plain: I32, found: Iterable[Some]) -> Blocks:
    """Blocks of several kinds of key as one, with the places of each record in them.

    Args:
        row: by rank.
        plain: by rank, see `plain_values`.
        found: blocks of these ranks.
    """
    n = len(row)
    members, sizes, flags = [np.empty(0, np.int32)], [np.empty(0, np.int64)], [np.empty(0, np.int8)]
    for some in found:
        members.append(some.member)
        sizes.append(some.size)
        flags.append(some.flags)
    member, size = np.concatenate(members), np.concatenate(sizes)
    del members
    flag = np.concatenate(flags)
    # The last of a block meets nobody in it.
    last = np.cumsum(size) - 1
    counts = np.bincount(member, minlength=n) - np.bincount(member[last], minlength=n)
    first_place = np.concatenate([[0], np.cumsum(counts)])
    entries = int(first_place[-1])
    # Half the memory, but for billions of entries.
    few = len(member) < 1 << 31
    place = np.empty(entries, np.int32) if few else np.empty(entries, np.int64)
    ahead, of_place = np.empty(entries, np.int32), np.empty(entries, np.int8)
    filled = first_place[:-1].copy()
    _fill_places(member, size, flag, WINDOW, filled, place, ahead, of_place)
    return Blocks(
        row=row,
        plain=plain,
        member=member,
        size=size,
        first_place=first_place,
        place=place,
        ahead=ahead,
        flags=of_place,
    )


def _places(member, size, flags, window, filled, place, ahead, of_place):  # type: ignore[no-untyped-def]
    at = 0
    for x in range(size.shape[0]):
        for left in range(size[x] - 1, 0, -1):
            t = filled[member[at]]
            filled[member[at]] += 1
            place[t], of_place[t] = at, flags[x]
            ahead[t] = window if flags[x] & _LARGE and left > window else left
            at += 1
        at += 1


_fill_places = compiled(_places, alone=True)


def near_order(prepared: Prepared) -> I32:
    """Rows in near order: namesakes side by side, then by age, dates and town."""
    whole = np.zeros(prepared.n, dtype=np.uint64)
    if prepared.names.n_readings:
        hashed = hash_whole(prepared.names)
        known = prepared.name >= 0
        whole[known] = hashed[prepared.names.readings[prepared.name[known]].max(axis=1)]
    order = np.lexsort(
        (
            prepared.places[:, 2],
            prepared.death_low,
            prepared.birth_low,
            np.nan_to_num(prepared.age_low, nan=-1.0),
            prepared.name,
            whole,
        )
    )
    return order.astype(np.int32)


def _differ(plain, r, other):  # type: ignore[no-untyped-def]
    """Whether sex, age or day of death tells two ranks apart.

    Two days of birth say more than ages do.
    """
    mine, theirs = plain[r, _SEX_BORN], plain[other, _SEX_BORN]
    if mine >= 0 and theirs >= 0 and mine >> 1 != theirs >> 1:
        return True
    low, high = plain[r, _AGE_LOW], plain[r, _AGE_HIGH]
    other_low, other_high = plain[other, _AGE_LOW], plain[other, _AGE_HIGH]
    if (
        low >= 0
        and other_low >= 0
        and not mine & theirs & 1
        and (low - other_high > _FAR_APART or other_low - high > _FAR_APART)
    ):
        return True
    day, other_day = plain[r, _DIED], plain[other, _DIED]
    if day == _NO_DAY or other_day == _NO_DAY:  # noqa: PLR1714 - `in` compiles slowly
        return False
    return abs(day - other_day) > _FAR_DAYS


differ = compiled(_differ, **INNER)


def _pairs(  # type: ignore[no-untyped-def]
    ranks, start, row, plain, member, first_place, place, ahead, flags, met, told, out_a, out_b,
    out_name,
):  # fmt: skip
    """Pairs of `ranks[start:]` with those after them, until the arrays are full.

    `met` holds for each rank the number of the newest pair it stood in; `told` pairs came before.

    Returns:
        Where to go on in `ranks`, and how many pairs were written.
    """
    count = 0
    for at in range(start, ranks.shape[0]):
        r = ranks[at]
        before = count
        for t in range(first_place[r], first_place[r + 1]):
            here = place[t] + 1
            weak, teaches = flags[t] & _WEAK > 0, flags[t] & _TEACHES
            for there in range(here, here + ahead[t]):
                other = member[there]
                if weak and differ(plain, r, other):
                    continue
                seen = met[other] - told - 1
                if seen >= before:
                    out_name[seen] |= teaches
                    continue
                if count == out_a.shape[0]:
                    # Forget this record's pairs: it is taken up again with empty arrays.
                    for k in range(before, count):
                        met[out_b[k]] = 0
                    return at, before
                count += 1
                met[other] = told + count
                out_a[count - 1], out_b[count - 1], out_name[count - 1] = r, other, teaches
        for k in range(before, count):
            i, j = row[out_a[k]], row[out_b[k]]
            out_a[k], out_b[k] = (i, j) if i < j else (j, i)
    return ranks.shape[0], count


_fill_pairs = compiled(_pairs, alone=True)


class Met:
    """For each rank the number of the newest pair it stood in: what is met twice is told once."""

    def __init__(self, n: int) -> None:
        self.newest = np.zeros(n, dtype=np.int64)
        self.told = 0


def pairs_of(
    blocks: Blocks, ranks: I32, met: Met | None = None, most: int = 1 << 18
) -> Iterator[Candidates]:
    """Pairs of the records of some ranks with all that come after them in near order.

    Each pair of records comes up once, from the one of them that comes first.

    Args:
        blocks: of all records.
        ranks: which, ascending.
        met: to use again, where many ranks are asked for bit by bit; one a thread.
        most: how many pairs to hold at once.
    """
    met = met or Met(blocks.n)
    size, at = most, 0
    while at < len(ranks):
        a, b = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
        by_name = np.empty(size, dtype=np.int8)
        reached, count = _fill_pairs(
            ranks, at, blocks.row, blocks.plain, blocks.member, blocks.first_place, blocks.place,
            blocks.ahead, blocks.flags, met.newest, met.told, a, b, by_name,
        )  # fmt: skip
        if reached == at and not count:
            size *= 2  # one record with more pairs than fit
            continue
        at, met.told = reached, met.told + count
        if count:
            yield Candidates(a=a[:count], b=b[:count], by_name=by_name[:count] > 0)


def candidate_pairs(prepared: Prepared, max_block: int) -> Candidates:
    """All candidate pairs at once, sorted: for tables that are not large.

    Args:
        prepared: the records.
        max_block: largest block that is compared in full, in records.
    """
    blocks = make_blocks(prepared, max_block)
    found = list(pairs_of(blocks, np.arange(blocks.n, dtype=np.int32)))
    a = np.concatenate([np.empty(0, np.int32), *(some.a for some in found)])
    b = np.concatenate([np.empty(0, np.int32), *(some.b for some in found)])
    by_name = np.concatenate([np.empty(0, bool), *(some.by_name for some in found)])
    order = np.lexsort((b, a))
    return Candidates(a=a[order], b=b[order], by_name=by_name[order])
