"""Kinds of statements on the page of a text: each has a class, a line of its own and a key."""

import re

import pytest

from tawthiq.publish.html_files import asset, templates
from tawthiq.publish.marked import _KINDS, Facts, render_marked
from tawthiq.reading.model import Segment, Text
from tawthiq.register import Stated
from tawthiq.statements import types

TEXT = "The union joined the alliance and gave flour."
NEWER = ("membership", "violation", "gathering", "aid", "dispute", "election", "displacement")
FACTS = Facts(
    document="0" * 64, title="A text", source=None, published=None, url=None, grammar=None
)


def page(*types_of: str) -> str:
    stated = [
        Stated(
            id=f"x-{number}", type=one, document="0" * 64, source=None, status="proposed",
            raw={"start": 0, "end": 3, "quote": TEXT[:3]},
            text=None,
        )
        for number, one in enumerate(types_of)
    ]  # fmt: skip
    text = Text(text=TEXT, segments=(Segment(start=0, stop=len(TEXT), role="article"),))
    return render_marked(text, stated, FACTS)


@pytest.mark.parametrize("one", NEWER)
def test_each_newer_kind_is_marked_by_its_class_and_told_in_the_key(one):
    said = page(one)
    kind = _KINDS[one]
    assert f'<mark class="{kind}">The</mark>' in said
    key = said[said.index('<ul class="key">') : said.index("</ul>")]
    assert key.count("<li>") == 1
    assert f'class="{kind}"' in key
    assert 'lang="ar"' in key


def test_every_kind_is_of_a_type_that_there_is():
    assert set(_KINDS) <= set(types())


def test_kinds_of_one_hue_differ_in_their_line():
    css = asset(templates(), "marked.css")
    drawn = {
        kind: re.sub(r"#\w+", "", rule) + "".join(re.findall(r"background: (#\w+)", rule))
        for kind, rule in re.findall(r"mark\.(\w+) \{([^}]*)\}", css)
    }
    newer = [drawn[_KINDS[one]] for one in NEWER]
    assert len(set(newer)) == len(newer)
    plain = re.search(r"^mark \{([^}]*)\}", css, re.MULTILINE)
    assert plain is not None
    assert all("dashed" in one or "double" in one for one in newer)
    assert "solid" in plain[1]


def test_a_page_without_marks_has_no_key():
    assert '<ul class="key">' not in page()
