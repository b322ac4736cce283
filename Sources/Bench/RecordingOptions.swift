public import Foundation
public import Recording

/// How a run is recorded.
public struct RecordingOptions: Sendable {
  /// What a commit promises.
  public var durability: RunFile.Durability
  /// What the operator wrote down.
  public var notes: String
  /// A growing file in the Battery Data Format beside the run file; nil for none.
  public var liveFile: URL?
  /// Hears how far the file goes behind each commit.
  public var acknowledge: (@Sendable (RunFile.Position) -> Void)?

  /// Options from their parts.
  public init(
    durability: RunFile.Durability = .normal, notes: String = "", liveFile: URL? = nil,
    acknowledge: (@Sendable (RunFile.Position) -> Void)? = nil
  ) {
    (self.durability, self.notes, self.liveFile, self.acknowledge) = (durability, notes, liveFile, acknowledge)
  }
}
