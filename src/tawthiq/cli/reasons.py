"""Commands that give reasons: explain a pair of records; say where people's ids went."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import counted, print_json, print_lines, print_table, warn

if TYPE_CHECKING:
    from tawthiq.cli.common import Language
    from tawthiq.register import Changes, NameAlignment, PairReasons

_SHOWN_IDS = 6  # of one event; --json has them all


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (explain, changes):
        app.command()(command)


def explain(
    record_a: Annotated[
        str, Argument(metavar="RECORD", help="A record's id, as `show` prints it.")
    ],
    record_b: Annotated[str, Argument(metavar="RECORD", help="Another record's id.")],
    html: Annotated[
        Path | None, Option("--html", help="Write the reasons as a page with a picture (HTML).")
    ] = None,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Say why two records are held to be one person, or two.

    The names part by part, each beside its counterpart; then the sum: what every field says, in
    words and in bits (each bit doubles the odds), what was held before, what rivals take away, and
    the probability that follows. Reviewers' judgements stand below it: they overrule the sum.

    Example: tawthiq explain committee:7c0ac7ed:179 observatory:6eb6dadf:334
    """
    from tawthiq.cli.common import check_folder_of, check_output, language_of, open_register
    from tawthiq.config import load_settings
    from tawthiq.register import pair_reasons, read_model

    if html is not None:
        check_output(folder, html)
        check_folder_of(html)
    language = language_of(folder, lang)
    register = open_register(folder)
    reasons = pair_reasons(register, record_a, record_b)
    if reasons.weighed == "no":  # the link kept no sum: it is made with the model it fitted
        model = read_model(load_settings(folder).derived)
        reasons = pair_reasons(register, record_a, record_b, model)
    if html is not None:
        from tawthiq.publish.explained import write_explained

        write_explained(reasons, html, first=language)
        said = {"file": str(html), "bytes": html.stat().st_size}
        if as_json:
            print_json(said)
        else:
            print_lines(f"Wrote {html} ({said['bytes']:,} bytes).")
        warn("It names people: take care where you put it.")
        return
    if as_json:
        print_json(_as_plain(reasons, language))
    else:
        _print_reasons(reasons, language)


def changes(folder: FolderOption = Path(), as_json: JsonOption = False) -> None:
    """Say where people's ids went at the last linking.

    Who was merged into whom, who was split into whom, whose records are gone, who is new; and what
    came in between about them: imports, judgements, or neither. An id from before also still opens
    with `tawthiq show`, as long as the record that founded it is there.

    Example: tawthiq changes
    """
    from tawthiq.config import load_settings
    from tawthiq.errors import NotFoundError
    from tawthiq.register import ids_now, read_changes, read_register

    derived = load_settings(folder).derived
    read_register(derived)  # the one message of all commands where there is none
    found = read_changes(derived)
    if found is None:
        raise NotFoundError(
            "Nothing to compare with: no register lay here when this one was derived. After the "
            "next `tawthiq link` this says what became of its people."
        )
    if as_json:
        events = found.events.to_dicts()
        print_json(
            {
                "before": {
                    "ledger_head": found.before.ledger_head,
                    "entries": found.before.entries,
                },
                "now": {"ledger_head": found.now.ledger_head, "entries": found.now.entries},
                "numbers": found.numbers(),
                "events": events,
                "ids": ids_now(events),
            }
        )
        return
    _print_changes(found)


def summary(found: "Changes") -> str | None:
    """What `link` says of the changes; None where nobody changed."""
    numbers = found.numbers()
    several = {
        "merged": "were merged into others",
        "split": "were split",
        "regrouped": "were regrouped with others",
        "renamed": "have another id",
        "gone": "are gone with their records",
        "new": "are new",
    }
    said = [
        f"{counted(number, 'person')} {several[how] if number != 1 else _of_one(several[how])}"
        for how, number in numbers.items()
        if number
    ]
    if not said:
        return None
    since = f"Since the register of ledger head {found.before.ledger_head[:12]}"
    return f"{since}: {', '.join(said)}. `tawthiq changes` shows who."


def _of_one(words: str) -> str:
    verb, _, rest = words.partition(" ")
    one = {"were": "was", "are": "is", "have": "has"}[verb]
    return f"{one} {rest}".replace("their records", "its records")


