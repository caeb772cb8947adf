"""Link what is new against what is there, by a model that stays as it was fitted.

What `grow` gives is a function of two things: the *fit* (the records, keys and model of a run from
nothing) and the records, arrivals and judgements of today. It does not matter in how many steps
they came, so a register that grew entry by entry is the register rebuilt from nothing:

* A pair is weighed by the model of the fit, and by what the judgements of today teach it.
* A new record meets the records of the fit in every block that was small enough then; in larger
  ones its neighbours in near order. Of those that came after the fit it meets the newest before it.
* Rivals start from the messages of the fit, whoever was there in between.
* Records that are gone keep their place among the keys, and lose their pairs.

See docs/decisions/0010-links-grow.md for what a run from nothing would do otherwise.
"""

# ruff: noqa: PLR0917
# Compiled functions take positional arguments only; others here pass on what one run holds.

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from tawthiq.compiling import compiled
from tawthiq.errors import LinkageError
from tawthiq.linkage import em
from tawthiq.linkage.block import largest_block
from tawthiq.linkage.cluster import Evidence, partitions
from tawthiq.linkage.coverage import meetings
from tawthiq.linkage.drifting import Growth, fitted_again, moved
from tawthiq.linkage.fitting import coverage_known, versions_known
from tawthiq.linkage.judgements import Pairs, check_judgements
from tawthiq.linkage.keys import all_keys
from tawthiq.linkage.linking import (
    KEPT_PROBABILITY,
    Begin,
    clean_versions,
    hair,
    heed,
    linked_by,
    linked_here,
    pair_table,
)
from tawthiq.linkage.memory import memory_told
from tawthiq.linkage.model import Floats, Links, LinkSettings, Model
from tawthiq.linkage.prepare import COLUMNS, Prepared, is_extra, prepare, told_of
from tawthiq.linkage.rivals import Rivalry, rivalry
from tawthiq.linkage.searching import EDGE_BITS, Edges, joined_compared
from tawthiq.linkage.settling import Judged, Settled
from tawthiq.linkage.teaching import shifted_by
from tawthiq.linkage.weigh import Comparer, comparer
from tawthiq.progress import Progress, silent

