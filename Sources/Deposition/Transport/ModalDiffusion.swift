// Salt between two electrodes with constant properties, advanced exactly.
//
//   c(ξ, t) = c₀ + S J (1 − 2ξ) + Σ_{k odd} b_k cos(kπξ)        S = c₀/J*
//   b_k ← b_k exp(−k²π²Δθ)                                       while J is constant, for any Δθ
//   b_k ← b_k + (8/π²) S (J_old − J_new)/k²                      when J changes
//   b_k ← b_k + (8/π²) (S_old − S_new) J/k²                      when the gap does, so that the course over ξ stays as it is
//
//   J  current density, A/m², positive where the electrode at ξ = 0 is stripped      b_k  deviation of a mode from its steady amplitude
//
// Both walls pass the same flux, so only odd modes ever exist and salt is conserved by construction. The steady part is closed, and
// `OddModes` carries the endless rest of the modes in bands: the surface is right to 1e-6 c₀ r at all times.
// Eigenfunctions as in `FiniteGapSeries`.
import Foundation
import Quantities

/// The salt between two electrodes as a state: any constant current over any time is one exact step.
///
/// A copy is a snapshot; equal states stay equal to the last bit. Currents are in A/m², positive where the electrode at ξ = 0
/// (the working electrode) is stripped; concentrations in mol/m³, times in s.
public struct ModalDiffusion: Sendable {
  /// Salt at rest, mol/m³.
  public let restConcentration: Double
  /// D_eff/(ε L²), 1/s.
  private(set) var rate: Double
  /// S = c₀/J*, by how much a steady A/m² lowers the surface, mol/m³.
  private(set) var steadyDepletion: Double
  /// ε L, m³ of electrolyte in the gap per m².
  private var poreVolume: Double
  /// The present current density, A/m².
  public private(set) var currentDensity = 0.0
  /// b_k of the odd modes in blocks of four; those behind `live` are zero.
  private(set) var deviations = [SIMD4<Double>](repeating: .zero, count: OddModes.blocks)
  /// How many blocks are not zero.
  private(set) var live = 0
  private var deviationSum = 0.0
  private var decays = DecayCache()

  /// Salt at rest.
  public init(_ diffusion: SandDiffusion) {
    restConcentration = diffusion.electrolyte.concentration.si
    rate = 1 / diffusion.diffusionTime.si
    steadyDepletion = restConcentration / diffusion.limitingCurrentDensity.si
    poreVolume = diffusion.gap.porosity * diffusion.gap.thickness.si
  }

  /// Concentration of the linear solution at the working electrode (ξ = 0), mol/m³; below zero behind depletion.
  public var workingSurface: Double { restConcentration + (steadyDepletion * currentDensity + deviationSum) }

  /// Concentration of the linear solution at the counter electrode (ξ = 1), mol/m³.
  public var counterSurface: Double { restConcentration - (steadyDepletion * currentDensity + deviationSum) }

  /// The concentration at a place ξ between the working (0) and the counter electrode (1), mol/m³.
  public func concentration(at xi: Double) -> Double {
    var sum = 0.0
    // The bands are a layer at the walls, thinner than a thousandth of the gap.
    if xi == 0 || xi == 1 { return xi == 0 ? workingSurface : counterSurface }
    for block in 0..<min(live, OddModes.singleBlocks) {
      for lane in 0..<4 { sum += deviations[block][lane] * cos(Double(8 * block + 2 * lane + 1) * .pi * xi) }
    }
    return restConcentration + steadyDepletion * currentDensity * (1 - 2 * xi) + sum
  }

  /// Salt in the gap, ∫ε c dx, mol/m²: the midpoint rule over the course, for checks and not for every reading.
  public var saltContent: Double {
    let points = 64
    let sum = (0..<points).reduce(0.0) { $0 + concentration(at: (Double($1) + 0.5) / Double(points)) }
    return poreVolume * sum / Double(points)
  }

