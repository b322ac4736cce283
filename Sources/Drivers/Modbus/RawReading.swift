import DeviceProfiles

/// What an instrument said in one reading, decoded but not yet judged.
struct RawReading: Sendable {
  /// Voltage, V; nil where there is none, or no number.
  let voltage: Double?
  /// Current, A, positive into the + terminal; nil where there is none, or no number.
  let current: Double?
  /// Temperature, K; nil where there is none, or no number.
  let temperature: Double?
  /// What the status says.
  let signs: [StatusSign]
  /// What the status can say at all.
  let known: Set<StatusSign.Meaning>
  /// When it was measured, s: midway between question and answer.
  let measuredAt: Double

  /// Decodes the words of registers by their names.
  init(_ instrument: ModbusInstrument, _ words: [String: [UInt16]], measuredAt: Double) {
    let profile = instrument.profile
    func si(_ part: ReadingPart?) -> Double? {
      guard case .register(let name)? = part, let register = profile.registers[name], let words = words[name],
        let value = instrument.si(of: register, in: words), value.isFinite, !register.isSwapped(words)
      else { return nil }
      return value
    }
    func raw(_ name: String) -> Int? {
      guard let register = profile.registers[name], let words = words[name] else { return nil }
      return register.raw(words)
    }
    voltage = si(profile.reading?.voltage)
    temperature = si(profile.reading?.temperature)
    let magnitude = si(profile.reading?.current)
    if let sink = profile.reading?.sink {
      let isSink = raw(sink.register).map { $0 >> sink.bit & 1 == 1 }
      current = magnitude.flatMap { magnitude in isSink.map { $0 ? -magnitude : magnitude } }
    } else {
      current = magnitude
    }
    let readable = profile.status.filter { sign in sign.register.map { words[$0] != nil } ?? false }
    signs = readable.filter { sign in sign.register.flatMap(raw).map(sign.isSaid) ?? false }
    known = Set(readable.map(\.meaning))
    self.measuredAt = measuredAt
  }

  /// Whether the status says something; nil where it cannot.
  func says(_ meaning: StatusSign.Meaning) -> Bool? {
    known.contains(meaning) ? signs.contains { $0.meaning == meaning } : nil
  }

  /// The latched alarms, in words; nil where there is none.
  var trips: String? {
    let words = signs.filter { $0.meaning == .trip || $0.meaning == .linkTimedOut }.map(\.words)
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }
}
