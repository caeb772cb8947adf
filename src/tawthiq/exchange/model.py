"""What the room of exchange hands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tawthiq.forms import StatedFile

Entity = dict[str, object]
"""One entity of FollowTheMoney: `id`, `schema`, and `properties`, each a list of texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Entities of a register, and what was left out of them."""

    entities: tuple[Entity, ...]
    counts: Mapping[str, int]  # schema → how many
    left_out: Mapping[str, int]  # reason, a phrase of `words.toml` → how many
    types_left_out: Mapping[str, int]  # types of statement that have no schema → how many


@dataclass(frozen=True, slots=True, kw_only=True)
class FtmFile(StatedFile):
    """What a file of entities says."""

    unused: Mapping[str, int] = field(default_factory=dict)  # schema.property → values not taken
