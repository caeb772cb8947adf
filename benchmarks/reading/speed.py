"""Does reading take seconds for a megabyte of text, and which step takes them?

Data: the texts of `corpus/dev` that have no comment thread (what follows one would be read as its
last comment), one after the other and over again, to 1 MB (UTF-8), English and Arabic apart and
mixed. Timing: one warm-up on a tenth of it, then one run; steps by cProfile, whose
own cost is in their seconds but not in the whole. As many figures must be found in twice the text
as in the text twice: a faster reader that finds fewer has failed.

    python benchmarks/reading/speed.py [--megabytes 1] [--steps 12]
"""

import argparse
import cProfile
import pstats
import resource
import time
from pathlib import Path

from labels import Labelled, read_corpus, rendered

from tawthiq.fields import Gazetteer
from tawthiq.reading import Reading, read_text
from tawthiq.statements import Figure

MEGABYTE = 1_000_000


def text_of(corpus: list[Labelled], size: int) -> bytes:
    """Texts in a row until `size` bytes are full; the last one is not cut."""
    parts: list[bytes] = []
    total = 0
    while total < size:
        for labelled in corpus:
            parts.append(rendered(labelled.path).encode() + b"\n\n")
            total += len(parts[-1])
            if total >= size:
                break
    return b"".join(parts)


def read(content: bytes, gazetteer: Gazetteer) -> Reading:
    return read_text(content, "speed.txt", published=None, gazetteer=gazetteer, extra=None)


def figures(reading: Reading) -> int:
    return sum(isinstance(one, Figure) for one in reading.statements)


def print_steps(content: bytes, gazetteer: Gazetteer, most: int) -> None:
    """Seconds in each step: the functions that the fronts of reading's modules call."""
    profile = cProfile.Profile()
    profile.runcall(read, content, gazetteer)
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    steps = [
        (cumulative, f"{Path(file).stem}.{name}")
        for (file, _, name), (_, _, _, cumulative, _) in stats.items()
        if "tawthiq/reading" in file and name.startswith(("find_", "extract", "sentences"))
    ]
    print("\n| step | seconds, profiled |\n|---|---|")
    for seconds, name in sorted(steps, reverse=True)[:most]:
        print(f"| {name} | {seconds:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--steps", type=int, default=12)
    options = parser.parse_args()
    size = int(options.megabytes * MEGABYTE)
    gazetteer = Gazetteer.default()
    corpus = [one for one in read_corpus("dev") if one.style != "opinion"]
    chosen = {
        "English": [one for one in corpus if one.language == "en"],
        "Arabic": [one for one in corpus if one.language == "ar"],
        "both": corpus,
    }
    print("| text | MB | seconds | MB/s | figures | statements |\n|---|---|---|---|---|---|")
    for name, texts in chosen.items():
        content = text_of(texts, size)
        read(text_of(texts, size // 10), gazetteer)
        start = time.perf_counter()
        reading = read(content, gazetteer)
        seconds = time.perf_counter() - start
        print(
            f"| {name} | {len(content) / MEGABYTE:.2f} | {seconds:.1f} "
            f"| {len(content) / MEGABYTE / seconds:.2f} "
            f"| {figures(reading):,} | {len(reading.statements):,} |"
        )
    once = text_of(corpus, size // 10)
    assert figures(read(once + once, gazetteer)) == 2 * figures(read(once, gazetteer))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of the process: {peak:.0f} MB.")
    print_steps(content, gazetteer, options.steps)


if __name__ == "__main__":
    main()
