import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Dead lithium and separator in series")
struct LayeredGapTests {
  private let electrolyte = referenceDiffusion.electrolyte
  private let dead = Gap(thickness: Quantity(si: 50e-6), porosity: 0.5, tortuosity: 5)

  @Test("The limiting current density agrees with the table in every row")
  func table() throws {
    let table = try Table("dead_layer_limit")
    #expect(table.rows.count == 15)
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      let bruggeman = try cell(2) == 1.601 ? 1 / (try cell(1)).squareRoot() : try cell(2)
      let layers = LayeredGap(
        platedLayer: Gap(
          thickness: Quantity(si: try cell(3) * 1e-6), porosity: try cell(4), tortuosity: try cell(5)),
        separator: Gap(thickness: Quantity(si: try cell(0) * 1e-6), porosity: try cell(1), tortuosity: bruggeman))
      let limit = layers.limitingCurrentDensity(of: electrolyte).si
      #expect(abs(limit / (try cell(6)) - 1) < 4e-6, "\(row)")
      let one = SandDiffusion(electrolyte: electrolyte, gap: layers.equivalentGap)
      #expect(abs(one.limitingCurrentDensity.si / limit - 1) < 1e-14)
    }
  }

  @Test("Layers of one stuff are one layer, whatever their order")
  func uniform() {
    let part = Gap(thickness: Quantity(si: 10e-6), porosity: 0.4, tortuosity: 2)
    let layers = LayeredGap(platedLayer: part, separator: part, strippedLayer: part)
    let gap = layers.equivalentGap
    #expect(abs(gap.thickness.si - 30e-6) < 1e-18)
    #expect(abs(gap.porosity - 0.4) < 1e-15 && abs(gap.tortuosity - 2) < 1e-14)
    #expect(LayeredGap(separator: dead).equivalentGap == LayeredGap(separator: dead).reversed.equivalentGap)
  }

  @Test("A dead layer on the plated electrode costs more than one on the stripped electrode")
  func sides() {
    let layers = LayeredGap(platedLayer: dead, separator: separatorDiffusion.gap)
    let near = layers.limitingCurrentDensity(of: electrolyte).si
    let far = layers.reversed.limitingCurrentDensity(of: electrolyte).si
    #expect(near < far && far < separatorDiffusion.limitingCurrentDensity.si)
    #expect(layers.reversed.reversed == layers)
    #expect(layers.equivalentGap.porosity == layers.reversed.equivalentGap.porosity)
    let path = 50e-6 * 5 / 0.5 + 25e-6 / separatorDiffusion.gap.transportFactor
    #expect(abs(layers.resistance(conductivity: Quantity(si: 1)).si / path - 1) < 1e-14)
  }
}