I8 = npt.NDArray[np.int8]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_WINDOW = 8  # neighbours on either side in a block that is too large
_GONE = np.int32(-1)
_STEPS = 5
_FEW = 20  # one in so many is looked up by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyKind:
    """The keys of one kind of the records of the fit, sorted by key, then by near order."""

    key: U64
    rank: I32
    neighbours: bool  # see `keys.Keys`
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Where the records of the fit stand; never changed once it is made.

    The first four arrays are in near order: by whole name, age, day of birth, day of death.
    """

    made: str  # tells one fit from another
    whole: U64
    age: F32
    birth: I32
    death: I32
    kinds: tuple[KeyKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What came after the fit, numbered as it came; for each kind the keys, sorted."""

    row: I32  # by number: the record today, -1 gone
    keys: tuple[U64, ...]
    numbers: tuple[I32, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The pairs that are held, sorted; what never changes of them."""

    a: I32
    b: I32
    natural: Bools  # found by keys, or judged at the fit; the others leave with their judgement
    odds: F64  # log2, with coverage, without rivals, judgements and what those teach
    coverage: F64
    within: Bools
    free: F32  # (4, n): what rivals said at the fit: two rounds, either way of the pair

    @property
    def edges(self) -> Edges:
        """As `searching.Edges`."""
        return Edges(a=self.a, b=self.b, odds=self.odds, within=self.within)

    def code(self, n: int) -> I64:
        """A number for each pair, in their order."""
        code: I64 = self.a.astype(np.int64) * n + self.b
        return code

    def chosen(self, kept: I64) -> "Held":
        """Some of them."""
        return Held(
            a=self.a[kept],
            b=self.b[kept],
            natural=self.natural[kept],
            odds=self.odds[kept],
            coverage=self.coverage[kept],
            within=self.within[kept],
            free=self.free[:, kept],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the last run made of them."""

    alone: F32
    bits: F32
    coverage: F32
    sure: I32
    linked: I32
    possible: I32


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaught:
    """What judgements teach of a model, as it was before they did."""

    name_scale: F64
    within_bits: float

    @classmethod
    def of(cls, model: Model) -> "Untaught":
        """Of a model that nobody has taught yet."""
        return cls(name_scale=model.name_scale, within_bits=model.within_bits)

    def over(self, model: Model) -> Model:
        """A model as it was before."""
        return replace(model, name_scale=self.name_scale, within_bits=self.within_bits)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A finished linkage, to go on from."""

    base: Base
    rank_row: I32  # by near order of the fit: the record today, -1 gone
    late: Late
    ids: pl.Series  # of the records today, sorted
    digest: U64  # of the values of each
    said: F32  # how many values each gives
    held: Held
    details: pl.DataFrame  # by held pair: `Links.pairs` without what rivals and judgements say
    found: Found
    model: Model  # as the judgements of today have taught it
    untaught: Untaught
    settings: LinkSettings
    extras: tuple[str, ...]  # columns of the table's own
    taught: Mapping[str, Floats]  # `drifting.fitted_again` to the links of the fit
    notes: Mapping[str, str]  # the caller's: what the state was made from


def found_state(
    records: pl.DataFrame,
    *,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
    progress: Progress = silent,
    notes: Mapping[str, str] | None = None,
    work: Path | None = None,
    search: Begin | None = None,
) -> tuple[Links, State]:
    """Link from nothing, and keep what growing needs.

    Args:
        records: see `link`.
        judgements: see `link`; they teach the model.
        settings: see `link`.
        progress: told of each step.
        notes: to keep with the state.
        work: see `link`.
        search: another engine than this machine; see `spark.found_with_spark`.

    Returns:
        The links, and the state. The links are those of `link`, but that rivals have settled once
        more: both agree to a thousandth of a bit or so. Judgements have taught once more, too.
    """
    settings = settings or LinkSettings()
    if search is None:
        made = linked_here(records, judgements, settings, progress, work)
    else:
        with memory_told(len(records)):
            made = linked_by(search, records, judgements, settings, progress)
    prepared, settled = made.using.prepared, made.settled
    model = Untaught.of(made.fitted).over(settled.model)
    digest = row_digest(records.sort(pl.col("record_id").cast(pl.String)))
    base, rank_row = _base_of(prepared, digest)
    details, odds, coverage = _weighed(made.using, settled.edges, settled, model)
    edges = settled.edges
    held = Held(
        a=edges.a,
        b=edges.b,
        natural=np.ones(len(edges.a), dtype=bool),
        odds=odds,
        coverage=coverage,
        within=edges.within,
        free=np.ones((4, len(edges.a)), dtype=np.float32),
    )
    judged, heeded = check_judgements(judgements, prepared.ids)
    clean = clean_versions(prepared, settings.clean_lists)
    held = replace(held, free=_first_messages(held, prepared.version, clean, judged, settings))
    late = Late(
        row=np.empty(0, np.int32),
        keys=tuple(np.empty(0, np.uint64) for _ in base.kinds),
        numbers=tuple(np.empty(0, np.int32) for _ in base.kinds),
    )
    pieces = _Pieces(
        base=base, rank_row=rank_row, late=late, ids=prepared.ids, digest=digest,
        said=prepared.said, held=held, details=details, model=model, settings=settings,
        extras=tuple(extra.field for extra in prepared.extras), taught={},
        notes=dict(notes or {}),
    )  # fmt: skip
    links, state = _finished(pieces, prepared.version, clean, judged, heeded, None)
    return links, replace(state, taught=fitted_again(links))


def reason_against(
    state: State, arrivals: pl.DataFrame, records: pl.DataFrame, settings: LinkSettings
) -> str | None:
    """Why `grow` cannot go on from a state; None where it can.

    Args:
        state: of an earlier run.
        arrivals: see `grow`.
        records: see `grow`.
        settings: of today.
    """
    return _against(state, _today(state, arrivals, records), settings, records.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Today:
    """The records of today beside those of a state and the arrivals."""

    order: pl.Series  # of the table: by `record_id`
    ids: pl.Series  # sorted
    digest: U64
    row: I32  # by row of the state: the row of today
    alive: Bools  # whether there is one
    came: I32  # by arrival: the row of today
    here: Bools  # whether there is one
    returned: bool  # an arrival was there before, or came twice


def _today(state: State, arrivals: pl.DataFrame, records: pl.DataFrame) -> _Today:
    given = records["record_id"].cast(pl.String)
    order = given.arg_sort()
    ids = given.gather(order)
    came = arrivals["record_id"].cast(pl.String)
    late, here = _rows_of(ids, came)
    # Where nobody has gone, everyone else stands in the order of before.
    rest = np.delete(np.arange(len(ids), dtype=np.int32), late[here])
    if len(rest) == len(state.ids) and ids.gather(rest).equals(state.ids):
        row, alive = rest, np.ones(len(rest), dtype=bool)
    else:
        row, alive = _rows_of(ids, state.ids)
    return _Today(
        order=order,
        ids=ids,
        digest=row_digest(records)[order.to_numpy()],
        row=row,
        alive=alive,
        came=late,
        here=here,
        returned=came.n_unique() < len(came) or bool(state.ids.is_in(came.implode()).any()),
    )


def _against(state: State, today: _Today, settings: LinkSettings, columns: list[str]) -> str | None:
    """See `reason_against`."""
    plain = frozenset[str]()
    if replace(settings, clean_lists=plain) != replace(state.settings, clean_lists=plain):
        return "the settings have changed"
    if tuple(sorted(filter(is_extra, columns))) != state.extras:
        return "the table has other columns"
    if (today.digest[today.row[today.alive]] != state.digest[today.alive]).any():
        return "records that were linked have other values now"
    if today.returned:
        return "records came that were there before"
    unknown = len(today.ids) - int(today.alive.sum()) - int(today.here.sum())
    if unknown:
        return f"{unknown} records are new that did not come after the last run"
    return None


def grow(
    state: State,
    arrivals: pl.DataFrame,
    records: pl.DataFrame,
    *,
    judgements: pl.DataFrame | None = None,
    settings: LinkSettings | None = None,
    progress: Progress = silent,
    notes: Mapping[str, str] | None = None,
) -> tuple[Links, State, Growth]:
    """Link what came since against all that is there.

    In however many steps the same records come, in their order, the links are the same.

    Args:
        state: of an earlier run.
        arrivals: the records that came since, in the order in which they came; also those that
            have been replaced meanwhile.
        records: all records of today, as for `link`: of those of the state and the arrivals, the
            ones that still hold.
        judgements: all of today.
        settings: those of the state; `clean_lists` may have more.
        progress: told of each step.
        notes: to keep with the new state.

    Raises:
        LinkageError: the state does not fit; `reason_against` says why.
    """
    settings = settings or state.settings
    progress("read names", 0, _STEPS)
    today = _today(state, arrivals, records)
    against = _against(state, today, settings, records.columns)
    if against is not None:
        raise LinkageError(f"these records cannot be linked on from the last run: {against}.")
    order, ids, alive = today.order, today.ids, today.alive
    old_row = np.where(alive, today.row, _GONE).astype(np.int32)
    rank_row = _mapped(state.rank_row, old_row)
    late_row = np.concatenate(
        [
            _mapped(state.late.row, old_row),
            np.where(today.here, today.came, _GONE).astype(np.int32),
        ]
    )
    progress("block", 1, _STEPS)
    model = state.untaught.over(state.model)
    fields, usual_death = model.settings.fields, model.usual_death
    fresh = prepare(arrivals, fields, usual_death)
    late, pairs, outgrown = _met(state, fresh, arrivals, rank_row, late_row, settings.max_block)
    progress("compare", 2, _STEPS)
    judged, heeded = check_judgements(judgements, ids)
    n = len(ids)
    asked = np.array(
        sorted(x * n + y for several in judged.values() for x, y in several), dtype=np.int64
    )
    then = state.held
    stays = alive[then.a] & alive[then.b]
    code = old_row[then.a].astype(np.int64) * n + old_row[then.b]
    stays &= then.natural | np.isin(code, asked)
    held = replace(
        then.chosen(np.flatnonzero(stays)),
        a=old_row[then.a[stays]],
        b=old_row[then.b[stays]],
    )
    found, by_key, is_asked = _with_asked(pairs, asked, code[stays], n)
    added, more = _compared(found, by_key, is_asked, records, order, model)
    held, details = _merged(held, state.details.filter(pl.Series(stays)), added, more, n)
    said = np.zeros(n, dtype=np.float32)
    said[old_row[alive]] = state.said[alive]
    row, here = _rows_of(ids, fresh.ids)
    said[row[here]] = fresh.said[here]
    version, versions = _versions_of(records, order)
    pieces = _Pieces(
        base=state.base, rank_row=rank_row, late=late, ids=ids, digest=today.digest,
        said=said, held=held, details=details, model=model, settings=settings,
        extras=state.extras, taught=state.taught, notes=dict(notes or {}),
    )  # fmt: skip
    progress("cluster", 3, _STEPS)
    of_clean = versions["list"].is_in(sorted(settings.clean_lists)).fill_null(False)
    clean = frozenset(np.flatnonzero(of_clean.to_numpy()).tolist())
    turned = settings.clean_lists ^ state.settings.clean_lists
    seen = versions["list"].gather(np.unique(version[old_row[alive]][version[old_row[alive]] >= 0]))
    # What a list is known for decides whole groups, not only pairs that are held.
    every = bool(seen.is_in(sorted(turned)).any())
    before = None if every else _Before(state=state, row=old_row, stays=stays)
    links, grown = _finished(pieces, version, clean, judged, heeded, before)
    progress("write", 4, _STEPS)
    growth = moved(
        links,
        state.taught,
        new_records=len(arrivals),
        compared=len(pairs[0]),
        blocks=outgrown.blocks,
        pairs_in_blocks=_pairs_among(held, outgrown.rows, late.row),
    )
    progress("write", _STEPS, _STEPS)
    return links, grown, growth


def row_digest(records: pl.DataFrame) -> U64:
    """A number for what linkage reads of each record."""
    read = sorted(c for c in records.columns if c in COLUMNS or is_extra(c))
    digest: U64 = records.select(read).hash_rows(7).to_numpy()
    return digest


# Keys and whom they meet


def _base_of(prepared: Prepared, digest: U64) -> tuple[Base, I32]:
    whole = _whole_of(prepared)
    age = np.nan_to_num(prepared.age_low, nan=-1.0)
    order = np.lexsort((prepared.death_low, prepared.birth_low, age, whole)).astype(np.int32)
    rank = np.empty(prepared.n, dtype=np.int32)
    rank[order] = np.arange(prepared.n, dtype=np.int32)
    kinds = []
    for keys in all_keys(prepared):
        of = rank[keys.owner]
        by_key = np.lexsort((of, keys.key))
        key, of = keys.key[by_key], of[by_key]
        once = _once(key, of)
        kind = KeyKind(key=key[once], rank=of[once], neighbours=keys.neighbours, share=keys.share)
        kinds.append(kind)
    return (
        Base(
            made=hashlib.sha256(digest.tobytes()).hexdigest(),
            whole=whole[order],
            age=age[order],
            birth=prepared.birth_low[order],
            death=prepared.death_low[order],
            kinds=tuple(kinds),
        ),
        order,
    )


def _once(key: U64, of: I32) -> Bools:
    """Which entries of sorted keys are not the one before over again."""
    first: Bools = np.ones(len(key), dtype=bool)
    first[1:] = (key[1:] != key[:-1]) | (of[1:] != of[:-1])
    return first


def _hash_whole(reading, part, coarse_hash, out):  # type: ignore[no-untyped-def]
    for r in range(reading.shape[0]):
        h = np.uint64(1)
        for at in range(reading[r, 0], reading[r, 1]):
            h = (h ^ coarse_hash[part[at]]) * np.uint64(0x9E3779B97F4A7C15)
            h = h ^ (h >> np.uint64(29))
        out[r] = h


_fill_whole = compiled(_hash_whole, nogil=True)


def _whole_of(prepared: Prepared) -> U64:
    """By record a number for the skeletons of its name; 0 without one."""
    names = prepared.names
    of_reading = np.zeros(names.n_readings + 1, dtype=np.uint64)  # the last one: no reading
    _fill_whole(names.reading, names.part, names.coarse_hash, of_reading[:-1])
    whole = np.zeros(prepared.n, dtype=np.uint64)
    named = prepared.name >= 0
    whole[named] = of_reading[names.readings[prepared.name[named]]].max(axis=1)
    return whole


def _places(whole, age, birth, death, w, y, b, d, out):  # type: ignore[no-untyped-def]
    """How many of the sorted rows come before each of some others."""
    for k in range(w.shape[0]):
        low, high = 0, whole.shape[0]
        while low < high:
            x = (low + high) // 2
            before = whole[x] < w[k]
            if whole[x] == w[k]:
                before = age[x] < y[k]
                if age[x] == y[k]:
                    before = birth[x] < b[k] or (birth[x] == b[k] and death[x] < d[k])
            if before:
                low = x + 1
            else:
                high = x
        out[k] = low


_find_places = compiled(_places, nogil=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outgrown:
    """Blocks that were compared in full at the fit and would not be now."""

    blocks: int
    rows: I32  # of today, that stand in one


def _met(
    state: State,
    fresh: Prepared,
    arrivals: pl.DataFrame,
    rank_row: I32,
    late_row: I32,
    max_block: int,
) -> tuple[Late, tuple[I32, I32], _Outgrown]:
    """The pairs of today's rows that the keys of the arrivals bring up, a < b, once each."""
    base, first_new = state.base, len(state.late.row)
    number = np.empty(fresh.n, dtype=np.int32)
    number[:] = first_new + arrivals["record_id"].cast(pl.String).arg_sort().to_numpy()
    place = np.empty(fresh.n, dtype=np.int64)
    age = np.nan_to_num(fresh.age_low, nan=-1.0)
    _find_places(
        base.whole, base.age, base.birth, base.death, _whole_of(fresh), age, fresh.birth_low,
        fresh.death_low, place,
    )  # fmt: skip
    place_of = np.zeros(len(late_row), dtype=np.int64)
    place_of[number] = place
    keys, numbers = [], []
    one, other = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    blocks, members = 0, [np.empty(0, np.int32)]
    several = zip(base.kinds, state.late.keys, state.late.numbers, all_keys(fresh), strict=True)
    for kind, old_key, old_number, new in several:
        key = np.concatenate([old_key, new.key])
        of = np.concatenate([old_number, number[new.owner]])
        order = np.lexsort((of, key))
        key, of = key[order], of[order]
        once = _once(key, of)
        key, of = key[once], of[once]
        keys.append(key)
        numbers.append(of)
        low, high = (np.searchsorted(kind.key, key, side) for side in ("left", "right"))
        most = largest_block(max_block, kind.share)
        small = high - low <= most
        chosen = np.flatnonzero((of >= first_new) & (small | kind.neighbours))
        start, stop = low[chosen], high[chosen]
        for k in np.flatnonzero(~small[chosen]).tolist():
            block = kind.rank[start[k] : stop[k]]
            at = start[k] + int(np.searchsorted(block, place_of[of[chosen[k]]]))
            start[k], stop[k] = max(start[k], at - _WINDOW), min(stop[k], at + _WINDOW)
        entry, at = _ranges(start, stop)
        one.append(late_row[of[chosen[entry]]])
        other.append(rank_row[kind.rank[at]])
        first = _run_starts(key)
        entry, at = _ranges(np.maximum(first[chosen], chosen - most), chosen)
        one.append(late_row[of[chosen[entry]]])
        other.append(late_row[of[at]])
        count, rows = _outgrown(kind, key, of, low, high, most, rank_row, late_row)
        blocks += count
        members.append(rows)
    x, y = np.concatenate(one), np.concatenate(other)
    there = (x >= 0) & (y >= 0) & (x != y)
    x, y = x[there].astype(np.int64), y[there].astype(np.int64)
    n = max(int(max(rank_row.max(initial=0), late_row.max(initial=0))) + 1, 1)
    code = np.unique(np.minimum(x, y) * n + np.maximum(x, y))
    rows = np.unique(np.concatenate(members))
    return (
        Late(row=late_row, keys=tuple(keys), numbers=tuple(numbers)),
        ((code // n).astype(np.int32), (code % n).astype(np.int32)),
        _Outgrown(blocks=blocks, rows=rows[rows >= 0].astype(np.int32)),
    )


def _ranges(start: I64, stop: I64) -> tuple[I64, I64]:
    """All of some ranges: which range, and what is in it."""
    length = np.maximum(stop - start, 0)
    entry = np.repeat(np.arange(len(start)), length)
    ends = np.cumsum(length)
    at = np.arange(len(entry)) - np.repeat(ends - length, length) + start[entry]
    return entry, at.astype(np.int64)


def _run_starts(key: U64) -> I64:
    """By entry of sorted keys: where the run of its key begins."""
    first = np.arange(len(key))
    first[1:][key[1:] == key[:-1]] = 0
    return np.maximum.accumulate(first) if len(key) else first


def _outgrown(
    kind: KeyKind, key: U64, of: I32, low: I64, high: I64, most: int, rank_row: I32,
    late_row: I32,
) -> tuple[int, I32]:  # fmt: skip
    starts = np.flatnonzero(_run_starts(key) == np.arange(len(key)))
    stops = np.append(starts[1:], len(key))
    size = high[starts] - low[starts]
    past = (size <= most) & (size + stops - starts > most)
    _, at = _ranges(low[starts[past]], high[starts[past]])
    _, late = _ranges(starts[past], stops[past])
    rows = np.concatenate([rank_row[kind.rank[at]], late_row[of[late]]])
    return int(past.sum()), rows.astype(np.int32)


def _pairs_among(held: Held, rows: I32, late_row: I32) -> int:
    """Held pairs of two records of outgrown blocks, one of which came after the fit."""
    size = int(max(held.a.max(initial=0), held.b.max(initial=0), rows.max(initial=0))) + 1
    there, late = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    there[rows] = True
    late[late_row[(late_row >= 0) & (late_row < size)]] = True
    both = there[held.a] & there[held.b] & (late[held.a] | late[held.b])
    return int(both.sum())


# Rows of today


def _rows_of(ids: pl.Series, asked: pl.Series) -> tuple[I32, Bools]:
    """Where each of `asked` stands in the sorted `ids`, and whether it does."""
    if not len(ids) or not len(asked):
        return np.zeros(len(asked), dtype=np.int32), np.zeros(len(asked), dtype=bool)
    if len(asked) < len(ids) // _FEW:
        at = np.minimum(ids.search_sorted(asked).to_numpy(), len(ids) - 1).astype(np.int32)
        return at, (ids.gather(at) == asked).to_numpy()
    numbered = pl.DataFrame({"id": ids, "row": np.arange(len(ids), dtype=np.int32)})
    found = pl.DataFrame({"id": asked}).join(numbered, on="id", how="left", maintain_order="left")[
        "row"
    ]
    there: Bools = found.is_not_null().to_numpy()
    return found.fill_null(0).to_numpy().astype(np.int32), there


def _mapped(rows: I32, new_row: I32) -> I32:
    """Old rows as rows of today; -1 where they were gone, or are."""
    found = np.full(len(rows), _GONE, dtype=np.int32)
    known = rows >= 0
    found[known] = new_row[rows[known]]
    return found


def _versions_of(records: pl.DataFrame, order: pl.Series) -> tuple[I32, pl.DataFrame]:
    """As `Prepared.version` and `Prepared.versions`, of all records of today."""
    text = [
        pl.col(c).cast(pl.String).str.strip_chars().replace("", None)
        if c in records.columns
        else pl.lit(None, dtype=pl.String).alias(c)
        for c in ("list", "document")
    ]
    pair = records.select(text)
    known = pair.unique().filter(pl.any_horizontal(pl.all().is_not_null())).sort("list", "document")
    coded = known.with_columns(code=pl.int_range(pl.len(), dtype=pl.Int32))
    found = pair.join(
        coded, on=["list", "document"], how="left", nulls_equal=True, maintain_order="left"
    )["code"]
    return found.fill_null(-1).gather(order).to_numpy().astype(np.int32), known


# Pairs


def _weighed(
    using: Comparer, edges: Edges, settled: Settled, model: Model
) -> tuple[pl.DataFrame, F64, F64]:
    """Details, odds and coverage of pairs, by the model alone: nobody's rivals or judgements."""
    version = using.prepared.version
    coverage = coverage_known(using.prepared, model, meetings(version[edges.a], version[edges.b]))
    everyone = np.full(len(edges.a), "same", dtype="U9")  # no pair is too unlikely to be shown
    shown = replace(
        settled,
        judged=Judged(verdict=everyone, bits=np.zeros(len(edges.a))),
        coverage=coverage,
        taken=np.zeros(len(edges.a)),
        model=model,
    )
    details = pair_table(using, shown).drop("record_a", "record_b", "probability", "bits_rivals")
    odds = model.prior_bits + details["weight"].to_numpy()
    odds += np.where(edges.within, model.within_bits, 0.0) + coverage
    return details, odds, coverage


def _with_asked(
    pairs: tuple[I32, I32], asked: I64, there: I64, n: int
) -> tuple[tuple[I32, I32], Bools, Bools]:
    """The pairs to compare: those that keys brought up, and judged ones that are not held yet.

    Returns:
        The pairs; which of them keys brought up; which are judged.
    """
    by_key = _not_in(there, pairs[0].astype(np.int64) * n + pairs[1])
    every = np.union1d(by_key, _not_in(there, asked))
    both = (every // max(n, 1)).astype(np.int32), (every % max(n, 1)).astype(np.int32)
    return both, np.isin(every, by_key), np.isin(every, asked)


def _not_in(sorted_codes: I64, codes: I64) -> I64:
    """Those of some codes that are not among others."""
    if not len(sorted_codes):
        return codes
    at = np.minimum(np.searchsorted(sorted_codes, codes), len(sorted_codes) - 1)
    others: I64 = codes[sorted_codes[at] != codes]
    return others


def _compared(
    pairs: tuple[I32, I32], by_key: Bools, asked: Bools, records: pl.DataFrame, order: pl.Series,
    model: Model,
) -> tuple[Held, pl.DataFrame]:  # fmt: skip
    """Compare and weigh pairs of today's rows; keep those worth keeping, and the judged ones."""
    rows = np.unique(np.concatenate(pairs))
    few = records[order.gather(rows).to_numpy()]
    prepared = prepare(few, model.settings.fields, model.usual_death)
    way, _ = versions_known(prepared, model)
    using = comparer(prepared, model.frequencies, way)
    a, b = (np.searchsorted(rows, side).astype(np.int32) for side in pairs)
    none = np.zeros(len(a), dtype=bool)
    compared = joined_compared(using, Edges(a=a, b=b, odds=np.zeros(len(a)), within=none))
    edges = Edges(a=a, b=b, odds=np.zeros(len(a)), within=compared.within)
    nothing = np.zeros(len(a))
    settled = Settled(
        edges=edges,
        kept=np.ones(len(a), dtype=bool),
        compared=compared,
        judged=Judged(verdict=np.full(len(a), "", dtype="U9"), bits=nothing),
        alone=nothing,
        taken=nothing,
        coverage=nothing,
        model=model,
    )
    details, odds, coverage = _weighed(using, edges, settled, model)
    likely = odds >= EDGE_BITS
    kept = np.flatnonzero((by_key & likely) | asked)
    held = Held(
        a=pairs[0],
        b=pairs[1],
        natural=by_key & likely,
        odds=odds,
        coverage=coverage,
        within=compared.within,
        free=np.ones((4, len(a)), dtype=np.float32),
    )
    return held.chosen(kept), details[kept]


def _merged(
    held: Held, details: pl.DataFrame, added: Held, more: pl.DataFrame, n: int
) -> tuple[Held, pl.DataFrame]:
    """Pairs that stay, and new ones, sorted."""
    code = np.concatenate([held.code(n), added.code(n)])
    order = np.argsort(code, kind="stable")
    both = Held(
        a=np.concatenate([held.a, added.a]),
        b=np.concatenate([held.b, added.b]),
        natural=np.concatenate([held.natural, added.natural]),
        odds=np.concatenate([held.odds, added.odds]),
        coverage=np.concatenate([held.coverage, added.coverage]),
        within=np.concatenate([held.within, added.within]),
        free=np.concatenate([held.free, added.free], axis=1),
    )
    return both.chosen(order), pl.concat([details, more])[order]


# What the pairs come to


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    """A state that has not been settled yet; see `State`."""

    base: Base
    rank_row: I32
    late: Late
    ids: pl.Series
    digest: U64
    said: F32
    held: Held
    details: pl.DataFrame
    model: Model
    settings: LinkSettings
    extras: tuple[str, ...]
    taught: Mapping[str, Floats]
    notes: Mapping[str, str]

    def after(self, model: Model) -> "_Pieces":
        """By the model as judgements have taught it."""
        name = self.details["gamma_name"].to_numpy()
        named = np.where(name >= 0, (self.model.name_scale - model.name_scale)[name], 0.0)
        more = model.within_bits - self.model.within_bits
        within = np.where(self.held.within, more, 0.0)
        columns = {"weight": named, "bits_name": named, "bits_prior": within}
        details = self.details.with_columns(
            **{column: self.details[column] + bits for column, bits in columns.items()}
        )
        held = replace(self.held, odds=self.held.odds + named + within)
        return replace(self, model=model, held=held, details=details)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What the run before found, in rows of today."""

    state: State
    row: I32  # by row of then: the row of today, -1 gone
    stays: Bools  # which of its pairs are still held


def _guess(free: F32, edge: I32) -> F64:
    """Messages by pair as `rivals.Rivalry` has them by place."""
    both = np.concatenate([free[::2], free[1::2]], axis=1)
    return both[:, edge].astype(np.float64)


def _first_messages(
    held: Held, version: I32, clean: frozenset[int], judged: dict[str, Pairs],
    settings: LinkSettings,
) -> F32:  # fmt: skip
    """What rivals say at the fit, by pair: where every later run begins."""
    rivals = rivalry(held.a, held.b, version, clean)
    over = heed(held.edges, judged, settings, len(version))
    guess = rivals.first_guess()
    rivals.bits(over.over(held.odds), guess)
    n = len(held.a)
    by_edge = np.empty((2, 2 * n))
    by_edge[:, rivals.edge] = guess
    return np.stack([by_edge[0, :n], by_edge[0, n:], by_edge[1, :n], by_edge[1, n:]]).astype(
        np.float32
    )


def _finished(
    pieces: _Pieces,
    version: I32,
    clean: frozenset[int],
    judged: dict[str, Pairs],
    heeded: pl.DataFrame,
    before: _Before | None,
) -> tuple[Links, State]:
    """Let rivals compete and groups form; with what was before, only where something changed."""
    untaught, settings = pieces, pieces.settings
    over = heed(pieces.held.edges, judged, settings, len(version))
    rivals = rivalry(pieces.held.a, pieces.held.b, version, clean)
    if over.known.any():
        pieces = pieces.after(_taught_by(pieces, over, rivals))
    held, model = pieces.held, pieces.model
    alone = over.over(held.odds)
    coverage = np.where(over.known, 0.0, held.coverage)
    bits = rivals.bits(alone, _guess(held.free, rivals.edge))
    taken = np.where(over.known, 0.0, bits)
    told = told_of(pieces.said, version, int(version.max(initial=-1)) + 1)
    rest = hair(told, held.a, held.b) - np.where(held.within, model.within_bits, 0.0)
    evidence = Evidence(
        n=len(version),
        a=held.a,
        b=held.b,
        alone=(alone + rest).astype(np.float32),
        bits=(alone + taken + rest).astype(np.float32),
        coverage=coverage.astype(np.float32),
        version=version,
        within_bits=model.within_bits,
        clean=clean,
        same=judged["same"],
        different=judged["different"],
        unsure=judged["unsure"],
    )
    if before is None:
        sure, joined, possible = _grouped(evidence, settings)
    else:
        sure, joined, possible = _regrouped(evidence, settings, over.known, before)
    found = Found(
        alone=evidence.alone,
        bits=evidence.bits,
        coverage=evidence.coverage,
        sure=sure.astype(np.int32),
        linked=joined.astype(np.int32),
        possible=possible.astype(np.int32),
    )
    links = Links(
        pairs=_shown(pieces, alone, taken, over.known),
        people=pl.DataFrame(
            {"record_id": pieces.ids, "sure": sure, "linked": joined, "possible": possible}
        ),
        model=replace(model, rivals=_rival_table(pieces, taken), settings=settings),
        settings=settings,
        judgements=heeded,
        evidence=evidence,
    )
    state = State(
        base=pieces.base, rank_row=pieces.rank_row, late=pieces.late, ids=pieces.ids,
        digest=pieces.digest, said=pieces.said, held=untaught.held, details=untaught.details,
        found=found, model=replace(model, rivals=links.model.rivals),
        untaught=Untaught.of(untaught.model), settings=settings, extras=pieces.extras,
        taught=pieces.taught, notes=pieces.notes,
    )  # fmt: skip
    return links, state


def _taught_by(pieces: _Pieces, judged: Judged, rivals: Rivalry) -> Model:
    """The model of the fit, taught by judgements: by the odds as they are without any."""
    held = pieces.held
    odds = held.odds + rivals.bits(held.odds, _guess(held.free, rivals.edge))
    name = pieces.details["gamma_name"].to_numpy()
    return shifted_by(odds, name, held.within, judged.verdict, pieces.model)


def _shown(pieces: _Pieces, alone: F64, taken: F64, judged: Bools) -> pl.DataFrame:
    """`Links.pairs`."""
    odds = alone + taken
    kept = np.flatnonzero((odds >= em.log2_odds(KEPT_PROBABILITY)) | judged)
    held, ids = pieces.held, pieces.ids
    details = pieces.details[kept].with_columns(
        record_a=ids.gather(held.a[kept]),
        record_b=ids.gather(held.b[kept]),
        probability=em.probability_of(odds[kept]),
        bits_rivals=taken[kept],
    )
    first = ["record_a", "record_b", "weight", "probability"]
    return details.select(*first, pl.exclude(*first, "bits_rivals"), "bits_rivals")


def _rival_table(pieces: _Pieces, taken: F64) -> pl.DataFrame:
    """`Model.rivals`."""
    some = np.flatnonzero(taken)
    return pl.DataFrame(
        {
            "record_a": pieces.ids.gather(pieces.held.a[some]),
            "record_b": pieces.ids.gather(pieces.held.b[some]),
            "bits": taken[some],
        }
    )


def _grouped(evidence: Evidence, settings: LinkSettings) -> tuple[I64, I64, I64]:
    return partitions(
        evidence,
        sure_bits=em.log2_odds(settings.sure_probability),
        linked_bits=em.log2_odds(settings.linked_probability),
        possible_bits=em.log2_odds(settings.possible_probability),
        repeat_bits=em.log2_odds(settings.repeat_probability),
    )


def _regrouped(
    evidence: Evidence, settings: LinkSettings, judged: Bools, before: _Before
) -> tuple[I64, I64, I64]:
    """The same, made anew only where a pair came, went or is worth something else now.

    Two groups join only by way of a pair that could join them by itself: of what such pairs hold
    together, nothing outside decides.
    """
    n, last = evidence.n, before.state.found
    changed = np.ones(len(evidence.a), dtype=bool)
    then = before.state.held
    old = before.row[then.a[before.stays]].astype(np.int64) * n + before.row[then.b[before.stays]]
    at = np.searchsorted(evidence.a.astype(np.int64) * n + evidence.b, old)
    changed[at] = False
    for value, was in (
        (evidence.alone, last.alone), (evidence.bits, last.bits), (evidence.coverage, last.coverage)
    ):  # fmt: skip
        changed[at] |= value[at] != was[before.stays]
    touched = np.ones(n, dtype=bool)
    touched[before.row[before.row >= 0]] = False  # who is new is touched
    touched[evidence.a[changed]] = touched[evidence.b[changed]] = True
    gone = ~before.stays
    for ends in (then.a[gone], then.b[gone]):
        left = before.row[ends]
        touched[left[left >= 0]] = True
    loose = np.maximum(-evidence.coverage, 0.0) + max(evidence.within_bits, 0.0)
    joins = evidence.alone + loose >= em.log2_odds(settings.linked_probability)
    joins |= evidence.bits + loose >= em.log2_odds(settings.possible_probability)
    joins |= judged
    a, b = evidence.a[joins], evidence.b[joins]
    graph = coo_matrix((np.ones(len(a), dtype=bool), (a, b)), shape=(n, n))
    count, part = connected_components(graph, directed=False)
    again = np.zeros(count, dtype=bool)
    again[part[touched]] = True
    rows = np.flatnonzero(again[part]).astype(np.int64)
    fresh = _grouped(_within(evidence, rows), settings)
    found = []
    alive = before.row >= 0
    for label, now in zip((last.sure, last.linked, last.possible), fresh, strict=True):
        labels = np.arange(n, dtype=np.int64)
        labels[before.row[alive]] = before.row[label[alive]]
        labels[rows] = rows[now]
        found.append(labels)
    return found[0], found[1], found[2]


def _within(evidence: Evidence, rows: I64) -> Evidence:
    """The evidence of some rows among themselves."""
    new = np.full(evidence.n, _GONE, dtype=np.int32)
    new[rows] = np.arange(len(rows), dtype=np.int32)
    a, b = new[evidence.a], new[evidence.b]
    both = (a >= 0) & (b >= 0)

    def among(pairs: Pairs) -> Pairs:
        found = ((int(new[x]), int(new[y])) for x, y in pairs)
        return tuple((x, y) for x, y in found if x >= 0 and y >= 0)

    return replace(
        evidence,
        n=len(rows),
        a=a[both],
        b=b[both],
        alone=evidence.alone[both],
        bits=evidence.bits[both],
        coverage=evidence.coverage[both],
        version=evidence.version[rows],
        clean=frozenset(evidence.clean & set(evidence.version[rows].tolist())),
        same=among(evidence.same),
        different=among(evidence.different),
        unsure=among(evidence.unsure),
    )
