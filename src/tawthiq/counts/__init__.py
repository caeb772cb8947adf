"""Documented minimum and maximum by scope, and capture histories for estimates."""

from tawthiq.counts.captures import captures
from tawthiq.counts.cells import DIFFERS, NOT_RECORDED
from tawthiq.counts.counting import CountTable, count, lines_in, people_in

__all__ = ["DIFFERS", "NOT_RECORDED", "CountTable", "captures", "count", "lines_in", "people_in"]
