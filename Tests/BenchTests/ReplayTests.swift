import Bench
import Cycling
import Detection
import Foundation
import Quantities
import Recording
import TestProtocols
import Testing

@Suite("Replay of a run on an instrument")
struct ReplayTests {
  @Test("Of a cell that nobody described the detectors know as much as they did in the run: what the protocol stops at")
  func withoutCell() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "lost.yaml")
    try """
    sandglass: 1
    name: a clamp that falls off
    safety: {voltage: [-2 V, 2 V]}
    record: {every: 1 s}
    steps: [{plate: 1 mA/cm2, until: 1 h}]
    """.write(to: source, atomically: true, encoding: .utf8)
    let plan = try ShippedFiles.find().prepare(RunRequest(protocolName: source.path, cellName: "li-li-coin")).plan
    let header = RunHeader(
      protocolName: plan.name, protocolText: "", cellName: "", cellText: "",
      planJSON: String(decoding: try JSONEncoder().encode(plan), as: UTF8.self), channelName: "a meter",
      softwareVersion: "test", seed: nil, startedAt: Date(), area: plan.area, modelColumns: [], notes: "")
    let set = Setpoint.current(Quantity(si: -1e-3))
    let readings = (1...90).map { second in
      Reading(
        time: Quantity(si: Double(second)), voltage: Quantity(si: second < 60 ? -0.2 : -2),
        current: Quantity(si: second < 60 ? -1e-3 : -1e-9), setpoint: set)
    }
    let file = folder.appending(path: "lost.sandglass")
    let writer = try RunFile.Writer(creating: file, header: header)
    for reading in readings {
      try writer.record(
        .reading(RecordedReading(reading: reading, stepCount: 1, cycle: 1, stepCharge: .zero)))
    }
    try writer.close()

    let alarms = try Replay.run(over: file, cell: nil).summary.alarms.map(\.alarm.kind)
    #expect(alarms.contains(.openCircuit), "\(alarms)")
  }
}
