"""Dates: what a source leaves open stays open, and a day that cannot be is refused."""

from datetime import date, timedelta

import pytest
from hijridate import Gregorian
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import FieldError
from tawthiq.fields import detect_order, from_excel_serial, parse_date

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
RECENT = st.dates(date(2000, 1, 1), date(2029, 12, 31))
MONTHS_EN = "January February March April May June July August September October November December"
MONTHS_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTHS_LEVANT = (
    "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول"
)
MONTHS_EGYPT = "يناير,فبراير,مارس,أبريل,مايو,يونيو,يوليو,أغسطس,سبتمبر,أكتوبر,نوفمبر,ديسمبر"
MONTHS_MAGHREB = "جانفي,فيفري,مارس,أفريل,ماي,جوان,جويلية,أوت,سبتمبر,أكتوبر,نوفمبر,ديسمبر"
CALENDARS = [
    MONTHS_EN.split(),
    MONTHS_FR.split(),
    *(names.split(",") for names in (MONTHS_LEVANT, MONTHS_EGYPT, MONTHS_MAGHREB)),
]
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def days(text, **options):
    read = parse_date(text, **options)
    return tuple(None if day is None else day.isoformat() for day in (read.earliest, read.latest))


@given(day=DAYS)
def test_a_full_iso_date_is_its_own_interval(day):
    read = parse_date(day.isoformat())
    assert (read.earliest, read.latest, read.edtf) == (day, day, day.isoformat())
    assert read.doubt is None


@settings(max_examples=60)
@given(day=DAYS, separator=st.sampled_from("/-."), digits=st.sampled_from([{}, EASTERN, PERSIAN]))
def test_numbers_in_either_digits_read_back_in_each_order(day, separator, digits):
    d, m, y = f"{day.day:02d}", f"{day.month}", f"{day.year}"
    for order, parts in (("dmy", (d, m, y)), ("mdy", (m, d, y)), ("ymd", (y, m, d))):
        text = separator.join(parts).translate(digits)
        read = parse_date(text, order=order)
        assert (read.earliest, read.latest, read.doubt) == (day, day, None)


@settings(max_examples=60)
@given(day=DAYS, names=st.sampled_from(CALENDARS))
def test_month_names_of_every_tradition_read_back(day, names):
    for text in (
        f"{day.day} {names[day.month - 1]} {day.year}",
        f"{names[day.month - 1]} {day.day}, {day.year}",
        f"{day.day}-{names[day.month - 1]}-{day.year}",
    ):
        read = parse_date(text)
        assert (read.earliest, read.latest) == (day, day), text


@given(day=RECENT)
def test_two_digit_years_are_read_by_the_stated_rule_and_doubted(day):
    read = parse_date(day.strftime("%d/%m/%y"))
    assert read.earliest == read.latest == day
    assert "two-digit year" in read.doubt


@given(day=DAYS)
def test_a_partial_date_contains_all_its_days(day):
    for text in (f"{day.year}", f"{day.year}-{day.month:02d}", f"XX/{day.month:02d}/{day.year}"):
        read = parse_date(text)
        assert read.earliest <= day <= read.latest
    assert days(f"00/{day.month}/{day.year}") == days(f"{day.year}-{day.month:02d}")


@settings(max_examples=40)
@given(day=st.dates(date(1925, 1, 1), date(2070, 1, 1)))
def test_a_hijri_date_is_its_day_and_one_on_either_side(day):
    hijri = Gregorian.fromdate(day).to_hijri()
    read = parse_date(f"{hijri.day}/{hijri.month}/{hijri.year}")
    assert (read.earliest, read.latest) == (day - timedelta(days=1), day + timedelta(days=1))
    assert read.calendar == "hijri"
    assert "sighting" in read.doubt


@settings(max_examples=60)
@given(
    day=DAYS,
    form=st.sampled_from(
        ["{}", "before {}", "بعد {}", "about {}", "{}?", "since {}", "{}/..", "[..{}]"]
    ),
    length=st.sampled_from([4, 7, 10]),
)
def test_edtf_reads_back_to_the_same_days(day, form, length):
    read = parse_date(form.format(day.isoformat()[:length]))
    if (read.earliest or date(1900, 1, 1)).year < 1900 or (read.latest or day).year > 2100:
        return  # "before 1900" ends in 1899, which is no year to read back
    if read.earliest is None and read.latest.year < 1900:
        return
    again = parse_date(read.edtf)
    assert (again.earliest, again.latest) == (read.earliest, read.latest)


