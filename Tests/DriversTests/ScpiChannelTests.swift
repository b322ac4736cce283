import Cycling
import DeviceProfiles
import Drivers
import Foundation
import Quantities
import Testing

/// Shipped profiles, for the tests of channels.
enum Shipped {
  static func profile(_ name: String) throws -> DeviceProfile {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try DeviceProfile.read(root.appending(path: "Profiles/Devices/\(name).yaml").path)
  }

  static func setup(
    _ name: String, voltage: ClosedRange<Double> = -2...2, current: ClosedRange<Double> = -5e-3...5e-3,
    longestHold: Double = 100, model: String? = nil, speed: Double = 1, reconnection: Duration = .zero
  ) throws -> InstrumentSetup {
    let profile = try profile(name)
    let model = try #require(model.map { name in profile.models.first { $0.name == name } } ?? profile.models.first)
    return InstrumentSetup(
      profile: profile, model: model,
      limits: ChannelLimits(voltage: voltage, current: current, longestHold: longestHold), speed: speed,
      reconnection: reconnection)
  }
}

/// Transcripts of a Keithley 2400 after the fact sheet: commands as in the User's Manual and PyMeasure, answers as in their examples.
@Suite("Keithley 2400 by its commands")
struct ScpiChannelTests {
  typealias Exchange = ScriptedLine.Exchange
  static let idn = "KEITHLEY INSTRUMENTS INC.,MODEL 2400,1234567,C30   Mar 17 2006 09:29:29/A02  /K/J\n"

  static let resync = [Exchange("\u{3}"), Exchange("*IDN?\n", answer: idn)]
  static let identity = [Exchange("*IDN?\n", answer: idn), Exchange("*IDN?\n", answer: idn)]
  static func arm(protection: String = "+2.000000E+00\n") -> [Exchange] {
    [
      Exchange(":OUTP:SMOD HIMP\n"), Exchange(":OUTP OFF\n"), Exchange(":OUTP?\n", answer: "0\n"), Exchange("*CLS\n"),
      Exchange(":OUTP:SMOD?\n", answer: "HIMP\n"), Exchange(":SYST:RSEN ON\n"),
      Exchange(":SYST:RSEN?\n", answer: "1\n"), Exchange(":SOUR:CLE:AUTO 0\n"), Exchange(":SOUR:FUNC CURR\n"),
      Exchange(":SOUR:CURR:MODE FIX\n"), Exchange(":SOUR:CURR 0\n"), Exchange(":SENS:FUNC:CONC ON\n"),
      Exchange(":SENS:FUNC 'VOLT','CURR'\n"), Exchange(":SENS:VOLT:PROT 2.0\n"),
      Exchange(":SENS:VOLT:PROT?\n", answer: protection), Exchange(":SENS:VOLT:RANG 2.0\n"),
      Exchange(":SENS:VOLT:NPLC 1\n"), Exchange(":ARM:COUN 1\n"), Exchange(":TRIG:COUN 1\n"),
      Exchange(":FORM:DATA ASC\n"), Exchange(":FORM:ELEM VOLT,CURR,TIME,STAT\n"),
      Exchange(":SYST:ERR?\n", answer: "0,\"No error\"\n"),
    ]
  }
  static let plate = [
    Exchange(":SOUR:FUNC CURR\n"), Exchange(":SOUR:CURR 0\n"), Exchange(":SENS:VOLT:PROT 2.0\n"),
    Exchange(":SOUR:CURR:RANG 0.000105\n"), Exchange(":SOUR:CURR -0.0001\n"),
    Exchange(":SOUR:FUNC?\n", answer: "CURR\n"), Exchange(":SENS:VOLT:PROT?\n", answer: "+2.000000E+00\n"),
    Exchange(":SOUR:CURR?\n", answer: "-1.000000E-04\n"),
  ]
  static let on = [Exchange(":OUTP ON\n"), Exchange(":OUTP?\n", answer: "1\n")]
  static let off = [Exchange(":OUTP OFF\n"), Exchange(":OUTP?\n", answer: "0\n")]
  static let safe =
    [Exchange(":OUTP:SMOD HIMP\n")] + off + [Exchange(":OUTP:SMOD?\n", answer: "HIMP\n")]
  /// Voltage −60.12 mV, current −100.003 µA, time, status: sourcing current (bit 15), four wires (bit 22).
  static let answer = "-6.012000E-02,-1.000030E-04,+1.234560E+02,+4.227072E+06\n"

