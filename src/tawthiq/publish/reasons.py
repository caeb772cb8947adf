"""Why rows were set aside, in both languages, and without what their cells hold."""

from tawthiq.lists import read_reason
from tawthiq.publish.model import Lang
from tawthiq.publish.words import digits, plain


def set_aside_reason(text: str, lang: Lang) -> str:
    """The reason kept with a row, in `lang`.

    Of a reason that another version kept only that there is one is told: it may repeat a cell.
    """
    found = read_reason(text)
    if found is None:
        return plain("aside.other", lang)
    code, values = found
    # `detail` may repeat a cell, and a cell may be a name: no label has a place for it.
    return plain(f"aside.{code}", lang).format(
        **{name: _digits(value, lang) for name, value in values.items()}
    )


def _digits(value: str, lang: Lang) -> str:
    return digits(value.replace(",", "٬") if lang == "ar" else value, lang)
