public import Cycling
import DeviceProfiles
import Quantities

/// A script for a PalmSens instrument that holds one thing: with cut-offs the instrument minds itself, and a run time that ends.
///
/// After R2 of the profiles (MSLoopExample008 to 011): interval before run time; what is applied is set before the cell is switched on;
/// `on_finished` switches it off after an end, an error and an abort.
public struct MethodScript: Hashable, Sendable {
  /// The lines, without the `e` before and the empty line behind.
  public let lines: [String]

  /// A script that holds a set-point, sends a package an interval, and ends after a time or beyond the limits.
  ///
  /// Nil where the model cannot hold it. Times are in s.
  public init?(holding setpoint: Setpoint, as setup: InstrumentSetup, interval: Double, runTime: Double) {
    let (limits, model) = (setup.limits, setup.model)
    let window = max(limits.voltage.lowerBound.magnitude, limits.voltage.upperBound.magnitude)
    var body = ["var t", "var e", "var i", "set_pgstat_chan 0"]
    let times = "\(Self.literal(interval)) \(Self.literal(runTime))"
    switch setpoint {
    case .open:
      body += [
        "set_pgstat_mode 2", Self.bandwidth, "set_range ab \(Self.literal(window))", "cell_off", "timer_start",
        "meas_loop_ocp e \(times)",
      ]
      body += Self.package(of: "t", "e")
    case .current(let current):
      guard let range = model.current?.range(for: current.si) else { return nil }
      body += [
        "set_pgstat_mode 6", Self.bandwidth, "set_range ab \(Self.literal(window))",
        "set_range db \(Self.literal(range.limit))", "set_i 0", "cell_on", "timer_start",
        "meas_loop_cp e i \(Self.literal(current.si)) \(times)",
      ]
      body += Self.package(of: "t", "i", "e") + Self.cutOff("e", beyond: limits.voltage)
    case .voltage(let voltage):
      let largest = max(limits.current.lowerBound.magnitude, limits.current.upperBound.magnitude)
      body += ["set_pgstat_mode 2", Self.bandwidth]
      if largest.isFinite { body.append("set_range ba \(Self.literal(largest))") }
      let volts = Self.literal(voltage.si)
      body += ["set_e \(volts)", "cell_on", "timer_start", "meas_loop_ca e i \(volts) \(times)"]
      body += Self.package(of: "t", "i", "e") + Self.cutOff("i", beyond: limits.current)
    }
    lines = body + ["endloop", "on_finished:", "cell_off"]
  }

  /// A script that switches the cell off and does nothing else.
  static let cellOff = MethodScript(lines: ["cell_off"])

  private init(lines: [String]) { self.lines = lines }

  /// The bytes that load and run it.
  var bytes: [UInt8] { Array(("e\n" + lines.joined(separator: "\n") + "\n\n").utf8) }

  /// Low enough for readings a fifth of a second apart, Hz (estimated).
  private static let bandwidth = "set_max_bandwidth 40"

  private static func package(of variables: String...) -> [String] {
    ["timer_get t", "pck_start"] + variables.map { "pck_add \($0)" } + ["pck_end"]
  }

  private static func cutOff(_ variable: String, beyond range: ClosedRange<Double>) -> [String] {
    var lines: [String] = []
    if range.upperBound.isFinite {
      lines += ["if \(variable) >= \(literal(range.upperBound))", "breakloop", "endif"]
    }
    if range.lowerBound.isFinite {
      lines += ["if \(variable) <= \(literal(range.lowerBound))", "breakloop", "endif"]
    }
    return lines
  }

  /// A number as scripts write it: a whole number and a prefix, no decimal point; as fine as 27 bits hold.
  public static func literal(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "0" }
    let prefixes: [(letter: String, power: Double)] = [
      ("a", 1e18), ("f", 1e15), ("p", 1e12), ("n", 1e9), ("u", 1e6), ("m", 1e3), ("", 1), ("k", 1e-3), ("M", 1e-6),
    ]
    for (index, prefix) in prefixes.enumerated() {
      var count = (value * prefix.power).rounded()
      guard count.magnitude < Double(1 << 27), count != 0 else { continue }
      var letter = index
      while count.truncatingRemainder(dividingBy: 1000) == 0, letter + 1 < prefixes.count, prefixes[letter].letter != ""
      {
        count /= 1000
        letter += 1
      }
      return "\(Int(count))\(prefixes[letter].letter)"
    }
    return "0"
  }
}
