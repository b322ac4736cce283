"""Losses of power: what was synced is there, of the rest any sectors in any order.

A run is done once, on a disk that logs what is done to it. From the log come as many disks as one likes, as a loss of power at some
moment may have left them. `full` promises that everything acknowledged is there; `normal` that the file opens and is consistent, and
what is lost is counted."""

from killed_program import Leftover, RunFile
from lossy_disk import LossyDisk, operations

#: Long enough for SQLite to write its log back several times.
PROTOCOL = """sandglass: 1
name: power
safety: {{voltage: [-5 V, 5 V]}}
record: {{every: {every}}}
steps:
  - repeat: 3
    steps:
      - plate: 1 mA/cm2
        until: 1 h
      - strip: 1 mA/cm2
        until: 1 h
"""


class PowerLosses:
    """Runs of two kinds: at full speed, which are done again to the last bit, and in time, which write in the background."""

    def __init__(self, program, runs, disk):
        self.program, self.runs, self.disk = program, runs, disk
        for name, every in (("fast", "1 s"), ("live", "20 s")):
            (program.folder / f"power-{name}.yaml").write_text(PROTOCOL.format(every=every))

    def losses(self, count, random):
        """As many losses in each durability, half of them in runs of each kind; true where all is as it must be."""
        return all([self.lose(durability, kind, count // 2, random) for durability in ("full", "normal") for kind in ("fast", "live")])

    def lose(self, durability, kind, count, random):
        log = self.program.folder / f"{durability}-{kind}.log"
        arguments = [self.program.folder / f"power-{kind}.yaml", "--cell", "li-li-coin", "--durability", durability]
        if kind == "live":
            arguments += ["--speed", "7200"]
        left = self.program.start(arguments, LD_PRELOAD=str(self.disk), SANDGLASS_DISK_LOG=str(log))
        if left.code != 0:
            raise SystemExit(f"the run on the logged disk ended with {left.code}: {left.said}")
        whole = self.runs.content(left.file) if kind == "fast" else None
        self.program.clear()
        done = list(operations(log))
        log.unlink()
        # Half of them where it matters most: around syncs, cuts and changes of names.
        corners = [place for place, operation in enumerate(done) if operation[0] in "SDTLU"]
        moments = sorted(
            random.choice(corners) + random.randint(-2, 2) if number % 2 else random.randint(0, len(done)) for number in range(count))
        disk, place, good, lost, torn = LossyDisk(), 0, 0, [], 0
        for moment in moments:
            while place < min(moment, len(done)):
                disk.apply(*done[place])
                place += 1
            file = self.write(disk.left(random), left.file.name, random)
            torn += file.with_name(file.name + "-wal").exists()
            found, missing = self.faults(Leftover(file, disk.acknowledged, 0, ""), durability, whole)
            lost.append(missing)
            good += not found
            if found:
                print(f"  {durability}, {kind}, at operation {moment} of {len(done)}: {found}", flush=True)
            self.program.clear()
        lost.sort()
        kept = sum(missing == 0 for missing in lost)
        print(
            f"losses of power, {durability}, {kind} run of {len(done)} operations: {good} of {count} as they must be ({torn} with a log); nothing "
            f"acknowledged lost in {kept}, at most {lost[-1] if lost else 0} readings", flush=True)
        return good == count

    def write(self, files, name, random):
        """Puts what is left into the folder, under a name of its own, with an index of the log that says nothing true."""
        file = self.program.next_file()
        for old, content in files.items():
            (self.program.folder / old.replace(name, file.name)).write_bytes(content)
        if name + "-wal" in files and random.random() < 0.5:
            file.with_name(file.name + "-shm").write_bytes(random.randbytes(32768))
        return file

    def faults(self, left, durability, whole):
        """What is not as it must be, and how many readings that were acknowledged are lost."""
        promised = left.acknowledged
        if durability == "normal" and left.file.exists():
            left.acknowledged = (0, 0)
        found = self.program.faults(left)
        if found or not left.file.exists():
            return found, promised[0]
        with RunFile(left.file) as run:
            missing = max(0, promised[0] - run.position()[0])
        if whole:
            found = self.program.resume(left.file)
            if not found and self.runs.content(left.file) != whole:
                found = ["resumed, it is another run"]
        return found, missing
