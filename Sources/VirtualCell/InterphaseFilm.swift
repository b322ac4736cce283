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
  private var ofDeposit = DepositShare()

  init(growth: InterphaseGrowth?, resistance: Double) {
    (self.growth, initialResistance) = (growth, resistance)
    thickness = growth?.initialThickness.si ?? 0
    chargePerThickness = growth?.charge(of: 1) ?? 0
  }

  /// Whether it grows.
  var grows: Bool { growth != nil }

  /// Areal resistance, Ω·m².
  var resistance: Double { initialResistance * relativeThickness + ofDeposit.amount }

  /// A charge (C/m²) was plated that adds so much resistance (Ω·m² per C/m²), of which this part (0…1) can be stripped again.
  mutating func deposit(_ charge: Double, resistance: Double, efficiency: Double) {
    ofDeposit.grow(by: charge * resistance, efficiency: efficiency)
  }

  /// A part of the deposit that can be stripped, 0…1, was.
  mutating func strip(_ share: Double) { ofDeposit.strip(share) }

  /// Charge in C/m² of the lithium in the first film on a new area (m²/m²).
  func charge(covering newArea: Double) -> Double { growth?.charge(covering: newArea) ?? 0 }

  /// Thickness in m after a time (s) on an area (m²/m²) that changes evenly meanwhile, and the charge in C/m² of what it binds.
  ///
  /// Exact, so that it does not matter in how many parts the time passes: ∫A dδ with t = (δ² − δ₀²)/2k.
  func growth(for duration: Double, from area: Double, to last: Double) -> (thickness: Double, charge: Double) {
    guard let growth, duration > 0 else { return (thickness, 0) }
    let grown = growth.thickness(from: thickness, after: duration)
    let gain = grown - thickness
    let mean = area + (last - area) * (thickness + gain / 3) / (2 * thickness + gain)
    return (grown, chargePerThickness * gain * mean)
  }

  /// Charge in C/m² that the film on an area (m²/m²) binds in a time (s) at most: at the rate at which it grows now.
  func mostCharge(in duration: Double, on area: Double) -> Double {
    guard let growth else { return 0 }
    return chargePerThickness * area * growth.growthConstant.si * duration / thickness
  }

  /// Lets the film grow so, as far as there is lithium (C/m²); returns the charge of what it binds.
  mutating func grow(for duration: Double, from area: Double, to last: Double, available: Double) -> Double {
    guard let growth else { return 0 }
    let (grown, needed) = self.growth(for: duration, from: area, to: last)
    thickness = needed > available ? thickness + (grown - thickness) * available / needed : grown
    relativeThickness = thickness / growth.initialThickness.si
    return min(needed, available)
  }
}

/// Something that a deposit has by its lithium, such as tips: where that is stripped, what is dead keeps its part.
///
/// Kept as two amounts, so that it does not matter in how many parts the lithium is stripped.
struct DepositShare: Hashable, Codable, Sendable {
  private var ofActive = 0.0
  private var ofDead = 0.0

  /// All of it.
  var amount: Double { ofActive + ofDead }

  /// Grows with lithium of which this part, 0…1, can be stripped again.
  mutating func grow(by amount: Double, efficiency: Double) {
    ofActive += efficiency * amount
    ofDead += (1 - efficiency) * amount
  }

  /// A part of the lithium that can be stripped, 0…1, was.
  mutating func strip(_ share: Double) { ofActive *= 1 - share }
}
