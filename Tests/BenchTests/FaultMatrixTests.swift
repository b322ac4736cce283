import Bench
import Cycling
import Drivers
import Foundation
import HardwareSim
import Testing

/// SANDGLASS_FAULTS=all strikes every message; without it every seventh is struck.
@Suite("Every fault at every message", .serialized)
struct FaultMatrixTests {
  /// A fault, and how it is asked for at one message.
  struct Blow: Sendable, CustomTestStringConvertible {
    let name: String
    let rule: @Sendable (FaultTrigger) -> FaultRule

    var testDescription: String { name }
  }

  /// What can befall a message on any wire.
  private static let blows = [
    Blow(name: "request dropped") { FaultRule(.silence, .silence, $0, meetsRequest: true) },
    Blow(name: "reply dropped") { FaultRule(.silence, .silence, $0) },
    Blow(name: "byte lost") { FaultRule(.droppedByte, .droppedByte, $0) },
    Blow(name: "byte of noise") { FaultRule(.insertedByte, .insertedByte, $0) },
    Blow(name: "reply in two parts") { FaultRule(.split, .split(pause: 0.03), $0) },
    Blow(name: "reply late") { FaultRule(.lateReply, .lateReply(by: 1.2), $0) },
    Blow(name: "other unit") { FaultRule(.wrongUnit, .wrongUnit, $0) },
    Blow(name: "other function") { FaultRule(.wrongFunction, .wrongFunction, $0) },
    Blow(name: "exception 4") { FaultRule(.exception, .exception(code: 4), $0) },
    Blow(name: "line cut for 0.3 s") { FaultRule(.disconnect, .disconnect(for: 0.3), $0) },
  ]

  /// What only a line without a protocol below it can do: TCP has a checksum of its own.
  private static let serialBlows = [
    Blow(name: "bits turned over") { FaultRule(.bitFlip, .bitFlip(count: 2), $0) },
    Blow(name: "checksum wrong") { FaultRule(.crcError, .crcError, $0) },
  ]

  @Test(
    "No reading is taken for good that was not shown; the run completes or ends with the output off",
    arguments: EmulatedCase.Wire.allCases)
  func strike(_ wire: EmulatedCase.Wire) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sandglass-faults-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let one = try Self.shortRun(over: wire, in: folder)
    let quiet = try await one.run(FaultScript(), folder: folder)
    #expect(quiet.end == .completed, "\(quiet.words)")
    #expect(quiet.wrong.isEmpty && quiet.readings > 5 && !quiet.isOn, "\(quiet.wrong)")

    let stride = ProcessInfo.processInfo.environment["SANDGLASS_FAULTS"] == "all" ? 1 : 7
    print("\(wire.rawValue): \(quiet.messages) messages in an undisturbed run, every \(stride). struck")
    for blow in Self.blows + (wire == .rtu ? Self.serialBlows : []) {
      let messages = Array(Swift.stride(from: 1, through: quiet.messages, by: stride))
      let outcomes = try await strike(messages, with: blow, one, folder)
      let recovered = outcomes.count { $0.1.end == .completed }
      let wrong = outcomes.reduce(0) { $0 + $1.1.wrong.count }
      print(
        "  \(blow.name.padding(toLength: 20, withPad: " ", startingAt: 0)) cases \(outcomes.count)  recovered \(recovered)  "
          + "ended safe \(outcomes.count { $0.1.end != .completed && !$0.1.isOn })  wrong readings \(wrong)")
      for (message, outcome) in outcomes {
        #expect(outcome.wrong.isEmpty, "\(blow.name) at message \(message): \(outcome.wrong)")
        #expect(!outcome.isOn, "\(blow.name) at message \(message): the output is on, the run said: \(outcome.words)")
      }
    }
  }

  /// Some cases side by side: they mostly wait.
  private func strike(
    _ messages: [Int], with blow: Blow, _ one: EmulatedCase, _ folder: URL
  ) async throws -> [(Int, EmulatedCase.Outcome)] {
    try await withThrowingTaskGroup(of: (Int, EmulatedCase.Outcome).self) { group in
      var outcomes: [(Int, EmulatedCase.Outcome)] = []
      for (index, message) in messages.enumerated() {
        if index >= 6, let done = try await group.next() { outcomes.append(done) }
        group.addTask {
          let script = FaultScript([blow.rule(.messages([message]))], seed: UInt64(message))
          return (message, try await one.run(script, folder: folder))
        }
      }
      for try await done in group { outcomes.append(done) }
      return outcomes.sorted { $0.0 < $1.0 }
    }
  }

  /// Rests, charges and rests a pouch cell for a second of real time in all.
  private static func shortRun(over wire: EmulatedCase.Wire, in folder: URL) throws -> EmulatedCase {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    let files = ShippedFiles(root: root)
    let coin = try String(contentsOf: root.appending(path: "Profiles/Cells/li-lfp.yaml"), encoding: .utf8)
    let cell = folder.appending(path: "pouch.yaml")
    // EA's smallest step is 2.3 mA: a pouch cell of a quarter of a square metre.
    try coin.replacing("area: 1.267 cm2", with: "area: 2500 cm2").write(to: cell, atomically: true, encoding: .utf8)
    let source = folder.appending(path: "short.yaml")
    try """
    sandglass: 1
    name: short
    safety: {voltage: [2 V, 4 V], current: 2 mA/cm2}
    record: {every: 1 s}
    steps:
      - rest: 3 s
      - strip: 1 mA/cm2
        until: 5 s
      - rest: 2 s
    """.write(to: source, atomically: true, encoding: .utf8)
    let target = InstrumentTarget(try files.device(named: "ea-psb-10000"), at: try PortAddress("tcp:127.0.0.1:1"))
    let prepared = try files.prepare(RunRequest(protocolName: source.path, cellName: cell.path), on: target)
    return EmulatedCase(wire: wire, prepared: prepared, cell: try files.cell(named: cell.path).profile)
  }
}
