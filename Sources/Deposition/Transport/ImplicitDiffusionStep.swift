import Quantities

/// One implicit step of diffusion on a grid, with the properties at the new state.
struct ImplicitDiffusionStep {
  private let properties: any ElectrolyteProperties
  private let porosity: Double
  private let transportFactor: Double
  private let width: Double
  /// J/F, mol/(m²·s).
  private let cationFlux: Double
  private let tolerance: Double

  init(solution: FiniteVolumeDiffusion, properties: any ElectrolyteProperties) {
    self.properties = properties
    porosity = solution.gap.porosity
    transportFactor = solution.gap.transportFactor
    width = solution.cellWidth
    cationFlux = solution.currentDensity / PhysicalConstants.faraday
    tolerance = 1e-10 * solution.restConcentration
  }

  /// 1 − 1/√2, which makes the method L-stable and of second order.
  private static let gamma = 1 - 0.5.squareRoot()

  /// Advances the cell concentrations (mol/m³) by a step (s).
  func apply(to concentrations: inout [Double], over step: Double) {
    let inner = Self.gamma * step
    let first = stage(from: concentrations, guess: concentrations, over: inner)
    // f(c₁) = (c₁ − c)/(γh), so c + (1 − γ)h f(c₁) needs no second evaluation.
    let weight = (1 - Self.gamma) / Self.gamma
    let base = zip(concentrations, first).map { $0 + weight * ($1 - $0) }
    concentrations = stage(from: base, guess: first, over: inner)
  }

  /// Solves c = base + step·f(c), taking the properties from the last iterate until they stand still.
  private func stage(from base: [Double], guess: [Double], over step: Double) -> [Double] {
    var iterate = guess
    for _ in 0..<8 {
      let solved = solve(base: base, propertiesAt: iterate, over: step)
      let change = zip(solved, iterate).reduce(0.0) { max($0, ($1.0 - $1.1).magnitude) }
      iterate = solved
      if change < tolerance { break }
    }
    return iterate
  }

  private func solve(base: [Double], propertiesAt state: [Double], over step: Double) -> [Double] {
    let count = base.count
    let scale = step / (porosity * width)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * count) { memory in
      guard let lower = memory.baseAddress else { return base }
      let (diagonal, upper) = (lower + count, lower + 2 * count)
      var right = base
      for i in 0..<count { (lower[i], diagonal[i], upper[i]) = (0, 1, 0) }
      // Both walls pass −J/F; a face passes D_eff Δc/h − (J/F) t₊.
      right[0] += scale * cationFlux
      right[count - 1] -= scale * cationFlux
      for face in 0..<(count - 1) {
        let between = 0.5 * (state[face] + state[face + 1])
        let exchange = scale * properties.diffusivity(between) * transportFactor / width
        let migration = scale * cationFlux * properties.cationTransferenceNumber(between)
        diagonal[face] += exchange
        upper[face] -= exchange
        diagonal[face + 1] += exchange
        lower[face + 1] -= exchange
        right[face] -= migration
        right[face + 1] += migration
      }
      right.withUnsafeMutableBufferPointer { right in
        guard let values = right.baseAddress else { return }
        TridiagonalSystem.solve(count: count, lower: lower, diagonal: diagonal, upper: upper, right: values)
      }
      return right
    }
  }
}
