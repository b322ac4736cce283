import Foundation

/// Does I√τ stay the same, as Sand's law has it? Keeps m_c of the last divergences at different currents.
///
/// m_c = 2I√(τ/π) belongs to the cell, not to the current. A divergence whose m_c is another one at another current, by more than a
/// third, is not depletion; where nothing is known of the cell, the same m_c within a tenth at two currents is Sand's law itself.
struct SandLaw: Codable, Sendable {
  private struct Divergence: Codable {
    var current: Double
    var limit: Double
  }

  private static let capacity = 4
  /// Currents closer than this, as a logarithm, say nothing about a law.
  private static let apart = 0.18

  private var divergences: [Divergence] = []

  /// Keeps a divergence: the magnitude of the current, A, and m_c, A·s^½.
  mutating func add(current: Double, limit: Double) {
    divergences.removeAll { abs(log($0.current / current)) < Self.apart }
    if divergences.count == Self.capacity { divergences.removeFirst() }
    divergences.append(Divergence(current: current, limit: limit))
  }

  /// Whether a divergence may be called Sand's.
  ///
  /// `isKnown` tells whether the cell's profile allows depletion at this current; nil where there is none. Without an estimate of m_c the
  /// profile alone decides.
  func isSand(isKnown: Bool?, current: Double, limit: Double?) -> Bool {
    guard let limit else { return isKnown ?? false }
    let differences = divergences.filter { abs(log($0.current / current)) >= Self.apart }.map {
      abs(log($0.limit / limit))
    }
    if let isKnown { return isKnown && !differences.contains { $0 > 0.35 } }
    return differences.last.map { $0 < 0.1 } ?? false
  }
}
