"""Reading a file: what it is, where its table begins, every cell as written, nothing lost."""

import csv
import io
import json
import re
import time
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tawthiq.errors import ListFormatError
from tawthiq.lists import archives, read_table, reading
from tawthiq.lists.reading import read_content

ARABIC = "الاسم,العمر\nأحمد سالم,٥\nليلى حسن,6\n"


def read(content, **options):
    return read_content(content if isinstance(content, bytes) else content.encode(), "f", **options)


def rows_of(raw):
    return [row[1:] for row in raw.rows.rows()]


def workbook(fill, **options):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    fill(book)
    book.close()
    return buffer.getvalue()


def sheet_of(rows):
    def fill(book):
        sheet = book.add_worksheet("List")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def ods(rows, repeat=None):
    document = OpenDocumentSpreadsheet()
    table = Table(name="List")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    if repeat:
        line = TableRow(numberrowsrepeated=repeat)
        cell = TableCell(valuetype="string", numbercolumnsrepeated=16_000)
        cell.addElement(P(text="x"))
        line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def archive(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return buffer.getvalue()


def with_member(content, name, data):
    """The same workbook with one member replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = {info.filename: old.read(info) for info in old.infolist()}
    return archive(members | {name: data})


class TestEncodings:
    @pytest.mark.parametrize(
        ("codec", "told"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16-le"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("cp1256", "windows-1256"),
        ],
    )
    def test_the_encoding_is_told_from_the_bytes(self, codec, told):
        raw = read(ARABIC.replace("٥", "5").encode(codec))
        assert raw.encoding == told
        assert rows_of(raw) == [("أحمد سالم", "5"), ("ليلى حسن", "6")]

    def test_french_accents_in_windows_1256_are_read(self):
        raw = read("nom,notes\nOmar Salim,tué près de l'école\n".encode("cp1256"))
        assert rows_of(raw) == [("Omar Salim", "tué près de l'école")]

    def test_arabic_of_another_code_page_is_refused_rather_than_read_as_rubbish(self):
        with pytest.raises(ListFormatError, match="encoding cannot be told"):
            read((ARABIC.replace("٥", "5") * 5).encode("iso-8859-6"))

    def test_it_is_read_once_the_code_page_is_named(self):
        raw = read(ARABIC.replace("٥", "5").encode("iso-8859-6"), encoding="iso-8859-6")
        assert rows_of(raw)[0] == ("أحمد سالم", "5")

    @pytest.mark.parametrize(
        ("codec", "forced"),
        [
            ("utf-8", "windows-1256"),
            ("utf-8", "utf-16-le"),
            ("cp1256", "utf-8"),
            ("utf-16-le", "utf-8"),
            ("utf-16-le", "utf-16-be"),
        ],
    )
    def test_a_wrong_encoding_that_is_forced_is_refused(self, codec, forced):
        content = (ARABIC.replace("٥", "5") * 3).encode(codec)
        with pytest.raises(ListFormatError, match=f"this is not {forced}; it reads as"):
            read(content, encoding=forced)

    def test_an_unknown_encoding_is_refused(self):
        with pytest.raises(ListFormatError, match="no encoding is called 'arabic-9'"):
            read(ARABIC, encoding="arabic-9")

    def test_one_row_of_undecodable_bytes_is_set_aside_and_the_rest_is_read(self):
        lines = ["name,age", *(f"أحمد سالم {n},{n}" for n in range(20))]
        content = "\n".join(lines).encode().replace("سالم 7".encode(), b"\xff\xfe\xd3 7")
        raw = read(content)
        assert raw.encoding == "utf-8"
        assert raw.rows.height == 19
        ((line, reason, cells),) = raw.set_aside.rows()
        assert line == 9
        assert reason == "the row holds bytes that cannot be decoded"
        assert json.loads(cells) == ["أحمد \\xff\\xfe\\xd3 7", "7"]


class TestDelimiters:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "،"])
    def test_the_delimiter_is_told_from_the_rows(self, delimiter):
        raw = read(f"name{delimiter}age\nOmar Salim{delimiter}5\nAli Hasan{delimiter}\n")
        assert raw.delimiter == delimiter
        assert rows_of(raw) == [("Omar Salim", "5"), ("Ali Hasan", None)]

    def test_commas_inside_the_cells_of_a_tab_table_stay(self):
        raw = read("name\tplace\nOmar Salim\tHoms, Talbiseh, north\nAli\tHama, x, y\n")
        assert rows_of(raw)[0] == ("Omar Salim", "Homs, Talbiseh, north")

    def test_any_other_character_can_be_named(self):
        assert rows_of(read("name~age\nOmar~5\n", delimiter="~")) == [("Omar", "5")]

    def test_more_than_one_character_is_refused(self):
        with pytest.raises(ListFormatError, match="must be one character"):
            read("name::age\n", delimiter="::")

    def test_the_line_by_which_a_spreadsheet_names_the_delimiter_is_heeded(self):
        raw = read("sep=;\nname;age\nOmar;5\n")
        assert (raw.delimiter, raw.header_row) == (";", 2)
        assert raw.rows.rows() == [(3, "Omar", "5")]

    def test_a_list_of_names_alone_is_one_column(self):
        assert rows_of(read("الاسم\nأحمد سالم\nليلى حسن\n")) == [("أحمد سالم",), ("ليلى حسن",)]


class TestRows:
    def test_line_numbers_are_those_of_the_file_also_after_line_breaks_in_cells(self):
        raw = read('name,notes\nOmar,"one\ntwo"\n\nAli,x\r\nSara,y\n')
        assert raw.rows["_row"].to_list() == [2, 5, 6]
        assert raw.rows["notes"][0] == "one\ntwo"

    def test_a_row_of_another_width_is_set_aside_with_its_line_and_cells(self):
        raw = read("name,age,sex\nOmar,5,m\nAli, Hasan,6,m\nSara,7\n")
        assert raw.rows.height == 1
        assert [row[:2] for row in raw.set_aside.rows()] == [
            (3, "the row has 4 cells, the header 3"),
            (4, "the row has 2 cells, the header 3"),
        ]
        assert json.loads(raw.set_aside["cells"][0]) == ["Ali", " Hasan", "6", "m"]

    def test_a_cell_of_ten_megabytes_sets_only_its_row_aside(self):
        raw = read(f'name,notes\nOmar,x\nAli,"{"y" * 10_000_000}"\nSara,z\n')
        assert raw.rows["name"].to_list() == ["Omar", "Sara"]
        assert raw.set_aside["reason"].to_list() == ["a cell holds more than 32,767 characters"]
        assert len(json.loads(raw.set_aside["cells"][0])[1]) == 10_000_000

    def test_reading_leaves_the_limit_of_the_csv_module_as_it_was(self):
        before = csv.field_size_limit()
        read("name,age\nOmar,5\n")
        assert csv.field_size_limit() == before

    def test_a_quotation_mark_that_is_never_closed_costs_one_line(self):
        raw = read('name,age\nOmar,5\n"Ali,6\nSara,7\nNur,8\n')
        assert raw.rows["name"].to_list() == ["Omar", "Sara", "Nur"]
        assert raw.set_aside.rows() == [
            (3, "a quotation mark opened here is never closed", '["\\"Ali,6"]')
        ]

    def test_two_stray_quotation_marks_do_not_join_two_people_into_one(self):
        raw = read('name,sex\n"Omar,m\n"Ali,m\nSara,f\n')
        assert raw.rows["name"].to_list() == ["Sara"]
        assert raw.set_aside["_row"].to_list() == [2, 3]

    def test_a_file_of_stray_quotation_marks_ends_soon(self):
        start = time.process_time()
        raw = read("name,age\n" + '"a""b,5\n' * 20_000)
        assert raw.set_aside.height == 20_000
        assert time.process_time() - start < 5

    def test_a_header_as_long_as_a_page_is_refused(self):
        with pytest.raises(ListFormatError, match="a header has more than 500 characters"):
            read(f"name,{'x' * 100_000}\nOmar,5\n")

    def test_the_header_again_as_a_row_is_set_aside(self):
        raw = read("name,age\nOmar,5\nname,age\nAli,6\n")
        assert raw.rows["_row"].to_list() == [2, 4]
        assert raw.set_aside.rows() == [(3, "the header stands here again", '["name", "age"]')]

    def test_formulas_are_only_text(self):
        raw = read("name,notes\nOmar,=1+2\nAli,\"=cmd|' /C calc'!A0\"\nSara,@x\nNur,+5\nHuda,-5\n")
        assert raw.rows["notes"].to_list() == ["=1+2", "=cmd|' /C calc'!A0", "@x", "+5", "-5"]

    def test_blanks_around_a_value_are_kept_as_written(self):
        assert rows_of(read("name,age\n Omar ,5\n")) == [(" Omar ", "5")]


class TestHeaders:
    def test_a_header_under_a_title_is_found(self):
        raw = read("List of the dead,,\nspring 2012,,\nname,age,sex\nOmar,5,m\n")
        assert raw.header_row == 3
        assert raw.columns == ["name", "age", "sex"]
        assert "2 rows above the header were taken as titles" in raw.notes

    def test_two_columns_of_one_name_are_refused(self):
        with pytest.raises(ListFormatError, match="'age' stands over columns 2 and 3"):
            read("name,age, age \nOmar,5,6\n")

    def test_rows_without_a_header_are_refused(self):
        with pytest.raises(ListFormatError, match="no row of headers was found; row 1"):
            read("Omar Salim,34,2012-05-03\nAli Hasan,20,2012-05-04\n")

    def test_a_column_without_a_header_is_kept_under_its_place(self):
        raw = read("name,,age,\nOmar,x,5,\n")
        assert raw.columns == ["name", "column 2", "age"]

    def test_a_column_called_like_ours_is_refused(self):
        with pytest.raises(ListFormatError, match="called '_row'"):
            read("name,_row\nOmar,5\n")


class TestRefused:
    @pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"  \r\n"])
    def test_an_empty_file(self, content):
        with pytest.raises(ListFormatError, match="the file is empty"):
            read(content)

    def test_a_header_alone(self):
        with pytest.raises(ListFormatError, match="a header in row 1, and no row below it"):
            read("name,age\n")

    @pytest.mark.parametrize(
        ("content", "what"),
        [
            (b"%PDF-1.7 ...", "a PDF file"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, r"an old Excel file \(.xls\)"),
            (b"<html><table><tr><td>name</td></tr></table></html>", "a web page"),
            (b'<?xml version="1.0"?><list/>', "a web page or XML"),
            (b'{"name": "Omar"}', "JSON"),
            (b"\x89PNG\r\n\x1a\n....", "a picture"),
        ],
    )
    def test_other_kinds_of_files_by_their_content(self, content, what, tmp_path):
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        with pytest.raises(ListFormatError, match=what) as error:
            read_table(path)
        assert "CSV" in str(error.value)

    def test_a_missing_file_and_a_folder(self, tmp_path):
        with pytest.raises(ListFormatError, match="there is no such file"):
            read_table(tmp_path / "none.csv")
        with pytest.raises(ListFormatError, match="cannot be read"):
            read_table(tmp_path)

    def test_a_file_beyond_the_limit(self, tmp_path, monkeypatch):
        monkeypatch.setattr(reading, "MAX_FILE", 10)
        (tmp_path / "list.csv").write_text("name,age\nOmar Salim,5\n")
        with pytest.raises(ListFormatError, match="Split it into several"):
            read_table(tmp_path / "list.csv")


class TestWorkbooks:
    def test_dates_numbers_and_truth_are_text_as_a_person_reads_them(self):
        def fill(book):
            sheet = book.add_worksheet("List")
            iso = book.add_format({"num_format": "yyyy-mm-dd"})
            sheet.write_row(0, 0, ["name", "age", "date of death", "weight", "seen", "hour"])
            sheet.write_row(1, 0, ["Omar Salim", 34])
            sheet.write_datetime(1, 2, datetime(2012, 5, 3), iso)  # noqa: DTZ001
            sheet.write(1, 3, 5.25)
            sheet.write_boolean(1, 4, True)
            sheet.write_datetime(1, 5, datetime(2012, 5, 3, 14, 30), iso)  # noqa: DTZ001

        raw = read(workbook(fill))
        assert (raw.kind, raw.sheet) == ("xlsx", "List")
        assert rows_of(raw) == [
            ("Omar Salim", "34", "2012-05-03", "5.25", "TRUE", "2012-05-03 14:30:00")
        ]

    def test_titles_blank_rows_and_an_empty_margin_are_passed_over(self):
        def fill(book):
            sheet = book.add_worksheet()
            sheet.merge_range(0, 1, 0, 3, "List of the dead")
            sheet.write_row(3, 1, ["الاسم", "العمر"])
            sheet.write_row(4, 1, ["أحمد سالم", 5])
            sheet.write_row(6, 1, ["ليلى حسن", 6])
            sheet.write(6, 8, " ")

        raw = read(workbook(fill))
        assert raw.header_row == 4
        assert raw.columns == ["الاسم", "العمر"]
        assert raw.rows["_row"].to_list() == [5, 7]

    def test_a_cell_merged_over_rows_stands_in_each_of_them(self):
        def fill(book):
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["governorate", "name"])
            sheet.merge_range(1, 0, 3, 0, "Homs")
            for row in (1, 2, 3, 4):
                sheet.write(row, 1, f"Omar {row}")

        raw = read(workbook(fill))
        assert raw.rows["governorate"].to_list() == ["Homs", "Homs", "Homs", None]
        assert any("merged" in note for note in raw.notes)

    def test_the_sheet_with_most_rows_is_read_and_the_others_are_told(self):
        def fill(book):
            book.add_worksheet("Cover").write(0, 0, "about")
            sheet = book.add_worksheet("Dead")
            for row in range(3):
                sheet.write_row(row, 0, ["name", "age"] if row == 0 else [f"Omar {row}", row])
            hidden = book.add_worksheet("Old")
            hidden.hide()
            for row in range(9):
                hidden.write_row(row, 0, ["name", "age"] if row == 0 else [f"Ali {row}", row])

        content = workbook(fill)
        raw = read(content)
        assert raw.sheet == "Dead"
        assert "not read: 'Cover', 'Old' (hidden)" in raw.notes[0]
        assert read(content, sheet="Old").rows.height == 8
        with pytest.raises(ListFormatError, match=r"no sheet 'New'.*'Cover', 'Dead', 'Old'"):
            read(content, sheet="New")

    def test_an_ods_sheet_is_read(self):
        raw = read(ods([["name", "age"], ["Omar Salim", "5"]]))
        assert (raw.kind, raw.sheet) == ("ods", "List")
        assert raw.rows.rows() == [(2, "Omar Salim", "5")]

    def test_the_kind_is_told_by_the_content_not_by_the_name(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_bytes(sheet_of([["name", "age"], ["Omar", 5]]))
        assert read_table(path).kind == "xlsx"

    def test_formula_like_text_stays_text(self):
        def fill(book):
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["name", "notes"])
            sheet.write(1, 0, "Omar")
            sheet.write_string(1, 1, "=HYPERLINK(1)")

        assert rows_of(read(workbook(fill))) == [("Omar", "=HYPERLINK(1)")]


LIST = [["name", "age"], ["Omar Salim", 5]]


class TestHostileWorkbooks:
    def test_a_bomb_told_by_its_directory(self):
        content = with_member(sheet_of(LIST), "xl/media/a.bin", b"\0" * 30_000_000)
        with pytest.raises(ListFormatError, match="more than 200 times its size"):
            read(content)

    def test_a_bomb_whose_directory_lies_is_stopped_while_it_inflates(self):
        content = bytearray(with_member(sheet_of(LIST), "xl/a.bin", b"\0" * 30_000_000))
        honest = (30_000_000).to_bytes(4, "little")
        assert content.count(honest) >= 2
        lied = bytes(content).replace(honest, (1000).to_bytes(4, "little"))
        with pytest.raises(ListFormatError, match=r"damaged|times its size"):
            read(lied)

    def test_more_than_the_total_is_refused(self, monkeypatch):
        monkeypatch.setattr(archives, "MAX_INFLATED", 1000)
        with pytest.raises(ListFormatError, match="it unpacks to more than"):
            read(sheet_of(LIST))

    def test_too_many_members(self):
        members = {f"a{n}": b"" for n in range(10_001)}
        with pytest.raises(ListFormatError, match="it holds 10,001 files"):
            read(archive(members))

    def test_one_cell_in_the_last_corner_does_not_fill_the_memory(self):
        def fill(book):
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["name", "age"])
            sheet.write(1_048_575, 16_383, "x")

        with pytest.raises(ListFormatError, match="spans 1,048,576 rows and 16,384 columns"):
            read(workbook(fill))

    def test_repeated_cells_of_an_ods_sheet_do_not_fill_the_memory(self):
        with pytest.raises(ListFormatError, match="spans 1,000,002 rows and 16,000 columns"):
            read(ods([["name", "age"], ["Omar", "5"]], repeat=1_000_000))

    def test_macros_are_refused_with_a_way_out(self):
        content = with_member(sheet_of(LIST), "xl/vbaProject.bin", b"macro")
        with pytest.raises(ListFormatError, match=r"holds macros.*Save it as .xlsx without macros"):
            read(content)

    def test_entities_are_refused(self):
        evil = (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            b"<sst><si><t>&e;</t></si></sst>"
        )
        content = with_member(sheet_of(LIST), "xl/sharedStrings.xml", evil)
        with pytest.raises(ListFormatError, match="defines entities"):
            read(content)

    def test_a_locked_archive_and_a_locked_workbook(self):
        content = bytearray(sheet_of(LIST))
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            start = 0
            while (start := content.find(mark, start)) >= 0:
                content[start + at] |= 1
                start += 4
        with pytest.raises(ListFormatError, match="locked with a password"):
            read(bytes(content))

    def test_a_locked_ods(self):
        manifest = b'<?xml version="1.0"?><manifest><encryption-data/></manifest>'
        content = with_member(ods([["name"], ["Omar"]]), "META-INF/manifest.xml", manifest)
        with pytest.raises(ListFormatError, match="locked with a password"):
            read(content)

    def test_a_workbook_cut_short(self):
        content = sheet_of(LIST)
        with pytest.raises(ListFormatError, match="damaged"):
            read(content[: len(content) // 2])

    def test_a_damaged_sheet(self):
        content = with_member(sheet_of(LIST), "xl/worksheets/sheet1.xml", b"<worksheet><she")
        with pytest.raises(ListFormatError):
            read(content)

    def test_an_archive_that_is_no_workbook(self):
        with pytest.raises(ListFormatError, match="an archive, but no workbook"):
            read(archive({"list.csv": b"name,age"}))

    def test_a_binary_workbook(self):
        with pytest.raises(ListFormatError, match=r"\.xlsb"):
            read(archive({"xl/workbook.bin": b""}))


WORDS = st.text(
    st.sampled_from("ابتثحمدسعيلنو abcdefXYZ éàç 0123456789 ,;|\t\"'\n\r=+-@/().،"), max_size=12
)


@st.composite
def tables(draw):
    width = draw(st.integers(2, 5))
    header = ["name", "age", "sex", "notes", "place"][:width]
    cells = st.lists(WORDS, min_size=width, max_size=width)
    body = draw(st.lists(cells, min_size=1, max_size=8))
    # A first row without a doubt: on two rows of blanks no reader could tell the table from noise.
    return header, [["Omar"] * width, *body]


@settings(max_examples=80, deadline=None)
@given(
    table=tables(),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_written_in_any_encoding_and_delimiter_reads_back_the_same(
    table, codec, delimiter, newline
):
    header, body = table
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *body])
    # A few mixed letters do not tell Windows-1256; real lists do, as the tests above say.
    forced = "windows-1256" if codec == "cp1256" else None
    raw = read(buffer.getvalue().encode(codec), delimiter=delimiter, encoding=forced)
    expected = [
        tuple(cell or None for cell in row)
        for row in body
        if any(cell.strip() for cell in row) and row != header
    ]
    assert rows_of(raw) == expected
    assert raw.set_aside.height == 0


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_clear_refusal(content):
    try:
        raw = read(content)
    except ListFormatError as error:
        said = str(error)
    else:
        said = f"f: {raw.rows.height + raw.set_aside.height} rows"
    assert re.match(r"f[:,] .{5}", said)
    assert said != "f: 0 rows"
