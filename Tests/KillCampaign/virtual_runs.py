"""Virtual runs at full speed: behind `resume` they are the run that was never killed, to the last bit."""

import hashlib
import subprocess
import time

from killed_program import RunFile

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
    until: 20 min
  - strip: 1 mA/cm2
    until: 10 min
"""

RUNS = {"long": (LONG, "li-li-coin"), "ageing": (AGEING, "ether-lino3-cu-ageing"), "short": (SHORT, "li-li-capillary")}


def content(path):
    """A digest of everything in a run file but what tells of commits and of the program being gone."""
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
    with RunFile(path) as run:
        for table, names in columns.items():
            for row in run.rows(f"SELECT {names} FROM {table} ORDER BY 1"):
                digest.update(repr(row).encode())
        digest.update(repr(run.rows("SELECT * FROM journal WHERE kind <> 'interrupted'")).encode())
    return digest.hexdigest()


class VirtualRuns:
    """The runs, each once as it is when nobody kills it."""

    content = staticmethod(content)

    def __init__(self, program):
        self.program = program
        self.whole, self.duration = {}, {}
        for name, (text, _) in RUNS.items():
            (program.folder / f"{name}.yaml").write_text(text)
            file = program.folder / f"{name}-whole.sandglass"
            began = time.monotonic()
            subprocess.run(
                [program.path, "run", *self.arguments(name), "--out", file], check=True, stderr=subprocess.DEVNULL,
                env=program.environment)
            self.duration[name] = time.monotonic() - began
            self.whole[name] = content(file)

    def arguments(self, name):
        return [self.program.folder / f"{name}.yaml", "--cell", RUNS[name][1]]

    def faults(self, name, left):
        """What is not as it must be: in what is left, behind `resume`, and beside the run that was never killed."""
        found = self.program.faults(left)
        if found or not left.file.exists():
            return found
        found = self.program.resume(left.file)
        return found or ([] if content(left.file) == self.whole[name] else ["resumed, it is another run"])

    def random_kills(self, kills, random):
        """Kills at moments spread over the whole run; true where all is as it must be."""
        good = killed = torn = 0
        for number in range(kills):
            name = ("long", "ageing")[number % 2]
            # A start of the program can take longer than a whole run; where the run was over before the kill, another is killed.
            while True:
                began = time.monotonic()
                left = self.program.start(self.arguments(name), kill_after=random.uniform(0, self.duration[name]))
                if left.was_killed or left.code != 0:
                    break
                self.duration[name] = min(self.duration[name], time.monotonic() - began)
                self.program.clear()
            killed += left.was_killed
            log = left.file.with_name(left.file.name + "-wal")
            torn += log.exists() and log.stat().st_size > 0
            found = self.faults(name, left)
            good += not found
            if found:
                print(f"  kill {number + 1}: {found}", flush=True)
            self.program.clear()
        print(
            f"virtual runs, random kills: {good} of {kills} as they must be ({killed} were cut off, {torn} of them with a log)",
            flush=True)
        return good == kills

    def every_write(self, every, disk):
        """Ends the short run at each `every`-th write in five ways; true where all is as it must be."""
        counter = self.program.folder / "count"
        environment = dict(self.program.environment, LD_PRELOAD=str(disk), SANDGLASS_FAULT_COUNT=str(counter))
        file = self.program.folder / "counted.sandglass"
        subprocess.run(
            [self.program.path, "run", *self.arguments("short"), "--out", file], check=True, stderr=subprocess.DEVNULL,
            env=environment)
        writes = int(counter.read_text())
        total = good = 0
        for place in range(1, writes + 1, every):
            for kind in ("kill", "torn", "after", "full", "broken"):
                total += 1
                left = self.program.start(
                    self.arguments("short"), LD_PRELOAD=str(disk), SANDGLASS_FAULT=f"{kind} {place}")
                found = self.faults("short", left)
                if kind in ("full", "broken"):
                    # The last writes only tidy up: without them the run is whole as well.
                    words = {
                        "full": ("the disk is full", "writing failed"),
                        "broken": ("writing failed", "cannot be made", "I/O"),
                    }[kind]
                    if left.code not in (0, 2, 4) or (left.code != 0 and not any(word in left.said for word in words)):
                        found = found + [f"ended with {left.code}: {left.said[-300:]}"]
                elif not left.was_killed:
                    found = found + [f"was not killed: {left.code}"]
                good += not found
                if found:
                    print(f"  {kind} at write {place} of {writes}: {found}", flush=True)
                self.program.clear()
        print(
            f"virtual runs, each {every}. of {writes} writes, five ways: {good} of {total} as they must be", flush=True)
        return good == total
