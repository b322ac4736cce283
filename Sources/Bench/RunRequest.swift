public import TestProtocols
public import VirtualCell

/// What somebody wants to run.
public struct RunRequest: Hashable, Sendable {
  /// A path, or the name of a shipped protocol.
  public var protocolName: String
  /// A path, or the name of a shipped cell; nil for the first shipped one that suits the protocol.
  public var cellName: String?

  /// A request from its parts.
  public init(protocolName: String, cellName: String? = nil) {
    (self.protocolName, self.cellName) = (protocolName, cellName)
  }
}

/// A protocol resolved for a cell: everything that is needed to run it, and what to record about it.
public struct PreparedRun: Sendable {
  /// What will be run.
  public let plan: Plan
  /// The protocol to the letter.
  public let protocolText: String
  /// The cell it runs on.
  public let cell: NamedCell
}

/// A cell profile with the name it was asked for and its text.
public struct NamedCell: Sendable {
  /// Name of the file without its ending.
  public let name: String
  /// The profile.
  public let profile: CellProfile
  /// The profile to the letter.
  public let text: String
}
