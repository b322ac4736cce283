"""The shortest processor time of some repetitions of a solution, the same way for every problem."""

import json
import os
import sys
import time

os.environ["PYBAMM_DISABLE_TELEMETRY"] = "true"
# One core, as ours.
os.environ["OMP_NUM_THREADS"] = "1"


def shortest(repetitions, solve):
    """Processor seconds of the fastest call, the first (which compiles the problem) left out, and what the last call returned."""
    result = solve()
    best = float("inf")
    for _ in range(repetitions):
        start = time.process_time()
        result = solve()
        best = min(best, time.process_time() - start)
    return best, result


def told(solvers, run):
    """What `run` measured with each solver by name; a solver that fails says why."""
    results = []
    for name, solver in solvers.items():
        try:
            results.append({"name": name} | run(solver))
        except Exception as error:  # noqa: BLE001  whatever a solver throws, the others still count
            results.append({"name": name, "failure": f"{type(error).__name__}: {error}".splitlines()[0]})
    return results


def answer(**values):
    """Prints the JSON that the Swift side reads."""
    json.dump(values, sys.stdout)
    print()
