// One step of the salt on a grid by RODAS, a stiffly accurate Rosenbrock method of order 4 with an embedded one of order 3.
//
//   (1/(γh) − df/dc) k_i = f(c + Σ a_ij k_j) + Σ c_ij k_j/h      six stages, one elimination, nothing to iterate
//   c(t + h) = c + Σ a_6j k_j + k_6,   error ≈ k_6
//   c(t + θh) = (1 − θ) c(t) + θ (c(t + h) + (1 − θ) (bow + θ twist))      order 3, for readings inside a step
//
// L-stable: what is faster than the step dies out. Every stage conserves salt but for the rounding of the linear system, which grows with
// the step; that part, the same in every cell, is taken out again.
// E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, 2nd ed., Springer 1996, §IV.7 and the authors' code RODAS.
import Foundation

/// The course of all cells through one step, in four regions of as many pairs: start, end, bow and twist (mol/m³).
struct RosenbrockStep {
  private let course: UnsafeMutablePointer<CellPair>
  private let pairs: Int
  private var equation: SaltEquation
  private let stages: UnsafeMutablePointer<CellPair>

  /// Regions of the course.
  static let courseRegions = 4
  /// Memory that a step over so many pairs works on, in pairs.
  static func workspace(pairs: Int) -> Int { (SaltEquation.regions + 6) * (pairs + 1) }

  /// A step from the start of a course.
  init(
    course: UnsafeMutablePointer<CellPair>, pairs: Int, law: FlowLaw, scale: Double, push: Double,
    workspace: UnsafeMutablePointer<CellPair>
  ) {
    (self.course, self.pairs) = (course, pairs)
    equation = SaltEquation(law: law, pairs: pairs, scale: scale, push: push, memory: workspace)
    stages = workspace + SaltEquation.regions * (pairs + 1)
  }

  /// Fills the course with a step (s); returns the largest error estimated and the largest change, mol/m³.
  mutating func attempt(_ step: Double) -> (error: Double, change: Double) {
    equation.linearise(at: course, diagonal: 4 / step)
    let (equation, pairs, start, inverse) = (equation, pairs, course, 1 / step)
    let (k1, k2, k3) = (stages, stages + pairs, stages + 2 * pairs)
    let (k4, k5, k6) = (stages + 3 * pairs, stages + 4 * pairs, stages + 5 * pairs)
    let end = course + pairs

    // What each stage leaves for the next: local functions, because only they can be asked to be inlined.
    @inline(__always)
    func second(_ i: Int, _ k: CellPair) { equation.evaluate(i, start[i] + 1.544 * k) }
    equation.solve(into: k1, adding: { _ in .zero }, use: second)

    let c21 = -5.6688 * inverse
    @inline(__always)
    func third(_ i: Int, _ k: CellPair) {
      equation.evaluate(i, start[i] + (0.9466785280815826 * k1[i] + 0.2557011698983284 * k))
    }
    equation.solve(into: k2, adding: { i in c21 * k1[i] }, use: third)

    let (c31, c32) = (-2.430093356833875 * inverse, -0.2063599157091915 * inverse)
    @inline(__always)
    func fourth(_ i: Int, _ k: CellPair) {
      let change = 3.314825187068521 * k1[i] + 2.896124015972201 * k2[i] + 0.9986419139977817 * k
      equation.evaluate(i, start[i] + change)
    }
    equation.solve(into: k3, adding: { i in c31 * k1[i] + c32 * k2[i] }, use: fourth)

    let (c41, c42, c43) = (-0.1073529058151375 * inverse, -9.594562251023355 * inverse, -20.47028614809616 * inverse)
    @inline(__always)
    func fifth(_ i: Int, _ k: CellPair) {
      let change = 1.221224509226641 * k1[i] + 6.019134481288629 * k2[i] + 12.53708332932087 * k3[i]
      end[i] = start[i] + (change - 0.6878860361058950 * k)
      equation.evaluate(i, end[i])
    }
    equation.solve(into: k4, adding: { i in c41 * k1[i] + c42 * k2[i] + c43 * k3[i] }, use: fifth)

    let (c51, c52) = (7.496443313967647 * inverse, -10.24680431464352 * inverse)
    let (c53, c54) = (-33.99990352819905 * inverse, 11.70890893206160 * inverse)
    @inline(__always)
    func sixth(_ i: Int, _ k: CellPair) {
      end[i] += k
      equation.evaluate(i, end[i])
    }
    equation.solve(into: k5, adding: { i in c51 * k1[i] + c52 * k2[i] + (c53 * k3[i] + c54 * k4[i]) }, use: sixth)

    let (c61, c62, c63) = (8.083246795921522 * inverse, -7.981132988064893 * inverse, -31.52159432874371 * inverse)
    let (c64, c65) = (16.31930543123136 * inverse, -6.058818238834054 * inverse)
    equation.solve(
      into: k6, adding: { i in c61 * k1[i] + c62 * k2[i] + c63 * k3[i] + (c64 * k4[i] + c65 * k5[i]) },
      use: { _, _ in })
    return finish(k1: k1, k2: k2, k3: k3, k4: k4, k5: k5, k6: k6)
  }

