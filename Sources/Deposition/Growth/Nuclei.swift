import Foundation

/// Hemispheres of one size on a substrate.
public struct Nuclei: Hashable, Codable, Sendable {
  /// Nuclei per area, 1/m².
  public let density: Double
  /// Thickness of their lithium if it were spread flat, m.
  public let height: Double
  /// Radius at which they touch, m: `PeiScaling.coverage` is 1 there.
  public let touchingRadius: Double

  /// Nuclei of a density (1/m²) that hold lithium of a mean height (m).
  public init(density: Double, height: Double) {
    (self.density, self.height) = (density, height)
    touchingRadius = 1 / (Double.pi * density).squareRoot()
  }

  /// Mean height at which they touch, m.
  public var touchingHeight: Double { 2.0 / 3 * touchingRadius }
  /// Cube of the radius while they are apart, m³.
  public var cubedRadius: Double { PeiScaling.cubedRadius(density: density, height: height) }
  /// Radius while they are apart, m.
  public var radius: Double { cbrt(cubedRadius) }
}
