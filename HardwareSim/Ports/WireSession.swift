/// The instrument's end of one connection: bytes in, deeds out, no line and no clock of its own.
enum WireSession: Sendable {
  /// Modbus.
  case modbus(ModbusSession)
  /// Lines of text.
  case lines(LineSession)

  /// A connection to an instrument; `framing` is of no weight where it speaks in lines.
  init(_ instrument: EmulatedInstrument, framing: ModbusFraming) {
    if let rules = instrument.lineRules {
      self = .lines(LineSession(instrument, rules))
    } else {
      self = .modbus(ModbusSession(instrument, framing))
    }
  }

  /// Takes bytes that came.
  mutating func receive(_ bytes: [UInt8]) -> [WireAction] {
    switch self {
    case .modbus(var session):
      defer { self = .modbus(session) }
      return session.receive(bytes)
    case .lines(var session):
      defer { self = .lines(session) }
      return session.receive(bytes)
    }
  }

  /// Does what is due because time has passed.
  mutating func elapse() -> [WireAction] {
    switch self {
    case .modbus(var session):
      defer { self = .modbus(session) }
      return session.elapse()
    case .lines(let session): return session.elapse()
    }
  }

  /// When something will be due, real s of the instrument's clock; nil where only a message can bring it about.
  var deadline: Double? {
    switch self {
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
