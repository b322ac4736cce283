public import Foundation
public import Recording

/// How a run is recorded.
public struct RecordingOptions: Sendable {
  /// What a commit promises.
  public var durability: RunFile.Durability
  /// What the operator wrote down.
  public var notes: String
  /// What the operator knows of the instrument's calibration: date, certificate, offsets; empty where nobody said anything.
  public var calibration: String
  /// A growing file in the Battery Data Format beside the run file; nil for none.
  public var liveFile: URL?
  /// Hears how far the file goes behind each commit.
  public var acknowledge: (@Sendable (RunFile.Position) -> Void)?

  /// Options from their parts.
  public init(
    durability: RunFile.Durability = .normal, notes: String = "", calibration: String = "", liveFile: URL? = nil,
    acknowledge: (@Sendable (RunFile.Position) -> Void)? = nil
  ) {
    (self.durability, self.notes, self.calibration) = (durability, notes, calibration)
    (self.liveFile, self.acknowledge) = (liveFile, acknowledge)
  }
}
