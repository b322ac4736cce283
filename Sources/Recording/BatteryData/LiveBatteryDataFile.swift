public import Cycling
public import Foundation
import Quantities
import Synchronization

/// A growing file in the Battery Data Format, for tools that follow a run while it goes on.
///
/// It has the columns of `bdf-csv`, whole rows only, metadata beside it, and is flushed at every reading that comes 100 ms behind the last flush or
/// later. It is a copy for others: the run file is the record.
public final class LiveBatteryDataFile: Sendable {
  private struct State: ~Copyable {
    var rows: BatteryDataRows
    var sink: TextSink
    var flushed = -Double.infinity
    var count = 0
    var end: RunEnd?
  }

  private let url: URL
  private let header: RunHeader

  private let descriptor: Int32
  private let state: Mutex<State>
  private static let pause = 0.1

  /// Makes the file, or an empty one in its place; throws `cannotCreate` or what writing can bring.
  public init(at url: URL, header: RunHeader) throws(RecordingError) {
    let path = url.path
    descriptor = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotCreate(path: path, reason: systemReason()) }
    var sink = TextSink(descriptor, path: path)
    let rows = BatteryDataRows(header: header, path: path, withModelState: false)
    try rows.writeNames(into: &sink)
    try sink.flush()
    state = Mutex(State(rows: rows, sink: sink))
    (self.url, self.header) = (url, header)
    try writeMetadata(rows: 0, end: nil)
  }

  /// Takes the next event of the run.
  public func take(_ event: RunEvent) throws(RecordingError) {
    if case .ended(let end) = event { state.withLock { $0.end = end } }
    guard case .reading(let reading) = event else { return }
    try state.withLock { state throws(RecordingError) in
      state.count += 1
      try state.rows.write(reading, into: &state.sink)
      let now = CoarseClock.seconds
      if now - state.flushed >= Self.pause {
        state.flushed = now
        try state.sink.flush()
      }
    }
  }

  /// Writes what is left, and the metadata beside it.
  public func close() throws(RecordingError) {
    let (count, end) = try state.withLock { state throws(RecordingError) in
      try state.sink.flush()
      return (state.count, state.end)
    }
    try writeMetadata(rows: count, end: end)
  }

  private func writeMetadata(rows: Int, end: RunEnd?) throws(RecordingError) {
    try RunMetadata(header, source: url.lastPathComponent, columns: BatteryDataRows.labels, rows: rows, end: end)
      .write(beside: url, withExtension: "bdf.csv")
  }

  deinit { Glibc.close(descriptor) }
}
