import Cycling
import DeviceProfiles
import Quantities

/// Watches whether an instrument holds what it was told: a command that was garbled on a line without check sums shows here.
struct HeldWatch: Sendable {
  /// What a reading says.
  enum Verdict: Hashable, Sendable {
    /// It holds what it was told, or stands at a limit, where it cannot.
    case asTold
    /// It holds something else; it may still be on its way.
    case strays
    /// It has held something else for three readings running.
    case lost(String)
  }

  private var strays = 0

  /// Compares a reading with what is held.
  ///
  /// A current may be off by 2 % and half a per cent of its range, a voltage by 1 % and 5 mV: more than any of the instruments errs.
  mutating func judge(
    voltage: Double, current: Double, held: Setpoint?, isLimited: Bool, model: DeviceModel
  ) -> Verdict {
    let (value, wanted, margin, unit): (Double, Double, Double, String)
    switch held {
    case nil: return .asTold
    case .open:
      (value, wanted, unit) = (current, 0, "A")
      margin = 0.005 * (model.current?.ranges.first?.limit ?? model.current?.highest ?? .infinity)
    case .current(let told):
      (value, wanted, unit) = (current, told.si, "A")
      margin = 0.02 * told.si.magnitude + 0.005 * (model.current?.range(for: told.si)?.limit ?? told.si.magnitude)
    case .voltage(let told):
      (value, wanted, unit) = (voltage, told.si, "V")
      margin = 0.01 * told.si.magnitude + 0.005
    }
    guard !isLimited, (value - wanted).magnitude > margin else {
      strays = 0
      return .asTold
    }
    strays += 1
    return strays < 3 ? .strays : .lost(.strays(value, wanted, unit))
  }
}
