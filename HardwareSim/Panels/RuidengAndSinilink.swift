// Ruideng DPS5005 (lambcutlet/DPS5005_pyGUI, TheHWcave/DPS5005-control) and Sinilink XY6020L (tinkering4fun/XY6020L-Modbus).
extension BenchSupply.Layout {
  /// A DPS5005: 50 V, 5 A, at 9600 baud.
  static let dps5005 = BenchSupply.Layout(
    voltageSet: 0, currentSet: 1, voltage: 2, current: 3, input: 5, lock: 6, protection: 7, mode: 8, output: 9,
    power: (4, 1, 0.01), overvoltage: 0x52, overcurrent: 0x53, overpower: (0x54, 0.1), onAfterPower: 0x57,
    voltageStep: 0.01, currentStep: 0.001, mostVoltage: 50, mostCurrent: 5, charge: nil, energy: nil,
    constants: [5: 5500, 0x0B: 5005, 0x0C: 14],
    stored: [6: 0, 0x0A: 3, 0x23: 0, 0x50: 0, 0x51: 0, 0x55: 3, 0x56: 0, 0x57: 0],
    clearsProtection: false, readsGaps: true, latency: 0.02)

  /// An XY6020L: 60 V, 20 A. Its current counts in 10 mA by the table of its register list, whose example says 1 mA.
  static let xy6020l = BenchSupply.Layout(
    voltageSet: 0, currentSet: 1, voltage: 2, current: 3, input: 5, lock: 0x0F, protection: 0x10, mode: 0x11,
    output: 0x12,
    power: (4, 1, 0.1), overvoltage: 0x53, overcurrent: 0x54, overpower: (0x55, 1), onAfterPower: 0x5D,
    voltageStep: 0.01, currentStep: 0.01, mostVoltage: 60, mostCurrent: 20,
    charge: Counter(address: 6, lowFirst: true, step: 0.001),
    energy: Counter(address: 8, lowFirst: true, step: 0.001),
    constants: [5: 6500, 0x0A: 0, 0x0B: 0, 0x0C: 0, 0x0D: 250, 0x0E: 250],
    stored: [
      0x0F: 0, 0x18: 1, 0x19: 6, 0x50: 0, 0x51: 0, 0x52: 0, 0x56: 0, 0x57: 0, 0x58: 0, 0x59: 0, 0x5A: 0, 0x5B: 0,
      0x5C: 0,
      0x5D: 0,
    ],
    clearsProtection: true, readsGaps: true, latency: 0.02)
}
