import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("A run on one page")
struct RunPageTests {
  private func page(_ folder: ScratchFolder, gnuplot: Gnuplot = Gnuplot()) throws -> String {
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    try RunPage(of: RunFile.Reader(opening: folder["a.sandglass"]), with: gnuplot).write(to: folder["a.html"])
    return try String(contentsOf: folder["a.html"], encoding: .utf8)
  }

  @Test("It holds everything, asks for nothing, and takes no text for markup")
  func whole() throws {
    let folder = try ScratchFolder()
    let text = try page(folder)
    #expect(text.hasPrefix("<!DOCTYPE html>"))
    for heading in [
      "Pictures", "Steps", "Alarms and their evidence", "Test protocol", "Cell", "Provenance", "Integrity",
    ] {
      #expect(text.contains("<h2>\(heading)</h2>"))
    }
    // The protocol's name has markup in it.
    #expect(text.contains("Sand&#39;s &quot;time&quot;\n&lt;b&gt;&amp;amp;"))
    #expect(!text.contains("<b>"))
    #expect(!text.contains("<script"))
    #expect(text.matches(of: /(src|href)="?https?:/).isEmpty)
    #expect(text.contains(RunHeader.handMade().protocolFingerprint.description))
    #expect(text.contains("Every reading, event and text is what was written"))
    for alarm in try RunFile.Reader(opening: folder["a.sandglass"]).alarms() {
      #expect(text.contains(alarm.alarm.kind.rawValue))
      for evidence in alarm.alarm.evidence { #expect(text.contains(evidence.name)) }
    }
    #expect(text.components(separatedBy: "<svg").count >= 3)
  }

  @Test("It tells the states of the alarms, at the end and how they came there")
  func alarmStates() throws {
    let text = try page(try ScratchFolder())
    let section = try #require(text.firstMatch(of: /<h2>Alarm states<\/h2>(?s)(.*?)<\/section>/)).output.1
    #expect(section.contains("<td>sand-time-divergence</td><td>alarm</td><td>shelved</td><td class=\"n\">60 min</td>"))
    #expect(section.contains("<td>normal</td><td>unacknowledged</td><td>raised</td>"))
    #expect(section.contains("<td>unacknowledged</td><td>shelved</td><td>shelved</td>"))
    #expect(text.contains("<dt>alarms that are not normal</dt><dd>1</dd>"))
    #expect(!text.contains("<h2>Critical current density</h2>"))
  }

  @Test(
    "A staircase has its critical current density, the areal capacity until the short, and how the half-cycles ended")
  func criticalCurrent() throws {
    let folder = try ScratchFolder()
    var run = HandMadeRun()
    for rung in 1...3 {
      run.step("plate", charge: -1.8 * Double(rung), current: -1e-3 * Double(rung), cycle: rung)
      run.step("strip", charge: 1.8 * Double(rung), current: 1e-3 * Double(rung), cycle: rung)
    }
    let end = run.takeLast()
    run.alarm(.softShort, .alarm)
    run.put(end)
    run.end()
    try run.write(to: folder["a.sandglass"])
    let page = try RunPage(
      of: RunFile.Reader(opening: folder["a.sandglass"]), with: Gnuplot(searchPath: "/nonexistent"))
    try page.write(to: folder["a.html"])
    let text = try String(contentsOf: folder["a.html"], encoding: .utf8)
    for (name, value) in [
      ("critical current density", "2 mA/cm²"), ("shorted at", "3 mA/cm²"), ("told by", "soft-short after 180 min"),
      ("first suspected at", "3 mA/cm²"), ("half-cycles", "time-controlled"),
      ("cumulative areal capacity until the short", "6 mAh/cm², plating and stripping added up"),
    ] {
      #expect(text.contains("<td>\(name)</td><td>\(value)</td>"), "\(name)")
    }
    #expect(text.contains("<dt>critical current density</dt><dd>2 mA/cm²</dd>"))
  }

  @Test("An instrument's calibration is as it was stated, or said to be none")
  func calibration() throws {
    for (stated, words) in [([:], "none stated"), (["stated": "K-4711, 2026-03-01"], "K-4711, 2026-03-01")] {
      let folder = try ScratchFolder()
      var header = RunHeader.handMade()
      header.instrument = InstrumentRecord(
        profileName: "keithley-2400", profileText: "name: x", place: "/dev/ttyUSB0", identity: ["model": "2400"],
        calibration: stated)
      try HandMadeRun.ofEverything.write(to: folder["a.sandglass"], header: header)
      let run = try RunFile.Reader(opening: folder["a.sandglass"])
      try RunPage(of: run, with: Gnuplot(searchPath: "/nonexistent")).write(to: folder["a.html"])
      let text = try String(contentsOf: folder["a.html"], encoding: .utf8)
      #expect(text.contains("<td>calibration</td><td>\(words)</td>"))
      #expect(text.contains("<td>instrument: model</td><td>2400</td>"))
    }
  }

  @Test("No two elements of the page have one name")
  func names() throws {
    let text = try page(try ScratchFolder())
    let names = text.matches(of: /\bid=["']([^"']+)["']/).map { String($0.1) }
    #expect(!names.isEmpty)
    #expect(Set(names).count == names.count)
  }

  @Test("Without gnuplot the page says so and has the rest")
  func noPictures() throws {
    let text = try page(try ScratchFolder(), gnuplot: Gnuplot(searchPath: "/nonexistent"))
    #expect(!text.contains("<svg"))
    #expect(text.contains("gnuplot, which draws them, was not there"))
    #expect(text.contains("<h2>Provenance</h2>"))
  }
}
