"""Read texts: propose figures, accounts, citations and threads, each with its span.

Offline and the same every time: a grammar over tokens, number words, hedges, roles and verbs of
speech, in English and Arabic alike. Its lists of terms are data files that a user can add to. What
it is unsure of it proposes with its doubt; it never gives a value that is not in the text.
"""

from tawthiq.reading.tokens import language_of

__all__ = ["language_of"]
