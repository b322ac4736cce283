import Documents
public import Quantities

/// Plating current density over time, whatever the cell: plating positive, stripping negative.
public struct CurrentDensityProfile: Hashable, Sendable {
  /// Name of the file it came from, without `.csv`.
  public let name: String
  /// Start of each segment, s, from 0, rising.
  public let starts: [Double]
  /// Plating current density of each segment, A/m²; negative strips.
  public let platingDensities: [Double]
  /// Length of one play, s.
  public let duration: Double

  /// A profile from its parts; as many starts as densities.
  init(name: String, starts: [Double], platingDensities: [Double], duration: Double) {
    (self.name, self.starts) = (name, starts)
    (self.platingDensities, self.duration) = (platingDensities, duration)
  }

  /// The signed currents on an area, each density times `scale`.
  public func currents(area: Quantity<Area>, scale: Double, repeats: Int) -> CurrentProfile {
    CurrentProfile(
      name: name, starts: starts,
      currents: platingDensities.map { $0 == 0 ? 0 : Polarity.plating.sign * $0 * scale * area.si },
      duration: duration, repeats: repeats)
  }
}
