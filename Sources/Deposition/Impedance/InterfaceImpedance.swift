// The impedance of an electrode's interface, a film in front of a reaction, and of a short across a cell.
//
//   Z = R_f ‖ C_f + (R_ct + Z_f) ‖ C_dl
//
//   R_f, C_f  film (interphase)     R_ct  charge transfer, Ω·m²     Z_f  what else the reaction's current drives, Ω·m²     C_dl  F/m²
public import Numerics

/// Circuit elements by electrode area: resistances in Ω·m², capacitances in F/m², frequencies in rad/s.
public enum ImpedanceElement {
  /// An element with a capacitor across it.
  public static func parallel(
    _ z: Complex<Double>, capacitance: Double, at angularFrequency: Double
  ) -> Complex<Double> {
    1 / (1 / z + Complex(0, angularFrequency * capacitance))
  }

  /// An element with a resistance across it, as a short has across a cell; infinite is none.
  public static func parallel(_ z: Complex<Double>, resistance: Double) -> Complex<Double> {
    1 / (1 / z + Complex(1 / resistance))
  }
}

/// An interface: a film in front of a reaction with its double layer.
public struct InterfaceImpedance: Hashable, Codable, Sendable {
  /// R_ct, Ω·m²: `ButlerVolmer.differentialResistance`.
  public var chargeTransferResistance: Double
  /// C_dl, F/m².
  public var doubleLayer: Double
  /// R_f, Ω·m².
  public var filmResistance: Double
  /// C_f, F/m²; zero leaves the film a plain resistance.
  public var filmCapacitance: Double

  /// An interface from its elements.
  public init(
    chargeTransferResistance: Double, doubleLayer: Double, filmResistance: Double = 0, filmCapacitance: Double = 0
  ) {
    (self.chargeTransferResistance, self.doubleLayer) = (chargeTransferResistance, doubleLayer)
    (self.filmResistance, self.filmCapacitance) = (filmResistance, filmCapacitance)
  }

  /// Z in Ω·m² at an angular frequency (rad/s), with what else the reaction's current drives, such as the salt at the surface.
  public func impedance(at angularFrequency: Double, faradaic: Complex<Double> = .zero) -> Complex<Double> {
    let film = ImpedanceElement.parallel(Complex(filmResistance), capacitance: filmCapacitance, at: angularFrequency)
    let reaction = ImpedanceElement.parallel(
      Complex(chargeTransferResistance) + faradaic, capacitance: doubleLayer, at: angularFrequency)
    return film + reaction
  }
}
