public import Cycling

/// All detectors of one channel: give it every reading in order, it answers with what they have to say.
///
/// A value: a copy is a snapshot, and a decoded one goes on as if nothing had happened, to the bit.
public struct DetectorBank: Sendable {
  private var segments = CurrentSegments()
  private var detectors: [any Detector]

  /// What is left of Sand's time at the present current; nil when nothing is known or there is none.
  public private(set) var sandForecast: SandForecast?

  /// Detectors that have seen nothing.
  public init(configuration: DetectorConfiguration = DetectorConfiguration()) {
    detectors = DetectorCatalogue.detectors.map { $0.init(configuration: configuration) }
  }

  /// Looks at the next reading. The answer is nearly always empty; one that cannot be true (no number, time running
  /// back) is passed over.
  public mutating func observe(_ reading: Reading) -> [Alarm] {
    guard let observation = segments.place(reading) else { return [] }
    var verdicts = Verdicts()
    for index in detectors.indices { detectors[index].observe(observation, verdicts: &verdicts) }
    sandForecast = verdicts.sandForecast
    return verdicts.alarms
  }
}

extension DetectorBank: Codable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// Reads a snapshot; throws when a detector's state is missing or damaged.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    segments = try container.decode(CurrentSegments.self, forKey: Key("segments"))
    sandForecast = try container.decodeIfPresent(SandForecast.self, forKey: Key("forecast"))
    detectors = try DetectorCatalogue.detectors.map { type in
      try type.init(from: container.superDecoder(forKey: Key(type.entry.id)))
    }
  }

  /// Writes a snapshot, each detector under its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(segments, forKey: Key("segments"))
    try container.encodeIfPresent(sandForecast, forKey: Key("forecast"))
    for detector in detectors {
      try detector.encode(to: container.superEncoder(forKey: Key(type(of: detector).entry.id)))
    }
  }
}
