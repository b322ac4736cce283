/// Lithium metal at room temperature.
public enum Lithium {
  /// Molar mass, kg/mol.
  public static let molarMass = 6.941e-3
  /// Density, kg/m³.
  public static let density = 534.0
  /// Molar volume, m³/mol: 1 mAh/cm² is 4.85 µm of dense lithium.
  public static let molarVolume = molarMass / density
  /// Resistivity of the bulk metal at 20 °C, Ω·m.
  public static let resistivity = 9.28e-8
}