  /// Changes the current density from now on.
  public mutating func setCurrentDensity(_ current: Double) {
    guard current != currentDensity else { return }
    let jump = Self.modeShare * steadyDepletion * (currentDensity - current)
    currentDensity = current
    deviate(by: jump)
  }

  /// Changes the gap and what the salt diffuses by, as dead lithium does that grew: the course over ξ stays as it is, and so its mean;
  /// pores that were added are filled with electrolyte at rest.
  public mutating func reshape(to diffusion: SandDiffusion) {
    let depletion = diffusion.electrolyte.concentration.si / diffusion.limitingCurrentDensity.si
    let jump = Self.modeShare * (steadyDepletion - depletion) * currentDensity
    rate = 1 / diffusion.diffusionTime.si
    steadyDepletion = depletion
    poreVolume = diffusion.gap.porosity * diffusion.gap.thickness.si
    if jump != 0 { deviate(by: jump) }
  }

  /// Adds to every mode its share of a step whose first mode has this much (mol/m³).
  private mutating func deviate(by jump: Double) {
    live = OddModes.blocks
    var sum = SIMD4<Double>.zero
    for block in 0..<OddModes.blocks {
      deviations[block] += jump * OddModes.weights[block]
      sum += deviations[block]
    }
    deviationSum = sum.sum()
  }

  /// Lets time pass at the present current, exactly.
  public mutating func advance(by duration: Double) {
    guard duration > 0, live > 0 else { return }
    let blocks = decays.blocks(theta: rate * duration)
    let nothing = Self.negligible * restConcentration * restConcentration
    let left = deviations.withUnsafeMutableBufferPointer { deviations in
      decays.factors.withUnsafeBufferPointer { factors in
        var left = min(live, blocks.count)
        var sum = SIMD4<Double>.zero
        for block in 0..<left {
          let deviation = deviations[block] * factors[blocks.lowerBound + block]
          deviations[block] = deviation
          sum += deviation
        }
        while left > 0, (deviations[left - 1] * deviations[left - 1]).sum() <= nothing { left -= 1 }
        for block in left..<live { deviations[block] = .zero }
        deviationSum = sum.sum()
        return left
      }
    }
    live = left
  }

  /// What the working surface will be after a time at any current density J: α + β J, mol/m³ and mol/m³ per A/m².
  public mutating func surface(after duration: Double) -> (alpha: Double, beta: Double) {
    guard duration > 0 else { return (workingSurface, 0) }
    let blocks = decays.blocks(theta: rate * duration)
    let share = Self.modeShare * steadyDepletion
    let (old, response) = OddModes.weights.withUnsafeBufferPointer { weights in
      decays.factors.withUnsafeBufferPointer { factors in
        var (old, response) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        for block in 0..<blocks.count {
          let factor = factors[blocks.lowerBound + block]
          let left = weights[block] * factor
          response += left
          old += deviations[block] * factor + share * currentDensity * left
        }
        return (old.sum(), response.sum())
      }
    }
    return (restConcentration + old, steadyDepletion - share * response)
  }

  /// 8/π²: what the first odd mode has of a step.
  static let modeShare = 8 / (Double.pi * Double.pi)
  /// Modes whose squares together are less than this part of that of the salt at rest are nothing: adding them changes no concentration.
  private static let negligible = 1e-32
}

extension ModalDiffusion: Codable, Hashable {
  private enum CodingKeys: String, CodingKey {
    case restConcentration, rate, steadyDepletion, poreVolume, currentDensity, deviations, live, deviationSum
  }

  /// Whether two solutions are in the same state, whatever they remember of past steps.
  public static func == (a: Self, b: Self) -> Bool {
    a.restConcentration == b.restConcentration && a.rate == b.rate && a.steadyDepletion == b.steadyDepletion
      && a.poreVolume == b.poreVolume && a.currentDensity == b.currentDensity && a.deviations == b.deviations
  }

  /// Hashes the state.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(currentDensity)
    hasher.combine(deviations)
  }
}
