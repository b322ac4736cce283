import Foundation

/// The steady clock of the machine, to some milliseconds: a look at it costs next to nothing.
public enum CoarseClock {
  /// Since some moment in the past, s; never runs back.
  public static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
