import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Battery Data Format: growing file, metadata, Parquet")
struct BatteryDataTests {
  @Test("A growing file has whole rows at any time, and ends as the export")
  func growing() throws {
    let folder = try ScratchFolder()
    let live = try LiveBatteryDataFile(at: folder["live.bdf.csv"], header: .handMade())
    for (index, event) in HandMadeRun.ofEverything.events.enumerated() {
      try live.take(event)
      let text = try String(contentsOf: folder["live.bdf.csv"], encoding: .utf8)
      #expect(text.hasSuffix("\n"))
      if index == 2 { #expect(try metadata(folder["live.meta.json"])["finalized"] as? Bool == false) }
    }
    try live.close()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let run = try RunFile.Reader(opening: folder["a.sandglass"])
    try BatteryDataFormatCSV().export(run, to: folder["a.bdf.csv"], withModelState: false)
    #expect(try Data(contentsOf: folder["live.bdf.csv"]) == Data(contentsOf: folder["a.bdf.csv"]))
    let beside = try metadata(folder["live.meta.json"])
    #expect(beside["finalized"] as? Bool == true)
    #expect(beside["rows"] as? Int == (try run.position().readings))
  }

  @Test("The file beside an export says what was run, on what, and by what")
  func beside() throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let run = try RunFile.Reader(opening: folder["a.sandglass"])
    let written = try RunMetadata(of: run, columns: ["x"]).write(beside: folder["b.bdf.csv"], withExtension: "bdf.csv")
    #expect(written.lastPathComponent == "b.meta.json")
    let object = try metadata(written)
    #expect(object["columns"] as? [String] == ["x"])
    #expect(object["started_at"] as? String == "2027-01-15T08:00:00Z")
    let detail = try #require(object["metadata"] as? [String: Any])
    #expect(detail["protocol_text"] as? String == RunHeader.handMade().protocolText)
    #expect(detail["protocol_sha256"] as? String == RunHeader.handMade().protocolFingerprint.description)
    #expect(detail["electrode_area_cm2"] as? Double == 1)
    #expect(detail["seed"] as? String == "\(UInt64.max)")
    #expect(detail["ended"] as? String == "completed")
  }

  @Test("Where pyarrow is not there, that is said, and nothing is left behind")
  func noPyarrow() async throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    await #expect(processExitsWith: .success) { [path = folder.url.path as String] in
      setenv("SANDGLASS_PYTHON", "/bin/false", 1)
      let folder = URL(fileURLWithPath: path)
      let run = try RunFile.Reader(opening: folder.appendingPathComponent("a.sandglass"))
      let failure = #expect(throws: RecordingError.self) {
        try BatteryDataFormatParquet().export(
          run, to: folder.appendingPathComponent("a.bdf.parquet"), withModelState: true)
      }
      #expect(failure == .pyarrowMissing(reason: "python ended with 1"))
      #expect(failure?.description.contains("python3 -m pip install pyarrow") == true)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.sandglass"])
  }

  private func metadata(_ url: URL) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
  }
}
