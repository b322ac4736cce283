"""Operates the emulated instruments with foreign clients, and holds what they read to makers' register lists and manuals.

pymodbus and mbpoll over Modbus TCP, RTU and RTU over TCP; PyMeasure through pyvisa-py; bare bytes where a manual prints them.
"""

import json
import math
import pathlib
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

import serial
from pymeasure.adapters import VISAAdapter
from pymeasure.instruments.keithley import Keithley2400
from pymodbus import FramerType
from pymodbus.client import ModbusSerialClient, ModbusTcpClient

PROGRAM, ROOT = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).resolve().parent.parent


class Emulator:
    """An emulated instrument in a process of its own, ended as a person would end it."""

    def __init__(self, *arguments: str) -> None:
        command = [PROGRAM, "emulate", *arguments, "--json"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.address = {port["kind"]: port["address"] for port in ready["instruments"][0]["ports"]}

    def port(self, kind: str) -> int:
        return int(self.address[kind].rsplit(":", 1)[1])

    def __enter__(self) -> "Emulator":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(10) == 0
        if "serial" in self.address:
            assert not pathlib.Path(self.address["serial"]).is_symlink(), "the link was left behind"


def large_cell(folder: pathlib.Path) -> str:
    """The LFP cell with a square metre of electrode: for instruments that count in amperes."""
    text = (ROOT / "Profiles/Cells/li-lfp.yaml").read_text()
    path = folder / "large.yaml"
    path.write_text(re.sub(r"^area: \S+ \S+", "area: 1 m2", text, count=1, flags=re.M))
    return str(path)


def near(found: float, wanted: float, by: float) -> None:
    assert math.isclose(found, wanted, rel_tol=0, abs_tol=by), f"{found} is not {wanted} within {by}"


def code(reply: object) -> int:
    assert reply.isError(), reply
    return reply.exception_code


def clients(emulator: Emulator) -> dict:
    """One pymodbus client for each way to reach an emulated instrument."""
    return {
        "TCP": ModbusTcpClient("127.0.0.1", port=emulator.port("modbus-tcp"), timeout=3),
        "RTU over TCP": ModbusTcpClient(
            "127.0.0.1", port=emulator.port("modbus-rtu-tcp"), framer=FramerType.RTU, timeout=3
        ),
        "RTU": ModbusSerialClient(emulator.address["serial"], baudrate=115200, timeout=3),
    }


def ways(folder: pathlib.Path, name: str) -> list[str]:
    return ["--tcp", "127.0.0.1:0", "--rtu-tcp", "127.0.0.1:0", "--pty", str(folder / name)]


def mbpoll(emulator: Emulator, register: int, kind: str, options: tuple = ()) -> list[str]:
    """What mbpoll reads, over TCP and over RTU; the value column of its first line."""
    read = []
    for line in (
        ["-m", "tcp", "-p", str(emulator.port("modbus-tcp")), "127.0.0.1"],
        ["-m", "rtu", "-b", "115200", "-P", "none", emulator.address["serial"]],
    ):
        command = ["mbpoll", "-1", "-0", "-q", "-a", "1", "-t", kind, *options, "-r", str(register), "-c", "1"]
        done = subprocess.run(command + line, capture_output=True, text=True, timeout=20)
        found = re.search(r"\[\d+\]:\s+(\S+)", done.stdout)
        assert found, f"{command + line}: {done.stdout}{done.stderr}"
        read.append(found[1])
    return read


# What EA's guide prints for actual values and state, as registers that hang there: Documentation/Emulation.md says why.
PRINTED = "faults:\n" + "".join(
    f"  - {{fault: frozen register, register: {register}, raw: 0x{word:04X}}}\n"
    for register, word in ((505, 0), (506, 0x0483), (507, 0x2620), (508, 0x0C9B), (509, 0x091B))
)


def golden(emulator: Emulator) -> None:
    """The frames of EA's programming guide, byte for byte, over RTU on a terminal."""
    with serial.Serial(emulator.address["serial"], 115200, timeout=1) as line:

        def ask(frame: str, length: int) -> bytes:
            time.sleep(0.02)  # the guide's pause between messages
            line.write(bytes.fromhex(frame))
            return line.read(length)

        # Factory setting "Limited": address 0 alone, and register 10013 makes it "full".
        assert ask("01 03 00 79 00 02 15 D2", 5).hex(" ") == "01 83 02 c0 f1"
        for frame in ("00 05 01 92 FF 00 2D FA", "00 05 27 1D FF 00 17 59", "00 05 01 92 00 00 6C 0A"):
            assert ask(frame, 8) == bytes.fromhex(frame), frame
        assert ask("01 05 01 95 FF 00 9D EA", 5) == bytes.fromhex("01 85 07 03 52"), "access denied"
        for frame in ("01 05 01 92 FF 00 2C 2B", "01 05 01 92 00 00 6D DB"):
            assert ask(frame, 8) == bytes.fromhex(frame), frame
        actual = ask("01 03 01 FB 00 03 75 C6", 11).hex(" ")
        assert actual == "01 03 06 26 20 0c 9b 09 1b 93 50", actual
        state = ask("01 03 01 F9 00 02 15 C6", 9).hex(" ")
        assert state == "01 03 04 00 00 04 83 b9 52", state
        assert ask("01 03 01 FB 00 03 00 00", 5)[:3] == bytes.fromhex("01 83 05"), "a wrong checksum is answered"


def ea(folder: pathlib.Path) -> None:
    cell, printed = large_cell(folder), folder / "printed.yaml"
    printed.write_text(PRINTED)
    hangs = ["--faults", str(printed), "--pty", str(folder / "golden")]
    with Emulator("--device", "ea-psb-10000", "--cell", cell, *hangs) as emulator:
        golden(emulator)
        print("every frame of EA's guide comes byte for byte")
    with Emulator("--device", "ea-psb-10000", "--cell", cell, *ways(folder, "ea")) as emulator:
        with serial.Serial(emulator.address["serial"], 115200, timeout=1) as line:
            for frame in ("00 05 01 92 FF 00 2D FA", "00 05 27 1D FF 00 17 59", "00 05 01 92 00 00 6C 0A"):
                time.sleep(0.02)
                line.write(bytes.fromhex(frame))
                assert line.read(8) == bytes.fromhex(frame), frame
        for name, client in clients(emulator).items():
            assert client.connect(), name

            def read(register: int, count: int) -> list[int]:
                time.sleep(0.01)
                return client.read_holding_registers(register, count=count, device_id=1).registers

            def write(register: int, value: int) -> object:
                time.sleep(0.01)
                return client.write_register(register, value, device_id=1)

            def coil(register: int, value: bool) -> object:
                time.sleep(0.01)
                return client.write_coil(register, value, device_id=1)

            assert struct.unpack(">f", struct.pack(">2H", *read(121, 2))) == (60.0,)
            maker = struct.pack(">20H", *read(21, 20)).rstrip(b"\0").decode()
            assert maker == "EA Elektro-Automatik", maker
            assert code(write(500, 0x1000)) == 7, "no remote control"
            assert not coil(402, True).isError()
            assert code(write(500, 0xD0E6)) == 3, "above 102 %"
            assert code(client.read_holding_registers(300, count=1, device_id=1)) == 2
            assert code(client.read_input_registers(507, count=1, device_id=1)) == 1
            assert code(client.write_registers(500, [1, 2], device_id=1)) == 1, "set values are written one by one"
            # 4 V and 6 A of 60 V and 60 A; 52428 counts are 100 %.
            for register, value in ((500, 3495), (501, 5243), (499, 0), (498, 52428), (502, 52428)):
                assert not write(register, value).isError()
            assert read(500, 1) == [3495]
            assert not coil(405, True).isError()
            time.sleep(0.3)
            voltage, current, power = read(507, 3)
            near(current * 60 / 52428, 6, 60 / 26214)
            assert 2.4 < voltage * 60 / 52428 < 4.01
            near(power * 1500 / 52428, voltage * 60 / 52428 * 6, 0.2)
            state = read(505, 2)
            assert state[1] >> 7 & 1 and state[1] >> 11 & 1 and state[1] >> 9 & 3 == 2 and not state[1] >> 12 & 1
            # As a sink: magnitude, and bit 12.
            for register, value in ((501, 0), (500, 0), (499, 2622)):
                assert not write(register, value).isError()
            time.sleep(0.3)
            near(read(507, 2)[1] * 60 / 52428, 3, 60 / 26214)
            assert read(505, 2)[1] >> 12 & 1
            assert not coil(405, False).isError() and not coil(402, False).isError()
            assert not read(505, 2)[1] >> 7 & 1
            client.close()
            print(f"pymodbus operates the emulated EA over {name}")
        assert [float(value) for value in mbpoll(emulator, 121, "4:float", ("-B",))] == [60.0, 60.0]
        # An idle connection is closed after five seconds.
        with socket.create_connection(("127.0.0.1", emulator.port("modbus-tcp"))) as idle:
            idle.settimeout(8)
            start = time.monotonic()
            assert idle.recv(1) == b""
            near(time.monotonic() - start, 5, 1)


def riden(folder: pathlib.Path) -> None:
    cell = large_cell(folder)
    with Emulator("--device", "riden-rd60xx:RD6006", "--cell", cell, *ways(folder, "riden")) as emulator:
        for name, client in clients(emulator).items():
            assert client.connect(), name
            block = client.read_holding_registers(0, count=20, device_id=1).registers
            assert 60060 <= block[0] <= 60064
            # 4.00 V and 1.500 A: hundredths of a volt and thousandths of an ampere on this model.
            assert not client.write_registers(8, [400, 1500], device_id=1).isError()
            assert not client.write_register(18, 1, device_id=1).isError()
            time.sleep(0.3)
            block = client.read_holding_registers(8, count=11, device_id=1).registers
            assert block[:2] == [400, 1500] and block[3] == 1500 and block[9:] == [1, 1]
            near((block[4] << 16 | block[5]) / 100, block[2] / 100 * 1.5, 0.02)
            assert not client.write_register(18, 0, device_id=1).isError()
            assert code(client.read_coils(0, count=1, device_id=1)) == 1
            client.close()
            print(f"pymodbus operates the emulated Riden over {name}")
        assert {int(value) for value in mbpoll(emulator, 8, "4")} == {400}


def dps(folder: pathlib.Path) -> None:
    with Emulator("--device", "dps5005", "--cell", large_cell(folder), *ways(folder, "dps")) as emulator:
        for name, client in clients(emulator).items():
            assert client.connect(), name
            for register, value in ((0, 400), (1, 2000), (9, 1)):
                assert not client.write_register(register, value, device_id=1).isError()
            time.sleep(0.3)
            block = client.read_holding_registers(0, count=13, device_id=1).registers
            assert block[:2] == [400, 2000] and block[3] == 2000 and block[7:10] == [0, 1, 1] and block[11] == 5005
            assert not client.write_register(9, 0, device_id=1).isError()
            client.close()
            print(f"pymodbus operates the emulated DPS5005 over {name}")
        assert {int(value) for value in mbpoll(emulator, 1, "4")} == {2000}


def eurotherm(folder: pathlib.Path) -> None:
    with Emulator("--device", "eurotherm-3200", *ways(folder, "chamber"), "--speed", "600") as emulator:
        for name, client in clients(emulator).items():
            assert client.connect(), name

            def number(register: int) -> float:
                words = client.read_holding_registers(register, count=2, device_id=1).registers
                return struct.unpack(">f", struct.pack(">2H", *words))[0]

            # The remote set-point, register 26, as a floating-point number at 2 * 26 + 0x8000.
            words = list(struct.unpack(">2H", struct.pack(">f", 45.5)))
            assert not client.write_registers(32820, words, device_id=1).isError()
            assert not client.write_register(276, 1, device_id=1).isError()
            assert number(32820) == 45.5
            time.sleep(4)  # ten time constants
            near(number(32770), 45.5, 0.1)
            assert client.read_holding_registers(1, count=1, device_id=1).registers == [455]
            assert not client.write_register(276, 0, device_id=1).isError()
            client.close()
            print(f"pymodbus operates the emulated Eurotherm over {name}")
        assert {float(value) for value in mbpoll(emulator, 32820, "4:float", ("-B",))} == {45.5}
    print("mbpoll reads all of them over TCP and RTU")


def keithley(folder: pathlib.Path) -> None:
    link = str(folder / "smu")
    with Emulator("--device", "keithley-2400", "--cell", "li-li-coin", "--pty", link, "--speed", "20"):
        adapter = VISAAdapter(
            f"ASRL{link}::INSTR",
            visa_library="@py",
            baud_rate=57600,
            read_termination="\n",
            write_termination="\n",
            timeout=3000,
        )
        meter = Keithley2400(adapter)
        assert "MODEL 2400" in meter.id
        meter.reset()
        meter.output_off_state = "HIMP"
        meter.source_mode = "current"
        meter.source_current_range = 1e-3
        meter.compliance_voltage = 5
        assert meter.compliance_voltage == 5 and meter.source_current_range == 1e-3
        voltages = []
        for current in (5e-4, -5e-4):
            meter.source_current = current
            meter.enable_source()
            time.sleep(0.2)
            read = meter.measure_all()
            near(read["current"], current, 1e-8)
            assert read["status"] >> 15 & 1, "a current source"
            voltages.append(read["voltage"])
        # A symmetric cell answers both directions alike: 60 ohm cm2 of interphase and more, on 1.267 cm2.
        assert voltages[0] > 0.024 > -0.024 > voltages[1]
        near(voltages[0] + voltages[1], 0, 0.002)
        meter.compliance_voltage = 0.01
        time.sleep(0.2)
        near(meter.measure_all()["voltage"], -0.01, 1e-3)
        meter.disable_source()
        assert meter.source_enabled is False
        assert meter.check_errors() == []
        adapter.close()
    print("PyMeasure operates the emulated Keithley 2400 through pyvisa-py")


def emstat(folder: pathlib.Path) -> None:
    link = str(folder / "stat")
    script = (
        "e\nvar t\nvar e\nvar i\nset_pgstat_mode 6\nset_range db 1m\nset_i 0\ncell_on\ntimer_start\n"
        "meas_loop_cp e i 500u 100m 1\ntimer_get t\npck_start\npck_add t\npck_add i\npck_add e\npck_end\nendloop\n"
        "on_finished:\ncell_off\n\n"
    )
    with Emulator("--device", "palmsens-emstat4", "--cell", "li-li-coin", "--pty", link):
        with serial.Serial(link, 921600, timeout=3) as line:
            line.write(b"t\n")
            assert line.readline().startswith(b"tes4_")
            assert line.readline().endswith(b"*\n")
            line.write(script.encode())
            lines = []
            while not lines or lines[-1] != "":
                lines.append(line.readline().decode().rstrip("\n"))
        packages = [text for text in lines if text.startswith("P")]
        assert len(packages) == 10, lines
        scales = {"f": 1e-15, "p": 1e-12, "n": 1e-9, "u": 1e-6, "m": 1e-3, " ": 1, "k": 1e3}
        for number, package in enumerate(packages, 1):
            values = [(int(part[2:9], 16) - 2**27) * scales[part[9]] for part in package[1:].split(";")]
            near(values[0], number / 10, 1e-6)
            near(values[1], 5e-4, 1e-8)
            assert 0.02 < values[2] < 0.2
    print("a bare serial port runs MethodSCRIPT on the emulated EmStat4")


with tempfile.TemporaryDirectory() as name:
    for check in (ea, riden, dps, eurotherm, keithley, emstat):
        check(pathlib.Path(name))
