"""Who says what: each attribution of each sentence, with the words that it covers.

Grammars of the two languages find the words that attribute (`attributions_en`, `attributions_ar`);
here it is settled how far they reach. An attribution stops at its sentence, at the next one, and,
where it stands after its words, at the clause before. It is never handed to the next sentence, but
for a quotation that runs on, and for "he added", whose speaker the sentence before names (doubt:
pronoun).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tawthiq.reading.model import Attribution, Sentence
from tawthiq.reading.voices import attributions_ar, attributions_en
from tawthiq.reading.voices.clauses import Quotation, quotations
from tawthiq.reading.voices.scopes import scoped
from tawthiq.reading.voices.speech import Lexicon, lexicon
from tawthiq.reading.voices.spoken import Spoken


def find_attributions(
    sentences: Sequence[Sentence], extra: Path | None = None
) -> dict[int, list[Attribution]]:
    """The attributions of each sentence that has one, by `Sentence.index`.

    Args:
        sentences: of one text, in order.
        extra: a folder with the user's own `speech.toml`, `offices.toml`, `bodies.toml`.
    """
    words = _with_own_letters(lexicon(extra), sentences)
    quotes = quotations(sentences)
    spoken: list[list[Spoken]] = []
    for sentence, parts in zip(sentences, quotes, strict=True):
        grammar = attributions_ar if sentence.language == "ar" else attributions_en
        spoken.append(grammar.find(sentence.tokens, words, parts))
    found: dict[int, list[Attribution]] = {}
    for k, sentence in enumerate(sentences):
        before = spoken[k - 1] if k and _runs_on(sentences[k - 1], sentence) else []
        said = _resolved(spoken[k], before)
        spoken[k] = said
        covering = scoped(sentence, said, quotes[k])
        if covering:
            found[sentence.index] = covering
    _second_quotations(sentences, quotes, found)
    _run_quotations(sentences, quotes, found)
    return dict(sorted(found.items()))


def _with_own_letters(words: Lexicon, sentences: Sequence[Sentence]) -> Lexicon:
    """The lists, and the abbreviations that the text itself gives in brackets: "(NDC)"."""
    names = dict(words.names)
    for sentence in sentences:
        tokens = sentence.tokens
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            letters = before.raw == "(" and after.raw == ")" and token.raw.isascii()
            if letters and token.raw.isupper() and token.raw.isalpha() and len(token.raw) > 1:
                names[token.norm] = (*names.get(token.norm, ()), (token.norm,))
    return replace(words, names=names) if len(names) > len(words.names) else words


def _runs_on(before: Sentence, sentence: Sentence) -> bool:
    return (
        before.segment == sentence.segment
        and before.index + 1 == sentence.index
        and sentence.paragraph - before.paragraph <= 1
    )


def _resolved(said: list[Spoken], before: Sequence[Spoken]) -> list[Spoken]:
    """Give "he said" its speaker; what cannot be told is left out, unless words name it."""
    found: list[Spoken] = []
    for one in said:
        if not one.pronoun:
            found.append(one)
            continue
        inside = {(other.name, other.role) for other in found if other.name and not other.pronoun}
        outside = {(other.name, other.role) for other in before if other.name}
        known = inside or outside
        if len(known) == 1:
            name, role = next(iter(known))
            found.append(
                replace(one, name=name, role=role, pronoun=False, doubt=(*one.doubt, "pronoun"))
            )
        elif one.name is not None:
            found.append(replace(one, pronoun=False, doubt=(*one.doubt, "pronoun")))
    return found


def _run_quotations(
    sentences: Sequence[Sentence],
    quotes: Sequence[Sequence[Quotation]],
    found: dict[int, list[Attribution]],
) -> None:
    """Carry an attribution through a quotation of several sentences, forward and back."""
    for k in range(len(sentences)):
        for part in quotes[k]:
            if part.opened or k == 0:
                continue
            # It was opened before: whoever speaks the first or the last part speaks all of it.
            first = k - 1
            while first > 0 and not any(one.opened and not one.closed for one in quotes[first]):
                first -= 1
            chain = range(first, k + 1)
            speaker = next(
                (
                    one
                    for j in chain
                    for one in found.get(sentences[j].index, ())
                    for quote in quotes[j]
                    if one.scope_first < quote.last
                    and one.scope_last > quote.first
                    and not (quote.first < one.first and one.last < quote.last)
                    and (not quote.opened or not quote.closed)
                ),
                None,
            )
            if speaker is None:
                continue
            for j in chain:
                for quote in quotes[j]:
                    if quote.opened and quote.closed:
                        continue
                    _cover(sentences[j], quote, speaker, found)


def _second_quotations(
    sentences: Sequence[Sentence],
    quotes: Sequence[Sequence[Quotation]],
    found: dict[int, list[Attribution]],
) -> None:
    """ "“12 died,” X said. “Forty were hurt.”": the second quotation is X's too."""
    for k in range(1, len(sentences)):
        sentence, before = sentences[k], sentences[k - 1]
        if found.get(sentence.index) or not quotes[k] or not _runs_on(before, sentence):
            continue
        if sentence.paragraph != before.paragraph or not quotes[k - 1]:
            continue
        opening = quotes[k][0]
        whole = opening.first == 0 and opening.opened
        if not whole:
            continue
        said = {(one.speaker, one.role, one.reported_by) for one in found.get(before.index, ())}
        quoted = [
            one for one in found.get(before.index, ())
            for quote in quotes[k - 1]
            if one.scope_first < quote.last and one.scope_last > quote.first
        ]  # fmt: skip
        if len(said) == 1 and quoted:
            _cover(sentence, opening, quoted[-1], found)


def _cover(
    sentence: Sentence,
    quote: Quotation,
    speaker: Attribution,
    found: dict[int, list[Attribution]],
) -> None:
    already = found.setdefault(sentence.index, [])
    if any(one.scope_first <= quote.first and one.scope_last >= quote.last for one in already):
        return
    if any(quote.first < one.first and one.last <= quote.last for one in already):
        return  # within the quotation another is quoted
    already.append(
        replace(
            speaker, first=quote.first, last=quote.first, scope_first=quote.first,
            scope_last=quote.last,
        )
    )  # fmt: skip
    already.sort(key=lambda one: one.scope_first)
