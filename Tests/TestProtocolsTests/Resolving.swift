import Documents
import Foundation
import Quantities
import TestProtocols
import Testing

/// The project's own folder, in which protocols and profiles are shipped.
let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// A cell of 1 cm² and 2 mAh.
let cell = CellFacts(
  area: Quantity(1, .squareCentimetre), capacity: Quantity(2, .milliampereHour), working: "Li", counter: "Li")

let shippedCurrents = CurrentProfileFiles(folders: [project.appendingPathComponent("Profiles/Currents").path])

/// Resolves a text for a cell.
func resolve(_ text: String, file: String = "p.yaml", for facts: CellFacts = cell) throws -> Plan {
  try ProtocolDocument(text: text, file: file).resolve(for: facts, currents: shippedCurrents)
}

/// A protocol with these steps, of which the first stands on line 5.
func withSteps(_ steps: String) -> String {
  """
  sandglass: 1
  name: t
  safety: {voltage: [-5 V, 5 V]}
  record: {every: 1 s}
  steps: \(steps)
  """
}

/// The plan of these steps for the cell of 1 cm².
func plan(_ steps: String) throws -> Plan { try resolve(withSteps(steps)) }

/// What is wrong with a text, top to bottom.
func faults(in text: String, file: String = "p.yaml", for facts: CellFacts = cell) throws -> [Diagnostic] {
  let thrown = #expect(throws: Diagnostics.self) { try resolve(text, file: file, for: facts) }
  return try #require(thrown).list
}

func hours(_ value: Double) -> Quantity<Time> { Quantity(value, .hour) }
func volts(_ value: Double) -> Quantity<Voltage> { Quantity(value, .volt) }
func milliamperes(_ value: Double) -> Quantity<Current> { Quantity(value, .milliampere) }
func milliampereHours(_ value: Double) -> Quantity<Charge> { Quantity(value, .milliampereHour) }

/// Whether two numbers agree to a part in 10¹².
func agree(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-12 * max(a.magnitude, b.magnitude) }
