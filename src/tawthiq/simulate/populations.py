"""Populations of known size for multiple systems estimation: who is on no list is known too.

Each scenario is a way in which lists come to see people. `draw_population` draws one population of
a scenario: its capture table as a method of estimation would get it, and the truth. Numbers such as
the size of a class differ from population to population, so that a method is tried on a kind of
conflict and not on one point. How each scenario is drawn stands in `recipes`.
"""

import zlib
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any, Literal

import numpy as np
import polars as pl

from tawthiq.errors import SimulationError
from tawthiq.simulate import recipes
from tawthiq.simulate.recipes import Recipe

FEWEST_LISTS, MOST_LISTS = 3, 16
FEWEST_PEOPLE, MOST_PEOPLE = 500, 1_000_000

Warned = Literal["no", "may", "yes", "cannot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A way in which lists come to see people."""

    name: str
    en: str
    ar: str
    identified: bool  # whether the lists can tell the number, to a method that knows the scenario
    warning: Warned
    """Whether a reader should be warned of a number made from such a table.

    "yes" also where the number can be had and the lists are not what they seem (a copy); "may"
    where there is something to tell and the number stands; "cannot" where a warning is due, and
    nothing in the table shows it.
    """
    recipe: Recipe = field(repr=False)  # not the same in two runs
    least_lists: int = FEWEST_LISTS


POPULATIONS = {
    one.name: one
    for one in (
        Scenario(
            name="independent",
            en="every list sees everybody with one chance of its own",
            ar="لكلّ قائمة احتمال واحد ترى به أيّ شخص",
            identified=True,
            warning="no",
            recipe=recipes.independent,
        ),
        Scenario(
            name="two-classes",
            en="a visible class and a hidden one",
            ar="فئة ظاهرة وفئة خفيّة",
            identified=True,
            warning="no",
            recipe=recipes.two_classes,
            least_lists=4,
        ),
        Scenario(
            name="mostly-hidden",
            en="a visible class and a larger one, hidden from all lists alike",
            ar="فئة ظاهرة وفئة أكبر منها خفيّة على القوائم كلّها",
            identified=True,
            warning="no",
            recipe=recipes.mostly_hidden,
            least_lists=4,
        ),
        Scenario(
            name="three-classes",
            en="a visible class, a hidden one, and one that some lists see and others hardly do",
            ar="فئة ظاهرة، وفئة خفيّة، وفئة تراها قوائم ولا تكاد تراها أخرى",
            identified=True,
            warning="no",
            recipe=recipes.three_classes,
            least_lists=4,
        ),
        Scenario(
            name="positive-dependence",
            en="pairs of lists that see the same people",
            ar="أزواج من القوائم ترى الأشخاص أنفسهم",
            identified=True,
            warning="no",
            recipe=recipes.positive_dependence,
        ),
        Scenario(
            name="negative-dependence",
            en="pairs of lists that avoid one another's people",
            ar="أزواج من القوائم تتجنّب كلّ منها من في الأخرى",
            identified=True,
            warning="no",
            recipe=recipes.negative_dependence,
        ),
        Scenario(
            name="referral",
            en="a list takes a share of its people from another",
            ar="قائمة تأخذ بعض من فيها عن أخرى",
            identified=True,
            warning="no",
            recipe=recipes.referral,
        ),
        Scenario(
            name="blind-list",
            en="a stratum that one list or two cannot see, and all others do",
            ar="شريحة لا تراها قائمة أو اثنتان وتراها سائر القوائم",
            identified=True,
            warning="no",
            recipe=recipes.blind_list,
            least_lists=4,
        ),
        Scenario(
            name="turns",
            en="one list stops where another begins; the others are at work all the time",
            ar="قائمة تتوقّف حيث تبدأ أخرى، وسائر القوائم تعمل طوال الوقت",
            identified=True,
            warning="may",
            recipe=recipes.turns,
            least_lists=4,
        ),
        Scenario(
            name="sparse",
            en="small lists: few people are on two of them",
            ar="قوائم صغيرة: قلّة في اثنتين منها",
            identified=True,
            warning="no",
            recipe=recipes.sparse,
        ),
        Scenario(
            name="copied-list",
            en="a list is a copy of another, whole or nearly so",
            ar="قائمة منسوخة عن أخرى كلّها أو جلّها",
            identified=True,
            warning="yes",
            recipe=recipes.copied,
            least_lists=4,
        ),
        Scenario(
            name="nested-list",
            en="a list is a selection from another",
            ar="قائمة مختارة من أخرى",
            identified=True,
            warning="yes",
            recipe=recipes.nested,
            least_lists=4,
        ),
        Scenario(
            name="disjoint",
            en="two groups of lists that never meet",
            ar="مجموعتان من القوائم لا تلتقيان",
            identified=False,
            warning="yes",
            recipe=recipes.disjoint,
        ),
        Scenario(
            name="heterogeneity",
            en="visibility varies over the whole range, most of it close to nothing",
            ar="درجة الظهور تتفاوت على المدى كلّه ومعظمها قريب من العدم",
            identified=False,
            warning="yes",
            recipe=recipes.heterogeneity,
        ),
        Scenario(
            name="lone-class",
            en="a class that one list alone can see",
            ar="فئة لا تراها إلا قائمة واحدة",
            identified=False,
            warning="yes",
            recipe=recipes.lone_class,
        ),
        Scenario(
            name="invisible-class",
            en="a class that no list can see; nothing in the table shows it",
            ar="فئة لا تراها أيّ قائمة، ولا شيء في الجدول يدلّ عليها",
            identified=False,
            warning="cannot",
            recipe=recipes.invisible_class,
        ),
    )
}
"""The scenarios by name."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Population:
    """A capture table and what it is the table of."""

    scenario: Scenario
    seed: int
    n_people: int  # those on no list included
    table: pl.DataFrame
    """One 0/1 column a list (A, B, C …) and `count`; one row a pattern that occurs, ascending.

    The pattern of no list is not in it: how many those are is what is to be estimated.
    """
    shares: tuple[float, ...]  # of all people, how many each list was meant to hold
    made_en: str  # how this population was drawn
    made_ar: str

    @property
    def lists(self) -> tuple[str, ...]:
        """The names of the lists."""
        return tuple(self.table.columns[:-1])

    @property
    def n_observed(self) -> int:
        """People on at least one list."""
        return int(self.table["count"].sum())

    @property
    def share_missed(self) -> float:
        """The part of all people who are on no list."""
        return 1 - self.n_observed / self.n_people

    @property
    def identified(self) -> bool:
        """Whether the lists can tell the number, to a method that knows the scenario."""
        return self.scenario.identified

    def truth(self) -> dict[str, Any]:
        """Everything but the table, as one row of plain values."""
        return {
            "scenario": self.scenario.name,
            "lists": len(self.lists),
            "people": self.n_people,
            "observed": self.n_observed,
            "missed": self.n_people - self.n_observed,
            "share_missed": self.share_missed,
            "identified": self.identified,
            "warning": self.scenario.warning,
            "seed": self.seed,
            "made_en": self.made_en,
            "made_ar": self.made_ar,
        }


def draw_population(scenario: str, n_lists: int, n_people: int, seed: int) -> Population:
    """Draw a population and its capture table.

    Args:
        scenario: a name of `POPULATIONS`.
        n_lists: 3 to 16; some scenarios need 4.
        n_people: 500 to 1,000,000, those on no list included.
        seed: the same arguments give the same population.

    Raises:
        SimulationError: an unknown scenario, or a number it cannot have.
    """
    known = checked(scenario, n_lists, n_people, seed)
    rng = np.random.default_rng([seed, n_lists, n_people, zlib.crc32(scenario.encode())])
    caught = known.recipe(n_lists, n_people, rng)
    code = np.zeros(n_people, np.int64)
    for on in caught.on:
        code = code * 2 + on
    counts = np.bincount(code, minlength=2**n_lists)
    counts[0] = 0
    patterns = np.flatnonzero(counts)
    columns = {
        name: (patterns >> (n_lists - 1 - number)) & 1
        for number, name in enumerate(ascii_uppercase[:n_lists])
    }
    return Population(
        scenario=known,
        seed=seed,
        n_people=n_people,
        table=pl.DataFrame({**columns, "count": counts[patterns]}).cast(pl.Int64),
        shares=caught.shares,
        made_en=caught.en,
        made_ar=caught.ar,
    )


def checked(scenario: str, n_lists: int, n_people: int, seed: int) -> Scenario:
    """The scenario of that name, if it can be drawn with these numbers.

    Raises:
        SimulationError: it cannot, or there is none.
    """
    if scenario not in POPULATIONS:
        raise SimulationError(f"no scenario {scenario!r}; one of {', '.join(POPULATIONS)}.")
    known = POPULATIONS[scenario]
    if not known.least_lists <= n_lists <= MOST_LISTS:
        raise SimulationError(
            f"{scenario}: {n_lists} lists; it is drawn with {known.least_lists} to {MOST_LISTS}. "
            "Give another number of lists, or choose another scenario."
        )
    if not FEWEST_PEOPLE <= n_people <= MOST_PEOPLE:
        raise SimulationError(
            f"{scenario}: {n_people:,} people; give {FEWEST_PEOPLE:,} to {MOST_PEOPLE:,}."
        )
    if seed < 0:
        raise SimulationError(f"{scenario}: seed {seed}; give a whole number, 0 or more.")
    return known
