/// Gathers faults while a document is read, so that one report names them all.
public final class Findings {
  /// The faults so far, in the order they were found.
  public private(set) var list: [Diagnostic] = []

  /// Nothing found yet.
  public init() {}

  /// Adds a fault.
  public func add(_ fault: Diagnostic) { list.append(fault) }

  /// Throws all faults, if there are any.
  public func throwIfAny() throws(Diagnostics) {
    if let all = Diagnostics(list) { throw all }
  }
}
