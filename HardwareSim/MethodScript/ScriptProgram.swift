/// A line of a script: its command and arguments, and where it stands.
struct ScriptStatement: Hashable, Sendable {
  var name: String
  var arguments: [String]
  var line: Int
  var column: Int

  func error(_ code: Int) -> ScriptError { ScriptError(code, line: line, column: column) }

  /// A statement from a line; nil where there is nothing but a comment.
  init?(_ text: Substring, line: Int) {
    var words: [String] = []
    var (word, isQuoted, depth) = ("", false, 0)
    var column = 1
    scan: for (index, character) in text.enumerated() {
      switch character {
      case "\"":
        isQuoted.toggle()
        word.append(character)
      case "#" where !isQuoted: break scan
      case _ where character.isWhitespace && !isQuoted && depth == 0:
        if !word.isEmpty { words.append(word) }
        word = ""
      default:
        if !isQuoted {
          depth += character == "(" || character == "[" ? 1 : character == ")" || character == "]" ? -1 : 0
        }
        if words.isEmpty, word.isEmpty { column = index + 1 }
        word.append(character)
      }
    }
    if !word.isEmpty { words.append(word) }
    guard let name = words.first else { return nil }
    (self.name, arguments, self.line, self.column) = (name, Array(words.dropFirst()), line, column)
  }
}

/// What a script does next.
enum ScriptInstruction: Hashable, Sendable {
  case command(ScriptStatement)
  /// Goes on there where a condition does not hold.
  case unless(ScriptStatement, Int)
  case jump(Int)
  /// A measurement begins; behind it its body, at `end` the instruction that goes on or around.
  case measure(ScriptStatement, end: Int)
  /// The body of a measurement is through.
  case measured(begin: Int)
  /// A measurement is left early.
  case leaveMeasurement(end: Int)
  /// A line of output.
  case say(String)
}

/// A script, checked and flat: loops and branches are jumps.
struct ScriptProgram: Hashable, Sendable {
  private(set) var instructions: [ScriptInstruction] = []
  /// Where `on_finished:` begins; the end where there is none.
  private(set) var finish = 0

  /// The largest script that is taken, in lines.
  static let mostLines = 2000

  private enum Block {
    case loop(ScriptStatement, begin: Int, test: Int, breaks: [Int])
    case branch(test: Int?, ends: [Int])
    case measurement(begin: Int, breaks: [Int])
  }

  /// Reads the lines of a script, the first of which is line 1; throws the first error with its place.
  init(_ lines: [String]) throws(ScriptError) {
    guard lines.count <= Self.mostLines else { throw ScriptError(ScriptError.tooLarge) }
    var blocks: [(block: Block, statement: ScriptStatement)] = []
    var finish: Int?
    for (index, text) in lines.enumerated() {
      guard let statement = ScriptStatement(text[...], line: index + 1) else { continue }
      switch statement.name {
      case "on_finished:":
        guard blocks.isEmpty, finish == nil else { throw statement.error(ScriptError.syntax) }
        finish = instructions.count
      default: try add(statement, &blocks)
      }
    }
    if let open = blocks.last { throw open.statement.error(ScriptError.syntax) }
    self.finish = finish ?? instructions.count
  }

  private mutating func add(
    _ statement: ScriptStatement, _ blocks: inout [(block: Block, statement: ScriptStatement)]
  ) throws(ScriptError) {
    switch statement.name {
    case "loop":
      instructions.append(.say("L"))
      let test = instructions.count
      instructions.append(.unless(statement, 0))
      blocks.append((.loop(statement, begin: test, test: test, breaks: []), statement))
    case let name where name.hasPrefix("meas_loop_"):
      blocks.append((.measurement(begin: instructions.count, breaks: []), statement))
      instructions.append(.measure(statement, end: 0))
    case "if":
      blocks.append((.branch(test: instructions.count, ends: []), statement))
      instructions.append(.unless(statement, 0))
    case "elseif", "else":
      guard case .branch(let test?, var ends) = blocks.popLast()?.block else {
        throw statement.error(ScriptError.syntax)
      }
      ends.append(instructions.count)
      instructions.append(.jump(0))
      aim(test, at: instructions.count)
      if statement.name == "else" {
        blocks.append((.branch(test: nil, ends: ends), statement))
      } else {
        blocks.append((.branch(test: instructions.count, ends: ends), statement))
        instructions.append(.unless(statement, 0))
      }
    case "endif":
      guard case .branch(let test, let ends) = blocks.popLast()?.block else {
        throw statement.error(ScriptError.syntax)
      }
      if let test { aim(test, at: instructions.count) }
      ends.forEach { aim($0, at: instructions.count) }
    case "breakloop": try addBreak(statement, &blocks)
    case "endloop": try addEnd(statement, &blocks)
    default:
      guard ScriptMachine.knows(statement.name) else { throw statement.error(ScriptError.unknownScriptCommand) }
      instructions.append(.command(statement))
    }
  }

  private mutating func addBreak(
    _ statement: ScriptStatement, _ blocks: inout [(block: Block, statement: ScriptStatement)]
  ) throws(ScriptError) {
    for index in blocks.indices.reversed() {
      switch blocks[index].block {
      case .branch: continue
      case .loop(let opening, let begin, let test, let breaks):
        blocks[index].block = .loop(opening, begin: begin, test: test, breaks: breaks + [instructions.count])
        instructions.append(.jump(0))
      case .measurement(let begin, let breaks):
        blocks[index].block = .measurement(begin: begin, breaks: breaks + [instructions.count])
        instructions.append(.leaveMeasurement(end: 0))
      }
      return
    }
    throw statement.error(ScriptError.syntax)
  }

  private mutating func addEnd(
    _ statement: ScriptStatement, _ blocks: inout [(block: Block, statement: ScriptStatement)]
  ) throws(ScriptError) {
    switch blocks.popLast()?.block {
    case .loop(_, let begin, let test, let breaks):
      instructions.append(.jump(begin))
      let end = instructions.count
      instructions.append(.say("+"))
      aim(test, at: end)
      breaks.forEach { aim($0, at: end) }
    case .measurement(let begin, let breaks):
      instructions.append(.measured(begin: begin))
      let end = instructions.count
      aim(begin, at: end)
      breaks.forEach { aim($0, at: end) }
    default: throw statement.error(ScriptError.syntax)
    }
  }

  private mutating func aim(_ index: Int, at target: Int) {
    switch instructions[index] {
    case .unless(let statement, _): instructions[index] = .unless(statement, target)
    case .jump: instructions[index] = .jump(target)
    case .measure(let statement, _): instructions[index] = .measure(statement, end: target)
    case .leaveMeasurement: instructions[index] = .leaveMeasurement(end: target)
    default: break
    }
  }
}
