import Quantities

extension Quantity where D == Time {
  /// As a person says it: "2 min 44 s", "1 h 5 min", "0.25 s".
  var words: String {
    guard si.isFinite else { return si.isNaN ? "–" : "∞" }
    let sign = si < 0 ? "−" : ""
    let whole = Int64(min(si.magnitude, 1e15).rounded())
    switch si.magnitude {
    case ..<10: return "\(sign)\(si.magnitude.formatted(digits: 3)) s"
    case ..<60: return "\(sign)\(whole) s"
    case ..<3600: return "\(sign)\(whole / 60) min" + (whole % 60 == 0 ? "" : " \(whole % 60) s")
    case ..<172_800: return "\(sign)\(whole / 3600) h" + (whole / 60 % 60 == 0 ? "" : " \(whole / 60 % 60) min")
    default: return "\(sign)\((si.magnitude / 86_400).formatted(digits: 3)) d"
    }
  }

  /// As a stop-watch shows it: "0:02:11".
  var clock: String {
    guard si.isFinite, si < 1e12 else { return "–" }
    let whole = Int64(si.rounded(.down))
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
  }
}