  func channel(_ line: ScriptedLine, speed: Double = 1, reconnection: Duration = .zero) throws -> ScpiChannel {
    let setup = try Shipped.setup("keithley-2400", speed: speed, reconnection: reconnection)
    return ScpiChannel(setup, over: try #require(setup.profile.transports.first), on: line)
  }

  /// A channel that plates 100 µA; the transcript so far has been followed.
  func plating(_ line: ScriptedLine, reconnection: Duration = .zero) async throws -> ScpiChannel {
    line.expect(Self.plate + Self.on)
    let channel = try channel(line, reconnection: reconnection)
    try await channel.apply(.current(Quantity(si: -1e-4)))
    // The length of an answer is not known yet: the first is asked for twice, 5 ms each.
    line.expect([Exchange(":READ?\n", answer: Self.answer), Exchange(":READ?\n", answer: Self.answer)])
    _ = try await channel.read()
    try #require(line.isComplete && line.fault == nil, "\(line.fault ?? "")")
    return channel
  }

  @Test("Opening checks who is there, opens the output's relay, sets the compliance and reads it back")
  func open() async throws {
    let line = ScriptedLine(Self.resync + Self.identity + Self.arm())
    try await channel(line).open()
    #expect(line.fault == nil)
    #expect(line.isComplete)
    #expect(!line.log.contains("OUTP ON"))
    #expect(!line.log.contains("RST"), "a reset makes off mean 0 V")
  }

  @Test("Another model is refused before anything is set")
  func wrongModel() async throws {
    let other = Self.idn.replacing("MODEL 2400", with: "MODEL 2410")
    let line = ScriptedLine([
      Exchange("\u{3}"), Exchange("*IDN?\n", answer: other), Exchange("*IDN?\n", answer: other),
      Exchange("*IDN?\n", answer: other),
    ])
    let channel = try channel(line)
    let error = await #expect(throws: ChannelError.self) { try await channel.open() }
    #expect(error?.words.contains("MODEL 2410") == true)
    #expect(!line.log.contains("SMOD"))
  }

  @Test("A compliance that reads back otherwise is refused; the output never goes on")
  func compliance() async throws {
    let line = ScriptedLine(Self.resync + Self.identity + Self.arm(protection: "+2.100000E+01\n"))
    let channel = try channel(line)
    await #expect(
      throws: ChannelError.refused("\"+2.100000E+01\" came as answer to \":SENS:VOLT:PROT?\", where 2.0 was expected")
    ) {
      try await channel.open()
    }
    #expect(!line.log.contains("OUTP ON"))
  }

