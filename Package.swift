// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is compiled with; ARCHITECTURE.md says why.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A library module in `Sources/<name>`; the allowed imports are the table of ARCHITECTURE.md.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module, in `Tests/<name>Tests`.
func tests(of name: String, and dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, resources: resources,
    swiftSettings: strict)
}

/// Complex numbers, for impedances.
let complexNumbers: Target.Dependency = .product(name: "Numerics", package: "swift-numerics")

/// A program in `Sources/<name>`, or elsewhere.
func program(_ name: String, in path: String? = nil, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

let package = Package(
  name: "sandglass",
  products: [.executable(name: "sandglass", targets: ["sandglass"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/ordo-one/TextTable", exact: "0.0.2"),
  ],
  targets: [
    .systemLibrary(name: "CMessageDigest", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
    module("Quantities"),
    module("Documents", ["Quantities", .product(name: "Yams", package: "Yams")]),
    module("Cycling", ["Quantities"]),
    module("Deposition", ["Quantities", complexNumbers]),
    module("VirtualCell", ["Deposition", "Documents", "Quantities", complexNumbers]),
    module("TestProtocols", ["Documents", "Cycling", "Quantities"]),
    module("DeviceProfiles", ["Documents", "Cycling", "Quantities"]),
    .systemLibrary(name: "CModbus", pkgConfig: "libmodbus", providers: [.apt(["libmodbus-dev"])]),
    .systemLibrary(name: "CSerialPort", pkgConfig: "libserialport", providers: [.apt(["libserialport-dev"])]),
    module(
      "Drivers", ["DeviceProfiles", "Documents", "Cycling", "VirtualCell", "Quantities", "CModbus", "CSerialPort"]),
    .target(
      name: "HardwareSim", dependencies: ["VirtualCell", "Deposition", "Documents", "Quantities"], path: "HardwareSim",
      swiftSettings: strict),
    module("Detection", ["Cycling", "Quantities"]),
    module("Runner", ["TestProtocols", "Detection", "Cycling", "Quantities"]),
    module(
      "Recording",
      [
        "Cycling", "Quantities", "CMessageDigest", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    module(
      "Bench",
      [
        "TestProtocols", "Documents", "Cycling", "Quantities", "VirtualCell", "DeviceProfiles", "Drivers", "Detection",
        "Runner", "Recording", "HardwareSim", complexNumbers,
      ]),
    program(
      "sandglass",
      [
        "Bench", "Documents", "Cycling", "Quantities", "TestProtocols", "Recording", "Runner", "Detection",
        "Deposition", "VirtualCell", "DeviceProfiles", "Drivers", "HardwareSim",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TextTable", package: "TextTable"),
      ]),

    .target(
      name: "CSandKernel", path: "Benchmarks/CSandKernel", cSettings: [.unsafeFlags(["-O3"])],
      linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "CModbusPeer", dependencies: ["CModbus"], path: "Benchmarks/CModbusPeer", cSettings: [.unsafeFlags(["-O3"])]
    ),
    program(
      "sandglass-bench", in: "Benchmarks/SandglassBench",
      [
        "Bench", "CModbusPeer", "CSandKernel", "Cycling", "Deposition", "Detection", "DeviceProfiles", "Drivers",
        "Quantities", "Recording", "Runner", "VirtualCell",
      ]),
    program(
      "detection-bench", in: "Benchmarks/DetectionBench", ["Cycling", "Detection", "Quantities", "VirtualCell"]),

    tests(of: "Quantities"),
    tests(of: "Documents", and: ["Quantities"]),
    .target(
      name: "ReferenceTables", path: "Tests/ReferenceTables", resources: [.copy("Tables")], swiftSettings: strict),
    tests(of: "Deposition", and: ["ReferenceTables", "Quantities", complexNumbers]),
    tests(of: "VirtualCell", and: ["ReferenceTables", "Deposition", "Documents", "Quantities", complexNumbers]),
    tests(of: "TestProtocols", and: ["Documents", "Cycling", "Quantities"], resources: [.copy("Fixtures")]),
    tests(of: "DeviceProfiles", and: ["Documents", "Cycling", "Quantities"]),
    tests(of: "Detection", and: ["Cycling", "Quantities"]),
    tests(of: "Recording", and: ["Cycling", "Quantities", .product(name: "GRDB", package: "GRDB.swift")]),
    tests(of: "Runner", and: ["TestProtocols", "Drivers", "Detection", "Cycling", "Quantities"]),
    tests(
      of: "Drivers",
      and: ["Cycling", "Deposition", "DeviceProfiles", "Documents", "HardwareSim", "VirtualCell", "Quantities"]),
    tests(
      of: "Bench",
      and: [
        "Cycling", "Detection", "DeviceProfiles", "Documents", "Drivers", "HardwareSim", "Quantities", "Recording",
        "Runner", "TestProtocols", "VirtualCell",
      ]),
    tests(of: "HardwareSim", and: ["DeviceProfiles", "VirtualCell", "Documents", "Quantities"]),
    .testTarget(name: "ArchitectureTests", swiftSettings: strict),
    .testTarget(name: "CommandLineTests", dependencies: ["sandglass"], swiftSettings: strict),
  ]
)
