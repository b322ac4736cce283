import Quantities
import Recording

/// What a cycle moved, and at what voltage.
struct CycleJSON: Encodable {
  let cycle: CycleSummary

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(cycle.cycle, forKey: "cycle")
    try object.encode(cycle.isComplete, forKey: "complete")
    for (half, name) in [(cycle.plating, "plat"), (cycle.stripping, "stripp")] {
      try object.encode(number: half.charge.value(in: .milliampereHour), forKey: Key("\(name)ed_mAh"))
      try object.encode(number: half.energy.value(in: .milliwattHour), forKey: Key("\(name)ing_energy_mWh"))
      try object.encode(number: half.meanVoltage?.si, forKey: Key("mean_\(name)ing_voltage_V"))
    }
    try object.encode(number: cycle.coulombicEfficiency, forKey: "coulombic_efficiency")
  }
}
