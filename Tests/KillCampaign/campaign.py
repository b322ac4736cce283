"""Kills runs and looks at what is left. Usage: campaign.py PROGRAM [--kills N] [--every K] [--seed N]

Random kills: `kill -9` at N random moments, four fifths of them on virtual runs, the rest on emulated instruments (a Keithley
2400 on a pseudo-terminal, an EA over Modbus TCP). Every K-th write: a layer under the program ends it before, in the middle of
or behind the write, or lets the disk be full or broken from there on. A pipe outside the process says what was acknowledged.

After each the file opens and verifies, every acknowledged reading and event is in it, and `resume` ends the run. A virtual one is
then the run that was never killed, to the last bit; one on an instrument has its steps, cycles and charges, within an interval
between readings, and tells of the gap."""

import argparse
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

from instrument_runs import InstrumentRuns
from killed_program import Program
from power_losses import PowerLosses
from virtual_runs import VirtualRuns

HERE = pathlib.Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--parts", default="virtual,instruments,writes,power", help="what to do of it")
    arguments = parser.parse_args()
    parts = arguments.parts.split(",")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sandglass-kills-"))
    good = True
    try:
        for disk in ("faulty_disk", "logged_disk"):
            subprocess.run(
                ["cc", "-O1", "-shared", "-fPIC", "-o", folder / f"{disk}.so", HERE / f"{disk}.c", "-ldl"], check=True)
        program = Program(arguments.program.resolve(), folder)
        print(f"kill campaign, seed {arguments.seed}", flush=True)
        on_instruments = arguments.kills // 5
        runs = VirtualRuns(program)
        jobs = {
            "virtual": lambda seeded: runs.random_kills(arguments.kills - on_instruments, seeded),
            "instruments": lambda seeded: InstrumentRuns(program).random_kills(on_instruments, seeded),
            "writes": lambda seeded: runs.every_write(arguments.every, folder / "faulty_disk.so"),
            "power": lambda seeded: PowerLosses(program, runs, folder / "logged_disk.so").losses(arguments.kills, seeded),
        }
        for part in parts:
            began = time.monotonic()
            good = jobs[part](random.Random(f"{arguments.seed} {part}")) and good
            print(f"  ({time.monotonic() - began:.0f} s)", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
