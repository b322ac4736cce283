/// What a picture of runs over their cycles shows: the health of each cell, and how its voltage changes shape.
public struct CyclePlotSource: Hashable, Sendable {
  /// Headline: the test protocol.
  public var title: String
  /// Second line: the channel, the day.
  public var subtitle: String
  /// The runs, each in a colour of its own; the picture has six.
  public var runs: [CycledRun]

  /// A source from its parts.
  public init(title: String, subtitle: String, runs: [CycledRun]) {
    (self.title, self.subtitle, self.runs) = (title, subtitle, runs)
  }

  /// The most runs one picture can tell apart.
  public static let mostRuns = 6
}

/// One run of such a picture; the points' abscissa is the cycle.
public struct CycledRun: Hashable, Sendable {
  /// The cell's name.
  public var name: String
  /// Cycles begun.
  public var cycles: Int
  /// Coulombic efficiency, a fraction, where a strip to a voltage limit closed a balance.
  public var efficiency: [PlotPoint]
  /// Polarisation while plating, V: the mean voltage over charge, its sign turned.
  public var plating: [PlotPoint]
  /// Polarisation while stripping, V: the mean voltage over charge.
  public var stripping: [PlotPoint]
  /// Voltage within some cycles, in their order.
  public var curves: [CycleCurve]
  /// Where it ended early; nil when it came to its end or goes on.
  public var death: CellDeath?

  /// A run from its parts.
  public init(
    name: String, cycles: Int, efficiency: [PlotPoint], plating: [PlotPoint], stripping: [PlotPoint],
    curves: [CycleCurve], death: CellDeath?
  ) {
    (self.name, self.cycles, self.efficiency) = (name, cycles, efficiency)
    (self.plating, self.stripping, self.curves, self.death) = (plating, stripping, curves, death)
  }
}

/// Voltage, V, over the areal capacity moved since its half of the cycle began, C/m².
public struct CycleCurve: Hashable, Sendable {
  /// The cycle, from 1.
  public var cycle: Int
  /// While plating.
  public var plating: [PlotPoint]
  /// While stripping.
  public var stripping: [PlotPoint]

  /// A curve from its parts.
  public init(cycle: Int, plating: [PlotPoint], stripping: [PlotPoint]) {
    (self.cycle, self.plating, self.stripping) = (cycle, plating, stripping)
  }
}

/// The end of a cell before its test was over.
public struct CellDeath: Hashable, Sendable {
  /// The cycle it came in, from 1.
  public var cycle: Int
  /// How: "tripped: hard-short detected".
  public var reason: String

  /// A death from its parts.
  public init(cycle: Int, reason: String) { (self.cycle, self.reason) = (cycle, reason) }
}
