/// What is still to be sent, each at its time; with a pace, bytes leave no faster than a serial line carries them.
struct PacedSender: Sendable {
  /// Bits a second, ten a byte; nil for as fast as it goes.
  let pace: Double?
  private var queue: [(due: Double, deed: WireAction.Deed)] = []
  /// Until when the line is taken, s.
  private var busyUntil = 0.0

  init(pace: Double?) { self.pace = pace }

  /// Takes deeds in at a real time in s.
  mutating func take(_ actions: [WireAction], at now: Double) {
    for action in actions {
      let due = now + action.delay
      guard let pace, case .send(let bytes) = action.deed else {
        insert(action.deed, due: due)
        continue
      }
      // Pieces of about two milliseconds: shorter ones are not told apart on this machine.
      let piece = max(1, Int(pace / 10 * 0.002))
      var start = max(due, busyUntil)
      for first in stride(from: 0, to: bytes.count, by: piece) {
        let part = Array(bytes[first..<min(first + piece, bytes.count)])
        start += 10 * Double(part.count) / pace
        insert(.send(part), due: start)
      }
      busyUntil = start
    }
  }

  /// When the next deed is due, real s.
  var due: Double? { queue.first?.due }

  /// The next deed that is due at a real time in s.
  mutating func next(at now: Double) -> WireAction.Deed? {
    guard let first = queue.first, first.due <= now else { return nil }
    return queue.removeFirst().deed
  }

  /// Deeds of the same time keep their order.
  private mutating func insert(_ deed: WireAction.Deed, due: Double) {
    let place = queue.lastIndex { $0.due <= due }.map { $0 + 1 } ?? 0
    queue.insert((due, deed), at: place)
  }
}
