"""Places: found in any order and either script; a shared name is never settled by guessing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import FieldError
from tawthiq.fields import Gazetteer

HEADER = "id,level,parent,name_en,name_ar,lat,lon,alternates\n"
SMALL = HEADER + (
    "xx-north,governorate,,North,الشمالية,10,20,Norden\n"
    "xx-south,governorate,,South,الجنوبية,-10.5,20,\n"
    "xx-north-spring,town,xx-north,Spring,النبع,11,21,\n"
    "xx-south-spring,town,xx-south,Spring,النبع,-11,21,\n"
)


def where(*cells, **named):
    match = Gazetteer.default().resolve(*cells, **named)
    return match.governorate, match.district, match.town


@pytest.mark.parametrize(
    "cell",
    [
        "Homs - Talbiseh",
        "Talbiseh, Homs",
        "حمص/تلبيسة",
        "حمص-تلبيسة",
        "حمص تلبيسه",
        "Hims: Talbisa",
        "Talbiseh, Homs, Syria",
    ],
)
@pytest.mark.parametrize("column", ["governorate", "district", "town"])
def test_a_free_text_cell_is_read_in_any_order_and_column(cell, column):
    assert where(**{column: cell}) == ("sy-homs", None, "sy-homs-talbiseh")


@pytest.mark.parametrize(
    ("cells", "ids"),
    [
        (("Homs", None, "Homs"), ("sy-homs", "sy-homs-homs-district", "sy-homs-homs")),
        (("حمص", "الرستن", "تلبيسة"), ("sy-homs", "sy-homs-rastan-district", "sy-homs-talbiseh")),
        (("Deir Ezzor",), ("sy-deir-ez-zor", None, None)),
        (("ريف حمص",), ("sy-homs", None, None)),
        (("Damascus Suburbs",), ("sy-rif-dimashq", None, None)),
        (("الرقه",), ("sy-raqqa", None, None)),
        (("Ar-Raqqah",), ("sy-raqqa", None, None)),
        (("Homs", None, "unknown"), ("sy-homs", None, None)),
        (("Homs", None, "Atlantis"), ("sy-homs", None, "~atlantis")),
        (("Homs - Atlantis",), ("sy-homs", None, "~atlantis")),
        (("Atlantis",), ("~atlantis", None, None)),
        ((None, None, None), (None, None, None)),
    ],
)
def test_columns_of_places(cells, ids):
    assert where(*cells) == ids


def test_a_name_that_two_governorates_share_is_not_guessed():
    match = Gazetteer.default().resolve(town="صوران")
    assert (match.governorate, match.town, match.lat) == (None, "~صوران", None)
    assert "Aleppo" in match.doubt
    assert "Hama" in match.doubt
    assert where("Hama", None, "Suran") == ("sy-hama", None, "sy-hama-suran")
    assert where("حلب", None, "صوران") == ("sy-aleppo", None, "sy-aleppo-suran")


def test_a_town_that_is_not_in_its_governorate_stays_as_written():
    match = Gazetteer.default().resolve("Aleppo", town="Talbiseh")
    assert (match.governorate, match.town) == ("sy-aleppo", "~talbiseh")
    assert "not known in" in match.doubt


def test_a_capital_alone_is_its_governorate_only_and_says_so():
    match = Gazetteer.default().resolve(town="حمص")
    assert (match.governorate, match.town) == ("sy-homs", None)
    assert "may be" in match.doubt


def test_a_country_keeps_the_search_to_itself():
    assert where(town="Tripoli", country="LB") == ("lb-north", None, "lb-north-tripoli")
    assert where("Tripoli", country="ليبيا") == ("ly-tripoli", None, None)
    assert where(town="Talbiseh", country="Turkey") == (None, None, "~talbiseh")


def test_every_governorate_is_found_by_both_its_names():
    gazetteer = Gazetteer.default()
    for place in gazetteer:
        if place.level == "governorate":
            for name in (place.name_en, place.name_ar):
                found = gazetteer.resolve(name, country=place.id[:2]).governorate
                assert found == place.id, name


def test_every_place_lies_in_the_world_and_has_a_name_in_both_languages():
    gazetteer = Gazetteer.default()
    assert len({place.id[:2] for place in gazetteer}) == 22
    for place in gazetteer:
        assert gazetteer.name(place.id, "en")
        assert gazetteer.name(place.id, "ar")
        assert place.lat is not None
        assert -13 < place.lat < 38
        assert place.lon is not None
        assert -18 < place.lon < 60
    assert gazetteer.name("~x y", "ar") == "x y"
    with pytest.raises(FieldError, match="no place"):
        gazetteer.place("sy-atlantis")


def test_a_gazetteer_of_ones_own_reads_back_to_the_byte(tmp_path):
    own = Gazetteer.from_csv(SMALL.encode())
    assert own.to_csv().decode() == SMALL
    file = tmp_path / "own.csv"
    file.write_bytes(b"\xef\xbb\xbf" + own.to_csv())
    assert Gazetteer.from_csv(file).to_csv() == own.to_csv()
    assert own.resolve("Norden", town="Spring").town == "xx-north-spring"
    assert own.resolve(town="Spring").governorate is None
    assert own.place("xx-south").lat == -10.5
    default = Gazetteer.default().to_csv()
    assert Gazetteer.from_csv(default).to_csv() == default


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("xx-a,town,xx-missing,A,,1,1,", "line 6: the parent 'xx-missing' has no line"),
        ("xx-a,governorate,xx-north,A,,1,1,", "line 6: a governorate has no parent"),
        ("xx-a,town,xx-north-spring,A,,1,1,", "line 6: the parent 'xx-north-spring' is a town"),
        ("xx-north,governorate,,A,,1,1,", "line 6: the id 'xx-north' stands already in line 2"),
        ("xx-a,village,xx-north,A,,1,1,", "line 6: the level"),
        ("../a,town,xx-north,A,,1,1,", "line 6: the id"),
        ("xx-a,town,xx-north,,,1,1,", "line 6: the place has no name"),
        ("xx-a,town,xx-north,=1+1,,1,1,", "line 6: '=1"),
        ("xx-a,town,xx-north,A,,91,1,", "line 6: lat"),
        ("xx-a,town,xx-north,A,,nan,1,", "line 6: lat"),
        ("xx-a,town,xx-north,A", "line 6: 4 cells"),
        ('xx-a,town,xx-north,"A', "line 6: not CSV"),
    ],
)
def test_a_wrong_line_is_named(row, reason):
    with pytest.raises(FieldError, match=reason.replace("+", r"\+").replace("(", r"\(")):
        Gazetteer.from_csv((SMALL + row + "\n").encode())


def test_other_files_are_refused(tmp_path):
    for data in (b"", b"a,b\n1,2\n", SMALL.encode("utf-16"), b"\x00" * 10):
        with pytest.raises(FieldError, match="gazetteer, line"):
            Gazetteer.from_csv(data)
    with pytest.raises(FieldError, match="cannot be read"):
        Gazetteer.from_csv(tmp_path / "missing.csv")
    with pytest.raises(FieldError, match="characters long"):
        Gazetteer.default().resolve("a" * 1000)


@settings(max_examples=100)
@given(
    cells=st.tuples(
        *[
            st.none()
            | st.text(max_size=20)
            | st.sampled_from(["Homs", "صوران", "Hama / Suran", "Tripoli"])
        ]
        * 3
    )
)
def test_any_cells_give_places_within_one_another(cells):
    gazetteer = Gazetteer.default()
    match = gazetteer.resolve(*cells)
    known = [
        id_ for id_ in (match.governorate, match.district, match.town) if id_ and id_[0] != "~"
    ]
    for id_ in known:
        assert id_.startswith(known[0])
    assert (match.lat is not None) == bool(known)
