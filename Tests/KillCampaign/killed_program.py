"""A run in a process of its own that is killed or fails at some moment, and what was heard of it meanwhile."""

import dataclasses
import os
import pathlib
import signal
import sqlite3
import subprocess
import time


@dataclasses.dataclass
class Leftover:
    """What a run left behind."""

    file: pathlib.Path
    #: Readings and events that were acknowledged.
    acknowledged: tuple
    #: How the process ended.
    code: int
    #: What it said.
    said: str
    #: Time on the wall when it was killed; nothing where it ended by itself.
    killed_at: float | None = None

    @property
    def was_killed(self):
        return self.code == -signal.SIGKILL


class Program:
    """The program under test, and a folder for what it writes."""

    def __init__(self, path, folder):
        self.path, self.folder, self.count = path, folder, 0
        self.environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")

    def call(self, *arguments):
        """Runs a verb to its end."""
        return subprocess.run(
            [self.path, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env=self.environment, text=True)

    def next_file(self):
        """The name of a run file that nobody has used."""
        self.count += 1
        return self.folder / f"{self.count}.sandglass"

    def start(self, arguments, kill_after=None, **environment):
        """Runs `run ARGUMENTS` until it ends or is killed, and hears meanwhile what it acknowledges, by a pipe."""
        file = self.next_file()
        pipe = file.with_suffix(".acknowledged")
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        process = subprocess.Popen(
            [self.path, "run", *arguments, "--out", file, "--acknowledge", pipe], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=dict(self.environment, **environment), text=True)
        heard, killed_at, deadline = b"", None, kill_after and time.monotonic() + kill_after
        while process.poll() is None:
            if deadline and time.monotonic() >= deadline:
                killed_at = time.time()
                process.send_signal(signal.SIGKILL)
                process.wait()
                break
            heard += self.heard(reader)
            time.sleep(min(0.002, max(0, (deadline or 1e12) - time.monotonic())))
        said = process.communicate(timeout=60)[1]
        while piece := self.heard(reader):
            heard += piece
        os.close(reader)
        os.unlink(pipe)
        lines = heard.decode().split("\n")[:-1]
        acknowledged = tuple(int(number) for number in lines[-1].split()) if lines else (0, 0)
        return Leftover(file, acknowledged, process.returncode, said, killed_at)

    @staticmethod
    def heard(reader):
        try:
            return os.read(reader, 1 << 16)
        except BlockingIOError:
            return b""

    def faults(self, left):
        """What is not as it must be in what a run left behind, before anybody goes on with it."""
        if not left.file.exists():
            return [] if left.acknowledged == (0, 0) else ["the file is gone"]
        verified = self.call("verify", left.file)
        if verified.returncode != 0:
            return [f"verify: {verified.stderr}"]
        with RunFile(left.file) as run:
            there = run.position()
        if there[0] < left.acknowledged[0] or there[1] < left.acknowledged[1]:
            return [f"{left.acknowledged} was acknowledged, {there} is there"]
        return []

    def resume(self, file, *arguments):
        """Goes on with a run that has not ended, and looks at its file again; what is not as it must be."""
        with RunFile(file) as run:
            if run.has_ended():
                return []
        until = time.monotonic() + 10
        while True:
            resumed = self.call("resume", file, *arguments)
            # The supervisor of the run that was killed has the instrument while it opens the cell.
            if resumed.returncode != 4 or "has the port" not in resumed.stderr or time.monotonic() > until:
                break
            time.sleep(0.1)
        if resumed.returncode != 0:
            return [f"resume ended with {resumed.returncode}: {resumed.stderr[-500:]}"]
        verified = self.call("verify", file)
        return [f"verify behind resume: {verified.stderr}"] if verified.returncode != 0 else []

    def clear(self):
        """Removes what the last run left."""
        for path in self.folder.glob(f"{self.count}.*"):
            path.unlink()


class RunFile:
    """A run file, read with nothing of ours."""

    def __init__(self, path):
        self.run = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.run.close()

    def rows(self, sql, *values):
        return self.run.execute(sql, values).fetchall()

    def position(self):
        """How many readings and how many events are in it."""
        readings = self.rows("SELECT coalesce(max(record_index), 0) FROM readings")[0][0]
        return readings, self.rows("SELECT max(last_event) FROM commits")[0][0]

    def has_ended(self):
        return self.rows("SELECT count(*) FROM endings")[0][0] > 0
