import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Sand's time in a finite gap")
struct SandDiffusionTests {
  @Test("Limits and times of the reference cell")
  func referenceCell() throws {
    #expect(abs(referenceDiffusion.limitingCurrentDensity.si - 93.372902) < 1e-6)
    #expect(abs(referenceDiffusion.diffusionTime.si - 3333.3333333) < 1e-6)
    let tau = { try #require(referenceDiffusion.depletionTime(at: currentDensity(ratio: $0))).si }
    #expect(abs(try tau(2) - 163.942283) < 1e-6)
    #expect(abs(try tau(1.1) - 738.927640) < 1e-6)
    #expect(abs(try tau(5) - 26.179939) < 1e-6)
  }

  @Test("Depletion times agree with the table, and there is none at or below the limiting current")
  func depletionTimes() throws {
    let table = try Table("sand_finite_L")
    for row in table.rows {
      let r = try #require(table.number(row, 0))
      let expected = try #require(table.number(row, 2))
      let current = currentDensity(ratio: r)
      // The ratio is a rounded product: at r = 1 itself the current may come out a bit above J*.
      guard expected.isFinite else {
        if r < 1 { #expect(referenceDiffusion.depletionTime(at: current) == nil, "r = \(r)") }
        continue
      }
      let time = try #require(referenceDiffusion.depletionTime(at: current))
      let theta = time / referenceDiffusion.diffusionTime
      #expect(abs(theta / expected - 1) < 1e-8, "r = \(r)")
      let sand = referenceDiffusion.sandTime(at: current) / referenceDiffusion.diffusionTime
      #expect(abs(sand / (try #require(table.number(row, 1))) - 1) < 1e-8, "r = \(r)")
    }
    #expect(referenceDiffusion.depletionTime(at: referenceDiffusion.limitingCurrentDensity) == nil)
  }

  @Test("Profiles agree with the table")
  func profiles() throws {
    let table = try Table("concentration_profile")
    for row in table.rows {
      let (r, theta) = (try #require(table.number(row, 0)), try #require(table.number(row, 1)))
      for column in 2..<table.header.count {
        let xi = Double(column - 2) * 0.05
        let c = referenceDiffusion.concentration(
          at: xi, after: referenceDiffusion.diffusionTime * theta, at: currentDensity(ratio: r))
        #expect(abs(c.si / 1000 - (try #require(table.number(row, column)))) < 1e-9, "r \(r) θ \(theta) ξ \(xi)")
      }
    }
  }

  @Test("The two forms of the solution join at θ = 0.1 without a step", arguments: [0.0, 0.3, 0.77, 1.0])
  func seam(xi: Double) {
    let current = currentDensity(ratio: 1)
    func value(_ theta: Double) -> Double {
      referenceDiffusion.concentration(at: xi, after: referenceDiffusion.diffusionTime * theta, at: current).si
    }
    let (before, at, after) = (value(0.1 - 1e-7), value(0.1 + 1e-12), value(0.1 + 1e-7))
    #expect(abs(0.5 * (before + after) - at) < 1e-7)
  }

  @Test("In a separator porosity times effective diffusivity stands in Sand's law")
  func separator() {
    let J = currentDensity(ratio: 3, in: separatorDiffusion)
    let F = PhysicalConstants.faraday
    let effective = 3e-10 * 0.39 * 0.39.squareRoot()
    let sand = Double.pi * 0.39 * effective * pow(F * 1000 / (2 * J.si * 0.62), 2)
    #expect(abs(separatorDiffusion.sandTime(at: J).si / sand - 1) < 1e-12)
    #expect(abs(separatorDiffusion.limitingCurrentDensity.si - 909.657) < 1e-3)
    // Semi-integral of a constant current: 2 I √(t/π).
    let area = Quantity<Area>(si: 1.267e-4)
    let semiIntegral = 2 * J.si * area.si * (sand / .pi).squareRoot()
    #expect(abs(separatorDiffusion.semiIntegralLimit(area: area) / semiIntegral - 1) < 1e-12)
  }

  @Test("Sand capacity falls as one over the current")
  func capacity() {
    let q1 = referenceDiffusion.sandCapacity(at: currentDensity(ratio: 2)).si
    let q2 = referenceDiffusion.sandCapacity(at: currentDensity(ratio: 4)).si
    #expect(abs(q1 / q2 - 2) < 1e-12)
  }

  @Test("The steady gradient empties the plated electrode exactly at the limiting current")
  func brissot() {
    let gradient = BrissotGradient(referenceDiffusion)
    #expect(abs(gradient.gradient(at: referenceDiffusion.limitingCurrentDensity) / gradient.limit - 1) < 1e-12)
    #expect(gradient.isSustainable(at: currentDensity(ratio: 0.999)))
    #expect(!gradient.isSustainable(at: currentDensity(ratio: 1.001)))
  }

  @Test("Roots are found to the last digits, and a bracket without a change of sign gives its better end")
  func roots() {
    #expect(abs(bracketedRoot(from: 0, to: 2) { $0 * $0 - 2 } - 2.0.squareRoot()) < 1e-15)
    #expect(abs(bracketedRoot(from: -20, to: 40) { exp($0) - 1e-3 } - log(1e-3)) < 1e-13)
    #expect(bracketedRoot(from: 1, to: 2) { $0 } == 1)
  }
}
