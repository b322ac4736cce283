// The products and quotients of units that occur, written by hand: no algebra on types.

extension Quantity where D == Current {
  /// Current over area.
  @inlinable
  public static func / (current: Self, area: Quantity<Area>) -> Quantity<CurrentDensity> {
    Quantity<CurrentDensity>(si: current.si / area.si)
  }

  /// Charge that a steady current carries in a time.
  @inlinable
  public static func * (current: Self, time: Quantity<Time>) -> Quantity<Charge> {
    Quantity<Charge>(si: current.si * time.si)
  }
}

extension Quantity where D == CurrentDensity {
  /// Current through an area.
  @inlinable
  public static func * (density: Self, area: Quantity<Area>) -> Quantity<Current> {
    Quantity<Current>(si: density.si * area.si)
  }

  /// Areal capacity that a steady current density carries in a time.
  @inlinable
  public static func * (density: Self, time: Quantity<Time>) -> Quantity<ArealCapacity> {
    Quantity<ArealCapacity>(si: density.si * time.si)
  }
}

extension Quantity where D == Charge {
  /// Charge over area.
  @inlinable
  public static func / (charge: Self, area: Quantity<Area>) -> Quantity<ArealCapacity> {
    Quantity<ArealCapacity>(si: charge.si / area.si)
  }

  /// The current that moves a charge in a time: a capacity over its C-rate time.
  @inlinable
  public static func / (charge: Self, time: Quantity<Time>) -> Quantity<Current> {
    Quantity<Current>(si: charge.si / time.si)
  }
}

extension Quantity where D == ArealCapacity {
  /// Charge on an area.
  @inlinable
  public static func * (capacity: Self, area: Quantity<Area>) -> Quantity<Charge> {
    Quantity<Charge>(si: capacity.si * area.si)
  }
}

extension Quantity where D == Voltage {
  /// Apparent resistance.
  @inlinable
  public static func / (voltage: Self, current: Quantity<Current>) -> Quantity<Resistance> {
    Quantity<Resistance>(si: voltage.si / current.si)
  }
}
