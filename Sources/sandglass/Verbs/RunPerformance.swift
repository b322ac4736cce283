import ArgumentParser
import Bench
import Foundation
import Runner
import TestProtocols

/// Runs a prepared run to its end before the eyes of a person, and ends the program as the run ended.
struct RunPerformance {
  let run: VirtualRun
  let speed: VirtualRun.Speed
  let terminal: Terminal
  let json: Bool

  func perform() throws {
    let view = RunView(terminal: terminal, area: run.plan.area, stepUnderWay: run.stepUnderWay)
    Interruption.listen()
    view.begin()
    let desk = OperatorDesk(terminal: terminal)
    var audience = VirtualRun.Audience(
      listen: { view.show($0) }, observe: { view.show($0) },
      control: RunControl(interruption: { Interruption.reason }))
    let run = run
    let report: RunReport
    switch speed {
    case .max: report = try run.runFast(for: audience)
    case .times(let factor):
      audience.control = desk.control
      // Whoever calls for a paused run to go on wants it to.
      if run.isPaused { desk.command(.resume(reason: "resumed by the operator, who called the program again")) }
      desk.listen()
      report = try waiting { [audience] in try await run.runLive(speed: factor, for: audience) }
    }
    for line in SummaryView(report: report).lines(on: terminal) { terminal.say(line) }
    terminal.say("\n  Run file: \(report.file)")
    terminal.say(terminal.styled("  Next: sandglass plot \(report.file) --out picture.svg", .faint))
    if json { Output.write(try ReportJSON(report: report).text()) }
    try report.end.exitCode(interrupted: Interruption.reason != nil || desk.wasAborted)
  }
}
