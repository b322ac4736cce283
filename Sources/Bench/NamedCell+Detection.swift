public import Detection
import Quantities
public import TestProtocols
import VirtualCell

extension NamedCell {
  /// What the detectors may know of this cell: where its limiting current is, and what the protocol stops at.
  public func detectorConfiguration(safety: SafetyLimits? = nil) -> DetectorConfiguration {
    DetectorConfiguration(
      sandPrior: SandPrior(
        limitingSemiIntegral: profile.semiIntegralLimit, limitingCurrent: profile.limitingCurrent),
      voltageLimit: safety?.largestVoltage)
  }
}

extension SafetyLimits {
  /// The largest voltage of either sign that is let through; nil where none is limited.
  var largestVoltage: Quantity<Voltage>? { [minimumVoltage, maximumVoltage].compactMap { $0?.magnitude }.max() }
}
