public import Documents

/// When a fault strikes.
public enum FaultTrigger: Hashable, Sendable {
  /// At messages of these numbers; the first is 1.
  case messages(Set<Int>)
  /// At every so many-th message.
  case every(Int)
  /// At each message with a probability.
  case probability(Double)
  /// From a test time on, s.
  case time(Double)
}

/// One line of a fault script.
public struct FaultRule: Hashable, Sendable {
  /// Which kind it is.
  public var kind: FaultKind
  /// What it does.
  public var effect: FaultEffect
  /// When it strikes.
  public var trigger: FaultTrigger
  /// How long a fault of the instrument lasts, s of test time; infinite where nothing is said.
  public var duration: Double
  /// Whether it meets the request instead of the reply.
  public var meetsRequest: Bool
  /// Which instrument of a bench it is for; nil for all.
  public var instrument: String?

  /// A rule from its parts; the duration in s.
  public init(
    _ kind: FaultKind, _ effect: FaultEffect, _ trigger: FaultTrigger, duration: Double = .infinity,
    meetsRequest: Bool = false, instrument: String? = nil
  ) {
    (self.kind, self.effect, self.trigger, self.duration) = (kind, effect, trigger, duration)
    (self.meetsRequest, self.instrument) = (meetsRequest, instrument)
  }
}

/// Which faults strike when: a YAML file, or built in code.
public struct FaultScript: Hashable, Sendable {
  /// The faults, in the order in which they are applied.
  public var rules: [FaultRule]
  /// Seed of what is left to chance; nil where the emulation's own is taken.
  public var seed: UInt64?

  /// A script from its rules.
  public init(_ rules: [FaultRule] = [], seed: UInt64? = nil) { (self.rules, self.seed) = (rules, seed) }

  /// Reads a script; throws every fault in it.
  public static func parse(yaml: String, file: String) throws(Diagnostics) -> FaultScript {
    try FaultScriptReader.read(try Document.parse(yaml: yaml, file: file))
  }

  /// Reads a script from a file.
  public static func read(_ path: String) throws(Diagnostics) -> FaultScript {
    try FaultScriptReader.read(try Document.read(path))
  }
}
