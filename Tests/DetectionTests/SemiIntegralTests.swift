import Detection
import Foundation
import Testing

@Suite("Semi-integral of the current")
struct SemiIntegralTests {
  /// 2 i √(t/π), the semi-integral of a constant current from t = 0.
  static func constant(_ current: Double, after time: Double) -> Double {
    2 * current * (max(time, 0) / Double.pi).squareRoot()
  }

  @Test("a constant current gives 2 i √(t/π) within 0.2 % from 0.05 s to 2000 s at 100 Hz")
  func constantCurrent() {
    var semi = SemiIntegral()
    var worst = 0.0
    for k in 1...200_000 {
      semi.advance(by: 0.01, current: -3e-3)
      guard k >= 5 else { continue }
      worst = max(worst, abs(semi.value / Self.constant(-3e-3, after: 0.01 * Double(k)) - 1))
    }
    #expect(worst < 2e-3)
  }

  @Test("steps superpose without a reset")
  func superposition() {
    var semi = SemiIntegral()
    for k in 0..<6000 {
      semi.advance(by: 0.1, current: k < 2000 ? 1e-3 : k < 4000 ? 3e-3 : -2e-3)
      let time = 0.1 * Double(k + 1)
      guard k % 100 == 99 else { continue }
      let exact =
        Self.constant(1e-3, after: time) + Self.constant(2e-3, after: time - 200)
        - Self.constant(5e-3, after: time - 400)
      #expect(abs(semi.value - exact) < 2e-3 * Self.constant(3e-3, after: time))
    }
  }

  @Test("any sampling of the same current gives the same value")
  func irregularSampling() {
    var (regular, irregular) = (SemiIntegral(), SemiIntegral())
    var random = SeededNoise(seed: 11)
    for _ in 0..<1000 { regular.advance(by: 1, current: 1) }
    var time = 0.0
    while time < 1000 {
      let interval = min(0.001 * exp(8 * random.uniform()), 1000 - time)
      irregular.advance(by: interval, current: 1)
      time += interval
    }
    #expect(abs(irregular.value / regular.value - 1) < 1e-9)
  }

  @Test("it foretells what it will be")
  func future() {
    var semi = SemiIntegral()
    semi.advance(by: 30, current: 2)
    let told = semi.value(after: 70, current: -1)
    for _ in 0..<70 { semi.advance(by: 1, current: -1) }
    #expect(abs(told / semi.value - 1) < 1e-9)
  }

  @Test(
    "in a gap it follows the finite-gap series, and comes to rest at r times the limit", arguments: [40.0, 3333, 1e5])
  func gap(diffusionTime: Double) {
    // A unit of limiting current; its limit m_c = I*·√T/2 is where the surface is empty.
    let limit = diffusionTime.squareRoot() / 2
    for r in [0.6, 1.2] {
      var semi = SemiIntegral(gapTime: diffusionTime)
      let interval = diffusionTime / 4e4
      for k in 1...60_000 {
        semi.advance(by: interval, current: r)
        guard k >= 10, k % 10 == 0 else { continue }
        let theta = Double(k) / 4e4
        let exact = r * Self.response(theta)
        #expect(abs(semi.value / limit / exact - 1) < 0.01, "θ = \(theta)")
      }
      #expect(abs(semi.value / limit / r - 1) < 1e-3)
    }
  }

  /// 1 − 8/π² Σ exp(−k²π²θ)/k² over odd k.
  private static func response(_ theta: Double) -> Double {
    guard theta > 0.02 else { return 4 * (theta / Double.pi).squareRoot() }
    return 1 - 8 / (Double.pi * Double.pi)
      * stride(from: 1.0, through: 19, by: 2).reduce(0) {
        $0 + exp(-$1 * $1 * Double.pi * Double.pi * theta) / ($1 * $1)
      }
  }
}
