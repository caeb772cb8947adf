"""An invented report of an invented country, for tests and for looking at the page."""

import random
from datetime import UTC, date, datetime
from pathlib import Path

from tawthiq.publish import (
    Bin,
    Breakdown,
    Coverage,
    Estimated,
    Intersection,
    LevelWeight,
    LinkCertainty,
    ListVersion,
    NoEstimate,
    OverallEstimate,
    Place,
    Problem,
    Range,
    ReportData,
    Row,
    Setting,
    Source,
    SourceList,
    SumOfMonths,
    Totals,
    write_report,
)

TOO_FEW = NoEstimate(
    reason_en="fewer than three lists name anybody here",
    reason_ar="تذكر أشخاصًا هنا أقلّ من ثلاث قوائم",
)

GOVERNORATES = (
    ("xx-wadi", "Al-Wadi", "الوادي", 35.92, 36.63, 1480),
    ("xx-nahr", "An-Nahr", "النهر", 35.33, 40.14, 910),
    ("xx-jabal", "Al-Jabal", "الجبل", 33.51, 36.29, 740),
    ("xx-sahil", "As-Sahil", "الساحل", 35.52, 35.79, 312),
    ("xx-badiya", "Al-Badiya", "البادية", 34.55, 38.27, 88),
    ("xx-tilal", "At-Tilal", "التلال", 32.62, 36.10, 402),
)
TOWNS = (
    ("xx-1", "Marj as-Sindiyan", "مرج السنديان", 35.93, 36.64, 720),
    ("xx-2", "Ain al-Zaytun", "عين الزيتون", 36.21, 37.15, 655),
    ("xx-3", "Kafr Lawz", "كفر لوز", 35.65, 36.67, 240),
    ("xx-4", "Tell Sumaq", "تل السمّاق", 35.13, 36.75, 210),
    ("xx-5", "Jisr al-Hajar", "جسر الحجر", 35.34, 40.15, 530),
    ("xx-6", "Bir ar-Riyah", "بئر الرياح", 34.56, 38.28, 64),
    ("xx-7", "Wadi an-Nahl", "وادي النحل", 33.52, 36.31, 480),
    ("xx-8", "Beit ar-Rumman", "بيت الرمّان", 33.57, 36.40, 160),
    ("xx-9", "Ras al-Qamar", "رأس القمر", 35.53, 35.78, 250),
    ("xx-10", "Deir as-Safsaf", "دير الصفصاف", 32.62, 36.11, 330),
    ("xx-11", "Umm at-Tut", "أمّ التوت", 36.51, 40.74, 120),
    ("xx-12", "Sakhrat al-Layl", "صخرة الليل", 34.73, 36.71, 390),
)
MONTHS = tuple(f"{2012 + at // 12}-{at % 12 + 1:02d}" for at in range(2, 28))


def spread(middle: float, rng: random.Random, estimate: bool = True) -> dict:
    low, high = int(middle * rng.uniform(0.86, 0.94)), int(middle * rng.uniform(1.06, 1.22)) + 2
    count = Range(minimum=low, linked=int(middle), maximum=high)
    if not estimate or middle < 60:
        return {"count": count, "estimate": TOO_FEW}
    median = middle * rng.uniform(1.2, 1.5)
    return {
        "count": count,
        "estimate": Estimated(median=median, low=median * 0.86, high=median * 1.24),
    }


