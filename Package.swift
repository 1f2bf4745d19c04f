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
    .library(name: "LogVerification", targets: ["LogVerification"]),
    .library(name: "LogVerificationFiles", targets: ["LogVerificationFiles"]),
    .library(name: "TransparencyLog", targets: ["TransparencyLog"]),
    .library(name: "TransparencyLogFiles", targets: ["TransparencyLogFiles"]),
    .executable(name: "openkaart", targets: ["OpenkaartCLI"]),
    .executable(name: "openkaart-verify", targets: ["OpenkaartVerify"]),
    .executable(name: "openkaart-witness", targets: ["OpenkaartWitness"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // Pure: no clock, no randomness, no input or output, no concurrency.
    .target(
      name: "OpenkaartCore",
      dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    // Groups of customers by what is known of them: the language, and who is in. Pure.
    .target(name: "OpenkaartSegments", dependencies: ["OpenkaartCore"], swiftSettings: strict),
    // What an auditor must believe: notes, checkpoints, tiles, proofs, receipts. Pure, and little.
    .target(
      name: "LogVerification",
      dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    // A log as a folder of files, audited and mirrored.
    .target(
      name: "LogVerificationFiles", dependencies: ["LogVerification"], swiftSettings: strict),
    // The log that anyone can check: that, and what its keeper and its witnesses need. Pure, and of
    // use without the rest.
    .target(
      name: "TransparencyLog",
      dependencies: ["LogVerification", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    // The log as a folder of files, written and witnessed.
    .target(
      name: "TransparencyLogFiles",
      dependencies: ["LogVerificationFiles", "TransparencyLog"],
      swiftSettings: strict),
    // The auditor's program; it needs nothing else of Openkaart.
    .executableTarget(
      name: "OpenkaartVerify",
      dependencies: [
        "LogVerification", "LogVerificationFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    // The witness's program, over HTTP.
    .executableTarget(
      name: "OpenkaartWitness",
      dependencies: [
        "TransparencyLog", "TransparencyLogFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    // What people write by hand and what the system provides: YAML, time zones.
    .target(
      name: "OpenkaartFiles",
      dependencies: [
        "OpenkaartCore", "OpenkaartSegments", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    // Loops over columns that the compiler makes for the widest registers of the machine it runs on.
    .target(name: "ColumnKernels"),
    // Everybody as columns, and the gate as loops over them. Pure.
    .target(
      name: "OpenkaartAudience", dependencies: ["ColumnKernels", "OpenkaartCore"],
      swiftSettings: strict),
    // The same questions as SQL, for a warehouse. Pure.
    .target(
      name: "OpenkaartSQL",
      dependencies: ["OpenkaartAudience", "OpenkaartCore", "OpenkaartSegments"],
      swiftSettings: strict),
    // The use cases: take facts in, decide, ask the whole base.
    .target(
      name: "OpenkaartService",
      dependencies: [
        "OpenkaartAudience", "OpenkaartCore", "OpenkaartSegments",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    // What of SQLite cannot be called from Swift.
    .target(name: "SQLiteSettings", linkerSettings: [.linkedLibrary("sqlite3")]),
    // The embedded store.
    .target(
      name: "OpenkaartSQLite",
      dependencies: [
        "OpenkaartCore", "OpenkaartSegments", "OpenkaartService", "SQLiteSettings",
        "TransparencyLog", "TransparencyLogFiles",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    // The API and the pages.
    .target(
      name: "OpenkaartHTTP",
      dependencies: [
        "OpenkaartCore", "OpenkaartSegments", "OpenkaartService",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      resources: [.embedInCode("Resources")],
      swiftSettings: strict),
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
        "OpenkaartAudience", "OpenkaartConnectors", "OpenkaartCore", "OpenkaartFiles",
        "OpenkaartHTTP", "OpenkaartSQL",
        "OpenkaartSQLite", "OpenkaartSegments", "OpenkaartService", "TransparencyLog",
        "TransparencyLogFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.embedInCode("Resources")],
      swiftSettings: strict),
    .testTarget(
      name: "TransparencyLogTests",
      dependencies: [
        "TransparencyLog", "TransparencyLogFiles",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartCoreTests", dependencies: ["OpenkaartCore", "OpenkaartFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartSegmentsTests",
      dependencies: ["OpenkaartCore", "OpenkaartCoreTests", "OpenkaartFiles", "OpenkaartSegments"],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartAudienceTests",
      dependencies: ["OpenkaartAudience", "OpenkaartCore", "OpenkaartCoreTests"],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartSQLTests",
      dependencies: [
        "OpenkaartAudience", "OpenkaartAudienceTests", "OpenkaartCore", "OpenkaartCoreTests",
        "OpenkaartFiles", "OpenkaartSQL", "OpenkaartSegments", "OpenkaartSegmentsTests",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartFilesTests", dependencies: ["OpenkaartCore", "OpenkaartFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartServiceTests",
      dependencies: [
        "OpenkaartAudience", "OpenkaartCore", "OpenkaartFiles", "OpenkaartSegments",
        "OpenkaartService",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartConnectorsTests",
      dependencies: [
        "OpenkaartConnectors", "OpenkaartCore", "OpenkaartFiles", "OpenkaartService",
      ],
      swiftSettings: strict),
    // Writes into a store until it is killed.
    .executableTarget(
      name: "StoreWriter", dependencies: ["OpenkaartCore", "OpenkaartService", "OpenkaartSQLite"],
      path: "Tests/StoreWriter", swiftSettings: strict),
    .testTarget(
      name: "OpenkaartSQLiteTests",
      dependencies: [
        "OpenkaartAudience", "OpenkaartCore", "OpenkaartCoreTests", "OpenkaartSegments",
        "OpenkaartService",
        "OpenkaartSQLite", "StoreWriter",
        "TransparencyLog", "TransparencyLogFiles",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "OpenkaartHTTPTests",
      dependencies: [
        "OpenkaartCore", "OpenkaartFiles", "OpenkaartHTTP", "OpenkaartService",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: strict),
  ]
)
