import Documents
import Foundation
import Quantities
import TestProtocols
import Testing

@Suite("Damaged protocols")
struct MutationTests {
  /// SplitMix64, so that the damage is the same everywhere.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let signs = Array("\t\n {}[]:,-&*#|>'\"%@!?~0e9.Cµ°".utf8)

  /// Damages a text at one to eight places: bytes replaced, put in, taken out, or a piece doubled.
  private func damaged(_ text: String, _ dice: inout Dice) -> String {
    var bytes = Array(text.utf8)
    for _ in 0...Int.random(in: 0..<8, using: &dice) {
      let at = Int.random(in: 0..<bytes.count, using: &dice)
      let sign =
        Bool.random(using: &dice) ? Self.signs.randomElement(using: &dice) : UInt8.random(in: 0...255, using: &dice)
      switch Int.random(in: 0..<4, using: &dice) {
      case 0: bytes[at] = sign ?? 0
      case 1: bytes.insert(sign ?? 0, at: at)
      case 2: if bytes.count > 1 { bytes.remove(at: at) }
      default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 20)], at: at)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "Are read or refused, and always told what was wrong", arguments: ["sand-time.yaml", "smoke.yaml", "adams.json"])
  func survive(name: String) throws {
    let file =
      name.hasSuffix("json")
      ? try #require(Bundle.module.url(forResource: "adams", withExtension: "json", subdirectory: "Fixtures"))
      : project.appendingPathComponent("Protocols/\(name)")
    let text = try String(contentsOf: file, encoding: .utf8)
    var dice = Dice(state: 20_181_702_097)
    var refused = 0
    for _ in 0..<1000 {
      do {
        let plan = try resolve(damaged(text, &dice), file: name)
        #expect(plan.steps.allSatisfy { $0.longestDuration?.isFinite == true })
      } catch let found as Diagnostics {
        refused += 1
        #expect(found.list.allSatisfy { !$0.what.isEmpty && $0.place != nil })
      }
    }
    #expect(refused > 100)
  }
}
