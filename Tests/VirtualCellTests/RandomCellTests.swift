import Deposition
import Foundation
import Numerics
import Quantities
import Testing
import VirtualCell

@Suite("Ten thousand random cells")
struct RandomCellTests {
  /// Columns that have no number where there is nothing to tell.
  private static let mayBeMissing: Set = ["true_sand_time_s", "sand_countdown_s", "short_resistance_ohm"]
  private static let stepsPerCell = 4

  /// What does not hold in a cell; nil where all does.
  private func fault(_ cell: VirtualCell) -> String? {
    guard cell.voltage.isFinite, cell.current.isFinite else { return "voltage \(cell.voltage), \(cell.current)" }
    for (column, value) in zip(VirtualCell.modelColumns, cell.modelState) {
      if value.isNaN ? !Self.mayBeMissing.contains(column.name) : !value.isFinite || value < 0 {
        return "\(column.name) \(value)"
      }
    }
    return nil
  }

  /// The current over the limiting one.
  private func currentRatio(_ cell: VirtualCell) -> Double { abs(cell.current.si / cell.profile.limitingCurrent.si) }

  private func accounts(_ cell: VirtualCell) -> [Double] {
    let inventory = cell.inventory
    return [inventory.working, inventory.counter].flatMap {
      [$0.active.si, $0.dead.si, $0.bound.si, $0.foil.si, $0.inserted.si, $0.unplated.si]
    }
  }

  private func amountFault(_ accounts: [Double], profile: CellProfile, scale: Double) -> String? {
    for side in [0, 6] {
      let (active, dead, bound, foil) = (accounts[side], accounts[side + 1], accounts[side + 2], accounts[side + 3])
      if active < 0 || dead < 0 || bound < 0 || foil > 0 { return "\(accounts)" }
    }
    let host = profile.working.insertion?.arealCapacity.si ?? 0
    let sum = accounts.reduce(0, +)
    return abs(sum) > 1e-9 * scale + 1e-12 * host ? "lithium \(sum) of \(scale), \(accounts)" : nil
  }

  @Test("Nothing breaks, nothing is lost, nothing hangs", arguments: 0..<20)
  func random(chunk: Int) throws {
    for number in 0..<500 {
      let seed = chunk * 500 + number
      var draw = RandomProfiles(seed: seed)
      let profile = draw.profile()
      var cell = VirtualCell(profile: profile, seed: UInt64(seed))
      var before = accounts(cell)
      var throughput = 0.0
      var peak = 0.0
      for step in 0..<Self.stepsPerCell {
        cell.hold(draw.control(of: profile))
        if let fault = fault(cell) { Issue.record("seed \(seed) step \(step) held \(cell.control): \(fault)"); break }
        peak = max(peak, currentRatio(cell))
        let duration = draw.dice.logarithmic(from: 1e-9, to: 1e7)
        cell.advance(seconds: duration)
        peak = max(peak, currentRatio(cell))
        let now = accounts(cell)
        throughput += zip(now, before).reduce(0) { $0 + abs($1.0 - $1.1) }
        before = now
        let scale = throughput + now.reduce(0) { $0 + abs($1) }
        if let fault = fault(cell) ?? amountFault(now, profile: profile, scale: scale) {
          Issue.record("seed \(seed) step \(step) \(cell.control) for \(duration) s: \(fault)")
          break
        }
        let reading = cell.measure()
        if !reading.voltage.isFinite { Issue.record("seed \(seed) step \(step) reading \(reading)") }
      }
      if number % 50 == 0 {
        let salt = cell.inventory
        // Beyond the limiting current the linear solution swings so many times around the salt at rest, and rounds with it.
        #expect(abs(salt.salt / salt.saltAtRest - 1) < 1e-9 + 1e-14 * peak, "seed \(seed), \(peak)")
        let impedance = cell.impedance(at: Quantity(si: draw.dice.logarithmic(from: 1e-6, to: 1e9)))
        #expect(impedance.real.isFinite && impedance.imaginary.isFinite, "seed \(seed)")
        try roundTrip(cell, seed: seed)
      }
    }
  }

  /// A cell stored and read back is the same and goes on the same.
  private func roundTrip(_ cell: VirtualCell, seed: Int) throws {
    var (cell, decoded) = (cell, try JSONDecoder().decode(VirtualCell.self, from: JSONEncoder().encode(cell)))
    #expect(decoded == cell, "seed \(seed)")
    cell.advance(seconds: 3)
    decoded.advance(seconds: 3)
    #expect(decoded == cell, "seed \(seed)")
    #expect(decoded.voltage.si.bitPattern == cell.voltage.si.bitPattern, "seed \(seed)")
  }
}
