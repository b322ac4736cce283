import Bench
import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("200 cycles of lithium on copper")
struct LithiumCopperTests {
  /// A run of the shipped protocol on a shipped cell, at full speed.
  private struct Life {
    let run: CycledRun
    let end: RunEnd
    /// Polarisation, V, within the plating of each cycle, over areal capacity, mAh/cm².
    let platings: [Int: [(capacity: Double, polarisation: Double)]]
    /// The most dead lithium on copper, mAh/cm², and the lowest limiting current density, mA/cm².
    let dead, limit: Double

    init(of cell: String) throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "sandglass-life-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
      let prepared = try ShippedFiles(root: root).prepare(
        RunRequest(protocolName: "lithium-copper-200", cellName: cell))
      let file = folder.appending(path: "run.sandglass")
      end = try VirtualRun(prepared, seed: 1, recordingIn: file).runFast(for: VirtualRun.Audience()).end
      let reader = try RunFile.Reader(opening: file)
      run = try #require(try CyclePlotSource([reader]).runs.first)
      let columns = reader.header.modelColumns.map(\.name)
      let deadColumn = try #require(columns.firstIndex(of: "dead_lithium_mAh_cm2"))
      let limitColumn = try #require(columns.firstIndex(of: "limiting_current_density_mA_cm2"))
      var (dead, limit) = (0.0, Double.infinity)
      var platings: [Int: [(capacity: Double, polarisation: Double)]] = [:]
      let area = reader.header.area
      try reader.forEachReading { recorded in
        dead = max(dead, recorded.modelState[deadColumn])
        limit = min(limit, recorded.modelState[limitColumn])
        guard recorded.reading.current.si < 0 else { return }
        let capacity = (recorded.stepCharge / area).value(in: .milliampereHourPerSquareCentimetre)
        platings[recorded.cycle, default: []].append((-capacity, -recorded.reading.voltage.si))
      }
      (self.dead, self.limit, self.platings) = (dead, limit, platings)
    }

    /// Mean polarisation, V, of the first and of the last tenth of its cycles.
    var polarisation: (first: Double, last: Double) {
      let values = run.plating.map(\.value)
      let tenth = max(1, values.count / 10)
      func mean(_ part: ArraySlice<Double>) -> Double { part.reduce(0, +) / Double(part.count) }
      return (mean(values.prefix(tenth)), mean(values.suffix(tenth)))
    }

    /// Polarisation late in a plating over that of its beginning: below 1 where it peaks, above 1 where it makes an arc.
    ///
    /// Late is before fresh lithium on the counter electrode ends, which makes a peak of its own.
    func arcing(in cycle: Int) throws -> Double {
      let plating = try #require(platings[cycle])
      let early = try #require(plating.filter { $0.capacity <= 0.05 }.map(\.polarisation).max())
      let late = try #require(plating.filter { (0.5...0.75).contains($0.capacity) }.map(\.polarisation).max())
      return late / early
    }
  }

  @Test("Carbonate dies first, of a lack of salt; ether with nitrate later, of a lack of lithium")
  func deaths() throws {
    let (carbonate, ether) = (try Life(of: "carbonate-cu-ageing"), try Life(of: "ether-lino3-cu-ageing"))
    let (first, second) = (try #require(carbonate.run.death), try #require(ether.run.death))
    #expect((60..<120).contains(first.cycle) && (120..<200).contains(second.cycle))
    for life in [carbonate, ether] {
      #expect(life.end.way == .tripped)
      #expect(life.end.reason.contains("is below the safety limit"))
    }
    // The profiles are set on 83.3 %, measured without additive, and on 98.2 %, the review's for spheres: a regression test.
    let efficiency = carbonate.run.efficiency.map(\.value)
    #expect(efficiency.prefix(10).allSatisfy { (0.83...0.90).contains($0) })
    #expect(abs(efficiency.reduce(0, +) / Double(efficiency.count) - 0.833) < 0.02)
    #expect(ether.run.efficiency.allSatisfy { abs($0.value - 0.982) < 2e-3 })
    // Peaks at first; arcs before the end in carbonate only, where the limiting current has come down to the current.
    for life in [carbonate, ether] {
      #expect(life.polarisation.last > 1.2 * life.polarisation.first)
      #expect(try life.arcing(in: 2) < 0.8)
    }
    #expect(carbonate.polarisation.last > 3 * carbonate.polarisation.first)
    #expect(try carbonate.arcing(in: first.cycle - 1) > 1.3)
    #expect(try ether.arcing(in: second.cycle - 5) < 0.9)
    #expect(carbonate.limit < 1 && carbonate.dead > 10)
    #expect(ether.limit > 5 && ether.dead < 4)
  }
}
