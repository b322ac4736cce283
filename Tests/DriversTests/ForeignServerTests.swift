import Cycling
import Drivers
import Foundation
import Quantities
import Testing

/// Foreign servers, made by `make interop`; without them these tests are left out.
@Suite(
  "Servers that others wrote are driven as our own", .timeLimit(.minutes(2)), .enabled(if: ForeignServer.folder != nil))
struct ForeignServerTests {
  @Test(
    "A supply served by pymodbus or by libmodbus from C is recognised, armed, held, read and opened",
    arguments: ForeignServer.Kind.allCases, ["tcp", "rtu"])
  func supply(kind: ForeignServer.Kind, wire: String) async throws {
    let server = try ForeignServer(kind, wire)
    defer { server.end() }
    let address = try PortAddress(wire == "tcp" ? "tcp:127.0.0.1:\(server.place)#1" : "\(server.place)@115200-8N1#1")
    let profile = try TestProfiles.shipped("ea-psb-10000")
    try await server.isUp(address)
    let report = await Scan.port(address, candidates: [("ea-psb-10000", profile)])
    #expect(report.found.map(\.model) == ["PSB 10060-60"], "\(report.remarks)")

    let channel = try await Instruments.open(
      profile, at: address, limits: ChannelLimits(voltage: 2...4.5, current: -20...20, longestHold: 60),
      clock: ContinuousClock())
    for amperes in [-5.0, 2.5] {
      try await channel.apply(.current(Quantity(si: amperes)))
      let reading = try await channel.read().reading
      #expect(abs(reading.current.si - amperes) <= 60 / 52428)
      #expect(abs(reading.voltage.si - 3.7) <= 60 / 52428)
      #expect(reading.flags == [])
    }
    try await channel.apply(.open)
    #expect(try await channel.read().reading.current.si == 0)
    await channel.close()
  }
}

/// A foreign server as a process.
final class ForeignServer {
  enum Kind: String, CaseIterable, Sendable { case pymodbus, libmodbus }

  /// Where `make interop` put them.
  static let folder = ProcessInfo.processInfo.environment["SANDGLASS_INTEROP"]

  let place: String
  private let process = Process()

  init(_ kind: Kind, _ wire: String) throws {
    let folder = try #require(Self.folder)
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    switch kind {
    case .pymodbus:
      process.executableURL = URL(filePath: "\(folder)/venv/bin/python")
      process.arguments = [root.appending(path: "Interop/supply_pymodbus.py").path, wire]
    case .libmodbus:
      process.executableURL = URL(filePath: "\(folder)/supply_libmodbus")
      process.arguments = [wire]
    }
    let output = Pipe()
    (process.standardOutput, process.standardInput) = (output, FileHandle.nullDevice)
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    place = line.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(!place.isEmpty)
  }

  /// Waits until the server listens: pymodbus says its port before it does.
  func isUp(_ address: PortAddress) async throws {
    guard case .tcp = address.line else { return }
    for _ in 0..<100 {
      let line = WireLine(address.line)
      let isOpen = (try? await line.perform { _ throws(LineError) in true }) ?? false
      await line.close()
      if isOpen { return }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  func end() {
    // A child may have inherited a mask that keeps SIGTERM from it.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
