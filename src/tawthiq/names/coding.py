"""Read a column of names into numbers: each distinct name once, each distinct word once.

Millions of names are made of thousands of words. So words are folded and looked at one by one, and
names only as rows of numbers: parts come out as codes into one table of distinct parts, ready for
whoever compares or counts them. Parts and scripts are those of `split_name`, to the letter.

Nothing here is shared between calls but caches of pure functions: two threads or processes may read
two columns at once.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tawthiq.names.folding import fold_words
from tawthiq.names.joining import (
    ASIDE,
    BEGINS,
    JOINED,
    Bools,
    Longs,
    Marks,
    mark_words,
)
from tawthiq.names.model import PersonName, Script
from tawthiq.names.skeletons import coarse_of, consonants_of, skeleton
from tawthiq.names.splitting import OPENING, split_name
from tawthiq.names.words import (
    HAS_ARABIC,
    HAS_LATIN,
    HAS_OTHER,
    served_by_latin_abd,
    traits_of,
)

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.int8]

SCRIPTS: tuple[Script, ...] = ("arab", "latn", "mixed", "none", "other")

_CHUNK = 200_000  # names read at once: about 300 MB of arrays
# A longer name, or a part of more words, is read by `split_name` alone, so that no column makes the
# steps over arrays many.
_MOST_WORDS = 24
_MOST_JOINED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedNames:
    """A column of names as numbers.

    The parts of distinct name k are `part[offsets[k] : offsets[k + 1]]`, in the order they were
    written: codes of rows of `parts`. Two names have a part in common where they share a code; a
    name of mixed script shares none with one of a single script.
    """

    name: Ints  # (n_rows,): number of the distinct name of each row; -1 where null
    written: pl.Series  # (n_names,): the distinct names, in the order they first stand
    script: Bytes  # (n_names,): place in `SCRIPTS`
    offsets: Longs  # (n_names + 1,)
    part: Ints  # (offsets[-1],)
    # (n_parts,): script (of the name), token, skeleton, coarse, consonants: all strings, each
    # (script, token) once, sorted by them. The same names in any order give the same table.
    parts: pl.DataFrame


def coded_names(names: pl.Series) -> CodedNames:
    """Read every name of a column into codes of its parts.

    Args:
        names: strings, length n; null where a record gives no name.

    Returns:
        The distinct names, their scripts and the codes of their parts, and which name each row
        has. A name without letters has script "none" and no parts.

    Raises:
        polars.exceptions.PolarsError: the column does not hold strings.
    """
    distinct, number = distinct_names(names)
    vocabulary = Vocabulary()
    read = [(one.script, one.counts, one.tokens) for one in read_chunks(distinct, vocabulary)]
    script, counts, tokens = (np.concatenate(pieces) for pieces in zip(*read, strict=True))
    del read
    part, parts = _parts(vocabulary, np.repeat(script, counts), tokens)
    return CodedNames(
        name=number,
        written=distinct,
        script=script,
        offsets=np.concatenate([[0], np.cumsum(counts)]),
        part=part,
        parts=parts,
    )


def _parts(vocabulary: "Vocabulary", script: Bytes, tokens: Ints) -> tuple[Ints, pl.DataFrame]:
    """Number the distinct couples of script and token in their order."""
    n_scripts = len(SCRIPTS)
    couples = tokens * np.int64(n_scripts) + script
    used = np.flatnonzero(np.bincount(couples, minlength=len(vocabulary) * n_scripts))
    table = pl.DataFrame(
        {
            "couple": used,
            "script": pl.Series(SCRIPTS, dtype=pl.String).gather(used % n_scripts),
            "token": vocabulary.texts().gather(used // n_scripts),
        }
    ).sort("script", "token")
    code = np.full(len(vocabulary) * n_scripts, -1, dtype=np.int32)
    code[table["couple"].to_numpy()] = np.arange(len(table), dtype=np.int32)
    fine, coarse, place = vocabulary.skeletons(table["couple"].to_numpy() // n_scripts)
    wide = pl.Series([consonants_of(key) for key in coarse], dtype=pl.String)
    return code[couples], table.select(
        "script",
        "token",
        skeleton=fine.gather(place),
        coarse=coarse.gather(place),
        consonants=wide.gather(place),
    )


def distinct_names(names: pl.Series) -> tuple[pl.Series, Ints]:
    """The distinct strings of a column as they first stand, and the number of each row's, or -1."""
    column = names.cast(pl.String, strict=True).alias("written")
    number = np.full(len(column), -1, dtype=np.int32)
    # One pass of grouping; finding the distinct ones and joining them back costs twice as much.
    distinct = (
        column.to_frame()
        .with_row_index("row")
        .drop_nulls()
        .group_by("written", maintain_order=True)
        .agg("row")
    )
    rows = distinct["row"]
    each = np.repeat(np.arange(len(distinct), dtype=np.int32), rows.list.len().to_numpy())
    number[rows.explode(empty_as_null=False).to_numpy()] = each
    return distinct["written"], number


