import Drivers
import Foundation
import Glibc
import Testing

@Suite("Bytes go over sockets and pseudo-terminals, and a line that is gone says so", .timeLimit(.minutes(1)))
struct WireLineTests {
  /// Answers one question with the same bytes, reversed, and then hangs up.
  private func serve(_ listener: Listener, times: Int) -> Task<Void, any Error> {
    Task {
      try await blocking {
        for _ in 0..<times {
          guard let connection = listener.accept(within: 20_000) else { return }
          var buffer = [UInt8](repeating: 0, count: 64)
          let count = recv(connection, &buffer, buffer.count, 0)
          let answer = Array(buffer.prefix(max(0, count)).reversed())
          _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
          close(connection)
        }
      }
    }
  }

  private func ask(_ line: WireLine, _ words: String) async throws -> String {
    try await line.perform { io throws(LineError) in
      try io.write(Array(words.utf8))
      return String(decoding: try io.read(within: .seconds(20)), as: UTF8.self)
    }
  }

  @Test("A socket that the other side closed is gone for one dialogue and open again for the next")
  func socket() async throws {
    let listener = try Listener()
    let server = serve(listener, times: 2)
    let line = WireLine(.tcp(host: "127.0.0.1", port: listener.port))
    #expect(try await ask(line, "abc") == "cba")
    await #expect(throws: LineError.self) {
      // The first read may still find nothing; the next finds the end.
      for _ in 0..<3 { _ = try await line.perform { io throws(LineError) in try io.read(within: .milliseconds(200)) } }
    }
    #expect(try await ask(line, "xyz") == "zyx")
    await line.close()
    await #expect(throws: LineError.closed) { try await ask(line, "abc") }
    try await server.value
  }

  @Test("Eight bits pass a pseudo-terminal unchanged, flow control and line ends among them; silence is no error")
  func terminal() async throws {
    let terminal = try PseudoTerminal()
    let line = WireLine(.serial(path: terminal.path, SerialFormat(baud: 9600)))
    let all = (0...255).map { UInt8($0) }
    #expect(
      try await line.perform { io throws(LineError) -> [UInt8] in try io.read(within: .milliseconds(10)) } == [])
    try await line.perform { io throws(LineError) in try io.write(all) }
    let received = try await blocking {
      var bytes: [UInt8] = []
      while bytes.count < 256 {
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = read(terminal.master, &buffer, buffer.count)
        guard count > 0 else { break }
        bytes += buffer.prefix(count)
      }
      return bytes
    }
    #expect(received == all)
    _ = write(terminal.master, all, all.count)
    let back = try await line.perform { io throws(LineError) -> [UInt8] in
      var bytes: [UInt8] = []
      while bytes.count < 256 {
        let more = try io.read(within: .seconds(1))
        if more.isEmpty { break }
        bytes += more
      }
      return bytes
    }
    #expect(back == all)
    await line.close()
  }

  @Test("A pseudo-terminal whose other end went is gone, not silent")
  func unplugged() async throws {
    var terminal: UnheldTerminal? = try UnheldTerminal()
    // A name that goes with it, as udev's: the number of a terminal that is gone is given to the next one.
    let link = FileManager.default.temporaryDirectory.appending(path: "sandglass-\(UUID().uuidString)").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: try #require(terminal?.path))
    let line = WireLine(.serial(path: link, SerialFormat(baud: 9600)))
    _ = try await line.perform { io throws(LineError) in try io.read(within: .milliseconds(1)) }
    terminal = nil
    try FileManager.default.removeItem(atPath: link)
    await #expect {
      _ = try await line.perform { io throws(LineError) in try io.read(within: .seconds(5)) }
    } throws: { if case .gone? = $0 as? LineError { true } else { false } }
    await #expect {
      _ = try await line.perform { io throws(LineError) in try io.read(within: .seconds(5)) }
    } throws: { if case .cannotOpen? = $0 as? LineError { true } else { false } }
    await line.close()
  }

  @Test("A port has one line at a time")
  func locked() async throws {
    let terminal = try PseudoTerminal()
    let address = PortAddress.Line.serial(path: terminal.path, SerialFormat(baud: 9600))
    let (first, second) = (WireLine(address), WireLine(address))
    _ = try await first.perform { _ throws(LineError) in }
    await #expect {
      try await second.perform { _ throws(LineError) in }
    } throws: {
      if case .cannotOpen(let words)? = $0 as? LineError {
        words.contains("process \(getpid()) has the port")
      } else {
        false
      }
    }
    await first.close()
    try await second.perform { _ throws(LineError) in }
    await second.close()
  }

  /// A master alone: when it closes, the line is gone.
  private final class UnheldTerminal {
    let master: Int32
    let path: String

    init() throws {
      master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var (lock, number): (Int32, UInt32) = (0, 0)
      guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
        throw PeerProblem.noTerminal
      }
      path = "/dev/pts/\(number)"
    }

    deinit { close(master) }
  }
}
