/// The next steps of a solution, worked out ahead of time: what was foreseen need not be worked out again.
///
/// Steps follow from the state before them to the last bit, so that it makes no difference whether they are taken from here; they hold
/// for as long as neither the current nor the gap changes.
struct ForeseenSteps: Sendable {
  private var states: [FiniteVolumeDiffusion.State] = []
  private var taken = 0

  /// Whether the next step is known.
  var hasNext: Bool { taken < states.count }

  /// Takes the state with the next step; nil where it was not foreseen.
  mutating func next() -> FiniteVolumeDiffusion.State? {
    guard hasNext else { return nil }
    taken += 1
    return states[taken - 1]
  }

  /// Adds the state behind the last step, as if it had been taken from here.
  mutating func append(_ state: FiniteVolumeDiffusion.State) {
    states.append(state)
    taken = states.count
  }

  /// Learns what a copy of the solution foresaw that went on from here.
  mutating func learn(from ahead: ForeseenSteps) { states = ahead.states }
}
