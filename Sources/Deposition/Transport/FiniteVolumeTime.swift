// How the salt on a grid goes through time: steps as long as the error allows, the same whenever it is looked at.
import Foundation
import Quantities

extension FiniteVolumeDiffusion {
  /// The error that one step may have by its own estimate, over the resting concentration.
  private static let tolerance = 1e-5
  /// A step that changes less than this part of the resting concentration, and is long, ends at the steady state.
  private static let steadyChange = 1e-11

  /// Changes the current density from now on.
  public mutating func setCurrentDensity(_ current: Double) {
    guard current != currentDensity else { return }
    restart()
    let change = current - currentDensity
    state.currentDensity = current
    state.nextStep = min(state.nextStep, firstStep(afterChange: change))
    refreshSurfaces()
  }

  /// Changes the gap, by dead lithium that grew in it: the course over the gap's width stays as it is, and so its mean; pores that
  /// were added are filled with electrolyte at rest.
  public mutating func reshape(to gap: Gap) {
    guard gap != state.gap else { return }
    restart()
    let change = gap.thickness.si / gap.transportFactor - state.gap.thickness.si / state.gap.transportFactor
    state.gap = gap
    let part = change * gap.transportFactor / gap.thickness.si
    state.nextStep = min(state.nextStep, firstStep(afterChange: part * currentDensity))
    refreshSurfaces()
  }

  /// Lets time pass at the present current, in as many steps as it takes.
  public mutating func advance(by duration: Double) {
    guard duration > 0, !state.isSteady else { return }
    state.passed += duration
    while state.passed > state.step && !state.isSteady { takeStep() }
    if state.isSteady { state.passed = state.step }
    refreshSurfaces()
  }

  /// Makes this moment the start of a step that is not taken yet.
  private mutating func restart() {
    if state.passed > 0 {
      let (weights, pairs) = (CourseWeights(part: state.part), pairs)
      state.course.withUnsafeMutableBufferPointer { course in
        let frozen = UnsafeBufferPointer(course)
        for i in 0..<pairs { course[i] = weights.pair(i, of: frozen, pairs: pairs) }
      }
    }
    (state.step, state.passed, state.age, state.isSteady) = (0, 0, 0, false)
    foreseen = ForeseenSteps()
  }

  /// How long a step may be right behind a change of the current density (A/m²), s.
  ///
  /// The surface then goes by the square root of time, which a step does not follow below the time of diffusion across a cell. The
  /// step is so short that no more than a few tolerances come of it.
  private func firstStep(afterChange change: Double) -> Double {
    let cells = Double(2 * pairs)
    let cellTime = 1 / (rate * cells * cells)
    let flux = change.magnitude * (1 - law.restTransference) / PhysicalConstants.faraday
    let rise = flux * cellWidth / (law.restDiffusivity * gap.transportFactor)
    let share = 10 * Self.tolerance * restConcentration / max(rise, .leastNormalMagnitude)
    return cellTime * max(0.5, min(share * share, 1e12))
  }

  /// Lets time pass in equal steps whatever their errors, which shows how these fall with the step.
  public mutating func advance(by duration: Double, inSteps count: Int) {
    guard duration > 0, count > 0 else { return }
    restart()
    for _ in 0..<count {
      takeStep(of: duration / Double(count))
      state.passed = state.step
    }
    refreshSurfaces()
  }

  /// Goes on from the end of the step to the end of the next, of a given length or one that the error allows; `passed` then counts
  /// from its start.
  private mutating func takeStep(of length: Double? = nil) {
    if length == nil, let next = foreseen.next() {
      let passed = state.passed - state.step
      state = next
      state.passed = passed
      return
    }
    let pairs = pairs
    if state.step > 0 {
      state.passed -= state.step
      state.course.withUnsafeMutableBufferPointer { course in
        for i in 0..<pairs { course[i] = course[pairs + i] }
      }
    }
    let allowed = length == nil ? Self.tolerance * restConcentration : .infinity
    // Longer steps would only gather rounding.
    let wanted = length ?? min(state.nextStep, 1000 / rate)
    let outcome = boundedStep(of: wanted, allowed: allowed)
    (state.step, state.nextStep) = (outcome.step, outcome.next)
    state.age += outcome.step
    state.isSteady =
      state.age > 1e6 / rate
      || (outcome.change <= Self.steadyChange * restConcentration && outcome.step >= 1 / rate)
  }

