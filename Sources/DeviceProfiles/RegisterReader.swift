import Documents
import Quantities

extension Fields {
  /// The registers, by name; none where the key is left out.
  func registers() -> [String: DeviceRegister] {
    optionalMapping("registers") { table in
      table.named { field in
        field.fields().map { register in
          defer { register.finish() }
          return register.register()
        }
      }
    } ?? [:]
  }

  private func register() -> DeviceRegister {
    let table = field("table")?.choice(DeviceRegister.Table.self) ?? .holding
    let format = format(in: table)
    return DeviceRegister(
      name: name, address: required("address", example: "500")?.wholeNumber(in: 0...0xFFFF) ?? 0,
      format: format, table: table,
      readFunction: field("read with")?.integer(in: 1...4) ?? table.readFunction,
      writeFunction: writeFunction(table, format),
      access: field("access")?.choice(DeviceRegister.Access.self) ?? .read,
      isLowWordFirst: field("words")?.choice(WordOrder.self) == .lowFirst,
      scale: scale(),
      raw: field("raw")?.wholeRange(in: -0x8000_0000...0xFFFF_FFFF),
      values: optionalMapping("values") { $0.named { $0.wholeNumber(in: -0x8000_0000...0xFFFF_FFFF) } } ?? [:],
      seenIn: field("seen in")?.mirror(),
      isUnverified: isUnverified())
  }

  private func format(in table: DeviceRegister.Table) -> DeviceRegister.Format {
    if table == .coil || table == .discrete { return .bit }
    let length = field("length")?.integer(in: 1...125)
    switch field("type")?.choice(FormatWord.self) ?? .u16 {
    case .u16: return .u16
    case .s16: return .s16
    case .u32: return .u32
    case .s32: return .s32
    case .float32: return .float32
    case .text:
      if length == nil { report("\(name) is text without a length", mend: "add   length: 20   (registers)") }
      return .text(registers: length ?? 1)
    }
  }

  private func writeFunction(_ table: DeviceRegister.Table, _ format: DeviceRegister.Format) -> Int {
    let usual = table == .coil ? 5 : format.length > 1 ? 16 : 6
    guard let field = field("write with") else { return usual }
    let known = table == .coil ? [5, 15] : [6, 16]
    guard let function = field.integer(in: 5...16) else { return usual }
    if !known.contains(function) {
      field.report("\(name) cannot be written with function \(function)", mend: "write \(known[0]) or \(known[1])")
    }
    return function
  }

  private func scale() -> RegisterScale {
    if let unit = field("unit") {
      field("scale")?.report("\(name) has a unit beside its scale", mend: "put the unit into the scale: 0.01 V")
      return .fixed(FixedScale(1, unit.choice(RegisterUnit.self) ?? .none))
    }
    guard let scale = field("scale") else { return .fixed(.plain) }
    guard let text = scale.text(example: "0.01 V") else { return .fixed(.plain) }
    return text.first?.isNumber == true ? scale.fixedScale().map { .fixed($0) } ?? .fixed(.plain) : .named(text)
  }
}

extension Fields {
  /// Whether no source settles this.
  func isUnverified() -> Bool { field("unverified")?.choice(Truth.self) == .yes }
}

private enum WordOrder: String, CaseIterable {
  case highFirst = "high first"
  case lowFirst = "low first"
}

private enum FormatWord: String, CaseIterable { case u16, s16, u32, s32, float32, text }

private enum Truth: String, CaseIterable { case yes, no }

extension DeviceRegister.Table {
  /// The function that reads it.
  public var readFunction: Int {
    switch self {
    case .coil: 1
    case .discrete: 2
    case .holding: 3
    case .input: 4
    }
  }
}

extension Field {
  /// What one count is worth: "0.01 V", "1 °C", "0.1".
  func fixedScale() -> FixedScale? {
    guard let text = text(example: "0.01 V") else { return nil }
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let count = Double(parts[0]), count.isFinite, count > 0 else {
      report("\(name): \"\(text.excerpt)\" does not begin with a positive number", mend: "write   0.01 V")
      return nil
    }
    guard parts.count > 1 else { return FixedScale(count, .none) }
    guard let unit = RegisterUnit(rawValue: parts[1]) else {
      let known = RegisterUnit.allCases.map(\.rawValue)
      report(
        "\(name): the unit \"\(parts[1].excerpt)\" is not known to registers",
        detail: "known: \(known.joined(separator: ", "))",
        mend: NearestName.mend(for: parts[1], among: known))
      return nil
    }
    return FixedScale(count, unit)
  }

  /// "device state/12": a bit of a register.
  func mirror() -> DeviceRegister.Mirror? {
    guard let text = text(example: "device state/11") else { return nil }
    let parts = text.split(separator: "/").map(String.init)
    guard parts.count == 2, let bit = Int(parts[1]), (0..<32).contains(bit) else {
      report("\(name): \"\(text.excerpt)\" is no bit of a register", mend: "write   device state/11")
      return nil
    }
    return DeviceRegister.Mirror(register: parts[0], bit: bit)
  }

  /// A number as register lists write it: decimal, or hexadecimal with 0x.
  func registerNumber() -> Double? {
    guard let text = text(example: "0xCCCC") else { return nil }
    if let value = text.hexadecimal { return Double(value) }
    guard let value = Double(text), value.isFinite else {
      report("\(name): \"\(text.excerpt)\" is no number", mend: "write digits, or hexadecimal ones behind 0x")
      return nil
    }
    return value
  }

  /// A whole number, decimal or hexadecimal with 0x, in a range.
  func wholeNumber(in range: ClosedRange<Int>) -> Int? {
    guard let text = text(example: "0x1000"), let value = text.hexadecimal else { return integer(in: range) }
    if range.contains(value) { return value }
    report("\(name) is \(text.excerpt)", detail: "it must be from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  /// A list of two whole numbers, the lower one first; or one alone.
  func wholeRange(in range: ClosedRange<Int>) -> ClosedRange<Int>? {
    guard let ends = node.list else { return wholeNumber(in: range).map { $0...$0 } }
    let numbers = ends.compactMap { Field(name, $0, findings: findings).wholeNumber(in: range) }
    guard numbers.count == 2, ends.count == 2, numbers[0] <= numbers[1] else {
      if numbers.count == ends.count {
        report("\(name) needs two whole numbers, the lower one first", mend: "write   \(name): [54, 62]")
      }
      return nil
    }
    return numbers[0]...numbers[1]
  }
}

extension String {
  fileprivate var hexadecimal: Int? {
    hasPrefix("0x") || hasPrefix("0X") ? Int(dropFirst(2), radix: 16) : nil
  }
}
