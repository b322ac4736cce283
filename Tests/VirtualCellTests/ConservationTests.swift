import Deposition
import Foundation
import Quantities
import Testing
import VirtualCell

/// A cell that is cycled while everything that passes is counted beside it.
struct CountedCell {
  private(set) var cell: VirtualCell
  /// Charge that went through the electrodes, C/m², positive where the working electrode was stripped.
  private(set) var passed = 0.0
  /// The same without its sign.
  private(set) var throughput = 0.0
  private let fresh: CellInventory

  init(_ profile: CellProfile) {
    var profile = profile
    profile.measurement = Measurement()
    // Once tips have crossed a filament stays, so that every reading sees it.
    profile.short.openingRate = 0
    cell = VirtualCell(profile: profile, seed: 3)
    fresh = cell.inventory
  }

  /// Whether tips have ever crossed: then a part of the current goes beside the electrodes.
  private(set) var hasShorted = false

  /// Holds a current density (A/m²) for a time (s) in a few readings, or until the voltage leaves a window.
  mutating func run(_ density: Double, for duration: Double, readings: Int, within window: ClosedRange<Double>) {
    cell.hold(.current(Quantity(si: density * cell.profile.area.si)))
    let part = duration / Double(readings)
    for _ in 0..<readings {
      cell.advance(seconds: part)
      hasShorted = hasShorted || !cell.known("short_resistance_ohm").isNaN
      (passed, throughput) = (passed + density * part, throughput + abs(density) * part)
      if !window.contains(cell.voltage.si) { break }
    }
  }

  /// Holds anything for a time; what passed is then taken from the lithium of one electrode.
  mutating func hold(_ control: CellControl, for duration: Double, readings: Int) {
    let before = cell.inventory.working.lithium.si
    cell.hold(control)
    for _ in 0..<readings { cell.advance(seconds: duration / Double(readings)) }
    let charge = before - cell.inventory.working.lithium.si
    (passed, throughput) = (passed + charge, throughput + abs(charge))
  }

  /// What does not hold of all that must; empty where everything does.
  func faults(chargeIsKnown: Bool = true) -> [String] {
    let now = cell.inventory
    var faults: [String] = []
    func check(_ holds: Bool, _ what: @autoclosure () -> String) { if !holds { faults.append(what()) } }
    let (working, counter) = (now.working.lithium.si, now.counter.lithium.si)
    check(abs(working + counter) <= 1e-9 * throughput, "lithium \(working + counter) of \(throughput)")
    if chargeIsKnown {
      check(abs(working + passed) <= 1e-9 * throughput, "working electrode \(working) after \(passed) of \(throughput)")
      check(abs(counter - passed) <= 1e-9 * throughput, "counter electrode \(counter) after \(passed) of \(throughput)")
    }
    for side in [now.working, now.counter] {
      check(side.active.si >= 0 && side.dead.si >= 0 && side.bound.si >= 0, "negative: \(side)")
      check(side.foil.si <= 0, "foil grew: \(side)")
    }
    let profile = cell.profile
    if let host = profile.working.insertion {
      let held = profile.working.initialStoichiometry * host.arealCapacity.si + now.working.inserted.si
      check(held > -0.051 * host.arealCapacity.si && held < 1.051 * host.arealCapacity.si, "host \(held)")
    }
    if let foil = profile.counter.lithiumThickness {
      let metal = foil.si * PhysicalConstants.faraday / Lithium.molarVolume
      check(metal + now.counter.foil.si >= -1e-9 * metal, "foil \(now.counter.foil.si) of \(metal)")
    }
    check(now.salt > 0 && abs(now.salt / now.saltAtRest - 1) <= 1e-9, "salt \(now.salt) of \(now.saltAtRest)")
    check(cell.known("surface_concentration_mol_m3") > 0, "surface concentration")
    return faults
  }
}

@Suite("A thousand cycles of every shipped cell")
struct ConservationTests {
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: cellFolder.path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  /// Half a milliampere-hour a square centimetre.
  private static let capacity = 18_000.0

