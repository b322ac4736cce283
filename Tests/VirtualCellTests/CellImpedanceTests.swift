import Deposition
import Foundation
import Numerics
import Quantities
import Testing
import VirtualCell

/// A cell whose impedance is asked for, and the current density around which, A/m².
struct ImpedanceCase: CustomStringConvertible, Sendable {
  var description: String
  var profile: CellProfile
  var bias = 0.0
  /// A current density that is held for some seconds before.
  var before: (current: Double, seconds: Double)?
  /// How long it is at its bias before, s; nil for twenty diffusion times.
  var settling: Double?
  var frequencies: [Double]

  /// The cell at its bias, settled.
  func cell() -> VirtualCell {
    var cell = VirtualCell(profile: profile, seed: 3)
    if let before {
      hold(before.current, &cell)
      cell.advance(seconds: before.seconds)
    }
    hold(bias, &cell)
    cell.advance(seconds: settling ?? 20 * profile.diffusion.diffusionTime.si)
    return cell
  }

  func hold(_ density: Double, _ cell: inout VirtualCell) {
    cell.hold(.current(Quantity(si: density * profile.area.si)))
  }

  /// The impedance in time: voltage over current of a small sine, held constant over fine steps and weighed by Hann's window, against a cell
  /// without it; and that cell in the middle.
  func inTime(at frequency: Double, amplitude: Double, steps: Int = 80) -> (Complex<Double>, VirtualCell) {
    var cell = cell()
    var (still, middle) = (cell, cell)
    let (settling, measured) = (4, 4)
    let step = 1 / frequency / Double(steps)
    var (input, output) = (Complex<Double>.zero, Complex<Double>.zero)
    for index in 0..<(settling + measured) * steps {
      let phase = 2 * Double.pi * (Double(index) + 0.5) / Double(steps)
      hold(bias + amplitude * sin(phase), &cell)
      cell.advance(seconds: step / 2)
      still.advance(seconds: step / 2)
      if index == (settling + measured / 2) * steps { middle = still }
      if index >= settling * steps {
        let part = (Double(index - settling * steps) + 0.5) / Double(measured * steps)
        let weight = Complex(length: 1 - cos(2 * .pi * part), phase: -phase)
        input += weight * Complex(cell.current.si - still.current.si)
        output += weight * Complex(cell.voltage.si - still.voltage.si)
      }
      cell.advance(seconds: step / 2)
      still.advance(seconds: step / 2)
    }
    return (output / input, middle)
  }

  static func all() throws -> [ImpedanceCase] {
    /// Without a double layer on covered electrodes, as in time.
    func plain(_ name: String) throws -> CellProfile {
      var profile = try shipped(name)
      profile.counter.doubleLayer = Quantity(si: 1e-9)
      if profile.working.substrate != .copper { profile.working.doubleLayer = Quantity(si: 1e-9) }
      profile.working.insertion?.doubleLayer = Quantity(si: 1e-9)
      return profile
    }
    let (coin, capillary, copper) = (try plain("li-li-coin"), try plain("li-li-capillary"), try plain("li-cu-coin"))
    let half = 0.5 * coin.diffusion.limitingCurrentDensity.si
    var covered = copper
    covered.working.doubleLayer = Quantity(si: 1e-9)
    var (lfp, nmc) = (try plain("li-lfp"), try plain("li-nmc"))
    (lfp.working.initialStoichiometry, nmc.working.initialStoichiometry) = (0.5, 0.6)
    var shorting = coin
    shorting.penetration = 1
    shorting.short.openingRate = 0
    var marcus = coin
    marcus.working.kinetics = .marcusHushChidsey(reorganisationEnergy: Quantity(0.3, .electronvolt))
    marcus.counter.kinetics = marcus.working.kinetics
    return [
      ImpedanceCase(description: "Li|Li at rest", profile: coin, frequencies: [0.01, 0.3, 10]),
      ImpedanceCase(description: "Li|Li plated at J*/2", profile: coin, bias: -half, frequencies: [0.03, 0.3, 10]),
      ImpedanceCase(description: "Li|Li stripped at J*/2", profile: coin, bias: half, frequencies: [0.3]),
      ImpedanceCase(
        description: "Marcus-Hush-Chidsey", profile: marcus, bias: -0.1 * half, frequencies: [0.3, 10]),
      ImpedanceCase(
        description: "capillary at J*/2", profile: capillary, bias: -46.686, frequencies: [1e-5, 3e-4, 1e-2]),
      ImpedanceCase(
        description: "depleted capillary", profile: capillary, bias: -2 * 93.373, settling: 172, frequencies: [3, 100]),
      ImpedanceCase(description: "bare copper", profile: copper, frequencies: [0.3, 10]),
      ImpedanceCase(
        description: "lithium on copper", profile: covered, bias: -100, before: (-100, 100), frequencies: [0.3, 10]),
      ImpedanceCase(description: "LFP at rest", profile: lfp, settling: 1, frequencies: [1e-3, 1e-2, 1]),
      ImpedanceCase(
        description: "NMC811 charged at C/2", profile: nmc, bias: 10, settling: 60, frequencies: [0.1, 3]),
      ImpedanceCase(
        description: "shorted", profile: shorting, before: (-1.5 * 2 * half, 20), frequencies: [0.03, 1]),
    ]
  }
}