def sample() -> ReportData:
    rng = random.Random(7)  # noqa: S311 - invented numbers
    governorates = tuple(
        Row(id=key, label_en=en, label_ar=ar, **spread(middle, rng))
        for key, en, ar, _, _, middle in GOVERNORATES
    )
    shape = [40, 55, 90, 130, 160, 240, 310, 350, 260, 220, 180, 150, 170]
    shape += [140, 120, 135, 160, 190, 210, 180, 130, 90, 70, 58, 0, 44]
    months = tuple(
        Row(id=month, label_en=month, label_ar=month, **spread(middle, rng))
        for month, middle in zip(MONTHS, shape, strict=True)
        if middle  # one month without anyone: the axis must show the gap
    )
    sexes = (
        Row(id="male", label_en="male", label_ar="ذكور", **spread(2980, rng)),
        Row(id="female", label_en="female", label_ar="إناث", **spread(810, rng)),
    )
    ages = tuple(
        Row(id=key, label_en=en, label_ar=ar, **spread(middle, rng, estimate=False))
        for key, en, ar, middle in (
            ("0-4", "0 to 4", "٠ إلى ٤", 190),
            ("5-17", "5 to 17", "٥ إلى ١٧", 460),
            ("18-59", "18 to 59", "١٨ إلى ٥٩", 2100),
            ("60+", "60 and older", "٦٠ فأكثر", 240),
        )
    )
    statuses = tuple(
        Row(id=key, label_en=en, label_ar=ar, **spread(middle, rng))
        for key, en, ar, middle in (
            ("civilian", "civilian", "مدنيّ", 2450),
            ("fighter", "fighter", "مقاتل", 560),
            ("soldier", "soldier", "جنديّ", 410),
            ("defector", "defector", "منشقّ", 52),
        )
    )
    sources = (
        ("marsad", "مرصد السهل", "Sahl Observatory", "observatory", None),
        ("lijan", "لجان الوادي المحلية", "Wadi Local Committees", "local_committee", None),
        ("sahha", "Ministry of Health", "وزارة الصحة", "ministry", None),
        ("arshif", "أرشيف النهر", "Nahr Archive", "observatory", "marsad-family"),
        ("jarida", "Daily Bulletin", None, "newspaper", None),
    )
    weights = {"marsad": 2300, "lijan": 1700, "sahha": 1250, "arshif": 900, "jarida": 420}
    keys = tuple(weights)
    sets = {(at,): int(weights[at] * rng.uniform(0.18, 0.34)) for at in keys} | {
        ("marsad", "lijan"): 512,
        ("marsad", "sahha"): 214,
        ("lijan", "sahha"): 187,
        ("marsad", "arshif"): 401,
        ("marsad", "lijan", "sahha"): 266,
        ("marsad", "lijan", "arshif"): 119,
        ("lijan", "jarida"): 41,
        ("marsad", "sahha", "arshif"): 73,
        ("marsad", "lijan", "sahha", "arshif"): 64,
        ("marsad", "lijan", "sahha", "arshif", "jarida"): 9,
    }
    coverage = []
    for at, key in enumerate(keys):
        for month, middle in zip(MONTHS, shape, strict=True):
            if (key == "jarida" and month > "2012-12") or (key == "arshif" and month < "2012-09"):
                continue
            records = int(middle * weights[key] / 4000 * rng.uniform(0.5, 1.3))
            if records and not (at == 1 and month in {"2013-05", "2013-06"}):
                coverage.append(Coverage(list=key, month=month, records=records))
    return ReportData(
        title_en="Deaths in the Sahl, March 2012 to April 2014",
        title_ar="الوفيات في السهل، آذار ٢٠١٢ إلى نيسان ٢٠١٤",
        scope_en="all deaths on the lists, everyone, the whole country",
        scope_ar="كلّ الوفيات في القوائم، الجميع، البلد كلّه",
        made_at=datetime(2026, 3, 9, 14, 5, tzinfo=UTC),
        tool_version="0.1.0",
        ledger_head="9f2c4be17a0d5586c3e1f0a94d7b2c68e5519d3f7a80b46c1de29f3075ab8c41",
        ledger_entries=27,
        sources=tuple(
            Source(
                key=key,
                name=name,
                name_other=other,
                kind=kind,
                covers="XX, 2012-03/2014-04, civilians and fighters" if at != 4 else None,
                origin=origin,
                lists=(
                    SourceList(
                        key=key,
                        versions=tuple(
                            ListVersion(
                                released=date(2013 + turn, 5, 3 + at),
                                rows=weights[key] // (2 - turn),
                                set_aside=(at * 3 + turn) % 7,
                                document=f"{rng.getrandbits(256):064x}",
                            )
                            for turn in range(2 if at < 3 else 1)
                        ),
                    ),
                ),
            )
            for at, (key, name, other, kind, origin) in enumerate(sources)
        ),
        totals=Totals(
            records=6570,
            people=Range(minimum=3612, linked=3932, maximum=4417),
            number_only=143,
        ),
        breakdowns=(
            Breakdown(field="month", rows=months, not_recorded=40),
            Breakdown(field="governorate", rows=governorates),
            Breakdown(field="sex", rows=sexes, not_recorded=142),
            Breakdown(
                field="age_group",
                rows=ages,
                not_recorded=942,
            ),
            Breakdown(
                field="status",
                rows=statuses,
                not_recorded=460,
                accounts_differ=31,
            ),
        ),
        estimate=OverallEstimate(
            value=Estimated(median=5241.4, low=4868.2, high=5760.9),
            rhat=1.004,
            ess=2310.0,
            converged=True,
            method_en="latent classes over capture histories, 4 chains of 4,000 draws",
            method_ar="أصناف كامنة على تواريخ الرصد، ٤ سلاسل في كلّ منها ٤٬٠٠٠ سحبة",
            lists=("marsad", "lijan", "sahha", "jarida"),
            n_observed=3789,
        ),
        sum_of_months=SumOfMonths(
            value=Estimated(median=4904.0, low=4702.5, high=5188.0),
            months=22,
            left_out=3,
            documented_left_out=142,
            unplaced=40,
            converged=True,
        ),
        overlap=tuple(Intersection(lists=each, people=people) for each, people in sets.items()),
        coverage=tuple(coverage),
        places=tuple(
            Place(
                id=key,
                label_en=en,
                label_ar=ar,
                lat=lat,
                lon=lon,
                count=spread(middle, rng)["count"],
            )
            for key, en, ar, lat, lon, middle in TOWNS
        ),
        links=LinkCertainty(
            histogram=tuple(
                Bin(low=at / 10, high=(at + 1) / 10, pairs=pairs)
                for at, pairs in enumerate((1240, 310, 160, 96, 71, 64, 88, 120, 302, 2190))
            ),
            people_by_lists=((1, 2046), (2, 1355), (3, 458), (4, 64), (5, 9)),
            people_sure=1571,
            people_doubtful=315,
        ),
        weights=(
            *(
                LevelWeight(
                    field="name", level=level, bits=bits, low=bits - 3, high=bits + 2, pairs=pairs
                )
                for level, bits, pairs in (
                    ("the same name (across scripts)", 17.2, 812),
                    ("the same name", 18.4, 1410),
                    ("one part is one slip away, all others agree", 12.5, 190),
                    ("only the given name agrees", -4.8, 1320),
                )
            ),
            LevelWeight(field="sex", level="the same sex", bits=0.9, pairs=12),
            LevelWeight(field="sex", level="another sex", bits=-6.1, low=-7, high=-5, pairs=240),
        ),
        prior_bits=-12.3,
        problems=(
            Problem(
                list="marsad",
                what="cell",
                column="العمر",
                reason_en="age outside 0 to 120",
                reason_ar="العمر خارج ٠ إلى ١٢٠",
                count=17,
            ),
            Problem(
                list="jarida",
                what="cell",
                column="date",
                reason_en="no such day: 31 February",
                reason_ar="لا وجود لهذا اليوم: ٣١ شباط",
                count=3,
            ),
            Problem(
                list="lijan",
                what="row",
                reason_en="more cells than the header",
                reason_ar="خلايا الصفّ أكثر من خلايا الترويسة",
                count=6,
            ),
        ),
        settings=(
            Setting(
                key="linkage.sure_probability",
                label_en="Probability from which a link is sure",
                label_ar="الاحتمال الذي يُعدّ الرابط عنده يقينيًّا",
                value="0.99",
            ),
            Setting(
                key="linkage.possible_probability",
                label_en="Probability from which a link is possible",
                label_ar="الاحتمال الذي يُعدّ الرابط عنده ممكنًا",
                value="0.2",
            ),
            Setting(key="estimate.seed", label_en="Seed", label_ar="البذرة", value="20120301"),
        ),
    )


if __name__ == "__main__":
    import sys

    write_report(sample(), Path(sys.argv[1]))
