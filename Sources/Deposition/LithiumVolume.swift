public import Quantities

extension Lithium {
  /// Volume of dense lithium that a coulomb makes, m³/C.
  public static let volumePerCharge = molarVolume / PhysicalConstants.faraday

  /// Thickness of the dense layer that an areal capacity makes.
  public static func thickness(of capacity: Quantity<ArealCapacity>) -> Quantity<Length> {
    Quantity(si: capacity.si * volumePerCharge)
  }
}
