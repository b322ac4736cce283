/// What a plated electrode meets at this moment; all that decides its morphology beside its own parameters.
public struct GrowthConditions: Hashable, Sendable {
  /// Magnitude of the current density on the geometric area, A/m².
  public var currentDensity: Double
  /// Lithium plated since the electrode was last bare, on lithium since this plating began, C/m².
  public var arealCapacity: Double
  /// J* of the salt in the electrolyte, with the dead layer, A/m².
  public var limitingCurrentDensity: Double
  /// Whether the salt at the electrode is gone.
  public var isDepleted: Bool
  /// Temperature, K.
  public var temperature: Double
  /// Dead lithium that lies on the electrode, C/m².
  public var deadLayerCapacity: Double

  /// Conditions from their parts, in SI units.
  public init(
    currentDensity: Double, arealCapacity: Double, limitingCurrentDensity: Double, isDepleted: Bool = false,
    temperature: Double = 298.15, deadLayerCapacity: Double = 0
  ) {
    (self.currentDensity, self.arealCapacity) = (currentDensity, arealCapacity)
    (self.limitingCurrentDensity, self.isDepleted) = (limitingCurrentDensity, isDepleted)
    (self.temperature, self.deadLayerCapacity) = (temperature, deadLayerCapacity)
  }
}
