import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Picture of a run")
struct PlotTests {
  private func source(
    title: String = "a run", voltages: [Double] = [0.1, 0.2], marks: [PlotMark] = []
  ) -> PlotSource {
    let points = voltages.enumerated().map { PlotPoint(x: Double($0), value: $1) }
    return PlotSource(
      title: title, subtitle: "a cell", voltage: points, lower: .current, lowerCurve: points, marks: marks)
  }

  @Test("Spikes, ends and gaps survive the thinning of two hundred thousand readings")
  func thinning() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    for index in 0..<200_000 {
      let voltage = index == 123_457 ? 5 : index == 77_777 ? -3 : index == 150_001 ? .nan : sin(Double(index) / 1e4)
      try writer.record(.reading(RecordedReading(Double(index), voltage, -1e-3, step: 1)))
    }
    try writer.close()
    let source = try PlotSource(RunFile.Reader(opening: writer.url))
    #expect(source.voltage.count < 4 * 2400 + 2)
    #expect(source.voltage.first == PlotPoint(x: 0, value: 0))
    #expect(source.voltage.last == PlotPoint(x: 199_999, value: sin(19.9999)))
    #expect(source.voltage.contains(PlotPoint(x: 123_457, value: 5)))
    #expect(source.voltage.contains(PlotPoint(x: 77_777, value: -3)))
    #expect(source.voltage.filter(\.value.isNaN).map(\.x) == [150_001])
    #expect(zip(source.voltage, source.voltage.dropFirst()).allSatisfy { $0.x <= $1.x })
  }

  @Test("A mark carries the voltage of its time, between two readings on the straight line")
  func markVoltage() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    for time in [10.0, 20, 30] { try writer.record(.reading(RecordedReading(time, time / 100, -1e-3, step: 1))) }
    for time in [20.0, 25, 40] {
      try writer.record(.alarm(Alarm(kind: .hardShort, severity: .trip, time: Quantity(si: time)), step: 1))
    }
    try writer.close()
    let marks = try PlotSource(RunFile.Reader(opening: writer.url)).marks
    #expect(marks.map(\.name) == ["hard-short", "hard-short", "hard-short"])
    #expect(marks.map { $0.voltage?.si } == [0.2, 0.25, nil])
  }

  @Test("A window shows its readings and its alarms, and no others")
  func window() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    for time in [10.0, 20, 30] { try writer.record(.reading(RecordedReading(time, time / 100, -1e-3, step: 1))) }
    for time in [10.0, 25] {
      try writer.record(.alarm(Alarm(kind: .hardShort, severity: .trip, time: Quantity(si: time)), step: 1))
    }
    try writer.close()
    let run = try RunFile.Reader(opening: writer.url)
    let source = try PlotSource(run, window: 15...35)
    #expect(source.voltage.map(\.x) == [20, 30])
    #expect(source.marks.map(\.time.si) == [25])
    #expect(throws: RecordingError.nothingToPlot(path: writer.url.path)) { try PlotSource(run, window: 40...50) }
  }

  @Test("The lower panel shows the net areal capacity on request")
  func arealCapacity() throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let source = try PlotSource(RunFile.Reader(opening: folder["a.sandglass"]), lower: .arealCapacity)
    let last = try #require(source.lowerCurve.last)
    // −3.6 C + 3.5 C on 1 cm².
    #expect(abs(last.value - -0.1 / 1e-4) < 1e-6)
  }

  @Test("The lower panel shows a column of the model's state on request, and names those there are")
  func modelState() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(
      creating: folder["a.sandglass"], header: .handMade(modelColumns: RunHeader.threeColumns))
    for index in 0..<5 {
      let state = [1000 - Double(index), 0, Double.nan]
      try writer.record(.reading(RecordedReading(Double(index), 0.1, -1, step: 1, modelState: state)))
    }
    try writer.close()
    let run = try RunFile.Reader(opening: folder["a.sandglass"])
    let source = try PlotSource(run, lower: .model("surface_concentration_mol_m3"))
    #expect(source.lowerCurve.map(\.value) == [1000, 999, 998, 997, 996])
    try source.draw(to: folder["a.svg"])
    #expect(try Labels(of: folder["a.svg"]).texts.contains("surface_concentration_mol_m3"))
    let known = RunHeader.threeColumns.map(\.name)
    #expect(throws: RecordingError.noModelColumn(path: run.url.path, name: "morfology", known: known)) {
      try PlotSource(run, lower: .model("morfology"))
    }
  }

  @Test("Runs and foreign readings are drawn over each other, each with its name")
  func overlay() throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    try "time,current,voltage\n0,-1e-3,0.1\n9000,1e-3,0.2\n".write(
      to: folder["measured.csv"], atomically: true, encoding: .utf8)
    var picture = try PlotSource(RunFile.Reader(opening: folder["a.sandglass"]))
    picture.overlay([try PlotSource(ReadingsFile(opening: folder["measured.csv"]))])
    #expect(picture.others.map(\.name) == ["measured"])
    try picture.draw(to: folder["a.svg"])
    let texts = try Labels(of: folder["a.svg"]).texts
    #expect(texts.contains { $0.contains("(a)") })
    #expect(texts.contains { $0.contains("measured") })
    #expect(throws: RecordingError.nothingToPlot(path: folder["measured.csv"].path)) {
      try PlotSource(ReadingsFile(opening: folder["measured.csv"]), window: 1e6...2e6)
    }
  }

  @Test("A run without readings says so")
  func empty() throws {
    let folder = try ScratchFolder()
    try HandMadeRun().write(to: folder["a.sandglass"])
    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    #expect(throws: RecordingError.nothingToPlot(path: reader.url.path)) { try PlotSource(reader) }
  }

  @Test(
    "Pictures come out for runs of any shape",
    arguments: [[], [0.1], [.nan, .nan], [0, 0, 0], [1e-9, -1e9], [.infinity]])
  func oddShapes(voltages: [Double]) throws {
    let folder = try ScratchFolder()
    let source = source(voltages: voltages)
    try source.draw(to: folder["a.PNG"])
    #expect(try Data(contentsOf: folder["a.PNG"]).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    try source.draw(to: folder["a.svg"])
    let unit = voltages.contains { $0.isFinite && $0.magnitude >= 0.3 } ? "V" : "mV"
    #expect(try Labels(of: folder["a.svg"]).texts.filter { $0.hasPrefix("voltage") } == ["voltage / \(unit)"])
  }

  @Test("What XML forbids in a text does not break the SVG")
  func forbiddenInXML() throws {
    let folder = try ScratchFolder()
    try source(title: "a]]>b\u{0}\u{FFFE}\u{1B}[31m").draw(to: folder["a.svg"])
    #expect(try Labels(of: folder["a.svg"]).texts.contains("a]] >b   [31m"))
  }

  @Test(
    "Hostile names are written as they are and do nothing",
    arguments: [
      "it's \"quoted\" ''twice''", "back\\slash \\n and `touch here` $(touch here)", "<b>&amp;</b> ]] > <!--",
      "enhanced_{sub}^{sup} @x {/Symbol a}", "%s %d %%", "EOD\nEND\n$voltage << END", "日本語 ∂φ/∂x",
      "'; system 'touch here'; '",
    ])
  func hostileNames(name: String) throws {
    let folder = try ScratchFolder()
    let mark = PlotMark(name: name, severity: .alarm, time: Quantity(si: 0.5))
    try source(title: name, marks: [mark]).draw(to: folder["a.svg"])
    let shown = name.replacingOccurrences(of: "\n", with: " ")
    let labels = try Labels(of: folder["a.svg"]).texts
    #expect(labels.contains(shown))
    #expect(labels.contains("alarm: \(shown)  0.5 s"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.svg"])
    #expect(!FileManager.default.fileExists(atPath: "here"))
  }

  @Test("Names of many alarms never cover one another, and those without room are counted")
  func manyAlarms() throws {
    let folder = try ScratchFolder()
    var random = SystematicBytes(seed: 5)
    let marks = (0..<60).map { _ in
      let severity = Severity.allCases[random.next(below: 4)]
      return PlotMark(
        name: "polarisation-runaway", severity: severity, time: Quantity(si: Double(random.next(below: 100))))
    }
    try source(voltages: Array(repeating: 0.1, count: 100), marks: marks).draw(to: folder["a.svg"])
    let labels = try Labels(of: folder["a.svg"])
    let names = labels.placed.filter { $0.text.contains(": polarisation-runaway") }
    #expect(names.count > 5)
    #expect(labels.texts.contains { $0.contains("(\(60 - names.count) of 60 alarms not named)") })
    for (index, one) in names.enumerated() {
      for other in names[(index + 1)...] where abs(one.y - other.y) < 12 {
        // Letters of 14 pixels' height are about 7 wide.
        let (left, right) = one.left < other.left ? (one, other) : (other, one)
        #expect(left.left + 7 * Double(left.text.count) < right.left)
      }
    }
  }

  @Test("Kinds of pictures are told by the extension")
  func extensions() throws {
    let error = RecordingError.unknownPictureFormat(path: "/tmp/a.pdf", known: ["svg", "png"])
    #expect(throws: error) { try source().draw(to: URL(fileURLWithPath: "/tmp/a.pdf")) }
    #expect(error.mend == "end the name in .svg or .png")
  }

  @Test("Without gnuplot, or when it fails, there is a clear word and no file")
  func gnuplotMissing() throws {
    let folder = try ScratchFolder()
    #expect(throws: RecordingError.gnuplotMissing) {
      try source().draw(to: folder["a.svg"], with: Gnuplot(searchPath: "/nowhere"))
    }
    let program = folder["gnuplot"]
    try Data("#!/bin/sh\necho half a picture\necho no terminal svg >&2\nexit 1\n".utf8).write(to: program)
    chmod(program.path, 0o755)
    #expect(throws: RecordingError.gnuplotFailed(reason: "no terminal svg\n")) {
      try source().draw(to: folder["a.svg"], with: Gnuplot(searchPath: "/nowhere:\(folder.url.path)"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["gnuplot"])
  }
}
