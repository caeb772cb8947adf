"""Findings as schema.org Claim and ClaimReview (JSON-LD), for those who collect such reviews.

A ClaimReview usually carries a rating of true or false. These never do: there is no
`reviewRating`, and `abstract` says how the numbers stand, in both languages.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tawthiq.checks.model import LANGUAGES, Finding, Stated
from tawthiq.checks.wording import Label, as_it_is, more, say
from tawthiq.fields import one_line
from tawthiq.statements import Figure


def claims_of(
    stated: Sequence[Stated],
    findings: Mapping[str, Sequence[Finding]],
    *,
    reviewer: str,
    sources: Mapping[str, str] | None = None,
    addresses: Mapping[str, str] | None = None,
    based_on: str | None = None,
    name: Label = as_it_is,
) -> list[dict[str, Any]]:
    """One ClaimReview for each figure.

    Args:
        stated: the statements; those that are no figures are passed over.
        findings: id of a statement → what was found.
        reviewer: who holds the figures against the register: the register's name.
        sources: key of a source → its name.
        addresses: SHA-256 of a document → where it was published.
        based_on: the head of the ledger, so that every number can be recomputed.
        name: the values of scopes in words.
    """
    return [
        _review(
            one,
            one.statement,
            findings.get(one.statement.id, ()),
            reviewer=reviewer,
            publisher=(sources or {}).get(one.source or "", one.source),
            address=(addresses or {}).get(one.document),
            based_on=based_on,
            name=name,
        )
        for one in stated
        if isinstance(one.statement, Figure)
    ]


def _review(
    one: Stated,
    figure: Figure,
    findings: Sequence[Finding],
    *,
    reviewer: str,
    publisher: str | None,
    address: str | None,
    based_on: str | None,
    name: Label,
) -> dict[str, Any]:
    said = one_line(one.sentence or figure.quote)
    appearance = _filled(
        {
            "@type": "CreativeWork",
            "identifier": f"sha256:{one.document}",
            "url": address,
            "datePublished": one.published.isoformat() if one.published else None,
            "inLanguage": one.language,
            "publisher": _body(publisher),
        }
    )
    speaker = figure.attributed_to or figure.holder
    claim = _filled(
        {
            "@type": "Claim",
            "@id": f"urn:tawthiq:{figure.id}",
            "text": said,
            "author": _body(speaker, person=figure.role is not None) or _body(publisher),
            "datePublished": one.published.isoformat() if one.published else None,
            "appearance": appearance,
        }
    )
    abstract = [
        {
            "@language": lang,
            "@value": " ".join(
                line
                for finding in findings
                for line in (say(finding, lang, name), *more(finding, lang, name))
            ),
        }
        for lang in LANGUAGES
    ]
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "@id": f"urn:tawthiq:check:{figure.id}",
            "claimReviewed": said,
            "itemReviewed": claim,
            "author": _body(reviewer),
            "abstract": abstract,
            "isBasedOn": f"urn:tawthiq:ledger:{based_on}" if based_on else None,
        }
    )


def _body(name: str | None, *, person: bool = False) -> dict[str, str] | None:
    kind = "Person" if person else "Organization"
    return {"@type": kind, "name": one_line(name)} if name else None


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known: JSON-LD has no null."""
    return {key: value for key, value in values.items() if value is not None}
