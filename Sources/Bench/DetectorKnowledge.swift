public import Detection
import Quantities
import Runner
public import TestProtocols
import VirtualCell

extension DetectorConfiguration {
  /// What the detectors may know: of a cell that somebody described, where its limiting current is; and what the protocol stops at.
  public init(of cell: NamedCell?, safety: SafetyLimits? = nil) {
    self.init(
      sandPrior: cell.map {
        SandPrior(limitingSemiIntegral: $0.profile.semiIntegralLimit, limitingCurrent: $0.profile.limitingCurrent)
      }, voltageLimit: safety?.largestVoltage)
  }
}

extension RunSnapshot {
  /// The state before a run of a plan on a cell.
  init(before plan: Plan, on cell: NamedCell?) {
    self.init(
      machine: RunMachine(plan: plan),
      detectors: DetectorBank(configuration: DetectorConfiguration(of: cell, safety: plan.safety)))
  }
}

extension SafetyLimits {
  /// The largest voltage of either sign that is let through; nil where none is limited.
  fileprivate var largestVoltage: Quantity<Voltage>? {
    [minimumVoltage, maximumVoltage].compactMap { $0?.magnitude }.max()
  }
}
