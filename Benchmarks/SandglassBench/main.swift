import Foundation

// Prints what a run costs. Figures are the best of several repetitions: the machine is shared, the fastest is the least disturbed.
try ModelBenchmark.run()
try DetectorBenchmark.run()
try PeerBenchmark.run()
try ThroughputBenchmark.run()
