import Cycling
import Detection
import Foundation
import Quantities
import Testing

@Suite("Traces in which nothing happens")
struct QuietTraceTests {
  @Test("100 h of a flat voltage in 1 mV of noise at constant current raise nothing")
  func constant() {
    var (bank, random, alarms) = (DetectorBank(), SeededNoise(seed: 21), 0)
    for second in 1...360_000 {
      alarms += bank.observe(.at(Double(second), volts: -0.05 + 1e-3 * random.gaussian(), amperes: -1e-3)).count
    }
    #expect(alarms == 0)
  }

  @Test("100 h of symmetric cycling with reversals raise nothing")
  func cycling() {
    var (bank, random, alarms) = (DetectorBank(), SeededNoise(seed: 22), 0)
    for second in 1...360_000 {
      let sign = second / 1800 % 2 == 0 ? -1.0 : 1
      alarms +=
        bank.observe(.at(Double(second), volts: sign * 0.05 + 1e-3 * random.gaussian(), amperes: sign * 1e-3)).count
    }
    #expect(alarms == 0)
  }

  @Test("a rest raises nothing, with and without a set-point")
  func rest() {
    var (bank, foreign, random, alarms) = (DetectorBank(), DetectorBank(), SeededNoise(seed: 23), 0)
    for second in 1...36_000 {
      let volts = 0.01 * exp(-Double(second) / 1000) + 1e-3 * random.gaussian()
      alarms += bank.observe(.at(Double(second), volts: volts, amperes: 0)).count
      var reading = Reading.at(Double(second), volts: volts, amperes: 1e-9 * random.gaussian())
      reading.setpoint = nil
      alarms += foreign.observe(reading).count
    }
    #expect(alarms == 0)
  }

  @Test("steps of the current up and down raise nothing")
  func steps() {
    var (bank, random, alarms) = (DetectorBank(), SeededNoise(seed: 24), 0)
    for second in 1...36_000 {
      let current = [1e-3, 5e-3, 2e-3, 1e-4, 3e-3][second / 900 % 5]
      let volts = 50 * current + 1e-3 * random.gaussian()
      alarms += bank.observe(.at(Double(second), volts: volts, amperes: current)).count
    }
    #expect(alarms == 0)
  }
}
