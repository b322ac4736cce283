import DeviceProfiles

/// One write and what it must lead to: it is sent, looked up, compared, and only then decided upon.
struct WrittenValue: Sendable {
  /// How far to go to have it taken.
  enum Persistence: Sendable {
    /// A set-point: sent once more where it was not taken, since twice does no harm.
    case setting
    /// Switching on: never sent again.
    case once
    /// Switching off: sent again and again, on fresh connections, and at once, although the line is suspect.
    case untilSafe

    fileprivate var tries: Int {
      switch self {
      case .setting: 2
      case .once: 1
      case .untilSafe: 6
      }
    }
  }

  /// Where it shows: in the register itself, or in a bit of another; nil where it cannot be seen.
  private enum Evidence: Sendable {
    case register
    case bit(DeviceRegister, Int)
  }

  /// How long a relay may take until it shows, s.
  private static let settling = 0.5

  private let instrument: ModbusInstrument
  private let register: DeviceRegister
  private let words: [UInt16]
  private let evidence: Evidence?

  /// A write of words to a register; refused where the profile forbids it.
  init(_ words: [UInt16], to register: DeviceRegister, of instrument: ModbusInstrument) throws(RegisterRefusal) {
    guard register.isWritable else { throw RegisterRefusal(words: "\(register.name) cannot be written") }
    for address in register.address..<register.end {
      if let reason = instrument.profile.refusal(ofWriting: address) {
        throw RegisterRefusal(words: "\(register.name) (address \(address)) may not be written: \(reason)")
      }
    }
    (self.instrument, self.register, self.words) = (instrument, register, words)
    if let mirror = register.seenIn, let other = instrument.profile.registers[mirror.register] {
      evidence = .bit(other, mirror.bit)
    } else {
      evidence = register.isReadable ? .register : nil
    }
  }

  /// Writes it and makes sure of it.
  func write(on line: ModbusLine, _ persistence: Persistence) throws(ModbusFault) {
    var remaining = persistence.tries
    while true {
      remaining -= 1
      let doubt = try send(on: line, persistence)
      do throws(ModbusFault) {
        guard evidence != nil else {
          if let doubt { throw doubt }
          return
        }
        let shown = try settled(on: line)
        if shown.isTaken { return }
        if remaining <= 0 || line.isLate {
          throw doubt ?? .notTaken("\(register.name) is \(shown.words), although \(words.shown) was written")
        }
      } catch {
        if remaining <= 0 || line.isLate { throw error }
        if persistence == .untilSafe, remaining < persistence.tries - 2 { line.hangUp() }
      }
    }
  }

  /// Sends it; returns the error that leaves open whether it was taken.
  private func send(on line: ModbusLine, _ persistence: Persistence) throws(ModbusFault) -> ModbusFault? {
    do throws(ModbusFault) {
      try line.write(register.request(writing: words), to: instrument.unit, isUrgent: persistence == .untilSafe)
      return nil
    } catch {
      switch error {
      case .forbidden, .notTaken: throw error
      // 5 and 6 are "acknowledge" and "busy", or at EA a check sum that was wrong on arrival: looking decides.
      case .exception(let code) where code != 5 && code != 6 && persistence != .untilSafe: throw error
      case .line(.inUse): throw error
      case .exception, .line: return error
      }
    }
  }

  /// What shows, once it is as written or some time has passed.
  private func settled(on line: ModbusLine) throws(ModbusFault) -> (isTaken: Bool, words: String) {
    let deadline = line.now + Self.settling
    while true {
      let shown = try look(on: line)
      if shown.isTaken || line.now >= deadline { return shown }
      line.pause(0.05)
    }
  }

  private func look(on line: ModbusLine) throws(ModbusFault) -> (isTaken: Bool, words: String) {
    guard case .bit(let other, let bit) = evidence else {
      let found = try instrument.words(of: register, on: line)
      return (isSame(found), found.shown)
    }
    guard let raw = other.raw(try instrument.words(of: other, on: line)) else {
      throw .notTaken("\(other.name) has no bits")
    }
    let isSet = raw >> bit & 1 == 1
    return (isSet == (words.first != 0), isSet ? "on" : "off")
  }

  /// The same words, or the same number where an instrument keeps it with its own last digit.
  private func isSame(_ found: [UInt16]) -> Bool {
    if found == words { return true }
    guard case .float32 = register.format, let a = register.value(found, count: 1),
      let b = register.value(words, count: 1)
    else { return false }
    return (a - b).magnitude <= 1e-6 * max(a.magnitude, b.magnitude)
  }
}
