import Foundation

/// The computer's two clocks over a run: the one that people and time servers set, against the one that only runs.
struct ClockHistory {
  /// Where they came apart, in words.
  private(set) var jumps: [String] = []
  /// Moments seen.
  private(set) var count = 0
  private var previous: RunFile.Moment?
  private var testTime = 0.0
  /// Time over which the two ran together, s by the steady clock, and what the other ran ahead in it, s.
  private var (together, ahead) = (0.0, 0.0)
  /// A time server moves a clock by less than this between commits, s.
  private static let leastJump = 1.0

  /// Takes the moment of the next commit, and the test time of its last reading, s.
  mutating func take(_ moment: RunFile.Moment, testTime: Double) {
    count += 1
    defer { (previous, self.testTime) = (moment, max(testTime, self.testTime)) }
    guard let previous else { return }
    let (passed, shown) = (moment.monotonic - previous.monotonic, moment.unix - previous.unix)
    guard passed >= 0 else {
      return jumps.append("the computer was started anew behind \(self.testTime) s of test time")
    }
    let jump = shown - passed
    if abs(jump) < Self.leastJump {
      (together, ahead) = (together + passed, ahead + jump)
    } else {
      let amount = abs(jump).formatted(.number.precision(.fractionLength(1)).grouping(.never))
      jumps.append(
        "the computer's clock was set \(jump < 0 ? "back" : "ahead") by \(amount) s behind \(self.testTime) s of test "
          + "time; test time does not follow it")
    }
  }

  /// How much faster the settable clock ran, parts per million; nil under a minute, which says nothing.
  var drift: Double? { together >= 60 ? ahead / together * 1e6 : nil }
}
