// Riden RD60xx: registers and scales of five public drivers (ShayBox/Riden, Baldanos/rd6006, morgendagen/riden-dongle,
// pgreenland/RidenRD60xxMQTT, Serge78rus/rd6006p).
extension BenchSupply.Layout {
  /// A model: the value of register 0, and what its registers count in.
  fileprivate struct Model: Sendable {
    let id: UInt16
    let voltageStep, currentStep, powerStep, mostCurrent: Double
  }

  fileprivate static let models: [String: Model] = [
    "RD6006": Model(id: 60062, voltageStep: 0.01, currentStep: 0.001, powerStep: 0.01, mostCurrent: 6),
    "RD6006P": Model(id: 60065, voltageStep: 0.001, currentStep: 0.0001, powerStep: 0.001, mostCurrent: 6),
    "RD6012": Model(id: 60121, voltageStep: 0.01, currentStep: 0.01, powerStep: 0.01, mostCurrent: 12),
    "RD6018": Model(id: 60181, voltageStep: 0.01, currentStep: 0.01, powerStep: 0.01, mostCurrent: 18),
    "RD6024": Model(id: 60241, voltageStep: 0.01, currentStep: 0.01, powerStep: 0.01, mostCurrent: 24),
  ]

  /// Names of the models, the usual one first.
  static let ridenModels: [String] = Array(models.keys).sorted()

  /// A Riden of a model; an RD6006 where there is no such model.
  static func riden(_ name: String) -> BenchSupply.Layout {
    let model =
      models[name] ?? Model(id: 60062, voltageStep: 0.01, currentStep: 0.001, powerStep: 0.01, mostCurrent: 6)
    return BenchSupply.Layout(
      voltageSet: 8, currentSet: 9, voltage: 10, current: 11, input: 14, lock: 15, protection: 16, mode: 17, output: 18,
      power: (12, 2, model.powerStep), overvoltage: 82, overcurrent: 83, onAfterPower: 68,
      voltageStep: model.voltageStep, currentStep: model.currentStep, mostVoltage: 60, mostCurrent: model.mostCurrent,
      charge: Counter(address: 38, lowFirst: false, step: 0.001),
      energy: Counter(address: 40, lowFirst: false, step: 0.001),
      constants: [
        0: model.id, 1: 0, 2: 1, 3: 137, 4: 0, 5: 25, 6: 0, 7: 77, 14: 6500, 32: 0, 33: 0, 34: 0, 35: 25, 36: 0, 37: 77,
      ],
      stored: [
        15: 0, 19: 0, 20: 0, 48: 2024, 49: 1, 50: 1, 51: 0, 52: 0, 53: 0, 66: 0, 67: 0, 68: 0, 69: 0, 70: 0, 71: 0,
        72: 3, 80: 0, 81: 0,
      ],
      clearsProtection: false, readsGaps: true, latency: 0.08)
  }
}
