import Cycling
import Drivers
import Foundation
import Recording
import Runner

/// Everything that is needed to go on with a run.
struct RunState: Codable, Sendable {
  /// Machine and detectors.
  var run: RunSnapshot
  /// The virtual channel with its cell; nil for an instrument.
  var channel: VirtualChannel?

  /// What the state is written in; another one cannot be gone on from.
  static let format = "json 1"

  /// The state as a run file keeps it.
  func stored() throws -> RunFile.Snapshot {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return RunFile.Snapshot(format: Self.format, state: try encoder.encode(self))
  }

  /// The state that a run file keeps; nil where it keeps none that this program understands.
  init?(_ snapshot: RunFile.Snapshot) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    guard snapshot.format == Self.format, let state = try? decoder.decode(Self.self, from: snapshot.state) else {
      return nil
    }
    self = state
  }

  init(run: RunSnapshot, channel: VirtualChannel?) { (self.run, self.channel) = (run, channel) }
}
