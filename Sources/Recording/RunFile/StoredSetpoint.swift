import Cycling
import Quantities

extension Setpoint {
  /// As a run file keeps it: 0 open, 1 current in A, 2 voltage in V, and the value.
  var stored: (kind: Int?, value: Double?) {
    switch self {
    case .open: (0, nil)
    case .current(let current): (1, current.si)
    case .voltage(let voltage): (2, voltage.si)
    }
  }

  /// Back from the run file; nil where nothing known was stored.
  init?(storedKind: Int, value: Double) {
    switch storedKind {
    case 0: self = .open
    case 1: self = .current(Quantity(si: value))
    case 2: self = .voltage(Quantity(si: value))
    default: return nil
    }
  }
}
