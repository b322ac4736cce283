/// Remembers what went wrong on a line during a dialogue, so that its owner hears of it and opens the line anew, whatever the dialogue makes
/// of it.
final class WatchedIO: ByteIO {
  private let io: any ByteIO
  /// The fault that came last; nil where there was none.
  private(set) var fault: LineError?

  init(_ io: any ByteIO) { self.io = io }

  var now: Duration { io.now }

  func write(_ bytes: [UInt8]) throws(LineError) {
    do { try io.write(bytes) } catch { throw noted(error) }
  }

  func read(within time: Duration) throws(LineError) -> [UInt8] {
    do { return try io.read(within: time) } catch { throw noted(error) }
  }

  func discardInput() throws(LineError) {
    do { try io.discardInput() } catch { throw noted(error) }
  }

  func pause(_ time: Duration) throws(LineError) {
    do { try io.pause(time) } catch { throw noted(error) }
  }

  private func noted(_ error: LineError) -> LineError {
    fault = error
    return error
  }
}
