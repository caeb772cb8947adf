"""Sets of words, written as one string: the small words that grammars ask for."""


def word_set(words: str) -> frozenset[str]:
    """The words of a string, parted by blanks, as they stand folded in `Token.norm`."""
    return frozenset(words.split())