  @Test("A current goes through zero into its range; the reading is the meter's, at the middle of question and answer")
  func reading() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line)
    line.expect([Exchange(":READ?\n", [(Self.answer, .milliseconds(60))])])
    let taken = try await channel.read()
    #expect(taken.reading.voltage.si == -0.06012)
    #expect(taken.reading.current.si == -1.00003e-4)
    #expect(taken.reading.setpoint == .current(Quantity(si: -1e-4)))
    #expect(taken.reading.flags == [])
    #expect((taken.reading.time.si - 0.04).magnitude < 1e-9)
    #expect((taken.age.si - 0.03).magnitude < 1e-9)
    #expect(line.fault == nil)
  }

  @Test("Currents outside the limits, the instrument or its ranges send nothing", arguments: [6e-3, -6e-3, 2, .nan])
  func outside(current: Double) async throws {
    let line = ScriptedLine([])
    let channel = try channel(line)
    await #expect(throws: ChannelError.self) { try await channel.apply(.current(Quantity(si: current))) }
    #expect(line.log.isEmpty)
  }

  @Test("An answer that lost a byte is a number still: another length is asked for again")
  func lostByte() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line)
    for position in Self.answer.indices where Self.answer[position] != "\n" {
      var harmed = Self.answer
      harmed.remove(at: position)
      line.expect([Exchange(":READ?\n", answer: harmed)])
      // What cannot be read at all is asked for after both ends are in step again; the rest at once.
      let numbers = harmed.split(separator: ",").map { Double($0.filter { $0 != "\n" }) }
      if numbers.count != 4 || numbers.contains(nil) { line.expect(Self.resync) }
      line.expect([Exchange(":READ?\n", answer: Self.answer)])
      #expect(try await channel.read().reading.voltage.si == -0.06012, "\(harmed)")
      try #require(line.isComplete && line.fault == nil, "\(line.fault ?? "") \(harmed)")
    }
  }

  @Test("An instrument that holds something else than it was told is switched off after three readings")
  func strays() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line)
    let other = Self.answer.replacing("-1.000030E-04", with: "-1.300030E-04")
    for _ in 0..<3 { line.expect([Exchange(":READ?\n", answer: other)]) }
    #expect(try await channel.read().reading.flags == .overload)
    #expect(try await channel.read().reading.flags == .overload)
    line.expect(Self.safe)
    let error = await #expect(throws: ChannelError.self) { try await channel.read() }
    #expect(error?.words == "-0.00013 A for three readings, where -0.0001 A was set; the output is off")
    #expect(line.isComplete && line.fault == nil)
  }

  @Test("A late answer is never taken for the next one")
  func lateAnswer() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line)
    let late = Self.answer.replacing("-6.012000E-02", with: "+9.000000E-01")
    line.expect([
      // The first answer comes 3.2 s later, when the channel has given up after 3 s and asks who is there.
      Exchange(":READ?\n", [(late, .milliseconds(3200))]), Exchange("\u{3}"),
      Exchange("*IDN?\n", [(Self.idn, .milliseconds(300))]), Exchange(":READ?\n", answer: Self.answer),
    ])
    let taken = try await channel.read()
    #expect(taken.reading.voltage.si == -0.06012)
    #expect(taken.reading.flags == .gap)
    #expect(line.fault == nil)
  }

  @Test(
    "What was not measured, is cut short or is no number is asked for once more, and then is a lost line",
    arguments: [
      "+9.910000E+37,-1.000030E-04,+1.0E+00,+0.0E+00\n", "-6.012000E-02,-1.00\n", "\n",
      "-6.0x2000E-02,-1.000030E-04,1,0\n",
    ])
  func unreadable(answer: String) async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line)
    line.expect([Exchange(":READ?\n", answer: answer)] + Self.resync + [Exchange(":READ?\n", answer: Self.answer)])
    #expect(try await channel.read().reading.voltage.si == -0.06012)
    line.expect([Exchange(":READ?\n", answer: answer)] + Self.resync + [Exchange(":READ?\n", answer: answer)])
    let error = await #expect(throws: ChannelError.self) { try await channel.read() }
    guard case .lost? = error else { throw Unexpected(error: error) }
    #expect(line.fault == nil)
  }

  @Test("A voltage far outside switches off, and stays so until a person clears it")
  func trip() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line)
    line.expect([Exchange(":READ?\n", answer: "+2.900000E+00,-1.000000E-04,+1.000000E+00,+0.000000E+00\n")] + Self.safe)
    await #expect(throws: ChannelError.tripped("2.9 V is far outside the limits of -2 to 2 V; the output is off")) {
      try await channel.read()
    }
    #expect(line.isComplete)
    for _ in 0..<2 {
      let error = await #expect(throws: ChannelError.self) { try await channel.apply(.open) }
      guard case .tripped? = error else { throw Unexpected(error: error) }
    }
    line.expect([Exchange("*CLS\n")] + Self.plate + Self.on)
    try await channel.acknowledge()
    try await channel.apply(.current(Quantity(si: -1e-4)))
    #expect(line.isComplete && line.fault == nil)
  }

  @Test("At the compliance the reading is marked; a change of range is too")
  func marks() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line)
    line.expect([Exchange(":READ?\n", answer: "-1.999500E+00,-8.000000E-05,+1.000000E+00,+0.000000E+00\n")])
    #expect(try await channel.read().reading.flags == .overload)
    line.expect([Exchange(":READ?\n", answer: "-1.000000E+00,-1.000000E-04,+1.000000E+00,+6.553600E+04\n")])
    #expect(try await channel.read().reading.flags == .overload, "bit 16: range compliance")
    line.expect([
      Exchange(":SOUR:FUNC CURR\n"), Exchange(":SOUR:CURR 0\n"), Exchange(":SOUR:CURR:RANG 1.05e-06\n"),
      Exchange(":SOUR:FUNC?\n", answer: "CURR\n"),
      Exchange(":SOUR:CURR?\n", answer: "+0.000000E+00\n"),
      Exchange(":READ?\n", answer: "+1.000000E-04,+2.000000E-10,+1.000000E+00,+0.000000E+00\n"),
    ])
    try await channel.apply(.open)
    let rest = try await channel.read().reading
    #expect(rest.flags == .rangeChange)
    #expect(rest.setpoint == .open)
    #expect(line.fault == nil)
  }

  @Test("Between current and voltage the output goes off")
  func voltage() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line)
    line.expect(
      Self.off + [
        Exchange(":SOUR:FUNC VOLT\n"), Exchange(":SENS:CURR:PROT 0.005\n"),
        Exchange(":SENS:CURR:PROT?\n", answer: "+5.000000E-03\n"), Exchange(":SOUR:VOLT:RANG 2.0\n"),
        Exchange(":SOUR:VOLT 0.5\n"), Exchange(":SOUR:FUNC?\n", answer: "VOLT\n"),
        Exchange(":SOUR:VOLT?\n", answer: "+5.000000E-01\n"),
      ] + Self.on)
    try await channel.apply(.voltage(Quantity(si: 0.5)))
    #expect(line.isComplete && line.fault == nil)
  }

  @Test("Making safe says off, asks whether it is, and says so once more at most")
  func makeSafe() async throws {
    let line = ScriptedLine(Self.safe)
    let channel = try channel(line)
    try await channel.makeSafe()
    let still = [Exchange(":OUTP:SMOD HIMP\n"), Exchange(":OUTP OFF\n"), Exchange(":OUTP?\n", answer: "1\n")]
    line.expect(still + Self.resync + Self.safe)
    try await channel.makeSafe()
    #expect(line.isComplete && line.fault == nil, "\(line.fault ?? "")")
    line.expect(still.dropLast() + [Exchange(":OUTP?\n"), Exchange("\u{3}"), Exchange("*IDN?\n")])
    let error = await #expect(throws: ChannelError.self) { try await channel.makeSafe() }
    #expect(error?.words.contains("may still be on") == true)
  }

  @Test("The line's owner hears that it is gone, so that the cell is made safe over a new one")
  func goneLine() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line)
    line.vanish()
    await #expect(throws: ChannelError.lost("the plug was pulled")) { try await channel.read() }
    #expect(line.losses == 1)
    line.expect(Self.safe)
    try await channel.makeSafe()
    #expect(line.isComplete && line.fault == nil)
  }

  @Test("A line that comes back is read from again, if the same instrument is there; the reading is marked")
  func regainedLine() async throws {
    let line = ScriptedLine([])
    let channel = try await plating(line, reconnection: .seconds(5))
    line.vanish()
    line.expect(Self.resync + Self.identity + [Exchange(":READ?\n", answer: Self.answer)])
    #expect(try await channel.read().reading.flags == .gap)
    #expect(line.losses == 1 && line.isComplete && line.fault == nil)
    line.vanish()
    let other = Self.idn.replacing("MODEL 2400", with: "MODEL 2410")
    line.expect(Self.resync + [Exchange("*IDN?\n", answer: other)] + [Exchange("*IDN?\n", answer: other)])
    let error = await #expect(throws: ChannelError.self) { try await channel.read() }
    #expect(error?.words.contains("is not the instrument") == true)
    #expect(line.fault == nil)
  }

  @Test("In scaled time a reading's time is test time")
  func scaled() async throws {
    let line = ScriptedLine(Self.plate + Self.on)
    let channel = try channel(line, speed: 60)
    try await channel.apply(.current(Quantity(si: -1e-4)))
    line.wait(.seconds(10))
    line.expect([Exchange(":READ?\n", [(Self.answer, .zero)]), Exchange(":READ?\n", [(Self.answer, .zero)])])
    #expect((try await channel.read().reading.time.si - 600).magnitude < 1e-6)
  }
}

/// An error of another kind than the test is about.
struct Unexpected: Error { let error: ChannelError? }
