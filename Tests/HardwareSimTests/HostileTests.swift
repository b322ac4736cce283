import Foundation
import HardwareSim
import Testing
import VirtualCell

@Suite("Whatever comes over a line, an emulated instrument lives on")
struct HostileTests {
  /// A generator of the tests' own (SplitMix64).
  private struct Chance {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    mutating func byte() -> UInt8 { UInt8(next() & 255) }
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  }

  private func cell(for device: String) throws -> VirtualCell? {
    PanelCatalogue.entry(device)?.needsCell == true ? try quietCell("li-li-coin") : nil
  }

  @Test("Random bytes, to every Modbus slave, over RTU and TCP")
  func randomBytes() throws {
    var chance = Chance(state: 1)
    for entry in PanelCatalogue.entries where entry.language == .modbus {
      for framing in [ModbusFraming.rtu, .tcp] {
        let table = try Table(entry.id, cell(for: entry.id), framing: framing)
        for _ in 0..<2000 {
          _ = table.send((0..<chance.below(40)).map { _ in chance.byte() })
          if chance.below(4) == 0 { _ = table.pass(0.1, step: 0.1) }
        }
        _ = table.pass(1)
        let unit: UInt8 = entry.id.hasPrefix("ea") ? 0 : 1
        guard framing == .rtu else { continue }
        let reply = table.send(rtu([unit, 3, 0x12, 0x34, 0, 1]))
        #expect(reply == rtu([unit, 0x83, 2]), "\(entry.id)")
      }
    }
  }

  @Test("Every function with every length and random contents, checksummed")
  func everyFunction() throws {
    var chance = Chance(state: 2)
    for entry in PanelCatalogue.entries where entry.language == .modbus {
      let table = try Table(entry.id, cell(for: entry.id))
      let unit: UInt8 = entry.id.hasPrefix("ea") ? 0 : 1
      for function in UInt8(0)...127 {
        for length in [0, 1, 3, 4, 5, 9, 100, 250] {
          let frame = rtu([unit, function] + (0..<length).map { _ in chance.byte() })
          var reply = table.send(frame)
          // What is of unknown length ends with the silence behind it.
          table.clock.pass(0.1)
          reply += table.session.elapse().bytes
          if reply.count >= 4 { #expect(rtu(Array(reply.prefix(reply.count - 2))) == reply || reply.count > 8) }
        }
      }
    }
  }

  @Test("The CRC is that of the guide's frames")
  func checksum() {
    for frame in [
      "01 05 01 92 FF 00 2C 2B", "01 85 17 02 9E", "01 03 06 26 20 0C 9B 09 1B 93 50", "01 03 04 00 00 04 83 B9 52",
    ] {
      let all = bytes(frame)
      #expect(ModbusCRC.appended(to: Array(all.dropLast(2))) == all)
    }
  }

  @Test("Random text and bytes to every instrument that speaks in lines")
  func randomLines() throws {
    var chance = Chance(state: 3)
    let words = [
      ":SOUR:CURR", "*IDN?", ":READ?", ";", ":", "?", "'", "\"", "1e400", "-1", "nan", "e", "t", "Z", "loop", "endloop",
      "if",
      "meas_loop_cp", "var", "x", "[", "]", "9999999999999999999999", "100m", "{", "}", "{\"command\":\"runTest\"}",
      " ", "\n",
      "\r", "on_finished:", "cell_on", "store_var x 1 ja", "array a 99999999i", "meas_loop_ca x x 1 0 1", "wait -1",
      "\u{3}",
    ]
    for entry in PanelCatalogue.entries where entry.language == .lines {
      let table = try Table(entry.id, cell(for: entry.id))
      for _ in 0..<4000 {
        let line = (0..<chance.below(6)).map { _ in words[chance.below(words.count)] }.joined(separator: " ")
        _ = table.send(Array(line.utf8) + (chance.below(3) == 0 ? [chance.byte()] : [10]))
        if chance.below(20) == 0 { _ = table.pass(0.05) }
      }
      _ = table.send([UInt8](repeating: 65, count: 100_000) + [10])
      _ = table.pass(0.2)
      #expect(table.clock.emulation().real > 0)
    }
  }

  @Test("A frame in pieces is put together, or dropped behind the silence within")
  func pieces() throws {
    let table = try Table("riden-rd60xx", quietCell("li-lfp", area: 0.1))
    let request = rtu([1, 3, 0, 0, 0, 1])
    #expect(table.send(Array(request.prefix(3))).isEmpty)
    table.clock.pass(0.01)
    #expect(table.send(Array(request.dropFirst(3))).count == 7)
    #expect(table.send(Array(request.prefix(3))).isEmpty)
    table.clock.pass(0.2)
    #expect(table.send(request).count == 7)
  }

  @Test("Two requests at once get two replies; nonsense on TCP closes the connection")
  func pipelined() throws {
    let table = try Table("riden-rd60xx", quietCell("li-lfp", area: 0.1), framing: .tcp)
    let one: [UInt8] = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1]
    let two: [UInt8] = [0, 2, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1]
    let replies = table.send(one + two)
    #expect(replies.count == 22)
    #expect(replies[1] == 1 && replies[12] == 2)
    #expect(table.session.receive(Array("GET / HTTP/1.1\r\n".utf8)).contains { $0.deed == .close })
  }
}
