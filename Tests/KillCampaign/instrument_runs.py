"""Runs on emulated instruments: behind `resume --yes` charge, cycles and steps are those of the run that was never killed.

An instrument has its own time, and so no two runs on it are alike to the bit: a step ends at the first reading behind its end,
by one reading interval at most. What was committed before the kill must not have changed at all."""

import json
import pathlib
import re
import signal
import subprocess
import time

from killed_program import RunFile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
#: Test time in a second; a run then lasts some seconds.
SPEED = 60

#: Steps that end by a time and by a charge, in both directions, twice.
PROTOCOL = """sandglass: 1
name: instrument
safety: {{voltage: {voltage}, current: 2 mA/cm2}}
record: {{every: 1 s}}
steps:
  - rest: 10 s
  - repeat: 2
    steps:
      - {first}: 1 mA/cm2
        until: 0.015 mAh/cm2
      - rest: 10 s
      - {second}: 1 mA/cm2
        until: 30 s
"""


class Emulator:
    """An emulated instrument in a process of its own, with what was true in a file."""

    def __init__(self, program, truth, device, cell, *line):
        self.truth, self.events, self.place = truth, [], 0
        self.process = subprocess.Popen(
            [program.path, "emulate", "--json", "--device", device, "--cell", cell, "--speed", str(SPEED), "--truth", truth,
             *line], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=program.environment, text=True)
        port = json.loads(self.process.stdout.readline())["instruments"][0]["ports"][0]
        self.address = ("tcp:" if "--tcp" in line else "") + port["address"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
        self.process.stdout.close()

    def switched(self):
        """When its output was switched, in the time on the wall, and whether it is on then."""
        with open(self.truth, "rb") as file:
            file.seek(self.place)
            lines = file.read().split(b"\n")
        self.place += sum(len(line) + 1 for line in lines[:-1])
        for line in lines[:-1]:
            fact = json.loads(line)
            # What it does by itself when it is switched on is its own affair: a Keithley holds 0 V until it is told not to.
            if fact["event"] in ("output on", "output off", "cell open") and fact["time_s"] > 0:
                self.events.append((fact["unix_s"], fact["event"] == "output on"))
        return self.events

    def is_off(self):
        events = self.switched()
        return not events or not events[-1][1]


class Way:
    """An instrument, how it is reached, and the run on it that nobody kills."""

    def __init__(self, program, name, device, cell, line, protocol):
        self.program, self.name, self.device, self.cell, self.line = program, name, device, cell, line
        self.protocol = program.folder / f"{device}.yaml"
        self.protocol.write_text(protocol)
        with self.emulator(program.folder / f"{device}-whole.jsonl") as instrument:
            began = time.monotonic()
            self.whole_file = program.folder / f"{device}-whole.sandglass"
            whole = program.call("run", *self.arguments(instrument), "--out", self.whole_file)
            self.duration = time.monotonic() - began
        if whole.returncode != 0:
            raise SystemExit(f"{name}: the run that nobody kills ended with {whole.returncode}: {whole.stderr}")

    def emulator(self, truth):
        return Emulator(self.program, truth, self.device, self.cell, *self.line)

    def arguments(self, instrument):
        return [
            self.protocol, "--cell", self.cell, "--device", self.device, "--port", instrument.address, "--speed", str(SPEED)]


def ways(program):
    """A Keithley 2400 on a pseudo-terminal, and an EA PSB 10000 over Modbus TCP, whose smallest step wants a large cell."""
    coin = (ROOT / "Profiles/Cells/li-lfp.yaml").read_text()
    pouch = program.folder / "pouch.yaml"
    pouch.write_text(re.sub(r"^area: \S+ \S+", "area: 2500 cm2", coin, count=1, flags=re.M))
    return [
        Way(program, "Keithley 2400 on a pseudo-terminal", "keithley-2400", "li-li-coin",
            ["--pty", program.folder / "smu"], PROTOCOL.format(voltage="[-2 V, 2 V]", first="plate", second="strip")),
        Way(program, "EA PSB 10000 over Modbus TCP", "ea-psb-10000", pouch, ["--tcp", "127.0.0.1:0"],
            PROTOCOL.format(voltage="[2.5 V, 4 V]", first="strip", second="plate")),
    ]


def committed(file, readings, events):
    """Everything in a run file up to a position."""
    tables = {"readings": "record_index <= ?", "step_starts": "event <= ?", "step_ends": "event <= ?", "alarms": "event <= ?",
              "alarm_changes": "event <= ?", "journal": "event <= ?"}
    with RunFile(file) as run:
        return {
            table: run.rows(f"SELECT * FROM {table} WHERE {rule} ORDER BY 1", readings if table == "readings" else events)
            for table, rule in tables.items()}


def steps(file):
    """The steps of a run: what each is, when it ended, its charge, and the interval of its last two readings."""
    with RunFile(file) as run:
        found = run.rows("SELECT step_count, step_number, name, cycle, reason, duration_s, charge_C FROM steps ORDER BY step_count")
        steps = []
        for count, number, name, cycle, reason, duration, charge in found:
            times = [row[0] for row in run.rows("SELECT test_time_s FROM readings WHERE step_count <= ? ORDER BY record_index", count)]
            current = run.rows("SELECT max(abs(current_A)) FROM readings WHERE step_count = ?", count)[0][0] or 0
            interval = times[-1] - times[-2] if len(times) > 1 else 0
            steps.append({"is": (number, name, cycle, reason), "duration": duration, "charge": charge, "current": current, "interval": interval})
    return steps


class InstrumentRuns:
    """Kills on each way in turn."""

    def __init__(self, program):
        self.program, self.ways = program, ways(program)
        self.delays, self.unseen, self.excess, self.cut_off, self.resumed = [], [], [], 0, 0

    def random_kills(self, kills, random):
        """Kills at moments spread over the whole run; true where all is as it must be."""
        good = 0
        for number in range(kills):
            way = self.ways[number % len(self.ways)]
            # Where the run was over before the kill, another is killed.
            before, found = self.cut_off, []
            while not found and self.cut_off == before:
                self.program.clear()
                found = self.kill(way, random.uniform(0, way.duration))
            good += not found
            if found:
                print(f"  {way.name}, kill {number + 1}: {found}", flush=True)
            self.program.clear()
        print(f"runs on instruments, random kills: {good} of {kills} as they must be ({self.cut_off} were cut off, {self.resumed} of them resumed)")
        print(f"  output off after the kill: {self.spread(self.delays)} s; from the last commit to that: {self.spread(self.unseen)} s")
        print(f"  charge and duration of a step beside those of the run that nobody killed: {self.spread(self.excess)} of a reading interval", flush=True)
        return good == kills

    @staticmethod
    def spread(values):
        values = sorted(values)
        return f"median {values[len(values) // 2]:.3f}, longest {values[-1]:.3f}" if values else "none"

    def kill(self, way, after):
        """Kills one run, goes on with it, and says what is not as it must be."""
        truth = self.program.folder / f"{self.program.count + 1}.jsonl"
        with way.emulator(truth) as instrument:
            left = self.program.start(way.arguments(instrument), kill_after=after)
            self.cut_off += left.was_killed
            found = self.program.faults(left) + self.output(instrument, left)
            if found or not left.file.exists():
                return found
            with RunFile(left.file) as run:
                position, had_ended = run.position(), run.has_ended()
                has_begun = position != (0, 0)
            before = committed(left.file, *position)
            found = self.program.resume(left.file, "--yes")
            if found:
                return found
            self.resumed += not had_ended
            if committed(left.file, *position) != before:
                found.append("what was committed before the kill has changed")
            time.sleep(0.2)
            if not instrument.is_off():
                found.append("the run is over and the output is on")
        return found + self.gaps(left.file, not had_ended, has_begun) + self.differences(way, left.file)

    def output(self, instrument, left):
        """The output is off within 2 s of the kill."""
        until = time.monotonic() + 3
        while not instrument.is_off() and time.monotonic() < until:
            time.sleep(0.02)
        if not instrument.is_off():
            return [f"the output is still on: {instrument.events[-4:]}, killed at {left.killed_at}, {left.said[-600:]}"]
        events = instrument.switched()
        off = next((moment for moment, is_on in events if left.killed_at and moment > left.killed_at and not is_on), None)
        was_on = [is_on for moment, is_on in events if left.killed_at and moment <= left.killed_at][-1:] == [True]
        if off is None or not was_on:
            return []
        self.delays.append(off - left.killed_at)
        if left.file.exists():
            with RunFile(left.file) as run:
                self.unseen.append(off - run.rows("SELECT max(unix_s) FROM commits")[0][0])
        return [] if off - left.killed_at <= 2 else [f"the output was on for {off - left.killed_at:.2f} s"]

    @staticmethod
    def gaps(file, was_interrupted, had_begun):
        """The gap is in the journal, with its length, and in the flags of the first reading behind it, where there were any before."""
        with RunFile(file) as run:
            journal = run.rows("SELECT duration_s FROM journal WHERE kind = 'interrupted'")
            flagged = run.rows("SELECT count(*) FROM readings WHERE flags & 4")[0][0]
        if len(journal) != was_interrupted or any(gap is None or not 0 <= gap < 60 for gap, in journal):
            return [f"the journal tells of the gaps {journal}"]
        return [] if flagged == was_interrupted or not had_begun else [f"{flagged} readings are behind a gap"]

    def differences(self, way, file):
        """What differs from the run that nobody killed by more than an interval between readings."""
        whole, found = steps(way.whole_file), []
        resumed = steps(file)
        if [step["is"] for step in resumed] != [step["is"] for step in whole]:
            return [f"the steps are {[step['is'] for step in resumed]}"]
        for one, other in zip(resumed, whole):
            interval = max(one["interval"], other["interval"])
            late = abs(one["duration"] - other["duration"]) / interval
            # Noise and steps of the converters change the current by less than a thousandth.
            step = one["current"] * interval
            more = max(0, abs(one["charge"] - other["charge"]) - 1e-3 * abs(other["charge"])) / step if step else 0
            self.excess.append(max(late, more))
            if late > 1 or more > 1:
                found.append(f"{one} instead of {other}")
        with RunFile(file) as run, RunFile(way.whole_file) as reference:
            # A busy machine reads late, which is sixtyfold in test time, and says so.
            alarms = "SELECT DISTINCT kind, severity FROM alarms WHERE kind NOT IN ('stale-data', 'recording-delay') ORDER BY 1, 2"
            for sql in ("SELECT way, reason FROM endings", alarms):
                if run.rows(sql) != reference.rows(sql):
                    found.append(f"{run.rows(sql)} instead of {reference.rows(sql)}")
        return found