@Suite("Impedance of a cell")
struct CellImpedanceTests {
  private func hertz(_ frequency: Double) -> Quantity<Frequency> { Quantity(si: frequency) }

  @Test("It is what a small sine finds in time, to 1 %", arguments: try ImpedanceCase.all())
  func inTime(sample: ImpedanceCase) {
    for frequency in sample.frequencies {
      let scale = max(sample.bias.magnitude, sample.description == "shorted" ? 100 : 10)
      let (found, still) = sample.inTime(at: frequency, amplitude: 1e-2 * scale)
      let z = still.impedance(at: hertz(frequency))
      #expect((found / z - 1).length < 0.01, "\(frequency) Hz: \(found), expected \(z)")
    }
  }

  @Test("The slower, the larger; never inductive", arguments: try ImpedanceCase.all())
  func shape(sample: ImpedanceCase) {
    var profiles = [sample.profile]
    profiles.append(sample.profile)
    profiles[1].working.doubleLayer = CellElectrode.usualDoubleLayer
    profiles[1].counter.doubleLayer = CellElectrode.usualDoubleLayer
    profiles[1].working.insertion?.doubleLayer = CellElectrode.usualDoubleLayer
    for profile in profiles {
      var sample = sample
      sample.profile = profile
      let cell = sample.cell()
      var before = Double.infinity
      for decade in stride(from: -7.0, through: 7, by: 0.1) {
        let z = cell.impedance(at: hertz(pow(10, decade)))
        #expect(z.isFinite && z.length <= before * (1 + 1e-12), "\(decade)")
        #expect(z.imaginary <= 0 && z.real > 0, "\(decade): \(z)")
        before = z.length
      }
      for wrong in [0, -1, Double.nan, .infinity] { #expect(cell.impedance(at: hertz(wrong)).isFinite) }
    }
  }

  @Test("At the lowest frequencies it is the slope of the steady voltage", arguments: [-0.5, 0, 0.5, 0.9])
  func steady(part: Double) throws {
    let profile = try shipped("li-li-coin")
    let limit = profile.limitingCurrent.si
    func voltage(_ ratio: Double) -> Double {
      var cell = VirtualCell(profile: profile)
      cell.hold(ratio: ratio)
      cell.advance(seconds: 200)
      return cell.voltage.si
    }
    var cell = VirtualCell(profile: profile)
    cell.hold(ratio: part)
    cell.advance(seconds: 200)
    let slope = (voltage(part + 1e-4) - voltage(part - 1e-4)) / (2e-4 * limit)
    let z = cell.impedance(at: hertz(1e-8))
    #expect(abs(z.real / slope - 1) < 1e-5)
    #expect(abs(z.imaginary) < 1e-6 * slope)
  }

  @Test("At the highest it is electrolyte and films, and the short beside them", arguments: try ImpedanceCase.all())
  func highest(sample: ImpedanceCase) {
    let cell = sample.cell()
    // A depleted layer resists too.
    guard cell.known("transport_state") != 2 else { return }
    let profile = sample.profile
    let films = profile.working.interphaseResistance.si + profile.counter.interphaseResistance.si
    guard case .constant(let electrolyte) = profile.electrolyte.transport else { return }
    let ohmic = OhmicDrop.resistance(conductivity: electrolyte.conductivity, gap: profile.gap).si
    var expected = (ohmic + films) / profile.area.si
    let short = cell.known("short_resistance_ohm")
    #expect(short.isNaN == (sample.description != "shorted"))
    if !short.isNaN { expected = 1 / (1 / expected + 1 / short) }
    let highest = cell.impedance(at: hertz(1e15)).length
    // Where tips have grown their deposit adds to the films.
    #expect(highest >= expected * (1 - 1e-6) && highest < expected * (short.isNaN ? 1 + 1e-6 : 1.02))
  }

  @Test("With a published electrolyte it is right around rest")
  func fit() throws {
    var profile = try shipped("li-li-coin")
    profile.electrolyte.transport = .fit(.valoenReimers2005, concentration: Quantity(si: 1000))
    let sample = ImpedanceCase(description: "fit", profile: profile, frequencies: [0.1])
    let (found, still) = sample.inTime(at: 0.1, amplitude: 0.1, steps: 24)
    let z = still.impedance(at: hertz(0.1))
    #expect((found / z - 1).length < 0.01, "\(found) \(z)")
  }
}