  /// Goes on by a step that is remembered.
  private mutating func foreseeStep() {
    let isKnown = foreseen.hasNext
    takeStep()
    if !isKnown { foreseen.append(state) }
  }

  /// Fills the course with a step (s) that is shortened until its error is allowed (mol/m³); returns what it became, what the next may
  /// be and the largest change.
  private mutating func boundedStep(
    of wanted: Double, allowed: Double
  ) -> (step: Double, next: Double, change: Double) {
    let (pairs, width) = (pairs, cellWidth)
    let push = currentDensity / (PhysicalConstants.faraday * gap.porosity * width)
    let scale = 1 / (gap.tortuosity * width * width)
    return state.course.withUnsafeMutableBufferPointer { course in
      withUnsafeTemporaryAllocation(of: CellPair.self, capacity: RosenbrockStep.workspace(pairs: pairs)) { workspace in
        law.withFlowLaw { law in
          guard let course = course.baseAddress, let workspace = workspace.baseAddress else {
            return (wanted, wanted, 0)
          }
          var solver = RosenbrockStep(
            course: course, pairs: pairs, law: law, scale: scale, push: push, workspace: workspace)
          var step = wanted
          for _ in 0..<40 {
            let (error, change) = solver.attempt(step)
            let factor = 0.9 / max(error / allowed, 1e-4).squareRoot().squareRoot()
            if error <= allowed { return (step, step * min(5, max(0.2, factor)), change) }
            step *= error.isFinite ? max(0.2, min(0.9, factor)) : 0.1
          }
          return (step, step, solver.attempt(step).change)
        }
      }
    }
  }

  /// Works out the surfaces of this moment.
  mutating func refreshSurfaces() {
    let surfaces = surfaces(after: state.part)
    (state.workingSurface, state.counterSurface) = (surfaces[0], surfaces[1])
  }

  /// Concentrations at the working and at the counter electrode after a part (0 to 1) of the present step, mol/m³.
  private func surfaces(after part: Double) -> CellPair {
    let (weights, pairs, width) = (CourseWeights(part: part), pairs, cellWidth)
    let (first, second) = state.course.withUnsafeBufferPointer {
      (weights.pair(0, of: $0, pairs: pairs), weights.pair(1, of: $0, pairs: pairs))
    }
    // −J/(F ε/τ) into the gap at the working electrode: what D dc/dx is there, over t_a.
    let flux = -currentDensity / (PhysicalConstants.faraday * gap.transportFactor)
    return law.withFlowLaw { law in
      CellPair(
        surface(first[0], second[0], flux: flux, width: width, law: law),
        surface(first[1], second[1], flux: -flux, width: width, law: law))
    }
  }

  /// The surface from the two cells beside it (mol/m³), the flux over t_a into the gap and the width of a cell.
  @inline(__always)
  private func surface(_ first: Double, _ second: Double, flux: Double, width: Double, law: FlowLaw) -> Double {
    let (potential, slope, curvature) = law.potentialToSecondOrder(first)
    let extrapolated = potential - (law.potential(second) - potential) / 8
    var anion = law.anionTransferenceNumber(first)
    // Inverting Φ: a parabola first, and then Newton's method until what is left is the square of next to nothing.
    let line = (extrapolated - flux * anion * width * 0.375 - potential) / slope
    var surface = first + line
    guard law.potential != nil else { return surface }
    surface -= 0.5 * curvature / slope * line * line
    for _ in 0..<12 {
      if law.transference != nil { anion = law.anionTransferenceNumber(surface) }
      let (value, slope) = law.potentialAndDiffusivity(surface)
      let change = (extrapolated - flux * anion * width * 0.375 - value) / slope
      surface += change
      if change.magnitude <= 1e-5 * restConcentration { break }
    }
    return surface
  }

