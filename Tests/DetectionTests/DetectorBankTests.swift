import Cycling
import Detection
import Foundation
import Quantities
import Testing

@Suite("Detector bank")
struct DetectorBankTests {
  @Test("a decoded snapshot goes on to the bit")
  func snapshot() throws {
    let cell = AnalyticCell(r: 2)
    var random = SeededNoise(seed: 41)
    let readings = (1...170).map { cell.reading(at: Double($0), noise: 1e-3, from: &random) }
    for cut in [1, 40, 100, 130] {
      var whole = DetectorBank(configuration: DetectorConfiguration(sandPrior: SandPrior()))
      for reading in readings.prefix(cut) { _ = whole.observe(reading) }
      var resumed = try JSONDecoder().decode(DetectorBank.self, from: JSONEncoder().encode(whole))
      for reading in readings.dropFirst(cut) {
        #expect(resumed.observe(reading) == whole.observe(reading))
        #expect(resumed.sandForecast == whole.sandForecast)
      }
    }
  }

  /// Half an hour in turn, a soft short, a path that opens and closes, a lost contact and a late reading: every detector has something to keep.
  static let eventful: [Reading] = {
    let trace = TestTrace(
      duration: 12_000, amperes: { Int($0 / 1800) % 2 == 0 ? -1e-3 : 1e-3 },
      ohms: { time in
        switch time {
        case 2500..<2530: 120
        case 4000..<5000: Int(time / 4) % 2 == 0 ? 200 : 150
        case 8000..<8020: 3
        case 9500...: 600
        default: 200 + 30 * exp(-time.truncatingRemainder(dividingBy: 1800) / 100)
        }
      })
    return trace.readings.filter { !(6000..<6050).contains($0.time.si) }
  }()

  @Test("a snapshot of all detectors at work is read back to the bit, from JSON and from a property list")
  func roundTrip() throws {
    var whole = DetectorBank()
    var kinds: Set<AlarmKind> = []
    for (index, reading) in Self.eventful.enumerated() {
      kinds.formUnion(whole.observe(reading).map(\.kind))
      guard index % 997 == 0 else { continue }
      var banks = [
        try JSONDecoder().decode(DetectorBank.self, from: JSONEncoder().encode(whole)),
        try PropertyListDecoder().decode(DetectorBank.self, from: PropertyListEncoder().encode(whole)),
      ]
      var original = whole
      for next in Self.eventful.dropFirst(index + 1).prefix(1500) {
        let said = original.observe(next)
        for place in banks.indices { #expect(banks[place].observe(next) == said) }
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let state = try encoder.encode(original)
      for bank in banks { #expect(try encoder.encode(bank) == state) }
    }
    #expect(kinds.isSuperset(of: [.softShort, .telegraphShort, .hardShort, .contactDegradation, .staleData]))
  }

  @Test("the state of a channel never exceeds 16 kB")
  func size() throws {
    func numbers(in object: Any) -> Int {
      switch object {
      case let list as [Any]: list.reduce(0) { $0 + numbers(in: $1) }
      case let fields as [String: Any]: fields.values.reduce(0) { $0 + numbers(in: $1) }
      default: 1
      }
    }
    var (bank, largest) = (DetectorBank(configuration: DetectorConfiguration(sandPrior: SandPrior())), 0)
    for (index, reading) in Self.eventful.enumerated() {
      _ = bank.observe(reading)
      guard index % 500 == 0 else { continue }
      largest = max(largest, 8 * numbers(in: try JSONSerialization.jsonObject(with: JSONEncoder().encode(bank))))
    }
    #expect(largest > 4000 && largest <= 16_384, "\(largest) bytes")
  }

  @Test("a copy is a snapshot of its own")
  func copy() {
    let cell = AnalyticCell(r: 2)
    var random = SeededNoise(seed: 42)
    var bank = DetectorBank(configuration: DetectorConfiguration(sandPrior: SandPrior()))
    for second in 1...100 { _ = bank.observe(cell.reading(at: Double(second), from: &random)) }
    var copy = bank
    let forecast = bank.sandForecast
    for second in 101...160 { _ = copy.observe(cell.reading(at: Double(second), from: &random)) }
    #expect(bank.sandForecast == forecast)
    #expect(copy.sandForecast != forecast)
  }

  @Test("readings that cannot be true are passed over")
  func hostile() throws {
    let values = [Double.nan, .infinity, -.infinity, 1e300, -1e300, 1e-300, 0, -0.0, 1, -1, 1e11, -1e11]
    var random = SeededNoise(seed: 43)
    var bank = DetectorBank(
      configuration: DetectorConfiguration(
        sandPrior: SandPrior(limitingSemiIntegral: .nan, limitingCurrent: Quantity(si: .nan)),
        voltageLimit: Quantity(si: 0)))
    func pick() -> Double { values[Int(random.next() % UInt64(values.count))] }
    for index in 0..<20_000 {
      let setpoint: Setpoint? = [nil, .open, .current(Quantity(si: pick())), .voltage(Quantity(si: pick()))][index % 4]
      _ = bank.observe(
        Reading(
          time: Quantity(si: index % 7 == 0 ? pick() : Double(index)), voltage: Quantity(si: pick()),
          current: Quantity(si: pick()), setpoint: setpoint, flags: ReadingFlags(rawValue: UInt8(index % 8))))
      if index % 500 == 0 { bank = try JSONDecoder().decode(DetectorBank.self, from: JSONEncoder().encode(bank)) }
    }
  }

  @Test("the catalogue forgets no detector")
  func catalogue() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Detection/Detectors").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".swift") }
    let names = files.map { file in
      file.dropLast(6).reduce(into: "") { name, letter in
        if letter.isUppercase, !name.isEmpty { name += "-" }
        name += letter.lowercased()
      }
    }
    let listed = DetectorCatalogue.entries.map(\.id)
    #expect(names.sorted() == listed.sorted(), "Sources/Detection/Detectors and DetectorCatalogue differ")
    #expect(DetectorCatalogue.entries.allSatisfy { !$0.summary.isEmpty && !$0.source.isEmpty })
  }
}
