import Deposition
import Foundation
import Numerics
import Quantities
import ReferenceTables
import Testing

/// What a system answers to a small sinusoidal current over the current, found in time.
///
/// The current is held constant over fine steps; `answer` takes it and half a step, and is called at the middle and at the end of each. After
/// four periods of settling, four are weighed by Hann's window, which leaves nothing of a slow drift.
func ratio(
  at angularFrequency: Double, amplitude: Double, bias: Double = 0,
  answer: (_ current: Double, _ halfStep: Double) -> Double
) -> Complex<Double> {
  let (settling, measured, steps) = (4, 4, 400)
  let step = 2 * Double.pi / angularFrequency / Double(steps)
  var (input, output) = (Complex<Double>.zero, Complex<Double>.zero)
  for index in 0..<(settling + measured) * steps {
    let phase = 2 * Double.pi * (Double(index) + 0.5) / Double(steps)
    let current = bias + amplitude * cos(phase)
    let value = answer(current, 0.5 * step)
    _ = answer(current, 0.5 * step)
    guard index >= settling * steps else { continue }
    let window = 1 - cos(phase / Double(measured))
    let turn = Complex(window * cos(phase), -window * sin(phase))
    input += Complex(current - bias) * turn
    output += Complex(value) * turn
  }
  return output / input
}

@Suite("Impedance")
struct ImpedanceTests {
  let temperature = Quantity<Temperature>(25, .celsius)

  static func close(_ a: Complex<Double>, _ b: Complex<Double>, within part: Double) -> Bool {
    (a - b).length <= part * b.length
  }

