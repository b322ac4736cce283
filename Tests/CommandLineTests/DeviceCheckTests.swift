import Foundation
import Testing

@Suite("sandglass check --device", .onOwnThreads)
struct DeviceCheckTests {
  @Test("Prints what the instrument guards and what no source settles")
  func fits() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program("check", "plate-strip-symmetric", "--device", "keithley-2400")
    #expect(result.status == 0)
    #expect(result.output.contains("guards:   -2 V to 2 V"))
    #expect(result.output.contains("not tried on hardware"))
    #expect(result.output.contains("HIMP"))
    for line in result.output.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
    let json = try program("check", "plate-strip-symmetric", "--device", "keithley-2400", "--json").object()
    let device = try #require(json["device"] as? [String: Any])
    #expect(device["id"] as? String == "keithley-2400")
    #expect((device["unverified"] as? [String])?.isEmpty == false)
    #expect(json["instructions"] != nil, "the plan's own keys stay where they are")
  }

  @Test("Refuses with the number, and exits with 2")
  func refuses() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program("check", "plate-strip-symmetric", "--device", "ea-psb-10000")
    #expect(result.status == 2)
    #expect(result.errors.contains("steps of 2.289 mA"))
    #expect(result.errors.contains("asks for -100 µA"))
    let unknown = try program("check", "plate-strip-symmetric", "--device", "keithley-2401")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("did you mean \"keithley-2400\""))
  }
}
