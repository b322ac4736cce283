import Bench
import Deposition
import Foundation
import Quantities
import VirtualCell

/// The same problems in PyBaMM and in the virtual cell, one after the other on the same machine.
enum PeerBenchmark {
  static func run() throws {
    guard let peer = PyBaMM() else {
      print("PyBaMM is not here to compare with; `make bench` sets it up.\n")
      return
    }
    let profile = try ShippedFiles.find().cell(named: "li-li-capillary").profile
    var concentrated = profile
    concentrated.electrolyte.transport = .fit(.valoenReimers2005, concentration: Quantity(1, .molePerLitre))
    let problems = [
      ("constant", "Sand's problem, constant properties, r = 2; errors against the exact series", profile),
      (
        "valoen-reimers",
        "Sand's problem, D(c), \u{3BA}(c), \u{3BD}(c) of Valoen and Reimers, 20 mA/cm²; errors against PyBaMM with N = 1600",
        concentrated
      ),
    ]
    for (script, title, cell) in problems {
      do {
        try compare(peer.answer("sand.py", script, as: PyBaMM.Sand.self), with: cell, title: title)
      } catch { print("PyBaMM, \(script): \(error)\n") }
    }
    do { try compare(peer.answer("cycling.py", as: PyBaMM.Cycling.self)) } catch {
      print("PyBaMM, cycling: \(error)\n")
    }
  }

  private static func compare(_ sand: PyBaMM.Sand, with profile: CellProfile, title: String) throws {
    print("\(title):")
    for solver in sand.solvers {
      report(peerName(solver, sand.version, "N = 100"), solver.seconds, errors(of: solver, against: sand.reference))
    }
    let density = Quantity<CurrentDensity>(si: sand.current_density)
    var ours = SandRun()
    let seconds = bestTime(of: 15) {
      ours = SandRun(profile, at: density, times: sand.times, stopAt: 0.01)
    }
    let found = errors(
      depletion: ours.depletion, surface: ours.surface, voltage: ours.voltage, against: sand.reference)
    report("virtual cell", seconds, found + "   \(ours.surface.count) outputs")
    reportRatio(sand.solvers, seconds)
  }

  /// One hundred cycles of a half cell there, of lithium on copper with film, dead lithium and morphology here, a reading a minute.
  private static func compare(_ cycling: PyBaMM.Cycling) throws {
    print(
      "\(cycling.cycles) cycles with a growing interphase, an output a minute; half cell of Xu2019 there, ether-lino3-cu-ageing here:"
    )
    for solver in cycling.solvers {
      let extent = solver.points.map { "\($0) outputs, \(Int((solver.cell_hours ?? 0).rounded())) h of cell time" }
      report(peerName(solver, cycling.version, ""), solver.seconds, extent ?? solver.failure ?? "")
    }
    guard let points = cycling.solvers.compactMap(\.points).max() else { return print() }
    let profile = try ShippedFiles.find().cell(named: "ether-lino3-cu-ageing").profile
    var readings = 0
    let seconds = bestTime(of: 5) {
      readings = cycle(profile, times: cycling.cycles, readingsInHalf: points / cycling.cycles / 2)
    }
    report("virtual cell, the model alone", seconds, "\(readings) outputs")
    reportRatio(cycling.solvers, seconds * Double(points) / Double(readings))
  }

  /// Readings taken in so many cycles of 0.5 mA/cm²; a strip ends early where the copper is bare.
  private static func cycle(_ profile: CellProfile, times: Int, readingsInHalf: Int) -> Int {
    var (cell, readings, sum) = (VirtualCell(profile: profile), 0, 0.0)
    let current = Quantity<CurrentDensity>(0.5, .milliamperePerSquareCentimetre) * profile.area
    for _ in 0..<times {
      for direction in [-1.0, 1] {
        cell.hold(.current(current * direction))
        for _ in 0..<readingsInHalf {
          cell.advance(by: Quantity(si: 60))
          let voltage = cell.truth().voltage.si
          (sum, readings) = (sum + voltage, readings + 1)
          if direction > 0, voltage > 1 { break }
        }
      }
    }
    precondition(sum.isFinite, "every voltage is a number")
    return readings
  }

