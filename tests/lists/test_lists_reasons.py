"""Every reason for which a row is set aside has a code that can be found again from its text."""

import string

import pytest

from tawthiq.lists import REASONS, read_reason
from tawthiq.lists.reasons import reason


@pytest.mark.parametrize("code", REASONS)
def test_a_reason_is_found_again_from_its_text(code):
    places = {name for _, name, _, _ in string.Formatter().parse(REASONS[code]) if name}
    values = {name: f"<{name}>\n(x): 3" for name in places}
    assert read_reason(reason(code, **values)) == (code, values)


def test_a_reason_of_another_version_has_no_code():
    assert read_reason("the row was too beautiful") is None
    assert read_reason("the row holds bytes that cannot be decoded!") is None
