/// Modbus RTU frames over any bytes, in our own framing: for RTU over TCP, which libmodbus does not have.
package final class FramedLink: ModbusLink {
  package let numbersRequests = false
  package var timing: LineTiming
  private let opening: () throws(LineFault) -> any ByteIO
  private var io: (any ByteIO)?

  /// A link that is still closed; `opening` opens its bytes.
  package init(timing: LineTiming, opening: @escaping () throws(LineFault) -> any ByteIO) {
    (self.timing, self.opening) = (timing, opening)
  }

  package var isOpen: Bool { io != nil }
  package func open() throws(LineFault) { io = try opening() }
  package func close() { io = nil }
  package func flush() { try? io?.discardInput() }

  package func exchange(_ request: [UInt8], with unit: UInt8) throws(LineFault) -> [UInt8] {
    guard let io else { throw .gone("it is closed") }
    try Self.wire { () throws(LineError) in try io.write(CheckSum.closing([unit] + request)) }
    var frame: [UInt8] = []
    while true {
      let patience = Duration.seconds(frame.isEmpty ? timing.response : timing.byte)
      let bytes = try Self.wire { () throws(LineError) in try io.read(within: patience) }
      guard !bytes.isEmpty else { throw frame.isEmpty ? .silent : .cut }
      frame += bytes
      guard let length = Self.length(of: frame) else {
        // No end can be told from the function: what nobody asked for.
        guard frame.count < 256 else { throw .foreign("it does not end") }
        continue
      }
      if frame.count > length { throw .foreign("\(frame.count - length) bytes too many came") }
      if frame.count == length { break }
    }
    guard CheckSum.closes(frame) else { throw .checkSum }
    guard frame[0] == unit else { throw .foreign("unit \(frame[0]) answered instead of \(unit)") }
    return Array(frame[1..<frame.count - 2])
  }

  /// How long a reply that begins so will be, with unit and check sum; nil where its beginning does not tell yet.
  private static func length(of frame: [UInt8]) -> Int? {
    guard frame.count >= 3 else { return nil }
    if frame[1] & 0x80 != 0 { return 5 }
    switch frame[1] {
    case 1...4: return 5 + Int(frame[2])
    case 5, 6, 15, 16: return 8
    default: return nil
    }
  }

  private static func wire<Result>(_ body: () throws(LineError) -> Result) throws(LineFault) -> Result {
    do throws(LineError) { return try body() } catch { throw .gone(error.words) }
  }
}
