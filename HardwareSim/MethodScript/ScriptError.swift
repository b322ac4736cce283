import Foundation

/// An error as the instrument numbers it, with its place in the script.
struct ScriptError: Error, Hashable, Sendable {
  let code: Int
  var line: Int?
  var column: Int?

  init(_ code: Int, line: Int? = nil, column: Int? = nil) { (self.code, self.line, self.column) = (code, line, column) }

  /// `!4001: Line 3, Col 1`
  var text: String {
    let place = line.map { ": Line \($0), Col \(column ?? 1)" } ?? ""
    return String(format: "!%04X", code) + place
  }

  static let (unknownCommand, unknownRegister, wrongMode, badArgument): (Int, Int, Int, Int) = (0x3, 0x4, 0x6, 0x7)
  static let (outOfRange, noScript, invalidTime, notANumber): (Int, Int, Int, Int) = (0xA, 0xC, 0xD, 0x10)
  static let (cellIsOn, notSupported, unknownMode, invalidForMode): (Int, Int, Int, Int) = (0x14, 0x1B, 0x21, 0x23)
  static let (syntax, unknownScriptCommand, badScriptArgument): (Int, Int, Int) = (0x4000, 0x4001, 0x4002)
  static let (tooLarge, undeclared, badOption): (Int, Int, Int) = (0x4005, 0x4007, 0x4008)
}
