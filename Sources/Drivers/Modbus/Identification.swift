import DeviceProfiles

/// Finds out which model of a profile is at the other end, and what it is recognised by from then on.
enum Identification {
  /// What was found.
  enum Outcome: Hashable, Sendable {
    /// This model.
    case found(DeviceModel)
    /// Something else, in words.
    case other(String)
  }

  /// Reads every register of the identity, learns what the unit is known to answer, and asks for that once more, without an error between.
  ///
  /// Asking again shows a line that is an answer behind: the second round would begin with the last answer of the first.
  static func identify(
    _ profile: DeviceProfile, unit: UInt8, on line: ModbusLine, attempts: Int = 3
  ) throws(ModbusFault) -> Outcome {
    guard let usual = profile.models.first else { return .other("the profile has no model") }
    let (instrument, registers) = (
      ModbusInstrument(profile: profile, model: usual, unit: unit), Self.registers(of: profile)
    )
    var problem = ModbusFault.line(.unverified("it answers the same question differently"))
    line.learn([], of: unit)
    for _ in 0..<attempts {
      let before = line.trouble
      do throws(ModbusFault) {
        let found = try read(registers, instrument, line)
        let known = try answers(registers, found, instrument, line)
        try line.recognise(unit, by: known)
        let again = try read(registers, instrument, line)
        guard line.trouble == before else { continue }
        let (outcome, second) = (judge(profile, found), judge(profile, again))
        guard outcome == second else {
          line.distrust()
          continue
        }
        if case .found = outcome { line.learn(known, of: unit) }
        return outcome
      } catch {
        switch error {
        case .line(.cannotOpen), .line(.inUse): throw error
        case .line: problem = error
        case .exception, .forbidden, .notTaken: throw error
        }
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
      guard let value = register.value(words, count: count), range.contains(value), !register.isSwapped(words) else {
        let shown = register.value(words, count: count).map { "\(Float($0))" } ?? words.shown
        let wanted =
          range.lowerBound == range.upperBound
          ? "\(Float(range.lowerBound))" : "\(Float(range.lowerBound)) to \(Float(range.upperBound))"
        return "\(name) is \(shown) instead of \(wanted)" + otherOrder(register, words, count, range)
      }
    }
    return nil
  }

  /// A hint where the words of a number would make sense the other way round.
  private static func otherOrder(
    _ register: DeviceRegister, _ words: [UInt16], _ count: Double, _ range: ClosedRange<Double>
  ) -> String {
    guard words.count == 2, let swapped = register.value(words.reversed(), count: count), range.contains(swapped) else {
      return ""
    }
    return " (its words the other way round would be \(Float(swapped)): does the profile have the right \"words\"?)"
  }

  /// Two answers of different lengths, where there are: constants of the identity first, then a serial number, then whatever can be read.
  ///
  /// What is measured changes; of such an answer only the length is known.
  private static func answers(
    _ registers: [DeviceRegister], _ found: [String: [UInt16]], _ instrument: ModbusInstrument, _ line: ModbusLine
  ) throws(ModbusFault) -> [KnownAnswer] {
    let measured = Set(instrument.profile.reading?.blocks.flatMap { $0 } ?? [])
    let constants = registers.filter { $0.format != .bit && !$0.isWritable && !measured.contains($0.name) }
    var known: [KnownAnswer] = []
    func add(_ register: DeviceRegister, _ words: [UInt16]) {
      guard known.count < 2, known.allSatisfy({ $0.count != register.format.length }) else { return }
      known.append(KnownAnswer(register, words))
    }
    for register in constants { add(register, found[register.name] ?? []) }
    let all = instrument.profile.registers.values.sorted { $0.address < $1.address }
      .filter { $0.format != .bit && $0.isReadable && !$0.isUnverified }
    for register in all where register.name == "serial number" {
      if let words = try answer(register, instrument, line) { add(register, words) }
    }
    let others = registers.filter { $0.format != .bit } + all
    for register in others where known.count < 2 && known.allSatisfy({ $0.count != register.format.length }) {
      if try answer(register, instrument, line) != nil { add(register, []) }
    }
    return known
  }

  /// What a register holds; nil where this instrument does not have it.
  private static func answer(
    _ register: DeviceRegister, _ instrument: ModbusInstrument, _ line: ModbusLine
  ) throws(ModbusFault) -> [UInt16]? {
    do throws(ModbusFault) { return try instrument.words(of: register, on: line) } catch {
      if case .exception = error { return nil }
      throw error
    }
  }
}

extension KnownAnswer {
  fileprivate init(_ register: DeviceRegister, _ words: [UInt16]) {
    self.init(
      table: register.wireTable, address: UInt16(truncatingIfNeeded: register.address), count: register.format.length,
      words: words
    )
  }
}