  /// The end of the step and what lies between, with the drift of the mean taken out.
  private func finish(
    k1: UnsafePointer<CellPair>, k2: UnsafePointer<CellPair>, k3: UnsafePointer<CellPair>, k4: UnsafePointer<CellPair>,
    k5: UnsafePointer<CellPair>, k6: UnsafePointer<CellPair>
  ) -> (error: Double, change: Double) {
    let (end, bow, twist) = (course + pairs, course + 2 * pairs, course + 3 * pairs)
    var (rise, bowSum, twistSum) = (CellPair.zero, CellPair.zero, CellPair.zero)
    var (error, change) = (0.0, 0.0)
    for i in 0..<pairs {
      error = Self.larger(error, Self.larger(k6[i][0].magnitude, k6[i][1].magnitude))
      end[i] += k6[i]
      rise += end[i] - course[i]
      bow[i] =
        10.12623508344586 * k1[i] - 7.487995877610167 * k2[i] - 34.80091861555747 * k3[i]
        - 7.992771707568823 * k4[i] + 1.025137723295662 * k5[i]
      bowSum += bow[i]
      twist[i] =
        -0.6762803392801253 * k1[i] + 6.087714651680015 * k2[i] + 16.43084320892478 * k3[i]
        + 24.76722511418386 * k4[i] - 6.594389125716872 * k5[i]
      twistSum += twist[i]
    }
    let share = 1 / Double(2 * pairs)
    let (drift, bowDrift, twistDrift) = (rise.sum() * share, bowSum.sum() * share, twistSum.sum() * share)
    for i in 0..<pairs {
      end[i] -= drift
      bow[i] -= bowDrift
      twist[i] -= twistDrift
      let moved = end[i] - course[i]
      change = Self.larger(change, Self.larger(moved[0].magnitude, moved[1].magnitude))
    }
    return (drift.isFinite ? error : .infinity, change)
  }

  /// The larger of two numbers.
  @inline(__always)
  private static func larger(_ a: Double, _ b: Double) -> Double { a > b ? a : b }
}

/// How much of start, end, bow and twist a moment inside a step has.
struct CourseWeights {
  private let start: Double
  private let end: Double
  private let bow: Double
  private let twist: Double

  /// The weights after a part (0 to 1) of a step.
  init(part: Double) {
    (start, end) = (1 - part, part)
    bow = part * (1 - part)
    twist = part * bow
  }

  /// A pair of cells at that moment, mol/m³.
  @inline(__always)
  func pair(_ i: Int, of course: UnsafeBufferPointer<CellPair>, pairs: Int) -> CellPair {
    start * course[i] + end * course[pairs + i] + (bow * course[2 * pairs + i] + twist * course[3 * pairs + i])
  }
}
