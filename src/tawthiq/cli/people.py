"""Commands about people: link, find, show."""

import re
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer import Argument, Option

from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import (
    counted,
    print_json,
    print_lines,
    print_table,
    progress_bars,
    years,
)

_WORTH_SHOWING = 0.01  # probability of a pair with another person
_LEAST_BITS = 0.05
_PERSON = re.compile(r"p-[a-z2-7]{10}|[^:]+:[0-9a-f]{8}:[0-9]+", re.ASCII)  # or a record


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (link, find, show):
        app.command()(command)


def link(
    engine: Annotated[
        Literal["local", "spark"],
        Option(help="Where a run from nothing compares: the same links. `spark`: an extra."),
    ] = "local",
    spark_master: Annotated[
        str | None,
        Option(metavar="URL", help="With `--engine spark`: where Spark runs (`local[4]`, `yarn`)."),
    ] = None,
    from_nothing: Annotated[
        bool,
        Option(
            "--from-nothing",
            help="Do not go on from the linkage before: slower, and the result is the same.",
        ),
    ] = False,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Find who is who: derive people from lists' records.

    In a large register only what is new is linked against what is there, by the model of the last
    fit; it says how far a fit anew might move the links.

    Interrupting it leaves the register as it was. Where people of the register before were merged,
    split or are gone, it says how many; `tawthiq changes` shows who.

    Example: tawthiq link
    """
    from tawthiq.cli.reasons import summary
    from tawthiq.errors import LinkageError
    from tawthiq.folder import open_folder, working_alone
    from tawthiq.register import build_register, read_changes, read_growth

    found_by = None
    if engine == "spark":
        from tawthiq.linkage.spark import found_with_spark

        found_by = partial(found_with_spark, master=spark_master)
    elif spark_master is not None:
        raise LinkageError("--spark-master goes with --engine spark; leave it out, or add that.")
    with (
        open_folder(folder) as opened,
        working_alone(opened.settings),
        progress_bars(quiet=as_json) as progress,
    ):
        register = build_register(
            opened.ledger,
            opened.vault,
            opened.settings,
            progress,
            found_by,
            from_nothing=from_nothing,
        )
        changes = read_changes(opened.settings.derived)
        grown = read_growth(opened.settings.derived)
    people = register.people
    lines = register.lines
    said = {
        "records": register.records.height,
        "lines": lines.height,
        "people": people.height,
        "people_sure": int((~people["doubtful"]).sum()),
        "people_doubtful": int(people["doubtful"].sum()),
        "pairs": register.pairs.height,
        "ledger_head": register.stamp.ledger_head,
        "changes": changes and changes.numbers(),
        **grown,
    }
    if as_json:
        print_json(said)
        return
    print_lines(
        f"{counted(lines.height, 'line')} of {counted(lines['list'].n_unique(), 'list')} "
        f"speak of {people.height:,} "
        f"named people; of {said['people_doubtful']:,} it is in doubt who they are."
    )
    if changes is not None and (told := summary(changes)) is not None:
        print_lines(told)
    print_lines(_how_linked(grown))


def _how_linked(grown: dict[str, Any]) -> str:
    """Whether the linkage went on from the one before, and how far its links may be off."""
    because, growth = grown["from_nothing_because"], grown["growth"]
    how = "Linked on from the run before" if because is None else f"Linked from nothing: {because}"
    if growth is None:
        return f"{how}."
    return (
        f"{how}; {counted(growth['new_records'], 'new record')}, "
        f"{counted(growth['pairs_compared'], 'pair')} compared. Fitted anew, no weight would move "
        f"by more than {growth['most_bits_off']:.1f} bits, and "
        f"{counted(growth['pairs_in_doubt'], 'pair')} might cross a threshold; "
        f"{counted(growth['pairs_in_blocks'], 'pair')} of {growth['blocks_outgrown']:,} blocks "
        "that have outgrown their size might not have been compared."
    )


def find(
    name: Annotated[str, Argument(help="One or more parts of a name, in either script.")],
    limit: Annotated[int, Option(min=1, help="How many people to show.")] = 50,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Find people by name, in Arabic or Latin letters.

    Whichever script the lists use, both spellings find them.

    Example: tawthiq find "محمد"
    """
    from tawthiq.cli.common import language_of, open_register
    from tawthiq.config import load_settings
    from tawthiq.errors import NotFoundError
    from tawthiq.fields import labels
    from tawthiq.register import find_people

    if not any(sign.isalpha() for sign in name):
        raise NotFoundError(f"{name!r} holds no letter. Give one or more parts of a name.")
    language = language_of(folder, lang)
    register = open_register(folder)
    found = find_people(register, load_settings(folder).derived, name)
    if as_json:
        print_json(found.head(limit).to_dicts())
        return
    rows = [
        [
            row["person_id"],
            row["name"],
            row["name_other"],
            row["sex"] and labels(row["sex"], language),
            years(row["age_low"], row["age_high"]),
            _days(row["death_earliest"], row["death_latest"]),
            row["governorate"] and register.place_name(row["governorate"], language),
            row["lists"],
        ]
        for row in found.head(limit).iter_rows(named=True)
    ]
    shown = ("person", "name", "other script", "sex", "age", "died", "governorate", "lists")
    print_table(shown, rows, right=("age", "lists"))
    print_lines(
        f"{counted(found.height, 'person')}"
        + (f"; the first {limit} shown." if found.height > limit else ".")
    )


def _days(earliest: object, latest: object) -> str | None:
    """A day, or the interval of days it may be."""
    ends = ["" if end is None else str(end)[:10] for end in (earliest, latest)]
    if ends == ["", ""]:
        return None
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def _show_text(
    folder: Path,
    wanted: str,
    limit: int | None,
    html: Path | None,
    lang: str | None,
    *,
    as_json: bool,
) -> bool:
    """Show a text, by the ledger as it is now; False where the document is no text."""
    from tawthiq.cli.common import check_folder_of, check_output, language_of
    from tawthiq.cli.marked import show_text
    from tawthiq.folder import open_folder
    from tawthiq.register import statements_of

    if html is not None:
        check_output(folder, html)
        check_folder_of(html)
    language = language_of(folder, lang)
    with open_folder(folder) as opened:
        document = statements_of(opened.ledger, opened.vault, ()).text_document(wanted.lower())
        if document is None:
            return False
        table = statements_of(opened.ledger, opened.vault, (document,))
        show_text(
            opened, table, document, limit=limit, language=language, as_json=as_json, html=html
        )
    return True


def show(
    wanted: Annotated[
        str,
        Argument(
            metavar="WHAT",
            help="The id of a person or a record, a document's SHA-256 (8 letters or more), or the "
            "key or name of an incident, a body, a charter …",
        ),
    ],
    limit: Annotated[
        int | None,
        Option(min=0, help="How many rows of a list (20) or statements of a text (200) to show."),
    ] = None,
    html: Annotated[
        Path | None,
        Option("--html", help="Write a text with its marks, or a thing, as a page (HTML)."),
    ] = None,
    as_of: Annotated[
        str | None, Option("--as-of", metavar="DATE", help="Of an incident, a body …: on a day.")
    ] = None,
    number: Annotated[
        int | None,
        Option(
            "--page", min=1, help="Of a thing: which 200 rows of long tables; default: the first."
        ),
    ] = None,
    every: Annotated[bool, Option("--all", help="Of a thing: all rows of long tables.")] = False,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Open a person, a record, a document or a thing: who says what.

    A person: every value with who says it, the records, the links and their reasons. An id that was
    given to a person before records were joined or parted still finds them. A list: its source, its
    rows, and those set aside with the reason. A text: its words with every statement marked and
    numbered, and each in words below. Anything else the register holds (`tawthiq things`): what is
    said of it, by whom, of long tables 200 rows at a time.

    Example: tawthiq show p-abcdefghij
    """
    from tawthiq.cli.common import open_register
    from tawthiq.cli.documents import is_document, show_document
    from tawthiq.errors import NotFoundError
    from tawthiq.register import show_person

    if is_document(wanted):
        shown = _show_text(folder, wanted, limit, html, lang, as_json=as_json)
        if shown:
            return
    if not is_document(wanted) and _PERSON.fullmatch(wanted) is None:
        _show_thing(folder, wanted, as_of, number, html, lang, every=every, as_json=as_json)
        return
    if html is not None:
        raise NotFoundError(f"--html goes with a text or a thing, and {wanted} is none here.")
    register = open_register(folder)
    if is_document(wanted):
        show_document(register, wanted, 20 if limit is None else limit, as_json=as_json)
        return
    page = show_person(register, wanted)
    if as_json:
        print_json(
            {
                "person": page.person,
                "asked_for": page.asked_for,
                "values": page.values,
                "records": page.records.to_dicts(),
                "links": page.links.to_dicts(),
                "judgements": page.judgements.to_dicts(),
                "possibly_same": page.possibly_same,
            }
        )
        return
    person = page.person
    print_lines(
        f"{person['person_id']}  {person.get('name') or ''}  {person.get('name_other') or ''}"
    )
    if page.asked_for != person["person_id"]:
        print_lines(f"(asked for {page.asked_for}, which belongs to this person now)")
    print_table(
        ("field", "as written", "record"),
        [(value["field"], value["value"], value["record"]) for value in page.values],
    )
    print_table(
        ("record", "list", "released", "row", "standing", "withdrawn", "document"),
        [
            (row["record_id"], row["list"], row["released"].isoformat(), str(row["row"]),
             "newest" if row["linked"] is not None else "earlier version",
             row["withdrawn_on"].isoformat() if row["withdrawn_on"] else None, row["document"])
            for row in page.records.iter_rows(named=True)
        ],
    )  # fmt: skip
    inside, unlikely = set(page.records["record_id"]), 0
    # What is added to the weight or taken from it: the prior holds before anything is compared.
    bits = [c for c in page.links.columns if c.startswith("bits_") and c != "bits_prior"]
    for pair in page.links.iter_rows(named=True):
        other = "" if {pair["record_a"], pair["record_b"]} <= inside else "  (to another person)"
        if other and pair["probability"] < _WORTH_SHOWING:
            unlikely += 1
            continue
        reasons = ", ".join(
            f"{name[5:]} {pair[name]:+.1f}" for name in bits if abs(pair[name]) >= _LEAST_BITS
        )
        print_lines(
            f"{pair['record_a']} ~ {pair['record_b']}: {pair['probability']:.3f}, "
            f"{pair['weight'] + pair['bits_rivals']:+.1f} bits ({reasons}){other}"
        )
    if unlikely:
        print_lines(
            f"{counted(unlikely, 'more comparison')} with other people, each less likely than "
            f"{_WORTH_SHOWING:.0%}: --json shows them."
        )
    for row in page.judgements.iter_rows(named=True):
        print_lines(
            f"judged {row['verdict']}: {row['record_a']} ~ {row['record_b']} ({row['reason']})"
        )
    if page.possibly_same:
        print_lines("Possibly the same as: " + ", ".join(page.possibly_same))


def _show_thing(
    folder: Path,
    wanted: str,
    as_of: str | None,
    number: int | None,
    html: Path | None,
    lang: str | None,
    *,
    every: bool,
    as_json: bool,
) -> None:
    from tawthiq.affairs import page_of
    from tawthiq.cli.affairs import in_parts, view_of, write_html
    from tawthiq.cli.pages import print_page
    from tawthiq.errors import ScopeError

    if number is not None and (every or html is not None):
        raise ScopeError("--page asks for a part: leave out --all and --html, which give all rows.")
    with view_of(folder, lang, as_of, quiet=as_json) as seen:
        view = in_parts(seen, number, every=every or as_json or html is not None)
        thing = view.affairs.thing(wanted)
        if html is not None:
            write_html(view, lambda seen: [page_of(seen, thing)], html, folder)
            return
        page = page_of(view, thing)
        if as_json:
            print_json(page.to_dict())
        else:
            print_page(page)
