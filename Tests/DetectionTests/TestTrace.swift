import Cycling
import Detection
import Foundation
import Quantities

/// A current and a resistance over time, measured with noise, and what the detectors say.
struct TestTrace {
  /// Readings a second.
  var rate = 1.0
  /// Standard deviation of the noise, V.
  var noise = 1e-3
  var seed: UInt64 = 1
  /// Test time, s.
  var duration: Double
  /// Signed current, A, at a time, s.
  var amperes: (Double) -> Double = { _ in -1e-3 }
  /// Resistance, Ω, at a time, s.
  var ohms: (Double) -> Double

  /// The readings, with their set current.
  var readings: [Reading] {
    var random = SeededNoise(seed: seed)
    return (1...Int(duration * rate)).map { index in
      let time = Double(index) / rate
      let current = amperes(time)
      return .at(time, volts: current * ohms(time) + noise * random.gaussian(), amperes: current)
    }
  }

  /// The alarms of one kind, or of all.
  func alarms(_ kind: AlarmKind? = nil) -> [Alarm] {
    var bank = DetectorBank()
    return readings.flatMap { bank.observe($0) }.filter { kind == nil || $0.kind == kind }
  }
}
