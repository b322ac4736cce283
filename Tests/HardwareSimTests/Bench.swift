import Foundation
import HardwareSim
import Quantities
import Synchronization
import Testing
import VirtualCell

/// A clock that stands until a test moves it.
final class HandClock: Sendable {
  private let seconds = Mutex(0.0)

  /// The emulation's clock, at a speed of test time.
  func emulation(speed: Double = 1) -> EmulationClock {
    EmulationClock(speed: speed) { [self] in seconds.withLock { $0 } }
  }

  /// Lets real time pass, s.
  func pass(_ duration: Double) { seconds.withLock { $0 += duration } }
}

/// The folder of the shipped cell profiles.
private let cellFolder = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../Profiles/Cells").standardizedFileURL

/// A shipped cell without noise, so that readings can be foretold.
func quietCell(_ name: String, area: Double? = nil) throws -> VirtualCell {
  var profile = try CellProfile.read(cellFolder.appending(path: "\(name).yaml").path)
  profile.measurement = Measurement()
  if let area { profile.area = Quantity(si: area) }
  return VirtualCell(profile: profile, seed: 1)
}

/// An emulated instrument on a table: no line, no waiting.
final class Table {
  let clock = HandClock()
  let truth = TruthLog()
  let instrument: EmulatedInstrument
  var session: WireSession

  init(
    _ device: String, _ cell: VirtualCell? = nil, framing: ModbusFraming = .rtu, faults: FaultScript = FaultScript(),
    seed: UInt64 = 1, speed: Double = 1, seriesVoltage: Double = 0
  ) throws {
    let entry = try #require(PanelCatalogue.entry(device))
    let panel = try #require(entry.panel(cell: cell, seriesVoltage: seriesVoltage))
    instrument = EmulatedInstrument(
      name: device, panel: panel, clock: clock.emulation(speed: speed), faults: faults, seed: seed, truth: truth)
    session = WireSession(instrument, framing: framing)
  }

  /// Sends bytes; what comes back, whenever it does.
  func send(_ bytes: [UInt8]) -> [UInt8] { session.receive(bytes).bytes }

  /// Sends bytes as a manual prints them.
  func send(hex: String) -> String { send(bytes(hex)).hex }

  /// Sends a line of text.
  @discardableResult
  func say(_ line: String) -> String { String(decoding: send(Array((line + "\n").utf8)), as: UTF8.self) }

  /// Lets real time pass in steps; what the instrument says meanwhile.
  func pass(_ duration: Double, step: Double = 0.05) -> String {
    var said: [UInt8] = []
    var left = duration
    while left > 1e-9 {
      clock.pass(min(step, left))
      left -= step
      said += session.elapse().bytes
    }
    instrument.catchUp()
    return String(decoding: said, as: UTF8.self)
  }

  /// Reads registers of a unit over RTU; nil where the reply is none or an exception.
  func read(_ address: Int, _ count: Int = 1, unit: UInt8 = 0, function: UInt8 = 3) -> [UInt16]? {
    let reply = send(rtu([unit, function, UInt8(address >> 8), UInt8(address & 255), 0, UInt8(count)]))
    guard reply.count == 5 + 2 * count, reply[1] == function, rtu(Array(reply.dropLast(2))) == reply else { return nil }
    return (0..<count).map { UInt16(reply[3 + 2 * $0]) << 8 | UInt16(reply[4 + 2 * $0]) }
  }

  /// Writes a register or a coil; 0 where it was taken, the code of the exception where not, -1 for anything else.
  func write(_ address: Int, _ value: Int, unit: UInt8 = 0, function: UInt8 = 6) -> Int {
    let request = rtu(
      [unit, function, UInt8(address >> 8), UInt8(address & 255), UInt8(value >> 8), UInt8(value & 255)])
    let reply = send(request)
    if reply == request { return 0 }
    return reply.count == 5 && reply[1] == function | 0x80 ? Int(reply[2]) : -1
  }
}

/// Bytes of a text such as `01 03 02`.
func bytes(_ hex: String) -> [UInt8] { hex.split(separator: " ").compactMap { UInt8($0, radix: 16) } }

/// A frame with its checksum, by an implementation of the tests' own.
func rtu(_ bytes: [UInt8]) -> [UInt8] {
  var crc = 0xFFFF
  for byte in bytes {
    crc ^= Int(byte)
    for _ in 0..<8 { crc = crc % 2 == 1 ? (crc / 2) ^ 0xA001 : crc / 2 }
  }
  return bytes + [UInt8(crc % 256), UInt8(crc / 256)]
}

extension [UInt8] {
  /// As a manual prints them.
  var hex: String {
    map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(separator: " ").uppercased()
  }
}

extension [WireAction] {
  /// All bytes in the order in which they come.
  var bytes: [UInt8] {
    enumerated().sorted { ($0.element.delay, $0.offset) < ($1.element.delay, $1.offset) }.flatMap { item -> [UInt8] in
      if case .send(let bytes) = item.element.deed { bytes } else { [] }
    }
  }
}
