/// A unit as typed ("mA/cm2", "mol L-1", "°C"), read into a scale and base powers.
struct UnitExpression {
  /// SI value of one unit.
  var scale = 1.0
  /// SI value of zero units; only °C has one.
  var offset = 0.0
  /// Powers of the base units.
  var powers = BasePowers()

  /// Reads products and quotients of prefixed symbols with integer powers; throws the symbol nobody knows.
  ///
  /// A slash divides by the one factor that follows it, as in J/mol/K.
  init(_ text: String) throws(QuantityTextError) {
    if text == "°C" || text == "degC" {
      (offset, powers) = (273.15, Temperature.powers)
      return
    }
    var divides = false
    var factor = ""
    func isSeparator(_ character: Character) -> Bool { character == " " || character == "·" || character == "*" }
    for character in text {
      if character == "/" || isSeparator(character) {
        try multiply(by: factor, divides: divides, of: text)
        if !factor.isEmpty || character == "/" { divides = character == "/" }
        factor = ""
      } else {
        factor.append(character)
      }
    }
    try multiply(by: factor, divides: divides, of: text)
  }

  private mutating func multiply(by factor: String, divides: Bool, of text: String) throws(QuantityTextError) {
    guard !factor.isEmpty else { return }
    let (symbol, exponent) = Self.splitPower(factor)
    guard let unit = UnitSymbol.find(symbol), let exponent, exponent.magnitude <= 9 else {
      throw .unknownUnit(text: text, nearest: UnitSymbol.nearest(to: symbol))
    }
    let power = divides ? -exponent : exponent
    for _ in 0..<abs(power) { scale = power > 0 ? scale * unit.scale : scale / unit.scale }
    powers = powers.multiplied(by: unit.powers, toThe: power)
  }

  private static let superscripts: [Character: Character] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9", "⁻": "-",
  ]

  /// "cm2", "cm^2", "cm²", "L-1" → symbol and power; the power is nil where it cannot be read.
  private static func splitPower(_ factor: String) -> (symbol: String, exponent: Int?) {
    let plain = String(factor.map { superscripts[$0] ?? $0 })
    guard let start = plain.firstIndex(where: { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "^") }) else {
      return (plain, 1)
    }
    let digits = plain[start...].drop { $0 == "^" }
    return (String(plain[..<start]), Int(digits))
  }
}

/// A named unit without prefix: scale in SI and base powers.
struct UnitSymbol {
  let scale: Double
  let powers: BasePowers

  init(_ scale: Double, _ powers: BasePowers) { (self.scale, self.powers) = (scale, powers) }

  private static let second = BasePowers(s: 1)
  private static let base: [String: UnitSymbol] = [
    "m": UnitSymbol(1, BasePowers(m: 1)), "g": UnitSymbol(1e-3, BasePowers(kg: 1)),
    "s": UnitSymbol(1, second), "min": UnitSymbol(60, second), "h": UnitSymbol(3600, second),
    "d": UnitSymbol(86_400, second), "A": UnitSymbol(1, Current.powers), "K": UnitSymbol(1, Temperature.powers),
    "mol": UnitSymbol(1, BasePowers(mol: 1)), "V": UnitSymbol(1, Voltage.powers),
    "ohm": UnitSymbol(1, Resistance.powers), "Ohm": UnitSymbol(1, Resistance.powers),
    "Ω": UnitSymbol(1, Resistance.powers),
    "S": UnitSymbol(1, BasePowers(m: -2, kg: -1, s: 3, A: 2)),
    "F": UnitSymbol(1, BasePowers(m: -2, kg: -1, s: 4, A: 2)), "C": UnitSymbol(1, Charge.powers),
    "Ah": UnitSymbol(3600, Charge.powers), "J": UnitSymbol(1, Energy.powers), "Wh": UnitSymbol(3600, Energy.powers),
    "eV": UnitSymbol(PhysicalConstants.elementaryCharge, Energy.powers),
    "W": UnitSymbol(1, BasePowers(m: 2, kg: 1, s: -3)), "Hz": UnitSymbol(1, BasePowers(s: -1)),
    "L": UnitSymbol(1e-3, BasePowers(m: 3)), "l": UnitSymbol(1e-3, BasePowers(m: 3)),
    "M": UnitSymbol(1000, Concentration.powers), "%": UnitSymbol(0.01, BasePowers()),
  ]
  private static let prefixes: [Character: Double] = [
    "p": 1e-12, "n": 1e-9, "u": 1e-6, "µ": 1e-6, "μ": 1e-6, "m": 1e-3, "c": 1e-2, "d": 1e-1, "k": 1e3, "M": 1e6,
    "G": 1e9,
  ]
  private static let unprefixed: Set<String> = ["min", "d", "%"]
  /// Words people write out, and what they mean.
  private static let words: [String: String] = [
    "sec": "s", "second": "s", "seconds": "s", "minute": "min", "minutes": "min", "hr": "h", "hour": "h",
    "hours": "h", "day": "d", "days": "d", "volt": "V", "volts": "V", "amp": "A", "amps": "A",
  ]

  static func find(_ typed: String) -> UnitSymbol? {
    let symbol = words[typed] ?? typed
    if let unit = base[symbol] { return unit }
    guard let first = symbol.first, let prefix = prefixes[first] else { return nil }
    let rest = String(symbol.dropFirst())
    guard !unprefixed.contains(rest), let unit = base[rest] else { return nil }
    return UnitSymbol(prefix * unit.scale, unit.powers)
  }

  /// The known symbol that differs only in letter case, for "did you mean".
  static func nearest(to symbol: String) -> String? {
    let common = [
      "mA", "uA", "A", "mV", "V", "mAh", "Ah", "cm", "mm", "um", "m", "s", "min", "h", "ohm", "mol", "Wh", "eV",
    ]
    return common.first { $0.lowercased() == symbol.lowercased() }
  }
}
