/// A line of bytes on a thread of its own: what line-based instruments are spoken to through.
public final class WireLine: ByteLine {
  private let thread: LineThread<Keeper>

  /// A line that opens with its first dialogue, takes the port's lock, and opens anew with the next dialogue after it was lost.
  public init(_ line: PortAddress.Line, format: SerialFormat? = nil) {
    thread = LineThread("\(line)") {
      Keeper { () throws(LineFault) -> Wire in
        try Wire.open(line, format: format)
      } lock: {
        () throws(LineFault) -> PortLock in
        try PortLock(line)
      }
    }
  }

  /// Runs a dialogue on the line's own thread, when those before it have ended.
  public func perform<Answer: Sendable>(
    _ dialogue: @escaping @Sendable (any ByteIO) throws(LineError) -> Answer
  ) async throws(LineError) -> Answer {
    try await thread.run(refused: LineError.init) { keeper throws(LineError) in try keeper.perform(dialogue) }
  }

  /// Closes the line and lets go of its lock, behind the dialogues that wait.
  public func close() async {
    try? await thread.run(refused: LineError.init) { keeper throws(LineError) in keeper.close() }
    thread.close()
  }

  /// What the thread owns.
  private final class Keeper {
    private let opening: () throws(LineFault) -> Wire
    private let locking: () throws(LineFault) -> PortLock
    private var lock: PortLock?
    private var wire: Wire?

    init(
      opening: @escaping () throws(LineFault) -> Wire, lock locking: @escaping () throws(LineFault) -> PortLock
    ) {
      (self.opening, self.locking) = (opening, locking)
    }

    func perform<Answer>(_ dialogue: (any ByteIO) throws(LineError) -> Answer) throws(LineError) -> Answer {
      do throws(LineError) { return try dialogue(try open()) } catch {
        // A port that comes back may have another name behind its link: its lock is taken anew.
        if case .gone = error { (wire, lock) = (nil, nil) }
        throw error
      }
    }

    func close() { (wire, lock) = (nil, nil) }

    private func open() throws(LineError) -> Wire {
      if let wire { return wire }
      do throws(LineFault) {
        if lock == nil { lock = try locking() }
        let opened = try opening()
        wire = opened
        return opened
      } catch { throw .cannotOpen(error.words) }
    }
  }
}

extension LineError {
  fileprivate init(_ refusal: LineRefusal) {
    self = refusal == .closed ? .closed : .gone(refusal.words)
  }
}
