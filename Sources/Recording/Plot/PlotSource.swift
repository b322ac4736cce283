public import Cycling
public import Quantities

/// What a picture of a run shows: two curves over one time axis, and what was said about them.
public struct PlotSource: Hashable, Sendable {
  /// Headline: the protocol's name.
  public var title: String
  /// Second line: the cell, the channel, the day.
  public var subtitle: String
  /// Voltage, V.
  public var voltage: [PlotPoint]
  /// What the lower panel shows.
  public var lower: LowerPanel
  /// Its curve: current, A, or areal capacity, C/m².
  public var lowerCurve: [PlotPoint]
  /// Alarms in the order of time.
  public var marks: [PlotMark]
  /// What is drawn over it, a colour each; then the curves have names.
  public var others: [PlotOverlay] = []
  /// What its own curves are called beside others.
  public var name = ""

  /// A source from its parts; the points of a curve in rising time.
  public init(
    title: String, subtitle: String, voltage: [PlotPoint], lower: LowerPanel, lowerCurve: [PlotPoint],
    marks: [PlotMark]
  ) {
    (self.title, self.subtitle, self.voltage) = (title, subtitle, voltage)
    (self.lower, self.lowerCurve, self.marks) = (lower, lowerCurve, marks)
  }

  /// What the lower panel shows.
  public enum LowerPanel: Hashable, Sendable {
    /// Current with its sign.
    case current
    /// Areal capacity stripped less that plated since the start of the run.
    case arealCapacity
    /// A column of what a virtual cell knows, by its name.
    case model(String)

    /// A panel by the name that people type; any other than the two is a column's.
    public init(named name: String) {
      switch name {
      case "current": self = .current
      case "areal-capacity": self = .arealCapacity
      default: self = .model(name)
      }
    }
  }
}

/// Curves of another run in the same picture.
public struct PlotOverlay: Hashable, Sendable {
  /// What they are called.
  public var name: String
  /// Voltage, V.
  public var voltage: [PlotPoint]
  /// What the lower panel shows.
  public var lowerCurve: [PlotPoint]

  /// Curves from their points, in rising time.
  public init(name: String, voltage: [PlotPoint], lowerCurve: [PlotPoint]) {
    (self.name, self.voltage, self.lowerCurve) = (name, voltage, lowerCurve)
  }
}

/// A point of a curve in SI units; a value that is not a number leaves a gap.
public struct PlotPoint: Hashable, Sendable {
  /// What the value is drawn over: test time, s, or a cycle, or areal capacity, C/m².
  public var x: Double
  /// The value in its SI unit.
  public var value: Double

  /// A point from its numbers.
  public init(x: Double, value: Double) { (self.x, self.value) = (x, value) }
}

/// An alarm in a picture.
public struct PlotMark: Hashable, Sendable {
  /// The alarm's name.
  public var name: String
  /// How much it matters.
  public var severity: Severity
  /// Test time.
  public var time: Quantity<Time>
  /// Voltage at that time; nil where nobody knows.
  public var voltage: Quantity<Voltage>?

  /// A mark from its parts.
  public init(name: String, severity: Severity, time: Quantity<Time>, voltage: Quantity<Voltage>? = nil) {
    (self.name, self.severity, self.time, self.voltage) = (name, severity, time, voltage)
  }
}
