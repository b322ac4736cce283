import Foundation

/// Instruments, and the ports where they are reached, in one process.
public final class EmulatedBench: Sendable {
  /// An instrument and its ports.
  public struct Place: Sendable {
    /// The instrument.
    public let instrument: EmulatedInstrument
    /// Where it is reached.
    public let ports: [any EmulatedPort]

    /// An instrument and its ports.
    public init(instrument: EmulatedInstrument, ports: [any EmulatedPort]) {
      (self.instrument, self.ports) = (instrument, ports)
    }
  }

  /// What stands on it.
  public let places: [Place]
  private let stopFlag = StopFlag()

  /// A bench from what stands on it.
  public init(_ places: [Place]) { self.places = places }

  /// How often cells catch up with the clock where nobody asks, s.
  private static let pulse = 0.1

  /// Begins to serve.
  public func start() {
    for place in places { place.ports.forEach { $0.start() } }
    stopFlag.thread("pulse") { [self] in
      while !stopFlag.isSet {
        for place in places { place.instrument.catchUp() }
        Thread.sleep(forTimeInterval: Self.pulse)
      }
    }
  }

  /// Ends every connection, and removes what the ports left in the file system.
  public func stop() {
    stopFlag.set()
    for place in places { place.ports.forEach { $0.stop() } }
    for place in places { place.instrument.catchUp() }
  }
}
