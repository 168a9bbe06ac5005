// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the library never fetch the harness.
let package = Package(
  name: "CandorBenchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "Candor", path: ".."),
    .package(url: "https://github.com/google/swift-benchmark", from: "0.1.2"),
  ],
  targets: [
    .target(name: "CAllocations"),
    // What the engine's own products are compared with.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .executableTarget(
      name: "candor-bench",
      dependencies: [
        "CAllocations", "COpenBLAS",
        .product(name: "Candor", package: "Candor"),
        .product(name: "CandorEngine", package: "Candor"),
        .product(name: "CandorExperiments", package: "Candor"),
        .product(name: "Benchmark", package: "swift-benchmark"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
