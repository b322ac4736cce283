"""A bidirectional supply by EA's register list (PSB 10060-60, full Modbus compliance, unit 1), served with pymodbus: a foreign peer for our
drivers. Prints its TCP port or its pseudo-terminal.

Usage: supply_pymodbus.py tcp | rtu
"""
import asyncio
import os
import pty
import socket
import sys
import tty

from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

registers = {121: 0x4270, 123: 0x4270}  # 60 V, 60 A
registers.update({151 + n: 0x3030 + n for n in range(20)})
coils = {}


def value(address):
    """What a register holds: what it was told, or what the instrument measures and says."""
    on, sink = coils.get(405, False), registers.get(499, 0) > registers.get(501, 0)
    if address == 506:
        remote = 0x06 | 1 << 11 if coils.get(402, False) else 0
        return remote | (1 << 7 | 2 << 9 if on else 0) | (1 << 12 if on and sink else 0)
    if address == 507:
        return 3233  # 3.7 V of 60 V
    if address == 508:
        return max(registers.get(499, 0), registers.get(501, 0)) if on else 0
    return registers.get(address, 0)


async def act(function, start, address, count, current, written):
    if function == 3:
        for n in range(address, address + count):
            current[n - start] = value(n)
    elif written is None:
        return  # pymodbus reads back what it wrote
    elif function == 5:
        coils[address] = bool(written[0])
    elif function == 6:
        registers[address] = written[0]
    elif function == 16:
        registers.update({address + n: word for n, word in enumerate(written)})


async def main(wire):
    bits = [SimData(0, count=1024, values=False, datatype=DataType.BITS)]
    words = [SimData(0, count=1024, values=0, datatype=DataType.REGISTERS)]
    device = SimDevice(1, simdata=(bits, bits, words, words), action=act)
    if wire == "tcp":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        print(port, flush=True)
        await StartAsyncTcpServer(device, address=("127.0.0.1", port))
        return
    # pymodbus has one end of a pair of pseudo-terminals, we the other; between them bytes are carried over.
    ours, theirs = pty.openpty(), pty.openpty()
    for end in ours + theirs:
        tty.setraw(end)
    loop = asyncio.get_running_loop()
    loop.add_reader(ours[0], lambda: os.write(theirs[0], os.read(ours[0], 512)))
    loop.add_reader(theirs[0], lambda: os.write(ours[0], os.read(theirs[0], 512)))
    print(os.ttyname(ours[1]), flush=True)
    await StartAsyncSerialServer(device, port=os.ttyname(theirs[1]), baudrate=115200)


asyncio.run(main(sys.argv[1]))
