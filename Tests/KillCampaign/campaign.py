"""Kills virtual runs and looks at what is left. Usage: campaign.py PROGRAM [--kills N] [--every K] [--seed N]

Random kills: `kill -9` at N random moments. Every K-th write: a layer under the program ends it before, in the middle of
or behind the write, or lets the disk be full or broken from there on. A pipe outside the process says what was acknowledged.
After each: the file opens and verifies, every acknowledged reading and event is in it, `resume` ends it, and then it is the
run that was never killed, to the last bit."""

import argparse
import hashlib
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent

LONG = """sandglass: 1
name: long
safety: {voltage: [-5 V, 5 V]}
record: {every: 1 s}
steps:
  - repeat: 12
    steps:
      - plate: 1 mA/cm2
        until: 1 h
      - strip: 1 mA/cm2
        until: 1 h
"""

AGEING = """sandglass: 1
name: ageing
safety: {voltage: [-5 V, 5 V]}
record: {every: 10 s, dV: 5 mV}
steps:
  - repeat: 40
    steps:
      - plate: 1 mA/cm2
        until: 1 mAh/cm2
      - rest: 1 min
      - strip: 1 mA/cm2
        until: [voltage >= 1 V, 2 h]
"""

SHORT = """sandglass: 1
name: short
safety: {voltage: [-5 V, 5 V]}
record: {every: 1 s}
steps:
  - plate: 1 mA/cm2
    until: 1 h
  - strip: 1 mA/cm2
    until: 20 min
"""

RUNS = {"long": (LONG, "li-li-coin"), "ageing": (AGEING, "ether-lino3-cu-ageing"), "short": (SHORT, "li-li-capillary")}


def content(path):
    """A digest of everything in a run file but what tells of commits and of the program being gone."""
    run = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    digest = hashlib.sha256()
    columns = {
        "readings": "*",
        "model_state": "*",
        "step_starts": "after_record, step_count, step_number, name, cycle, test_time_s",
        "step_ends": "after_record, step_count, test_time_s, duration_s, charge_C, voltage_V, reason, ended_by_voltage",
        "alarms": "after_record, step_count, test_time_s, kind, severity, evidence_json",
        "alarm_changes": "after_record, step_count, test_time_s, kind, severity, from_state, to_state, cause",
        "endings": "after_record, test_time_s, way, reason",
    }
    for table, names in columns.items():
        for row in run.execute(f"SELECT {names} FROM {table} ORDER BY 1"):
            digest.update(repr(row).encode())
    digest.update(repr(run.execute("SELECT * FROM journal WHERE kind <> 'interrupted'").fetchall()).encode())
    run.close()
    return digest.hexdigest()


