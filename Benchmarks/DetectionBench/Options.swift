import Foundation

/// What the command line asks for.
struct Options: Sendable {
  /// Seed of all traces.
  var seed: UInt64 = 20_261_127
  /// Less of everything: a look within a minute.
  var isQuick = false
  /// Whether the traces that were called wrongly are listed.
  var lists = false
  /// Where the trade-off of the Sand alarm's threshold is drawn; then the parts run only that are asked for by name.
  var picture: String?
  /// Workers; nil for as many as processors are idle.
  var workers: Int?
  /// Only rows of this rate, readings a second.
  var rate: Double?
  /// Parts to run: "sand", "gap", "virtual", "shorts", "slow", "dendrites", "nucleation", "efficiency"; all where empty.
  var parts: Set<String> = []

  /// Reads the arguments; nil with a word about it where they make no sense.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--quick": isQuick = true
      case "--list": lists = true
      case "--curve":
        guard let path = rest.popFirst() else { return nil }
        picture = path
      case "--seed":
        guard let value = rest.popFirst().flatMap(UInt64.init) else { return nil }
        seed = value
      case "--jobs":
        guard let value = rest.popFirst().flatMap(Int.init), value > 0 else { return nil }
        workers = value
      case "--rate":
        guard let value = rest.popFirst().flatMap(Double.init) else { return nil }
        rate = value
      case "sand", "gap", "virtual", "shorts", "slow", "dendrites", "nucleation", "efficiency":
        parts.insert(argument)
      default: return nil
      }
    }
  }

  /// How to call this program.
  static let usage = """
    usage: detection-bench [--quick] [--list] [--curve OUT.svg] [--seed N] [--jobs N] [--rate HZ] [sand] [gap] [virtual] [shorts] [slow]
                           [dendrites] [nucleation] [efficiency]
    """

  /// Whether rows of a rate are asked for.
  func includes(rate: Double) -> Bool { self.rate == nil || self.rate == rate }

  /// Whether a part is asked for.
  func includes(_ part: String) -> Bool { parts.isEmpty && picture == nil || parts.contains(part) }
}
