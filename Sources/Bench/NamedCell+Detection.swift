public import Detection
import Quantities
public import TestProtocols
import VirtualCell

extension NamedCell {
  /// What the detectors may know of this cell: where its limiting current is, and what the protocol stops at.
  public func detectorConfiguration(safety: SafetyLimits? = nil) -> DetectorConfiguration {
    let limits = [safety?.minimumVoltage, safety?.maximumVoltage].compactMap { $0?.magnitude }
    return DetectorConfiguration(
      sandPrior: SandPrior(
        limitingSemiIntegral: profile.semiIntegralLimit, limitingCurrent: profile.limitingCurrent),
      voltageLimit: limits.max())
  }
}
