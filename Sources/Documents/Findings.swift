/// Gathers faults while a document is read, so that one report names them all.
public final class Findings {
  /// The most faults that are kept: nobody reads more at once, and a hostile file has a hundred thousand.
  public static let mostKept = 100
  /// The faults so far, in the order they were found; at most `mostKept`.
  public private(set) var list: [Diagnostic] = []
  private var count = 0

  /// Nothing found yet.
  public init() {}

  /// Adds a fault, which is only worded when it is kept.
  public func add(_ fault: @autoclosure () -> Diagnostic) {
    count += 1
    if list.count < Self.mostKept { list.append(fault()) }
  }

  /// Throws all faults, if there are any.
  public func throwIfAny() throws(Diagnostics) {
    if let all = Diagnostics(list, unlisted: count - list.count) { throw all }
  }
}