  private static func peerName(_ solver: PyBaMM.Solver, _ version: String, _ grid: String) -> String {
    ["PyBaMM \(version)", solver.name, grid].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private static func errors(of solver: PyBaMM.Solver, against reference: PyBaMM.Sand.Reference) -> String {
    guard let surface = solver.c_s, let voltage = solver.voltage else { return solver.failure ?? "" }
    return errors(depletion: solver.depletion, surface: surface, voltage: voltage, against: reference)
  }

  /// The largest errors behind the start, where surfaces change too fast for a grid.
  private static func errors(
    depletion: Double?, surface: [Double], voltage: [Double], against reference: PyBaMM.Sand.Reference
  ) -> String {
    func largest(_ values: [Double], _ expected: [Double]) -> Double {
      zip(values, expected).dropFirst(10).map { abs($0 - $1) }.max() ?? .nan
    }
    let relative = (depletion ?? .nan) / reference.depletion - 1
    return String(
      format: "time to 1 %% salt %+.1e   c_s %.1e mol/m³   V %.1e mV", relative,
      largest(surface, reference.c_s), largest(voltage, reference.voltage) * 1e3)
  }

  private static func report(_ name: String, _ seconds: Double?, _ remark: String) {
    let time = seconds.map { String(format: "%10.3f ms", $0 * 1e3) } ?? "         – ms"
    print("  " + name.padding(toLength: 46, withPad: " ", startingAt: 0) + time + "   " + remark)
  }

  private static func reportRatio(_ solvers: [PyBaMM.Solver], _ ours: Double) {
    let fastest = solvers.filter { $0.seconds != nil }.min { ($0.seconds ?? 0) < ($1.seconds ?? 0) }
    guard let fastest, let seconds = fastest.seconds else { return print() }
    let ratio = seconds / ours
    print("  \(fastest.name), the fastest there, takes \(ratio.formatted(digits: 3)) times as long\n")
  }
}

/// Plating of a cell at rest until the salt at the electrode is down to a fraction, with the outputs that the peer gives.
private struct SandRun {
  var surface: [Double] = []
  var voltage: [Double] = []
  var depletion: Double?

  init() {}

  init(_ profile: CellProfile, at density: Quantity<CurrentDensity>, times: [Double], stopAt fraction: Double) {
    let rest = profile.electrolyte.atRest(profile.temperature).concentration.si
    var cell = VirtualCell(profile: profile)
    cell.hold(.current(-density * profile.area))
    surface.reserveCapacity(times.count)
    voltage.reserveCapacity(times.count)
    var now = 0.0
    // Near the end a snapshot is kept, from which the crossing is located.
    var snapshot: (time: Double, cell: VirtualCell)?
    for time in times {
      cell.advance(by: Quantity(si: time - now))
      now = time
      let concentration = Self.surface(of: &cell)
      if concentration <= fraction * rest {
        depletion = snapshot.map { Self.crossing(of: fraction * rest, from: $0, to: time) }
        return
      }
      surface.append(concentration)
      voltage.append(-cell.truth().voltage.si)
      if concentration < 2 * fraction * rest { snapshot = (time, cell) }
    }
  }

  private static func surface(of cell: inout VirtualCell) -> Double { cell.surfaceConcentrations().working.si }

  /// The time between two outputs at which the surface has come down to a concentration, mol/m³.
  private static func crossing(
    of concentration: Double, from start: (time: Double, cell: VirtualCell), to end: Double
  ) -> Double {
    let duration = bracketedRoot(from: 0, to: end - start.time, relativeTolerance: 1e-6) { part in
      var cell = start.cell
      cell.advance(by: Quantity(si: part))
      return surface(of: &cell) - concentration
    }
    return start.time + duration
  }
}