@settings(max_examples=200)
@given(st.text(alphabet="0123456789/-.~?xXT:[] هـآبأيارقلعدmayugbetwnd٠١", max_size=24))
def test_any_text_gives_days_in_order_or_a_field_error(text):
    try:
        read = parse_date(text)
    except FieldError:
        return
    assert read.earliest is not None or read.latest is not None
    if read.earliest and read.latest:
        assert read.earliest <= read.latest


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("before 5 May 2012", None, "2012-05-04"),
        ("قبل 5 أيار 2012", None, "2012-05-04"),
        ("after 2012", "2013-01-01", None),
        ("حتى آب 2012", None, "2012-08-31"),
        ("about May 2012", "2012-04-01", "2012-06-30"),
        ("حوالي 2012", "2011-01-01", "2013-12-31"),
        ("circa 23 Aug 2012", "2012-08-16", "2012-08-30"),
        ("3-5 August 2012", "2012-08-03", "2012-08-05"),
        ("between 3 and 5 August 2012", "2012-08-03", "2012-08-05"),
        ("من 3 إلى 5 آب 2012", "2012-08-03", "2012-08-05"),
        ("بين 3 و5 آب 2012", "2012-08-03", "2012-08-05"),
        ("3 August - 5 September 2012", "2012-08-03", "2012-09-05"),
        ("03/08/2012 - 05/08/2012", "2012-08-03", "2012-08-05"),
        ("2012/2013", "2012-01-01", "2013-12-31"),
        ("2012-08-~", "2012-07-01", "2012-09-30"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2012-XX", "2012-01-01", "2012-12-31"),
        ("early August 2012", "2012-08-01", "2012-08-10"),
        ("أواخر آب 2012", "2012-08-21", "2012-08-31"),
        ("2012-08-23 00:00:00", "2012-08-23", "2012-08-23"),
        ("2012-08-23T12:30:00Z", "2012-08-23", "2012-08-23"),
        ("الخميس 23 آب/أغسطس 2012", "2012-08-23", "2012-08-23"),
        ("5 شوال 1433 هـ", "2012-08-22", "2012-08-24"),
        ("5 شوال 1433 هـ الموافق 23/8/2012 م", "2012-08-23", "2012-08-23"),
        ("رمضان 1433", "2012-07-19", "2012-08-19"),
    ],
)
def test_what_lists_write_is_read(text, first, last):
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2012", "31 February 2012 does not exist"),
        ("2012-02-30", "30 February 2012 does not exist"),
        ("13/13/2012", "month 13 does not exist"),
        ("5 May", "no year"),
        ("1850-01-01", "outside 1900-2100"),
        ("41144", "day number"),
        ("5-3 August 2012", "ends before it begins"),
        ("hello", "expected such as"),
        ("", "empty"),
        ("1" * 201, "201 characters"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(text, reason):
    with pytest.raises(FieldError, match=reason):
        parse_date(text)


def test_the_column_says_how_an_ambiguous_date_is_read():
    assert days("03/04/2012") == ("2012-04-03",) * 2
    assert days("03/04/2012", order="mdy") == ("2012-03-04",) * 2
    assert "other way" in parse_date("08/25/2012", order="dmy").doubt


def test_a_weekday_that_does_not_fit_is_told():
    assert parse_date("Saturday 5 May 2012").doubt is None
    assert "weekday" in parse_date("Monday 5 May 2012").doubt


def test_the_order_of_a_column_shows_in_dates_with_one_reading():
    assert detect_order(["03/04/2012", "25/04/2012"]) == "dmy"
    assert detect_order(["03/04/2012", "04/25/2012"]) == "mdy"
    assert detect_order(["2012-08-03", "2012/8/4"]) == "ymd"
    assert detect_order(["03/04/2012", "unknown"]) is None
    assert detect_order(["25/04/2012", "04/25/2012"]) is None
    assert detect_order(["25/04/2012"] * 30 + ["04/25/2012"]) == "dmy"


def test_day_numbers_of_spreadsheets():
    assert from_excel_serial(1).earliest == date(1900, 1, 1)
    assert from_excel_serial(59).earliest == date(1900, 2, 28)
    assert from_excel_serial(61).earliest == date(1900, 3, 1)
    assert from_excel_serial(41144.75).edtf == "2012-08-23"
    assert from_excel_serial(0, epoch=1904).earliest == date(1904, 1, 1)
    for wrong in (0, 60, -1, 10**7, float("nan"), float("inf")):
        with pytest.raises(FieldError, match="no day number"):
            from_excel_serial(wrong)
