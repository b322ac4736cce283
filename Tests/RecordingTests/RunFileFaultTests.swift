import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Run files that are not as they should be")
struct RunFileFaultTests {
  @Test("A run is never overwritten")
  func existing() throws {
    let folder = try ScratchFolder()
    let url = folder["a.sandglass"]
    try Data("dear diary".utf8).write(to: url)
    #expect(throws: RecordingError.fileExists(path: url.path)) {
      try RunFile.Writer(creating: url, header: .handMade())
    }
    #expect(try Data(contentsOf: url) == Data("dear diary".utf8))
  }

  @Test("The log of a run whose file was removed is never played into a new run", arguments: ["-wal", "-journal"])
  func leftOvers(suffix: String) throws {
    let folder = try ScratchFolder()
    let url = folder["a.sandglass"]
    try Data("readings of another run".utf8).write(to: folder["a.sandglass" + suffix])
    #expect(throws: RecordingError.fileExists(path: url.path + suffix)) {
      try RunFile.Writer(creating: url, header: .handMade())
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.sandglass" + suffix])
  }

  @Test("A folder that is not there is named")
  func missingFolder() throws {
    let folder = try ScratchFolder()
    let url = folder["no/a.sandglass"]
    #expect(throws: RecordingError.cannotCreate(path: url.path, reason: "No such file or directory")) {
      try RunFile.Writer(creating: url, header: .handMade())
    }
  }

  @Test("Two model columns of one name are refused, and nothing is left behind")
  func doubleColumn() throws {
    let folder = try ScratchFolder()
    #expect(throws: RecordingError.self) {
      try RunFile.Writer(
        creating: folder["a.sandglass"], header: .handMade(modelColumns: [ModelColumn("x"), ModelColumn("X")]))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test("A folder one may not write to is named")
  func readOnlyFolder() async throws {
    let folder = try ScratchFolder()
    let path = folder.url.path
    chmod(path, 0o555)
    defer { chmod(path, 0o755) }
    await #expect(processExitsWith: .success) { [path = path as String] in
      // Root may write everywhere; the one who runs this as somebody else cannot change who they are.
      setuid(65_534)
      let url = URL(fileURLWithPath: path + "/a.sandglass")
      #expect(throws: RecordingError.cannotCreate(path: url.path, reason: "Permission denied")) {
        try RunFile.Writer(creating: url, header: .handMade())
      }
    }
  }

  /// A run that was cut off has readings in its log alone: a reader that passed over it would show a shorter run.
  @Test(
    "A run that was cut off, in a folder one may not write to, is refused with what to copy; the copy has all readings")
  func cutOffInReadOnlyFolder() async throws {
    let (folder, shelf) = (try ScratchFolder(), try ScratchFolder())
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    try writer.record(.stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "plate", cycle: 1, time: .zero)))
    for second in 0..<1999 { try writer.record(.reading(RecordedReading(Double(second), 0.1, -1e-3, step: 1))) }
    try writer.commit()
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: writer.url.path + suffix, toPath: shelf["a.sandglass"].path + suffix)
    }
    chmod(shelf.url.path, 0o555)
    defer { chmod(shelf.url.path, 0o755) }
    await #expect(processExitsWith: .success) { [path = shelf["a.sandglass"].path as String] in
      setuid(65_534)
      let url = URL(fileURLWithPath: path)
      let error = #expect(throws: RecordingError.logNeedsFolder(path: path)) { try RunFile.Reader(opening: url) }
      #expect(
        error?.description == """
          \(path)  the run has not ended, and what its log holds cannot be read in a folder that you may not write to
            mend: copy \(path) and \(path)-wal into a folder of yours, and open the copy
          """)
      #expect(throws: RecordingError.logNeedsFolder(path: path)) { try RunVerification(of: url) }
      let copy = URL(fileURLWithPath: NSTemporaryDirectory() + "copy-\(UUID().uuidString).sandglass")
      for suffix in ["", "-wal"] {
        #expect(throws: Never.self) {
          try FileManager.default.copyItem(atPath: path + suffix, toPath: copy.path + suffix)
        }
      }
      let found = try? RunFile.Reader(opening: copy).position().readings
      #expect(found == 1999)
      for suffix in ["", "-wal", "-shm"] { unlink(copy.path + suffix) }
    }
  }

  @Test("A run that is over is read in a folder one may not write to")
  func overInReadOnlyFolder() async throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    chmod(folder.url.path, 0o555)
    defer { chmod(folder.url.path, 0o755) }
    await #expect(processExitsWith: .success) { [path = folder["a.sandglass"].path as String] in
      setuid(65_534)
      let found = try? RunVerification(of: URL(fileURLWithPath: path)).isWhole
      #expect(found == true)
    }
  }

  @Test("When the file can grow no more, what was committed before is safe")
  func noRoom() async throws {
    let folder = try ScratchFolder()
    let path = folder["a.sandglass"].path
    await #expect(processExitsWith: .success) { [path = path as String] in
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 300_000, rlim_max: 300_000)
      setrlimit(__rlimit_resource_t(1), &limit)
      let writer = try RunFile.Writer(creating: URL(fileURLWithPath: path), header: .handMade())
      var failure: RecordingError?
      var recorded = 0
      while failure == nil, recorded < 100_000 {
        do {
          try writer.record(.reading(RecordedReading(Double(recorded), 0.1, -1e-3, step: 1)))
          recorded += 1
        } catch { failure = error as? RecordingError }
      }
      guard case .cannotWrite(path, _) = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(throws: RecordingError.self) { try writer.close() }
      var read = 0
      try RunFile.Reader(opening: URL(fileURLWithPath: path)).forEachReading { reading in
        #expect(reading.reading.time.si == Double(read))
        read += 1
      }
      #expect(read > 0)
      #expect(read == recorded / 1000 * 1000)
    }
  }

  @Test("What is no run file is called so", arguments: ["", "time,current\n0,1\n", "SQLite format 3\0 but no more"])
  func foreign(content: String) throws {
    let folder = try ScratchFolder()
    let url = folder["a.sandglass"]
    try Data(content.utf8).write(to: url)
    #expect(throws: RecordingError.notARunFile(path: url.path)) { try RunFile.Reader(opening: url) }
  }

  @Test("Missing files and folders are told apart")
  func notThere() throws {
    let folder = try ScratchFolder()
    #expect(throws: RecordingError.noSuchFile(path: folder["x"].path)) { try RunFile.Reader(opening: folder["x"]) }
    #expect(throws: RecordingError.cannotOpen(path: folder.url.path, reason: "it is not a plain file")) {
      try RunFile.Reader(opening: folder.url)
    }
  }

  /// Offsets in the header of an SQLite file: sqlite.org/fileformat.html, section 1.3.
  @Test("Another program's database and a later version's run file are told apart")
  func otherIdentity() throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let whole = try Data(contentsOf: folder["a.sandglass"])

    var newer = whole
    newer[60..<64] = Data([0, 0, 0, 9])
    try newer.write(to: folder["newer.sandglass"])
    #expect(throws: RecordingError.newerSchema(path: folder["newer.sandglass"].path, found: 9, known: 3)) {
      try RunFile.Reader(opening: folder["newer.sandglass"])
    }

    var foreign = whole
    foreign[68..<72] = Data([0, 0, 0, 0])
    try foreign.write(to: folder["foreign.sandglass"])
    #expect(throws: RecordingError.notARunFile(path: folder["foreign.sandglass"].path)) {
      try RunFile.Reader(opening: folder["foreign.sandglass"])
    }
  }

  @Test("A file cut at any length is called damaged or not a run file")
  func truncated() throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let whole = try Data(contentsOf: folder["a.sandglass"])
    let url = folder["b.sandglass"]
    for length in stride(from: 0, to: whole.count, by: 1021) {
      try whole.prefix(length).write(to: url)
      #expect(throws: RecordingError.self) { try RunFile.Reader(opening: url) }
    }
    try whole.prefix(whole.count - 1).write(to: url)
    let reason = "it was cut to \(whole.count - 1) of \(whole.count) bytes"
    #expect(throws: RecordingError.damaged(path: url.path, reason: reason)) { try RunFile.Reader(opening: url) }
  }

  @Test("Flipped bytes bring an error or change nothing: never a crash, never other numbers")
  func flippedBytes() throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let whole = try Data(contentsOf: folder["a.sandglass"])
    let truth = try everything(in: folder["a.sandglass"])
    var (errors, harmless, random) = (0, 0, SystematicBytes(seed: 7))
    for round in 0..<800 {
      var flipped = whole
      for _ in 0..<(round % 2 == 0 ? 1 : 8) {
        let place = random.next(below: whole.count)
        flipped[place] ^= UInt8(1 + random.next(below: 255))
      }
      let url = folder["\(round).sandglass"]
      try flipped.write(to: url)
      do {
        let found = try everything(in: url)
        if found != truth {
          let line = zip(found.split(separator: "\n"), truth.split(separator: "\n")).first { $0 != $1 }
          Issue.record("round \(round): \(line?.0 ?? "shorter")  instead of  \(line?.1 ?? "longer")")
        }
        harmless += 1
      } catch {
        #expect((error as? RecordingError).map { !$0.description.isEmpty } == true)
        errors += 1
      }
      try FileManager.default.removeItem(at: url)
    }
    #expect(errors > 100)
    #expect(harmless > 100)
  }

  /// All that a reader tells of a run file, as text, so that not-a-number equals itself.
  private func everything(in url: URL) throws -> String {
    let reader = try RunFile.Reader(opening: url)
    var text = "\(reader.header)\n"
    try reader.forEachEvent { text += "\($0)\n" }
    return text + "\(try reader.steps())\(try reader.alarms())\(String(describing: try reader.end()))"
  }

  @Test("Every error says what, where and, where one can, how to mend it")
  func wording() {
    let error = RecordingError.newerSchema(path: "a.sandglass", found: 9, known: 3)
    #expect(
      error.description == """
        a.sandglass  the run file has schema version 9; this program knows versions up to 3
          mend: update this program
        """)
  }
}

/// A fixed sequence of numbers: Knuth's linear congruential generator MMIX.
struct SystematicBytes {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
}
