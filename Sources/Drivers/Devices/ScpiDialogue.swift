import Cycling
import DeviceProfiles
import Quantities

/// One conversation in SCPI, on the line's own thread.
struct ScpiDialogue {
  let setup: InstrumentSetup
  let transport: DeviceTransport
  let io: any ByteIO
  private var cutter: LineCutter

  init(_ setup: InstrumentSetup, over transport: DeviceTransport, on io: any ByteIO) {
    (self.setup, self.transport, self.io) = (setup, transport, io)
    cutter = LineCutter(end: transport.answerEnd?.bytes ?? [10])
  }

  private var name: String { setup.profile.name }
  private var answerTime: Duration { .seconds(setup.profile.timing.answer.si) }

  /// Sends a line.
  func send(_ command: String) throws(ChannelError) {
    do {
      try io.write(Array(command.utf8) + (transport.commandEnd?.bytes ?? [10]))
      let gap = setup.profile.timing.gap.si
      if gap > 0 { try io.pause(.seconds(gap)) }
    } catch { throw .lost(error.words) }
  }

  /// Sends a question and waits for its answer; nil after silence.
  mutating func answer(to question: String) throws(ChannelError) -> String? {
    try send(question)
    do { return try cutter.next(from: io, within: answerTime) } catch { throw .lost(error.words) }
  }

  /// Sends a question and waits for its answer; silence is a lost line.
  mutating func ask(_ question: String) throws(ChannelError) -> String {
    guard let answer = try answer(to: question) else { throw .lost(.silent(question, name)) }
    return answer
  }

  /// Runs a sequence to its end; stops at the first answer that is not as it should be.
  mutating func run(_ steps: [SequenceStep], in context: SequenceContext) throws(ChannelError) {
    for step in steps {
      switch step {
      case .send(let template): try send(try line(template, in: context))
      case .ask(let template, let expectation):
        let question = try line(template, in: context)
        let answer = try ask(question)
        if let expectation { try check(answer, to: question, against: expectation, in: context) }
      case .wait(let time):
        do { try io.pause(.seconds(time.si)) } catch { throw .lost(error.words) }
      case .write, .expect: break  // registers; the profile's reader has refused them for this language
      }
    }
  }

  private func line(_ template: LineTemplate, in context: SequenceContext) throws(ChannelError) -> String {
    do { return try context.line(template) } catch { throw .refused(error.words) }
  }

  private func check(
    _ answer: String, to question: String, against expectation: SequenceStep.Expectation, in context: SequenceContext
  ) throws(ChannelError) {
    switch expectation {
    case .contains(let words):
      guard answer.uppercased().contains(words.uppercased()) else {
        throw .refused(.unexpected(answer, to: question, wanted: "\"\(words)\""))
      }
    case .number(let value):
      let wanted = try number(value, in: context)
      guard let found = Double(answer.trimmingSpaces), (found - wanted).magnitude <= 1e-3 * wanted.magnitude else {
        throw .refused(.unexpected(answer, to: question, wanted: "\(Float(wanted))"))
      }
    }
  }

  private func number(_ value: SequenceValue, in context: SequenceContext) throws(ChannelError) -> Double {
    switch value {
    case .number(let number): return number
    case .known(let known):
      do { return try context.value(of: known) } catch { throw .refused(error.words) }
    case .word(let word): throw .refused("\"\(word)\" is no number")
    }
  }

  /// Brings both ends back into step: clears what is pending with ^C, throws away what came, and takes answers until the instrument has
  /// said who it is, so that a late answer is never taken for the next one.
  mutating func resynchronise() throws(ChannelError) {
    do {
      if transport.kind == .serial { try io.write([3]) }
      try io.pause(.milliseconds(100))
      try io.discardInput()
    } catch { throw .lost(error.words) }
    cutter.clear()
    guard case .answer(let question, let words)? = setup.profile.identity.first else { return }
    try send(question)
    let deadline = io.now + answerTime
    while io.now < deadline {
      let line: String?
      do { line = try cutter.next(from: io, within: deadline - io.now) } catch { throw .lost(error.words) }
      if let line, words.allSatisfy({ line.contains($0) }) { return }
    }
    throw .lost(.silent(question, name))
  }

  /// Asks who is there, and refuses another instrument.
  mutating func identify() throws(ChannelError) {
    for case .answer(let question, let words) in setup.profile.identity + setup.model.identity {
      let answer = try ask(question)
      guard words.allSatisfy({ answer.contains($0) }) else {
        throw .refused(.wrongInstrument(answer, wanted: words, name))
      }
    }
  }
}

extension String {
  /// Without spaces around it.
  var trimmingSpaces: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

extension ByteLine {
  /// Runs a dialogue that may find faults of the instrument as well as of the line.
  func converse<Answer: Sendable>(
    _ dialogue: @escaping @Sendable (any ByteIO) throws(ChannelError) -> Answer
  ) async throws(ChannelError) -> Answer {
    let outcome: Result<Answer, ChannelError>
    do { outcome = try await attempt(dialogue) } catch { throw .lost(error.words) }
    return try outcome.get()
  }

  /// Runs a dialogue and tells faults of the line, which are thrown, from those of the instrument.
  func attempt<Answer: Sendable>(
    _ dialogue: @escaping @Sendable (any ByteIO) throws(ChannelError) -> Answer
  ) async throws(LineError) -> Result<Answer, ChannelError> {
    try await perform { (io: any ByteIO) throws(LineError) -> Result<Answer, ChannelError> in
      let watched = WatchedIO(io)
      do throws(ChannelError) { return .success(try dialogue(watched)) } catch {
        // A line that is gone is opened anew by its owner, who must hear of it.
        if let fault = watched.fault { throw fault }
        return .failure(error)
      }
    }
  }
}
