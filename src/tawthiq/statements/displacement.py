"""People driven from their homes: how many are somewhere on a day, how many left over a time."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from tawthiq.statements.faults import fault_of_amount, fault_of_days, fault_of_period
from tawthiq.statements.model import Bound, Number, Statement


class Displacement(Statement, frozen=True, kw_only=True, tag="displacement"):
    """A stock (people displaced on a day) or a flow (people who moved within a time).

    The two are never mixed: stocks of two days are not added, a flow has no day.
    """

    measure: Literal["stock", "flow"] = "stock"
    status: Literal["internally displaced", "refugees", "returned"] = "internally displaced"
    place: str | None = None  # where they are, as written
    place_id: str | None = None
    from_place: str | None = None  # where they came from
    when: str | None = None  # EDTF: of a stock, the day
    since: str | None = None  # EDTF: of a flow, its time
    until: str | None = None
    value_low: Number | None = None  # in `unit`
    value_high: Number | None = None
    bound: Bound = "exact"
    unit: Literal["people", "households"] = "people"
    factor_low: Number | None = None  # people a household, as the body holds
    factor_high: Number | None = None
    attributed_to: str | None = None  # the body whose figure it is
    method: str | None = None  # registration, key informants, survey, media …, as written
    coverage: str | None = None  # of the area: all of it, a part, not said
    frequency: str | None = None  # how often the body reports
    disaggregation: str | None = None  # by sex, age, place
    triangulation: str | None = None  # whether other figures were held beside it

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {"attributed_to": ("organisation", "person")}

    def fault(self) -> str | None:
        """A stock with a time or a flow with a day; numbers below nothing; dates reversed."""
        if self.measure == "stock" and (self.since or self.until):
            return "a stock stands on a day (when); since and until are a flow's"
        if self.measure == "flow" and self.when:
            return "a flow has a time (since, until); when is a stock's"
        return (
            fault_of_days(when=self.when)
            or fault_of_period(self.since, self.until)
            or fault_of_amount(self.value_low, self.value_high)
            or fault_of_amount(self.factor_low, self.factor_high)
        )
