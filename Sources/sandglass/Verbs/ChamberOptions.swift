import ArgumentParser
import Bench
import DeviceProfiles
import Documents
import Drivers
import Quantities
import Runner

/// Which chamber holds the temperature around the cell, and what is asked of it.
struct ChamberOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Temperature chamber around the cell: a path, or a name from `sandglass list devices`.",
      discussion: "Out of its band, or silent for 10 s, it pauses the run until you resume it.", valueName: "device"))
  var chamber: String?

  @Option(help: ArgumentHelp("Where the chamber is, as for --port.", valueName: "port"))
  var chamberPort: String?

  @Option(
    help: ArgumentHelp(
      "What the chamber shall hold, such as \"25 °C\"; the run waits for it.", valueName: "temperature"))
  var temperature: String?

  @Option(help: ArgumentHelp("By how much it may differ.", valueName: "kelvins"))
  var temperatureBand = "1 K"

  /// The chamber and what is asked of it; nil where none is wanted. Throws what is missing or cannot be read.
  func binding(in files: ShippedFiles) throws(Diagnostics) -> (target: InstrumentTarget, demand: ChamberBinding.Demand)?
  {
    guard let chamber else {
      guard chamberPort == nil, temperature == nil else {
        throw Diagnostics(
          Diagnostic("--chamber-port and --temperature need a chamber", mend: "add   --chamber eurotherm-3200"))
      }
      return nil
    }
    guard let chamberPort, let temperature else {
      throw Diagnostics(
        Diagnostic(
          "--chamber needs to know where it is and what it shall hold",
          mend: "add   --chamber-port /dev/ttyUSB1 --temperature \"25 °C\""))
    }
    let device = try files.device(named: chamber)
    guard device.profile.kind == .chamber else {
      throw Diagnostics(Diagnostic("\(device.title) is no chamber", mend: "see   sandglass list devices"))
    }
    let band: Quantity<Temperature> = try Self.quantity(temperatureBand, for: "--temperature-band")
    guard band.si > 0, band.si <= 50 else {
      throw Diagnostics(Diagnostic("--temperature-band \(temperatureBand) is not above 0 K and at most 50 K"))
    }
    let wanted: Quantity<Temperature> = try Self.quantity(temperature, for: "--temperature")
    if let span = device.model.temperature, !span.contains(wanted.si) {
      let (low, high) = ((span.lowest - 273.15).formatted(digits: 4), (span.highest - 273.15).formatted(digits: 4))
      throw Diagnostics(
        Diagnostic(
          "--temperature \(temperature) is outside what \(device.title) holds", detail: "from \(low) °C to \(high) °C"))
    }
    return (
      InstrumentTarget(device, at: try PortAddress(chamberPort)),
      ChamberBinding.Demand(temperature: wanted, band: band)
    )
  }

  /// What was asked for, as a run file keeps it; nothing where no chamber is wanted.
  var surroundings: [String: String] {
    guard let chamber, let chamberPort, let temperature else { return [:] }
    return [
      "chamber": chamber, "chamber port": chamberPort, "chamber temperature": temperature,
      "chamber band": temperatureBand,
    ]
  }

  /// What is left out here as a run file says that it was: a run that depended on a chamber goes on depending on it.
  func filled(from surroundings: [String: String]) -> ChamberOptions {
    guard chamber == nil, let kept = surroundings["chamber"] else { return self }
    var filled = self
    filled.chamber = kept
    filled.chamberPort = chamberPort ?? surroundings["chamber port"]
    filled.temperature = temperature ?? surroundings["chamber temperature"]
    filled.temperatureBand = surroundings["chamber band"] ?? temperatureBand
    return filled
  }

  /// Binds the chamber and waits until it is as it should be, saying how it is; nil where none is wanted. Throws `Outcome.interrupted`
  /// where the person does not want to wait.
  func bind(in files: ShippedFiles, telling terminal: Terminal) throws -> ChamberBinding? {
    guard let asked = try binding(in: files) else { return nil }
    let room = try waiting { try await ChamberBinding.bind(asked.target, demand: asked.demand) }
    Interruption.listen()
    let isReady = try waiting {
      await room.waitUntilReady(
        tell: { terminal.say("  \(room.name): \($0.words)") }, interrupted: { Interruption.reason != nil })
    }
    if isReady { return room }
    try waiting { await room.release() }
    throw Outcome.interrupted
  }

  private static func quantity(_ text: String, for option: String) throws(Diagnostics) -> Quantity<Temperature> {
    do throws(QuantityTextError) { return try Quantity<Temperature>(text: text) } catch {
      throw Diagnostics(
        Diagnostic("\(option) “\(text)” is no temperature", mend: "write it such as \"25 °C\" or \"1 K\""))
    }
  }
}
