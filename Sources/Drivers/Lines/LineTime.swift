import Glibc

/// The clock by which a line waits: injected, so that tests need not.
package protocol LineTime: AnyObject {
  /// Seconds since some moment.
  var now: Double { get }
  /// Waits on the line's own thread.
  func pause(_ seconds: Double)
}

/// The machine's monotone clock.
package final class MonotoneTime: LineTime {
  /// The clock.
  package init() {}

  /// Seconds since the machine started.
  package var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// Sleeps until so many seconds have passed, whatever signals come.
  package func pause(_ seconds: Double) {
    guard seconds > 0, seconds.isFinite else { return }
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let whole = seconds.rounded(.down)
    time.tv_sec += Int(whole)
    time.tv_nsec += Int((seconds - whole) * 1e9)
    if time.tv_nsec >= 1_000_000_000 { (time.tv_sec, time.tv_nsec) = (time.tv_sec + 1, time.tv_nsec - 1_000_000_000) }
    while clock_nanosleep(CLOCK_MONOTONIC, Int32(TIMER_ABSTIME), &time, nil) == EINTR {}
  }
}
