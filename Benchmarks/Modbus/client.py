"""Reads 10 registers many times with a Modbus library of Python, and prints the microseconds of each.

Usage: client.py pymodbus-tcp PORT COUNT | pymodbus-rtu PATH COUNT | minimalmodbus-rtu PATH COUNT
"""
import sys
import time

kind, place, count = sys.argv[1], sys.argv[2], int(sys.argv[3])

if kind.startswith("pymodbus"):
    from pymodbus.client import ModbusSerialClient, ModbusTcpClient

    client = (
        ModbusTcpClient("127.0.0.1", port=int(place))
        if kind.endswith("tcp")
        else ModbusSerialClient(place, baudrate=115200)
    )
    client.connect()

    def read():
        return client.read_holding_registers(0, count=10, device_id=1).registers

else:
    import minimalmodbus

    client = minimalmodbus.Instrument(place, 1)
    client.serial.baudrate = 115200
    client.serial.timeout = 1

    def read():
        return client.read_registers(0, 10)


taken = []
for _ in range(count):
    start = time.perf_counter()
    words = read()
    taken.append((time.perf_counter() - start) * 1e6)
    assert words == list(range(1000, 1010)), words
print(" ".join(f"{t:.2f}" for t in taken))
