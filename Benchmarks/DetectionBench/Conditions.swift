/// How a trace is measured.
struct Conditions: Hashable, Sendable {
  /// Readings a second.
  var rate: Double
  /// Standard deviation of the white noise, V.
  var noise: Double
  /// Smallest step of the voltmeter, V.
  var resolution: Double

  /// Rate, noise and resolution in words.
  var words: String {
    func text(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
    return "\(text(rate)) Hz, \(text(noise * 1e3)) mV, LSB \(text(resolution * 1e3)) mV"
  }
}
