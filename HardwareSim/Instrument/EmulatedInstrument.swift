import Synchronization

/// An instrument that answers on any number of lines, each served by a thread of its own.
public final class EmulatedInstrument: Sendable {
  /// What it is called on its bench.
  public let name: String
  /// Its time.
  public let clock: EmulationClock
  private let truth: TruthLog?
  private let state: Mutex<InstrumentState>

  /// An instrument with its panel as after switching on.
  public init(
    name: String, panel: EmulatedPanel, clock: EmulationClock, faults: FaultScript = FaultScript(), seed: UInt64 = 1,
    truth: TruthLog? = nil
  ) {
    (self.name, self.clock, self.truth) = (name, clock, truth)
    state = Mutex(
      InstrumentState(
        name: name, panel: panel, director: FaultDirector(faults, for: name, seed: seed), keepsTruth: truth != nil))
  }

  /// Whether its line is gone: unplugged, or without mains.
  public var isGone: Bool { state.withLock { clock.real < $0.goneUntil } }

  /// Silence after which it closes a TCP connection, real s; nil for never.
  var idleClose: Double? { state.withLock { $0.modbus.map(\.manners.idleClose) ?? $0.lines?.idleClose } }

  /// Silence within an RTU frame after which it is over, real s.
  var frameGap: Double { state.withLock { $0.modbus?.manners.frameGap ?? 0.05 } }

  /// What cuts text into lines; nil for a Modbus slave.
  var lineRules: LineRules? {
    state.withLock { $0.lines.map { LineRules(ends: $0.lineEnds, controls: $0.controlBytes, longest: $0.longestLine) } }
  }

  /// Lets everything happen up to now, and drops what is said while nobody listens.
  public func catchUp() {
    enter { state in
      while state.listeners == 0, let due = state.lines?.nextEmission, due <= clock.test {
        _ = emission(&state, at: due)
      }
      state.catchUp(to: clock.test, real: clock.real)
    }
  }

  /// A connection begins or ends to listen.
  func listen(_ begins: Bool) { state.withLock { $0.listeners += begins ? 1 : -1 } }

  /// Uses the state alone, and writes down afterwards what there is to write.
  private func enter<Value: Sendable>(_ body: (inout InstrumentState) -> Value) -> Value {
    state.withLock { state in
      let value = body(&state)
      if let truth { state.takeTruths().forEach(truth.add) }
      return value
    }
  }
}

// Modbus.
extension EmulatedInstrument {
  /// Answers the bytes of a whole request.
  func answer(frame bytes: [UInt8], framing: ModbusFraming) -> [WireAction] {
    enter { state in
      guard clock.real >= state.goneUntil else { return [] }
      var (exchange, faults) = state.nextMessage(at: clock.test, real: clock.real)
      guard clock.real >= state.goneUntil else { return [] }
      let onRequest = MessageDamage(
        bytes, by: faults.filter(\.meetsRequest), checksum: framing == .rtu ? 2 : 0, director: &state.director)
      guard let received = onRequest.bytes else { return [] }
      exchange.framing = framing
      let reply = reply(to: received, framing: framing, faults, &exchange, &state)
      state.conclude(exchange)
      guard let reply else { return [] }
      let damage = MessageDamage(
        reply, by: faults.filter { !$0.meetsRequest }, checksum: framing == .rtu ? 2 : 0, director: &state.director)
      return damage.actions(after: state.modbus?.manners.latency ?? 0) + closing(faults)
    }
  }

