"""The main job, end to end, on an invented conflict whose truth is known."""

from tawthiq.demo.running import DemoResult, run_demo
from tawthiq.demo.scoring import PairScores, score_pairs

__all__ = ["DemoResult", "PairScores", "run_demo", "score_pairs"]
