// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

let package = Package(
  name: "Candor",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Candor", targets: ["Candor"]),
    .library(name: "CandorText", targets: ["CandorText"]),
    .library(name: "CandorJoint", targets: ["CandorJoint"]),
    .library(name: "CandorUncertainty", targets: ["CandorUncertainty"]),
    .library(name: "CandorEngine", targets: ["CandorEngine"]),
    .library(name: "CandorExperiments", targets: ["CandorExperiments"]),
    .executable(name: "g2p", targets: ["g2p"]),
    .executable(name: "sentiment", targets: ["sentiment"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
  ],
  targets: [
    // Floor 0: C. ICU's functions are renaming macros, which Swift cannot import; a shim gives them plain names.
    .target(
      name: "CICU",
      linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
    .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("m")]),
    // And what is asked of the operating system.
    .target(name: "CandorFiles"),

    // Floor 1: text, engine, joint n-grams and uncertainty, which know nothing of each other.
    .target(
      name: "CandorText",
      dependencies: [
        "CandorFiles", "CICU",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .target(
      name: "CandorEngine",
      dependencies: [
        "CandorFiles", "CKernels", realModule,
      ]),

    .target(
      name: "CandorJoint", dependencies: [realModule]),
    .target(
      name: "CandorUncertainty",
      dependencies: [realModule]),

    // Floor 2
    .target(
      name: "Candor",
      dependencies: [
        "CandorText", "CandorEngine", "CandorJoint", "CandorUncertainty", "CNettle",
        realModule,
      ],
      resources: [
        .copy("Resources/canonical"), .copy("Resources/english"), .copy("Resources/sentiment"),
      ]),
    .target(name: "CandorFigures", dependencies: ["CandorText", "CandorUncertainty"]),
    .target(
      name: "CandorExperiments",
      dependencies: [
        "Candor", "CandorEngine", "CandorFigures", "CandorText", "CandorUncertainty", "CPNG",
        "CZlib", realModule,
      ]),

    // Floor 3: the commands, and what they have in common.
    .target(
      name: "CommandSupport",
      dependencies: ["Candor", "CandorEngine", "CandorFigures", "CandorText", argumentParser]),
    .executableTarget(
      name: "g2p",
      dependencies: [
        "CommandSupport", "Candor", "CandorEngine", "CandorFigures", "CandorJoint", "CandorText",
        "CandorUncertainty", argumentParser,
        .product(name: "HeapModule", package: "swift-collections"),
      ]),
    .executableTarget(
      name: "sentiment",
      dependencies: [
        "CommandSupport", "Candor", "CandorEngine", "CandorFigures", "CandorText",
        "CandorUncertainty", argumentParser,
      ]),
    .executableTarget(
      name: "reproduce",
      dependencies: ["CandorExperiments", "CandorEngine", "CommandSupport", argumentParser]),

    // Tests mirror the tree.
    .target(name: "TestSupport", dependencies: ["CandorEngine"], path: "Tests/TestSupport"),
    .testTarget(name: "CandorTextTests", dependencies: ["CandorText", "TestSupport"]),
    .testTarget(name: "CandorJointTests", dependencies: ["CandorJoint"]),
    .testTarget(
      name: "CandorEngineTests",
      dependencies: ["CandorEngine", "CKernels", "TestSupport", realModule]),
    .testTarget(name: "CandorFiguresTests", dependencies: ["CandorFigures", "TestSupport"]),
    .testTarget(
      name: "CandorUncertaintyTests", dependencies: ["CandorUncertainty", "TestSupport"]),
    .testTarget(
      name: "CandorTests",
      dependencies: [
        "Candor", "CandorEngine", "CandorJoint", "CandorText", "CandorUncertainty", "TestSupport",
      ]),
    .testTarget(
      name: "CandorExperimentsTests",
      dependencies: ["Candor", "CandorEngine", "CandorExperiments", "CandorText", "TestSupport"]),
    .testTarget(
      name: "CommandTests",
      dependencies: ["CandorText", "g2p", "sentiment", "reproduce", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
