import Foundation

// Prints what a run costs. Figures are the best of several repetitions: the machine is shared, the fastest is the least disturbed.
// Parts by name: `sandglass-bench wires`; without a name all of them.
await ModbusPeerRole.play(CommandLine.arguments)
if CommandLine.arguments.dropFirst() == ["wires"] {
  try ModbusBenchmark.run()
  try await ManyChannelsBenchmark.run()
  exit(0)
}
try ModelBenchmark.run()
try PeerBenchmark.run()
try ThroughputBenchmark.run()
try ModbusBenchmark.run()
try await ManyChannelsBenchmark.run()
