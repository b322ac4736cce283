"""What tomato's recorder takes for an append: its own function, on readings of its own shape. Prints JSON."""

import json
import pathlib
import sys
import tempfile
import time

import numpy
import xarray
from tomato.daemon.io import data_to_pickle


def dataset(first, count):
    """So many readings of six variables, as its drivers hand them over."""
    times = numpy.arange(first, first + count, dtype=float)
    names = ("voltage", "current", "step_charge", "step", "cycle", "flags")
    return xarray.Dataset({name: ("uts", numpy.sin(times + index)) for index, name in enumerate(names)}, {"uts": times})


def main():
    answers = []
    for size in (1_000, 10_000, 100_000, 1_000_000):
        with tempfile.TemporaryDirectory(dir=sys.argv[1]) as folder:
            path = pathlib.Path(folder) / "counter.pkl"
            data_to_pickle(dataset(0, size), path, "counter")
            best = float("inf")
            for repetition in range(3):
                more = dataset(size + 10 * repetition, 10)
                start = time.process_time()
                data_to_pickle(more, path, "counter")
                best = min(best, time.process_time() - start)
            answers.append({"readings": size, "seconds": best, "bytes": path.stat().st_size / (size + 30)})
    json.dump({"version": __import__("importlib.metadata").metadata.version("tomato"), "appends": answers}, sys.stdout)


if __name__ == "__main__":
    main()
