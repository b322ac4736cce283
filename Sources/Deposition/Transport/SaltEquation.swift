// The concentrations of the cells of a grid as an ordinary differential equation.
//
//   dc_i/dt = s (Φ_{i−1} − 2 Φ_i + Φ_{i+1}) + q (t_{i−1} − t_{i+1})/2       s = 1/(τ h²),  q = J/(F ε h)
//   at the walls  Φ and t₊ of the missing neighbour give way to the flux −J/F of the cation
//
//   Φ flux potential ∫D dc, mol/(m·s)     t cation transference number     h cell width, m     ε, τ porosity, tortuosity
//
// The grid is folded: a pair holds the cell i counted from the working and the cell i counted from the counter electrode, so that both
// halves are worked on at once and meet in the middle. What flows out of a cell flows into its neighbour: salt is conserved.
import Foundation

/// A cell counted from the working electrode and the one as far from the counter electrode.
typealias CellPair = SIMD2<Double>

/// What the salt flows by, on bare memory.
struct FlowLaw {
  /// Tabulated properties; nil where they are constant.
  let potential: EvenCubic.Lookup?
  /// Tabulated t₊; nil where it is constant.
  let transference: EvenCubic.Lookup?
  /// Diffusivity where it is constant, m²/s.
  let constantDiffusivity: Double
  /// t₊ where it is constant.
  let constantTransference: Double

  /// Φ, mol/(m·s), at a concentration in mol/m³.
  @inline(__always)
  func potential(_ c: Double) -> Double {
    guard let potential else { return constantDiffusivity * c }
    return potential.value(c)
  }

  /// Φ and D at a concentration in mol/m³.
  @inline(__always)
  func potentialAndDiffusivity(_ c: Double) -> (value: Double, slope: Double) {
    guard let potential else { return (constantDiffusivity * c, constantDiffusivity) }
    return potential.valueAndSlope(c)
  }

  /// Φ, D and dD/dc at a concentration in mol/m³.
  @inline(__always)
  func potentialToSecondOrder(_ c: Double) -> (value: Double, slope: Double, curvature: Double) {
    guard let potential else { return (constantDiffusivity * c, constantDiffusivity, 0) }
    return potential.toSecondOrder(c)
  }

  /// t_a = 1 − t₊ at a concentration in mol/m³.
  @inline(__always)
  func anionTransferenceNumber(_ c: Double) -> Double {
    guard let transference else { return 1 - constantTransference }
    return 1 - transference.value(c)
  }
}

/// The right-hand side of the equation and its linear system (1/(γ step) − df/dc) k = r, which one elimination serves.
///
/// Works on memory that it is given: 5 regions of `pairs` + 1 pairs.
struct SaltEquation {
  private let law: FlowLaw
  private let pairs: Int
  /// s, 1/m².
  private let scale: Double
  /// q, mol/(m³·s), with the sign that it has in either half of the folded grid.
  private let push: CellPair
  private let potentials: UnsafeMutablePointer<CellPair>
  private let transferences: UnsafeMutablePointer<CellPair>
  private let eliminations: UnsafeMutablePointer<CellPair>
  private let inversePivots: UnsafeMutablePointer<CellPair>
  private let substitutions: UnsafeMutablePointer<CellPair>
  private var middle = CellPair.zero
  private var middleCross = CellPair.zero

  /// Regions of memory that it works on.
  static let regions = 5

  init(law: FlowLaw, pairs: Int, scale: Double, push: Double, memory: UnsafeMutablePointer<CellPair>) {
    (self.law, self.pairs, self.scale, self.push) = (law, pairs, scale, CellPair(push, -push))
    let region = pairs + 1
    (potentials, transferences, eliminations) = (memory, memory + region, memory + 2 * region)
    (inversePivots, substitutions) = (memory + 3 * region, memory + 4 * region)
  }

