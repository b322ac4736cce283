import Cycling
import DeviceProfiles
import Foundation
import Quantities
import Testing

/// Values against the numbers in the makers' documents, not against our own encoder.
@Suite("Register values")
struct RegisterValueTests {
  static func register(_ device: String, _ name: String, model: String? = nil) throws -> (DeviceRegister, FixedScale) {
    let profile = try ShippedDevices.read(device)
    let register = try #require(profile.registers[name])
    let model = try #require(model.map { name in profile.models.first { $0.name == name } } ?? profile.models.first)
    return (register, profile.scale(of: register, in: model))
  }

  @Test("EA: 0xCCCC is the nominal value, 0xD0E5 is 102 %, the example frame reads 44.7 V")
  func ea() throws {
    let (voltage, scale) = try Self.register("ea-psb-10000", "voltage set")
    #expect(scale.unit == .volt)
    #expect(try voltage.words(60, count: scale.count) == [0xCCCC])
    #expect(try voltage.words(61.2, count: scale.count) == [0xD0E5])
    #expect(throws: RegisterRefusal.self) { try voltage.words(61.3, count: scale.count) }
    #expect(throws: RegisterRefusal.self) { try voltage.words(-0.01, count: scale.count) }
    let (actual, actualScale) = try Self.register("ea-psb-10000", "actual voltage")
    // 0x2620 = 9760 of 52428: 18.6 % of nominal.
    let value = try #require(actual.value([0x2620], count: actualScale.count))
    #expect((value - 60 * 9760 / 52428).magnitude < 1e-9)
    let (nominal, _) = try Self.register("ea-psb-10000", "nominal voltage")
    #expect(nominal.value([0x42A0, 0x0000], count: 1) == 80, "the guide's example")
  }

  @Test("EA: the state 0x00000483 is DC on, in remote, constant current")
  func eaState() throws {
    let profile = try ShippedDevices.read("ea-psb-10000")
    // The guide's frame 01 03 04 00 00 04 83: USB has control (3), DC on (bit 7), bits 9-10 = 2, not remote (bit 11).
    let signs = profile.status.filter { $0.isSaid(by: 0x0483) }.map(\.meaning)
    #expect(Set(signs) == [.outputOn, .constantCurrent])
    #expect(profile.status.contains { $0.meaning == .linkTimedOut && $0.isSaid(by: 0x1C) && !$0.isSaid(by: 0x03) })
    #expect(
      profile.status.filter { $0.meaning == .trip && $0.isSaid(by: 1 << 16) }.map(\.words) == ["overvoltage (OVP)"])
  }

  @Test("Riden: counts by model; DPS in 10 mV and 1 mA")
  func supplies() throws {
    for (model, counts) in [("RD6006", 1234), ("RD6006P", 12340), ("RD6018", 123)] {
      let (current, scale) = try Self.register("riden-rd60xx", "current set", model: model)
      #expect(try current.words(1.234, count: scale.count) == [UInt16(counts)], "\(model)")
    }
    let (voltage, scale) = try Self.register("dps5005", "voltage set")
    #expect(try voltage.words(12.34, count: scale.count) == [1234])
    #expect(throws: RegisterRefusal.self) { try voltage.words(50.01, count: scale.count) }
  }

  @Test("Eurotherm has the high word first, Watlow the low one: 75.0 is 0x42960000")
  func words() throws {
    let (eurotherm, _) = try Self.register("eurotherm-3200", "remote set-point")
    #expect(try eurotherm.words(75, count: 1) == [0x4296, 0x0000])
    #expect(eurotherm.address == 2 * 26 + 0x8000)
    let (watlow, scale) = try Self.register("watlow-ez-zone", "set-point")
    #expect(scale.unit == .fahrenheit)
    #expect(try watlow.words(75, count: 1) == [0x0000, 0x4296])
    #expect(watlow.value([0x0000, 0x4296], count: 1) == 75)
    #expect((RegisterUnit.fahrenheit.si(75) - 297.0389).magnitude < 1e-3)
    #expect((RegisterUnit.fahrenheit.number(si: 298.15) - 77).magnitude < 1e-9)
  }

  @Test("Omega counts tenths of a degree, below zero too; XY6020L has the low word of its charge first")
  func others() throws {
    let (pv, scale) = try Self.register("omega-cn7500", "process value")
    #expect((try #require(pv.value([0xFFFB], count: scale.count)) + 0.5).magnitude < 1e-12)
    let (charge, mAh) = try Self.register("xy6020l", "charge")
    #expect(charge.value([0x0001, 0x0002], count: mAh.count) == 131_073)
    #expect(mAh.unit == .milliampereHour)
  }

  @Test("What is no number is not written", arguments: [Double.nan, .infinity, -.infinity, 1e300])
  func noNumber(value: Double) throws {
    for (device, name) in [("ea-psb-10000", "voltage set"), ("eurotherm-3200", "remote set-point")] {
      let (register, scale) = try Self.register(device, name)
      #expect(throws: RegisterRefusal.self) { try register.words(value, count: scale.count) }
    }
  }

  @Test("The voltage behind a current is the limit it runs towards; protections stand a twentieth further out")
  func context() throws {
    let profile = try ShippedDevices.read("ea-psb-10000")
    let model = try #require(profile.models.first)
    let limits = ChannelLimits(voltage: 2.5...4.5, current: -10...30, longestHold: 10)
    func value(_ known: SequenceValue.Known, _ current: Double) throws -> Double {
      try SequenceContext(model: model, limits: limits, setpoint: .current(Quantity(si: current))).value(of: known)
    }
    #expect(try value(.complianceVoltage, 5) == 4.5)
    #expect(try value(.complianceVoltage, -5) == 2.5)
    #expect(try value(.sourceCurrent, 5) == 5)
    #expect(try value(.sourceCurrent, -5) == 0)
    #expect(try value(.sinkCurrent, -5) == 5)
    #expect(try value(.tripVoltage, 5) == 4.6)
    #expect(try value(.lowTripVoltage, 5) == 2.4)
    #expect(try value(.sourceTripCurrent, 5) == 32)
    #expect(try value(.sinkTripCurrent, 5) == 12)
    #expect(throws: RegisterRefusal.self) { try value(.temperature, 5) }
  }
}
