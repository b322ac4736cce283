"""Reads a run file with nothing but Python's standard library, and holds it against its checksums.

Usage: run_file.py RUN [CSV]     with a CSV of our own, compares the two, number by number"""

import csv
import math
import sqlite3
import struct
import sys
import zlib

ABSENT = struct.pack("<Q", 0x7FF8000000000000)


def packed(value):
    """A value as the checksums take it (Documentation/RunFile.md)."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ABSENT
    if isinstance(value, int):
        return struct.pack("<q", value)
    if isinstance(value, float):
        return struct.pack("<d", value + 0.0 if value else 0.0)
    text = value.encode()
    return struct.pack("<q", len(text)) + text


def checksum(rows, head=b""):
    """The CRC-32 of some rows."""
    sum = 0
    for row in rows:
        sum = zlib.crc32(b"".join([head, *map(packed, row)]), sum)
    return sum


def columns(run, table):
    return [name for _, name, *_ in run.execute(f"PRAGMA table_info({table})")]


def faults(run):
    """What is not as it was written."""
    found, record, event = [], 0, 0
    has_model = run.execute("SELECT count(*) FROM model_columns").fetchone()[0] > 0
    events = []
    for table in ("step_starts", "step_ends", "alarms", "alarm_changes", "journal", "endings"):
        events += [(row[0], table, row) for row in run.execute(f"SELECT * FROM {table}")]
    events.sort()
    head = [name for name in columns(run, "run") if name != "notes"]
    header = run.execute(f"SELECT {', '.join(head)} FROM run").fetchall()
    header += run.execute("SELECT * FROM model_columns ORDER BY position").fetchall()
    for index, last_record, last_event, readings, model, marks in run.execute(
        "SELECT commit_index, last_record, last_event, readings_crc32, model_crc32, events_crc32 FROM commits ORDER BY 1"
    ).fetchall():
        if index == 0:
            if checksum(header) != marks:
                found.append("the header")
            continue
        where = f"WHERE record_index > {record} AND record_index <= {last_record} ORDER BY record_index"
        if checksum(row[1:] for row in run.execute(f"SELECT * FROM readings {where}")) != readings:
            found.append(f"readings {record + 1} to {last_record}")
        if has_model and checksum(row[1:] for row in run.execute(f"SELECT * FROM model_state {where}")) != model:
            found.append(f"model states {record + 1} to {last_record}")
        sum = 0
        for _, table, row in (mark for mark in events if event < mark[0] <= last_event):
            sum = zlib.crc32(packed(table) + b"".join(map(packed, row)), sum)
        if sum != marks:
            found.append(f"events {event + 1} to {last_event}")
        record, event = last_record, last_event
    return found


def differences(run, path):
    """Where an exported CSV says something else."""
    rows = run.execute("SELECT test_time_s, voltage_V, current_A, cycle, step_count FROM readings ORDER BY record_index")
    with open(path, newline="", encoding="utf-8") as file:
        table = csv.reader(file)
        names = next(table)
        for number, (ours, theirs) in enumerate(zip(rows, table, strict=True), 1):
            told = dict(zip(names, theirs, strict=True))
            told = [
                float(told[name])
                for name in ("Test Time / s", "Voltage / V", "Current / A", "Cycle Count / 1", "Step Count / 1")
            ]
            if list(map(float, ours)) != told:
                yield f"row {number}: {ours} in the run file, {told} in the CSV"


def main():
    run = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    found = faults(run)
    if len(sys.argv) > 2:
        found += list(differences(run, sys.argv[2]))[:5]
    print(f"{sys.argv[1]}: {'; '.join(found) if found else 'whole, read with the standard library alone'}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
