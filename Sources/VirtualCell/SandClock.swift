/// When the salt runs out at the present constant current, known exactly.
struct SandClock: Hashable, Codable, Sendable {
  /// From the start of the current to depletion, s; nil where it never comes or no constant current flows.
  private(set) var sandTime: Double?
  private var elapsed = 0.0

  /// Lets time pass.
  mutating func advance(by duration: Double) { elapsed += duration }

  /// It is now known how much time is left; nil where there is no Sand's time.
  mutating func revise(left: Double?) { sandTime = left.map { elapsed + $0 } }

  /// Time left, s, zero behind depletion; nil where there is no Sand's time.
  var countdown: Double? { sandTime.map { max(0, $0 - elapsed) } }
}
