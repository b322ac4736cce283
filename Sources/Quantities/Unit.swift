/// A unit of one dimension: how people write it and what it is in SI.
public struct Unit<D: Dimension>: Hashable, Sendable {
  /// The symbol as shown: "mA/cm²".
  public let symbol: String
  /// SI value of one unit.
  public let scale: Double
  /// SI value of zero units; zero for all but °C.
  public let offset: Double

  /// A unit from its symbol and its SI value.
  public init(_ symbol: String, _ scale: Double, offset: Double = 0) {
    (self.symbol, self.scale, self.offset) = (symbol, scale, offset)
  }
}

extension Unit where D == Time {
  /// Second.
  public static let second = Unit("s", 1)
  /// Hour, 3600 s.
  public static let hour = Unit("h", 3600)
}

extension Unit where D == Voltage {
  /// Volt.
  public static let volt = Unit("V", 1)
  /// Millivolt.
  public static let millivolt = Unit("mV", 1e-3)
}

extension Unit where D == Current {
  /// Ampere.
  public static let ampere = Unit("A", 1)
  /// Milliampere.
  public static let milliampere = Unit("mA", 1e-3)
}

extension Unit where D == CurrentDensity {
  /// Milliampere per square centimetre, 10 A/m².
  public static let milliamperePerSquareCentimetre = Unit("mA/cm²", 10)
}

extension Unit where D == Charge {
  /// Milliampere hour, 3.6 C.
  public static let milliampereHour = Unit("mAh", 3.6)
}

extension Unit where D == ArealCapacity {
  /// Milliampere hour per square centimetre, 36 000 C/m².
  public static let milliampereHourPerSquareCentimetre = Unit("mAh/cm²", 36_000)
}

extension Unit where D == Area {
  /// Square centimetre.
  public static let squareCentimetre = Unit("cm²", 1e-4)
}

extension Unit where D == Length {
  /// Micrometre.
  public static let micrometre = Unit("µm", 1e-6)
}

extension Unit where D == Temperature {
  /// Degree Celsius.
  public static let celsius = Unit("°C", 1, offset: 273.15)
}

extension Unit where D == Concentration {
  /// Mole per litre, 1000 mol/m³.
  public static let molePerLitre = Unit("mol/L", 1000)
}

extension Unit where D == ArealResistance {
  /// Ohm square centimetre, 1e-4 Ω·m².
  public static let ohmSquareCentimetre = Unit("Ω·cm²", 1e-4)
}

extension Unit where D == Energy {
  /// Electronvolt, 1.602e-19 J.
  public static let electronvolt = Unit("eV", PhysicalConstants.elementaryCharge)
  /// Milliwatt hour, 3.6 J.
  public static let milliwattHour = Unit("mWh", 3.6)
}

extension Unit where D == NumberDensity {
  /// Number per square centimetre, 10 000/m².
  public static let perSquareCentimetre = Unit("/cm²", 1e4)
}
