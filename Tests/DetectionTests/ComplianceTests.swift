import Cycling
import Detection
import Foundation
import Quantities
import Testing

@Suite("Compliance and open circuit")
struct ComplianceTests {
  static let limited = DetectorConfiguration(voltageLimit: Quantity(si: 10))

  /// A good current of −10 mA for 30 readings, then a share of it at a voltage.
  static func alarms(share: Double, volts: Double, flags: ReadingFlags = [], isForeign: Bool = false) -> [Alarm] {
    var bank = DetectorBank(configuration: limited)
    return (1...60).flatMap { index in
      let isBad = index > 30
      var reading = Reading.at(
        Double(index), volts: isBad ? volts : -1, amperes: isBad ? -0.01 * share : -0.01, set: -0.01,
        flags: isBad ? flags : [])
      if isForeign { reading.setpoint = nil }
      return bank.observe(reading)
    }
  }

  @Test(
    "less than the set current at the voltage limit is compliance, at the third reading, once",
    arguments: [false, true])
  func compliance(isForeign: Bool) {
    let alarms = Self.alarms(share: 0.4, volts: -10.1, isForeign: isForeign)
    #expect(alarms.map(\.kind) == [.compliance])
    #expect(alarms.first?.severity == .alarm)
    #expect(alarms.first?.time.si == 33)
    #expect(abs((alarms.first?["set_current_A"] ?? 0) + 0.01) < 1e-12)
  }

  @Test("an instrument that reads its limit with noise is at it")
  func noisyLimit() {
    #expect(Self.alarms(share: 0.4, volts: -9.96).map(\.kind) == [.compliance])
    #expect(Self.alarms(share: 0.4, volts: -9.9).allSatisfy { $0.kind != .compliance })
  }

  @Test("hardly any current at the voltage limit is an open circuit", arguments: [false, true])
  func open(isForeign: Bool) {
    let alarms = Self.alarms(share: 0.002, volts: -10.1, isForeign: isForeign)
    #expect(alarms.map(\.kind) == [.openCircuit])
    #expect(alarms.first?.severity == .trip)
    #expect(alarms.first?.time.si == 33)
  }

  @Test("the instrument's overload flag does without a voltage limit")
  func overload() {
    #expect(Self.alarms(share: 0, volts: -3, flags: .overload).map(\.kind) == [.openCircuit])
    #expect(Self.alarms(share: 0.5, volts: -3, flags: .overload).map(\.kind) == [.compliance])
  }

  @Test("the full current at the limit, and a missing one below it, are neither")
  func neither() {
    for alarm in Self.alarms(share: 0.95, volts: -10.1) + Self.alarms(share: 0.4, volts: -9) {
      #expect(alarm.kind != .compliance && alarm.kind != .openCircuit)
    }
  }
}
