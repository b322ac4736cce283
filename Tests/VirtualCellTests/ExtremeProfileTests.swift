import Deposition
import Quantities
import Testing
import VirtualCell

@Suite("Cells at the ends of what a profile may say")
struct ExtremeProfileTests {
  /// A profile whose numbers are mostly at the ends of their ranges.
  private func extremeProfile(_ dice: inout Dice) -> CellProfile {
    func pick(_ low: Double, _ high: Double) -> Double {
      let draw = dice.uniform()
      return draw < 0.4 ? low : draw < 0.8 ? high : dice.logarithmic(from: low, to: high)
    }
    let isCopper = dice.uniform() < 0.5
    let electrolyte = Electrolyte(
      concentration: Quantity(si: pick(1e-3, 1e4)), diffusivity: Quantity(si: pick(1e-18, 1e-6)),
      cationTransferenceNumber: pick(1e-6, 0.999), conductivity: Quantity(si: pick(1e-9, 1e4)))
    let working = CellElectrode(
      substrate: isCopper ? .copper : .lithium, exchangeCurrentDensity: Quantity(si: pick(1e-9, 1e7)),
      interphaseResistance: Quantity(si: pick(1e-12, 1e3)), coulombicEfficiency: pick(1e-6, 1),
      barePotential: isCopper ? Quantity(si: pick(1e-6, 5)) : nil, doubleLayer: Quantity(si: pick(1e-4, 1e4)))
    return CellProfile(
      name: "extreme", area: Quantity(si: pick(1e-12, 100)), temperature: Quantity(si: pick(200, 400)),
      electrolyte: CellElectrolyte(
        transport: .constant(electrolyte), solvent: .carbonate, permittivity: pick(1, 1000)),
      gap: Gap(thickness: Quantity(si: pick(1e-9, 1)), porosity: pick(1e-3, 1), tortuosity: pick(1, 1000)),
      working: working,
      counter: CellElectrode(substrate: .lithium, exchangeCurrentDensity: Quantity(si: pick(1e-9, 1e7))))
  }

  @Test("Every number stays a number", arguments: 0..<60)
  func finite(seed: Int) {
    var dice = Dice(seed: UInt64(seed))
    var cell = VirtualCell(profile: extremeProfile(&dice))
    for _ in 0..<20 {
      cell.hold(dice.control())
      cell.advance(seconds: dice.logarithmic(from: 1e-9, to: 1e9))
      let reading = cell.measure()
      #expect(reading.voltage.isFinite && reading.current.isFinite, "\(cell.control)")
      #expect(!cell.modelState.contains { $0.isInfinite || $0 < 0 }, "\(cell.modelState)")
    }
  }
}
