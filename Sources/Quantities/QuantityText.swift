/// Why a text is not the quantity that was asked for.
public enum QuantityTextError: Error, Hashable, Sendable {
  /// No finite number at the start of the text.
  case notANumber(text: String)
  /// A bare number where the dimension needs a unit; carries the dimension's name and a unit to show.
  case missingUnit(text: String, dimension: String, example: String)
  /// A unit that nobody knows; carries a known one that differs only in case.
  case unknownUnit(text: String, nearest: String?)
  /// A known unit of another dimension.
  case wrongDimension(text: String, found: String, expected: String, example: String)
}

extension Quantity {
  /// Reads "0.5 mA/cm2": a finite number and a unit of this dimension. A bare number is taken only by plain numbers.
  public init(text: String) throws(QuantityTextError) {
    let trimmed = text.trimmingSpaces
    let (digits, rest) = Self.splitNumber(trimmed)
    guard let value = Double(digits), value.isFinite else { throw .notANumber(text: trimmed) }
    let unit = String(rest).trimmingSpaces
    if unit.isEmpty, D.powers != BasePowers() {
      throw .missingUnit(text: trimmed, dimension: D.name, example: D.exampleUnit)
    }
    let expression = try UnitExpression(unit)
    guard expression.powers == D.powers else {
      throw .wrongDimension(
        text: trimmed, found: KnownDimensions.name(of: expression.powers), expected: D.name, example: D.exampleUnit)
    }
    si = value * expression.scale + expression.offset
    guard si.isFinite else { throw .notANumber(text: trimmed) }
  }

  /// This quantity in the unit of another text of its dimension: 10 years like "1e9 h" is "87600 h". In SI where the
  /// text's unit cannot be read.
  public func formatted(like text: String, digits: Int = 5) -> String {
    let unit = String(Self.splitNumber(text.trimmingSpaces).1).trimmingSpaces
    guard let expression = try? UnitExpression(unit), expression.powers == D.powers else {
      return "\(si.formatted(digits: digits)) (SI)"
    }
    let number = ((si - expression.offset) / expression.scale).formatted(digits: digits)
    return unit.isEmpty ? number : "\(number) \(unit)"
  }

  /// Cuts a text behind its number; an "e" belongs to the number only when digits follow it.
  private static func splitNumber(_ text: String) -> (Substring, Substring) {
    var end = text.startIndex
    func peek(_ index: String.Index) -> Character? { index < text.endIndex ? text[index] : nil }
    func skipDigits() {
      while let c = peek(end), c.isASCII, c.isNumber || c == "." { end = text.index(after: end) }
    }
    if let c = peek(end), c == "-" || c == "+" { end = text.index(after: end) }
    skipDigits()
    if let e = peek(end), e == "e" || e == "E" {
      var look = text.index(after: end)
      if let c = peek(look), c == "-" || c == "+" { look = text.index(after: look) }
      if let c = peek(look), c.isASCII, c.isNumber {
        end = look
        skipDigits()
      }
    }
    return (text[..<end], text[end...])
  }
}

/// The dimensions that have a name here, to say what a unit measures.
enum KnownDimensions {
  private static let all: [any Dimension.Type] = [
    Dimensionless.self, Time.self, Length.self, Area.self, Temperature.self, Charge.self, Current.self,
    CurrentDensity.self, ArealCapacity.self, Voltage.self, Resistance.self, ArealResistance.self,
    ArealCapacitance.self, Conductivity.self, Concentration.self, Diffusivity.self, Energy.self,
    Power.self, Frequency.self, MolarEnergy.self, SurfaceEnergy.self, NumberDensity.self,
  ]

  static func name(of powers: BasePowers) -> String {
    all.first { $0.powers == powers }?.name ?? "something else"
  }
}

extension String {
  var trimmingSpaces: String {
    let head = drop { $0.isWhitespace }
    return String(head.reversed().drop { $0.isWhitespace }.reversed())
  }
}
