/// When the salt runs out at the present constant current, known exactly.
struct SandClock: Hashable, Codable, Sendable {
  /// From the start of the current to depletion, s; nil where it never comes or no constant current flows.
  private(set) var sandTime: Double?
  private var elapsed = 0.0

  /// Starts with a new current.
  init(sandTime: Double? = nil) { self.sandTime = sandTime }

  /// Lets time pass.
  mutating func advance(by duration: Double) { elapsed += duration }

  /// Time left, s, zero behind depletion; nil where there is no Sand's time.
  var countdown: Double? { sandTime.map { max(0, $0 - elapsed) } }
}
