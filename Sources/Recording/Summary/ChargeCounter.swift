import Cycling
import Quantities

/// Adds up what was plated and what was stripped, from the charge that each reading carries for its step.
struct ChargeCounter: Hashable, Sendable {
  /// Plated so far, C, a magnitude.
  private(set) var plated = 0.0
  /// Stripped so far, C, a magnitude.
  private(set) var stripped = 0.0
  private var step = 0
  private var stepCharge = 0.0
  private var isOpen = false

  /// Moves on to the charge of a reading.
  ///
  /// At open circuit nothing flows: what a current meter's noise adds up to there is neither plated nor stripped.
  mutating func move(to recorded: RecordedReading) {
    isOpen = recorded.reading.setpoint == .open
    move(to: recorded.stepCharge, inStep: recorded.stepCount)
  }

  /// Moves on to the charge of a step at its end; whether anything could flow in it.
  mutating func move(to end: StepEnd) -> Bool {
    if end.stepCount != step { isOpen = false }
    move(to: end.charge, inStep: end.stepCount)
    return !isOpen
  }

  /// A step that is seen for the first time starts from no charge.
  private mutating func move(to charge: Quantity<Charge>, inStep stepCount: Int) {
    let moved = charge.si - (stepCount == step ? stepCharge : 0)
    (step, stepCharge) = (stepCount, charge.si)
    guard !isOpen else { return }
    // Not-a-number falls through both comparisons.
    if moved < 0 { plated -= moved } else if moved > 0 { stripped += moved }
  }
}
