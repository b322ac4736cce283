/// How bytes go over a serial line: `9600-8N1`.
public struct SerialFormat: Hashable, Codable, Sendable {
  /// What is added to each byte to find a flipped bit.
  public enum Parity: Character, Hashable, Codable, CaseIterable, Sendable {
    /// Nothing.
    case none = "N"
    /// A bit that makes the count of ones even.
    case even = "E"
    /// A bit that makes the count of ones odd.
    case odd = "O"

    /// Writes the letter.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(String(rawValue))
    }

    /// Reads the letter.
    public init(from decoder: any Decoder) throws {
      let text = try decoder.singleValueContainer().decode(String.self)
      self = text.first.flatMap(Self.init(rawValue:)) ?? .none
    }
  }

  /// Bits a second.
  public var baud: Int
  /// 7 or 8.
  public var dataBits: Int
  /// The parity bit.
  public var parity: Parity
  /// 1 or 2.
  public var stopBits: Int

  /// A format from its parts; 8N1 unless told.
  public init(baud: Int, dataBits: Int = 8, parity: Parity = .none, stopBits: Int = 1) {
    (self.baud, self.dataBits, self.parity, self.stopBits) = (baud, dataBits, parity, stopBits)
  }

  /// Rates that Linux knows by name; libmodbus falls back to 9600 without a word for any other.
  public static let bauds = [
    300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600,
  ]

  /// Reads `9600`, `9600-8N1`; nil where it is neither, or the rate is none of `bauds`.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let baud = parts.first.flatMap({ Int($0) }), Self.bauds.contains(baud) else { return nil }
    self.init(baud: baud)
    guard parts.count > 1 else { return }
    let frame = Array(parts[1].uppercased())
    guard parts.count == 2, frame.count == 3, let bits = frame[0].wholeNumberValue, (7...8).contains(bits),
      let parity = Parity(rawValue: frame[1]), let stop = frame[2].wholeNumberValue, (1...2).contains(stop)
    else { return nil }
    (dataBits, self.parity, stopBits) = (bits, parity, stop)
  }

  /// How long so many bytes take on the wire, s: start bit, data, parity and stop bits each.
  public func seconds(for bytes: Int) -> Double {
    Double(bytes * (1 + dataBits + (parity == .none ? 0 : 1) + stopBits)) / Double(baud)
  }
}

extension SerialFormat: CustomStringConvertible {
  /// `9600-8N1`.
  public var description: String { "\(baud)-\(dataBits)\(parity.rawValue)\(stopBits)" }
}
