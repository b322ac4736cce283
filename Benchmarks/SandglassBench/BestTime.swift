/// The shortest time of some repetitions of a job, s.
func bestTime(of repetitions: Int, _ job: () throws -> Void) rethrows -> Double {
  var best = Double.infinity
  for _ in 0..<repetitions {
    let start = ContinuousClock.now
    try job()
    best = min(best, (ContinuousClock.now - start) / .seconds(1))
  }
  return best
}
