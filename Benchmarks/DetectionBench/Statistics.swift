import Foundation

/// The value below which a share of the values lies; NaN of nothing.
func quantile(_ share: Double, of values: [Double]) -> Double {
  guard !values.isEmpty else { return .nan }
  let sorted = values.sorted()
  let place = share * Double(sorted.count - 1)
  let (low, high) = (Int(place.rounded(.down)), Int(place.rounded(.up)))
  return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
}

/// A text filled with spaces to a width; numbers stand on the right.
func padded(_ text: String, _ width: Int, right: Bool = true) -> String {
  let fill = String(repeating: " ", count: max(0, width - text.count))
  return right ? fill + text : text + fill
}

/// A number without decimals, or a dash.
func whole(_ value: Double) -> String { value.isFinite ? String(format: "%.0f", value) : "–" }

/// A number with one decimal, or a dash.
func tenths(_ value: Double) -> String { value.isFinite ? String(format: "%.1f", value) : "–" }
