public import Cycling
public import Foundation
import Quantities
import Synchronization

/// A growing file in the Battery Data Format, for tools that follow a run while it goes on.
///
/// It has the columns of `bdf-csv`, whole rows only, and is flushed at every reading that comes 100 ms behind the last flush or
/// later. It is a copy for others: the run file is the record.
public final class LiveBatteryDataFile: Sendable {
  private struct State: ~Copyable {
    var rows: BatteryDataRows
    var sink: TextSink
    var flushed = -Double.infinity
  }

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
  }

  /// Takes the next event of the run.
  public func take(_ event: RunEvent) throws(RecordingError) {
    guard case .reading(let reading) = event else { return }
    try state.withLock { state throws(RecordingError) in
      try state.rows.write(reading, into: &state.sink)
      let now = CoarseClock.seconds
      if now - state.flushed >= Self.pause {
        state.flushed = now
        try state.sink.flush()
      }
    }
  }

  /// Writes what is left.
  public func close() throws(RecordingError) {
    try state.withLock { state throws(RecordingError) in try state.sink.flush() }
  }

  deinit { Glibc.close(descriptor) }
}
