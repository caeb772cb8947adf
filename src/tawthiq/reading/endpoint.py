"""An optional second reader: a language model behind an endpoint of the user's own choice.

Off unless the settings name one. The text leaves this machine for that endpoint: the command says
so each time. What comes back is held to the same law as the grammar: a proposal must quote words
that stand in the text, and its number must be one that those words hold. What does not is dropped
and told. Each proposal is marked with the model that made it.

The protocol is the "chat completions" of OpenAI, which most local servers speak too.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tawthiq.errors import ReadingError
from tawthiq.progress import Progress, silent
from tawthiq.reading.model import Segment, Sentence, Text
from tawthiq.reading.numbers.quantities import find_quantities
from tawthiq.reading.tokens import sentences
from tawthiq.statements import Figure, Statement, statement_id

_CHUNK = 6_000  # characters of text in one request
_MOST = 4 * 2**20  # bytes of an answer
_DOUBT = "proposed by a language model"
_ASKED = (
    "counted", "category", "unit", "per", "place", "period_words", "as_of_words", "attributed_to",
    "role", "reported_by", "share_of",
)  # fmt: skip
_PROMPT = f"""You read one passage and list the figures it gives: numbers of people killed, hurt,
detained, missing, displaced and the like, in a conflict. Answer with JSON alone:
{{"figures": [{{"quote": …, "value_low": …, "value_high": …, "bound": …, {", ".join(_ASKED)}}}]}}.
"quote" is copied letter for letter from the passage and holds the number. "bound" is one of exact,
about, at least, more than, at most, up to, between. What the passage does not say is null. List no
ages, dates, names or anything that is not in the passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where to ask, as the settings name it."""

    url: str  # up to and without "/chat/completions"
    model: str
    key: str | None = None  # never written to a log, an error or the ledger
    timeout: float = 120.0  # seconds for one answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What the endpoint's model adds."""

    statements: tuple[Figure, ...]
    dropped: int  # proposals whose quote or number is not in the text


def ask_endpoint(
    text: Text,
    known: Sequence[Statement],
    endpoint: Endpoint,
    *,
    document: str,
    extra: Path | None = None,
    progress: Progress = silent,
) -> Added:
    """Ask the endpoint for the figures of a text; those the grammar has already are left out.

    Raises:
        ReadingError: the endpoint cannot be reached, refuses, or does not answer in its protocol.
    """
    taken = [(one.start, one.end) for one in known if isinstance(one, Figure)]
    found: list[Figure] = []
    dropped = 0
    chunks = list(_chunks(text))
    for n, (start, stop) in enumerate(chunks):
        progress("asking the endpoint", n, len(chunks))
        for raw in _figures(_ask(text.text[start:stop], endpoint)):
            figure = _checked(
                raw,
                text,
                (start, stop),
                model=endpoint.model,
                document=document,
                extra=extra,
            )
            if figure is None:
                dropped += 1
            elif not any(a < figure.end and figure.start < b for a, b in taken):
                taken.append((figure.start, figure.end))
                found.append(figure)
    progress("asking the endpoint", len(chunks), len(chunks))
    return Added(statements=tuple(sorted(found, key=lambda one: one.start)), dropped=dropped)


def _chunks(text: Text) -> Iterator[tuple[int, int]]:
    """Stretches of article and comments, cut between sentences."""
    start: int | None = None
    stop = 0
    segment: Segment | None = None
    for sentence in sentences(text):
        if start is not None and (sentence.segment != segment or sentence.stop - start > _CHUNK):
            yield start, stop
            start = None
        if start is None:
            start, segment = sentence.start, sentence.segment
        stop = sentence.stop
    if start is not None:
        yield start, stop


def _ask(passage: str, endpoint: Endpoint) -> str:
    if not endpoint.url.startswith(("http://", "https://")):
        raise ReadingError(
            f"The endpoint {endpoint.url!r} is no web address: [reader] url begins with http."
        )
    body = {
        "model": endpoint.model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": _PROMPT},
            {"role": "user", "content": passage},
        ],
    }
    headers = {"Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked above
        f"{endpoint.url.rstrip('/')}/chat/completions",
        data=json.dumps(body).encode(),
        headers=headers,
    )
    try:
        with urllib.request.urlopen(request, timeout=endpoint.timeout) as answer:  # noqa: S310
            said = json.loads(answer.read(_MOST))
        content = said["choices"][0]["message"]["content"]
    except urllib.error.HTTPError as error:
        error.close()
        raise ReadingError(
            f"The endpoint {endpoint.url} refuses: {error.code} {error.reason}. See [reader] in "
            "tawthiq.toml: url, model, and the variable that key_env names."
        ) from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ReadingError(
            f"The endpoint {endpoint.url} cannot be asked ({error}). Take --endpoint away to read "
            "with the grammar alone."
        ) from error
    return content if isinstance(content, str) else ""


def _figures(answer: str) -> list[dict[str, Any]]:
    """The figures of an answer; what is no JSON of the kind asked for holds none."""
    first, last = answer.find("{"), answer.rfind("}")
    try:
        said = json.loads(answer[first : last + 1])
    except ValueError:
        return []
    figures = said.get("figures") if isinstance(said, dict) else None
    return [one for one in figures if isinstance(one, dict)] if isinstance(figures, list) else []


def _checked(
    raw: dict[str, Any],
    text: Text,
    within: tuple[int, int],
    *,
    model: str,
    document: str,
    extra: Path | None,
) -> Figure | None:
    """The figure, if its words stand in the passage and hold its number."""
    quote = raw.get("quote")
    at = text.text.find(quote, *within) if isinstance(quote, str) and quote.strip() else -1
    if at < 0 or not isinstance(quote, str):
        return None
    end = at + len(quote)
    ends = [raw.get(name) for name in ("value_low", "value_high") if raw.get(name) is not None]
    if not all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends):
        return None
    values = set(ends)
    held = {
        value
        for sentence in _sentences_of(text, at, end)
        for one in find_quantities(sentence, extra)
        for value in (one.low, one.high)
    }
    if not values or not values <= held:
        return None
    names = (*_ASKED, "value_low", "value_high", "bound")
    fields = {name: raw[name] for name in names if raw.get(name) is not None}
    said = {
        "type": "figure",
        "id": statement_id(document, "figure", at, end, 1_000),
        "start": at,
        "end": end,
        "quote": quote,
        "doubt": [_DOUBT],
        "proposer": f"endpoint: {model}"[:100],
    }
    try:
        return msgspec.convert(said | fields, Figure)
    except msgspec.ValidationError:
        return None


def _sentences_of(text: Text, start: int, end: int) -> Iterator[Sentence]:
    part = Text(text=text.text, segments=(Segment(start=start, stop=end, role="article"),))
    return sentences(part)