class Campaign:
    def __init__(self, program, folder):
        self.program, self.folder, self.count = program, folder, 0
        self.environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")
        self.whole, self.duration = {}, {}
        for name, (text, cell) in RUNS.items():
            (folder / f"{name}.yaml").write_text(text)
            began = time.monotonic()
            file = folder / f"{name}-whole.sandglass"
            subprocess.run(self.command(name, file), check=True, stderr=subprocess.DEVNULL, env=self.environment)
            self.duration[name] = time.monotonic() - began
            self.whole[name] = content(file)

    def command(self, name, file, *more):
        return [self.program, "run", self.folder / f"{name}.yaml", "--cell", RUNS[name][1], "--out", file, *more]

    def run(self, name, kill_after=None, fault=None):
        """Runs until it is killed; its file, what the pipe acknowledged, how it ended and what it said."""
        self.count += 1
        file = self.folder / f"{self.count}.sandglass"
        pipe = self.folder / f"{self.count}.acknowledged"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        environment = dict(self.environment)
        if fault:
            environment.update(LD_PRELOAD=str(self.folder / "faulty_disk.so"), SANDGLASS_FAULT=f"{fault[0]} {fault[1]}")
        process = subprocess.Popen(
            self.command(name, file, "--acknowledge", pipe), stderr=subprocess.PIPE, env=environment, text=True)
        said, acknowledged, deadline = "", b"", kill_after and time.monotonic() + kill_after
        while process.poll() is None:
            if deadline and time.monotonic() >= deadline:
                process.send_signal(signal.SIGKILL)
                process.wait()
                break
            try:
                acknowledged += os.read(reader, 1 << 16)
            except BlockingIOError:
                pass
            time.sleep(min(0.002, max(0, (deadline or 1e12) - time.monotonic())))
        said = process.stderr.read()
        while True:
            try:
                piece = os.read(reader, 1 << 16)
            except BlockingIOError:
                break
            if not piece:
                break
            acknowledged += piece
        os.close(reader)
        os.unlink(pipe)
        lines = acknowledged.decode().split("\n")[:-1]
        last = tuple(int(number) for number in lines[-1].split()) if lines else (0, 0)
        return file, last, process.returncode, said

    def faults(self, name, file, acknowledged):
        """What is not as it must be in what a killed run left behind."""
        if not file.exists():
            return [] if acknowledged == (0, 0) else ["the file is gone"]
        verified = subprocess.run(
            [self.program, "verify", file], stderr=subprocess.PIPE, env=self.environment, text=True)
        if verified.returncode != 0:
            return [f"verify: {verified.stderr}"]
        run = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        readings = run.execute("SELECT coalesce(max(record_index), 0) FROM readings").fetchone()[0]
        events = run.execute("SELECT max(last_event) FROM commits").fetchone()[0]
        ended = run.execute("SELECT count(*) FROM endings").fetchone()[0]
        run.close()
        if readings < acknowledged[0] or events < acknowledged[1]:
            return [f"{acknowledged} was acknowledged, {readings, events} is there"]
        if not ended:
            resumed = subprocess.run(
                [self.program, "resume", file], stderr=subprocess.PIPE, env=self.environment, text=True)
            if resumed.returncode != 0:
                return [f"resume ended with {resumed.returncode}: {resumed.stderr[-500:]}"]
        again = subprocess.run([self.program, "verify", file], stderr=subprocess.PIPE, env=self.environment, text=True)
        if again.returncode != 0:
            return [f"verify behind resume: {again.stderr}"]
        return [] if content(file) == self.whole[name] else ["resumed, it is another run"]

    def clear(self):
        for path in self.folder.glob(f"{self.count}.*"):
            path.unlink()

    def random_kills(self, kills, generator):
        good, killed, torn = 0, 0, 0
        for number in range(kills):
            name = ("long", "ageing")[number % 2]
            # A start of the program can take longer than a whole run.
            file, acknowledged, code, _ = self.run(name, kill_after=generator.uniform(0, self.duration[name]))
            killed += code == -signal.SIGKILL
            log = file.with_name(file.name + "-wal")
            torn += log.exists() and log.stat().st_size > 0
            found = self.faults(name, file, acknowledged)
            good += not found
            if found:
                print(f"  kill {number + 1}: {found}")
            self.clear()
        print(f"random kills: {good} of {kills} as they must be ({killed} were cut off, {torn} of them with a log)")
        return good == kills

    def every_write(self, every):
        counter = self.folder / "count"
        environment = dict(
            self.environment, LD_PRELOAD=str(self.folder / "faulty_disk.so"), SANDGLASS_FAULT_COUNT=str(counter))
        file = self.folder / "counted.sandglass"
        subprocess.run(self.command("short", file), check=True, stderr=subprocess.DEVNULL, env=environment)
        writes = int(counter.read_text())
        total = good = 0
        for place in range(1, writes + 1, every):
            for kind in ("kill", "torn", "after", "full", "broken"):
                total += 1
                file, acknowledged, code, said = self.run("short", fault=(kind, place))
                found = self.faults("short", file, acknowledged)
                if kind in ("full", "broken"):
                    # The last writes only tidy up: without them the run is whole as well.
                    words = {"full": ("the disk is full", "writing failed"), "broken": ("writing failed", "cannot be made", "I/O")}[kind]
                    if code not in (0, 2, 4) or (code != 0 and not any(word in said for word in words)):
                        found = found + [f"ended with {code}: {said[-300:]}"]
                elif code != -signal.SIGKILL:
                    found = found + [f"was not killed: {code}"]
                good += not found
                if found:
                    print(f"  {kind} at write {place} of {writes}: {found}")
                self.clear()
        print(f"every {every}. of {writes} writes, five ways: {good} of {total} as they must be")
        return good == total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", type=int, default=20261127)
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sandglass-kills-"))
    try:
        subprocess.run(
            ["cc", "-O1", "-shared", "-fPIC", "-o", folder / "faulty_disk.so", HERE / "faulty_disk.c", "-ldl"], check=True)
        campaign = Campaign(arguments.program.resolve(), folder)
        print(f"kill campaign, seed {arguments.seed}")
        good = campaign.random_kills(arguments.kills, random.Random(arguments.seed))
        good = campaign.every_write(arguments.every) and good
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
