extension DeviceRegister {
  /// The raw value of the register words as they came, most significant word first as the profile says; nil for text, for a bad
  /// number of words, and for a floating-point number.
  public func raw(_ words: [UInt16]) -> Int? {
    guard words.count == format.length else { return nil }
    switch format {
    case .bit, .u16: return Int(words[0])
    case .s16: return Int(Int16(bitPattern: words[0]))
    case .u32: return Int(bits(words))
    case .s32: return Int(Int32(bitPattern: bits(words)))
    case .float32, .text: return nil
    }
  }

  /// The value of the register words as they came, in the register's unit, where one count is worth `count` of it; nil for text and for
  /// a bad number of words.
  public func value(_ words: [UInt16], count: Double) -> Double? {
    if case .float32 = format, words.count == 2 { return Double(Float(bitPattern: bits(words))) * count }
    return raw(words).map { Double($0) * count }
  }

  /// The text in the register words as they came, without the padding at its end.
  public func text(_ words: [UInt16]) -> String {
    let bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let end = bytes.firstIndex(of: 0) ?? bytes.endIndex
    return String(decoding: bytes[..<end], as: UTF8.self).trimmingEnd
  }

  /// The register words of a value in the register's unit, where one count is worth `count` of it.
  ///
  /// Throws where the value does not fit the register, or what may be written to it: nothing goes on the wire then.
  public func words(_ value: Double, count: Double) throws(RegisterRefusal) -> [UInt16] {
    guard value.isFinite, count > 0 else { throw RegisterRefusal(name, value, "is no number") }
    if case .float32 = format {
      let number = Float(value / count)
      guard number.isFinite else { throw RegisterRefusal(name, value, "does not fit 32 bits") }
      return ordered(number.bitPattern)
    }
    let counts = (value / count).rounded()
    let limits = raw ?? format.counts
    guard let limits, counts >= Double(limits.lowerBound), counts <= Double(limits.upperBound) else {
      let (low, high) = (Double(limits?.lowerBound ?? 0) * count, Double(limits?.upperBound ?? 0) * count)
      throw RegisterRefusal(name, value, limits == nil ? "is no text" : "must be from \(low.short) to \(high.short)")
    }
    switch format {
    case .bit: return [counts == 0 ? 0 : 1]
    case .u16, .s16: return [UInt16(truncatingIfNeeded: Int(counts))]
    default: return ordered(UInt32(truncatingIfNeeded: Int(counts)))
    }
  }

  private func bits(_ words: [UInt16]) -> UInt32 {
    let (high, low) = isLowWordFirst ? (words[1], words[0]) : (words[0], words[1])
    return UInt32(high) << 16 | UInt32(low)
  }

  private func ordered(_ bits: UInt32) -> [UInt16] {
    let words = [UInt16(bits >> 16), UInt16(bits & 0xFFFF)]
    return isLowWordFirst ? words.reversed() : words
  }
}

extension DeviceRegister.Format {
  /// The counts it can hold; nil where it holds no counts.
  public var counts: ClosedRange<Int>? {
    switch self {
    case .bit: 0...1
    case .u16: 0...0xFFFF
    case .s16: -0x8000...0x7FFF
    case .u32: 0...0xFFFF_FFFF
    case .s32: -0x8000_0000...0x7FFF_FFFF
    case .float32, .text: nil
    }
  }
}

/// Why a value is not written to a register.
public struct RegisterRefusal: Error, Hashable, Sendable {
  /// Which register, which value and why, in words.
  public let words: String

  init(_ register: String, _ value: Double, _ why: String) { words = "\(register): \(value.short) \(why)" }

  /// A refusal in words.
  public init(words: String) { self.words = words }
}

extension DeviceProfile {
  /// What one count of a register is worth for a model, and in which unit; plain counts where a scale is unknown.
  ///
  /// A nominal value is the one the model's identity demands, so that it holds only for an instrument that passed that check.
  public func scale(of register: DeviceRegister, in model: DeviceModel) -> FixedScale {
    switch register.scale {
    case .fixed(let scale): return scale
    case .named(let name):
      if let scale = model.scales[name] { return scale }
      guard let part = scales[name], let nominal = model.value(of: part.nominal),
        case .fixed(let scale)? = registers[part.nominal]?.scale
      else { return .plain }
      return FixedScale(nominal / part.over, scale.unit)
    }
  }
}

extension DeviceModel {
  /// The value that the identity demands of a register, where it is a single one.
  public func value(of register: String) -> Double? {
    for case .register(register, let range) in identity where range.lowerBound == range.upperBound {
      return range.lowerBound
    }
    return nil
  }
}

extension Double {
  /// Up to six digits, without needless ones.
  var short: String {
    self == rounded() && magnitude < 1e9 ? String(Int(self)) : String(Float(self))
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
