"""Lets battfeed follow the growing CSV of a run. Usage: follow.py PROGRAM FOLDER"""

import importlib.metadata
import json
import pathlib
import sqlite3
import subprocess
import sys
import time

from battfeed.sources.csvtail import CsvTailSource

PROTOCOL = """sandglass: 1
name: follow
safety: {voltage: [-5 V, 5 V]}
record: {every: 1 s}
steps:
  - plate: 1 mA/cm2
    until: 5 min
  - strip: 1 mA/cm2
    until: 5 min
"""

COLUMNS = {"Test Time / s": "test_time_second", "Voltage / V": "voltage_volt", "Current / A": "current_ampere"}


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    (folder / "follow.yaml").write_text(PROTOCOL)
    live, run = folder / "follow.bdf.csv", folder / "follow.sandglass"
    process = subprocess.Popen(
        [program, "run", folder / "follow.yaml", "--cell", "li-li-coin", "--speed", "150", "--out", run, "--live-csv", live],
        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    source = CsvTailSource(live, COLUMNS)
    followed, early = [], 0
    while process.poll() is None:
        followed += source.poll()
        early = len(followed)
        time.sleep(0.2)
    followed += source.poll()
    recorded = sqlite3.connect(f"file:{run}?mode=ro", uri=True).execute(
        "SELECT test_time_s, voltage_V, current_A FROM readings ORDER BY record_index").fetchall()
    faults = []
    if process.returncode != 0:
        faults.append(f"the run ended with {process.returncode}")
    if early < len(recorded) / 2:
        faults.append(f"only {early} of {len(recorded)} readings were seen while the run went on")
    if [tuple(row[name] for name in COLUMNS.values()) for row in followed] != recorded:
        faults.append(f"{len(followed)} readings were followed, {len(recorded)} recorded, or they differ")
    beside = json.loads((folder / "follow.meta.json").read_text())
    if not beside["finalized"] or beside["rows"] != len(recorded):
        faults.append(f"the metadata beside it: {beside['rows']} rows, finalized {beside['finalized']}")
    version = importlib.metadata.version("battfeed")
    print(f"battfeed {version}: " + ("; ".join(faults) or f"followed {len(followed)} readings, {early} while they came"))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
