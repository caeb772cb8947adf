"""Show a vote, or list all: its call, how many ballots came in, who protests."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument

from tawthiq.cli.options import FolderOption, JsonOption, LanguageOption
from tawthiq.cli.output import print_json, print_lines, print_table

if TYPE_CHECKING:
    from tawthiq.cli.common import Language
    from tawthiq.folder import Folder
    from tawthiq.ledger import Call
    from tawthiq.votes import Vote


def show(
    vote: Annotated[
        str | None,
        Argument(metavar="[VOTE]", help="A vote's key or entry, or a call's file; else all votes."),
    ] = None,
    lang: LanguageOption = None,
    folder: FolderOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Show a vote: its call, how many ballots came in, who protests.

    How the ballots stand is told by `count`, after closing.

    Example: tawthiq vote show council-2024
    """
    from tawthiq.cli.common import language_of
    from tawthiq.folder import open_folder
    from tawthiq.votes import call_in_words, find_vote, read_call, say, votes_of

    if vote is not None and vote.endswith(".json"):
        _, body = read_call(Path(vote))
        if as_json:
            print_json(_call_as_plain(body))
        else:
            print_lines(*call_in_words(body, None, language_named(lang or "en")))
        return
    language = language_of(folder, lang)
    with open_folder(folder) as opened:
        if vote is None:
            _list(votes_of(opened.ledger), language, as_json=as_json)
            return
        found = find_vote(opened.ledger, vote)
        protests = _protests(opened, found.call)
    if as_json:
        print_json(
            _call_as_plain(found.call)
            | {
                "entry": found.id,
                "called_by": found.entry.author,
                "called_off": found.called_off,
                "ballots": len(found.ballots),
                "protests": protests,
            }
        )
        return
    print_lines(*call_in_words(found.call, found.called_off, language))
    print_lines(
        say("called by", language, author=found.entry.author, entry=found.id[:12]),
        say("in the box", language, n=len(found.ballots)),
    )
    if not protests:
        print_lines(say("no protest", language))
    for one in protests:
        by, grounds = one["by"] or one["source"] or "–", one["grounds"] or one["quote"]
        known = one["attitude"] if one["attitude"] in ("supports", "corrects") else "disputes"
        print_lines(say(known, language, by=by, grounds=grounds, id=one["id"]))


def language_named(wanted: str) -> "Language":
    """The language that --lang names, where there is no register to say which.

    Raises:
        ConfigError: it is neither en nor ar.
    """
    from tawthiq.errors import ConfigError

    if wanted == "ar":
        return "ar"
    if wanted == "en":
        return "en"
    raise ConfigError(f"--lang {wanted!r}: en or ar.")


def _call_as_plain(body: "Call") -> dict[str, Any]:
    return {
        "vote": body.vote,
        "name": body.name,
        "name_ar": body.name_ar,
        "options": [
            {"key": one.key, "name": one.name, "name_ar": one.name_ar, "abstains": one.abstains}
            for one in body.options
        ],
        "method": body.method,
        "seats": body.seats,
        "quorum": body.quorum,
        "opens": body.opens,
        "closes": body.closes,
        "electors": len(body.electors),
        "ties": list(body.ties),
    }


def _list(votes: Sequence["Vote"], language: "Language", *, as_json: bool) -> None:
    from tawthiq.votes import METHODS, shown_moment

    if as_json:
        print_json(
            [
                _call_as_plain(one.call)
                | {"entry": one.id, "called_off": one.called_off, "ballots": len(one.ballots)}
                for one in votes
            ]
        )
        return
    print_table(
        ("vote", "name", "method", "seats", "opens", "closes", "electors", "ballots", "called off"),
        [
            (one.call.vote, (one.call.name_ar or one.call.name) if language == "ar"
             else (one.call.name or one.call.name_ar),
             METHODS[one.call.method][language], one.call.seats, shown_moment(one.call.opens),
             shown_moment(one.call.closes), len(one.call.electors), len(one.ballots),
             one.called_off)
            for one in votes
        ],
        right=("seats", "electors", "ballots"),
    )  # fmt: skip


def _protests(opened: "Folder", body: "Call") -> list[dict[str, Any]]:
    """What statements dispute, support or correct of a vote; the rejected ones left out."""
    from tawthiq.register import statements_of

    called = {body.vote, body.name, body.name_ar} - {None}
    return [
        {
            "id": one.id,
            "attitude": one.raw.get("attitude", "disputes"),
            "by": one.raw.get("by") or one.raw.get("holder"),
            "source": one.source,
            "grounds": one.raw.get("grounds"),
            "quote": one.raw.get("quote", ""),
            "when": one.raw.get("when"),
            "status": one.status,
            "document": one.document,
        }
        for one in statements_of(opened.ledger, opened.vault).statements
        if one.type == "dispute" and one.status != "rejected" and one.raw.get("about") in called
    ]
