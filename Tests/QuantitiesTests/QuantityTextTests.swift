import Quantities
import Testing

@Suite("Text to quantity")
struct QuantityTextTests {
  @Test(
    "Current densities in every spelling",
    arguments: ["0.5 mA/cm2", "0.5 mA/cm²", "0.5 mA cm-2", "0.5 mA·cm⁻²", "5 A/m2", "500 uA/cm^2", "5e-1mA/cm2"])
  func spellings(text: String) throws {
    #expect(abs(try Quantity<CurrentDensity>(text: text).si - 5) < 1e-12)
  }

  @Test("Units that people mix up")
  func units() throws {
    #expect(try Quantity<Time>(text: "10 min").si == 600)
    #expect(try Quantity<Time>(text: "2 hours").si == 7200)
    #expect(try Quantity<Charge>(text: "1 mAh").si == 3.6)
    #expect(try Quantity<ArealCapacity>(text: "1 mAh/cm2").value(in: .milliampereHourPerSquareCentimetre) == 1)
    #expect(try Quantity<Temperature>(text: "25 °C").si == 298.15)
    #expect(try Quantity<Concentration>(text: "1 mol/L").si == 1000)
    #expect(try Quantity<Concentration>(text: "1 M").si == 1000)
    #expect(abs(try Quantity<ArealResistance>(text: "50 ohm cm2").si - 5e-3) < 1e-15)
    #expect(abs(try Quantity<Conductivity>(text: "10 mS/cm").si - 1) < 1e-12)
    #expect(try Quantity<Dimensionless>(text: "98.2 %").si.rounded(toPlaces: 12) == 0.982)
    #expect(try Quantity<Dimensionless>(text: "0.38").si == 0.38)
    #expect(try Quantity<Voltage>(text: "-0.05 V").si == -0.05)
    #expect(try Quantity<ArealCapacitance>(text: "20 uF/cm2").si.rounded(toPlaces: 9) == 0.2)
  }

  @Test("Energies of a particle, of a mole and of a surface")
  func energies() throws {
    let electronvolt = 1.602176634e-19
    #expect(abs(try Quantity<Energy>(text: "0.3 eV").si / (0.3 * electronvolt) - 1) < 1e-15)
    #expect(abs(try Quantity<Energy>(text: "300meV").value(in: .electronvolt) - 0.3) < 1e-15)
    #expect(try Quantity<MolarEnergy>(text: "50 kJ/mol").si == 50_000)
    #expect(try Quantity<SurfaceEnergy>(text: "500 mJ/m2").si == 0.5)
    #expect(
      throws: QuantityTextError.wrongDimension(
        text: "50 kJ/mol", found: "molar energy", expected: "energy", example: "mWh")
    ) { try Quantity<Energy>(text: "50 kJ/mol") }
    #expect(throws: QuantityTextError.unknownUnit(text: "ev", nearest: "eV")) { try Quantity<Energy>(text: "1 ev") }
  }

  @Test("Numbers over an area", arguments: ["6e7 cm-2", "6e7 /cm2", "6e7 cm⁻²"])
  func numberDensities(text: String) throws {
    #expect(abs(try Quantity<NumberDensity>(text: text).si / 6e11 - 1) < 1e-15)
  }

  @Test("A bare number needs a unit")
  func missingUnit() {
    #expect(throws: QuantityTextError.missingUnit(text: "5", dimension: "current", example: "mA")) {
      try Quantity<Current>(text: "5")
    }
  }

  @Test("A unit of another dimension is named")
  func wrongDimension() {
    #expect(
      throws: QuantityTextError.wrongDimension(
        text: "5 mA", found: "current", expected: "current density", example: "mA/cm2")
    ) { try Quantity<CurrentDensity>(text: "5 mA") }
  }

  @Test("Nonsense is refused", arguments: ["", "NaN V", "inf V", "V", "1e999 V", "--1 V", "1.2.3 V", "0x10 V", "٣ V"])
  func notANumber(text: String) {
    #expect(throws: QuantityTextError.self) { try Quantity<Voltage>(text: text) }
  }

  @Test("Powers beyond sense are refused", arguments: ["1 m-9223372036854775808", "1 m10", "1 m^99999999999999999999"])
  func hugePowers(text: String) {
    #expect(throws: QuantityTextError.self) { try Quantity<Area>(text: text) }
  }

  @Test("An unknown unit comes with the nearest known one")
  func unknownUnit() {
    #expect(throws: QuantityTextError.unknownUnit(text: "ma", nearest: "mA")) { try Quantity<Current>(text: "5 ma") }
    #expect(throws: QuantityTextError.unknownUnit(text: "V99", nearest: "V")) { try Quantity<Voltage>(text: "5 V99") }
  }

  @Test("Shown in the unit of another text")
  func formattedLike() {
    #expect(Quantity<Time>(si: 3.1536e8).formatted(like: "1e9 h") == "87600 h")
    #expect(Quantity<Temperature>(si: 373.15).formatted(like: "200 °C") == "100 °C")
    #expect(Quantity<Dimensionless>(si: 0.5).formatted(like: "2") == "0.5")
    #expect(Quantity<Voltage>(si: 5).formatted(like: "7 s") == "5 (SI)")
  }

  @Test("Shown as people write it")
  func format() {
    #expect(Quantity<CurrentDensity>(si: 5).formatted(in: .milliamperePerSquareCentimetre) == "0.5 mA/cm²")
    #expect(Quantity<Time>(si: 3600).formatted(in: .second) == "3600 s")
    #expect(Quantity<Voltage>(si: -0.123456).formatted(in: .millivolt) == "-123.5 mV")
  }
}

extension Double {
  func rounded(toPlaces places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    return (self * scale).rounded() / scale
  }
}
