import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Salt on a grid")
struct FiniteVolumeDiffusionTests {
  private func depletionError(ratio: Double, cells: Int) throws -> Double {
    let salt = FiniteVolumeDiffusion(
      medium: .constant(referenceDiffusion.electrolyte), rest: Quantity(si: 1000), gap: referenceDiffusion.gap,
      cells: cells)
    let current = currentDensity(ratio: ratio)
    let exact = try #require(referenceDiffusion.depletionTime(at: current)).si
    return try #require(salt.timeToDepletion(at: -current.si)) / exact - 1
  }

  @Test("Sand's time converges with second order, to what the reference grid reached", arguments: [1.1, 2, 5])
  func convergence(ratio: Double) throws {
    let table = try Table("fv_convergence")
    var errors: [Double] = []
    for cells in [50, 100, 200] {
      let row = try #require(
        table.rows.first { table.number($0, 0) == ratio && table.number($0, 1) == Double(cells) && $0[2] == "uniform" })
      let error = try depletionError(ratio: ratio, cells: cells)
      errors.append(error.magnitude)
      #expect(abs(error) < 1.2 * (try #require(table.number(row, 5))).magnitude + 2e-6, "\(cells) cells")
    }
    #expect(errors[0] / errors[1] > 3)
  }

  @Test("Agrees with the exact modes through changes of current")
  func againstModes() {
    var grid = FiniteVolumeDiffusion(
      medium: .constant(separatorDiffusion.electrolyte), rest: Quantity(si: 1000), gap: separatorDiffusion.gap,
      cells: 200)
    var modes = ModalDiffusion(separatorDiffusion)
    for (r, time) in [(-1.5, 0.1), (0.7, 0.3), (0, 0.2), (-0.9, 2.0)] {
      let current = r * separatorDiffusion.limitingCurrentDensity.si
      grid.setCurrentDensity(current)
      modes.setCurrentDensity(current)
      grid.advance(by: time)
      modes.advance(by: time)
      #expect(abs(grid.workingSurface - modes.workingSurface) < 0.02)
      #expect(abs(grid.counterSurface - modes.counterSurface) < 0.02)
    }
  }

  @Test("With concentration-dependent properties the salt lasts half as long again", arguments: [200.0, 500.0])
  func concentrated(current: Double) throws {
    let table = try Table("concentrated_sand")
    let row = try #require(table.rows.first { table.number($0, 0) == current && $0[1] == "ValoenReimers(c)" })
    let expected = try #require(table.number(row, 6))
    let temperature = Quantity<Temperature>(25, .celsius)
    var salt = FiniteVolumeDiffusion(
      medium: .fit(.valoenReimers2005, temperature), rest: Quantity(si: 1000), gap: referenceDiffusion.gap, cells: 200)
    salt.setCurrentDensity(-current)
    // The table ends where 1 mol/m³ is left.
    var (low, high) = (0.0, 2 * expected)
    while high - low > 1e-5 * expected {
      let middle = 0.5 * (low + high)
      var trial = salt
      trial.advance(by: middle)
      if trial.workingSurface > 1 { low = middle } else { high = middle }
    }
    #expect(abs(low / expected - 1) < 5e-4)
  }

  @Test("Below the limit of the fit the salt never runs out")
  func sustainable() {
    let salt = FiniteVolumeDiffusion(
      medium: .fit(.valoenReimers2005, Quantity(25, .celsius)), rest: Quantity(si: 1000), gap: referenceDiffusion.gap)
    #expect(salt.timeToDepletion(at: -100) == nil)
    #expect(salt.timeToDepletion(at: 50) == nil)
  }

  @Test("Salt is conserved")
  func conservation() {
    var salt = FiniteVolumeDiffusion(
      medium: .fit(.valoenReimers2005, Quantity(25, .celsius)), rest: Quantity(si: 1000), gap: referenceDiffusion.gap)
    for (current, time) in [(-200.0, 300.0), (350, 3), (0, 1e6), (-40, 1e4)] {
      salt.setCurrentDensity(current)
      salt.advance(by: time)
      #expect(abs(salt.concentrations.reduce(0, +) / 100 - 1000) < 1e-8)
    }
  }

  @Test("What is told ahead about the surface comes true nearby")
  func surfaceAhead() {
    var salt = FiniteVolumeDiffusion(
      medium: .fit(.valoenReimers2005, Quantity(25, .celsius)), rest: Quantity(si: 1000), gap: referenceDiffusion.gap)
    salt.setCurrentDensity(-60)
    salt.advance(by: 40)
    let (alpha, beta) = salt.surface(after: 1)
    salt.setCurrentDensity(-62)
    salt.advance(by: 1)
    #expect(abs(alpha + beta * -62 - salt.workingSurface) < 0.02)
  }
}