  @Test("Both diffusion elements agree with the table")
  func table() throws {
    let gap = FiniteGapImpedance(referenceDiffusion)
    let particle = InsertionElectrodeTests.electrodes[1]
    let steady = particle.diffusionTime.si / (15 * particle.arealCapacity.si)
    for row in try Table("diffusion_impedance").rows {
      let numbers = try row.dropFirst().map { try #require(Double($0)) }
      let expected = Complex(numbers[1], numbers[2])
      let found =
        row[0] == "gap"
        ? gap.surfaceResponse(at: numbers[0] / gap.diffusionTime) / Complex(gap.steadyResponse)
        : particle.surfaceResponse(at: numbers[0] / particle.diffusionTime.si) / Complex(-5 * steady)
      #expect(Self.close(found, expected, within: 1e-9), "\(row)")
    }
  }

  @Test("The salt answers in time as it does in frequency", arguments: [0.3, 3, 30, 300, 3000])
  func saltInTime(relative: Double) {
    for diffusion in [referenceDiffusion, separatorDiffusion] {
      let element = FiniteGapImpedance(diffusion)
      let omega = relative / element.diffusionTime
      var salt = ModalDiffusion(diffusion)
      let found = ratio(at: omega, amplitude: 1e-3) { current, halfStep in
        salt.setCurrentDensity(current)
        salt.advance(by: halfStep)
        return salt.workingSurface
      }
      #expect(Self.close(found, element.surfaceResponse(at: omega), within: 2e-3), "\(found)")
    }
  }

  @Test("The diffusion potential answers in time as it does in frequency, around a steady current")
  func saltVoltage() {
    let element = FiniteGapImpedance(referenceDiffusion)
    let omega = 20 / element.diffusionTime
    let bias = 0.5 * referenceDiffusion.limitingCurrentDensity.si
    var salt = ModalDiffusion(referenceDiffusion)
    salt.setCurrentDensity(bias)
    salt.advance(by: 10 * element.diffusionTime)
    let expected = element.impedance(
      at: omega, workingSurface: salt.workingSurface, counterSurface: salt.counterSurface, temperature: temperature)
    let found = ratio(at: omega, amplitude: 1e-3, bias: bias) { current, halfStep in
      salt.setCurrentDensity(current)
      salt.advance(by: halfStep)
      return DiffusionPotential.voltage(
        between: salt.workingSurface, and: salt.counterSurface, anionTransferenceNumber: 0.62, temperature: temperature)
    }
    #expect(Self.close(found, expected, within: 2e-3))
  }

  @Test("The salt's limits: its steady slope at rest, Warburg's element at high frequency")
  func saltLimits() {
    let element = FiniteGapImpedance(referenceDiffusion)
    let salt = referenceDiffusion.electrolyte
    #expect(element.surfaceResponse(at: 0) == Complex(element.steadyResponse))
    #expect(Self.close(element.surfaceResponse(at: 1e-9), Complex(element.steadyResponse), within: 1e-6))
    // Semi-infinite diffusion: ĉ/Ĵ = t_a/(F √(iω ε D_eff)).
    let omega = 1e3
    let warburg =
      salt.anionTransferenceNumber / 96485.33212
      / (omega * referenceDiffusion.effectiveDiffusivity.si).squareRoot()
    let expected = Complex(warburg / 2.0.squareRoot(), -warburg / 2.0.squareRoot())
    #expect(Self.close(element.surfaceResponse(at: omega), expected, within: 1e-9))
    #expect(element.surfaceResponse(at: 1e300).isFinite)
  }

  @Test("An insertion electrode answers in time as it does in frequency", arguments: InsertionElectrodeTests.electrodes)
  func particlesInTime(electrode given: InsertionElectrode) {
    var electrode = given
    electrode.doubleLayer = .zero
    for (relative, bias, hold) in [(0.3, 0.0, 0.0), (3, 0, 0), (30, 0, 0), (300, 0, 0), (3000, 0, 0), (3000, 6, 0.3)] {
      let omega = relative / electrode.diffusionTime.si
      var state = InsertionState(electrode, stoichiometry: 0.6)
      if bias != 0 { state.advance(at: bias, for: hold * electrode.diffusionTime.si) }
      var middle = state
      middle.advance(at: bias, for: 6 * 2 * .pi / omega)
      let expected = middle.impedance(at: omega)
      // So small a signal that it moves the surface by no more than 1e-6.
      let amplitude = 1e-6 / electrode.surfaceResponse(at: omega).length
      var undisturbed = state
      let found = ratio(at: omega, amplitude: amplitude, bias: bias) { current, halfStep in
        state.advance(at: current, for: halfStep)
        undisturbed.advance(at: bias, for: halfStep)
        return state.potential(at: current, surfaceStoichiometry: state.surfaceStoichiometry)
          - undisturbed.potential(at: bias, surfaceStoichiometry: undisturbed.surfaceStoichiometry)
      }
      #expect(Self.close(found, expected, within: 1e-2), "\(relative) \(bias): \(found) \(expected)")
    }
  }

  @Test("An insertion electrode's limits: a capacity of lithium, charge transfer, a double layer")
  func particleLimits() {
    let electrode = InsertionElectrodeTests.electrodes[1]
    let state = InsertionState(electrode, stoichiometry: 0.5)
    // Slow: what the slope of the potential makes of the charge, a capacitor of C/(−dU/dx).
    let slow = state.impedance(at: 1e-9)
    #expect(abs(slow.imaginary / (electrode.material.slope(0.5) / (1e-9 * electrode.arealCapacity.si)) - 1) < 1e-3)
    let transfer = 0.0256926 / (electrode.exchangeCurrentDensity.si * electrode.activeAreaRatio)
    let plateau = state.impedance(at: 2 * .pi * 20)
    #expect(abs(plateau.real / transfer - 1) < 0.1)
    let fast = state.impedance(at: 1e9)
    #expect(abs(fast.imaginary * 1e9 * electrode.activeAreaRatio * 0.2 + 1) < 1e-3)
    for x in [-0.5, 0, 0.5, 1, 1.5] {
      let z = InsertionState(electrode, stoichiometry: x).impedance(at: 1)
      #expect(z.isFinite && z.real > 0)
    }
  }

  @Test("Charge transfer is the slope of its overpotential")
  func transfer() {
    let kinetics = ButlerVolmer(exchangeCurrentDensity: Quantity(si: 10), temperature: temperature)
    #expect(abs(kinetics.differentialResistance(at: 0, relativeConcentration: 1) / 0.00256926 - 1) < 1e-5)
    for (current, c) in [(0.0, 1.0), (5, 0.5), (-80, 1.7), (300, 0.01)] {
      func eta(_ dJ: Double, _ dln: Double) -> Double {
        kinetics.overpotential(at: current + dJ, relativeConcentration: c * exp(dln))
      }
      let slope = (eta(1e-4, 0) - eta(-1e-4, 0)) / 2e-4
      #expect(abs(kinetics.differentialResistance(at: current, relativeConcentration: c) / slope - 1) < 1e-6)
      let salt = (eta(0, 1e-4) - eta(0, -1e-4)) / 2e-4
      #expect(abs(kinetics.concentrationSlope(at: current, relativeConcentration: c) - salt) < 1e-9)
    }
  }

  @Test("An interface is two semicircles, and a short is across them")
  func interface() {
    let interface = InterfaceImpedance(
      chargeTransferResistance: 3e-3, doubleLayer: 0.2, filmResistance: 2e-3, filmCapacitance: 1e-3)
    #expect(Self.close(interface.impedance(at: 1e-6), Complex(5e-3), within: 1e-6))
    // At the top of the first semicircle, where the film does not yet matter: R(1 − i)/2.
    #expect(Self.close(interface.impedance(at: 1 / (3e-3 * 0.2)), Complex(3.5e-3, -1.5e-3), within: 5e-3))
    #expect(interface.impedance(at: 1e12).length < 1e-8)
    let plain = InterfaceImpedance(chargeTransferResistance: 0, doubleLayer: 0.2, filmResistance: 2e-3)
    #expect(Self.close(plain.impedance(at: 100), Complex(2e-3), within: 1e-12))

    let z = Complex(1.0, -2.0)
    #expect(Self.close(ImpedanceElement.parallel(z, resistance: .infinity), z, within: 1e-15))
    #expect(ImpedanceElement.parallel(z, resistance: 0) == .zero)
    #expect(Self.close(ImpedanceElement.parallel(z, resistance: 3), 3 * z / (z + 3), within: 1e-15))
    #expect(Self.close(ImpedanceElement.parallel(.infinity, resistance: 3), Complex(3), within: 1e-15))
  }
}
