import Foundation
import HardwareSim
import Testing
import VirtualCell

@Suite("An output gives no more than it was set to, and tells the same whoever asks how often")
struct OutputTests {
  /// A generator of the tests' own (SplitMix64), between 0 and 1.
  private struct Chance {
    var state: UInt64
    mutating func next() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
  }

  @Test("A source meter on random levels: within its compliance, and never above its level", arguments: 1...8)
  func limits(seed: UInt64) throws {
    var chance = Chance(state: seed)
    let table = try Table("keithley-2400", quietCell(seed % 2 == 0 ? "li-li-coin" : "li-lfp"))
    for line in [":SYST:RSEN ON", ":SENS:FUNC 'VOLT','CURR'", ":OUTP:SMOD HIMP"] { table.say(line) }
    for _ in 0..<60 {
      let isCurrent = chance.next() < 0.6
      let (amperes, volts) = ((chance.next() - 0.5) * 4e-3, (chance.next() - 0.5) * 6)
      let (mostVolts, mostAmperes) = (0.01 + 4 * chance.next(), 1e-4 + 3e-3 * chance.next())
      table.say(":SENS:VOLT:PROT \(mostVolts);:SENS:CURR:PROT \(mostAmperes)")
      table.say(":SOUR:CURR \(amperes);:SOUR:VOLT \(volts);:SOUR:FUNC \(isCurrent ? "CURR" : "VOLT");:OUTP ON")
      _ = table.pass(0.1 + 20 * chance.next(), step: 5)
      table.say(":READ?")
      let truth = try #require(table.truth.entries.last { $0.event == "reading" })
      let (v, i) = (try #require(truth.trueVoltage), try #require(truth.trueCurrent))
      if isCurrent {
        // Either at the level, or at a limit that keeps it from there.
        let isAtLevel = abs(i - amperes) < 1e-6
        let isAtLimit = abs(abs(v) - mostVolts) < 1e-3
        #expect(
          isAtLevel && abs(v) < mostVolts * 1.001 + 1e-6 || isAtLimit, "\(amperes) A, \(mostVolts) V: \(i) A at \(v) V")
      } else {
        let isAtLevel = abs(v - volts) < 1e-3
        let isAtLimit = abs(abs(i) - mostAmperes) < 1e-6
        #expect(
          isAtLevel && abs(i) < mostAmperes * 1.001 || isAtLimit, "\(volts) V, \(mostAmperes) A: \(i) A at \(v) V")
      }
    }
    #expect(table.say(":SYST:ERR?").hasPrefix("0,"))
  }

  /// When a discharge at 10 A/m² trips at 2.5 V, asked so often (s) and at a speed.
  private func trip(askedEvery period: Double, speed: Double) throws -> Double {
    let table = try Table("ea-psb-10000", quietCell("li-lfp", area: 1), speed: speed)
    for (address, value, function) in [
      (402, 0xFF00, 5), (559, 0x0889, 6), (560, 3, 6), (500, 0, 6), (499, 52428 / 6, 6), (405, 0xFF00, 5),
    ] {
      #expect(table.write(address, value, function: UInt8(function)) == 0)
    }
    for _ in 0..<20_000 where !table.truth.entries.contains(where: { $0.event == "trip" }) {
      _ = table.read(507, 2)
      _ = table.pass(period / speed, step: period / speed)
    }
    return try #require(table.truth.entries.first { $0.event == "trip" }).time
  }

  @Test("A trip comes at the same moment, whether one asks all the time or seldom, at any speed")
  func sameMoment() throws {
    let often = try trip(askedEvery: 0.1, speed: 1)
    #expect(often > 1)
    for (period, speed) in [(1.7, 1.0), (30, 1), (0.5, 60), (60, 3600)] {
      let other = try trip(askedEvery: period, speed: speed)
      #expect(abs(other - often) < 0.01, "\(other) s instead of \(often) s, asked every \(period) s at speed \(speed)")
    }
  }

  @Test("The same seed gives the same readings, another seed others")
  func seeds() throws {
    func readings(_ seed: UInt64) throws -> [String] {
      let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Profiles/Cells")
      let profile = try CellProfile.read(folder.appending(path: "li-li-coin.yaml").standardizedFileURL.path)
      let table = try Table("keithley-2400", VirtualCell(profile: profile, seed: seed))
      for line in [":SOUR:FUNC CURR", ":SENS:FUNC 'VOLT'", ":SENS:VOLT:PROT 2", ":SOUR:CURR 5E-4", ":OUTP ON"] {
        table.say(line)
      }
      return (0..<20).map { _ in
        _ = table.pass(1, step: 1)
        return table.say(":READ?")
      }
    }
    #expect(try readings(3) == readings(3))
    #expect(try readings(3) != readings(4))
  }
}
