import CModbus
import Glibc

/// Modbus TCP and RTU through libmodbus: it opens, frames and receives; what a reply means is judged here.
///
/// Requests go out raw and replies come in as confirmations, because libmodbus's own calls lose exception codes that it does not know
/// (EMBBADEXC, measured with 3.1.6) and refuse EA's two-byte answer for one bit. Its raw requests carry the transaction number 0 on TCP, so that
/// header is written here.
package final class LibmodbusLink: ModbusLink {
  /// The wire.
  package enum Wire {
    case tcp(host: String, port: UInt16)
    case rtu(path: String, SerialFormat)
  }

  package let numbersRequests: Bool
  package private(set) var isOpen = false
  private let context: OpaquePointer
  private let wire: Wire
  package var timing: LineTiming { didSet { setTimeouts() } }
  private var number: UInt16 = 0
  private var reply = [UInt8](repeating: 0, count: Int(MODBUS_MAX_ADU_LENGTH))

  /// A link that is still closed.
  package init(_ wire: Wire, timing: LineTiming) throws(LineFault) {
    let made: OpaquePointer?
    switch wire {
    case .tcp:
      made = modbus_new_tcp("127.0.0.1", 502)
      numbersRequests = true
    case .rtu(let path, let format):
      guard SerialFormat.bauds.contains(format.baud) else { throw .cannotOpen("\(format.baud) is no usual rate") }
      made = modbus_new_rtu(
        path, Int32(format.baud), CChar(format.parity.rawValue.asciiValue ?? 78), Int32(format.dataBits),
        Int32(format.stopBits))
      numbersRequests = false
    }
    guard let made else { throw .cannotOpen(String(cString: modbus_strerror(errno))) }
    (context, self.wire, self.timing) = (made, wire, timing)
    setTimeouts()
    modbus_set_error_recovery(context, MODBUS_ERROR_RECOVERY_NONE)
  }

  private func setTimeouts() {
    let (response, byte) = (Self.split(timing.response), Self.split(timing.byte))
    modbus_set_response_timeout(context, response.seconds, response.micros)
    modbus_set_byte_timeout(context, byte.seconds, byte.micros)
  }

  deinit {
    close()
    modbus_free(context)
  }

  package func open() throws(LineFault) {
    close()
    switch wire {
    case .tcp(let host, let port):
      modbus_set_socket(context, try Socket.connect(to: host, port: port, within: max(1, timing.response)))
    case .rtu(let path, _):
      guard modbus_connect(context) == 0 else {
        throw .cannotOpen("\(path) cannot be opened: \(String(cString: modbus_strerror(errno)))")
      }
      guard Terminal.claim(modbus_get_socket(context), isReal: SerialPort.knows(path)) else {
        modbus_close(context)
        throw .cannotOpen("\(path) cannot be opened: another program has it")
      }
    }
    isOpen = true
  }

  package func close() {
    if isOpen {
      if !numbersRequests { flock(modbus_get_socket(context), LOCK_UN) }
      modbus_close(context)
    }
    isOpen = false
  }

  package func flush() { modbus_flush(context) }

  package func exchange(_ request: [UInt8], with unit: UInt8) throws(LineFault) -> [UInt8] {
    guard isOpen else { throw .gone("it is closed") }
    guard modbus_set_slave(context, Int32(unit)) == 0 else { throw .cannotOpen("\(unit) is no bus address here") }
    return numbersRequests ? try exchangeNumbered(request, unit) : try exchangeChecked(request, unit)
  }

  /// RTU: libmodbus adds and verifies the check sum.
  private func exchangeChecked(_ request: [UInt8], _ unit: UInt8) throws(LineFault) -> [UInt8] {
    let frame = [unit] + request
    guard modbus_send_raw_request(context, frame, Int32(frame.count)) >= 0 else { throw Self.fault(errno) }
    let count = Int(modbus_receive_confirmation(context, &reply))
    guard count >= 0 else { throw Self.fault(errno) }
    // Zero bytes say that another unit answered.
    guard count >= 4 else { throw .foreign("another unit answered") }
    guard reply[0] == unit else { throw .foreign("unit \(reply[0]) answered instead of \(unit)") }
    return Array(reply[1..<count - 2])
  }

  /// TCP: our header, with a number that the reply must repeat; an older reply is late and is thrown away.
  private func exchangeNumbered(_ request: [UInt8], _ unit: UInt8) throws(LineFault) -> [UInt8] {
    number &+= 1
    let length = request.count + 1
    let frame =
      [UInt8(number >> 8), UInt8(truncatingIfNeeded: number), 0, 0, UInt8(length >> 8), UInt8(length & 0xFF), unit]
      + request
    guard send(modbus_get_socket(context), frame, frame.count, Int32(MSG_NOSIGNAL)) == frame.count else {
      throw Self.fault(errno)
    }
    for _ in 0..<16 {
      let count = Int(modbus_receive_confirmation(context, &reply))
      guard count >= 0 else { throw Self.fault(errno) }
      guard count >= 9, reply[2] == 0, reply[3] == 0 else { throw foreign(count, "it is not Modbus TCP") }
      guard Int(reply[4]) << 8 | Int(reply[5]) == count - 6 else { throw foreign(count, "its length is wrong") }
      let answered = UInt16(reply[0]) << 8 | UInt16(reply[1])
      if answered == number {
        guard reply[6] == unit else { throw .foreign("unit \(reply[6]) answered instead of \(unit)") }
        return Array(reply[7..<count])
      }
      // Only the last few requests can have late answers.
      guard (1...64).contains(number &- answered) else { throw foreign(count, "it answers another request") }
    }
    throw .foreign("late answers only")
  }

  /// What came, and whether it looks like text: a server of another kind.
  private func foreign(_ count: Int, _ what: String) -> LineFault {
    let start = reply.prefix(min(count, 16)).prefix { $0 >= 0x20 && $0 < 0x7F }
    return .foreign(start.count >= 6 ? "\(what): \"\(String(decoding: start, as: UTF8.self))…\"" : what)
  }

  private static func fault(_ code: Int32) -> LineFault {
    switch code {
    case ETIMEDOUT, EAGAIN: .silent
    case LibmodbusError.badCheckSum: .checkSum
    case LibmodbusError.badData: .foreign("it is no Modbus reply")
    default: .gone(String(cString: modbus_strerror(code)))
    }
  }

  private static func split(_ seconds: Double) -> (seconds: UInt32, micros: UInt32) {
    let micros = UInt64(max(1e-3, min(seconds, 3600)) * 1e6)
    return (UInt32(micros / 1_000_000), UInt32(micros % 1_000_000))
  }
}

/// libmodbus's own error numbers, whose macros Swift does not see.
private enum LibmodbusError {
  private static let base: Int32 = 112_345_678
  static let badCheckSum = base + 12
  static let badData = base + 13
}
