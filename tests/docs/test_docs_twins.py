"""A page in Arabic and its twin in English say the same: the same commands, options and links.

What a reader types is compared, not the words around it: names, reasons and comments of examples
may be in either language.
"""

import os
import re
import shlex
import tomllib
from itertools import zip_longest
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARABIC = sorted([*ROOT.glob("*.ar.md"), *(ROOT / "docs").rglob("*.ar.md")])

_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(<?([^)\s>]+)>?\)")
_RUN = re.compile(r"(?:tawthiq|make|pip|cd|rm) ")
_COMMENT = re.compile(r"^tawthiq .*?\s# (.*)$", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][\w-]*")
_TEXT = re.compile(r"\s|[^\x00-\x7f…→]")  # an example in words of its own, in either language
# A page may name its example in Arabic where its twin does in English.
_NAME_AR = re.compile(r"(?<=^--name)-ar$|(?<=^name)_ar(?==)")
# The program's words come in Arabic: a page may ask for that where its twin does not.
_IN_ARABIC = ["--lang", "ar"]


def english(page: Path) -> Path:
    return page.with_name(page.name.replace(".ar.md", ".md"))


def prose(text: str) -> str:
    return _FENCE.sub("", text)


def typed(line: str) -> tuple[str, ...]:
    """The words of a line to type."""
    words = shlex.split(line, comments=True)
    for at in range(len(words) - 1, 0, -1):
        if words[at - 1 : at + 1] == _IN_ARABIC:
            del words[at - 1 : at + 1]
    return tuple(_NAME_AR.sub("", word) for word in words)


def alike(one: str, other: str) -> bool:
    """Whether two words are the same, or are examples of which either is in a language's words."""
    if one == other:
        return True
    if one.startswith("-") or other.startswith("-") or not (_TEXT.search(one + other)):
        return False
    fields = {word.partition("=")[0] for word in (one, other) if "=" in word}
    return len(fields) < 2 or any(_TEXT.search(field) for field in fields)


def differences(text: str, twin: str) -> list[tuple[object, object]]:
    """Pairs of lines, of two pages, that do not have the same typed."""
    return [
        (one, other)
        for one, other in zip_longest(commands(text), commands(twin), fillvalue=())
        if len(one) != len(other) or not all(map(alike, one, other))
    ]


def commands(text: str) -> list[tuple[str, ...]]:
    """What the blocks of code of a page have typed, in order; `a && b` is two lines."""
    blocks = "\n".join(block for _, block in _FENCE.findall(text)).replace("\\\n", " ")
    lines = [line.strip().removeprefix("$ ") for line in blocks.splitlines()]
    return [typed(part) for line in lines for part in line.split(" && ") if _RUN.match(part)]


def settings(text: str) -> list[object]:
    """Blocks of TOML and SQL as a program reads them: comments may be in either language."""
    blocks = [(kind, block) for kind, block in _FENCE.findall(text) if kind]
    return [tomllib.loads(block) if kind == "toml" else block for kind, block in blocks]


def mentioned(text: str) -> set[str]:
    """Options that sentences and comments name, and whole commands that sentences name."""
    codes = _INLINE.findall(prose(text))
    comments = [said for _, block in _FENCE.findall(text) for said in _COMMENT.findall(block)]
    lines = {" ".join(typed(one)) for one in codes if re.match(r"tawthiq [a-z]", one)}
    options = {option for one in codes + comments for option in _OPTION.findall(one)}
    return lines | options - {"--lang"}


def links(page: Path) -> list[str]:
    """Where a page leads, its twin aside; to a page that has an Arabic twin counts as to either."""
    found = []
    for link in _LINK.findall(_INLINE.sub("", prose(page.read_text(encoding="utf-8")))):
        name, _, anchor = link.partition("#")
        if ":" in link:
            found.append(link)
            continue
        target = (page.parent / name).resolve()
        twin = english(target)
        if twin != english(page):
            both = twin.with_name(f"{twin.stem}.ar.md").exists()  # Their headings differ.
            where = os.path.relpath(twin, ROOT)
            found.append(where if both or not anchor else f"{where}#{anchor}")
    return sorted(set(found))