def _print_changes(found: "Changes") -> None:
    from tawthiq.register import reason_words

    rows = [
        (
            reason_words(f"change.{event['how']}", "en"),
            _ids(event["before"]),
            _ids(event["now"]),
            "; ".join(
                f"{reason_words('cause.' + cause['kind'], 'en')} {cause['what']}".strip()
                for cause in event["by"]
            ),
        )
        for event in found.events.iter_rows(named=True)
        if event["how"] != "new"
    ]
    print_lines(
        f"From ledger head {found.before.ledger_head[:12]} ({found.before.entries:,} entries) to "
        f"{found.now.ledger_head[:12]} ({found.now.entries:,} entries)."
    )
    if rows:
        print_table(("what", "before", "now", "since then, about them"), rows)
    new = found.numbers()["new"]
    if new:
        print_lines(
            f"{counted(new, 'person')} {'is' if new == 1 else 'are'} new: --json lists them."
        )
    if not rows and not new:
        print_lines("Nobody's id changed.")


def _ids(ids: list[str]) -> str:
    more = f" … {len(ids) - _SHOWN_IDS} more" if len(ids) > _SHOWN_IDS else ""
    return ", ".join(ids[:_SHOWN_IDS]) + more or "–"


def _print_reasons(reasons: "PairReasons", lang: "Language") -> None:
    from tawthiq.register import bits_words, probability_words, reason_words

    def word(key: str) -> str:
        return reason_words(key, lang)

    a, b = reasons.record_a, reasons.record_b
    print_lines(
        f"{a} ~ {b}: {word('held.' + reasons.held)} "
        f"({' · '.join(dict.fromkeys((reasons.person_a, reasons.person_b)))})"
    )
    for asked, newest in ((a, reasons.newest_a), (b, reasons.newest_b)):
        if asked != newest:
            print_lines(word("said.newest").format(asked=asked, newest=newest))
    if not reasons.names:
        print_lines("", word("said.no_names"))
    for alignment in reasons.names:
        print_lines("", f"{word('field.name')}: {word(f'names.{alignment.level}')}")
        print_table((a, "", b), _parts(alignment, lang))
    print_lines("")
    weighed = reasons.weighed != "no"
    rows = [
        (
            word(f"field.{one.field}"),
            " · ".join(one.a) or None,
            " · ".join(one.b) or None,
            *((_level(one.gamma, one.reason, lang), bits_words(one.bits or 0.0, lang))
              if weighed else ()),
        )
        for one in reasons.fields
    ]  # fmt: skip
    if not weighed:
        print_table(("", a, b), rows)
        print_lines("", word("said.not_weighed"))
    else:
        prior = "sum.prior_within" if reasons.within else "sum.prior"
        ends = [
            (word("sum.rivals"), "", "", "", bits_words(reasons.rivals_bits or 0.0, lang)),
            (word("sum.total"), "", "", "", bits_words(reasons.total_bits or 0.0, lang)),
        ]
        first = (word(prior), "", "", "", bits_words(reasons.prior_bits or 0.0, lang))
        print_table(("", a, b, "", "bits" if lang == "en" else "بتّ"), [first, *rows, *ends],
                    right=("bits", "بتّ"))  # fmt: skip
        said = probability_words(reasons.probability or 0.0, lang)
        print_lines("", f"{word('sum.probability')}: {said}", word("said.bits"))
        if reasons.weighed == "again":
            print_lines(word("said.weighed_again"))
    for one in reasons.judgements:
        who = f" ({one.reviewer})" if one.reviewer else ""
        print_lines(f"{word('verdict.' + one.verdict)}{who}, {one.at[:10]}: {one.reason}")
    if reasons.verdict is not None:
        verdict = word(f"verdict.{reasons.verdict}")
        print_lines(word("said.overruled").format(verdict=verdict))


def _level(gamma: int | None, reason: str | None, lang: "Language") -> str:
    from tawthiq.register import level_words, reason_words

    if gamma is None or gamma < 0 or reason is None:
        return reason_words("said.cannot", lang)
    return level_words(reason, lang)


def _parts(
    alignment: "NameAlignment", lang: "Language"
) -> list[tuple[str | None, str, str | None]]:
    from tawthiq.register import reason_words

    return [
        (_both_scripts(part.a), reason_words(f"kind.{part.kind}", lang), _both_scripts(part.b))
        for part in alignment.parts
    ]


def _both_scripts(part: str | None) -> str | None:
    """A part of a name, an Arabic one with how it may be read in Latin letters."""
    from tawthiq.register import in_latin

    if part is None:
        return None
    latin = in_latin(part)
    return f"{part} ({latin})" if latin else part


def _as_plain(reasons: "PairReasons", lang: "Language") -> dict[str, object]:
    from dataclasses import asdict

    from tawthiq.register import reason_words

    plain = asdict(reasons)
    for field in plain["fields"]:
        words = _level(field["gamma"], field["reason"], lang) if field["bits"] is not None else None
        field["words"] = words
    for alignment in plain["names"]:
        for part in alignment["parts"]:
            part["words"] = reason_words(f"kind.{part['kind']}", lang)
    plain["words"] = reason_words(f"held.{reasons.held}", lang)
    return plain
