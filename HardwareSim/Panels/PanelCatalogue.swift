public import VirtualCell

/// The instruments that can be emulated: one line each.
public enum PanelCatalogue {
  /// An instrument that can be emulated.
  public struct Entry: Sendable {
    /// Name of its profile in `Profiles/Devices`.
    public let id: String
    /// What it is.
    public let summary: String
    /// How it is spoken to.
    public let language: Language
    let make: @Sendable (PowerStage) -> EmulatedPanel

    /// The instrument as after switching on, with a cell at its terminals and a steady voltage in series with it, V.
    public func panel(cell: VirtualCell, seriesVoltage: Double = 0) -> EmulatedPanel {
      var stage = PowerStage(cell: cell)
      stage.seriesVoltage = seriesVoltage
      return make(stage)
    }
  }

  /// How an instrument is spoken to.
  public enum Language: String, Sendable {
    /// Modbus TCP, RTU, or RTU over TCP.
    case modbus
    /// Lines of text, over TCP or a serial line.
    case lines
  }

  /// All of them, by name.
  public static let entries: [Entry] = [
    Entry(id: "ea-psb-10000", summary: "EA PSB 10060-60: supply that sources and sinks", language: .modbus) {
      EmulatedPanel(EAPowerSupply($0))
    },
    Entry(id: "keithley-2400", summary: "Keithley 2400: four-quadrant source meter, SCPI", language: .lines) {
      EmulatedPanel(Keithley2400($0))
    },
    Entry(id: "emstat4", summary: "PalmSens EmStat4S HR: galvanostat and potentiostat, MethodSCRIPT", language: .lines) {
      EmulatedPanel(EmStat($0, EmStat.emStat4))
    },
    Entry(id: "emstat-pico", summary: "PalmSens EmStat Pico: potentiostat, MethodSCRIPT", language: .lines) {
      EmulatedPanel(EmStat($0, EmStat.pico))
    },
  ].sorted { $0.id < $1.id }

  /// The instrument of a name.
  public static func entry(_ id: String) -> Entry? { entries.first { $0.id == id } }
}
