// The properties of a fit as a run asks for them, over and over: looked up instead of worked out.
//
//   Φ(c) = ∫₀^c D dc        flux potential: a flux is its gradient, however D depends on c        even grid, 256 intervals
//   t₊(c)                   only where it is not constant                                      same grid
//   1/κ(c)                  resistivity                                                        16 intervals an octave
//   U(c) = ∫ ν dln c        of which only differences mean something                           16 intervals an octave
//
// Cubics through values and slopes, outside carried on as the fits are. Errors are below 1e-6 of a property at 25 °C; where a fit falls
// by decades (the diffusivity of Valøen and Reimers at −20 °C near 4 mol/L) they are what a cubic leaves.
import Foundation

/// What the flow of salt needs of a fit at one temperature, over concentration in mol/m³.
struct FlowTable {
  /// Φ, mol/(m·s), whose slope is the diffusivity.
  let potential: EvenCubic
  /// t₊; nil where it is the same everywhere.
  let transference: EvenCubic?

  /// From here on every fit is held, mol/m³.
  static let upper = 4000.0
  private static let intervals = 256

  /// Tabulates properties.
  init(_ properties: any ElectrolyteProperties) {
    potential = Self.potential(properties)
    transference = Self.transference(properties)
  }

  private static func potential(_ properties: any ElectrolyteProperties) -> EvenCubic {
    let width = upper / Double(intervals)
    let diffusivities = (0...intervals).map { properties.diffusivity(Double($0) * width) }
    var sum = 0.0
    var potentials = [sum]
    for i in 0..<intervals {
      // The integral of the cubic through the two nodes of the interval and their neighbours, at the ends of a parabola.
      let (near, far) = (diffusivities[i], diffusivities[i + 1])
      if i == 0 {
        sum += width / 12 * (5 * near + 8 * far - diffusivities[2])
      } else if i == intervals - 1 {
        sum += width / 12 * (5 * far + 8 * near - diffusivities[i - 1])
      } else {
        sum += width / 24 * (13 * (near + far) - diffusivities[i - 1] - diffusivities[i + 2])
      }
      potentials.append(sum)
    }
    return EvenCubic(width: width, values: potentials, slopes: diffusivities)
  }

  private static func transference(_ properties: any ElectrolyteProperties) -> EvenCubic? {
    let width = upper / Double(intervals)
    let values = (0...intervals).map { properties.cationTransferenceNumber(Double($0) * width) }
    guard values.contains(where: { $0 != values[0] }) else { return nil }
    let slopes = values.indices.map { i in
      let (near, far) = (max(i - 1, 0), min(i + 1, intervals))
      return (values[far] - values[near]) / (width * Double(far - near))
    }
    return EvenCubic(width: width, values: values, slopes: slopes, heldOutside: true)
  }
}

/// What voltages need of a fit at one temperature, over concentration in mol/m³.
struct VoltageTable: Sendable {
  /// 1/κ, Ω·m, from `OhmicDrop.floor` of the concentration at rest.
  let resistivity: OctaveCubic
  /// U without what lies behind the end of the table.
  private let saltPotential: OctaveCubic
  /// ν behind the end of the table.
  private let upperDiffusionFactor: Double

  private static let upper = FlowTable.upper

  /// Tabulates properties for a salt that is this concentrated at rest (mol/m³).
  init(_ properties: any ElectrolyteProperties, rest: Double) {
    resistivity = Self.resistivity(properties, from: min(rest * OhmicDrop.floor, Self.upper / 2))
    saltPotential = Self.saltPotential(properties, from: min(rest * SpaceCharge.floor, Self.upper / 2))
    upperDiffusionFactor = properties.diffusionFactor(Self.upper)
  }

  /// ∫ν dln c from one concentration to another, both at least `SpaceCharge.floor` of that at rest.
  func saltPotential(from low: Double, to high: Double) -> Double {
    func value(_ c: Double) -> Double {
      c <= Self.upper ? saltPotential.value(c) : saltPotential.value(c) + upperDiffusionFactor * log(c / Self.upper)
    }
    return value(high) - value(low)
  }

  private static func resistivity(_ properties: any ElectrolyteProperties, from low: Double) -> OctaveCubic {
    let nodes = OctaveCubic.nodes(from: low, to: upper)
    let values = nodes.map { 1 / properties.conductivity($0) }
    let slopes = nodes.map { c in
      let (near, far) = (c * (1 - 1e-4), min(c * (1 + 1e-4), upper))
      return (1 / properties.conductivity(far) - 1 / properties.conductivity(near)) / (far - near)
    }
    return OctaveCubic(nodes: nodes, values: values, slopes: slopes)
  }

  private static func saltPotential(_ properties: any ElectrolyteProperties, from low: Double) -> OctaveCubic {
    let nodes = OctaveCubic.nodes(from: low, to: upper)
    let factors = nodes.map(properties.diffusionFactor)
    var sum = 0.0
    var values = [sum]
    for i in 1..<nodes.count {
      let middle = properties.diffusionFactor((nodes[i - 1] * nodes[i]).squareRoot())
      sum += log(nodes[i] / nodes[i - 1]) / 6 * (factors[i - 1] + 4 * middle + factors[i])
      values.append(sum)
    }
    return OctaveCubic(nodes: nodes, values: values, slopes: zip(factors, nodes).map { $0 / $1 })
  }
}
