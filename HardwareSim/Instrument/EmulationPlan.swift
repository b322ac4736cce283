public import Documents
import Quantities

/// Which instruments are to be emulated, with which cells, where, and what befalls them.
public struct EmulationPlan: Sendable {
  /// One instrument.
  public struct Instrument: Hashable, Sendable {
    /// What it is called on its bench.
    public var name: String
    /// Which one it is, by its name in the catalogue.
    public var device: String
    /// The cell at its terminals: a path, or a shipped name; nil for an instrument without terminals.
    public var cell: String?
    /// Modbus TCP, or lines of text over TCP.
    public var tcp: TCPAddress?
    /// Frames of Modbus RTU over TCP.
    public var rtuOverTCP: TCPAddress?
    /// The link to a pseudo-terminal.
    public var terminal: String?
    /// Seed of the cell's noise and of chance among faults.
    public var seed: UInt64
    /// Bits a second that its serial line carries; nil for as fast as it goes.
    public var pace: Double?
    /// A steady voltage in series with the cell, V.
    public var seriesVoltage = 0.0

    /// An instrument that is reached nowhere yet.
    public init(name: String, device: String, cell: String?, seed: UInt64 = 1) {
      (self.name, self.device, self.cell, self.seed) = (name, device, cell, seed)
    }
  }

  /// The instruments; their names differ.
  public var instruments: [Instrument]
  /// Seconds of test time in a second of real time.
  public var speed = 1.0
  /// The fault script; none by default.
  public var faults = FaultScript()
  /// Where the truth is written; nil for nowhere.
  public var truth: String?
  /// Whether other machines may reach it.
  public var allowsNetwork = false

  /// A plan at real time without faults.
  public init(_ instruments: [Instrument]) { self.instruments = instruments }

  /// Reads a bench of instruments; `Documentation/Emulation.md` has the table of keys. Throws every fault in it.
  public static func read(_ path: String) throws(Diagnostics) -> EmulationPlan {
    try EmulationPlanReader.read(try Document.read(path))
  }

  /// Reads a bench from its text; `file` is the name shown in messages.
  public static func parse(yaml: String, file: String) throws(Diagnostics) -> EmulationPlan {
    try EmulationPlanReader.read(try Document.parse(yaml: yaml, file: file))
  }
}

enum EmulationPlanReader {
  static func read(_ node: DocumentNode) throws(Diagnostics) -> EmulationPlan {
    let findings = Findings()
    let plan = try Fields.read(node, as: "bench") { fields in
      let seed = fields.optionalInteger("seed", in: 0...Int.max).map(UInt64.init) ?? 1
      var plan = EmulationPlan(fields.list("instruments") { instrument($0, seed: seed) })
      plan.speed = fields.optionalNumber("speed", .positive(to: Quantity(si: 1e6))) ?? 1
      plan.truth = fields.optionalText("truth")
      if let path = fields.optionalText("faults") {
        do throws(Diagnostics) {
          plan.faults = try FaultScript.read(path)
        } catch {
          error.list.forEach { findings.add($0) }
        }
      }
      var names: Set<String> = []
      for instrument in plan.instruments where !names.insert(instrument.name).inserted {
        fields.findings.add(.sameName(instrument.name, at: fields.place))
      }
      return plan
    }
    try findings.throwIfAny()
    return plan
  }

  private static func instrument(_ field: Field, seed: UInt64) -> EmulationPlan.Instrument? {
    guard let fields = field.fields() else { return nil }
    defer { fields.finish() }
    let device = fields.text("device", example: "keithley-2400")
    if let place = fields.field("device")?.place, !device.isEmpty, PanelCatalogue.entry(device) == nil {
      fields.findings.add(.unknownDevice(device, at: place))
    }
    var instrument = EmulationPlan.Instrument(
      name: fields.optionalText("name") ?? device, device: device, cell: fields.optionalText("cell"),
      seed: fields.optionalInteger("seed", in: 0...Int.max).map(UInt64.init) ?? seed)
    instrument.tcp = address(fields, "tcp")
    instrument.rtuOverTCP = address(fields, "rtu tcp")
    instrument.terminal = fields.optionalText("terminal")
    instrument.pace = fields.optionalInteger("pace", in: 50...4_000_000).map(Double.init)
    instrument.seriesVoltage = fields.optionalQuantity("series voltage", Bounds<Voltage>.any)?.si ?? 0
    if let fault = instrument.fault(at: field.place) { fields.findings.add(fault) }
    return instrument
  }

  private static func address(_ fields: Fields, _ key: String) -> TCPAddress? {
    guard let field = fields.field(key), let text = field.text(example: "127.0.0.1:5020") else { return nil }
    do throws(Diagnostics) {
      return try TCPAddress(text: text)
    } catch {
      fields.findings.add(Diagnostic(error.first.what, at: field.place, mend: error.first.mend))
      return nil
    }
  }
}

extension EmulationPlan.Instrument {
  /// What is wrong with it as a whole; nil where nothing is.
  func fault(at place: Place?) -> Diagnostic? {
    guard let entry = PanelCatalogue.entry(device) else { return nil }
    if tcp == nil, rtuOverTCP == nil, terminal == nil { return .reachedNowhere(name, at: place) }
    if rtuOverTCP != nil, entry.language != .modbus { return .noModbus(device, at: place) }
    if cell == nil, entry.needsCell { return .noCell(device, at: place) }
    return nil
  }
}
