import Deposition
import Foundation
import Quantities
import Testing
import VirtualCell

@Suite("How finely time is divided")
struct StepOrderTests {
  // MARK: - A steady current: exact

  /// What a cell is after a time at a steady current, by how the time is divided.
  private struct Course: CustomStringConvertible, Sendable {
    var description: String
    /// Current density, A/m².
    var density: Double
    var isAged = false
    var isFit = false
    var seconds = 3000.0
  }

  private static let courses =
    ["li-cu-coin", "li-li-conventional", "cc-zzco", "carbonate-cu", "li-nmc", "li-li-capillary"].flatMap { name in
      [false, true].flatMap { isAged in
        [-8.0, 8.0].map { Course(description: name, density: $0, isAged: isAged) }
      }
    } + [
      Course(description: "li-cu-coin", density: -8, isAged: true, isFit: true),
      Course(description: "li-li-capillary", density: -200, seconds: 300),
    ]

  private func cell(_ course: Course) throws -> VirtualCell {
    var profile = course.isAged ? try ConservationTests.aged(course.description) : try shipped(course.description)
    if course.isFit { profile.electrolyte.transport = .fit(.valoenReimers2005, concentration: Quantity(si: 1000)) }
    // A film that grows so fast that it counts.
    if course.isAged {
      let film = InterphaseGrowth(growthConstant: Quantity(si: 1e-20))
      if profile.working.insertion == nil { profile.working.ageing.interphase = film }
      profile.counter.ageing.interphase = film
    }
    profile.measurement = Measurement()
    var cell = VirtualCell(profile: profile)
    // A past with a deposit on one side: something to strip, and something dead.
    cell.hold(.current(Quantity(si: course.density.sign == .minus ? 5 * profile.area.si : -5 * profile.area.si)))
    cell.advance(seconds: 2000)
    cell.hold(.open)
    cell.advance(seconds: 500)
    cell.hold(.current(Quantity(si: course.density * profile.area.si)))
    return cell
  }

  private func numbers(_ cell: VirtualCell) -> [(name: String, value: Double)] {
    let inventory = cell.inventory
    let accounts = [("w", inventory.working), ("c", inventory.counter)].flatMap { side, accounts in
      [
        ("\(side) active", accounts.active.si), ("\(side) dead", accounts.dead.si),
        ("\(side) bound", accounts.bound.si),
        ("\(side) foil", accounts.foil.si), ("\(side) inserted", accounts.inserted.si),
        ("\(side) unplated", accounts.unplated.si),
      ]
    }
    let state = zip(VirtualCell.modelColumns, cell.modelState).map { ($0.name, $1) }
    return [("voltage", cell.voltage.si)] + accounts + state
  }

  @Test("At a steady current one long step and many small ones end alike", arguments: courses)
  private func exact(course: Course) throws {
    let start = try cell(course)
    var whole = start
    whole.advance(seconds: course.seconds)
    let expected = numbers(whole)
    for parts in [7, 400] {
      var divided = start
      var time = 0.0
      for number in 1...parts {
        // Uneven parts, shorter and shorter.
        let next = course.seconds * sqrt(Double(number) / Double(parts))
        divided.advance(seconds: next - time)
        time = next
      }
      for (one, many) in zip(expected, numbers(divided)) where !(one.value.isNaN && many.value.isNaN) {
        let scale = max(abs(one.value), one.name.contains(" ") ? 1 : 1e-9)
        // A grid is read between its steps.
        #expect(
          abs(one.value - many.value) <= (course.isFit ? 1e-6 : 1e-9) * scale,
          "\(course), \(course.density) A/m2, aged \(course.isAged), \(parts) parts: \(one.name) \(one.value), \(many.value)"
        )
      }
    }
  }

  // MARK: - A current that is found: first order

  /// A state of a cell in which the current is found, and what is held in it.
  private enum Found: String, CaseIterable, Sendable {
    case voltage, power, short

    func start() throws -> VirtualCell {
      var profile = try shipped("li-li-capillary")
      profile.measurement = Measurement()
      let area = profile.area.si
      if self == .short {
        // Once it touches the filament stays as it is.
        (profile.short.openingRate, profile.short.growthRate, profile.short.hardConductance) = (0, 0, 1e9)
        profile.short.firstConductance = 1 / 50.0
      }
      var cell = VirtualCell(profile: profile)
      switch self {
      case .voltage: cell.hold(volts: -0.1)
      case .power: cell.hold(.power(Quantity(si: -2 * area)))
      case .short:
        cell.hold(ratio: -3)
        cell.advance(seconds: 20_000)
        cell.hold(.open)
        cell.advance(seconds: 1e6)
        cell.hold(ratio: -1.5)
      }
      return cell
    }
  }

  /// Charge through the electrodes, C/m², if no part is longer than this share of the time since the change; nil leaves it to the cell.
  private func charge(_ start: VirtualCell, share: Double?) -> Double {
    var cell = start
    let (first, last) = (1e-4, 300.0)
    if let share {
      cell.advance(seconds: first)
      var time = first
      while time < last {
        let next = min(last, time * (1 + share))
        cell.advance(seconds: next - time)
        time = next
      }
    } else {
      cell.advance(seconds: last)
    }
    return start.inventory.working.lithium.si - cell.inventory.working.lithium.si
  }

  @Test("Where the current is found its charge is right to first order in the parts", arguments: Found.allCases)
  private func order(found: Found) throws {
    let start = try found.start()
    if found == .short { #expect(start.known("short_resistance_ohm") > 0) }
    let fine = charge(start, share: 2.5e-4)
    let finer = charge(start, share: 1.25e-4)
    // Of first order: what is left behind the finer run is what it gained.
    let exact = 2 * finer - fine
    let errors = [4e-3, 2e-3, 1e-3].map { abs(charge(start, share: $0) / exact - 1) }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      #expect(coarse / fine > 1.7 && coarse / fine < 2.4, "\(found) \(errors)")
    }
    let standard = abs(charge(start, share: nil) / exact - 1)
    #expect(standard < 5e-3, "\(found) \(standard)")
  }
}
