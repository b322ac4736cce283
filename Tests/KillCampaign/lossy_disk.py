"""What a disk may hold after a loss of power, from the log of what was done to it (logged_disk.c).

Only a sync makes anything last. Of what came since, each sector of a file may be there as it was at any moment in between,
independent of all others; the file may have any size that it had; each name may have been made or removed or not, until its
folder was synced. A sector is all there or not at all: what SQLite calls power-safe overwriting."""

import struct

SECTOR = 512
HEAD = struct.Struct("=c3xIQQQ")


class File:
    """A file as its programs see it, and as the disk has it."""

    def __init__(self, inode):
        self.inode, self.now, self.safe, self.names = inode, bytearray(), b"", 0
        #: Since the last sync: the contents that each sector had, and the sizes.
        self.versions, self.sizes = {}, []

    def remember(self, start, end):
        for sector in range(start // SECTOR, (end + SECTOR - 1) // SECTOR):
            place = sector * SECTOR
            self.versions.setdefault(sector, []).append(bytes(self.now[place:place + SECTOR]).ljust(SECTOR, b"\0"))
        self.sizes.append(len(self.now))

    def write(self, offset, data):
        if len(self.now) < offset + len(data):
            self.now.extend(bytes(offset + len(data) - len(self.now)))
        self.now[offset:offset + len(data)] = data
        self.remember(offset, offset + len(data))

    def cut(self, size):
        old = len(self.now)
        if size < old:
            del self.now[size:]
            self.remember(size, size)
        else:
            self.now.extend(bytes(size - old))
            self.remember(old, size)

    def sync(self):
        self.safe, self.versions, self.sizes = bytes(self.now), {}, []

    def left(self, random, share):
        """What is left of it: each unsynced sector as it was at a random moment, the last with a probability of `share`."""
        if share in (0, 1) or not self.sizes:
            return self.safe if share == 0 or not self.sizes else bytes(self.now)
        size = len(self.now) if random.random() < share else random.choice([len(self.safe)] + self.sizes)
        left = bytearray(self.safe[:size].ljust(size, b"\0"))
        for sector, versions in self.versions.items():
            place = sector * SECTOR
            if place >= size:
                continue
            if random.random() < share:
                content = versions[-1]
            else:
                old = self.safe[place:place + SECTOR].ljust(SECTOR, b"\0")
                content = random.choice([old] + versions[:-1])
            left[place:place + SECTOR] = content[:size - place]
        return bytes(left)


class LossyDisk:
    """A folder, as operations come."""

    def __init__(self):
        self.now, self.safe = {}, {}
        #: Since the folder was synced: what happened to names.
        self.renamed = []
        self.acknowledged = (0, 0)

    def apply(self, kind, name, inode, offset, size, data):
        if kind == "A":
            self.acknowledged = tuple(int(number) for number in data.decode().split())
        elif kind == "D":
            self.safe, self.renamed = dict(self.now), []
        elif kind == "L":
            old, new = name.split("\0")
            if old in self.now:
                self.name(new, self.now[old])
        elif kind == "U":
            if name in self.now:
                self.name(name, None)
        else:
            file = self.file(name, inode)
            if kind == "W":
                file.write(offset, data)
            elif kind == "T":
                file.cut(size)
            elif kind == "S":
                file.sync()

    def file(self, name, inode):
        """The file of this name; inode numbers are used again once a file is gone."""
        found = self.now.get(name)
        if found is None or found.inode != inode:
            found = next((file for file in self.now.values() if file.inode == inode), None)
        if found is None:
            found = File(inode)
            self.name(name, found)
        return found

    def name(self, name, file):
        if file is None:
            del self.now[name]
        else:
            self.now[name] = file
        self.renamed.append((name, file))

    def left(self, random):
        """Files by name, as a loss of power now may leave them."""
        share = random.choice([0, 0.1, 0.5, 0.9, 1])
        names = dict(self.safe)
        for name, file in self.renamed:
            if random.random() < (share if share in (0, 1) else 0.5):
                if file is None:
                    names.pop(name, None)
                else:
                    names[name] = file
        return {name: file.left(random, share) for name, file in names.items()}


def operations(path):
    """The operations of a log."""
    data, place = path.read_bytes(), 0
    while place + HEAD.size <= len(data):
        kind, name_size, inode, offset, size = HEAD.unpack_from(data, place)
        place += HEAD.size
        name = data[place:place + name_size].decode()
        place += name_size
        kind = kind.decode()
        content = b""
        if kind in "WA":
            content = data[place:place + size]
            place += size
        yield kind, name, inode, offset, size, content
