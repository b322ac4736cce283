import CModbusPeer
import Drivers
import Foundation
import Glibc

/// What this program does as a process of the Modbus benchmark: one server, one client, each tied to a processor.
enum ModbusPeerRole {
  /// Plays a role named on the command line, or returns where there is none.
  static func play(_ arguments: [String]) async {
    guard arguments.count >= 3, arguments[1] == "modbus", let processor = Int32(arguments[2]) else { return }
    // Threads are made from here on, and stay on the same processor.
    modbus_peer_pin(processor)
    switch (arguments[3], arguments.dropFirst(4).map { $0 }) {
    case ("server-tcp", _): serveTCP()
    case ("server-rtu", _): serveRTU()
    case ("c-tcp", let rest): measureC(rest) { modbus_peer_measure_tcp("127.0.0.1", Int32(rest[0]) ?? 0, $0, $1) }
    case ("c-rtu", let rest): measureC(rest) { modbus_peer_measure_rtu(rest[0], $0, $1) }
    case (let kind, let rest): await measureDriver(kind, rest)
    }
    exit(0)
  }

  private static func serveTCP() {
    let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(listening, $0, size)
        _ = listen(listening, 8)
        _ = getsockname(listening, $0, &size)
      }
    }
    say("\(UInt16(bigEndian: address.sin_port))")
    modbus_peer_serve_tcp(listening)
  }

  private static func serveRTU() {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (lock, number): (Int32, UInt32) = (0, 0)
    // TIOCSPTLCK and TIOCGPTN.
    _ = ioctl(master, 0x4004_5431, &lock)
    _ = ioctl(master, 0x8004_5430, &number)
    let path = "/dev/pts/\(number)"
    let slave = open(path, O_RDWR | O_NOCTTY)
    var settings = termios()
    tcgetattr(slave, &settings)
    cfmakeraw(&settings)
    tcsetattr(slave, TCSANOW, &settings)
    say(path)
    modbus_peer_serve_rtu(master)
  }

  private static func measureC(_ rest: [String], _ measure: (Int32, UnsafeMutablePointer<Double>) -> Int32) {
    let count = Int(rest[1]) ?? 1
    var micros = [Double](repeating: 0, count: count)
    guard measure(Int32(count), &micros) == 0 else { exit(1) }
    print(micros)
  }

  /// `driver-tcp`, `driver-rtu`: transactions one after the other on the line's thread, as within a reading. `hop-tcp`, `hop-rtu`: each asked
  /// for from a task.
  private static func measureDriver(_ kind: String, _ rest: [String]) async {
    struct Failed: Error {}
    let (place, count) = (rest[0], Int(rest[1]) ?? 1)
    let thread = LineThread("bench") {
      let timing = LineTiming(response: 0.5, byte: 0.05, gap: 0, latest: 1)
      let wire: LibmodbusLink.Wire =
        kind.hasSuffix("tcp")
        ? .tcp(host: "127.0.0.1", port: UInt16(place) ?? 0) : .rtu(path: place, SerialFormat(baud: 115_200))
      guard let link = try? LibmodbusLink(wire, timing: timing) else { exit(1) }
      let line = ModbusLine(link)
      line.attach(1, ModbusUnit(timing: timing) { _ in nil })
      return line
    }
    @Sendable func read(_ line: ModbusLine) throws(Failed) {
      guard let words = try? line.registers(at: 0, count: 10, of: 1), words.last == 1009 else { throw Failed() }
    }
    do {
      if kind.hasPrefix("driver") {
        let micros = try await thread.run(refused: { _ in Failed() }) { line throws(Failed) in
          var micros: [Double] = []
          micros.reserveCapacity(count)
          for _ in 0..<count {
            let start = line.now
            try read(line)
            micros.append((line.now - start) * 1e6)
          }
          return micros
        }
        print(micros)
      } else {
        let time = MonotoneTime()
        var micros: [Double] = []
        for _ in 0..<count {
          let start = time.now
          try await thread.run(refused: { _ in Failed() }) { line throws(Failed) in try read(line) }
          micros.append((time.now - start) * 1e6)
        }
        print(micros)
      }
    } catch { exit(1) }
  }

  private static func print(_ micros: [Double]) {
    say(micros.map { String(format: "%.2f", $0) }.joined(separator: " "))
  }

  private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
