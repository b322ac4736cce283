import Cycling
import Detection
import Foundation
import Quantities

/// What all detectors together cost a reading, and how much a channel's detectors remember.
enum DetectorBenchmark {
  static func run() throws {
    print("Detectors, all of them, one core:")
    // The limits of a coin cell of 1 cm² through which the traces' 1 mA may deplete the salt.
    let known = SandPrior(limitingSemiIntegral: 0.05, limitingCurrent: Quantity(si: 5e-4))
    for (name, rate, hours, jitter, prior) in [
      ("cycling at 1 Hz", 1.0, 20.0, 0.0, SandPrior()), ("cycling at 10 Hz", 10, 5, 0, SandPrior()),
      ("cycling at 100 Hz", 100, 1, 0, SandPrior()), ("cycling at 10 Hz, uneven times", 10, 5, 0.2, SandPrior()),
      ("the same, the cell's limits known", 10, 5, 0.2, known),
    ] {
      let readings = cycling(rate: rate, hours: hours, jitter: jitter)
      var size = 0
      let time = try bestTime(of: 3) {
        var bank = DetectorBank(configuration: DetectorConfiguration(sandPrior: prior))
        var alarms = 0
        for reading in readings { alarms += bank.observe(reading).count }
        size = max(size, try numbers(in: JSONSerialization.jsonObject(with: JSONEncoder().encode(bank))) * 8)
      }
      print(
        "  " + name.padding(toLength: 36, withPad: " ", startingAt: 0)
          + String(format: "%9.0f ns a reading   %6d bytes of state", time * 1e9 / Double(readings.count), size))
    }
  }

  /// How many numbers a snapshot holds.
  private static func numbers(in object: Any) -> Int {
    switch object {
    case let list as [Any]: list.reduce(0) { $0 + numbers(in: $1) }
    case let fields as [String: Any]: fields.values.reduce(0) { $0 + numbers(in: $1) }
    default: 1
    }
  }

  /// Half-hours in turn, with noise of 1 mV, a voltage that rises as the salt goes, and a minute of rest between.
  private static func cycling(rate: Double, hours: Double, jitter: Double) -> [Reading] {
    var state: UInt64 = 1
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31) - 0.5
    }
    return (1...Int(rate * hours * 3600)).map { index in
      let time = (Double(index) + jitter * random()) / rate
      let phase = time.truncatingRemainder(dividingBy: 1860)
      let sign = phase > 1800 ? 0.0 : Int(time / 1860) % 2 == 0 ? -1 : 1
      let volts = sign * (0.1 + 0.05 * (phase / 1800).squareRoot()) + 2e-3 * (random() + random() + random())
      return Reading(
        time: Quantity(si: time), voltage: Quantity(si: volts), current: Quantity(si: 1e-3 * sign),
        setpoint: sign == 0 ? .open : .current(Quantity(si: 1e-3 * sign)))
    }
  }
}
