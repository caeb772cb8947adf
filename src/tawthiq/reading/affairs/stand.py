"""A stand on a question as the wide net finds it, and what it hangs on."""

from dataclasses import dataclass

from tawthiq.reading.affairs.scans import Mark, Scan

SIDES = ("not against", "makes conditions", "silent", "undecided", "against", "for")
_HARD_STOPS = frozenset(";؛.؟?!")


@dataclass(frozen=True, slots=True)
class Stand:
    """Tokens [first, last) in which somebody takes a side; about, condition: characters."""

    first: int
    last: int
    core: int
    speaker: str | None
    side: str
    about: tuple[int, int] | None = None
    condition: tuple[int, int] | None = None


def parts_at(scan: Scan, at: int) -> frozenset[str]:
    """What the words that begin at a token tell."""
    return frozenset(part for one in scan.marks if one.first == at for part in one.parts)


def condition_of(scan: Scan, mark: Mark, side: str) -> tuple[int, int] | None:
    """What a stand hangs on: behind "provided", "بشرط أن", or before it with a comma."""
    if side == "makes conditions" and not any(
        "condition" in one.parts and one.first >= mark.last for one in scan.marks
    ):
        return until(scan, mark.last)
    for one in scan.marks:
        if "condition" not in one.parts or one.first < mark.first:
            continue
        if any(scan.tokens[k].raw in _HARD_STOPS for k in range(mark.last, one.first)):
            break
        if any(set(SIDES) & two.parts and mark.last <= two.first < one.first for two in scan.marks):
            break
        if scan.norm(one.first) == "ان" and not (
            scan.tokens[one.first].raw.startswith(("إن", "وإن", "فإن"))
            and scan.norm(one.first - 1) not in ("قال", "قالت", "يقول", "تقول", "وقال", "وقالت")
        ):
            continue
        return until(scan, one.last)
    opening = next((one for one in scan.marks if "condition" in one.parts and one.first <= 1), None)
    if opening is not None and opening.last < mark.first:
        comma = next(
            (k for k in range(opening.last, mark.first) if scan.tokens[k].raw in ",،"), None
        )
        if comma is not None:
            return scan.sentence.words(opening.last, comma)
    return None


def until(scan: Scan, first: int) -> tuple[int, int] | None:
    """The characters from a token to the next comma or stop."""
    while first < len(scan.tokens) and (
        scan.tokens[first].raw in ",،:" or scan.norm(first) in ("on", "only", "that", "to", "عليه")
    ):
        first += 1
    last = first
    while last < len(scan.tokens) and scan.tokens[last].raw not in ",،;؛.?؟!()":
        last += 1
    return scan.sentence.words(first, last) if last > first else None
