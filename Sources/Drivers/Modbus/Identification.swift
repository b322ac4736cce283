import DeviceProfiles

/// Finds out which model of a profile is at the other end, and what it is recognised by from then on.
enum Identification {
  /// What was found.
  enum Outcome: Sendable {
    /// This model.
    case found(DeviceModel)
    /// Something else, in words.
    case other(String)
  }

  /// Reads every register of the identity twice, without an error between; teaches the line what the unit is known to answer.
  ///
  /// Reading twice shows a line that is an answer behind: the second round would begin with the last answer of the first.
  static func identify(_ profile: DeviceProfile, unit: UInt8, on line: ModbusLine) throws(ModbusFault) -> Outcome {
    let registers = Self.registers(of: profile)
    guard let usual = profile.models.first else { return .other("the profile has no model") }
    let instrument = ModbusInstrument(profile: profile, model: usual, unit: unit)
    var problem = ModbusFault.line(.unverified("it answers the same question differently"))
    for _ in 0..<3 {
      let before = line.trouble
      do throws(ModbusFault) {
        let first = try read(registers, instrument, line)
        let second = try read(registers, instrument, line)
        guard line.trouble == before else { continue }
        guard first == second else {
          line.distrust()
          continue
        }
        let outcome = judge(profile, first)
        if case .found = outcome { learn(registers, first, instrument, line) }
        return outcome
      } catch {
        if case .line = error { problem = error } else { throw error }
        if case .line(.cannotOpen) = error { throw error }
        if case .line(.inUse) = error { throw error }
      }
    }
    throw problem
  }

  private static func registers(of profile: DeviceProfile) -> [DeviceRegister] {
    var seen: Set<String> = []
    return (profile.identity + profile.models.flatMap(\.identity)).compactMap { check in
      guard case .register(let name, _) = check, seen.insert(name).inserted else { return nil }
      return profile.registers[name]
    }
  }

  private static func read(
    _ registers: [DeviceRegister], _ instrument: ModbusInstrument, _ line: ModbusLine
  ) throws(ModbusFault) -> [String: [UInt16]] {
    var found: [String: [UInt16]] = [:]
    for register in registers { found[register.name] = try instrument.words(of: register, on: line) }
    return found
  }

  private static func judge(_ profile: DeviceProfile, _ found: [String: [UInt16]]) -> Outcome {
    if let fault = mismatch(profile.identity, profile, found) { return .other(fault) }
    var faults: [String] = []
    for model in profile.models {
      guard let fault = mismatch(model.identity, profile, found) else { return .found(model) }
      faults.append("not a \(model.name): \(fault)")
    }
    return .other(faults.joined(separator: "; "))
  }

  /// The first check that fails, in words.
  private static func mismatch(
    _ checks: [IdentityCheck], _ profile: DeviceProfile, _ found: [String: [UInt16]]
  ) -> String? {
    for case .register(let name, let range) in checks {
      guard let register = profile.registers[name], let words = found[name] else { return "\(name) was not read" }
      var count = 1.0
      if case .fixed(let scale) = register.scale { count = scale.count }
      guard let value = register.value(words, count: count), range.contains(value) else {
        let shown = register.value(words, count: count).map { "\(Float($0))" } ?? words.shown
        let wanted =
          range.lowerBound == range.upperBound
          ? "\(Float(range.lowerBound))" : "\(Float(range.lowerBound)) to \(Float(range.upperBound))"
        return "\(name) is \(shown) instead of \(wanted)"
      }
    }
    return nil
  }

  /// Two answers of different lengths, where there are: identity first, then a serial number or the first block of the readings.
  private static func learn(
    _ registers: [DeviceRegister], _ found: [String: [UInt16]], _ instrument: ModbusInstrument, _ line: ModbusLine
  ) {
    var known: [KnownAnswer] = []
    for register in registers where register.format != .bit && !register.isWritable {
      guard let words = found[register.name], known.allSatisfy({ $0.count != words.count }) else { continue }
      known.append(KnownAnswer(register, words))
    }
    if let serial = instrument.profile.registers.values.first(where: { $0.name == "serial number" && $0.isReadable }),
      serial.format != .bit, known.allSatisfy({ $0.count != serial.format.length }),
      let words = try? instrument.words(of: serial, on: line)
    {
      known.append(KnownAnswer(serial, words))
    }
    if known.count == 1, let block = ReadingPlan(instrument)?.requests.first(where: { $0.count != known[0].count }) {
      known.append(KnownAnswer(table: block.table, address: block.address, count: block.count, words: []))
    }
    line.learn(Array(known.prefix(2)), of: instrument.unit)
  }
}

extension KnownAnswer {
  fileprivate init(_ register: DeviceRegister, _ words: [UInt16]) {
    self.init(
      table: register.wireTable, address: UInt16(truncatingIfNeeded: register.address), count: words.count, words: words
    )
  }
}
