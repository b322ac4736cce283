import Cycling
import Drivers
public import Foundation
import Quantities
import Recording
import Runner
import TestProtocols
import VirtualCell

extension VirtualRun {
  /// A virtual run that was cut off, to go on where its file ends; and how fast it went.
  ///
  /// At full speed it is done once more from the last state stored, which gives the same to the last bit, and goes on
  /// from there. In real time machine and detectors hear again what they heard since, and the cell rested meanwhile.
  /// Throws what opening the file can bring, `ended`, or `cannotGoOn`.
  public static func resuming(
    _ file: URL, options: RecordingOptions = RecordingOptions()
  ) throws -> (run: VirtualRun, speed: Speed) {
    let reader = try RunFile.Reader(opening: file)
    let path = file.path
    if try reader.end() != nil { throw RecordingError.ended(path: path) }
    let header = reader.header
    guard let seed = header.seed, header.instrument == nil else {
      throw RecordingError.cannotGoOn(path: path, reason: "it was not taken on a virtual cell")
    }
    guard let plan = try? JSONDecoder().decode(Plan.self, from: Data(header.planJSON.utf8)),
      let cell = try header.cell
    else { throw RecordingError.cannotGoOn(path: path, reason: "its plan or its cell cannot be read") }
    guard reader.schemaVersion >= 3 else {
      throw RecordingError.cannotGoOn(path: path, reason: "it was written by a version that stored no state")
    }

    let snapshot = try reader.snapshot()
    let stored = snapshot.flatMap { RunState($0) }
    let position = stored == nil ? RunFile.Position() : snapshot?.position ?? RunFile.Position()
    let state = stored ?? RunState(freshOn: cell, plan: plan, seed: seed)
    guard let channel = state.channel else {
      throw RecordingError.cannotGoOn(path: path, reason: "its state has no virtual cell")
    }
    let gap = try reader.timeSinceLastCommit()
    guard let speed = header.speed else {
      let retrace = try RunFile.Retrace(of: reader, after: position)
      let run = VirtualRun(
        from: state.run, on: channel, plan: plan, cell: cell, seed: seed,
        interruption: RunInterruption(gap: gap, cellWasOpened: false)
      ) { isLive in
        try RunRecorder(continuing: reader, options: options, isLive: isLive, retrace: retrace)
      }
      return (run, .max)
    }
    var heard = CaughtUpRun(state)
    try heard.hear(reader.inputs(after: position), isFromStart: stored == nil)
    let run = VirtualRun(
      from: heard.state.run, on: heard.state.channel ?? channel, plan: plan, cell: cell, seed: seed,
      missing: heard.missing,
      interruption: RunInterruption(gap: gap, cellWasOpened: true)
    ) { isLive in
      try RunRecorder(continuing: reader, options: options, isLive: isLive, retrace: nil)
    }
    return (run, .times(speed))
  }
}
