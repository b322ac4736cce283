import DeviceProfiles
import Quantities

/// A sequence made ready: every value is worked out and fits before anything goes on the wire.
struct CompiledSequence: Sendable {
  private enum Step: Sendable {
    case write(WrittenValue)
    case expect(DeviceRegister, [UInt16])
    case pause(Double)
  }

  private let instrument: ModbusInstrument
  private let persistence: WrittenValue.Persistence
  private let steps: [Step]

  /// Works out a sequence; throws the first value that does not fit.
  init(_ name: SequenceName, for instrument: ModbusInstrument, in context: SequenceContext) throws(RegisterRefusal) {
    self.instrument = instrument
    persistence =
      switch name {
      case .outputOn, .acknowledge: .once
      case .makeSafe: .untilSafe
      case .arm, .holdCurrent, .holdVoltage, .holdTemperature, .open, .outputOff, .release: .setting
      }
    var steps: [Step] = []
    for step in instrument.profile.sequence(name) {
      switch step {
      case .write(let name, let value):
        let register = try Self.register(name, instrument)
        let words = try instrument.words(for: value, of: register, in: context)
        steps.append(.write(try WrittenValue(words, to: register, of: instrument)))
      case .expect(let name, let value):
        let register = try Self.register(name, instrument)
        steps.append(.expect(register, try instrument.words(for: value, of: register, in: context)))
      case .wait(let time): steps.append(.pause(time.si))
      case .send, .ask: throw RegisterRefusal(words: "a Modbus instrument takes no lines of text")
      }
    }
    self.steps = steps
  }

  /// Does it; the way to safety goes on after a step that failed, and throws the first failure at its end.
  func run(on line: ModbusLine) throws(ModbusFault) {
    var failure: ModbusFault?
    for step in steps {
      do throws(ModbusFault) {
        switch step {
        case .write(let value): try value.write(on: line, persistence)
        case .expect(let register, let words):
          let found = try instrument.words(of: register, on: line)
          guard found == words else {
            throw .notTaken("\(register.name) is \(found.shown), not \(words.shown)")
          }
        case .pause(let seconds): line.pause(seconds)
        }
      } catch {
        guard persistence == .untilSafe else { throw error }
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  private static func register(
    _ name: String, _ instrument: ModbusInstrument
  ) throws(RegisterRefusal) -> DeviceRegister {
    guard let register = instrument.profile.registers[name] else {
      throw RegisterRefusal(words: "\(instrument.profile.name) has no register \"\(name)\"")
    }
    return register
  }
}

extension [UInt16] {
  /// Words as people read them.
  var shown: String { map { String($0) }.joined(separator: " ") }
}
