import Deposition
import Foundation
import Quantities
import Testing

@Suite("A gap that dead lithium changes while the salt flows")
struct ReshapedGapTests {
  private let reference = referenceDiffusion
  /// The reference gap with 50 µm of dead lithium before the plated electrode.
  private var grown: SandDiffusion {
    let dead = Gap(thickness: Quantity(si: 50e-6), porosity: 0.5, tortuosity: 5)
    let layers = LayeredGap(platedLayer: dead, separator: reference.gap)
    return SandDiffusion(electrolyte: reference.electrolyte, gap: layers.equivalentGap)
  }

  @Test("Modes: surface and course go on, the new steady state is right, salt is c₀ in all pores")
  func modes() throws {
    var salt = ModalDiffusion(reference)
    salt.setCurrentDensity(-40)
    salt.advance(by: 200)
    let before = salt
    salt.reshape(to: grown)
    #expect(abs(salt.workingSurface - before.workingSurface) < 1e-9)
    #expect(abs(salt.counterSurface - before.counterSurface) < 1e-9)
    for xi in stride(from: 0.05, to: 1, by: 0.1) {
      // The bands behind the single modes are a layer at the walls.
      #expect(abs(salt.concentration(at: xi) - before.concentration(at: xi)) < 0.02)
    }
    let pores = grown.gap.thickness.si * grown.gap.porosity
    #expect(abs(before.saltContent - 1) < 1e-12)
    #expect(abs(salt.saltContent / (1000 * pores) - 1) < 1e-12)
    salt.advance(by: 1e6)
    let steady = 1000 * (1 - 40 / grown.limitingCurrentDensity.si)
    #expect(abs(salt.workingSurface - steady) < 1e-9)
    #expect(abs(salt.saltContent / (1000 * pores) - 1) < 1e-12)
  }

  @Test("Modes: a depletion predicted behind a reshape comes when it was predicted")
  func modesDepletion() throws {
    var salt = ModalDiffusion(reference)
    salt.setCurrentDensity(-70)
    salt.advance(by: 300)
    // What the reference gap carries for ever, the one with dead lithium does not.
    #expect(salt.timeToDepletion(at: -70) == nil)
    salt.reshape(to: grown)
    let time = try #require(salt.timeToDepletion(at: -70))
    salt.advance(by: time)
    #expect(abs(salt.workingSurface) < 1e-6)
    var back = salt
    back.reshape(to: grown)
    #expect(back == salt)
  }

  private func agreement(_ grid: FiniteVolumeDiffusion, _ modes: ModalDiffusion) -> Double {
    max(abs(grid.workingSurface - modes.workingSurface), abs(grid.counterSurface - modes.counterSurface))
  }

  @Test("Grid: agrees with the modes through a reshape")
  func grid() throws {
    var grid = FiniteVolumeDiffusion(
      medium: .constant(reference.electrolyte), rest: Quantity(si: 1000), gap: reference.gap, cells: 200)
    var modes = ModalDiffusion(reference)
    grid.setCurrentDensity(-40)
    modes.setCurrentDensity(-40)
    grid.advance(by: 200)
    modes.advance(by: 200)
    #expect(agreement(grid, modes) < 0.02)
    // A layer that grows by a thousandth of the gap at a time.
    for part in 1...50 {
      let layers = LayeredGap(
        platedLayer: Gap(thickness: Quantity(si: Double(part) * 1e-6), porosity: 0.5, tortuosity: 5),
        separator: reference.gap)
      let diffusion = SandDiffusion(electrolyte: reference.electrolyte, gap: layers.equivalentGap)
      let surface = grid.workingSurface
      grid.reshape(to: diffusion.gap)
      modes.reshape(to: diffusion)
      // The wall gradient that a new gap brings is felt in the outermost half cell at once: the grid's width shows.
      #expect(abs(grid.workingSurface - surface) < 0.05)
      let pores = diffusion.gap.thickness.si * diffusion.gap.porosity
      #expect(abs(grid.saltContent / (1000 * pores) - 1) < 1e-12)
      grid.advance(by: 10)
      modes.advance(by: 10)
      #expect(agreement(grid, modes) < 0.05)
    }
    let (fromGrid, fromModes) = (grid.timeToDepletion(at: -90), modes.timeToDepletion(at: -90))
    #expect(abs(try #require(fromGrid) / (try #require(fromModes)) - 1) < 2e-4)
    grid.advance(by: 1e6)
    modes.advance(by: 1e6)
    #expect(agreement(grid, modes) < 1e-5)
  }
}
