import Quantities

/// Dense lithium.
enum MetallicLithium {
  /// Thickness that a charge makes, V_m/F with V_m = M/ρ = 6.941 g/mol / 534 kg/m³, m³/C: 4.85 µm for 1 mAh/cm².
  static var thicknessPerCharge: Double { 6.941e-3 / 534 / PhysicalConstants.faraday }
}
