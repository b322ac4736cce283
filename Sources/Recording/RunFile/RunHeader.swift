public import Cycling
public import Foundation
public import Quantities

/// Everything needed to understand a run without asking anybody: what was run, on what, by what.
public struct RunHeader: Hashable, Sendable {
  /// Name of the test protocol.
  public var protocolName: String
  /// The test protocol to the letter.
  public var protocolText: String
  /// Name of the cell.
  public var cellName: String
  /// The cell profile to the letter; empty when none was given.
  public var cellText: String
  /// The validated plan, as JSON.
  public var planJSON: String
  /// Name of the instrument's channel or of the virtual cell.
  public var channelName: String
  /// Version of the program that wrote the file.
  public var softwareVersion: String
  /// Seed of a virtual run's random numbers; nil for an instrument.
  public var seed: UInt64?
  /// When test time zero was, UTC.
  public var startedAt: Date
  /// Electrode area, for areal amounts.
  public var area: Quantity<Area>
  /// Columns of model state that come with each reading; empty for an instrument.
  public var modelColumns: [ModelColumn]
  /// What the operator wrote down.
  public var notes: String
  /// Seconds of test time in a second; nil for a virtual cell as fast as it goes.
  public var speed: Double?
  /// The instrument; nil for a virtual cell.
  public var instrument: InstrumentRecord?
  /// Name of the computer that wrote the file.
  public var host: String
  /// What the computer's local time was ahead of UTC, s.
  public var secondsFromUTC: Int

  /// A header from its parts.
  public init(
    protocolName: String, protocolText: String, cellName: String, cellText: String, planJSON: String,
    channelName: String, softwareVersion: String, seed: UInt64?, startedAt: Date, area: Quantity<Area>,
    modelColumns: [ModelColumn] = [], notes: String = "",
    speed: Double? = nil, instrument: InstrumentRecord? = nil, host: String = "", secondsFromUTC: Int = 0
  ) {
    (self.protocolName, self.protocolText) = (protocolName, protocolText)
    (self.cellName, self.cellText, self.planJSON) = (cellName, cellText, planJSON)
    (self.channelName, self.softwareVersion, self.seed) = (channelName, softwareVersion, seed)
    (self.startedAt, self.area, self.modelColumns, self.notes) = (startedAt, area, modelColumns, notes)
    (self.speed, self.instrument, self.host, self.secondsFromUTC) = (speed, instrument, host, secondsFromUTC)
  }

  /// SHA-256 of the protocol's text.
  public var protocolFingerprint: Fingerprint { Fingerprint(of: protocolText) }
}

/// Which instrument a run was taken with, and what is known about it.
public struct InstrumentRecord: Hashable, Codable, Sendable {
  /// Name of the device profile.
  public var profileName: String
  /// The device profile to the letter.
  public var profileText: String
  /// Where it was reached: a port, a host and its channel.
  public var place: String
  /// What it says of itself: vendor, model, serial number, firmware.
  public var identity: [String: String]
  /// Its calibration as stated by whoever ran it: date, certificate, offsets and gains with their units; empty where nobody did.
  public var calibration: [String: String]

  /// A record from its parts.
  public init(
    profileName: String, profileText: String, place: String, identity: [String: String] = [:],
    calibration: [String: String] = [:]
  ) {
    (self.profileName, self.profileText, self.place) = (profileName, profileText, place)
    (self.identity, self.calibration) = (identity, calibration)
  }

  /// The calibration as people read it.
  public var calibrationWords: String {
    if calibration.isEmpty { return "none stated" }
    return calibration.sorted { $0.key < $1.key }.map { $0.key == "stated" ? $0.value : "\($0.key) \($0.value)" }
      .joined(separator: "; ")
  }
}
