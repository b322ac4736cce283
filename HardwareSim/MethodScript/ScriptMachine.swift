/// A script that runs: it goes on to where it has to wait, and says until when.
struct ScriptMachine: Sendable {
  /// A measurement loop that is under way.
  struct Measurement: Hashable, Sendable {
    let statement: ScriptStatement
    let begin: Int
    let start: Double
    let interval: Double
    let count: Int
    var done = 0
  }

  let program: ScriptProgram
  var potentiostat: Potentiostat
  var variables: [String: ScriptVariable] = [:]
  var arrays: [String: [Double]] = [:]
  var measurement: Measurement?
  /// The lines that were said since they were last taken.
  var said: [String] = []
  var package: [String]?
  var isMute = false
  var timerStart = 0.0
  /// Test time at which it goes on, s; nil when it is through.
  private(set) var due: Double?
  private var next = 0
  private var isFinishing = false
  private(set) var isHalted = false

  /// How many instructions run before a script without waits is made to wait, and for how long, s.
  private static let (patience, pause) = (20_000, 1e-3)
  static let mostArrayItems = 100_000

  /// A script that begins at a test time in s.
  init(_ program: ScriptProgram, on potentiostat: Potentiostat, at time: Double) {
    (self.program, self.potentiostat, due, timerStart) = (program, potentiostat, time, time)
  }

  /// Goes on from its due time until it waits again; an error ends the script.
  mutating func run(_ stage: inout PowerStage, _ exchange: inout Exchange) {
    guard var now = due, !isHalted else { return }
    stage.advance(to: now)
    now = max(now, stage.time)
    for _ in 0..<Self.patience {
      guard next < program.instructions.count, !(next == program.finish && !isFinishing && enterFinish()) else {
        due = nil
        said.append("")
        return
      }
      do throws(ScriptError) {
        if let wait = try execute(program.instructions[next], at: now, &stage, &exchange) {
          due = now + wait
          return
        }
      } catch {
        say(error.text)
        abandon()
      }
    }
    due = now + Self.pause
  }

  /// Whether the end of the main part is the end of all; else goes on with `on_finished:`.
  private mutating func enterFinish() -> Bool {
    isFinishing = true
    return program.finish == program.instructions.count
  }

  /// Leaves everything and goes on with `on_finished:`, now.
  mutating func abort(at time: Double) {
    isHalted = false
    due = time
    abandon()
  }

  private mutating func abandon() {
    if measurement != nil { say("*") }
    (measurement, package, isMute) = (nil, nil, false)
    // An error in there ends it for good.
    next = isFinishing ? program.instructions.count : program.finish
    isFinishing = true
  }

  /// Leaves the measurement loop that is under way.
  mutating func leaveMeasurement(at time: Double) -> Bool {
    guard let running = measurement, case .measure(_, let end) = program.instructions[running.begin] else {
      return false
    }
    say("*")
    (measurement, next, due) = (nil, end, time)
    return true
  }

  mutating func halt(_ isHalted: Bool, at time: Double) {
    self.isHalted = isHalted
    if !isHalted, let due { self.due = max(due, time) }
  }

  /// Takes what was said.
  mutating func takeSaid() -> [String] {
    defer { said.removeAll() }
    return said
  }

  mutating func say(_ line: String) { if !isMute || line.hasPrefix("!") { said.append(line) } }

  /// Does one instruction; the time in s until the next, or nil for at once.
  private mutating func execute(
    _ instruction: ScriptInstruction, at now: Double, _ stage: inout PowerStage, _ exchange: inout Exchange
  ) throws(ScriptError) -> Double? {
    next += 1
    switch instruction {
    case .say(let line): say(line)
    case .jump(let target): next = target
    case .unless(let statement, let target): if !(try isTrue(statement)) { next = target }
    case .command(let statement): return try command(statement, at: now, &stage, &exchange)
    case .measure(let statement, let end):
      let here = next - 1
      if measurement?.begin == here {
        try measure(&stage, &exchange)
        return nil
      }
      guard measurement == nil else { throw statement.error(ScriptError.syntax) }
      let begun = try begin(statement, index: here, at: now, &stage)
      say(begun.technique)
      guard begun.measurement.count > 0 else {
        say("*")
        next = end
        return nil
      }
      (measurement, next) = (begun.measurement, here)
      return wait(for: now)
    case .measured(let begin):
      guard let running = measurement, running.done < running.count else {
        measurement = nil
        say("*")
        return nil
      }
      next = begin
      return wait(for: now)
    case .leaveMeasurement(let end):
      measurement = nil
      say("*")
      next = end
    }
    return nil
  }

  private func wait(for now: Double) -> Double? {
    measurement.map { max(0, $0.start + Double($0.done + 1) * $0.interval - now) }
  }
}
