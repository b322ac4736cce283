import ArgumentParser
import Bench
import DeviceProfiles
import Documents
import Drivers
import Quantities

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
    return (
      InstrumentTarget(device, at: try PortAddress(chamberPort)),
      ChamberBinding.Demand(temperature: try Self.quantity(temperature, for: "--temperature"), band: band)
    )
  }

  private static func quantity(_ text: String, for option: String) throws(Diagnostics) -> Quantity<Temperature> {
    do throws(QuantityTextError) { return try Quantity<Temperature>(text: text) } catch {
      throw Diagnostics(
        Diagnostic("\(option) “\(text)” is no temperature", mend: "write it such as \"25 °C\" or \"1 K\""))
    }
  }
}
