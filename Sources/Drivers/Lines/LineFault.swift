/// What went wrong on a line between a question and its answer.
package enum LineFault: Error, Hashable, Sendable {
  /// Nothing came within the time for an answer.
  case silent
  /// The answer broke off.
  case cut
  /// The check sum is wrong.
  case checkSum
  /// Something came that is not the answer to what was asked.
  case foreign(String)
  /// The line is gone: unplugged, refused, closed by the other side.
  case gone(String)
  /// After an error the instrument could not be recognised again.
  case unverified(String)
  /// Another process has the port.
  case inUse(owner: Int32?)
  /// The port cannot be opened.
  case cannotOpen(String)

  /// What happened, in words.
  package var words: String {
    switch self {
    case .silent: "no answer came in time"
    case .cut: "the answer broke off"
    case .checkSum: "the answer's check sum is wrong"
    case .foreign(let what): "what came is not the answer: \(what)"
    case .gone(let why): "the line is gone: \(why)"
    case .unverified(let what): "after an error on the line the instrument was not recognised again: \(what)"
    case .inUse(let owner?): "process \(owner) has the port; two programs must not drive one cell"
    case .inUse(nil): "another process has the port; two programs must not drive one cell"
    case .cannotOpen(let why): why
    }
  }
}
