"""Fails on whatever `bdf validate --strict` reports, be it an error, a warning or an extra column, and on what it lets
pass: time that runs back at all, and capacities that break the format's identities."""

import csv
import json
import pathlib
import subprocess
import sys

import pyarrow.parquet


def reported(path: str) -> list[str]:
    """What the validator of batterydf has to say against a file."""
    program = pathlib.Path(sys.executable).with_name("bdf")
    run = subprocess.run([program, "validate", "--strict", "--json", path], capture_output=True, text=True)
    if run.returncode != 0:
        return [f"bdf validate: status {run.returncode}: {run.stdout}{run.stderr}"]
    report = json.loads(run.stdout)
    faults = [f"{key}: {report[key]}" for key in ("missing", "extras", "legacy_labels") if report[key]]
    if not report["ok"] or not report["time_stats"]["monotonic"]:
        faults.append(f"not in order: {report['time_stats']}")
    if "Warning" in run.stderr:
        faults.append(run.stderr.strip())
    return faults


def table(path: str):
    """The rows of a file, by the names of their columns."""
    if path.endswith(".parquet"):
        yield from pyarrow.parquet.read_table(path).to_pylist()
    else:
        with open(path, newline="", encoding="utf-8") as file:
            yield from csv.DictReader(file)


def unreported(path: str) -> list[str]:
    """What the validator does not look at: every row, exactly."""
    faults, latest, rows = [], float("-inf"), 0
    for row in table(path):
        rows += 1
        time = float(row["Test Time / s"])
        if time < latest:
            faults.append(f"row {rows}: time runs back from {latest} s to {time} s")
        latest = time
        charging, discharging, net, cumulative = (
            float(row[f"{name} Capacity / Ah"]) for name in ("Charging", "Discharging", "Net", "Cumulative")
        )
        if cumulative != charging + discharging or net != charging - discharging:
            faults.append(f"row {rows}: {charging} and {discharging} Ah do not give {net} and {cumulative} Ah")
    return faults[:10] + ([] if rows else ["no rows"])


def main() -> int:
    failed = False
    for path in sys.argv[1:]:
        faults = reported(path) or unreported(path)
        failed |= bool(faults)
        print(f"{path}: {'; '.join(faults) if faults else 'valid, no warnings, no extras'}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
