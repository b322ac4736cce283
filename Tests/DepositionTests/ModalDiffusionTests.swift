import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

/// Uneven steps that end at a time, the same in every run.
func unevenSteps(to end: Double, count: Int, seed: UInt64) -> [Double] {
  var state = seed
  let weights = (0..<count).map { _ -> Double in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return exp(6 * Double(state >> 11) / Double(UInt64(1) << 53))
  }
  let sum = weights.reduce(0, +)
  return weights.map { $0 / sum * end }
}

@Suite("Salt advanced by exact modes")
struct ModalDiffusionTests {
  let reference = referenceDiffusion

  @Test("Surface concentrations agree with the table after uneven steps")
  func surfaces() throws {
    let table = try Table("surface_concentration")
    let ratios = [0.25, 0.50, 0.90, 0.99, 1.00, 1.10, 1.50, 2.00, 5.00]
    for (index, row) in table.rows.enumerated() {
      let theta = try #require(table.number(row, 0))
      for (column, r) in ratios.enumerated() {
        var salt = ModalDiffusion(reference)
        salt.setCurrentDensity(-currentDensity(ratio: r).si)
        let end = theta * reference.diffusionTime.si
        for step in unevenSteps(to: end, count: 1 + index % 7, seed: UInt64(index)) { salt.advance(by: step) }
        let (plated, stripped) = (
          try #require(table.number(row, 3 + column)), try #require(table.number(row, 12 + column))
        )
        // What the table has below zero is the linear solution as well.
        #expect(abs(salt.workingSurface / 1000 - plated) < 1e-6, "r \(r) θ \(theta)")
        #expect(abs(salt.counterSurface / 1000 - stripped) < 1e-6, "r \(r) θ \(theta)")
      }
    }
  }

