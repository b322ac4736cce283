/// What a script has set: the mode, the ranges, what the cell shall hold.
struct Potentiostat: Hashable, Sendable {
  /// A current range and its number in packages.
  struct Range: Hashable, Sendable {
    let code: Int
    let full: Double
  }

  /// Ranges of current, the smallest first, A.
  let ranges: [Range]
  /// Whether it holds currents.
  let isGalvanostat: Bool
  /// The voltage that its output cannot pass, V.
  let compliance: Double
  /// Steps of a current range, of the source as of the reading.
  let steps = 1e5

  var mode = 2
  var isOn = false
  var (level, potential) = (0.0, 0.0)
  var range: Range

  init(ranges: [Range], isGalvanostat: Bool, compliance: Double) {
    (self.ranges, self.isGalvanostat, self.compliance) = (ranges, isGalvanostat, compliance)
    range = ranges.last ?? Range(code: 0, full: 1)
  }

  /// Takes the smallest range that holds a current in A.
  mutating func takeRange(for current: Double, _ stage: inout PowerStage) {
    let fitting = ranges.first { current.magnitude <= $0.full * (1 + 1e-9) } ?? range
    if fitting != range { stage.switchRange() }
    range = fitting
  }

  /// A current in A as the range resolves it.
  func rounded(_ current: Double) -> Double { (current / range.full * steps).rounded() * range.full / steps }

  /// What the cell gets.
  func apply(to stage: inout PowerStage) {
    guard isOn else { return stage.demand(.open) }
    if mode == 6 {
      stage.demand(.current(rounded(level), voltages: -compliance...compliance))
    } else {
      stage.demand(.voltage(potential, currents: -range.full...range.full))
    }
  }
}
