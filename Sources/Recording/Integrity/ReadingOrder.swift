import Cycling
import Foundation
import Quantities

/// What must hold between a run's readings and the steps they belong to.
struct ReadingOrder {
  /// What does not hold, the first few of each kind.
  private(set) var faults: [String] = []
  /// Where readings are missing, in words.
  private(set) var gaps: [String] = []
  /// Readings seen.
  private(set) var count = 0
  /// Test time of the latest.
  private(set) var latest = Quantity<Time>.zero
  private let starts: [Int: StepStart]
  private let ends: [Int: StepEnd]
  private var step = 0
  private static let mostOfAKind = 5

  init(marks: [EventMark]) {
    var starts: [Int: StepStart] = [:]
    var ends: [Int: StepEnd] = [:]
    var (found, time) = ([String](), -Double.infinity)
    for mark in marks {
      switch mark.event {
      case .stepBegan(let start):
        if start.stepCount != starts.count + 1 { found.append("step \(start.stepCount) follows step \(starts.count)") }
        if start.time.si < time { found.append("step \(start.stepCount) begins before the step ahead of it ends") }
        starts[start.stepCount] = start
        time = start.time.si
      case .stepEnded(let end):
        if starts[end.stepCount] == nil { found.append("step \(end.stepCount) ended and never began") }
        if end.time.si < time { found.append("step \(end.stepCount) ended before it began") }
        ends[end.stepCount] = end
        time = end.time.si
      case .journal(let entry) where entry.kind == .interrupted:
        let length = entry.duration.map { " for \($0.si.formatted(.number.precision(.significantDigits(3)))) s" } ?? ""
        gaps.append("the program was gone\(length) at \(entry.time.si) s of test time")
      default: break
      }
    }
    (self.starts, self.ends, faults) = (starts, ends, found)
  }

  /// Takes the next reading and its number in the file.
  mutating func take(_ recorded: RecordedReading, number: Int) {
    let time = recorded.reading.time
    count += 1
    if number != count {
      add("record \(number) stands where record \(count) belongs: readings are missing or double")
      count = number
    }
    if time < latest {
      add("test time runs back from \(latest.si) s to \(time.si) s at record \(number)")
    } else {
      if recorded.reading.flags.contains(.gap) {
        gaps.append("readings are missing between \(latest.si) s and \(time.si) s of test time")
      }
      latest = time
    }
    if recorded.stepCount < step { add("record \(number) goes back from step \(step) to step \(recorded.stepCount)") }
    if recorded.stepCount != step, starts[recorded.stepCount] == nil {
      add("record \(number) belongs to step \(recorded.stepCount), which never began")
    }
    step = recorded.stepCount
    if let end = ends[step], end.time == time, end.charge != recorded.stepCharge {
      add("step \(step) ended with a charge of \(end.charge.si) C, its last reading has \(recorded.stepCharge.si) C")
    }
  }

  private mutating func add(_ fault: String) {
    if faults.count < Self.mostOfAKind { faults.append(fault) }
  }
}
