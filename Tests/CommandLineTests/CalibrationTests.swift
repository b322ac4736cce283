import Foundation
import Testing

@Suite("The calibration of an instrument", .onOwnThreads)
struct CalibrationTests {
  @Test("It is in the report as it was stated; where nobody stated one, that is said")
  func stated() throws {
    let program = try Program()
    defer { program.remove() }
    let link = program.folder.appending(path: "smu").path
    let emulator = try Emulator(
      in: program, "--device", "keithley-2400", "--cell", "li-li-coin", "--pty", link, "--speed", "60")
    defer { emulator.end() }
    let source = try program.file(
      "short.yaml",
      """
      sandglass: 1
      name: short
      safety: {voltage: [-2 V, 2 V], current: 2 mA/cm2}
      record: {every: 1 s}
      steps:
        - plate: 1 mA/cm2
          until: 10 s
      """)
    let run = [
      "run", source, "--cell", "li-li-coin", "--device", "keithley-2400", "--port", link, "--speed", "60", "--json",
    ]
    for (options, words) in [(["--calibration", "K-4711, 2026-03-01"], "K-4711, 2026-03-01"), ([], "none stated")] {
      let file = "run-\(options.count).sandglass"
      let result = try program.call(run + ["--out", file] + options)
      #expect(result.status == 0, "\(result.errors)")
      for result in [result, try program("report", file, "--json")] {
        #expect(result.errors.contains("Instrument: keithley-2400 (2400) at \(link); calibration: \(words)\n"))
        let instrument = try #require(try result.object()["instrument"] as? [String: Any])
        #expect(instrument["calibration"] as? String == (options.isEmpty ? nil : words))
        #expect(instrument["profile"] as? String == "keithley-2400")
      }
      #expect(try program("report", file, "--html", "page.html").status == 0)
      let page = try String(contentsOf: program.folder.appending(path: "page.html"), encoding: .utf8)
      #expect(page.contains("<td>calibration</td><td>\(words)</td>"))
    }
  }

  @Test("A virtual cell has none")
  func virtual() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program("run", "smoke", "--calibration", "K-4711")
    #expect(result.status == 2)
    #expect(result.errors.contains("--calibration is an instrument's; a virtual cell has none"))
  }
}
