public import ArgumentParser
import Bench
import Foundation
import Recording

/// How a run is recorded, as typed.
struct RecordingArguments: ParsableArguments {
  @Option(
    help: """
      What a commit promises: normal keeps every reading when the program ends, however it ends; full keeps it when the \
      power goes, too, and waits for the disk.
      """)
  var durability = RunFile.Durability.normal

  @Option(
    help: ArgumentHelp(
      "File in the Battery Data Format that grows with the run, for tools that follow it: run.bdf.csv",
      valueName: "file"))
  var liveCsv: String?

  @Option(
    help: ArgumentHelp(
      "File or pipe that gets a line behind each commit: how many readings and how many events are safe now.",
      valueName: "file"))
  var acknowledge: String?

  func options(notes: String = "", calibration: String = "") throws -> RecordingOptions {
    RecordingOptions(
      durability: durability, notes: notes, calibration: calibration, liveFile: liveCsv.map { URL(filePath: $0) },
      acknowledge: try acknowledge.map { try AcknowledgementLog(appendingTo: $0).take })
  }
}

extension RunFile.Durability: ExpressibleByArgument {}

/// Says elsewhere what is safe on disk.
private final class AcknowledgementLog: Sendable {
  private let descriptor: Int32

  init(appendingTo path: String) throws {
    descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ValidationError("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  @Sendable func take(_ position: RunFile.Position) {
    let line = "\(position.readings) \(position.events)\n"
    _ = line.utf8.withContiguousStorageIfAvailable { write(descriptor, $0.baseAddress, $0.count) }
  }
}
