import Cycling
import Quantities

/// There has been no voltage since the current began: below 5 mV and 5 Ω in the mean of the first five seconds and five readings, noise
/// included. Below 2 Ω it trips.
///
/// A tiny current gives a tiny voltage in a sound cell too, which is why the resistance counts.
struct ShortedAtStart: Detector {
  static let entry = DetectorEntry(
    id: "shorted-at-start", summary: "no resistance since the current began: below 5 mV and 5 Ω",
    source: "rule of this project; a hard short has no baseline when the run begins with it")

  private var count = 0.0
  private var mean = 0.0
  private var squares = 0.0
  private var isDecided = true

  init(configuration: DetectorConfiguration) {}

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    if observation.beginsStretch { (count, mean, squares, isDecided) = (0, 0, 0, observation.sign == 0) }
    guard !isDecided, observation.isSteady, observation.isClean, observation.quietReadings >= 2 else { return }
    let volts = observation.foldedVoltage
    count += 1
    let change = volts - mean
    mean += change / count
    squares += change * (volts - mean)
    guard observation.quietTime >= 5, count >= 5 else { return }
    isDecided = true
    let error = 3 * (squares / (count - 1) / count).squareRoot()
    let most = abs(mean) + error
    let resistance = most / abs(observation.level)
    guard most < 5e-3, resistance < 5 else { return }
    verdicts.alarms.append(
      Alarm(
        kind: .shortedAtStart, severity: resistance < 2 ? .trip : .alarm, time: Quantity(si: observation.time),
        evidence: [
          Evidence("voltage_V", mean), Evidence("resistance_ohm", mean / abs(observation.level)),
          Evidence("resistance_at_most_ohm", resistance),
        ]))
  }
}
