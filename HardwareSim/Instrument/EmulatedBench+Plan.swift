public import Documents
public import VirtualCell

extension EmulatedBench {
  /// Makes every instrument of a plan and opens its ports; throws where a cell, a port or the truth file cannot be had, and closes the
  /// others again.
  public convenience init(
    _ plan: EmulationPlan, cell: (String) throws(Diagnostics) -> CellProfile
  ) throws(Diagnostics) {
    let clock = EmulationClock(speed: plan.speed)
    let truth: TruthLog? = if let path = plan.truth { try TruthLog(writing: path) } else { nil }
    var places: [Place] = []
    do throws(Diagnostics) {
      for instrument in plan.instruments {
        if let fault = instrument.fault(at: nil) { throw Diagnostics(fault) }
        guard let entry = PanelCatalogue.entry(instrument.device) else {
          throw Diagnostics(.unknownDevice(instrument.device, at: nil))
        }
        let profile: CellProfile? = if let name = instrument.cell { try cell(name) } else { nil }
        let atTerminals = profile.map { VirtualCell(profile: $0, seed: instrument.seed) }
        guard let panel = entry.panel(cell: atTerminals, seriesVoltage: instrument.seriesVoltage) else {
          throw Diagnostics(.noCell(instrument.device, at: nil))
        }
        let emulated = EmulatedInstrument(
          name: instrument.name, panel: panel, clock: clock, faults: plan.faults, seed: instrument.seed, truth: truth)
        places.append(Place(instrument: emulated, ports: []))
        places[places.count - 1] = Place(
          instrument: emulated, ports: try Self.ports(of: instrument, emulated, plan.allowsNetwork))
      }
    } catch {
      places.forEach { $0.ports.forEach { $0.stop() } }
      throw error
    }
    self.init(places)
  }

  private static func ports(
    of plan: EmulationPlan.Instrument, _ instrument: EmulatedInstrument, _ allowsNetwork: Bool
  ) throws(Diagnostics) -> [any EmulatedPort] {
    var ports: [any EmulatedPort] = []
    do throws(Diagnostics) {
      if let address = plan.tcp {
        ports.append(try TCPPort(address, for: instrument, pace: plan.pace, allowingNetwork: allowsNetwork))
      }
      if let address = plan.rtuOverTCP {
        ports.append(
          try TCPPort(address, for: instrument, framing: .rtu, pace: plan.pace, allowingNetwork: allowsNetwork))
      }
      if let link = plan.terminal {
        ports.append(try PseudoTerminalPort(link: link, for: instrument, pace: plan.pace))
      }
      return ports
    } catch {
      ports.forEach { $0.stop() }
      throw error
    }
  }
}
