public import Detection
public import Quantities

/// Everything that is needed to go on with a run in the midst of a step, but for the channel.
///
/// Commit it together with the readings it has seen. A virtual run needs its `VirtualChannel` beside it, taken at the
/// same moment; then it goes on to the last bit as if it had never stopped. A snapshot is small (the size of the plan and
/// of the detectors' memory); encode it when a batch is committed, not at every reading.
public struct RunSnapshot: Codable, Sendable {
  /// The run machine: plan, step, charge, time, cycle, loops, pause, end.
  public var machine: RunMachine
  /// The detectors with their memory.
  public var detectors: DetectorBank

  /// A snapshot from its parts.
  public init(machine: RunMachine, detectors: DetectorBank) { (self.machine, self.detectors) = (machine, detectors) }
}

/// What happened between a snapshot and going on from it.
public struct RunInterruption: Hashable, Codable, Sendable {
  /// How long the program was gone; nil where nobody knows.
  public var gap: Quantity<Time>?
  /// Whether the cell was open meanwhile, as on an instrument: then what the step holds is applied anew. A virtual cell
  /// that was stored with the snapshot has not noticed anything.
  public var cellWasOpened: Bool

  /// An interruption from its parts.
  public init(gap: Quantity<Time>?, cellWasOpened: Bool) { (self.gap, self.cellWasOpened) = (gap, cellWasOpened) }
}
