import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Chazalviel's space charge")
struct ChazalvielTests {
  let cell = ChazalvielSpaceCharge(
    diffusion: referenceDiffusion, permittivity: 30, temperature: Quantity(25, .celsius))

  /// Integral of a smooth function by Simpson's rule.
  private func integral(from a: Double, to b: Double, of f: (Double) -> Double) -> Double {
    let (count, h) = (4_000, (b - a) / 4_000)
    let inner = (1..<count).reduce(0.0) { $0 + ($1.isMultiple(of: 2) ? 2 : 4) * f(a + h * Double($1)) }
    return h / 3 * (f(a) + inner + f(b))
  }

  @Test("Fields, fronts, layers, charges and lengths agree with the table")
  func table() throws {
    let table = try Table("chazalviel")
    #expect(table.rows.count == 40)
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      var diffusion = referenceDiffusion
      diffusion.electrolyte.concentration = Quantity(si: try cell(1))
      diffusion.electrolyte.diffusivity = Quantity(si: try cell(2))
      diffusion.electrolyte.cationTransferenceNumber = try cell(3)
      let model = ChazalvielSpaceCharge(
        diffusion: diffusion, permittivity: try cell(0), temperature: Quantity(25, .celsius))
      let (current, voltage) = (try cell(5), try cell(9))
      let bulk = model.bulkField(at: Quantity(si: current))
      let thickness = model.layer.thickness(at: current, voltage: voltage)
      let field = SpaceCharge.surfaceField(voltage: voltage, thickness: thickness)
      // The field in the bulk drives the anions as fast as the front goes.
      let anionMobility = model.layer.cationMobility * 0.62 / 0.38
      let pairs = [
        (model.conductivity.si, 4), (bulk, 6), (anionMobility * bulk * 1e6, 8), (thickness * 1e9, 10), (field, 11),
        (model.layer.charge(surfaceField: field), 12), (model.debyeLength.si * 1e9, 13),
      ]
      for (value, column) in pairs { #expect(abs(value / (try cell(column)) - 1) < 5e-6, "column \(column)") }
      #expect(abs(model.layer.voltage(at: current, thickness: thickness) / voltage - 1) < 1e-12)
    }
  }

  @Test("The field is what the potential climbs, in and across both regions", arguments: [0.1e-6, 1e-6, 30e-6])
  func potential(thickness: Double) {
    let regions = cell.regions(at: currentDensity(ratio: 2), thickness: Quantity(si: thickness))
    func rise(_ a: Double, _ b: Double) -> Double {
      regions.point(at: b).potential - regions.point(at: a).potential
    }
    let charged = integral(from: 0, to: 0.999 * thickness) { regions.point(at: $0).field }
    #expect(abs(charged / rise(0, 0.999 * thickness) - 1) < 1e-8)
    // The field falls as one over the distance: in the logarithm of it the integrand is smooth.
    let width = 1e-8
    let neutral = integral(from: 0, to: log1p((1e-3 - thickness) / width)) {
      regions.point(at: thickness + width * expm1($0)).field * width * exp($0)
    }
    #expect(abs(neutral / rise(thickness, 1e-3) - 1) < 1e-8)
    #expect(regions.point(at: 0).potential == 0)
  }

  @Test("Poisson's equation holds in the charged region, and the neutral one is neutral")
  func poisson() {
    let regions = cell.regions(at: currentDensity(ratio: 2), thickness: Quantity(si: 1e-6))
    for place in [0.1e-6, 0.5e-6, 0.9e-6] {
      let h = 1e-10
      let slope = (regions.point(at: place - h).field - regions.point(at: place + h).field) / (2 * h)
      let point = regions.point(at: place)
      #expect(point.anions == 0)
      let density = PhysicalConstants.faraday * point.cations
      #expect(abs(cell.layer.permittivity * slope / density - 1) < 1e-5)
    }
    let neutral = regions.point(at: 0.4e-3)
    #expect(neutral.anions == neutral.cations)
  }

  @Test("Field and potential are continuous at the boundary; the cations step by the part that diffused")
  func boundary() {
    let thickness = 2e-6
    let regions = cell.regions(at: currentDensity(ratio: 3), thickness: Quantity(si: thickness))
    let (inside, outside) = (regions.point(at: thickness.nextDown), regions.point(at: thickness))
    #expect(abs(inside.field / outside.field - 1) < 1e-9)
    #expect(abs(inside.potential / outside.potential - 1) < 1e-9)
    #expect(abs(inside.cations / outside.cations - 2) < 1e-6)
  }

