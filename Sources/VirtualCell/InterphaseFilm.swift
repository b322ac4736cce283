import Deposition
import Quantities

/// What lies on the lithium of one electrode and resists: the interphase, and what a deposit of bad shape adds.
///
/// The resistance of the interphase is the profile's, times how much thicker the film on the old surface has become; without growth it stays.
struct InterphaseFilm: Hashable, Codable, Sendable {
  private let growth: InterphaseGrowth?
  private let initialResistance: Double
  private let chargePerThickness: Double
  /// Thickness on the old surface, m; zero where nothing grows.
  private(set) var thickness: Double
  /// That thickness over the one in the new cell.
  private var relativeThickness = 1.0
  /// Resistance that the deposit adds, Ω·m².
  private var ofDeposit = 0.0

  init(growth: InterphaseGrowth?, resistance: Double) {
    (self.growth, initialResistance) = (growth, resistance)
    thickness = growth?.initialThickness.si ?? 0
    chargePerThickness = growth?.charge(of: 1) ?? 0
  }

  /// Whether it grows.
  var grows: Bool { growth != nil }

  /// Areal resistance, Ω·m².
  var resistance: Double { initialResistance * relativeThickness + ofDeposit }

  /// A charge (C/m²) was plated that adds so much resistance (Ω·m² per C/m²).
  mutating func deposit(_ charge: Double, resistance: Double) { ofDeposit += charge * resistance }

  /// A part of the deposit, 0…1, was stripped.
  mutating func strip(_ share: Double) { ofDeposit *= 1 - share }

  /// Charge in C/m² of the lithium in the first film on a new area (m²/m²).
  func charge(covering newArea: Double) -> Double { growth?.charge(covering: newArea) ?? 0 }

  /// Lets the film on an area (m²/m²) grow for a time (s), as far as there is lithium (C/m²); returns the charge of what it binds.
  mutating func grow(for duration: Double, area: Double, available: Double) -> Double {
    guard let growth else { return 0 }
    let grown = growth.thickness(from: thickness, after: duration)
    let needed = chargePerThickness * (grown - thickness) * area
    thickness = needed > available ? thickness + available / (chargePerThickness * area) : grown
    relativeThickness = thickness / growth.initialThickness.si
    return min(needed, available)
  }
}