  /// Time in s until the salt is gone at the plated electrode if a current density (A/m²) flows from now on; nil if it never is, zero
  /// if it is gone already.
  public func timeToDepletion(at current: Double) -> Double? {
    var solution = self
    return solution.foreseeDepletion(at: current)
  }

  /// The same, and remembers the steps it took until then for those at the present current.
  public mutating func foreseeDepletion(at current: Double) -> Double? {
    guard current != 0 else { return nil }
    let plated = current < 0 ? 0 : 1
    guard (current < 0 ? workingSurface : counterSurface) > 0 else { return 0 }
    var solution = self
    solution.setCurrentDensity(current)
    defer { if current == currentDensity { foreseen.learn(from: solution.foreseen) } }
    // At the present current these are the steps that will be taken.
    // They are counted from the start of the one that is under way.
    var (elapsed, from) = (-solution.state.passed, solution.state.part)
    let horizon = 40 / rate
    while elapsed < horizon {
      if solution.state.step > 0 {
        for part in [0.5 * (1 + from), 1] where solution.surfaces(after: part)[plated] <= 0 {
          return elapsed + solution.state.step
            * bracketedRoot(from: from, to: part, relativeTolerance: 1e-12) { solution.surfaces(after: $0)[plated] }
        }
        elapsed += solution.state.step
        (solution.state.passed, from) = (solution.state.step, 0)
      }
      if solution.state.isSteady { return nil }
      solution.foreseeStep()
    }
    return nil
  }

  /// What the working surface will be after a time at any current density J near the present: α + β J.
  public func surface(after duration: Double) -> (alpha: Double, beta: Double) {
    guard duration > 0 else { return (workingSurface, 0) }
    return forecast(after: duration).working
  }

  /// What both surfaces will be after a time at any current density J near the present: α + β J, in mol/m³ and mol/m³ per A/m².
  ///
  /// After no time too: a surface is carried on from the cells beside it by the flux.
  public func forecast(
    after duration: Double
  ) -> (working: (alpha: Double, beta: Double), counter: (alpha: Double, beta: Double)) {
    let spread = 1e-3 * currentScale + 1e-6 * currentDensity.magnitude
    let (low, high) = (
      surfaces(after: duration, at: currentDensity - spread), surfaces(after: duration, at: currentDensity + spread)
    )
    let beta = (high - low) / (2 * spread)
    let alpha = 0.5 * (low + high) - beta * currentDensity
    return ((alpha[0], beta[0]), (alpha[1], beta[1]))
  }

  /// The surfaces after a time at a current density a little beside the present.
  ///
  /// In steps that resolve the change however small it is, and that end with the time: the difference of two such surfaces counts.
  private func surfaces(after duration: Double, at current: Double) -> CellPair {
    var trial = self
    trial.setCurrentDensity(current)
    guard duration > 0 else { return CellPair(trial.workingSurface, trial.counterSurface) }
    var left = duration
    trial.state.nextStep = min(trial.state.nextStep, 0.25 * duration)
    while left > 0, !trial.state.isSteady {
      trial.state.nextStep = min(trial.state.nextStep, left)
      trial.takeStep()
      trial.state.passed = trial.state.step
      left -= trial.state.step
      if left < 1e-9 * duration { break }
    }
    return trial.surfaces(after: 1)
  }

  /// F c₀ D_eff/L, the size of a limiting current density, A/m².
  private var currentScale: Double {
    PhysicalConstants.faraday * restConcentration * rate * gap.porosity * gap.thickness.si
  }
}
