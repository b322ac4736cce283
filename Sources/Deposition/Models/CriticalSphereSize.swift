// Spheres that reach a critical size turn into fibres or columns.
//
//   apart   (h ≤ h_i):  r by `PeiScaling`
//   touching (h > h_i): r³ = r_i (3h/2)²             the uppermost spheres, which grow on while those below are shut in
//   converted when r > r_c;   fibre length over its radius  Λ = (2/3)((r/r_c)³ − 1)
//
//   r  radius, m     h  mean height, m     r_c  critical radius, m     r_i, h_i  radius and height at which nuclei touch, m (`Nuclei`)
//
// Nuclei that convert while apart all become rods (Λ < 3) or filaments; where they touch first, the small spheres below remain and only
// the upper ones turn into columns. The conversion and the two outcomes are the review's words; r_c is a profile parameter fitted to
// images (in-sample), the exponent of the second line and the bound on Λ are this project's own.
// Ref 126 of 10.1039/d4cc06729k.
public import Quantities

/// The size beyond which spheres turn into fibres or columns.
public struct CriticalSphereSize: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "spheres beyond a critical size turn into rods, filaments or columns"
  /// Where it stops.
  public static let validity = "one radius per cell profile, fitted to images; hemispheres of one size"
  /// Where it is from.
  public static let source = "ref 126 of 10.1039/d4cc06729k"

  /// Length over radius from which a rod is called a filament.
  static var filamentAspect: Double { 3 }

  /// r_c.
  public var radius: Quantity<Length>

  /// Conversion at this radius.
  public init(radius: Quantity<Length>) { self.radius = radius }

  /// Cube of the radius of the largest spheres, m³.
  public static func cubedRadius(of nuclei: Nuclei) -> Double {
    guard nuclei.height > nuclei.touchingHeight else { return nuclei.cubedRadius }
    let reach = 1.5 * nuclei.height
    return nuclei.touchingRadius * reach * reach
  }

  /// What nuclei have turned into; nil while they are spheres.
  public func morphology(of nuclei: Nuclei) -> DepositMorphology? {
    let critical = radius.si * radius.si * radius.si
    let cubed = Self.cubedRadius(of: nuclei)
    guard cubed > critical else { return nil }
    guard nuclei.touchingRadius > radius.si else { return .sphericalColumnar }
    return 2.0 / 3 * (nuclei.cubedRadius / critical - 1) < Self.filamentAspect ? .rod : .filamentary
  }
}
