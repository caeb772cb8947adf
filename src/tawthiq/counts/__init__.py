"""Documented minimum and maximum by scope, and capture histories for estimates."""

from tawthiq.counts.captures import captures, captures_placed
from tawthiq.counts.cells import DIFFERS, NOT_RECORDED
from tawthiq.counts.counting import CountTable, count, lines_in, people_in
from tawthiq.counts.many import Documented, count_many

__all__ = [
    "DIFFERS",
    "NOT_RECORDED",
    "CountTable",
    "Documented",
    "captures",
    "captures_placed",
    "count",
    "count_many",
    "lines_in",
    "people_in",
]
