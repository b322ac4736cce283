import Foundation

/// A PalmSens EmStat4S HR or an EmStat Pico: MethodSCRIPT over a serial line.
///
/// A script runs on when nobody listens any more; only its own end, its limits, or an abort stop it, and all of them pass `on_finished:`.
struct EmStat: PoweredPanel, LinePanel {
  /// A model and what it can do.
  struct Model: Sendable {
    let version: String
    let serial: String
    let ranges: [Potentiostat.Range]
    let isGalvanostat: Bool
    let compliance: Double
  }

  /// Names of the EmStat4's models.
  static let emStat4Models = ["EmStat4 LR", "EmStat4 HR"]

  private static let ranges4 = [
    (3, 1e-9), (6, 1e-8), (9, 1e-7), (12, 1e-6), (15, 1e-5), (18, 1e-4), (21, 1e-3), (24, 1e-2), (27, 0.1),
  ].map(Potentiostat.Range.init)

  /// EmStat4S LR, from 1 nA to 10 mA; its compliance is estimated.
  static let emStat4LR = Model(
    version: "tes4_lr1300#Jan 01 2024 00:00:00\nR*\n", serial: "iES4LR0000000\n", ranges: Array(ranges4.dropLast()),
    isGalvanostat: true, compliance: 5)

  /// EmStat4S HR, from 100 nA to 100 mA; its compliance is estimated.
  static let emStat4HR = Model(
    version: "tes4_hr1300#Jan 01 2024 00:00:00\nR*\n", serial: "iES4HR0000000\n", ranges: Array(ranges4.dropFirst(2)),
    isGalvanostat: true, compliance: 8)

  /// Nexus; ranges and compliance are estimated as those of the EmStat4S HR.
  static let nexus = Model(
    version: "tnexus11300#Jan 01 2024 00:00:00\nR*\n", serial: "iNEXUS1000000\n", ranges: Array(ranges4.dropFirst(2)),
    isGalvanostat: true, compliance: 8)

  /// EmStat Pico: a potentiostat alone; its compliance is estimated.
  static let pico = Model(
    version: "tespico1300#Jan 01 2024 00:00:00\nR*\n", serial: "iESPICO000000\n",
    ranges: [
      (0, 1e-7), (1, 2e-6), (2, 4e-6), (3, 8e-6), (4, 16e-6), (5, 32e-6), (6, 63e-6), (7, 125e-6), (8, 250e-6),
      (9, 5e-4), (10, 1e-3), (11, 5e-3),
    ].map(Potentiostat.Range.init), isGalvanostat: false, compliance: 2)

  var stage: PowerStage
  var incidents: [PanelEvent] = []
  private let model: Model
  private var potentiostat: Potentiostat
  private var machine: ScriptMachine?
  private var loaded: ScriptProgram?
  /// Lines of a script that is coming in, and whether it is run at once.
  private var incoming: (lines: [String], runs: Bool)?
  private var registers: [String: String] = [:]

  let lineEnds: Set<UInt8> = [0x0A]

  /// An instrument that was just switched on.
  init(_ stage: PowerStage, _ model: Model) {
    (self.stage, self.model) = (stage, model)
    potentiostat = Potentiostat(ranges: model.ranges, isGalvanostat: model.isGalvanostat, compliance: model.compliance)
    self.stage.demand(.open)
  }

  var nextEmission: Double? { machine.flatMap { $0.isHalted ? nil : $0.due } }

  mutating func advance(to time: Double) { stage.advance(to: min(time, max(stage.time, nextEmission ?? time))) }

  mutating func restart() { self = EmStat(stage, model) }

  mutating func receive(_ line: String, in exchange: inout Exchange) -> [LineReply] {
    let text = line.last == "\r" ? String(line.dropLast()) : line
    if incoming != nil { return take(text, &exchange) }
    if machine != nil { return interrupt(text, &exchange) }
    switch text {
    case "": return []
    case "t": return [LineReply(model.version)]
    case "i", "m": return [LineReply(text == "i" ? model.serial : "m" + model.serial.dropFirst())]
    case "v": return [LineReply("v0108\n")]
    case "e", "l":
      incoming = ([], text == "e")
      return [LineReply(text + "\n")]
    case "r":
      guard let program = loaded else { return refusal("r", ScriptError.noScript) }
      return [LineReply("r\n")] + start(program, &exchange)
    case "Z", "Y", "h", "H", "R": return refusal(text, ScriptError.wrongMode)
    case _ where text.hasPrefix("G") && text.count == 3:
      guard let value = registers[String(text.dropFirst())] else { return refusal("G", ScriptError.unknownRegister) }
      return [LineReply("G\(value)\n")]
    case _ where text.hasPrefix("S") && text.count > 3:
      registers[String(text.dropFirst().prefix(2))] = String(text.dropFirst(3))
      return [LineReply("S\n")]
    default: return refusal(String(text.prefix(1)), ScriptError.unknownCommand)
    }
  }

  mutating func refuse(code: Int, in exchange: inout Exchange) -> [LineReply] {
    [LineReply(ScriptError(code).text + "\n")]
  }

  mutating func emit(in exchange: inout Exchange) -> [LineReply] { run(&exchange) }

  private func refusal(_ command: String, _ code: Int) -> [LineReply] {
    [LineReply(command + ScriptError(code).text + "\n")]
  }

  /// A line of a script that comes in; an empty one ends it.
  private mutating func take(_ line: String, _ exchange: inout Exchange) -> [LineReply] {
    guard line.isEmpty, let (lines, runs) = incoming else {
      // What is too much is not kept, and refused at the end.
      if let count = incoming?.lines.count, count <= ScriptProgram.mostLines { incoming?.lines.append(line) }
      return []
    }
    incoming = nil
    do throws(ScriptError) {
      let program = try ScriptProgram(lines)
      guard runs else {
        loaded = program
        return []
      }
      return start(program, &exchange)
    } catch {
      return [LineReply(error.text + "\n\n")]
    }
  }

  private mutating func start(_ program: ScriptProgram, _ exchange: inout Exchange) -> [LineReply] {
    machine = ScriptMachine(program, on: potentiostat, at: stage.time)
    return run(&exchange)
  }

  /// What may be said to it while a script runs.
  private mutating func interrupt(_ text: String, _ exchange: inout Exchange) -> [LineReply] {
    switch text {
    case "": return []
    case "Z":
      machine?.abort(at: stage.time)
      return [LineReply("Z\n")] + run(&exchange)
    case "Y":
      guard machine?.leaveMeasurement(at: stage.time) == true else { return refusal("Y", ScriptError.wrongMode) }
      return [LineReply("Y\n")] + run(&exchange)
    case "h", "H":
      machine?.halt(text == "h", at: stage.time)
      return [LineReply(text + "\n")]
    case "R": return [LineReply("R\n")]
    default: return refusal(String(text.prefix(1)), ScriptError.wrongMode)
    }
  }

  /// Lets the script go on; what it says.
  private mutating func run(_ exchange: inout Exchange) -> [LineReply] {
    guard var running = machine else { return [] }
    running.run(&stage, &exchange)
    let said = running.takeSaid()
    // What was set stays set behind a script.
    potentiostat = running.potentiostat
    machine = running.due == nil ? nil : running
    return said.isEmpty ? [] : [LineReply(said.map { $0 + "\n" }.joined())]
  }
}
