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

  /// A source from its parts; the points of a curve in rising time.
  public init(
    title: String, subtitle: String, voltage: [PlotPoint], lower: LowerPanel, lowerCurve: [PlotPoint],
    marks: [PlotMark]
  ) {
    (self.title, self.subtitle, self.voltage) = (title, subtitle, voltage)
    (self.lower, self.lowerCurve, self.marks) = (lower, lowerCurve, marks)
  }

  /// What the lower panel shows.
  public enum LowerPanel: String, Hashable, Sendable, CaseIterable {
    /// Current with its sign.
    case current
    /// Areal capacity stripped less that plated since the start of the run.
    case arealCapacity = "areal-capacity"
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
