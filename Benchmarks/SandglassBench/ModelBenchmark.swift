import Bench
import CSandKernel
import Deposition
import Foundation
import Quantities
import VirtualCell

/// One Sand run of the model alone, beside a C kernel that solves the same problem on a grid.
enum ModelBenchmark {
  static func run() throws {
    let cell = try ShippedFiles.find().cell(named: "li-li-capillary").profile
    let current = cell.limitingCurrent * 2
    let step = 0.5

    var depletion = 0.0
    var readings = 0
    let ours = bestTime(of: 15) {
      var virtual = VirtualCell(profile: cell)
      virtual.hold(.current(-current))
      readings = 0
      depletion = virtual.modelState[3]
      var sum = 0.0
      for _ in 0..<Int(depletion / step) {
        virtual.advance(by: Quantity(si: step))
        sum += virtual.voltage.si
        readings += 1
      }
      precondition(sum < 0, "plating is negative")
    }

    var onGrid = 0
    var gridDepletion = 0.0
    let ourGrid = bestTime(of: 15) {
      (onGrid, gridDepletion) = plateOnGrid(cell, (current / cell.area).si, every: step)
    }

    var grid = csand_cell(
      concentration: 1000, diffusivity: 3e-10, cation_transference: 0.38, conductivity: 1, thickness: 1e-3,
      exchange_current_density: 10, temperature: 298.15)
    var voltages = [Double](repeating: 0, count: 1000)
    var steps: Int32 = 0
    var kernelDepletion = 0.0
    let kernel = bestTime(of: 15) {
      kernelDepletion = csand_plate(&grid, (current / cell.area).si, step, &voltages, 1000, &steps)
    }

    print("One Sand run of the model alone (r = 2, a reading every \(step) s up to Sand's time):")
    report("virtual cell, exact modes", ours, readings, depletion)
    report("finite volumes, 100 cells", ourGrid, onGrid, gridDepletion)
    report("C kernel, BDF2 + Thomas, 100 nodes", kernel, Int(steps), kernelDepletion)
    print(String(format: "  ratio to the C kernel: modes %.2f, finite volumes %.2f\n", ours / kernel, ourGrid / kernel))
  }

  /// The C kernel's problem on our grid: a voltage every `step` s until the salt is gone; readings and Sand's time, s.
  private static func plateOnGrid(
    _ cell: CellProfile, _ current: Double, every step: Double
  ) -> (readings: Int, depletion: Double) {
    let (diffusion, temperature) = (cell.diffusion, cell.temperature)
    let rest = diffusion.electrolyte.concentration
    var salt = FiniteVolumeDiffusion(medium: .constant(diffusion.electrolyte), rest: rest, gap: diffusion.gap)
    let kinetics = ButlerVolmer(
      exchangeCurrentDensity: cell.working.exchangeCurrentDensity, temperature: temperature)
    salt.setCurrentDensity(-current)
    var (readings, sum, before) = (0, 0.0, rest.si)
    while true {
      salt.advance(by: step)
      let (plated, stripped) = (salt.workingSurface, salt.counterSurface)
      readings += 1
      guard plated > 0 else {
        precondition(sum < 0, "plating is negative")
        return (readings, step * (Double(readings - 1) + before / (before - plated)))
      }
      sum +=
        salt.diffusionPotential(at: temperature) - current * salt.resistance.si
        + kinetics.overpotential(at: -current, relativeConcentration: plated / rest.si)
        - kinetics.overpotential(at: current, relativeConcentration: stripped / rest.si)
      before = plated
    }
  }

  private static func report(_ name: String, _ time: Double, _ readings: Int, _ depletion: Double) {
    let padded = name.padding(toLength: 36, withPad: " ", startingAt: 0)
    print(
      "  " + padded
        + String(
          format: "%8.1f µs   %6.0f ns a reading   Sand's time %.4f s", time * 1e6, time * 1e9 / Double(readings),
          depletion))
  }
}
