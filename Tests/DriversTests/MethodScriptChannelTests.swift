import Cycling
import DeviceProfiles
import Drivers
import Foundation
import Quantities
import Testing

/// Transcripts of an EmStat4 after the maker's examples: `t`, `Z`, `e`, packages, an empty line at the end of a script.
@Suite("EmStat4 by its scripts")
struct MethodScriptChannelTests {
  typealias Exchange = ScriptedLine.Exchange
  static let idle = [Exchange("\nZ\n", answer: "Z!0006\n")]
  /// An abort of a running script: what it sent last, the abort's echo, and the empty line when it has ended.
  static let aborted = [Exchange("\nZ\n", answer: "Peb80000C8m;ab8000001m\nZ\n*\n\n")]
  static let cellOff = [Exchange("e\ncell_off\n\n", answer: "e\n\n")]
  static let version = Exchange("t\n", answer: "tes4_lr1300\nB1300*\n")

  /// A channel that has been opened, with nothing running.
  func opened(_ line: ScriptedLine, _ setup: InstrumentSetup, then more: [Exchange]) async throws -> MethodScriptChannel
  {
    line.expect(Self.idle + [Self.version, Self.version] + Self.cellOff)
    let channel = MethodScriptChannel(setup, on: line)
    try await channel.open()
    try #require(line.isComplete && line.fault == nil, "\(line.fault ?? "")")
    line.expect(more)
    return channel
  }

  func setup(longestHold: Double = 100, speed: Double = 1) throws -> InstrumentSetup {
    try Shipped.setup("palmsens-emstat4", longestHold: longestHold, speed: speed)
  }

