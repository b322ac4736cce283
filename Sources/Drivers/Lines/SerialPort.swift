import CSerialPort
import Glibc

/// A real serial port through libserialport, which knows the adapters of each system.
///
/// Reading and writing go through its descriptor: libserialport's own reads take an unplugged port for a silent one (measured with 0.1.1).
final class SerialPort {
  private let port: OpaquePointer
  /// For poll, read and write.
  let descriptor: Int32

  /// Opens a port raw, without flow control: libserialport leaves XON/XOFF on, which would eat bytes of binary protocols.
  init(_ path: String, _ format: SerialFormat) throws(LineFault) {
    var found: OpaquePointer?
    try Self.check(sp_get_port_by_name(path, &found), path)
    guard let found else { throw .cannotOpen("\(path) cannot be opened") }
    port = found
    do throws(LineFault) {
      try Self.check(sp_open(found, SP_MODE_READ_WRITE), path)
      try Self.check(sp_set_baudrate(found, Int32(format.baud)), path)
      try Self.check(sp_set_bits(found, Int32(format.dataBits)), path)
      try Self.check(sp_set_parity(found, Self.parity(format.parity)), path)
      try Self.check(sp_set_stopbits(found, Int32(format.stopBits)), path)
      try Self.check(sp_set_flowcontrol(found, SP_FLOWCONTROL_NONE), path)
      var handle: Int32 = -1
      try Self.check(sp_get_port_handle(found, &handle), path)
      descriptor = handle
      sp_flush(found, SP_BUF_BOTH)
    } catch {
      sp_close(found)
      sp_free_port(found)
      throw error
    }
  }

  deinit {
    sp_close(port)
    sp_free_port(port)
  }

  /// Whether libserialport can open a path: the kernel has it under /sys/class/tty, as it has no pseudo-terminal.
  static func knows(_ path: String) -> Bool {
    guard let resolved = realpath(path, nil) else { return false }
    defer { free(resolved) }
    let name = String(cString: resolved).split(separator: "/").last ?? ""
    return !name.isEmpty && !String(cString: resolved).hasPrefix("/dev/pts/")
      && access("/sys/class/tty/\(name)", F_OK) == 0
  }

  private static func parity(_ parity: SerialFormat.Parity) -> sp_parity {
    switch parity {
    case .none: SP_PARITY_NONE
    case .even: SP_PARITY_EVEN
    case .odd: SP_PARITY_ODD
    }
  }

  private static func check(_ code: sp_return, _ path: String) throws(LineFault) {
    guard code != SP_OK else { return }
    var words = "it is no serial port"
    if code == SP_ERR_FAIL, let message = sp_last_error_message() {
      words = String(cString: message)
      sp_free_error_message(message)
    }
    throw .cannotOpen("\(path) cannot be opened: \(words)")
  }
}
