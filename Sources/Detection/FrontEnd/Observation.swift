import Cycling

/// A reading with its place in the course of the current, in SI units.
struct Observation: Sendable {
  /// Test time, s.
  var time: Double
  /// Time since the reading before, s.
  var interval: Double
  /// Voltage as measured, V.
  var voltage: Double
  /// Current as measured, A.
  var current: Double
  /// What the channel was told; nil in a foreign file.
  var setpoint: Setpoint?
  /// What the instrument said.
  var flags: ReadingFlags
  /// Sign of the steady current: −1, +1, or 0 when none is held (rest, voltage control).
  var sign: Double
  /// The steady current that is to flow, signed, A: the set one, or in a foreign file the level of the segment.
  var level: Double
  /// The set current, A; nil when nobody knows it.
  var setCurrent: Double?
  /// The first reading of a constant-current segment.
  var beginsSegment: Bool
  /// The first reading after a rest or a reversal.
  var beginsStretch: Bool
  /// The segment began with a fall of the current in the same direction: voltages relax downwards.
  var followsDecrease: Bool
  /// When the segment's current began, s of test time.
  var segmentStart: Double
  /// Time since the last step, range change or gap, s.
  var quietTime: Double
  /// Readings since the last step, range change or gap.
  var quietReadings: Int

  /// Voltage in the direction of the current: positive when the cell consumes power.
  var foldedVoltage: Double { voltage * sign }
  /// Apparent resistance, Ω: voltage over the steady current.
  var resistance: Double { voltage / level }
  /// Whether a steady current is held and really flows, within 10 %.
  var isSteady: Bool { sign != 0 && abs(current - level) <= 0.1 * abs(level) }
  /// Whether a decision may rest on this reading.
  var isClean: Bool { flags.isEmpty }
  /// Whether the switching transients are over: 2 s and 5 readings.
  var isSettled: Bool { quietTime >= 2 && quietReadings >= 5 }
}
