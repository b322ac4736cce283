import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Import of readings")
struct ReadingsFileTests {
  private func read(_ text: String) throws -> [Reading] { try read(Data(text.utf8)) }

  private func read(_ content: Data) throws -> [Reading] {
    let folder = try ScratchFolder()
    try content.write(to: folder["a.csv"])
    var readings: [Reading] = []
    try ReadingsFile(opening: folder["a.csv"]).forEachReading { readings.append($0) }
    return readings
  }

  /// The error a text brings, with the folder taken out of it.
  private func failure(_ text: String) throws -> String { try failure(Data(text.utf8)) }

  private func failure(_ content: Data) throws -> String {
    let folder = try ScratchFolder()
    try content.write(to: folder["a.csv"])
    do {
      try ReadingsFile(opening: folder["a.csv"]).forEachReading { _ in }
      return "no error"
    } catch let error as RecordingError {
      return error.description.replacingOccurrences(of: folder.url.path + "/", with: "")
    }
  }

  /// Two readings: 0 s, 0.1 V, −1 mA and 60 s, 0.2 V, −1.5 mA.
  @Test(
    "Names and units as instruments and people write them",
    arguments: [
      "time,current,voltage\n0,-1e-3,0.1\n60,-1.5e-3,.2\n",
      "time,current,voltage,,\n0,-1e-3,0.1\n60,-1.5e-3,.2,,\n",
      "# made by hand\r\n\r\nTime (min);I [mA];U/mV\r\n0;-1;100\r\n1;-1.5;+2E2",
      "t_s\tvoltage_V\tcurrent_uA\n0.0\t0.1\t-1000\n# a remark\n60\t0.2\t-1500\n",
      "\u{FEFF}Test Time / s,Voltage / V,Current / A,Step Time / s,Unix Time / s\n0,0.1,-1e-3,0,9\n60,0.2,-1.5e-3,0,9\n",
      "test_time_second,voltage_volt,current_ampere\n0,0.1,-0.001\n60,0.2,-0.0015\n",
      "time/s,Ewe/V,<I>/mA\n0,0.1,-1\n60,0.2,-1.5\n",
      "Timestamp,Working Electrode Voltage [V],Working Electrode Current [A]\n0,0.1,-1e-3\n60,0.2,-1.5e-3\n",
      "\"elapsed time\" , \"note, and more\",I,V,\n 0 ,\"a \"\"b\"\", c\",-1e-3,0.1,\n60,,-1.5e-3,0.2,,,\n",
    ])
  func spellings(text: String) throws {
    let readings = try read(text)
    #expect(readings.count == 2)
    for (reading, expected) in zip(readings, [(0.0, 0.1, -1e-3), (60.0, 0.2, -1.5e-3)]) {
      #expect(reading.time.si == expected.0)
      #expect(abs(reading.voltage.si - expected.1) < 1e-15)
      #expect(abs(reading.current.si - expected.2) < 1e-15)
      #expect(reading.setpoint == nil)
    }
  }

  @Test(
    "What was exported comes back to the bit",
    arguments: ExportFormats.all.filter { $0.fileExtension.hasSuffix("csv") }.map(\.id))
  func ownFormats(id: String) throws {
    let folder = try ScratchFolder()
    let format = try #require(ExportFormats.all.first { $0.id == id })
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let run = try RunFile.Reader(opening: folder["a.sandglass"])
    try format.export(run, to: folder["a.csv"], withModelState: false)
    var written: [Reading] = []
    try run.forEachReading {
      written.append(Reading(time: $0.reading.time, voltage: $0.reading.voltage, current: $0.reading.current))
    }
    var readings: [Reading] = []
    try ReadingsFile(opening: folder["a.csv"]).forEachReading { readings.append($0) }
    #expect(readings == written)
  }

  @Test("BioLogic's text is read behind its head, with a decimal point or comma", arguments: [".", ","])
  func bioLogic(point: String) throws {
    let text = """
      EC-Lab ASCII FILE\r
      Nb header lines : 6\r
      \r
      Galvanostatic Cycling with Potential Limitation\r
      Characteristic mass : 0.001 g\tmore: 1,5 \u{B0}\r
      mode\tox/red\terror\ttime/s\tcontrol/V/mA\tEwe/V\tdq/mA.h\t<I>/mA\t(Q-Qo)/mA.h\r
      1\t0\t0\t0.000000000000000E+000\t-1.0\t-5.1000000E-002\t0\t-1.0000000E+000\t0\r
      1\t0\t0\t1.000000000000000E+001\t-1.0\t-6.1000000E-002\t0\t-1.0000000E+000\t0\r

      """
    let readings = try read(point == "." ? text : text.replacing(".", with: point))
    #expect(readings.map(\.time.si) == [0, 10])
    #expect(readings.map(\.voltage.si) == [-0.051, -0.061])
    #expect(readings.map(\.current.si) == [-1e-3, -1e-3])
  }

  @Test("A head of BioLogic's that does not say how long it is, or says too much, is named")
  func bioLogicHead() throws {
    for head in ["EC-Lab ASCII FILE\nmode\ttime/s\n", "EC-Lab ASCII FILE\nNb header lines : 99\n\n1\n"] {
      #expect(throws: RecordingError.self) { try read(head) }
    }
  }