  @Test("Gauss: the charge of the region is what its field gains, all carried by cations")
  func charge() {
    let regions = cell.regions(at: currentDensity(ratio: 2), thickness: Quantity(si: 1e-6))
    let cations = integral(from: 0, to: (1e-6).nextDown) { regions.point(at: $0).cations }
    #expect(abs(PhysicalConstants.faraday * cations / regions.charge - 1) < 1e-6)
  }

  @Test("The steady layer keeps the anions of the cell and tends to 1 − √(J*/J)", arguments: [1.01, 1.1, 2, 5])
  func salt(ratio: Double) {
    let current = currentDensity(ratio: ratio)
    let thickness = cell.steadyThickness(at: current)
    let regions = cell.regions(at: current, thickness: thickness)
    let anions = integral(from: thickness.si, to: 1e-3) { regions.point(at: $0).anions }
    #expect(abs(anions / (1000 * 1e-3) - 1) < 1e-9)
    #expect(abs(thickness.si - 1e-3 * (1 - (1 / ratio).squareRoot())) < 1e-7)
  }

  @Test("Below the limiting current there is no layer, but all of the salt and its diffusion potential")
  func sustainable() {
    let current = currentDensity(ratio: 0.9)
    #expect(cell.steadyThickness(at: current) == .zero)
    let regions = cell.regions(at: current, thickness: .zero)
    #expect(abs(regions.point(at: 0).cations - 100) < 1e-9 && abs(regions.point(at: 1e-3).anions - 1900) < 1e-9)
    // Half of (2RT/F) ln((1+r)/(1−r)): the electrodes' own potentials shift by the other half.
    #expect(abs(regions.point(at: 1e-3).potential - 0.1513005 / 2) < 1e-7)
  }

  @Test("A thick layer is Mott and Gurney's")
  func mottGurney() {
    let current = currentDensity(ratio: 2)
    let regions = cell.regions(at: current, thickness: Quantity(si: 50e-6))
    let voltage = regions.point(at: 50e-6).potential
    #expect(abs(voltage / cell.layer.voltage(at: current.si, thickness: 50e-6) - 1) < 3e-4)
  }

  @Test("The regions agree with the whole equations of Poisson, Nernst and Planck, solved apart from this project")
  func wholeEquations() throws {
    let table = try Table("chazalviel_pnp")
    #expect(table.rows.count == 22)
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      var diffusion = referenceDiffusion
      diffusion.electrolyte.concentration = Quantity(si: try cell(1))
      diffusion.gap = Gap(thickness: Quantity(si: try cell(4)))
      let model = ChazalvielSpaceCharge(
        diffusion: diffusion, permittivity: try cell(0), temperature: Quantity(25, .celsius))
      let current = Quantity<CurrentDensity>(si: try cell(5))
      let thickness = model.steadyThickness(at: current)
      let regions = model.regions(at: current, thickness: thickness)
      let point = regions.point(at: try cell(6))
      let distance = (try cell(6)) / thickness.si
      // The boundary is sharp here and 0.14 µm wide there: one part in sixty of the thinner layer.
      let tolerance = distance > 1.5 ? 1e-4 : distance < 0.8 ? 0.04 : 0.2
      #expect(abs(point.cations / (try cell(7)) - 1) < tolerance)
      #expect(abs(point.field / (try cell(9)) - 1) < tolerance)
      #expect(abs(point.potential - (try cell(10))) <= 0.025 * (try cell(10)))
      if distance > 1.5 { #expect(abs(point.anions / (try cell(8)) - 1) < 1e-4) }
    }
  }

  @Test("Every corner is finite and has no negative concentration")
  func tame() {
    for current in [0.0, 1e-9, -10, 93.372902, 1e3, 1e6] {
      for thickness in [-1.0, 0, 1e-12, 1e-6, 1e-3, 1] {
        let regions = cell.regions(at: Quantity(si: current), thickness: Quantity(si: thickness))
        for place in [-1.0, 0, 1e-12, 0.5e-6, 0.5e-3, 1e-3, 2] {
          let point = regions.point(at: place)
          #expect(point.cations >= 0 && point.anions >= 0 && point.cations.isFinite && point.anions.isFinite)
          #expect(point.field.isFinite && point.potential.isFinite)
        }
        #expect(regions.charge.isFinite && regions.charge >= 0)
      }
      #expect(cell.steadyThickness(at: Quantity(si: current)).isFinite)
    }
  }

  @Test("From salt enough to a short")
  func states() {
    #expect(SpaceCharge.State(relativeConcentration: 1, hasCrossed: true) == .shorted)
    #expect(SpaceCharge.State(relativeConcentration: 0, hasCrossed: true) == .shorted)
    #expect(SpaceCharge.State(relativeConcentration: 1, hasCrossed: false) == .ok)
    #expect(SpaceCharge.State.allCases.map(\.rawValue) == [0, 1, 2, 3])
  }
}
