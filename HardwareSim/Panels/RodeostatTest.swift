/// A test of a Rodeostat that runs: voltages over time, from its parameters in V and ms.
struct RodeostatTest: Hashable, Sendable {
  /// Tests that are emulated; the firmware has more.
  enum Kind: String, CaseIterable, Sendable {
    case constant, linearSweep, cyclic, chronoamp

    /// Parameters after switching on.
    var usual: [String: Double] {
      let quiet = ["quietValue": 0.0, "quietTime": 0]
      return
        switch self
      {
      case .constant: quiet.merging(["value": 0.5, "duration": 1000]) { $1 }
      case .linearSweep: quiet.merging(["startValue": -0.5, "finalValue": 0.5, "duration": 1000]) { $1 }
      case .cyclic: quiet.merging(["offset": 0, "amplitude": 0.5, "period": 1000, "numCycles": 1, "shift": 0]) { $1 }
      case .chronoamp:
        quiet.merging(["stepValue0": 0.25, "stepTime0": 500, "stepValue1": 0.5, "stepTime1": 500]) { $1 }
      }
    }
  }

  let kind: Kind
  let parameters: [String: Double]
  /// When it was started, s of test time.
  let start: Double
  /// Samples sent so far.
  var sent = 0

  init(kind: Kind, parameters: [String: Double], start: Double) {
    (self.kind, self.parameters, self.start) = (kind, parameters, start)
  }

  private func value(_ name: String) -> Double { parameters[name] ?? 0 }
  private func seconds(_ name: String) -> Double { max(0, value(name)) / 1000 }

  /// How long it takes, s.
  var duration: Double {
    let own: Double =
      switch kind {
      case .constant, .linearSweep: seconds("duration")
      case .cyclic: seconds("period") * max(0, value("numCycles"))
      case .chronoamp: seconds("stepTime0") + seconds("stepTime1")
      }
    return seconds("quietTime") + own
  }

  /// The voltage at a time in s from its start, V.
  func volts(at time: Double) -> Double {
    let since = time - seconds("quietTime")
    guard since >= 0 else { return value("quietValue") }
    switch kind {
    case .constant: return value("value")
    case .linearSweep:
      let whole = seconds("duration")
      let part = whole > 0 ? min(1, since / whole) : 1
      return value("startValue") + part * (value("finalValue") - value("startValue"))
    case .cyclic:
      let period = seconds("period")
      guard period > 0 else { return value("offset") }
      let phase = (since / period + value("shift")).truncatingRemainder(dividingBy: 1)
      // A triangle that begins upwards.
      let triangle = phase < 0.25 ? 4 * phase : phase < 0.75 ? 2 - 4 * phase : 4 * phase - 4
      return value("offset") + value("amplitude") * triangle
    case .chronoamp: return since < seconds("stepTime0") ? value("stepValue0") : value("stepValue1")
    }
  }
}
