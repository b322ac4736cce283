public import Quantities

/// Something that happened to a run beside its readings, its steps and its alarms: it was paused, or a person spoke.
public struct JournalEntry: Hashable, Codable, Sendable {
  /// What can happen.
  public enum Kind: String, Hashable, Codable, CaseIterable, Sendable {
    /// The cell was opened within a step; clock and charge of the step stand still.
    case paused
    /// The step went on; the duration is that of the pause.
    case resumed
    /// The program was gone for a while; the duration is how long, where anybody knows.
    case interrupted
    /// The protocol reacted to what a detector said.
    case reaction
    /// A person told the run to do something that none of the others says.
    case command
  }

  /// What happened.
  public var kind: Kind
  /// Test time.
  public var time: Quantity<Time>
  /// Count of steps executed so far, from 1.
  public var step: Int
  /// What happened and why, in words.
  public var words: String
  /// How long what is over has lasted; nil where that means nothing or nobody knows.
  public var duration: Quantity<Time>?

  /// An entry from its parts.
  public init(kind: Kind, time: Quantity<Time>, step: Int, words: String, duration: Quantity<Time>? = nil) {
    (self.kind, self.time, self.step) = (kind, time, step)
    (self.words, self.duration) = (words, duration)
  }
}
