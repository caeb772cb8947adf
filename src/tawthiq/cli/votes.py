"""Commands on votes held in the register: roll, call, cast, take, count, publish, recount, show."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import counted, print_json, print_lines, warn
from tawthiq.cli.shown_votes import language_named, show

if TYPE_CHECKING:
    from tawthiq.cli.common import Language
    from tawthiq.ledger import Call, VoteOption
    from tawthiq.votes import Count

VoteArgument = Annotated[
    str, Argument(metavar="VOTE", help="The vote's key, or the id of the entry that called it.")
]
OutLanguage = Annotated[str, Option("--lang", help="Language of the words: en or ar.")]

_ANSWERS = (
    ("for", "For", "موافق", False),
    ("against", "Against", "غير موافق", False),
    ("abstain", "Abstention", "امتناع", True),
)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    group = typer.Typer(
        help="Hold a vote: call, cast, count, recount.",
        no_args_is_help=True,
    )
    for command in (roll, call, cast, take, count, publish, recount, show):
        group.command()(command)
    app.add_typer(group, name="vote")


def roll(
    out: Annotated[Path, Argument(help="A new folder outside of the register.")],
    number: Annotated[
        int | None, Option(help="How many electors: credentials without names, drawn like lots.")
    ] = None,
    names: Annotated[
        Path | None, Option(help="Their names instead, one a line: who gets which is written down.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make one-time credentials for the electors of one vote.

    The folder is for whoever hands them out. Nothing of it goes into the register but the public
    keys. Delete it when all have their credential.

    Example: tawthiq vote roll ../roll-council --number 40
    """
    from tawthiq.errors import VoteError
    from tawthiq.votes import make_roll, read_names

    if (number is None) == (names is None):
        raise VoteError("Say either --number or --names: how many electors, or who they are.")
    called = None if names is None else read_names(names)
    electors = make_roll(out, len(called) if called is not None else number or 0, called)
    if as_json:
        print_json({"folder": str(out), "electors": len(electors), "names": called is not None})
        return
    print_lines(
        f"Made {counted(len(electors), 'credential')} in {out / 'credentials'}: one for each "
        "elector, and for nobody else.",
        f"The public keys are in {out / 'electors.txt'}: "
        f"`tawthiq vote call --electors {out / 'electors.txt'} …`.",
    )
    if called is not None:
        warn(
            f"{out / 'names.csv'} says who has which key: whoever reads it can tell who voted for "
            "what. Keep it from everyone, or use --number and have the credentials drawn blind."
        )


