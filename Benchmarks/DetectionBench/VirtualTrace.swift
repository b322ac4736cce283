import Cycling
import Foundation
import Quantities
import VirtualCell

/// A trace of the virtual cell: a free gap of drawn width and salt, one current from rest.
struct VirtualTrace: SandTrace {
  let duration: Double
  let sandTime: Double?
  private var cell: VirtualCell
  private var now = 0.0
  private let amperes: Double
  private var stamps: Stamps
  private var disturbances: Disturbances
  private var random: Randomness

  /// Above the limiting current it lasts 1.2 times Sand's time, below ten minutes to two hours.
  init(depletes: Bool, _ conditions: Conditions, seed: Randomness) throws {
    var random = seed
    let over = random.logUniform(1.3, 6)
    let r = depletes ? over : random.uniform(0.2, 0.8)
    let width = random.logUniform(0.3e-3, 3e-3)
    let diffusionTime = random.logUniform(30, 1000) / GapDiffusion.depletionTheta(over)
    let diffusivity = min(width * width / diffusionTime, 9e-10)
    let transference = random.uniform(0.2, 0.5)
    let profile = try CellProfile.parse(
      yaml: """
        name: drawn
        area: 0.1 cm2
        temperature: 25 °C
        electrolyte:
          concentration: 1 mol/L
          diffusivity: \(diffusivity) m2/s
          cation transference number: \(transference)
          conductivity: \(random.uniform(0.5, 1.2)) S/m
          solvent: carbonate
        gap: {thickness: \(width * 1e3) mm, porosity: 1, tortuosity: 1}
        working: {substrate: Li, exchange current density: \(random.logUniform(0.3, 3)) mA/cm2, SEI resistance: \(random.uniform(0, 10)) ohm cm2}
        counter: {substrate: Li, exchange current density: \(random.logUniform(0.3, 3)) mA/cm2, SEI resistance: \(random.uniform(0, 10)) ohm cm2}
        measurement: {noise: 0 mV, resolution: 0 mV}
        """, file: "drawn")
    cell = VirtualCell(profile: profile)
    amperes = -r * profile.limitingCurrent.si
    let time = width * width / diffusivity
    sandTime = depletes ? GapDiffusion.depletionTheta(r) * time : nil
    duration = sandTime.map { 1.2 * $0 } ?? random.logUniform(600, 7200)
    cell.hold(.current(Quantity(si: amperes)))
    stamps = Stamps(rate: conditions.rate, from: &random)
    disturbances = Disturbances(conditions, from: &random)
    self.random = random
  }

  mutating func next() -> Reading? {
    let time = stamps.next(from: &random)
    guard time < duration else { return nil }
    cell.advance(by: Quantity(si: time - now))
    now = time
    let volts = cell.truth().voltage.si
    guard abs(volts) < 5 else { return nil }
    let seen = disturbances.measure(volts, thermal: 0, at: time, from: &random)
    return stamps.reading(time, volts: seen, amperes: amperes, from: &random)
  }
}
