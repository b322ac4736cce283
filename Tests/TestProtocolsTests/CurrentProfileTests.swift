import Documents
import Quantities
import TestProtocols
import Testing

@Suite("Current profiles")
struct CurrentProfileTests {
  private static let header = "time / s,plating current density / mA cm-2\n"

  private func read(_ csv: String) throws -> CurrentDensityProfile {
    try CurrentDensityProfile(csv: csv, name: "x", file: "x.csv")
  }

  @Test("Units of the header count, comments and blank lines do not")
  func units() throws {
    let profile = try read("# c\n\ntime / min, plating current density / A/m2\n0, 10\n# c\n1.5,-20\r\n2,0\n")
    #expect(profile.starts == [0, 90])
    #expect(profile.platingDensities == [10, -20])
    #expect(profile.duration == 120)
    let currents = profile.currents(area: Quantity(2, .squareCentimetre), scale: 10, repeats: 3)
    #expect(agree(currents.currents[0], -0.02))
    #expect(agree(currents.currents[1], 0.04))
    #expect(currents.repeats == 3)
  }

  @Test(
    "Faults are told with their line",
    arguments: [
      ("", 1, "there is no header"),
      ("0,1\n1,0\n", 1, "\"0,1\" is not the header of a profile"),
      ("time / s,current / mA\n0,1\n", 1, "\"time / s,current / mA\" is not the header of a profile"),
      ("time / s,plating current density / mA\n0,1\n", 1, "the header: \"1 mA\" is a current, not a current density"),
      ("time / parsec,plating current density / mA/cm2\n", 1, "the header: the unit \"parsec\" is not known"),
      (header + "0,1\n5,2\n5,0\n", 4, "the time 5 does not lie behind the row before"),
      (header + "1,1\n5,0\n", 2, "the first row is at time 1"),
      (header + "0,nan\n5,0\n", 2, "plating current density: \"nan\" is not a finite number"),
      (header + "0,1e999\n5,0\n", 2, "plating current density: \"1e999\" is not a finite number"),
      (header + "0,1 mA\n5,0\n", 2, "plating current density: \"1 mA\" is not a finite number"),
      (header + "0,1,2\n5,0\n", 2, "the row has 3 cells, not 2"),
      (header + "0\n5,0\n", 2, "the row has 1 cells, not 2"),
      (header + "0,1\n", 2, "the profile has 1 rows"),
      (header + "0,1\n5,1\n", 3, "the last row only ends the profile"),
      (header + "0,1e12\n5,0\n", 2, "\"0,1e12\" is too large"),
    ] as [(String, Int, String)])
  func faults(csv: String, line: Int, what: String) throws {
    let fault = try #require(#expect(throws: Diagnostics.self) { try read(csv) }).first
    #expect(fault.what == what)
    #expect(fault.place == Place(file: "x.csv", line: line))
  }
}
