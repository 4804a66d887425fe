// swift-tools-version: 6.2

import PackageDescription

#if canImport(Glibc)
    import Glibc
#endif

/// What every target of ours is compiled with: Swift 6 mode, imports that say what they need, no warning left standing.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// The same with optimisation in debug builds too: tests replay recorded samples by the hundred thousand, and run a model.
let optimized = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// For what serves requests: async functions run where they are called, without a look for another executor.
let runsInPlace = SwiftSetting.enableUpcomingFeature("NonisolatedNonsendingByDefault")
let inPlace = strict + [runsInPlace]

/// Whether the C library here reads relocations in the packed form, as glibc does from 2.36 on.
#if canImport(Glibc)
    var name = [CChar](repeating: 0, count: 32)  // Becomes "glibc 2.36".
    confstr(Int32(_CS_GNU_LIBC_VERSION), &name, name.count)
    let version = name.split { $0 < 0x30 || $0 > 0x39 }.map { digits in digits.reduce(0) { 10 * $0 + Int($1) - 0x30 } }
    let readsPackedRelocations = !version.lexicographicallyPrecedes([2, 36])
#else
    let readsPackedRelocations = false
#endif

/// Packed relocations: two megabytes fewer to load at each start.
let lean: [LinkerSetting] =
    readsPackedRelocations
    ? [
        .unsafeFlags(
            ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"],
            .when(platforms: [.linux], configuration: .release))
    ] : []

let package = Package(
    name: "hone",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The doors to C.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CSystem"),

        // Values and bytes.
        .target(name: "JSON", swiftSettings: optimized),
        .target(
            name: "HTTP", dependencies: [.product(name: "HTTPTypes", package: "swift-http-types")],
            swiftSettings: strict),
        .target(name: "OpenAI", dependencies: ["JSON"], swiftSettings: strict),

        // Sockets.
        .target(name: "HTTPServer", dependencies: ["HTTP", "CSystem"], swiftSettings: inPlace),
        .target(name: "CurlClient", dependencies: ["CCurl", "CSystem", "HTTP"], swiftSettings: inPlace),

        // The papers, the model servers, the service.
        .target(
            name: "Refinement", dependencies: ["JSON"],
            swiftSettings: optimized + [runsInPlace]),
        .target(
            name: "Upstream", dependencies: ["CurlClient", "HTTP", "JSON", "OpenAI", "Refinement"],
            swiftSettings: inPlace),
        .target(
            name: "HoneService",
            dependencies: [
                "CCrypto", "CurlClient", "HTTP", "HTTPServer", "JSON", "OpenAI", "Refinement", "Upstream",
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.embedInCode("openapi.yaml")],
            swiftSettings: inPlace),

        // What Hone is told in its file and its environment.
        .target(
            name: "Configuration",
            dependencies: [
                "CurlClient", "HTTP", "HTTPServer", "HoneService", "JSON", "Refinement", "Upstream",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"), .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        // What a service manager gives to the services that it starts, and wants to hear from them.
        .target(name: "Systemd", swiftSettings: strict),

        // What the methods are worth: recorded or live samples in, a table out.
        .target(name: "Evaluation", dependencies: ["JSON", "Refinement"], swiftSettings: strict),

        // The embedded model.
        .target(
            name: "TinyModel",
            dependencies: ["HTTP", "HTTPServer", "JSON", "OpenAI"],
            resources: [.copy("Resources/model.gguf")],
            swiftSettings: optimized),

        // The program.
        .executableTarget(
            name: "hone",
            dependencies: [
                "Configuration", "CurlClient", "Evaluation", "HTTP", "HTTPServer", "HoneService", "JSON", "OpenAI",
                "Refinement", "Systemd", "TinyModel", "Upstream",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict, linkerSettings: lean),

        // Hostile input for everything that reads foreign bytes; not part of what is shipped.
        .executableTarget(
            name: "hone-fuzz",
            dependencies: ["HTTP", "JSON", .product(name: "HTTPTypes", package: "swift-http-types")],
            path: "Sources/HoneFuzz", swiftSettings: strict),

        // What Hone costs, and what stands behind it while that is measured; not part of what is shipped either.
        .executableTarget(
            name: "hone-bench",
            dependencies: [
                "CSystem", "HTTP", "HTTPServer", "JSON", "Refinement", "Upstream",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            path: "Sources/HoneBench", swiftSettings: strict, linkerSettings: lean),

        // Tests; what several of them need stands in Tests/Support.
        .target(
            name: "TestUpstream", dependencies: ["HTTP", "HTTPServer", "JSON"], path: "Tests/Support/TestUpstream",
            swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP"], swiftSettings: strict),
        .testTarget(name: "OpenAITests", dependencies: ["OpenAI", "JSON"], swiftSettings: strict),
        .testTarget(name: "HTTPServerTests", dependencies: ["HTTPServer"], swiftSettings: strict),
        .testTarget(name: "CurlClientTests", dependencies: ["CurlClient"], swiftSettings: strict),
        .testTarget(name: "RefinementTests", dependencies: ["Refinement", "JSON"], swiftSettings: strict),
        .testTarget(
            name: "EvaluationTests", dependencies: ["Evaluation", "JSON", "Refinement"], swiftSettings: strict),
        .testTarget(
            name: "UpstreamTests", dependencies: ["Upstream", "CurlClient", "Refinement", "JSON", "TestUpstream"],
            swiftSettings: strict),
        .testTarget(
            name: "HoneServiceTests",
            dependencies: [
                "HoneService", "CurlClient", "HTTPServer", "JSON", "Refinement", "TestUpstream", "Upstream",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: [
                "Configuration", "CurlClient", "HTTP", "HTTPServer", "HoneService", "JSON", "Refinement", "Upstream",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(name: "SystemdTests", dependencies: ["Systemd"], swiftSettings: strict),
        .testTarget(
            name: "TinyModelTests", dependencies: ["TinyModel", "CurlClient", "JSON", "Refinement", "Upstream"],
            resources: [.copy("Resources/recorded.jsonl")], swiftSettings: strict),
        .testTarget(name: "HoneBenchTests", dependencies: ["hone-bench"], swiftSettings: strict),
    ]
)
