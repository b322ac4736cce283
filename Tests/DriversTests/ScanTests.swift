import DeviceProfiles
import Drivers
import Foundation
import Glibc
import Quantities
import Synchronization
import Testing

@Suite("A scan reads what identifies, writes nothing, and says what it heard", .timeLimit(.minutes(1)))
struct ScanTests {
  private func candidates(_ names: String..., answer: Double = 0.3) throws -> [Scan.Candidate] {
    try names.map { name in
      var profile = try TestProfiles.shipped(name)
      profile.timing.answer = Quantity(si: answer)
      return (name, profile)
    }
  }

  @Test("A supply is recognised among others, on each of its wires", arguments: TestWire.allCases)
  func supply(wire: TestWire) async throws {
    let supply = SupplyModel()
    let peer = try wire.peer { supply.answer($0) }
    defer { peer.end() }
    let address = wire.address(of: peer)
    let report = await Scan.port(
      address, candidates: try candidates("riden-rd60xx", "keithley-2400", "eurotherm-3200", "ea-psb-10000"))
    #expect(report.found == [Scan.Finding(device: "ea-psb-10000", model: "PSB 10060-60", port: "\(address)#0")])
    let reads = peer.log.map { $0[wire == .tcp ? 7 : 1] }
    #expect(wire == .rtuOnTerminal || reads.allSatisfy { $0 == 3 })
    #expect(supply.state.withLock { $0.written.isEmpty })
  }

  @Test("Another instrument is told from those that are known")
  func other() async throws {
    let peer = try TestWire.tcp.peer { $0[0] == 3 && $0[4] == 2 ? bytes("03 04 00 00 00 00") : [$0[0] | 0x80, 2] }
    defer { peer.end() }
    let report = await Scan.port(TestWire.tcp.address(of: peer), candidates: try candidates("ea-psb-10000"))
    #expect(report.found.isEmpty)
    #expect(report.remarks.contains { $0.contains("unit 0 answers, but is no EA PSB 10000") })
  }

  @Test("A server that speaks XML is told by its words, and a silent one is left alone")
  func xml() async throws {
    for speaks in [true, false] {
      let listener = try Listener()
      let isOver = Flag()
      Thread {
        while !isOver.isSet {
          guard let connection = listener.accept(within: 100) else { continue }
          var buffer = [UInt8](repeating: 0, count: 64)
          _ = recv(connection, &buffer, buffer.count, 0)
          let words = Array("<?xml version=\"1.0\" encoding=\"UTF-8\" ?><bts version=\"1.0\">\n\n#\r\n".utf8)
          if speaks { _ = send(connection, words, words.count, Int32(MSG_NOSIGNAL)) }
          Thread.sleep(forTimeInterval: speaks ? 0.2 : 1.5)
          close(connection)
        }
      }.start()
      let report = await Scan.port(
        PortAddress(.tcp(host: "127.0.0.1", port: listener.port)),
        candidates: try candidates("ea-psb-10000", answer: speaks ? 20 : 0.3))
      #expect(report.found.isEmpty)
      #expect(
        report.remarks.contains { $0.contains(speaks ? "speaks XML, not Modbus" : "nothing answers as unit 0") },
        "\(report)")
      isOver.set()
    }
  }

  @Test("A port that is not there is said to be so")
  func nothing() async throws {
    let report = await Scan.port(
      PortAddress(.serial(path: "/dev/not-there", SerialFormat(baud: 9600))),
      candidates: try candidates("riden-rd60xx", "keithley-2400"))
    #expect(report.found.isEmpty)
    #expect(report.remarks.count == 1 && report.remarks[0].contains("is it plugged in?"))
  }
}

/// Says from one thread to another that something is over.
private final class Flag: Sendable {
  private let state = Mutex(false)

  var isSet: Bool { state.withLock { $0 } }
  func set() { state.withLock { $0 = true } }
}