  private func reply(
    to bytes: [UInt8], framing: ModbusFraming, _ faults: [FaultRule], _ exchange: inout Exchange,
    _ state: inout InstrumentState
  ) -> [UInt8]? {
    guard let frame = ModbusFrame(bytes, framing: framing) else {
      // Who it was for cannot be told from a damaged frame; a slave that answers at all answers the unit it read.
      guard framing == .rtu, bytes.count >= 4, let code = state.modbus?.manners.checksumCode else { return nil }
      return ModbusFrame(unit: bytes[0], pdu: [bytes[1] | 0x80, code]).encoded(.rtu)
    }
    let request = ModbusRequest(frame.pdu)
    let answer =
      faults.exceptionCode.map { ModbusAnswer.exception(UInt8(truncatingIfNeeded: $0)) }
      ?? state.modbus?.answer(request, unit: frame.unit, in: &exchange) ?? .nothing
    var reply = frame
    switch answer {
    case .nothing: return nil
    case .exception(let code): reply.pdu = [request.function | 0x80, code]
    case .pdu(let pdu): reply.pdu = request.showing(state.director.frozen, in: pdu)
    }
    for rule in faults {
      if rule.effect == .wrongUnit { reply.unit &+= 1 }
      if rule.effect == .wrongFunction { reply.pdu[0] = reply.pdu[0] == 3 ? 4 : 3 }
    }
    return reply.encoded(framing)
  }

  private func closing(_ faults: [FaultRule]) -> [WireAction] {
    faults.contains { $0.effect == .idleClose } ? [WireAction(.close)] : []
  }
}

// Lines.
extension EmulatedInstrument {
  /// Answers a line, without its end.
  func answer(line bytes: [UInt8]) -> [WireAction] {
    message(bytes) { panel, bytes, exchange in
      panel.receive(String(decoding: bytes, as: UTF8.self), in: &exchange)
    }
  }

  /// Answers a control byte.
  func answer(control byte: UInt8) -> [WireAction] {
    message([byte]) { panel, bytes, exchange in
      bytes.first.map { panel.receiveControl($0, in: &exchange) } ?? []
    }
  }

  /// What it says unasked up to now.
  func saidUnasked() -> [WireAction] {
    enter { pending(&$0) }
  }

  /// When it next says something unasked, real s.
  var nextEmission: Double? { state.withLock { $0.lines?.nextEmission.map { $0 / clock.speed } } }

  private func message(
    _ bytes: [UInt8], _ act: (inout any LinePanel, [UInt8], inout Exchange) -> [LineReply]
  ) -> [WireAction] {
    enter { state in
      guard clock.real >= state.goneUntil else { return [] }
      let before = pending(&state)
      var (exchange, faults) = state.nextMessage(at: clock.test, real: clock.real)
      guard clock.real >= state.goneUntil else { return before }
      let onRequest = MessageDamage(
        bytes, by: faults.filter(\.meetsRequest), checksum: 0, director: &state.director)
      guard let received = onRequest.bytes, state.lines != nil else { return before }
      var replies: [LineReply] = []
      if let code = faults.exceptionCode {
        replies = state.lines?.refuse(code: code, in: &exchange) ?? []
      } else if var panel = state.lines {
        // Taken out, so that it is changed in place.
        state.lines = nil
        replies = act(&panel, received, &exchange)
        state.lines = panel
      }
      state.conclude(exchange)
      return before + said(replies, faults, &state) + closing(faults)
    }
  }

  private func pending(_ state: inout InstrumentState) -> [WireAction] {
    var actions: [WireAction] = []
    while let due = state.lines?.nextEmission, due <= clock.test { actions += emission(&state, at: due) }
    return actions
  }

  private func emission(_ state: inout InstrumentState, at due: Double) -> [WireAction] {
    var (exchange, faults) = state.nextMessage(at: due, real: clock.real)
    let replies = state.lines?.emit(in: &exchange) ?? []
    state.conclude(exchange)
    guard clock.real >= state.goneUntil else { return [] }
    return said(replies, faults, &state) + closing(faults)
  }

  private func said(_ replies: [LineReply], _ faults: [FaultRule], _ state: inout InstrumentState) -> [WireAction] {
    guard !replies.isEmpty else { return [] }
    let bytes = replies.flatMap { Array($0.text.utf8) }
    let latency = replies.map(\.latency).max() ?? 0
    return MessageDamage(bytes, by: faults.filter { !$0.meetsRequest }, checksum: 0, director: &state.director)
      .actions(after: latency / clock.speed)
  }
}

extension [FaultRule] {
  /// The code with which a message is refused; nil where none is.
  fileprivate var exceptionCode: Int? {
    lazy.compactMap { if case .exception(let code) = $0.effect { code } else { nil } }.first
  }
}
