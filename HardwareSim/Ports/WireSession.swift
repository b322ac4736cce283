/// The instrument's end of one connection: bytes in, deeds out, with no line and no clock of its own.
public struct WireSession: Sendable {
  private enum Kind: Sendable {
    case modbus(ModbusSession)
    case lines(LineSession)
  }

  private var kind: Kind

  /// A connection to an instrument; `framing` is of no weight where it speaks in lines.
  public init(_ instrument: EmulatedInstrument, framing: ModbusFraming) {
    if let rules = instrument.lineRules {
      kind = .lines(LineSession(instrument, rules))
    } else {
      kind = .modbus(ModbusSession(instrument, framing))
    }
  }

  /// Takes bytes that came.
  public mutating func receive(_ bytes: [UInt8]) -> [WireAction] {
    switch kind {
    case .modbus(var session):
      defer { kind = .modbus(session) }
      return session.receive(bytes)
    case .lines(var session):
      defer { kind = .lines(session) }
      return session.receive(bytes)
    }
  }

  /// Does what is due because time has passed.
  public mutating func elapse() -> [WireAction] {
    switch kind {
    case .modbus(var session):
      defer { kind = .modbus(session) }
      return session.elapse()
    case .lines(let session): return session.elapse()
    }
  }

  /// When something will be due, real s of the instrument's clock; nil where only a message can bring it about.
  public var deadline: Double? {
    switch kind {
    case .modbus(let session): session.deadline
    case .lines(let session): session.deadline
    }
  }
}

/// One Modbus connection.
struct ModbusSession: Sendable {
  private let instrument: EmulatedInstrument
  private var reader: ModbusFrameReader

  init(_ instrument: EmulatedInstrument, _ framing: ModbusFraming) {
    self.instrument = instrument
    reader = ModbusFrameReader(framing, gap: instrument.frameGap)
  }

  mutating func receive(_ bytes: [UInt8]) -> [WireAction] {
    reader.gap = instrument.frameGap
    return act(reader.take(bytes, at: instrument.clock.real))
  }

  mutating func elapse() -> [WireAction] { act(reader.elapse(at: instrument.clock.real)) }

  var deadline: Double? { reader.deadline }

  private func act(_ cuts: [ModbusFrameReader.Cut]) -> [WireAction] {
    cuts.flatMap { cut in
      switch cut {
      case .frame(let bytes): instrument.answer(frame: bytes, framing: reader.framing)
      case .nonsense: [WireAction(.close)]
      }
    }
  }
}

/// How text is cut into lines.
struct LineRules: Hashable, Sendable {
  var ends: Set<UInt8>
  var controls: Set<UInt8>
  var longest: Int
}

/// One connection of lines.
struct LineSession: Sendable {
  private let instrument: EmulatedInstrument
  private let rules: LineRules
  private var line: [UInt8] = []

  init(_ instrument: EmulatedInstrument, _ rules: LineRules) { (self.instrument, self.rules) = (instrument, rules) }

  mutating func receive(_ bytes: [UInt8]) -> [WireAction] {
    var actions: [WireAction] = []
    for byte in bytes {
      if rules.controls.contains(byte) {
        line.removeAll()
        actions += instrument.answer(control: byte)
      } else if rules.ends.contains(byte) {
        actions += instrument.answer(line: line)
        line.removeAll()
      } else if line.count < rules.longest {
        line.append(byte)
      }
    }
    return actions
  }

  func elapse() -> [WireAction] { instrument.saidUnasked() }

  var deadline: Double? { instrument.nextEmission }
}
