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
