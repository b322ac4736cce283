import Foundation

/// The shortest processor time of some repetitions of a job, s: what others do on the machine meanwhile is left out of it.
///
/// A short job is repeated for half a second at least, so that one moment of a busy machine does not decide.
func bestTime(of repetitions: Int, _ job: () throws -> Void) rethrows -> Double {
  let (start, clock) = (ContinuousClock.now, ProcessorClock())
  var (best, done) = (Double.infinity, 0)
  while done < repetitions || ContinuousClock.now - start < .milliseconds(500) {
    let begin = clock.seconds
    try job()
    best = min(best, clock.seconds - begin)
    done += 1
  }
  return best
}

/// Processor time of this process.
private struct ProcessorClock {
  var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
