import Deposition
import Quantities

/// The short of a cell: none until tips have crossed, then a filament that connects, grows, burns and at last stays.
struct CellShort: Hashable, Codable, Sendable {
  private var filament: SoftShortProcess
  private let area: Double
  /// Whether tips have ever crossed: from then on filaments form and break.
  private(set) var hasFormed = false

  /// No short yet; the seed decides the course of the one that may come.
  init(_ profile: CellProfile, seed: UInt64) {
    filament = SoftShortProcess(profile.short, seed: seed ^ 0x5357_4f52_4453_484f)
    area = profile.area.si
  }

  /// Conductance between the electrodes, S/m² of electrode.
  var conductance: Double { hasFormed ? filament.conductance / area : 0 }

  /// Time in s until it changes by itself while this voltage (V) and current density (A/m²) stand; nil if it will not.
  func timeToChange(voltage: Double, current: Double) -> Double? {
    guard hasFormed else { return nil }
    let time = filament.timeToChange(voltage: voltage, current: current * area)
    return time.isFinite ? time : nil
  }

  /// Passes a time in s at this current density, up to the next change but not over it.
  mutating func advance(by duration: Double, current: Double) {
    if hasFormed { filament.wait(duration, current: current * area) }
  }

  /// The change that is next happens.
  mutating func change(voltage: Double, current: Double) {
    filament.change(voltage: voltage, current: current * area)
  }

  /// Tips have crossed.
  mutating func form() {
    hasFormed = true
    filament.connect()
  }
}
