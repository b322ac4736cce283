public import Quantities

/// Lithium metal at room temperature.
public enum Lithium {
  /// Molar mass, kg/mol.
  public static let molarMass = 6.941e-3
  /// Density, kg/m³.
  public static let density = 534.0
  /// Molar volume, m³/mol: 1 mAh/cm² is 4.85 µm of dense lithium.
  public static let molarVolume = molarMass / density
  /// Volume of dense lithium that a coulomb makes, m³/C.
  public static let volumePerCharge = molarVolume / PhysicalConstants.faraday
  /// Resistivity of the bulk metal at 20 °C, Ω·m.
  public static let resistivity = 9.28e-8

  /// Thickness in m of a layer of lithium of a charge (C/m²), of which a part below 1 is pores; 0 for a dense one.
  public static func thickness(of charge: Double, porosity: Double) -> Double {
    charge * volumePerCharge / (1 - porosity)
  }

  /// Thickness of the dense layer that an areal capacity makes.
  public static func thickness(of capacity: Quantity<ArealCapacity>) -> Quantity<Length> {
    Quantity(si: thickness(of: capacity.si, porosity: 0))
  }
}