  @Test(
    "Faults of the names, with their line",
    arguments: [
      ("# x\ntime,I\n0,1\n", "a.csv:2  no column for voltage\n  the columns are \"time\", \"I\""),
      ("alpha\n1\n", "a.csv:1  no column for time, current, voltage\n  the columns are \"alpha\""),
      ("0,1,2\n1,1,2\n", "a.csv:1  \"0,1,2\" names no columns"),
      ("time,I,V,v\n0,1,2,3\n", "a.csv:1  more than one column for voltage: \"V\", \"v\""),
      ("time,I [mA/cm2],V\n0,1,2\n", "a.csv:1  \"I [mA/cm2]\" is not in a unit of current"),
      ("time / furlong,I,V\n0,1,2\n", "a.csv:1  \"time / furlong\" is not in a unit of time"),
      ("", "a.csv  the file is empty"), ("\n\n# nothing\n", "a.csv  the file is empty"),
      ("time,I,V\n", "a.csv  the file has column names but no readings"),
    ])
  func namesAtFault(text: String, message: String) throws {
    #expect(try failure(text).hasPrefix(message))
  }

  @Test(
    "Faults of a line",
    arguments: [
      ("1,x,2", "current \"x\" is not a number"), ("1,nan,2", "current \"nan\" is not a number"),
      ("1,1,inf", "voltage \"inf\" is not a number"), ("1,0x1p3,2", "current \"0x1p3\" is not a number"),
      ("1,1e999,2", "current \"1e999\" is not a number"), ("1,,2", "current is empty"),
      ("1,1", "it has 2 fields where there are 3 columns"), ("1,1,2,3", "it has 4 fields where there are 3 columns"),
      ("-1,1,2", "time runs back from 0.0 s to -1.0 s"),
      ("1,\"0,5\",2", "current \"0,5\" has a decimal comma\n  mend: write numbers with a decimal point"),
    ])
  func lineAtFault(line: String, problem: String) throws {
    #expect(
      try failure("time,I,V\n0,1,1\n\(line)\n5,1,1\n") == "a.csv:3  a line is not a reading\n  line 3: \(problem)")
  }

  @Test("Many faults are gathered, and the body sees nothing behind the first")
  func manyFaults() throws {
    let folder = try ScratchFolder()
    let lines = (0..<50).map { $0 == 3 || $0 > 20 ? "\($0),oops,1" : "\($0),1,1" }
    try Data(("time,I,V\n" + lines.joined(separator: "\n")).utf8).write(to: folder["a.csv"])
    var seen = 0
    do {
      try ReadingsFile(opening: folder["a.csv"]).forEachReading { _ in seen += 1 }
      Issue.record("no error")
    } catch RecordingError.badLines(_, let faults, let more) {
      #expect(faults.map(\.line) == [5] + (23...31))
      #expect(more == 20)
    }
    #expect(seen == 3)
  }

  @Test("A clock that was set back is one fault")
  func clockSetBack() throws {
    let message = try failure("time,I,V\n0,1,1\n300,1,1\n5,1,1\n6,1,1\n7,1,1\n")
    #expect(message == "a.csv:4  a line is not a reading\n  line 4: time runs back from 300.0 s to 5.0 s")
  }

  @Test("Files that are no text are called by their kind")
  func otherKinds() throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let isNoText = "a.csv  the file is not a text of readings; it looks like"
    #expect(try failure(Data(contentsOf: folder["a.sandglass"])).hasPrefix("\(isNoText) a run file or another SQLite"))
    #expect(try failure(Data([0x1F, 0x8B, 8, 0])).hasPrefix("\(isNoText) a gzip archive"))
    #expect(try failure(Data([0xFF, 0xFE, 0x74, 0])).hasPrefix("\(isNoText) a text in UTF-16"))
    #expect(try failure("time,I,V\n0,\0,1\n").hasPrefix("\(isNoText) binary data: line 2 has a control"))
    #expect(try failure("time,I,V\n0,\u{1B}[2J,1\n").hasPrefix("\(isNoText) binary data: line 2 has a control"))
    #expect(
      try failure("time,I,V\n" + String(repeating: "1", count: 200_000)).hasPrefix("\(isNoText) binary data: line 2 is")
    )
    #expect(throws: RecordingError.noSuchFile(path: "/nowhere.csv")) {
      try ReadingsFile(opening: URL(fileURLWithPath: "/nowhere.csv"))
    }
    #expect(throws: RecordingError.cannotOpen(path: "/tmp", reason: "Is a directory")) {
      try ReadingsFile(opening: URL(fileURLWithPath: "/tmp"))
    }
  }

  @Test("Random bytes bring an error, never a crash")
  func randomBytes() throws {
    var random = SystematicBytes(seed: 11)
    let alphabet = Array("time,I,V\n\r\t;\"#/[]()_ 0123456789.eE+-\u{FF}µ".utf8)
    for _ in 0..<2000 {
      let bytes = (0..<random.next(below: 200)).map { _ in alphabet[random.next(below: alphabet.count)] }
      let message = try failure(Data("time,I,V\n".utf8.prefix(random.next(below: 10)) + bytes))
      #expect(!message.isEmpty)
    }
  }

  @Test("Half a million lines across all the seams of the buffer")
  func longFile() throws {
    let folder = try ScratchFolder()
    let lines = (0..<500_000).map { "\($0),\($0 % 7),\($0 % 11)" }
    try Data(("time,I,V\n" + lines.joined(separator: "\r\n")).utf8).write(to: folder["a.csv"])
    var (count, wrong) = (0, 0)
    try ReadingsFile(opening: folder["a.csv"]).forEachReading { reading in
      if reading.time.si != Double(count) || reading.current.si != Double(count % 7)
        || reading.voltage.si != Double(count % 11)
      {
        wrong += 1
      }
      count += 1
    }
    #expect(count == 500_000)
    #expect(wrong == 0)
  }
}
