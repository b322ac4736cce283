import Cycling
import DeviceProfiles
import Quantities

/// One conversation with a PalmSens instrument, on the line's own thread.
struct MethodScriptDialogue {
  let setup: InstrumentSetup
  let io: any ByteIO
  /// What came in and has not been read; handed on to the next conversation, since packages come by themselves.
  var cutter: LineCutter

  private var name: String { setup.profile.name }
  private var answerTime: Duration { .seconds(setup.profile.timing.answer.si) }

  private func write(_ bytes: [UInt8]) throws(ChannelError) {
    do { try io.write(bytes) } catch { throw .lost(error.words) }
  }

  private mutating func line(within time: Duration) throws(ChannelError) -> String? {
    do { return try cutter.next(from: io, within: time) } catch { throw .lost(error.words) }
  }

  /// Aborts whatever runs and waits until it has ended, which switches the cell off; throws away what came meanwhile.
  mutating func abort() throws(ChannelError) {
    try write(Array("\nZ\n".utf8))
    let deadline = io.now + answerTime
    while io.now < deadline {
      guard let line = try line(within: deadline - io.now) else { break }
      guard line.hasPrefix("Z") else { continue }
      if line.hasPrefix("Z!") {
        // Nothing ran. What is still on its way comes within a moment.
        do {
          try io.pause(.milliseconds(100))
          try io.discardInput()
        } catch { throw .lost(error.words) }
        cutter.clear()
        return
      }
      while io.now < deadline {
        guard let line = try self.line(within: deadline - io.now) else { break }
        if line.isEmpty { return }
      }
    }
    throw .lost(.silent("Z", name))
  }

  /// Asks for the firmware and refuses another instrument.
  mutating func identify() throws(ChannelError) {
    for case .answer(let question, let words) in setup.profile.identity + setup.model.identity {
      try write(Array("\(question)\n".utf8))
      var answer = ""
      // Two lines, of which the second ends with a star.
      for _ in 0..<2 {
        guard let line = try line(within: answerTime) else { throw .lost(.silent(question, name)) }
        answer += line
        if line.hasSuffix("*") { break }
      }
      guard words.allSatisfy({ answer.contains($0) }) else {
        throw .refused(.wrongInstrument(answer, wanted: words, name))
      }
    }
  }

  /// Switches the cell off by a script of its own, and waits until it has run.
  mutating func cellOff() throws(ChannelError) {
    try write(MethodScript.cellOff.bytes)
    let deadline = io.now + answerTime
    while io.now < deadline {
      guard let line = try line(within: deadline - io.now) else { break }
      switch MethodScriptLine(line) {
      case .finished: return
      case .error(_, let words): throw .refused("\(name): \(words)")
      default: continue
      }
    }
    throw .lost(.silent("cell_off", name))
  }

  /// Starts a script and waits for its first sign of life.
  mutating func start(_ script: MethodScript) throws(ChannelError) {
    cutter.clear()
    try write(script.bytes)
    guard let line = try line(within: answerTime) else { throw .lost(.silent("e", name)) }
    if case .error(_, let words)? = MethodScriptLine(line) { throw .refused("\(name): \(words)") }
  }

  /// What has come, the newest last; waits for a package so long, when none is there.
  mutating func listen(within time: Duration) throws(ChannelError) -> Heard {
    var heard = Heard()
    let deadline = io.now + time
    while true {
      let wait = heard.isEnough ? Duration.zero : deadline - io.now
      if let line = cutter.next() {
        heard.take(line, at: io.now)
        if heard.error != nil || heard.hasFinished { return heard }
        continue
      }
      guard heard.isEnough || wait > .zero else { return heard }
      let bytes: [UInt8]
      do { bytes = try io.read(within: max(.zero, wait)) } catch { throw .lost(error.words) }
      if bytes.isEmpty { return heard }
      cutter.add(bytes)
    }
  }

  /// What came while somebody listened.
  struct Heard: Sendable {
    /// The packages, and when each was read from the line.
    var packages: [(package: MethodScriptPackage, arrival: Duration)] = []
    /// Whether the script has ended.
    var hasFinished = false
    /// What the instrument complained of.
    var error: String?
    /// Whether a line could not be understood: readings are missing.
    var hasGap = false

    fileprivate var isEnough: Bool { !packages.isEmpty }

    fileprivate mutating func take(_ line: String, at now: Duration) {
      switch MethodScriptLine(line) {
      case .package(let package): if package.voltage == nil { hasGap = true } else { packages.append((package, now)) }
      case .error(_, let words): error = words
      case .finished: hasFinished = true
      case .other: break
      case nil: hasGap = true
      }
    }
  }
}
