import Foundation

// Scores the detectors on traces whose truth is known, beside rules that others use.
guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
  print(Options.usage)
  exit(2)
}
let crew = Crew(workers: options.workers)
let sand = SandTable(options: options, crew: crew)
if options.includes("sand") { try sand.printModal() }
if options.includes("gap") { try sand.printGap() }
if options.includes("virtual") { try sand.printVirtual() }
let shorts = ShortTable(options: options, crew: crew)
if options.includes("shorts") { try shorts.printSteps() }
if options.includes("slow") { try shorts.printSlow() }
let events = EventTable(options: options, crew: crew)
if options.includes("dendrites") { try events.printDendrites() }
if options.includes("nucleation") { try events.printNucleation() }
if options.includes("efficiency") { try events.printEfficiency() }
if let picture = options.picture { try TradeOff(options: options, crew: crew).draw(to: picture) }
