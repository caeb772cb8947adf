"""Which column becomes what: proposed from headers and values, kept as TOML, checked."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import MappingError
from tawthiq.lists import Mapping, propose_mapping
from tawthiq.lists.reading import read_content
from tawthiq.lists.vocabulary import DATE_FIELDS, FIELDS, fold_header, known_headers


def propose(text):
    return propose_mapping(read_content(text.encode(), "list.csv"))


def columns(text):
    return propose(text).columns


class TestProposal:
    def test_arabic_headers(self):
        found = columns(
            "الرقم,الاسم,الجنس,العمر,تاريخ الاستشهاد,المحافظة,المدينة,الصفة,سبب الوفاة,ملاحظات\n"
            "1,أحمد سالم,ذكر,5,2012-05-03,حمص,تلبيسة,مدني,قصف,\n"
        )
        assert list(found.values()) == [
            *("reporter_id", "name", "sex", "age", "death_date", "governorate", "town"),
            *("status", "cause", "notes"),
        ]

    def test_english_headers_however_they_are_written(self):
        found = columns(
            "ID,Full_Name,SEX,Age (years),Date of Birth,DATE-OF-DEATH,Province,Place of birth\n"
            "1,Omar Salim,m,5,2007-01-01,2012-05-03,Homs,Hama\n"
        )
        assert list(found.values()) == [
            *("reporter_id", "name", "sex", "age", "birth_date", "death_date"),
            *("governorate", "origin"),
        ]

    def test_hamza_ta_marbuta_and_vowel_marks_in_headers_do_not_matter(self):
        assert columns("الإسم,مُحافظه,ألعمر\nأحمد سالم,حمص,5\n") == {
            "الإسم": "name",
            "مُحافظه": "governorate",
            "ألعمر": "age",
        }

    def test_a_header_in_two_languages(self):
        assert columns("Name / الاسم,Age - العمر\nأحمد سالم,5\n") == {
            "Name / الاسم": "name",
            "Age - العمر": "age",
        }

    def test_of_two_columns_of_names_the_arabic_one_is_the_name(self):
        for head in ("name,en_name", "الاسم بالعربي,الاسم بالانكليزية", "Name,Name EN"):
            assert list(columns(f"{head}\nأحمد سالم,Ahmad Salim\n").values()) == [
                "name",
                "name_other",
            ]
        assert list(columns("name,other name\nAhmad Salim,أحمد سالم\n").values()) == [
            "name_other",
            "name",
        ]

    def test_a_name_in_parts(self):
        found = columns("First name,Father,Grandfather,Family name,Age\nOmar,Ali,Hasan,Salim,5\n")
        assert list(found.values()) == ["name_1", "name_2", "name_3", "name_6", "age"]

    def test_a_first_name_called_name_beside_father_and_family_is_a_part(self):
        found = columns("الاسم,اسم الأب,الكنية\nأحمد,سالم,الحلبي\nليلى,حسن,النجار\n")
        assert list(found.values()) == ["name_1", "name_2", "name_6"]

    def test_a_mothers_name_is_kept_and_no_part_of_the_name(self):
        assert columns("الاسم,اسم الأم\nأحمد سالم,ليلى\n")["اسم الأم"] == "keep"

    def test_columns_without_a_telling_header_are_told_by_their_values(self):
        rows = "\n".join(
            f"{name},{sex},{day}/05/2012,x{day}"
            for name, sex, day in [
                ("أحمد سالم الحلبي", "ذكر", 13),
                ("ليلى حسن النجار", "أنثى", 14),
                ("عمر علي الشامي", "ذكر", 25),
                ("نور ياسر الحمصي", "أنثى", 30),
            ]
        )
        found = propose(f"أ,ب,ج,د\n{rows}\n")
        assert list(found.columns.values()) == ["name", "sex", "death_date", "keep"]
        assert found.date_order == {"ج": "dmy"}

    def test_american_dates_are_told_from_their_values(self):
        found = propose("name,date of death\nOmar Salim,05/13/2012\nAli Hasan,05/30/2012\n")
        assert found.date_order == {"date of death": "mdy"}

    def test_every_column_is_mapped_and_the_proposal_is_valid_for_its_table(self):
        raw = read_content(b"a,b,name,c,date,date of death\n1,2,Omar Salim,4,x,2012\n", "f")
        mapping = propose_mapping(raw)
        mapping.check_against(raw.columns, "f")
        assert mapping.columns["date of death"] == "keep" or mapping.columns["date"] == "keep"

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.sampled_from([*sorted(known_headers()), "x", "y", "اسم الأم"]),
            min_size=1,
            max_size=12,
            unique=True,
        )
    )
    def test_any_combination_of_known_headers_gives_a_valid_mapping(self, headers):
        cells = ",".join(["أحمد سالم"] * len(headers))
        raw = read_content(f"{','.join(headers)}\n{cells}\n".encode(), "f", delimiter=",")
        propose_mapping(raw).check_against(raw.columns, "f")

    def test_no_two_fields_claim_one_header(self):
        text = files("tawthiq.lists").joinpath("headers.toml").read_text("utf-8")
        table = tomllib.loads(text)
        claims = [(fold_header(w), field) for field, words in table.items() for w in set(words)]
        by_word = {}
        for word, field in claims:
            by_word.setdefault(word, set()).add(field)
        assert {word: fields for word, fields in by_word.items() if len(fields) > 1} == {}


@st.composite
def mappings(draw):
    single = [f for f in FIELDS if f not in ("keep", "notes") and not f.startswith("name_")]
    fields = draw(st.lists(st.sampled_from(single), unique=True, min_size=1))
    fields += draw(st.lists(st.sampled_from(["keep", "notes"]), max_size=3))
    headers = draw(
        st.lists(
            st.text(min_size=1, max_size=12).filter(lambda t: t.isprintable()),
            min_size=len(fields),
            max_size=len(fields),
            unique=True,
        )
    )
    mapped = dict(zip(headers, fields, strict=True))
    dates = [h for h, f in mapped.items() if f in DATE_FIELDS]
    return Mapping(
        columns=mapped,
        date_order={h: draw(st.sampled_from(["dmy", "mdy", "ymd"])) for h in dates[:1]},
        calendar={h: draw(st.sampled_from(["gregorian", "hijri"])) for h in dates[1:]},
        nulls=tuple(draw(st.lists(st.sampled_from(["?", "لا يوجد", "none"]), unique=True))),
        country=draw(st.sampled_from([None, "SY"])),
    )


class TestKeeping:
    @settings(max_examples=60)
    @given(mappings())
    def test_toml_and_plain_data_give_the_mapping_back(self, mapping):
        assert Mapping.from_toml(mapping.to_toml()) == mapping
        assert Mapping.from_dict(mapping.to_dict()) == mapping

    @pytest.mark.parametrize(
        ("toml", "said"),
        [
            ("columns = 3", r"\[columns\] must be a table"),
            ("", r"the table \[columns\] is missing"),
            ("[columns", "is not TOML"),
            ('[columns]\nA = "nmae"', "Column 'A' is mapped to 'nmae'.*did you mean 'name'"),
            ('[columns]\nA = "age"\nB = "age"', "'A' and 'B' are both mapped to 'age'"),
            ('[columns]\nA = "name"\nB = "name_2"', "whole name and 'B' a part of it"),
            ('colums = 1\n[columns]\nA = "age"', "no setting 'colums'; did you mean 'columns'"),
            ('[columns]\nA = "age"\n[date_order]\nA = "dmy"', "not mapped to a date"),
            ('[columns]\nA = "death_date"\n[date_order]\nA = "dym"', "expected one of dmy"),
            ('[columns]\nA = "death_date"\n[calendar]\nA = "julian"', "expected one of gregorian"),
            ('country = "Syria"\n[columns]\nA = "age"', "two letters"),
            ('nulls = "?"\n[columns]\nA = "age"', "nulls must be a list"),
        ],
    )
    def test_a_wrong_mapping_is_refused_with_what_is_wrong(self, toml, said):
        with pytest.raises(MappingError, match=said):
            Mapping.from_toml(toml, "mapping.toml")

    def test_a_mapping_of_another_file_is_refused(self):
        mapping = Mapping(columns={"Name": "name", "Agee": "age"})
        with pytest.raises(MappingError, match=r"'Agee', which f does not.*you mean 'Age'"):
            mapping.check_against(["Name", "Age"], "f")
        with pytest.raises(MappingError, match="says nothing of the column 'Sex'"):
            Mapping(columns={"Name": "name"}).check_against(["Name", "Sex"], "f")
