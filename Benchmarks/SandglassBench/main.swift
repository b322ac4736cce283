import Foundation

// Prints what a run costs. Figures are the best of several repetitions: the machine is shared, the fastest is the least disturbed.
// A name on the command line runs that one alone.
let benchmarks: [(name: String, run: () throws -> Void)] = [
  ("model", ModelBenchmark.run), ("detectors", DetectorBenchmark.run), ("peer", PeerBenchmark.run),
  ("throughput", ThroughputBenchmark.run),
  ("recording", RecordingBenchmark.run),
]
let wanted = CommandLine.arguments.dropFirst()
for benchmark in benchmarks where wanted.isEmpty || wanted.contains(benchmark.name) { try benchmark.run() }
