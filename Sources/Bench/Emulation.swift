public import Documents
public import HardwareSim
import VirtualCell

extension ShippedFiles {
  /// Makes the emulated instruments of a plan, whose cells are paths or shipped names, and opens their ports; throws what cannot be had.
  public func emulation(_ plan: EmulationPlan) throws(Diagnostics) -> EmulatedBench {
    try EmulatedBench(plan) { (name) throws(Diagnostics) in try cell(named: name).profile }
  }
}
