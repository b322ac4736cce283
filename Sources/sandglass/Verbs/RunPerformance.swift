import Bench
import Foundation
import Quantities
import Runner
import TestProtocols

/// A run as a person sees it, from its first step to its summary.
struct RunPerformance {
  let plan: Plan
  let terminal: Terminal
  let json: Bool
  /// The step that a run goes on with; nil for one that begins.
  var stepUnderWay: String?

  /// Lets a virtual run go at its speed.
  func perform(_ run: VirtualRun, at speed: VirtualRun.Speed) throws {
    switch speed {
    case .max: try perform(isLive: false) { try run.runFast(for: $0) }
    case .times(let factor):
      try perform(isLive: true, wasPaused: run.isPaused) { audience in
        try waiting { try await run.runLive(speed: factor, for: audience) }
      }
    }
  }

  /// Lets a run go, shows what happens in it, and leaves with the exit code of its end; a live one listens to what is typed.
  func perform(isLive: Bool, wasPaused: Bool = false, _ run: (sending VirtualRun.Audience) throws -> RunReport) throws {
    let view = RunView(terminal: terminal, area: plan.area, stepUnderWay: stepUnderWay)
    let desk = OperatorDesk(terminal: terminal)
    Interruption.listen()
    view.begin()
    // Whoever calls for a paused run to go on wants it to.
    if wasPaused { desk.command(.resume(reason: "resumed by the operator, who called the program again")) }
    let report = try run(
      VirtualRun.Audience(
        listen: { event in
          // Not before the run begins: until then the person may be asked something.
          if isLive { desk.listen() }
          view.show(event)
        }, observe: { view.show($0) },
        control: isLive ? desk.control : RunControl(interruption: { Interruption.reason })))
    for line in SummaryView(report: report).lines(on: terminal) { terminal.say(line) }
    terminal.say("\n  Run file: \(report.file)")
    terminal.say(terminal.styled("  Next: sandglass plot \(report.file) --out picture.svg", .faint))
    if json { Output.write(try ReportJSON(report: report).text()) }
    try report.end.exitCode(interrupted: Interruption.reason != nil || desk.wasAborted)
  }
}
