import Deposition
import Foundation
import Testing

@Suite("Soft shorts")
struct SoftShortProcessTests {
  /// Connects every 8 s and opens after 2 s, on average.
  var brisk: SoftShortProcess.Parameters {
    var parameters = SoftShortProcess.Parameters()
    parameters.connectionRate = 0.125
    parameters.openingRate = 0.5
    parameters.mostContacts = .max
    return parameters
  }

  private func course(
    of parameters: SoftShortProcess.Parameters, seed: UInt64, substeps: Int, readings: Int = 400
  ) -> [Double] {
    var process = SoftShortProcess(parameters, seed: seed)
    return (0..<readings).map { reading in
      // Voltage, current and exposure change at readings, not within them.
      let (voltage, exposure) = (0.05 + 0.001 * Double(reading % 7), reading % 50 < 5 ? 0 : 1.0)
      for _ in 0..<substeps {
        process.advance(by: 1 / Double(substeps), voltage: voltage, current: -1e-3, exposure: exposure)
      }
      return process.conductance
    }
  }

  @Test("The course of a seed does not depend on the interval between readings", arguments: [1, 2, 3] as [UInt64])
  func anyInterval(seed: UInt64) {
    var parameters = brisk
    parameters.growthRate = 1e-3
    parameters.growthPerCharge = 0.5
    parameters.fuseCurrent = 6.5e-4
    parameters.recoveryTime = 5
    let whole = course(of: parameters, seed: seed, substeps: 1)
    for substeps in [3, 10, 64] {
      let divided = course(of: parameters, seed: seed, substeps: substeps)
      for (a, b) in zip(whole, divided) { #expect((a == 0) == (b == 0) && abs(a - b) < 1e-10) }
    }
    #expect(whole.contains { $0 > 0 } && whole.contains(0))
    #expect(whole != course(of: parameters, seed: seed + 10, substeps: 1))
  }

  @Test("One long step ends where many short ones do")
  func longStep() {
    var (long, short) = (SoftShortProcess(brisk, seed: 5), SoftShortProcess(brisk, seed: 5))
    for _ in 0..<50 {
      long.advance(by: 128, voltage: 0.1, current: 0)
      for _ in 0..<1024 { short.advance(by: 0.125, voltage: 0.1, current: 0) }
      #expect(long.state == short.state)
    }
  }

  @Test("The part of the time in contact and its memory are those of the two-state process")
  func statistics() {
    var process = SoftShortProcess(brisk, seed: 11)
    let connected = (0..<100_000).map { _ in
      process.advance(by: 1, voltage: 0, current: 0)
      return process.state == .connected ? 1.0 : 0
    }
    let mean = connected.reduce(0, +) / 100_000
    // 0.2 with a correlation time of 1.6 s: a standard error of 0.4·√(3.2/1e5) = 0.0023.
    #expect(abs(mean - 0.2) < 0.007)
    let lag = zip(connected, connected.dropFirst(2)).reduce(0.0) { $0 + ($1.0 - mean) * ($1.1 - mean) } / 100_000
    #expect(abs(lag / (mean * (1 - mean)) - exp(-0.625 * 2)) < 0.02)
  }

  @Test("The next change comes when it was announced")
  func announced() {
    var process = SoftShortProcess(brisk, seed: 2)
    for _ in 0..<20 {
      let (state, time) = (process.state, process.timeToChange(voltage: 0.1, current: 0))
      process.advance(by: 0.999 * time, voltage: 0.1, current: 0)
      #expect(process.state == state)
      process.advance(by: 0.0011 * time, voltage: 0.1, current: 0)
      #expect(process.state != state)
    }
  }

  @Test("Without exposure a filament never connects")
  func exposure() {
    var process = SoftShortProcess(brisk, seed: 1)
    #expect(process.timeToChange(voltage: 1, current: 1, exposure: 0) == .infinity)
    process.advance(by: 1e9, voltage: 1, current: 1, exposure: 0)
    #expect(process.state == .open && process.conductance == 0)
  }

  @Test("A filament burns at its fuse current, is gone for a while and starts anew")
  func fuse() {
    var parameters = brisk
    parameters.openingRate = 0
    parameters.growthRate = 1e-3
    parameters.fuseCurrent = 2e-3
    parameters.recoveryTime = 100
    var process = SoftShortProcess(parameters, seed: 4)
    process.advance(by: process.timeToChange(voltage: 0.1, current: 0), voltage: 0.1, current: 0)
    #expect(process.state == .connected && process.conductance == 0.01)
    // At 0.1 V it burns at 0.02 S, which it reaches in 10 s.
    #expect(abs(process.timeToChange(voltage: -0.1, current: 0) - 10) < 1e-9)
    process.advance(by: 9.9, voltage: 0.1, current: 0)
    #expect(abs(process.conductance - 0.0199) < 1e-12)
    process.advance(by: 0.2, voltage: 0.1, current: 0)
    #expect(process.state == .open && process.conductance == 0)
    #expect(process.filamentConductance == 0.01)
    #expect(process.timeToChange(voltage: 0.1, current: 0) > 99.8)
    // A voltage that burns it at once does so again and again, without an end to the call.
    process.advance(by: 1e5, voltage: 10, current: 0)
    #expect(process.conductance == 0 || process.conductance == 0.01)
  }

  @Test("A filament that has grown to the hard conductance stays, even across a high voltage")
  func hard() {
    var parameters = brisk
    parameters.growthPerCharge = 10
    var process = SoftShortProcess(parameters, seed: 4)
    process.advance(by: 1e5, voltage: 0.1, current: 1e-3)
    #expect(process.state == .hard && abs(process.conductance - 1) < 1e-9)
    process.advance(by: 1e9, voltage: 10, current: 1)
    #expect(process.state == .hard && abs(process.conductance - 1) < 1e-9)
    #expect(process.timeToChange(voltage: 10, current: 1) == .infinity)
  }

  @Test("After so many contacts one stays, so that a time without end ends")
  func contacts() {
    var parameters = brisk
    (parameters.growthRate, parameters.mostContacts) = (0, 100)
    var process = SoftShortProcess(parameters, seed: 5)
    process.advance(by: 100, voltage: 0.1, current: 0)
    #expect(process.state != .hard)
    process.advance(by: 1e12, voltage: 0.1, current: 0)
    #expect(process.state == .hard && process.conductance == 0.01)
  }

  @Test("A saved process goes on where it was")
  func saved() throws {
    var process = SoftShortProcess(brisk, seed: 8)
    process.advance(by: 33, voltage: 0.1, current: 0)
    var copy = try JSONDecoder().decode(SoftShortProcess.self, from: JSONEncoder().encode(process))
    copy.advance(by: 100, voltage: 0.1, current: 0)
    process.advance(by: 100, voltage: 0.1, current: 0)
    #expect(copy == process)
  }
}