  func script(_ setpoint: Setpoint, _ setup: InstrumentSetup) throws -> String {
    let script = try #require(
      MethodScript(holding: setpoint, as: setup, interval: 0.2, runTime: setup.limits.longestHold))
    return "e\n" + script.lines.joined(separator: "\n") + "\n\n"
  }

  /// −100 µA, time and voltage in milliseconds and millivolts.
  static func package(_ time: Int, _ voltage: Int, status: String = "10") -> String {
    func hex(_ value: Int) -> String { String((1 << 27) + value, radix: 16, uppercase: true) }
    return "Peb\(hex(time))m;db\(hex(-100))u,10,212;ab\(hex(voltage))m,\(status)\n"
  }

  /// A channel that plates 100 µA; its script has begun at 0.005 s.
  func plating(_ line: ScriptedLine, _ setup: InstrumentSetup) async throws -> MethodScriptChannel {
    let setpoint = Setpoint.current(Quantity(si: -1e-4))
    let channel = try await opened(line, setup, then: [Exchange(try script(setpoint, setup), answer: "e\nM0007\n")])
    try await channel.apply(setpoint)
    try #require(line.isComplete && line.fault == nil, "\(line.fault ?? "")")
    return channel
  }

  @Test("Opening aborts what runs, checks who is there and switches the cell off")
  func open() async throws {
    for first in [Self.idle, Self.aborted] {
      let line = ScriptedLine(first + [Self.version, Self.version] + Self.cellOff)
      let channel = MethodScriptChannel(try setup(), on: line)
      try await channel.open()
      #expect(line.isComplete && line.fault == nil)
    }
  }

  @Test("An EmStat4 HR is not taken for an LR")
  func wrongModel() async throws {
    let other = Exchange("t\n", answer: "tes4_hr1300\nB1300*\n")
    let line = ScriptedLine(Self.idle + [other, other])
    let channel = MethodScriptChannel(try setup(), on: line)
    let error = await #expect(throws: ChannelError.self) { try await channel.open() }
    #expect(error?.words.contains("es4_hr") == true)
  }

  @Test("The newest package is the reading; its time is the instrument's own")
  func reading() async throws {
    let line = ScriptedLine([])
    let setup = try setup()
    let channel = try await opened(
      line, setup,
      then: [
        Exchange(
          try script(.current(Quantity(si: -1e-4)), setup),
          [
            ("e\nM0007\n", .milliseconds(5)), (Self.package(200, -50), .milliseconds(210)),
            (Self.package(400, -51), .milliseconds(450)), (Self.package(600, -52), .milliseconds(610)),
            (Self.package(800, -53, status: "12"), .milliseconds(900)),
          ])
      ])
    try await channel.apply(.current(Quantity(si: -1e-4)))
    let first = try await channel.read()
    #expect(first.reading.voltage.si == -0.05)
    #expect((first.reading.current.si + 1e-4).magnitude < 1e-15)
    // Origin is when the script was taken, 5 ms; the first package came 205 ms later and says 200 ms.
    #expect((first.reading.time.si - 0.205).magnitude < 1e-9)
    line.wait(.milliseconds(450))
    let second = try await channel.read()
    #expect(second.reading.voltage.si == -0.052, "the newest, the one before was overtaken")
    #expect((second.reading.time.si - 0.605).magnitude < 1e-9)
    #expect(second.age.si >= 0.05 && second.age.si < 0.06, "\(second.age.si)")
    let third = try await channel.read()
    #expect(third.reading.flags == .overload)
    #expect((third.reading.time.si - 0.805).magnitude < 1e-9, "a late arrival does not move the time")
  }

  @Test("The instrument's own cut-off is a trip, and stays one until a person clears it")
  func cutOff() async throws {
    let line = ScriptedLine([])
    let setup = try setup()
    let channel = try await opened(
      line, setup,
      then: [
        Exchange(
          try script(.current(Quantity(si: -1e-4)), setup),
          [("e\nM0007\n", .milliseconds(5)), (Self.package(200, -2010) + "*\n\n", .milliseconds(210))])
      ])
    try await channel.apply(.current(Quantity(si: -1e-4)))
    let last = try await channel.read()
    #expect(last.reading.voltage.si == -2.01, "the last reading is handed over before the trip")
    line.expect(Self.idle + Self.cellOff)
    for _ in 0..<2 {
      let error = await #expect(throws: ChannelError.self) { try await channel.read() }
      guard case .tripped? = error else { throw Unexpected(error: error) }
    }
    #expect(line.isComplete && line.fault == nil)
  }

  @Test("A script whose run time is over is renewed, and the reading says that some are missing")
  func renewal() async throws {
    let line = ScriptedLine([])
    let setup = try setup()
    let channel = try await plating(line, setup)
    line.wait(.seconds(101))
    line.expect(
      [Exchange("\nZ\n", answer: "Z!0006\n")] + [
        Exchange(
          try script(.current(Quantity(si: -1e-4)), setup),
          [("e\nM0007\n", .milliseconds(5)), (Self.package(200, -50), .milliseconds(210))])
      ])
    line.come(Self.package(100_000, -49) + "*\n\n")
    let last = try await channel.read().reading
    #expect(last.voltage.si == -0.049 && last.flags == [])
    let reading = try await channel.read().reading
    #expect(reading.voltage.si == -0.05)
    #expect(reading.flags == .gap)
    #expect(reading.time > last.time)
    #expect(line.isComplete && line.fault == nil)
  }

  @Test("A script that ends before its time is no renewal but a trip")
  func endedEarly() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line, try setup())
    line.come(Self.package(50_000, -49) + "*\n\n")
    _ = try await channel.read()
    line.expect(Self.idle + Self.cellOff)
    await #expect(
      throws: ChannelError.tripped("PalmSens EmStat4 ended its script by itself after 50 s; the output is off")
    ) {
      try await channel.read()
    }
    #expect(line.isComplete && line.fault == nil)
  }

  @Test("A package that lay in the line for too long is waited past, and silence then is a lost line")
  func stale() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line, try setup())
    line.come(Self.package(200, -50))
    _ = try await channel.read()
    line.wait(.seconds(10))
    line.come(Self.package(400, -50))
    let error = await #expect(throws: ChannelError.self) { try await channel.read() }
    guard case .lost? = error else { throw Unexpected(error: error) }
    line.wait(.seconds(10))
    line.come(Self.package(600, -50))
    line.come(Self.package(22_000, -51), after: .milliseconds(300))
    #expect(try await channel.read().reading.voltage.si == -0.051)
  }

  @Test("An error of the script has its meaning and says that the cell is off")
  func scriptError() async throws {
    let line = ScriptedLine([])
    let setup = try setup()
    let channel = try await opened(
      line, setup, then: [Exchange(try script(.open, setup), answer: "e!4001: Line 5, Col 1\n")])
    let error = await #expect(throws: ChannelError.self) { try await channel.apply(.open) }
    #expect(error?.words.contains("unknown script command") == true, "\(error?.words ?? "")")
    #expect(error?.words.contains("Line 5, Col 1") == true)
  }

  @Test("After an error while it runs the cell is switched off by a script of its own")
  func runtimeError() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line, try setup())
    line.come("!000F: Line 10, Col 3\n")
    line.expect(Self.idle + Self.cellOff)
    let error = await #expect(throws: ChannelError.self) { try await channel.read() }
    #expect(error?.words == "PalmSens EmStat4: error 000F (invalid potential), Line 10, Col 3; the output is off")
    #expect(line.isComplete && line.fault == nil)
    await #expect(throws: ChannelError.self) { try await channel.read() }
  }

  @Test("Silence is a lost line, and what is left of a script is not taken for the next one's")
  func silence() async throws {
    let line = ScriptedLine([])
    let setup = try setup()
    let channel = try await plating(line, setup)
    let error = await #expect(throws: ChannelError.self) { try await channel.read() }
    guard case .lost? = error else { throw Unexpected(error: error) }
    // The next set-point aborts first; a package of the old script that comes meanwhile is passed over.
    line.expect([
      Exchange("\nZ\n", answer: Self.package(99_000, 1500) + "Z\n*\n\n"),
      Exchange(
        try script(.open, setup),
        [("e\nM0003\n", .milliseconds(5)), ("Peb80000C8m;ab8000001m\n", .milliseconds(210))]),
    ])
    try await channel.apply(.open)
    let reading = try await channel.read().reading
    #expect(reading.voltage.si == 0.001)
    #expect(reading.current.si == 0)
    #expect(line.isComplete && line.fault == nil)
  }

  @Test("Making safe aborts and switches off; a line that stays silent says that the cell may still be on")
  func makeSafe() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line, try setup())
    line.expect(Self.aborted + Self.cellOff)
    try await channel.makeSafe()
    #expect(line.isComplete && line.fault == nil)
    line.expect([Exchange("\nZ\n"), Exchange("\nZ\n")])
    let error = await #expect(throws: ChannelError.self) { try await channel.makeSafe() }
    #expect(error?.words.contains("may still be on") == true)
  }

  @Test("The EmStat Pico holds no current: nothing is sent")
  func pico() async throws {
    let line = ScriptedLine([])
    let channel = MethodScriptChannel(try Shipped.setup("palmsens-emstat-pico", voltage: -1...1), on: line)
    await #expect(throws: ChannelError.refused("PalmSens EmStat Pico holds no current")) {
      try await channel.apply(.current(Quantity(si: 1e-4)))
    }
    #expect(line.log.isEmpty)
  }
}