  @Test("There are cells")
  func found() { #expect(Self.names.count > 30) }

  @Test("Lithium, salt and charge add up", arguments: names)
  func cycles(name: String) throws {
    let profile = try shipped(name)
    try cycle(CountedCell(profile), count: 1000)
  }

  private func cycle(_ fresh: CountedCell, count: Int) throws {
    var counted = fresh
    let profile = counted.cell.profile
    let isFull = profile.working.insertion != nil
    let density = min(10, 0.4 * profile.diffusion.limitingCurrentDensity.si)
    let time = Self.capacity / density
    // A full cell is discharged when it is new.
    let plating = isFull ? 1.0 : -1.0
    let top = profile.working.substrate == .lithiumIronPhosphate ? 3.65 : 4.2
    let window = isFull ? 2.5...top : -5.0...1.0
    var (lost, shorted) = (0.0, 0)
    // A shorted cell takes many steps and ends all alike: some cycles of it are enough.
    for number in 1...count where shorted < 20 {
      shorted += counted.hasShorted ? 1 : 0
      counted.run(plating * density, for: time, readings: 3, within: window)
      counted.run(-plating * density, for: time, readings: 5, within: window)
      let now = counted.cell.inventory
      let plated = isFull ? now.counter : now.working
      #expect(plated.dead.si + plated.bound.si >= lost - 1e-9 * counted.throughput, "cycle \(number)")
      lost = plated.dead.si + plated.bound.si
      if !isFull, !counted.hasShorted, plated.active.si == 0, plated.foil.si == 0 {
        // All is off: what stripping gave less than plating took is dead, bound, or in the double layer.
        #expect(abs(lost + plated.unplated.si + counted.passed) <= 1e-9 * counted.throughput, "cycle \(number)")
      }
      guard number <= 10 || number % 50 == 0 else { continue }
      let faults = counted.faults(chargeIsKnown: !counted.hasShorted)
      #expect(faults.isEmpty, "cycle \(number): \(faults)")
      if !faults.isEmpty { return }
    }
  }

  /// A cell that ages in every way that there is.
  static func aged(_ name: String, isFit: Bool = false) throws -> CellProfile {
    var profile = try shipped(name)
    let ageing = ElectrodeAgeing(
      interphase: InterphaseGrowth.example, deadLayer: DeadLithium(),
      freshSurface: FreshSurface(
        exchangeCurrentDensity: Quantity(si: 100),
        paths: TwoPathSurface(filamentDiameter: Quantity(si: 1e-6), pits: StrippingPits(density: 1e10))))
    if profile.working.insertion == nil { profile.working.ageing = ageing }
    profile.counter.ageing = ageing
    if isFit { profile.electrolyte.transport = .fit(.valoenReimers2005, concentration: Quantity(si: 1000)) }
    return profile
  }

  @Test("Ageing loses nothing", arguments: ["li-cu-coin", "li-li-conventional", "li-nmc", "cc-zzco", "carbonate-cu"])
  func ageing(name: String) throws { try cycle(CountedCell(Self.aged(name)), count: 1000) }

  @Test("Nor do properties that depend on the concentration", arguments: ["li-cu-coin", "li-li-conventional"])
  func grid(name: String) throws { try cycle(CountedCell(Self.aged(name, isFit: true)), count: 100) }

  @Test(
    "Nor do steady voltages and powers", arguments: ["li-cu-coin", "li-li-conventional", "li-nmc", "li-lfp"],
    [false, true])
  func otherControls(name: String, isAged: Bool) throws {
    var counted = CountedCell(isAged ? try Self.aged(name) : try shipped(name))
    let isFull = counted.cell.profile.working.insertion != nil
    let area = counted.cell.profile.area.si
    let density = min(10, 0.4 * counted.cell.profile.diffusion.limitingCurrentDensity.si)
    let controls: [CellControl] =
      isFull
      ? [
        .voltage(Quantity(si: 3.6)), .power(Quantity(si: -20 * area)), .voltage(Quantity(si: 3.1)),
        .power(Quantity(si: 20 * area)),
      ]
      : [
        .voltage(Quantity(si: -0.05)), .voltage(Quantity(si: 0.05)), .power(Quantity(si: -0.1 * area)),
        .power(Quantity(si: 0.1 * area)),
      ]
    for number in 1...50 {
      for control in controls { counted.hold(control, for: 600, readings: 2) }
      counted.run(density, for: 60, readings: 1, within: -5...5)
      counted.run(-density, for: 60, readings: 1, within: -5...5)
      let faults = counted.faults()
      #expect(faults.isEmpty, "cycle \(number): \(faults)")
      if !faults.isEmpty { return }
    }
  }
}
