import GRDB

/// The CRC-32 of a run file's rows (ISO 3309, the one of zlib and PNG; check value 0xCBF43926), eight bytes at a time.
///
/// A row is its values in their order: a number as eight bytes, least significant first (float64 or two's complement),
/// with minus zero as zero; NULL as the not-a-number 0x7FF8000000000000; a text as the number of its UTF-8 bytes and then
/// these.
struct Checksum: Sendable {
  private var register = UInt32.max
  private let table = Self.table

  /// What SQLite stores as NULL.
  private static let absent: UInt64 = 0x7FF8_0000_0000_0000

  /// Eight tables of 256: the effect of each byte of a word on the register, so many bytes later.
  private static let table: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      table[byte] = (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
    }
    for index in 256..<table.count {
      let before = table[index - 256]
      table[index] = before >> 8 ^ table[Int(before & 255)]
    }
    return table
  }()

  /// The checksum of what was added.
  var value: UInt32 { ~register }

  /// Adds eight bytes, the least significant first.
  @inline(__always)
  mutating func add(_ word: UInt64) {
    let mixed = word ^ UInt64(register)
    register = table.withUnsafeBufferPointer { table in
      func entry(_ byte: Int) -> UInt32 { table[(7 - byte) << 8 | Int(truncatingIfNeeded: mixed >> (8 * byte) & 255)] }
      return entry(0) ^ entry(1) ^ entry(2) ^ entry(3) ^ entry(4) ^ entry(5) ^ entry(6) ^ entry(7)
    }
  }

  /// Adds a real number; none, and not-a-number, as what is absent.
  @inline(__always)
  mutating func add(_ value: Double?) {
    guard let value, !value.isNaN else { return add(Self.absent) }
    add((value == 0 ? 0 : value).bitPattern)
  }

  /// Adds an integer.
  @inline(__always)
  mutating func add(_ value: Int?) { add(value.map { UInt64(bitPattern: Int64($0)) } ?? Self.absent) }

  /// Adds bytes as they are.
  mutating func add(bytes: some Sequence<UInt8>) {
    for byte in bytes { register = register >> 8 ^ table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] }
  }

  /// Adds a text with its length.
  mutating func add(_ text: String) {
    add(text.utf8.count)
    add(bytes: text.utf8)
  }

  /// Adds a value as SQLite keeps it.
  mutating func add(_ value: DatabaseValue) {
    switch value.storage {
    case .null: add(Self.absent)
    case .int64(let number): add(UInt64(bitPattern: number))
    case .double(let number): add(number)
    case .string(let text): add(text)
    case .blob(let data):
      add(data.count)
      add(bytes: data)
    }
  }
}
