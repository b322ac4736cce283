import Cycling
import Detection
import Quantities

/// A trace whose truth is one number: a time, a height, a cycle.
protocol EventTrace: LabelledTrace {
  /// Time of the onset, s; overpotential, V; first cycle that is worse, from 1, beyond the last where there is none.
  var truth: Double { get }
}

/// What the detectors made of one such trace.
struct EventOutcome: Sendable {
  struct Dip: Sendable {
    var height: Double
    var isDense: Bool
  }

  struct Efficiency: Sendable {
    var cycle: Double
  }

  var truth: Double
  /// Times of the dendrite alarms, s.
  var dendrites: [Double] = []
  var dips: [Dip] = []
  /// Cycles of the watches and alarms about the Coulombic efficiency.
  var efficiency: [Efficiency] = []

  /// Lets the detectors watch a trace.
  init(_ trace: some EventTrace) {
    var trace = trace
    var bank = DetectorBank(
      configuration: DetectorConfiguration(sandPrior: SandPrior(), voltageLimit: Quantity(si: 5)))
    truth = trace.truth
    while let reading = trace.next() {
      for alarm in bank.observe(reading) {
        switch alarm.kind {
        case .dendriteOnset where alarm.severity == .alarm: dendrites.append(alarm.time.si)
        case .nucleationOverpotential:
          dips.append(
            Dip(
              height: alarm["overpotential_V"] ?? .nan,
              isDense: alarm["is_sampled_densely"] ?? 0 > 0))
        case .coulombicEfficiency where alarm.severity > .info:
          efficiency.append(Efficiency(cycle: alarm["cycle"] ?? 0))
        default: break
        }
      }
    }
  }
}