  @Test("Profiles agree with the table")
  func profiles() throws {
    let table = try Table("concentration_profile")
    for row in table.rows {
      let (r, theta) = (try #require(table.number(row, 0)), try #require(table.number(row, 1)))
      var salt = ModalDiffusion(reference)
      salt.setCurrentDensity(-currentDensity(ratio: r).si)
      salt.advance(by: theta * reference.diffusionTime.si)
      for column in 2..<table.header.count {
        let c = salt.concentration(at: Double(column - 2) * 0.05) / 1000
        #expect(abs(c - (try #require(table.number(row, column)))) < 1e-6)
      }
    }
  }

  @Test("Time to depletion from rest agrees with the closed solution, for either electrode")
  func timesFromRest() throws {
    let table = try Table("sand_finite_L")
    for row in table.rows {
      let (r, theta) = (try #require(table.number(row, 0)), try #require(table.number(row, 2)))
      for sign in [-1.0, 1.0] {
        let salt = ModalDiffusion(reference)
        let time = salt.timeToDepletion(at: sign * currentDensity(ratio: r).si)
        if theta.isFinite {
          #expect(abs(try #require(time) / reference.diffusionTime.si / theta - 1) < 1e-8, "r = \(r)")
        } else if r < 1 {
          #expect(time == nil, "r = \(r)")
        }
      }
    }
  }

  @Test("Even a depletion earlier than the modes resolve has its time", arguments: [50.0, 300, 1000, 1e6])
  func earlyDepletion(r: Double) throws {
    let time = try #require(ModalDiffusion(reference).timeToDepletion(at: -currentDensity(ratio: r).si))
    #expect(abs(time / reference.sandTime(at: currentDensity(ratio: r)).si - 1) < 1e-5)
  }

  @Test("Behind any history the predicted depletion comes when it was predicted", arguments: 0..<12)
  func timesFromHistory(seed: Int) throws {
    var salt = ModalDiffusion(reference)
    let steps = unevenSteps(to: 400, count: 12, seed: UInt64(seed))
    for (index, step) in steps.enumerated() {
      let direction = (index + seed) % 3 == 0 ? 1.0 : -1.0
      salt.setCurrentDensity(direction * currentDensity(ratio: 0.3 + 0.1 * Double(index % 5)).si)
      salt.advance(by: step)
    }
    let current = -currentDensity(ratio: 1.8).si
    let time = try #require(salt.timeToDepletion(at: current))
    salt.setCurrentDensity(current)
    var before = salt
    before.advance(by: time * (1 - 1e-6))
    salt.advance(by: time)
    #expect(abs(salt.workingSurface) < 1e-6)
    #expect(before.workingSurface > 0)
  }

  @Test("A dip below zero on the way to a sustainable steady state is found")
  func transientDepletion() throws {
    // The counter electrode was drained; the current is turned down below J*, but only after it had gone to the edge.
    var salt = ModalDiffusion(reference)
    let time = try #require(salt.timeToDepletion(at: -currentDensity(ratio: 1.5).si))
    salt.setCurrentDensity(-currentDensity(ratio: 1.5).si)
    salt.advance(by: time * 0.999)
    #expect(salt.timeToDepletion(at: -currentDensity(ratio: 0.95).si) == nil)
    let last = try #require(salt.timeToDepletion(at: -currentDensity(ratio: 1.5).si))
    #expect(abs(last / (0.001 * time) - 1) < 1e-6)
    salt.advance(by: 0.01 * time)
    #expect(salt.timeToDepletion(at: -currentDensity(ratio: 1.5).si) == 0)
  }

  @Test(
    "Right behind a change of current the surface follows Sand's square root",
    arguments: [0.0, 1e-12, 1e-9, 1e-8, 1e-7])
  func firstMoments(theta: Double) {
    var salt = ModalDiffusion(reference)
    salt.setCurrentDensity(-currentDensity(ratio: 5).si)
    salt.advance(by: theta * reference.diffusionTime.si)
    let expected = 1 - 5 * 4 * (theta / .pi).squareRoot()
    #expect(abs(salt.workingSurface / 1000 - expected) < 5e-6)
    var fresh = ModalDiffusion(reference)
    let (alpha, beta) = fresh.surface(after: theta * reference.diffusionTime.si)
    let ahead = (alpha - beta * currentDensity(ratio: 5).si) / 1000
    #expect(abs(ahead - expected) < 5e-6)
  }

  @Test("Currents superpose and reverse")
  func superposition() {
    func run(_ currents: [Double]) -> Double {
      var salt = ModalDiffusion(reference)
      for current in currents {
        salt.setCurrentDensity(current)
        salt.advance(by: 37)
      }
      return salt.workingSurface - 1000
    }
    let (a, b) = ([100.0, 0, -50, 20], [3.0, -80, 5, 0])
    #expect(abs(run(zip(a, b).map { $0 + $1 }) - run(a) - run(b)) < 1e-9)
    // But for the rounding of what is added to the 1000 at rest.
    #expect(abs(run(a.map { -$0 }) + run(a)) <= 2 * 1000.0.ulp)
  }

  @Test("What is told ahead about the surface comes true")
  func surfaceAhead() {
    var salt = ModalDiffusion(reference)
    salt.setCurrentDensity(-60)
    salt.advance(by: 40)
    for (duration, current) in [(1e-3, 20.0), (1.0, -300), (50, 0), (1e5, -90)] {
      let (alpha, beta) = salt.surface(after: duration)
      var later = salt
      later.setCurrentDensity(current)
      later.advance(by: duration)
      #expect(abs(alpha + beta * current - later.workingSurface) < 1e-9)
      #expect(beta > 0)
    }
  }

  @Test("A million steps leave what one step leaves")
  func noErrorGrowth() {
    var (many, one) = (ModalDiffusion(reference), ModalDiffusion(reference))
    many.setCurrentDensity(-70)
    one.setCurrentDensity(-70)
    for _ in 0..<1_000_000 { many.advance(by: 0.0005) }
    one.advance(by: 500)
    #expect(abs(many.workingSurface - one.workingSurface) < 1e-7)
  }

  @Test("Salt is conserved: the mean of the profile is the resting concentration")
  func conservation() {
    var salt = ModalDiffusion(reference)
    for (current, time) in [(-200.0, 10.0), (350, 3), (0, 100), (-40, 1000)] {
      salt.setCurrentDensity(current)
      salt.advance(by: time)
      // Composite midpoint rule: exact for the cosines that it resolves.
      let mean = (0..<1000).reduce(0.0) { $0 + salt.concentration(at: (Double($1) + 0.5) / 1000) } / 1000
      #expect(abs(mean - 1000) < 1e-9)
    }
  }

  @Test("A stored solution goes on to the last bit")
  func coding() throws {
    var salt = ModalDiffusion(reference)
    salt.setCurrentDensity(-123.456)
    for step in unevenSteps(to: 30, count: 9, seed: 5) { salt.advance(by: step) }
    var copy = try JSONDecoder().decode(ModalDiffusion.self, from: JSONEncoder().encode(salt))
    #expect(copy == salt)
    for step in unevenSteps(to: 30, count: 9, seed: 6) {
      salt.advance(by: step)
      copy.advance(by: step)
    }
    #expect(copy.workingSurface.bitPattern == salt.workingSurface.bitPattern)
  }
}
