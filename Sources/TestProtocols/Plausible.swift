import Quantities

/// Above these a number is a slip of the pen, whatever the cell: chosen here, far beyond any laboratory.
enum Plausible {
  /// Ten years of 365 days.
  static let time = Quantity<Time>(si: 10 * 365 * 86_400)
  static let voltage = Quantity<Voltage>(si: 1000)
  static let current = Quantity<Current>(si: 10_000)
  /// A megaampere hour.
  static let charge = Quantity<Charge>(si: 3.6e9)
  static let currentDensity = Quantity<CurrentDensity>(si: 1e7)
  static let arealCapacity = Quantity<ArealCapacity>(si: 1e9)
  static let area = Quantity<Area>(si: 100)
  /// Rounds of one loop, or plays of one profile.
  static let rounds = 1...1_000_000
  /// Steps run in all, loops unrolled.
  static let stepsInAll = 1e9
}
