"""Writes protocols with PyPI's aurora-unicycler, runs them, and checks what comes back against its own numbers."""

import json
import pathlib
import subprocess
import sys
import tempfile

from aurora_unicycler import (
    ConstantCurrent,
    CyclingProtocol,
    Loop,
    OpenCircuitVoltage,
    RecordParams,
    SafetyParams,
    SampleParams,
    Tag,
)

PLATE_MA = -0.6335  # 0.5 mA/cm2 on a disc of 12.7 mm


def adams() -> CyclingProtocol:
    """A conditioning cycle, a reservoir, ten inner cycles and a last strip."""
    to_cut_off = ConstantCurrent(current_mA=-PLATE_MA, until_time_s=60000, until_voltage_V=1.0)
    reservoir = ConstantCurrent(current_mA=PLATE_MA, until_time_s=36000)
    return CyclingProtocol(
        sample=SampleParams(name="adams"),
        record=RecordParams(time_s=10, voltage_V=0.005),
        safety=SafetyParams(max_voltage_V=1.5, min_voltage_V=-1.0, max_current_mA=2.0, min_current_mA=-2.0, delay_s=5),
        method=[
            OpenCircuitVoltage(until_time_s=3600),
            reservoir,
            to_cut_off,
            reservoir.model_copy(),
            Tag(tag="inner"),
            ConstantCurrent(current_mA=-PLATE_MA, until_time_s=7200),
            ConstantCurrent(current_mA=PLATE_MA, until_time_s=7200),
            Loop(loop_to="inner", cycle_count=10),
            to_cut_off.model_copy(),
        ],
    )


def zero_volts() -> CyclingProtocol:
    """Plates until the voltage is 0 V: a limit that must not be dropped."""
    return CyclingProtocol(
        sample=SampleParams(name="zero"),
        record=RecordParams(time_s=1),
        safety=SafetyParams(),
        method=[ConstantCurrent(current_mA=PLATE_MA, until_time_s=3600, until_voltage_V=0.0)],
    )


def run(program: str, protocol: CyclingProtocol, folder: pathlib.Path, name: str) -> dict:
    source = folder / f"{name}.json"
    source.write_text(protocol.model_dump_json())
    command = [program, "run", source, "--cell", "li-cu-coin", "--json", "--out", folder / f"{name}.sandglass"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        report = run(program, adams(), folder, "adams")
        balance = report["coulombic_efficiency_balances"][-1]
        plated = 0.6335 * (36000 + 10 * 7200) / 3600
        faults = []
        if balance["n"] != 10 or abs(balance["plated_mAh"] / plated - 1) > 1e-6:
            faults.append(f"balance {balance}, expected n = 10 and {plated} mAh plated")
        if abs(report["coulombic_efficiency"][-1] - 0.982) > 1e-4:
            faults.append(f"Coulombic efficiency {report['coulombic_efficiency']}, the profile has 98.2 %")
        step = run(program, zero_volts(), folder, "zero")["steps"][0]
        if step["ended_by"] != "voltage ≤ 0 V" or step["duration_s"] > 60:
            faults.append(f"the 0 V cut-off was lost: {step}")
    print(f"aurora-unicycler: {'; '.join(faults) if faults else 'Adams and 0 V protocols run as written'}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
