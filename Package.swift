// swift-tools-version: 6.2
import PackageDescription

/// Swift 6 language mode comes with the tools version; the rest is what the house rules ask.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "openkaart",
  products: [
    .library(name: "OpenkaartCore", targets: ["OpenkaartCore"]),
    .executable(name: "openkaart", targets: ["OpenkaartCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // Pure: no clock, no randomness, no input or output, no concurrency.
    .target(
      name: "OpenkaartCore",
      dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    // What people write by hand and what the system provides: YAML, time zones.
    .target(
      name: "OpenkaartFiles",
      dependencies: ["OpenkaartCore", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    // The use cases: take facts in, decide, ask the whole base.
    .target(
      name: "OpenkaartService", dependencies: ["OpenkaartCore"], swiftSettings: strict),
    // One folder per outside system or file shape.
    .target(
      name: "OpenkaartConnectors",
      dependencies: [
        "OpenkaartCore", "OpenkaartService", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "OpenkaartCLI",
      dependencies: [
        "OpenkaartConnectors", "OpenkaartCore", "OpenkaartFiles", "OpenkaartService",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartCoreTests", dependencies: ["OpenkaartCore", "OpenkaartFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartFilesTests", dependencies: ["OpenkaartCore", "OpenkaartFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartServiceTests",
      dependencies: ["OpenkaartCore", "OpenkaartFiles", "OpenkaartService"],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartConnectorsTests",
      dependencies: [
        "OpenkaartConnectors", "OpenkaartCore", "OpenkaartFiles", "OpenkaartService",
      ],
      swiftSettings: strict),
  ]
)
