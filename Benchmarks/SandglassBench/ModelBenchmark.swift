import Bench
import CSandKernel
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
    report("C kernel, BDF2 + Thomas, 100 nodes", kernel, Int(steps), kernelDepletion)
    print(String(format: "  ratio %.2f\n", ours / kernel))
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
