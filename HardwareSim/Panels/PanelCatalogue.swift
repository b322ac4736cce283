public import VirtualCell

/// The instruments that can be emulated: one line each.
public enum PanelCatalogue {
  /// All of them, by name.
  public static let entries: [Entry] = [
    Entry("ea-psb-10000", "EA PSB 10060-60: supply that sources and sinks", .modbus) { .init(EAPowerSupply($0)) },
    Entry("riden-rd60xx", "Riden RD60xx: supply, sources only", .modbus, models: BenchSupply.Layout.ridenModels) {
      .init(BenchSupply($0, .riden($1)))
    },
    Entry("dps5005", "Ruideng DPS5005: supply, sources only", .modbus) { .init(BenchSupply($0, .dps5005)) },
    Entry("xy6020l", "Sinilink XY6020L: supply, sources only", .modbus) { .init(BenchSupply($0, .xy6020l)) },
    Entry("keithley-2400", "Keithley 2400: four-quadrant source meter, SCPI", .lines) { .init(Keithley2400($0)) },
    Entry("keithley-2450", "Keithley 2450: four-quadrant source meter, SCPI", .lines) { .init(Keithley2450($0)) },
    Entry("palmsens-emstat4", "PalmSens EmStat4S: galvanostat and potentiostat", .lines, models: EmStat.emStat4Models) {
      .init(EmStat($0, $1 == "EmStat4 HR" ? EmStat.emStat4HR : EmStat.emStat4LR))
    },
    Entry("palmsens-nexus", "PalmSens Nexus: galvanostat and potentiostat, MethodSCRIPT", .lines) {
      .init(EmStat($0, EmStat.nexus))
    },
    Entry("rodeostat", "IO Rodeo Rodeostat: potentiostat, JSON lines", .lines, models: Rodeostat.variants) {
      .init(Rodeostat($0, variant: $1))
    },
    Entry("palmsens-emstat-pico", "PalmSens EmStat Pico: potentiostat, MethodSCRIPT", .lines) {
      .init(EmStat($0, EmStat.pico))
    },
    Entry(chamber: "eurotherm-3200", "Eurotherm 3200: temperature controller") { .init(Eurotherm3200()) },
    Entry(chamber: "watlow-ez-zone", "Watlow EZ-ZONE PM: temperature controller") { .init(WatlowEZZone()) },
    Entry(chamber: "omega-cn7500", "Omega CN7500: temperature controller") { .init(OmegaCN7500()) },
  ].sorted { $0.id < $1.id }

  /// The instrument of a name, which a model may stand behind: `riden-rd60xx:RD6006P`; nil where there is none.
  public static func entry(_ name: String) -> Entry? {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    guard let id = parts.first, var entry = entries.first(where: { $0.id == id }) else { return nil }
    if parts.count > 1 {
      guard entry.models.contains(parts[1]) else { return nil }
      entry.model = parts[1]
    }
    return entry
  }
}

extension PanelCatalogue {
  /// How an instrument is spoken to.
  public enum Language: String, Sendable {
    /// Modbus TCP, RTU, or RTU over TCP.
    case modbus
    /// Lines of text, over TCP or a serial line.
    case lines
  }

  /// An instrument that can be emulated.
  public struct Entry: Sendable {
    /// Name of its profile in `Profiles/Devices`.
    public let id: String
    /// What it is.
    public let summary: String
    /// How it is spoken to.
    public let language: Language
    /// Names of its models; empty where there is only one.
    public let models: [String]
    /// Which of them it is; the first unless another was named.
    public internal(set) var model: String?
    private let build: Build

    private enum Build: Sendable {
      case powered(@Sendable (PowerStage, String) -> EmulatedPanel)
      case cellless(@Sendable () -> EmulatedPanel)
    }

    /// An instrument with a cell at its terminals.
    init(
      _ id: String, _ summary: String, _ language: Language, models: [String] = [],
      powered: @escaping @Sendable (PowerStage, String) -> EmulatedPanel
    ) {
      (self.id, self.summary, self.language, self.models) = (id, summary, language, models)
      (model, build) = (models.first, .powered(powered))
    }

    /// An instrument with a cell at its terminals and only one model.
    init(
      _ id: String, _ summary: String, _ language: Language, powered: @escaping @Sendable (PowerStage) -> EmulatedPanel
    ) {
      self.init(id, summary, language, models: []) { stage, _ in powered(stage) }
    }

    /// A chamber, which no cell is connected to.
    init(chamber id: String, _ summary: String, cellless: @escaping @Sendable () -> EmulatedPanel) {
      (self.id, self.summary, language, models, build) = (id, summary, .modbus, [], .cellless(cellless))
    }

    /// Whether it has terminals for a cell.
    public var needsCell: Bool { if case .powered = build { true } else { false } }

    /// The instrument as after switching on, with a cell at its terminals and a steady voltage in series with it, V; nil where it has
    /// terminals but there is no cell.
    public func panel(cell: VirtualCell?, seriesVoltage: Double = 0) -> EmulatedPanel? {
      switch build {
      case .cellless(let make): return make()
      case .powered(let make):
        guard let cell else { return nil }
        var stage = PowerStage(cell: cell)
        stage.seriesVoltage = seriesVoltage
        return make(stage, model ?? "")
      }
    }
  }
}