class Vocabulary:
    """The words and parts met so far, by number, and what each word written folds to."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []
        self._traits = array("q")
        self._served = array("b")  # by number; -1 where nobody asked yet
        self._joined: dict[int, int] = {}
        # By number of the word as written: what it folds to, as a slice of `_folded`.
        self._written: dict[str, int] = {}
        self._stops = array("q", [0])
        self._folded = array("q")
        self._bracketed = array("b")

    def __len__(self) -> int:
        return len(self._texts)

    def texts(self) -> pl.Series:
        """All words and parts, by number."""
        return pl.Series(self._texts, dtype=pl.String)

    def number(self, text: str) -> int:
        """The number of a folded word or a part; a new one where it was not met before."""
        number = self._numbers.get(text, -1)
        if number < 0:
            number = self._numbers[text] = len(self._texts)
            self._texts.append(text)
            self._traits.append(traits_of(text))
            self._served.append(-1)
        return number

    def skeletons(self, numbers: Longs | Ints) -> tuple[pl.Series, pl.Series, Longs]:
        """The skeletons of parts, fine and coarse, each distinct part once, and where each is."""
        distinct, place = np.unique(numbers, return_inverse=True)
        fine = [skeleton(self._texts[number]) for number in distinct.tolist()]
        return (
            pl.Series(fine, dtype=pl.String),
            pl.Series([coarse_of(one) for one in fine], dtype=pl.String),
            place,
        )

    def traits(self) -> Longs:
        """What each word can be, by number."""
        return np.array(self._traits, dtype=np.int64)

    def served(self, numbers: Ints) -> Bools:
        """Tell which words make one name with a Latin "abd" before them."""
        known = np.array(self._served, dtype=np.int8)
        asked = np.zeros(len(known), dtype=np.bool_)
        asked[numbers] = True
        for number in np.flatnonzero(asked & (known < 0)).tolist():
            self._served[number] = known[number] = served_by_latin_abd(self._texts[number])
        return known[numbers] > 0

    def join(self, left: Ints, right: Ints, marks: Marks) -> Ints:
        """The numbers of pairs of parts joined, with a hyphen or without."""
        keys = (left * np.int64(2) + (marks == JOINED)) << 32 | right
        distinct, place = np.unique(keys, return_inverse=True)
        for key in distinct.tolist():
            if key not in self._joined:
                first, second = self._texts[key >> 33], self._texts[key & 0xFFFF_FFFF]
                glue = "" if key >> 32 & 1 else "-"
                self._joined[key] = self.number(f"{first}{glue}{second}")
        joined = np.array([self._joined[key] for key in distinct.tolist()], dtype=np.int32)
        return joined[place]

    def fold(self, words: pl.Series) -> tuple[Longs, Ints, Bools]:
        """Fold words as they are written.

        Returns:
            Of each word how many folded words it makes, the numbers of all those, and whether it
            holds an opening bracket or quote.
        """
        distinct = words.unique()
        listed = distinct.to_list()
        new = [word for word in listed if word not in self._written]
        for word, folded in zip(new, fold_words(new), strict=True):
            self._written[word] = len(self._written)
            if " " in folded:
                self._folded.extend(self.number(one) for one in folded.split())
            elif folded:
                self._folded.append(self.number(folded))
            self._stops.append(len(self._folded))
        some = OPENING.search("\n".join(new)) is not None
        self._bracketed.extend(some and OPENING.search(word) is not None for word in new)
        written = [self._written[word] for word in listed]
        number = pl.DataFrame({"word": distinct, "place": pl.Series(written, dtype=pl.Int32)})
        found = words.alias("word").to_frame().join(number, "word", "left", maintain_order="left")
        places = found["place"].to_numpy()
        stops = np.array(self._stops, dtype=np.int64)
        counts = np.diff(stops)[places]
        numbers = np.array(self._folded, dtype=np.int32)[_ranges(stops[places], counts)]
        return counts, numbers, np.array(self._bracketed, dtype=np.bool_)[places]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNames:
    """Some distinct names, each by its parts; numbers are those of the vocabulary."""

    script: Bytes  # place in `SCRIPTS`
    counts: Longs  # of parts
    tokens: Ints  # of all names, one name after the other
    word_counts: Longs  # of words in the folded text
    words: Ints
    slowly: Bools  # which needed a reading of their own: brackets, or a monster
    slow: list[PersonName]  # those


def read_chunks(distinct: pl.Series, vocabulary: Vocabulary) -> Iterator[ReadNames]:
    """Read distinct names, some at a time; one empty piece where there are none."""
    for at in range(0, max(1, len(distinct)), _CHUNK):
        yield _read(distinct.slice(at, _CHUNK), vocabulary)


def _ranges(starts: Longs, counts: Longs) -> Longs:
    """start, start + 1, ... `count` numbers of each range, one range after the other."""
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(int(counts.sum()))


def _sums(values: npt.NDArray[np.generic], counts: Longs) -> Longs:
    """The sum of each run of values; 0 where a run is empty."""
    total = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
    stops = np.cumsum(counts)
    return np.asarray(total[stops] - total[stops - counts])


def _read(names: pl.Series, vocabulary: Vocabulary) -> ReadNames:
    # Every kind of blank folds to a blank, so it is enough to part words at the plain one.
    pieces = names.str.split(" ")
    n_pieces = pieces.list.len().cast(pl.Int64).to_numpy()
    folds_to, words, bracketed = vocabulary.fold(pieces.explode())
    word_counts = _sums(folds_to, n_pieces)
    traits = vocabulary.traits()[words]
    script = _script(traits, word_counts)
    stops = np.cumsum(word_counts)
    slowly = (_sums(bracketed, n_pieces) > 0) | (word_counts > _MOST_WORDS)
    marks = mark_words(
        traits,
        (stops - word_counts)[~slowly],
        stops[~slowly],
        lambda places: vocabulary.served(words[places]),
    )
    stays = np.repeat(~slowly, word_counts) & (marks != ASIDE)
    counts, tokens, too_long = _join(
        vocabulary, words[stays], marks[stays], _sums(stays, word_counts)
    )
    slowly |= too_long
    slow = [split_name(name) for name in names.filter(pl.Series(slowly))]
    if slow:
        tokens = tokens[np.repeat(~slowly, counts)]
        counts, tokens = _with_slow(vocabulary, slowly, slow, counts, tokens)
    return ReadNames(
        script=script,
        counts=counts,
        tokens=tokens,
        word_counts=word_counts,
        words=words,
        slowly=slowly,
        slow=slow,
    )


def _script(traits: Longs, counts: Longs) -> Bytes:
    """The script of each name from the letters of its words; see `script_of`."""
    arabic, latin, other = (
        _sums((traits & trait) != 0, counts) > 0 for trait in (HAS_ARABIC, HAS_LATIN, HAS_OTHER)
    )
    place = {script: number for number, script in enumerate(SCRIPTS)}
    one = arabic ^ latin
    return np.select(
        [(arabic & latin) | (one & other), arabic, latin, other],
        [place["mixed"], place["arab"], place["latn"], place["other"]],
        place["none"],
    ).astype(np.int8)


def _join(
    vocabulary: Vocabulary, words: Ints, marks: Marks, counts: Longs
) -> tuple[Longs, Ints, Bools]:
    """Make the parts of words that stay: how many a name, their numbers, and who needs more."""
    begins = marks == BEGINS
    first = np.flatnonzero(begins)
    n_words = np.diff(np.append(first, len(words)))
    tokens = words[first]
    for more in range(1, _MOST_JOINED):
        longer = np.flatnonzero(n_words > more)
        at = first[longer] + more
        tokens[longer] = vocabulary.join(tokens[longer], words[at], marks[at])
    n_parts = _sums(begins, counts)
    return n_parts, tokens, _sums(n_words > _MOST_JOINED, n_parts) > 0


def _with_slow(
    vocabulary: Vocabulary, slowly: Bools, slow: list[PersonName], counts: Longs, tokens: Ints
) -> tuple[Longs, Ints]:
    """Put the parts of names read by themselves where they belong among the others."""
    counts = counts.copy()
    counts[slowly] = [len(name.tokens) for name in slow]
    everywhere = np.empty(int(counts.sum()), dtype=np.int32)
    theirs = np.repeat(slowly, counts)
    everywhere[theirs] = [vocabulary.number(token) for name in slow for token in name.tokens]
    everywhere[~theirs] = tokens
    return counts, everywhere
