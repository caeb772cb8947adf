"""Figures and accounts with the evidence that their text offers: preserved, alive, dangling, none.

A link is *preserved* where the register holds what it led to. Without the network, every other
address is *unchecked*, unless the text itself shows that it leads nowhere.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from urllib.parse import urlsplit

from tawthiq.checks.model import Finding, Stated, quote_of
from tawthiq.statements import Account, Citation, Figure

_RANK = ("preserved", "alive", "unchecked", "internal", "dangling")

Try = Callable[[str], bool]
"""Whether an address answers. Whoever gives one goes on the network."""


def check_evidence(
    stated: Sequence[Stated], preserved: Collection[str] = (), answers: Try | None = None
) -> list[Finding]:
    """The state of the best evidence that is offered for each figure and account.

    Args:
        stated: every statement of the texts, their citations too.
        preserved: the addresses of the documents that the register holds.
        answers: tries an address; None: nothing is tried.
    """
    citations: dict[str, dict[str, Citation]] = defaultdict(dict)
    for one in stated:
        if isinstance(one.statement, Citation):
            citations[one.document][one.statement.id] = one.statement
    known = frozenset(map(plain_address, preserved))
    tried: dict[str, bool] = {}

    def state_of(citation: Citation) -> str:
        url = citation.url
        if url and plain_address(url) in known:
            return "preserved"
        if answers is not None and url and citation.form == "link":
            if url not in tried:
                tried[url] = answers(url)
            return "alive" if tried[url] else "dangling"
        return citation.state

    findings = []
    for one in stated:
        statement = one.statement
        if not isinstance(statement, Figure | Account):
            continue
        offered = list(_offered(statement, citations.get(one.document, {})))
        states = [(state_of(citation), citation) for citation in offered]
        states.sort(key=lambda found: (_RANK.index(found[0]), found[1].start))
        best = states[0] if states else None
        verdict = best[0] if best else "none"
        findings.append(
            Finding(
                check="evidence",
                verdict=verdict,
                words=f"evidence.{verdict}",
                statements=(statement.id, *(citation.id for _, citation in states)),
                values={
                    "url": (best[1].url or best[1].source_named) if best else None,
                    "quote": quote_of(best[1]) if best else None,
                    "citations": [
                        {"statement": citation.id, "state": state, "url": citation.url}
                        for state, citation in states
                    ],
                },
            )
        )
    return findings


def plain_address(url: str) -> str:
    """An address without what does not tell pages apart: scheme, "www.", fragment, last slash."""
    parts = urlsplit(url.strip())
    host = re.sub(r"^www\.", "", parts.netloc.casefold())
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _offered(statement: Figure | Account, citations: dict[str, Citation]) -> Iterable[Citation]:
    named = statement.citation if isinstance(statement, Figure) else None
    for citation in citations.values():
        if citation.id == named or statement.id in citation.supports:
            yield citation