def show(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_there_are_arabic_pages():
    assert {"README.ar.md", "docs/how-to/judge-pairs.ar.md"} <= {show(page) for page in ARABIC}


@pytest.mark.parametrize("page", ARABIC, ids=show)
class TestTwins:
    def test_each_links_to_the_other_before_it_says_anything(self, page):
        for one, other in ((page, english(page)), (english(page), page)):
            begin = "\n".join(one.read_text(encoding="utf-8").split("\n")[:6])
            assert f"]({other.name})" in begin, f"{show(one)} does not begin with a link"

    def test_the_same_is_typed(self, page):
        one, other = (each.read_text(encoding="utf-8") for each in (page, english(page)))
        assert not differences(one, other)
        assert settings(one) == settings(other)
        assert len(_FENCE.findall(one)) == len(_FENCE.findall(other))

    def test_sentences_name_the_same_commands_and_options(self, page):
        one, other = (each.read_text(encoding="utf-8") for each in (page, english(page)))
        assert mentioned(one) == mentioned(other)

    def test_no_part_row_or_point_is_left_out(self, page):
        one, other = (prose(each.read_text(encoding="utf-8")) for each in (page, english(page)))
        parts = re.compile(r"^(#+) ", re.MULTILINE)
        assert parts.findall(one) == parts.findall(other)
        for begin in (r"\|", r"[*-] ", r"\d+\. "):
            rows = re.compile(f"^{begin}", re.MULTILINE)
            assert len(rows.findall(one)) >= len(rows.findall(other)), f"fewer lines begin {begin}"

    def test_they_lead_to_the_same_pages(self, page):
        assert links(page) == links(english(page))

    def test_a_link_leads_to_the_arabic_page_where_there_is_one(self, page):
        for link in _LINK.findall(prose(page.read_text(encoding="utf-8"))):
            name = link.partition("#")[0]
            if name.endswith(".md") and not name.endswith(".ar.md") and ":" not in name:
                target = (page.parent / name).resolve()
                twin = target.with_name(f"{target.stem}.ar.md")
                assert twin == page or not twin.exists(), f"{link}: there is {twin.name}"


@pytest.mark.parametrize("page", ARABIC, ids=show)
class TestDirection:
    def test_the_page_runs_from_right_to_left_and_its_commands_do_not(self, page):
        text = page.read_text(encoding="utf-8")
        assert text.startswith('<div dir="rtl">\n\n# ')
        assert text.endswith("\n\n</div>\n")
        for block in _FENCE.finditer(text):
            first = next((letter for letter in block[2] if letter.isalpha()), "")
            if first.isascii():
                assert text[: block.start()].endswith('<div dir="ltr">\n\n'), block[0]
                assert text[block.end() :].startswith("\n\n</div>\n"), block[0]

    def test_paragraphs_and_points_begin_in_arabic(self, page):
        """A forge takes the direction of each from its first letter."""
        for line in re.split(r"\n\n|\n(?=[*-] |\d+\. |#)", prose(page.read_text(encoding="utf-8"))):
            if line.startswith(("<", "|", ">")) or not line.strip():
                continue
            first = next(letter for letter in line.replace("&lrm;", "a") if letter.isalpha())
            assert not first.isascii(), f"begins with Latin letters: {line[:60]}"

    def test_options_keep_their_hyphens_on_the_left(self, page):
        """Between Arabic words `--all` is shown as `all--`, if no mark says otherwise."""
        text = prose(page.read_text(encoding="utf-8"))
        wrong = {
            code[1]
            for code in _INLINE.finditer(text)
            if code[1][0] in "-.~/[" and not text[: code.start()].endswith("&lrm;")
        }
        assert not wrong


def test_a_difference_is_seen():
    """The comparison itself: what may differ, and what may not."""
    one = '```\n$ tawthiq judge a:1:2 b:1:3 same --reason "two brothers"\n```\n'
    assert not differences(one, one.replace("two brothers", "أخوان").replace("$ ", ""))
    assert differences(one, one.replace("same", "different"))
    assert differences(one, one.replace("--reason", "--reviewer"))
    assert differences(one, one.replace(" b:1:3", ""))
    assert differences(one, one + "\n```\ntawthiq link\n```\n")
    assert alike("place=Marsa", "المكان=مرسى")
    assert not alike("place=Marsa", "when=مرسى")
    assert typed("tawthiq things --lang ar") == typed("tawthiq things")
    assert mentioned("see `tawthiq link --from-nothing`") != mentioned("see `tawthiq link`")
