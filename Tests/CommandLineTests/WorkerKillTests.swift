import Foundation
import Testing

/// SANDGLASS_KILLS=200 makes the campaign; a few are enough to see that it works.
@Suite("A run on an instrument that is killed", .onOwnThreads, .serialized)
struct WorkerKillTests {
  private static let kills = Int(ProcessInfo.processInfo.environment["SANDGLASS_KILLS"] ?? "") ?? 5

  @Test("kill -9 of the run's process: the output is off within 2 s, each time", arguments: InstrumentRig.Way.allCases)
  func kill(_ way: InstrumentRig.Way) throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(way, in: program)
    defer { rig.emulator.end() }
    var random = SystemRandomNumberGenerator()
    var delays: [Double] = []
    for kill in 0..<Self.kills {
      let start = Date()
      let run = try rig.start("run-\(kill)")
      // One of five is killed at any moment from its start on, the others while the protocol goes on.
      if kill % 5 != 4 { try #require(try rig.waitUntilOn(since: start), "kill \(kill): nothing was switched on") }
      Thread.sleep(forTimeInterval: Double.random(in: 0...2, using: &random))
      let killed = Date().timeIntervalSince1970
      Foundation.kill(run.processIdentifier, SIGKILL)
      run.waitUntilExit()
      // The supervisor writes down that the output is off; one that was killed before it began never writes.
      _ = try wait(5) {
        try rig.output.look()
        let log = rig.text("run-\(kill).supervisor.log")
        return !rig.output.isOn && (log.contains("the output is off") || log.contains("given up"))
      }
      #expect(!rig.output.isOn, "kill \(kill): the output is still on")
      if let offAt = rig.output.offAfter(killed) {
        delays.append(offAt - killed)
        #expect(offAt - killed <= 2, "kill \(kill): \(offAt - killed) s")
      }
    }
    #expect(Self.kills < 5 || !delays.isEmpty, "no kill met the output on")
    delays.sort()
    func share(_ part: Double) -> String {
      delays.isEmpty ? "–" : String(format: "%.3f s", delays[min(delays.count - 1, Int(part * Double(delays.count)))])
    }
    print(
      "\(way.rawValue): \(Self.kills) kills, \(delays.count) while the output was on; off after median \(share(0.5)), "
        + "95 % \(share(0.95)), longest \(share(1))")
  }
}
