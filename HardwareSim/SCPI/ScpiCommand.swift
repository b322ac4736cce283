/// A command of a SCPI instrument.
struct ScpiCommand<Panel>: Sendable {
  typealias Setting = @Sendable (inout Panel, [String], inout Exchange) throws(ScpiError) -> Void
  typealias Query = @Sendable (inout Panel, [String], inout Exchange) throws(ScpiError) -> String

  let pattern: ScpiPattern
  let set: Setting?
  let query: Query?

  init(_ pattern: String, set: Setting? = nil, query: Query? = nil) {
    (self.pattern, self.set, self.query) = (ScpiPattern(pattern), set, query)
  }
}

/// What every SCPI instrument does with a line: one reply a line, errors into a queue.
protocol ScpiPanel: LinePanel {
  /// Its commands.
  static var commands: [ScpiCommand<Self>] { get }
  /// Errors that nobody has read.
  var errors: [ScpiError] { get set }
  /// How long the queries of this line take, s of test time.
  var pendingLatency: Double { get set }
}

extension ScpiPanel {
  /// The most errors that are kept.
  static var mostErrors: Int { 10 }

  /// A line feed, which a carriage return may stand before.
  var lineEnds: Set<UInt8> { [0x0A] }
  /// ^C and ^X, which clear what is going on (2400 manual p. 14-14).
  var controlBytes: Set<UInt8> { [0x03, 0x18] }

  /// Does what a line says.
  mutating func receive(_ line: String, in exchange: inout Exchange) -> [LineReply] {
    var replies: [String] = []
    pendingLatency = 0
    for unit in ScpiUnit.units(of: line.last == "\r" ? String(line.dropLast()) : line) {
      do throws(ScpiError) {
        if let reply = try execute(unit, &exchange) { replies.append(reply) }
      } catch {
        keep(error)
        // What follows a command that was not understood is not done either.
        break
      }
    }
    guard !replies.isEmpty else { return [] }
    return [LineReply(replies.joined(separator: ";") + "\n", latency: pendingLatency)]
  }

  /// Nothing is left of what was going on.
  mutating func receiveControl(_ byte: UInt8, in exchange: inout Exchange) -> [LineReply] { [] }

  /// The error goes into the queue, and no reply comes.
  mutating func refuse(code: Int, in exchange: inout Exchange) -> [LineReply] {
    keep(ScpiError(code: code, text: "Refused by a scripted fault"))
    return []
  }

  private mutating func execute(_ unit: ScpiUnit, _ exchange: inout Exchange) throws(ScpiError) -> String? {
    for command in Self.commands where command.pattern.matches(unit.header) {
      if unit.isQuery, let query = command.query { return try query(&self, unit.parameters, &exchange) }
      if !unit.isQuery, let set = command.set {
        try set(&self, unit.parameters, &exchange)
        return nil
      }
    }
    throw .undefinedHeader
  }

  /// Puts an error into the queue; the last place says when it is full.
  mutating func keep(_ error: ScpiError) {
    if errors.count < Self.mostErrors - 1 {
      errors.append(error)
    } else if errors.last != .overflow {
      errors.append(.overflow)
    }
  }

  /// The oldest error, which is gone then.
  mutating func nextError() -> ScpiError { errors.isEmpty ? .none : errors.removeFirst() }
}
