import Bench
import Deposition
import Quantities
import TestProtocols
import VirtualCell

/// A plan, for people.
struct PlanView {
  let summary: PlanSummary
  let cell: NamedCell

  /// The lines of the plan.
  var lines: [String] {
    var lines = ["\(summary.name) on \(cell.name) (\(cell.profile.name))", "", stepTable]
    for loop in summary.loops {
      let steps =
        loop.steps.count == 1
        ? "step \(loop.steps.lowerBound) runs" : "steps \(loop.steps.lowerBound)–\(loop.steps.upperBound) run"
      lines.append("  \(steps) \(loop.times) times" + (loop.label.map { " (\($0))" } ?? ""))
    }
    lines += summary.steps.flatMap { step in step.reactions.map { "  step \(step.number) on \($0)" } }
    lines.append("")
    lines += summary.reactions.map { "  on:       \($0)" }
    lines +=
      summary.safety.isEmpty
      ? ["  safety:   no limits; the detectors alone end the run on a hard short or an open circuit"]
      : ["  safety:   " + summary.safety.joined(separator: "; ")]
    lines.append(
      "  in all:   \(summary.stepsInAll.formatted(digits: 6)) steps, at most \(summary.longestDuration.words)")
    lines.append("  cell:     \(limits)")
    lines += summary.notes.map { "  note:     \($0)" }
    return lines
  }

  /// What the cell can carry, and the Sand's time of each current above it.
  private var limits: String {
    let diffusion = cell.profile.diffusion
    let limit = diffusion.limitingCurrentDensity
    var text = "limiting current \(limit.formatted(in: .milliamperePerSquareCentimetre))"
    let over = Set(summary.steps.compactMap { $0.currentDensity?.magnitude }).filter { $0 > limit }.sorted()
    for density in over {
      guard let time = diffusion.depletionTime(at: density) else { continue }
      text += "; at \(density.formatted(in: .milliamperePerSquareCentimetre)) Sand's time is \(time.words) from rest"
    }
    let profile = cell.profile
    let ages = profile.working.ageing.deadLayer != nil || profile.counter.ageing.deadLayer != nil
    guard over.isEmpty else { return text }
    return text
      + (ages
        ? " while new: no step exceeds it, until dead lithium has lowered it"
        : ": no step exceeds it, so there is no Sand's time")
  }

  private var stepTable: String {
    var table = Table(titles: ["step", "name", "holds", "until", "rounds", "at most", "mAh/cm²"], numeric: [0, 4, 6])
    for step in summary.steps {
      let charge = step.largestCharge.map { ($0 / summary.area).value(in: .milliampereHourPerSquareCentimetre) }
      table.rows.append([
        "\(step.number)", step.name, step.control, step.ends.joined(separator: " or "),
        step.rounds.formatted(digits: 6), step.longestDuration?.words ?? "–",
        charge.map { $0.formatted(digits: 4) } ?? "–",
      ])
    }
    return table.text
  }
}
