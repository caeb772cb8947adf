"""A column read as numbers is the column read name by name."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tawthiq.names import (
    SCRIPTS,
    coarse,
    coded_names,
    coding,
    consonants,
    parse_names,
    skeleton,
    split_name,
)
from tawthiq.simulate.model import Habit
from tawthiq.simulate.pools import families
from tawthiq.simulate.pools import given as given_pool
from tawthiq.simulate.spelling import arabic_table, latin_table, slips

# Every word that a rule of splitting names, in both scripts, and words that nearly are one.
WORDS = """
محمد أحمد عبد الله القادر كريم رحمن الرحمن لله ربه أبو أبي أم امل أمين ين ابن بن بنت ابنة ال آل
الدين نور علاء عالء (أبو علي) الحاج الشهيد د. م ام عبدالله
Muhammad Abd al-Qader Abdel Kader Abdu abdou abdul abdes salam abder rahman Karim Abu El el ul ash
Shami an Najjar ar es at th the thani sh bin ibn ebn Nour ad ed ud din Deen dine Eddine eddin lah
llah Allah ullah leh Umm um Kulthum Mhd (Haj) Dr. Sheikh baby d'Oran Sa‘id «Warda» "Abu x" [d] {e}
بو زيد ولد منت خيرات ربو Abul aboul bou boo bu Zid l Hasan Ould weld wld walad mint bn ebn bnt bent
Abd Rabbo rabbuh rabou Abdrabbo Mo7ammad 3ali 7'aled 9'iya2 Sa3eed fara7 3abdel A7med 5th Kanaan3
B52 7 3bd bou3 'l 2l Oualid Ennajjar Iyad
Иван Абу דוד 李 — 12 ـ \u200f \u202e a-b-c-d
"""
# Words that make one part only beside each other: rare where words are drawn one by one.
TOGETHER = """
Abd Rabbo | abd rabbuh | Abed rabou | 3abd Rabbo | Abd l Hasan | abdu Salam | abd Ra77im
Abu l-Hasan | Abou el Zid | Bou Zid | abul Hasan | Umm l Kulthum | ash Shami | Nour ed Din
Salim Ould Kanaan | x mint Zid | x bn Zid | wld Zid | Nour al lah
ولد زيد | زيد ولد عبد الله | زيد منت بو زيد | بو ال زيد | بو زيد | عبد ربه | عبد ربو | عبد ال كريم
"""
BLANKS = [" ", " ", " ", "  ", "-", "\t", "\u00a0", "\u2003", "\x1c", "\x85", "\u200b"]
words_of_rules = st.sampled_from(WORDS.split()) | st.sampled_from(
    [phrase.strip() for line in TOGETHER.split("\n") for phrase in line.split("|")]
)
odd_names = st.lists(words_of_rules, max_size=9).flatmap(
    lambda words: st.lists(st.sampled_from(BLANKS), min_size=len(words), max_size=len(words)).map(
        lambda blanks: "".join(x for pair in zip(words, blanks, strict=True) for x in pair)
    )
)
any_text = st.text(max_size=30)
long_names = st.lists(st.sampled_from(WORDS.split()), min_size=20, max_size=70).map(" ".join)
chained = st.tuples(st.sampled_from(["x", "نور", "bin"]), st.integers(0, 30)).map(
    lambda name: name[0] + f" {'الله' if name[0] == 'نور' else 'allah'}" * name[1]
)
columns = st.lists(st.none() | odd_names | any_text | long_names | chained, max_size=12)
few = settings(max_examples=150, deadline=None)


def parts_of(coded, row):
    """Script, tokens, skeletons and both kinds of keys of one row, out of the numbers."""
    number = coded.name[row]
    codes = coded.part[coded.offsets[number] : coded.offsets[number + 1]].tolist()
    parts = coded.parts[codes]
    script = SCRIPTS[coded.script[number]]
    assert set(parts["script"]) <= {script}
    return script, *(
        parts[what].to_list() for what in ("token", "skeleton", "coarse", "consonants")
    )


def plain(text):
    """The same, one name at a time: slow, and plainly right."""
    name = split_name(text)
    tokens = list(name.tokens)
    keys = ([key(token) for token in tokens] for key in (skeleton, coarse, consonants))
    return name.script, tokens, *keys


def plain_table(written):
    rows = []
    for text in written:
        if text is None:
            rows.append(dict.fromkeys(parse_names(pl.Series([], dtype=pl.String)).columns))
            continue
        name = split_name(text)
        script, tokens, fine, rough, _ = plain(text)
        rows.append(
            {
                "folded": name.folded,
                "script": script,
                "tokens": tokens,
                "skeletons": fine,
                "coarse": rough,
                "ism": name.ism,
                "kunya": name.kunya,
                "nisba": name.nisba,
                "n_parts": len(tokens),
            }
        )
    return pl.DataFrame(rows, schema=parse_names(pl.Series([], dtype=pl.String)).schema)


def invented(count, seed):
    """Names as four hands of the simulator write them, with slips: many distinct ones."""
    rng = np.random.default_rng(seed)
    out = []
    for habit in (Habit(), Habit(hamza=False, article="El ", abd="Abdel ", capital_family=True)):
        for own, surname in (
            (arabic_table(given_pool(), habit), arabic_table(families(), habit)),
            (
                latin_table(given_pool(), habit, family=False),
                latin_table(families(), habit, family=True),
            ),
        ):
            pieces = [own.gather(rng.integers(0, len(own), count)) for _ in range(3)]
            pieces.append(surname.gather(rng.integers(0, len(surname), count)))
            whole = pl.select(pl.concat_str(pieces, separator=" ", ignore_nulls=True)).to_series()
            out.append(slips(whole, 0.2, rng))
    return pl.concat(out)


@few
@given(columns)
def test_codes_say_what_splitting_each_name_says(written):
    coded = coded_names(pl.Series(written, dtype=pl.String))
    for row, text in enumerate(written):
        if text is None:
            assert coded.name[row] == -1
        else:
            assert coded.written[int(coded.name[row])] == text
            assert parts_of(coded, row) == plain(text)


@few
@given(columns)
def test_a_column_of_anything_reads_as_its_names_do_one_by_one(written):
    table = parse_names(pl.Series(written, dtype=pl.String))
    assert_frame_equal(table, plain_table(written))


def test_many_invented_names_read_as_they_do_one_by_one():
    written = invented(2_500, 3)
    assert written.n_unique() > 9_900
    assert_frame_equal(parse_names(written), plain_table(written))


def test_each_part_stands_once_in_order_and_is_used():
    coded = coded_names(invented(500, 4))
    keys = coded.parts.select("script", "token")
    assert keys.equals(keys.unique().sort("script", "token"))
    assert np.array_equal(np.unique(coded.part), np.arange(len(coded.parts)))


def test_names_in_another_order_have_the_same_parts_and_codes():
    written = invented(500, 5)
    coded, other = coded_names(written), coded_names(written.reverse())
    assert other.parts.equals(coded.parts)
    for row in range(0, len(written), 97):
        there = len(written) - 1 - row
        one, two = coded.name[row], other.name[there]
        assert np.array_equal(
            coded.part[coded.offsets[one] : coded.offsets[one + 1]],
            other.part[other.offsets[two] : other.offsets[two + 1]],
        )


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_reading_some_names_at_a_time_changes_nothing(size, monkeypatch):
    written = invented(60, 6)
    whole, table = coded_names(written), parse_names(written)
    monkeypatch.setattr(coding, "_CHUNK", size)
    pieces = coded_names(written)
    assert pieces.parts.equals(whole.parts)
    for what in ("name", "script", "offsets", "part"):
        assert np.array_equal(getattr(pieces, what), getattr(whole, what))
    assert_frame_equal(parse_names(written), table)


def test_two_threads_read_two_columns_at_once():
    columns = [invented(400, seed) for seed in range(6)]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(coded_names, columns))
    for column, coded in zip(columns, together, strict=True):
        alone = coded_names(column)
        assert coded.parts.equals(alone.parts)
        assert np.array_equal(coded.part, alone.part)


def test_a_column_without_names_has_no_parts():
    for column in (pl.Series([], dtype=pl.String), pl.Series([None, None], dtype=pl.String)):
        coded = coded_names(column)
        assert coded.name.tolist() == [-1] * len(column)
        assert (len(coded.written), len(coded.parts), coded.offsets.tolist()) == (0, 0, [0])
    assert coded_names(pl.Series(["", " ", "12"])).offsets.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "hostile",
    [
        "ا" * 100_000,
        "abd" * 40_000,
        "abdul ash sh " * 25_000,
        "x" + " allah" * 50_000,
        "(" * 100_000,
        "a-" * 50_000,
        " ".join(["سليم", "كنعان", "مراد"] * 20),
    ],
)
def test_a_monstrous_cell_reads_like_any_other(hostile):
    coded = coded_names(pl.Series([hostile, "سليم كنعان"]))
    assert parts_of(coded, 0) == plain(hostile)
    assert parts_of(coded, 1) == plain("سليم كنعان")


def test_a_column_of_numbers_is_refused():
    with pytest.raises(pl.exceptions.PolarsError):
        coded_names(pl.Series([[1]]))
