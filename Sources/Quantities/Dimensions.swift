/// Number.
public enum Dimensionless: Dimension {
  /// The name people use.
  public static let name = "number"
  /// Powers of the SI base units.
  public static let powers = BasePowers()
  /// A unit as it would be typed.
  public static let exampleUnit = "%"
}

/// Time.
public enum Time: Dimension {
  /// The name people use.
  public static let name = "time"
  /// Powers of the SI base units.
  public static let powers = BasePowers(s: 1)
  /// A unit as it would be typed.
  public static let exampleUnit = "h"
}

/// Length.
public enum Length: Dimension {
  /// The name people use.
  public static let name = "length"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: 1)
  /// A unit as it would be typed.
  public static let exampleUnit = "um"
}

/// Area.
public enum Area: Dimension {
  /// The name people use.
  public static let name = "area"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: 2)
  /// A unit as it would be typed.
  public static let exampleUnit = "cm2"
}

/// Temperature.
public enum Temperature: Dimension {
  /// The name people use.
  public static let name = "temperature"
  /// Powers of the SI base units.
  public static let powers = BasePowers(K: 1)
  /// A unit as it would be typed.
  public static let exampleUnit = "°C"
}

/// Charge.
public enum Charge: Dimension {
  /// The name people use.
  public static let name = "charge"
  /// Powers of the SI base units.
  public static let powers = BasePowers(s: 1, A: 1)
  /// A unit as it would be typed.
  public static let exampleUnit = "mAh"
}

/// Current.
public enum Current: Dimension {
  /// The name people use.
  public static let name = "current"
  /// Powers of the SI base units.
  public static let powers = BasePowers(A: 1)
  /// A unit as it would be typed.
  public static let exampleUnit = "mA"
}

/// Current density.
public enum CurrentDensity: Dimension {
  /// The name people use.
  public static let name = "current density"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: -2, A: 1)
  /// A unit as it would be typed.
  public static let exampleUnit = "mA/cm2"
}

/// Areal capacity.
public enum ArealCapacity: Dimension {
  /// The name people use.
  public static let name = "areal capacity"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: -2, s: 1, A: 1)
  /// A unit as it would be typed.
  public static let exampleUnit = "mAh/cm2"
}

/// Voltage.
public enum Voltage: Dimension {
  /// The name people use.
  public static let name = "voltage"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: 2, kg: 1, s: -3, A: -1)
  /// A unit as it would be typed.
  public static let exampleUnit = "V"
}

/// Resistance.
public enum Resistance: Dimension {
  /// The name people use.
  public static let name = "resistance"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: 2, kg: 1, s: -3, A: -2)
  /// A unit as it would be typed.
  public static let exampleUnit = "ohm"
}

/// Areal resistance.
public enum ArealResistance: Dimension {
  /// The name people use.
  public static let name = "areal resistance"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: 4, kg: 1, s: -3, A: -2)
  /// A unit as it would be typed.
  public static let exampleUnit = "ohm cm2"
}

/// Areal capacitance.
public enum ArealCapacitance: Dimension {
  /// The name people use.
  public static let name = "areal capacitance"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: -4, kg: -1, s: 4, A: 2)
  /// A unit as it would be typed.
  public static let exampleUnit = "F/m2"
}

/// Conductivity.
public enum Conductivity: Dimension {
  /// The name people use.
  public static let name = "conductivity"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: -3, kg: -1, s: 3, A: 2)
  /// A unit as it would be typed.
  public static let exampleUnit = "S/m"
}

/// Concentration.
public enum Concentration: Dimension {
  /// The name people use.
  public static let name = "concentration"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: -3, mol: 1)
  /// A unit as it would be typed.
  public static let exampleUnit = "mol/L"
}

/// Diffusivity.
public enum Diffusivity: Dimension {
  /// The name people use.
  public static let name = "diffusivity"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: 2, s: -1)
  /// A unit as it would be typed.
  public static let exampleUnit = "m2/s"
}

/// Power.
public enum Power: Dimension {
  /// The name people use.
  public static let name = "power"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: 2, kg: 1, s: -3)
  /// A unit as it would be typed.
  public static let exampleUnit = "mW"
}

/// Frequency.
public enum Frequency: Dimension {
  /// The name people use.
  public static let name = "frequency"
  /// Powers of the SI base units.
  public static let powers = BasePowers(s: -1)
  /// A unit as it would be typed.
  public static let exampleUnit = "Hz"
}

/// Energy.
public enum Energy: Dimension {
  /// The name people use.
  public static let name = "energy"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: 2, kg: 1, s: -2)
  /// A unit as it would be typed.
  public static let exampleUnit = "mWh"
}

/// Energy of a mole.
public enum MolarEnergy: Dimension {
  /// The name people use.
  public static let name = "molar energy"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: 2, kg: 1, s: -2, mol: -1)
  /// A unit as it would be typed.
  public static let exampleUnit = "kJ/mol"
}

/// Energy of a surface over its area.
public enum SurfaceEnergy: Dimension {
  /// The name people use.
  public static let name = "surface energy"
  /// Powers of the SI base units.
  public static let powers = BasePowers(kg: 1, s: -2)
  /// A unit as it would be typed.
  public static let exampleUnit = "J/m2"
}

/// Number over area.
public enum NumberDensity: Dimension {
  /// The name people use.
  public static let name = "number density"
  /// Powers of the SI base units.
  public static let powers = BasePowers(m: -2)
  /// A unit as it would be typed.
  public static let exampleUnit = "cm-2"
}