def call(
    vote: Annotated[str, Argument(help="A short key: small letters, digits and hyphens.")],
    electors: Annotated[
        list[Path], Option(help="The public keys of the roll (electors.txt). May be repeated.")
    ],
    closes: Annotated[str, Option(help="When it closes: 2024-05-01T18:00+03:00.")],
    opens: Annotated[str, Option(help="When it opens; now, if not said.")] = "now",
    name: Annotated[str | None, Option(help="The motion, or the seats to be filled.")] = None,
    name_ar: Annotated[str | None, Option(help="The same in Arabic.")] = None,
    option: Annotated[
        list[str] | None,
        Option("--option", "-o", help="KEY=NAME or 'KEY=NAME|ARABIC NAME'. May be repeated."),
    ] = None,
    motion: Annotated[
        bool, Option("--motion", help="The options are: for, against, abstain.")
    ] = False,
    abstention: Annotated[
        list[str] | None,
        Option(help="Key of an option that counts for the quorum only. May be repeated."),
    ] = None,
    method: Annotated[str, Option(help="plurality, approval or stv.")] = "plurality",
    seats: Annotated[int, Option(help="How many are to be elected.")] = 1,
    quorum: Annotated[
        str, Option(help="Ballots that must count: a number (12) or a share of the roll (50%).")
    ] = "0",
    tie: Annotated[
        list[str] | None,
        Option(
            help="How a tie is broken: 'earlier counts' (stv) or 'order' (of the options here). "
            "May be repeated; without it a tie is named and left to the electors."
        ),
    ] = None,
    out: Annotated[
        Path | None, Option(help="The call's file for the electors; VOTE.call.json if not said.")
    ] = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Call a vote: what is voted on, by whom, from when until when, and how it is counted.

    Example: tawthiq vote call council-2024 --name "Council of the valley" --method stv --seats 2
    -o 'huda=Huda|هدى' -o 'samir=Samir|سمير' -o 'nour=Nour|نور'
    --electors ../roll/electors.txt --quorum 50% --closes 2024-05-01T18:00+03:00
    """
    from tawthiq.cli.common import check_folder_of, check_output
    from tawthiq.errors import VoteError
    from tawthiq.folder import open_folder
    from tawthiq.ledger import Call
    from tawthiq.votes import call_vote, moment_of, quorum_of, read_electors, write_call

    file = out or Path(f"{vote}.call.json")
    now = _now()
    on_the_roll = read_electors(electors)
    if method not in ("plurality", "approval", "stv"):
        raise VoteError(f"--method {method!r}: plurality, approval or stv.")
    rules = tie or []
    for rule in rules:
        if rule not in ("earlier counts", "order"):
            raise VoteError(f"--tie {rule!r}: 'earlier counts' or 'order'.")
    with open_folder(folder, write=True) as opened:
        check_output(folder, file)
        check_folder_of(file)
        body = Call(
            vote=vote,
            name=name,
            name_ar=name_ar,
            options=_options(option or [], abstention or [], motion=motion),
            method=method,  # type: ignore[arg-type]  # looked at above
            seats=seats,
            quorum=quorum_of(quorum, len(on_the_roll)),
            opens=moment_of(opens, now),
            closes=moment_of(closes, now),
            electors=list(on_the_roll),
            ties=rules,  # type: ignore[arg-type]
        )
        entry = call_vote(opened.ledger, body, now)
    write_call(entry, file)
    if as_json:
        print_json({"vote": vote, "entry": entry.id, "call": str(file)})
        return
    print_lines(
        f"Called vote {vote} (entry {entry.id[:12]}) with {counted(len(on_the_roll), 'elector')}.",
        f"Give {file} to every elector, with their credential.",
    )


def cast(
    call_file: Annotated[Path, Argument(metavar="CALL", help="The file of the call.")],
    credential: Annotated[Path, Argument(help="The elector's key file (.pem).")],
    choices: Annotated[
        list[str] | None,
        Argument(help="Keys of options; of a transferable vote, the first preference first."),
    ] = None,
    out: Annotated[Path | None, Option(help="The ballot's file.")] = None,
    lang: OutLanguage = "en",
    as_json: JsonOption = False,
) -> None:
    """Cast a ballot: sign the choice into a file for the ballot box.

    Needs no register and no network.

    Example: tawthiq vote cast council-2024.call.json 0007.pem huda nour
    """
    from tawthiq.ledger import Key
    from tawthiq.votes import call_in_words, cast_ballot, names_of, read_call, say, write_ballot

    language = language_named(lang)
    entry, body = read_call(call_file)
    ballot = cast_ballot(entry, body, Key.load(credential), tuple(choices or ()))
    file = out or Path(f"ballot-{ballot.elector[:12]}.json")
    write_ballot(ballot, file)
    if as_json:
        print_json({"ballot": str(file), "vote": entry.id, "choices": list(ballot.choices)})
        return
    names = names_of(body, language)
    print_lines(
        *call_in_words(body, None, language),
        say("called by", language, author=entry.author, entry=entry.id[:12]),
        say("your ballot", language, said=" > ".join(names[one] for one in ballot.choices)),
        say("cast", language, file=file),
    )


def take(
    files: Annotated[list[Path], Argument(help="Ballots, or folders of ballots.")],
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Take ballots into the register, all of them or none.

    They enter by their hash, whoever came first: gather many before you take them in.

    Example: tawthiq vote take box/
    """
    from tawthiq.folder import open_folder
    from tawthiq.votes import ballot_files, take_ballots

    with open_folder(folder, write=True) as opened:
        done = take_ballots(opened.ledger, ballot_files(files), _now())
    if as_json:
        print_json({"taken": done.taken, "known": done.known})
        return
    print_lines(f"Took in {counted(done.taken, 'ballot')}; {done.known:,} were there already.")
    if done.taken == 1:
        warn(
            "A ballot that is taken in alone has a time of its own in the ledger: whoever saw who "
            "came then can tell whose it is. Gather several first."
        )


def count(
    vote: VoteArgument,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Count a vote that has closed.

    Example: tawthiq vote count council-2024
    """
    from tawthiq.cli.common import language_of
    from tawthiq.folder import open_folder
    from tawthiq.votes import count_when_closed, find_vote

    language = language_of(folder, lang)
    with open_folder(folder) as opened:
        found = find_vote(opened.ledger, vote)
    _print_count(found.call, found.called_off, count_when_closed(found, _now()), language, as_json)


def publish(
    vote: VoteArgument,
    out: Annotated[
        Path | None, Option(help="The file to write; VOTE.published.json if not said.")
    ] = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Write a closed vote into one file, from which anyone can recount it.

    Example: tawthiq vote publish council-2024
    """
    from tawthiq.cli.common import check_folder_of, check_output
    from tawthiq.folder import open_folder
    from tawthiq.votes import count_when_closed, find_vote, publish_vote

    with open_folder(folder, write=True) as opened:
        found = find_vote(opened.ledger, vote)
        file = out or Path(f"{found.call.vote}.published.json")
        check_output(folder, file)
        check_folder_of(file)
        done = count_when_closed(found, _now())
        publish_vote(found, done, opened.ledger.key, file)
    if as_json:
        print_json({"published": str(file), "ballots": done.ballots, "standing": done.standing})
        return
    print_lines(
        f"Wrote {file}: {counted(done.ballots, 'ballot')}. Anyone can check it with "
        f"`tawthiq vote recount {file}`."
    )


def recount(
    file: Annotated[Path, Argument(help="A published vote.")],
    mine: Annotated[
        Path | None, Option(help="A ballot you cast: is it there, and does it count?")
    ] = None,
    lang: OutLanguage = "en",
    as_json: JsonOption = False,
) -> None:
    """Count a published vote anew, from the file alone, verifying every signature.

    Ends with 1 where the file does not agree with itself.

    Example: tawthiq vote recount council-2024.published.json
    """
    from tawthiq.votes import FAULTS, REASONS, count_as_plain, read_ballot, recount_file, say

    language = language_named(lang)
    done = recount_file(file)
    standing = None if mine is None else done.standing_of(read_ballot(mine))
    if as_json:
        print_json(
            {
                "agrees": not done.faults,
                "faults": list(done.faults),
                "called_by": done.entry.author,
                "published_by": done.publisher,
                "mine": standing,
                "count": count_as_plain(done.count),
            }
        )
    else:
        _print_count(done.call, done.called_off, done.count, language, as_json=False)
        print_lines(
            say("called by", language, author=done.entry.author, entry=done.entry.id[:12]),
            say("published by", language, author=done.publisher),
        )
        if standing is not None:
            print_lines(say("your ballot", language, said=REASONS[standing][language]))
        print_lines(*(f"DIFFERS  {FAULTS[one][language]}" for one in done.faults))
        print_lines(say("differs" if done.faults else "agrees", language))
    if done.faults or standing in ("missing", "another"):
        raise typer.Exit(1)


def _now() -> datetime:
    return datetime.now(UTC)


def _options(
    said: Sequence[str], abstentions: Sequence[str], *, motion: bool
) -> list["VoteOption"]:
    from tawthiq.errors import VoteError
    from tawthiq.ledger import VoteOption

    if motion:
        if said or abstentions:
            raise VoteError("--motion brings its own options: leave out --option, --abstention.")
        return [
            VoteOption(key=key, name=name, name_ar=name_ar, abstains=abstains)
            for key, name, name_ar, abstains in _ANSWERS
        ]
    if not said:
        raise VoteError("A vote needs options: --motion, or --option KEY=NAME for each.")
    options: list[VoteOption] = []
    for one in said:
        key, sign, names = one.partition("=")
        name, _, name_ar = (part.strip() for part in names.partition("|"))
        if not sign or not (name or name_ar):
            raise VoteError(f"--option {one!r}: KEY=NAME, or 'KEY=NAME|ARABIC NAME'.")
        options.append(
            VoteOption(
                key=key.strip(),
                name=name or None,
                name_ar=name_ar or None,
                abstains=key.strip() in abstentions,
            )
        )
    strange = set(abstentions).difference(one.key for one in options)
    if strange:
        raise VoteError(f"--abstention {', '.join(sorted(strange))}: there is no such option.")
    return options


def _print_count(
    body: "Call", called_off: str | None, done: "Count", language: "Language", as_json: bool
) -> None:
    from tawthiq.votes import call_in_words, count_as_plain, count_in_words

    if as_json:
        print_json(count_as_plain(done) | {"called_off": called_off})
        return
    print_lines(*call_in_words(body, called_off, language), *count_in_words(body, done, language))