  /// Eliminates 1/(γ step) − df/dc at a state (mol/m³), and keeps Φ and t₊ there.
  mutating func linearise(at state: UnsafePointer<CellPair>, diagonal: Double) {
    let last = pairs - 1
    var (slope, transferenceSlope) = evaluateWithSlopes(0, state[0])
    var pivot = diagonal + slope + transferenceSlope
    // Working out the next cell's properties fills the time that each division takes.
    for i in 0..<last {
      let inverse = 1 / pivot
      let outward = -transferenceSlope - slope
      (slope, transferenceSlope) = evaluateWithSlopes(i + 1, state[i + 1])
      let inward = transferenceSlope - slope
      let elimination = outward * inverse
      inversePivots[i] = inverse
      substitutions[i] = inward * inverse
      eliminations[i + 1] = elimination
      pivot = diagonal + 2 * slope - elimination * inward
    }
    // The neighbour of the innermost cell is the other half's.
    let cross = -transferenceSlope.swapped - slope.swapped
    let determinant = pivot[0] * pivot[1] - cross[0] * cross[1]
    middle = pivot.swapped / determinant
    middleCross = -cross / determinant
    // The middle is solved by itself: its own substitution leaves it as it is.
    (inversePivots[last], substitutions[last]) = (CellPair(repeating: 1), .zero)
    closeMiddle()
  }

  /// Φ and t₊ of one pair of cells (mol/m³), and what df/dc has of their slopes, 1/s.
  @inline(__always)
  private func evaluateWithSlopes(_ i: Int, _ pair: CellPair) -> (potential: CellPair, transference: CellPair) {
    let (a, b) = (law.potentialAndDiffusivity(pair[0]), law.potentialAndDiffusivity(pair[1]))
    potentials[i] = CellPair(a.value, b.value)
    guard let transference = law.transference else { return (scale * CellPair(a.slope, b.slope), .zero) }
    let (c, d) = (transference.valueAndSlope(pair[0]), transference.valueAndSlope(pair[1]))
    transferences[i] = CellPair(c.value, d.value)
    return (scale * CellPair(a.slope, b.slope), 0.5 * push * CellPair(c.slope, d.slope))
  }

  /// Φ and t₊ of one pair of cells (mol/m³).
  @inline(__always)
  func evaluate(_ i: Int, _ pair: CellPair) {
    potentials[i] = CellPair(law.potential(pair[0]), law.potential(pair[1]))
    if let transference = law.transference {
      transferences[i] = CellPair(transference.value(pair[0]), transference.value(pair[1]))
    }
  }

  @inline(__always)
  private func closeMiddle() {
    potentials[pairs] = potentials[pairs - 1].swapped
    if law.transference != nil { transferences[pairs] = transferences[pairs - 1].swapped }
  }

  /// Solves (1/(γ step) − df/dc) k = f + `added` with f at the state evaluated last; `use` gets each pair of k as soon as it is known
  /// and may evaluate the next state there.
  @inline(__always)
  func solve(into k: UnsafeMutablePointer<CellPair>, adding added: (Int) -> CellPair, use: (Int, CellPair) -> Void) {
    let last = pairs - 1
    var (here, inner) = (potentials[0], potentials[1])
    var value = scale * (inner - here) + wall + added(0)
    k[0] = value
    for i in 1..<pairs {
      let outer = here
      (here, inner) = (inner, potentials[i + 1])
      var flow = scale * (outer - here + (inner - here))
      if law.transference != nil { flow += 0.5 * push * (transferences[i - 1] - transferences[i + 1]) }
      value = flow + added(i) - eliminations[i] * value
      k[i] = value
    }
    k[last] = middle * value + middleCross * value.swapped
    var i = last
    while i >= 0 {
      value = inversePivots[i] * k[i] - substitutions[i] * value
      k[i] = value
      use(i, value)
      i -= 1
    }
    closeMiddle()
  }

  /// What the wall passes to the outermost cell, and that cell to its neighbour by migration.
  @inline(__always)
  private var wall: CellPair {
    guard law.transference != nil else { return push * (1 - law.constantTransference) }
    return push * (1 - 0.5 * (transferences[0] + transferences[1]))
  }
}

extension CellPair {
  /// The pair with its cells exchanged.
  @inline(__always)
  var swapped: CellPair { CellPair(self[1], self[0]) }
}
