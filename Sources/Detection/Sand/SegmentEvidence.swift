import Foundation

/// What the readings of one constant-current segment say about Sand's time.
struct SegmentEvidence: Codable, Sendable {
  /// Semi-integral when the segment began, in the direction of the current, A·s^½.
  private(set) var start: Double
  /// D1.
  private(set) var hypotheses = SandHypotheses()
  /// D2.
  private(set) var slopes = SlopeRatio()
  private var blocks = VoltageBlocks()
  private var fit = SandFit()
  private var glitches = MedianOfThree()

  /// A segment without readings.
  init(start: Double = 0) { self.start = start }

  /// Takes a reading; answers whether it completed a block, so that there is something new to judge.
  mutating func add(semiIntegral: Double, voltage: Double) -> Bool {
    let voltage = glitches.filtered(voltage)
    slopes.add(semiIntegral: semiIntegral, voltage: voltage)
    guard let block = blocks.add(semiIntegral: semiIntegral, voltage: voltage) else { return false }
    hypotheses.add(block)
    fit.add(block)
    return true
  }

  /// The estimate of m_c if the verdict of the bank is good enough; nil otherwise.
  ///
  /// Close to depletion all hypotheses that are left lie above the truth; then the last estimate is sharpened on, or, where noise has hidden
  /// the bend so far, a first one is taken that is beyond doubt.
  func estimate(verdict: SandHypotheses.Verdict?, last: SandEstimate?, semiIntegral: Double) -> SandEstimate? {
    guard let verdict, verdict.isTrusted else { return nil }
    let isLate = last == nil && !verdict.isAccepted
    let guess = last.map { abs(log($0.limit / verdict.limit)) < 0.1 ? $0.limit : verdict.limit } ?? verdict.limit
    guard let estimate = fit.estimate(from: guess, semiIntegral: semiIntegral) else { return nil }
    if isLate, estimate.relativeError > 0.03 { return nil }
    return estimate.likelihoodRatio > (isLate ? 20 : 6) ? estimate : nil
  }
}
