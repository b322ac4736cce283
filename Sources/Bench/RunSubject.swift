import Recording
import TestProtocols

/// What a run file says about a run besides what happened in it.
struct RunSubject: Sendable {
  /// What is run.
  let plan: Plan
  /// The protocol to the letter.
  let protocolText: String
  /// Name of the cell; empty when nobody knows.
  let cellName: String
  /// The cell profile to the letter; empty when none was given.
  let cellText: String
  /// Seed of the virtual cell; nil for an instrument.
  let seed: UInt64?
  /// Seconds of test time in a second; nil for as fast as it goes.
  let speed: Double?
  /// The instrument; nil for a virtual cell.
  let instrument: InstrumentRecord?
}
