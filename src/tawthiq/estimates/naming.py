"""How lists, pairs of lists and models are written in doubts and tables."""

from collections.abc import Iterable, Sequence


def joined(names: Sequence[str]) -> str:
    """Several names in an English sentence: "A, B and C"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def joined_ar(names: Sequence[str]) -> str:
    """Several names in an Arabic sentence."""
    return "، ".join(names)


def term_name(term: int, lists: Sequence[str]) -> str:
    """A set of lists, given as bits: "AB" where all names are of one letter, else "A1*B2"."""
    between = "" if all(len(name) == 1 for name in lists) else "*"
    return between.join(name for at, name in enumerate(lists) if term >> at & 1)


def model_name(terms: Iterable[int], lists: Sequence[str]) -> str:
    """A hierarchical model by its largest terms, as its field writes it: "AB|BC|D"."""
    given = [term for term in terms if term]
    largest = [
        term for term in given if not any(term != other and term & other == term for other in given)
    ]
    ordered = sorted(largest, key=lambda term: [at for at in range(len(lists)) if term >> at & 1])
    return "|".join(term_name(term, lists) for term in ordered)
