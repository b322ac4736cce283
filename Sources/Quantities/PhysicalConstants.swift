/// Constants of nature, CODATA 2018 (exact since the SI revision of 2019, but for ε₀).
public enum PhysicalConstants {
  /// Faraday constant, C/mol.
  public static let faraday = 96485.33212
  /// Molar gas constant, J/(mol·K).
  public static let gas = 8.31446261815324
  /// Elementary charge, C.
  public static let elementaryCharge = 1.602176634e-19
  /// Boltzmann constant, J/K.
  public static let boltzmann = 1.380649e-23
  /// Vacuum permittivity, F/m.
  public static let vacuumPermittivity = 8.8541878128e-12
}
