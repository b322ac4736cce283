public import Quantities

/// One way to reach an instrument.
public struct DeviceTransport: Hashable, Sendable {
  /// A kind of line.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Modbus TCP.
    case modbusTCP = "modbus-tcp"
    /// Modbus RTU on a serial line or a pseudo-terminal.
    case modbusRTU = "modbus-rtu"
    /// Frames of Modbus RTU, with their checksum, over TCP.
    case modbusRTUOverTCP = "modbus-rtu-over-tcp"
    /// Lines of text on a serial line or a pseudo-terminal.
    case serial
    /// Lines of text over TCP.
    case tcp
  }

  /// What ends a line of text.
  public enum Terminator: String, Hashable, Sendable, CaseIterable {
    /// Line feed.
    case lineFeed = "LF"
    /// Carriage return.
    case carriageReturn = "CR"
    /// Carriage return, then line feed.
    case both = "CR+LF"

    /// Its bytes.
    public var bytes: [UInt8] {
      switch self {
      case .lineFeed: [10]
      case .carriageReturn: [13]
      case .both: [13, 10]
      }
    }
  }

  /// Character frame of a serial line.
  public enum Framing: String, Hashable, Sendable, CaseIterable {
    /// Eight bits, no parity, one stop bit.
    case eightNoneOne = "8N1"
    /// Eight bits, even parity, one stop bit.
    case eightEvenOne = "8E1"
    /// Eight bits, odd parity, one stop bit.
    case eightOddOne = "8O1"
    /// Eight bits, no parity, two stop bits.
    case eightNoneTwo = "8N2"
  }

  /// What kind of line.
  public var kind: Kind
  /// TCP port; nil on a serial line.
  public var port: Int?
  /// Unit (slave) address that is asked, 0…255; nil for lines of text.
  public var unit: Int?
  /// Usual baud rate; nil over TCP.
  public var baud: Int?
  /// Baud rates the instrument can be set to; only the usual one where no source lists them.
  public var bauds: [Int]
  /// Character frame.
  public var framing: Framing
  /// What ends a command; nil for Modbus.
  public var commandEnd: Terminator?
  /// What ends an answer; nil for Modbus.
  public var answerEnd: Terminator?
  /// After how long a silence the instrument closes the connection; nil where it does not.
  public var idleClose: Quantity<Time>?
}

/// How fast an instrument may be spoken to.
public struct DeviceTiming: Hashable, Sendable {
  /// Shortest pause between an answer and the next request.
  public var gap: Quantity<Time>
  /// Shortest time between two writes; zero where the gap is enough.
  public var writeSpacing: Quantity<Time>
  /// Longest time an answer may take before the instrument counts as silent.
  public var answer: Quantity<Time>
  /// Longest pause within an answer; nil where only the whole is waited for.
  public var byteGap: Quantity<Time>?
  /// Shortest time between two readings that the instrument can keep up with.
  public var reading: Quantity<Time>
  /// A reading older than this is stale.
  public var stale: Quantity<Time>
}
