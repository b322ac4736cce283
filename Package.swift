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

let package = Package(
  name: "sandglass",
  products: [],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2")
  ],
  targets: [
    module("Quantities"),
    module("Cycling", ["Quantities"]),
    module("Documents", ["Quantities", .product(name: "Yams", package: "Yams")]),
    module("Deposition", ["Quantities"]),
    module("VirtualCell", ["Deposition", "Documents", "Quantities"]),
    module("TestProtocols", ["Documents", "Cycling", "Quantities"]),
    tests(of: "Quantities"),
    tests(of: "Documents", and: ["Quantities"]),
    tests(of: "Deposition", and: ["Quantities"], resources: [.copy("Tables")]),
    tests(
      of: "VirtualCell", and: ["Deposition", "Documents", "Quantities"], resources: [.copy("Tables")]),
    tests(of: "TestProtocols", and: ["Documents", "Cycling", "Quantities"], resources: [.copy("Fixtures")]),
  ]
)
