import Cycling
import Documents
import Quantities

// The sentences about test protocols that are said in more than a word, in one place.

extension Diagnostic {
  static func unknownArea(at place: Place) -> Diagnostic {
    Diagnostic(
      "the electrode area is not known", at: place, detail: "areal amounts need it",
      mend: "name a cell profile, or add   cell: {area: 1.267 cm2}")
  }

  static func unknownCapacity(rate: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "the C-rate \"\(rate.excerpt)\" needs the cell's capacity, which is not known", at: place,
      mend: "add   cell: {capacity: 2 mAh}   or give the current in mA or mA/cm2")
  }

  static func signTyped(verb: String, text: String, at place: Place) -> Diagnostic {
    let amount = text.dropFirst().trimmingSpaces
    let opposite = ["plate": "strip", "strip": "plate", "charge": "discharge", "discharge": "charge"][verb]
    return Diagnostic(
      "\(verb): \"\(text.excerpt)\" has a sign", at: place, detail: "the verb carries the direction",
      mend: "write   \(verb): \(amount)" + (opposite.map { "   or   \($0): \(amount)" } ?? ""))
  }

  static func notAStep(_ node: DocumentNode) -> Diagnostic {
    let technique = node.scalar.flatMap { scalar in
      TechniqueCatalogue.technique(scalar.text.prefix { !$0.isWhitespace && $0 != ":" }.description)
    }
    return Diagnostic(
      "\(node.summary) is not a step", at: node.place,
      detail: "a step is a verb with a value: \(TechniqueCatalogue.verbs.joined(separator: ", "))",
      mend: "write   - \(technique?.example ?? "rest: 10 min")")
  }

  static func unknownVerb(_ verb: String, others: [String], at place: Place) -> Diagnostic {
    let known = TechniqueCatalogue.verbs
    let mend =
      others.first(where: known.contains).map { "write the verb first:   - \($0): …" }
      ?? NearestName.mend(for: verb, among: known)
    return Diagnostic(
      "\"\(verb.excerpt)\" is not a kind of step", at: place, detail: "known here: \(known.joined(separator: ", "))",
      mend: mend)
  }
}

// MARK: Ends

extension Diagnostic {
  static func endless(_ step: PlanStep, at place: Place) -> Diagnostic {
    let isSteady = if case .current = step.control { true } else { false }
    let what = step.ends.isEmpty ? "never ends" : "may never end"
    return Diagnostic(
      "step \(step.number) \"\(step.name)\" \(what)", at: place,
      detail: isSteady
        ? "it needs a time, a charge or an areal capacity; a voltage or an event alone may never come"
        : "it needs a time; nothing else is certain to come",
      mend: isSteady ? "add   until: 1 mAh/cm2" : "add   until: 1 h")
  }

  static func tooLong(_ step: PlanStep, _ time: Quantity<Time>, at place: Place) -> Diagnostic {
    Diagnostic(
      "step \(step.number) \"\(step.name)\" may last \(time.inWords)", at: place,
      detail: "at most \(Plausible.time.inWords)", mend: "add a time")
  }

  static func chargeInRest(_ step: PlanStep, _ end: EndCondition, at place: Place) -> Diagnostic {
    Diagnostic(
      "step \(step.number) \"\(step.name)\" waits for a charge", at: place, detail: "no current flows in a rest",
      mend: "end it by time")
  }

  static func tooManySteps(_ steps: Double, at place: Place) -> Diagnostic {
    Diagnostic(
      "the protocol has \(steps.formatted(digits: 4)) steps, loops unrolled", at: place,
      detail: "at most \(Plausible.stepsInAll.formatted(digits: 4))", mend: "repeat less often")
  }

  static func notAnEnd(_ text: String, because error: QuantityTextError, at place: Place) -> Diagnostic {
    let mend: String
    switch error {
    case .wrongDimension(_, let found, _, _) where found == Voltage.name: mend = "write   voltage >= \(text)"
    case .wrongDimension(_, let found, _, _) where found == Current.name: mend = "write   \"|current| <= \(text)\""
    case .missingUnit: mend = "write a unit:   \(text) min,   \(text) mAh/cm2"
    case .unknownUnit(_, let nearest?): mend = "did you mean \"\(nearest)\"? Capitals count"
    default:
      let kind = NearestName.of(text, among: EventName.all)
      mend = kind.map { "write   event: \($0)" } ?? "write an end such as   10 min   or   voltage >= 1 V"
    }
    return Diagnostic(
      "until: \"\(text.excerpt)\" is not an end", at: place,
      detail: "an end is a time, a charge, an areal capacity, a comparison such as voltage >= 1 V, or an event",
      mend: mend)
  }

  static func wrongComparator(_ sign: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "until: \"\(sign.excerpt)\" is not a comparator", at: place, detail: "known here: >=, <=, >, <",
      mend: sign == "=>"
        ? "write   >=" : sign == "=<" ? "write   <=" : "measured values never equal a limit: use >= or <=")
  }

  static func notComparable(_ subject: String, known: [String], at place: Place) -> Diagnostic {
    let mends = [
      "current": "write   \"|current| <= 10 uA\"", "time": "write the time alone:   10 min",
      "charge": "write the charge alone:   1 mAh", "capacity": "write the amount alone:   1 mAh/cm2",
      "areal capacity": "write the amount alone:   1 mAh/cm2",
    ]
    return Diagnostic(
      "until: \"\(subject.excerpt)\" cannot be compared with a limit", at: place,
      detail: "known here: \(known.joined(separator: ", "))",
      mend: mends[subject] ?? NearestName.mend(for: subject, among: known))
  }

  static func unknownEvent(_ kind: String?, in block: String = "until", at place: Place) -> Diagnostic {
    let known = EventName.all
    return Diagnostic(
      kind.map { "\(block): no detector reports \"\($0.excerpt)\"" } ?? "\(block): the event has no name", at: place,
      detail: "known here: \(known.joined(separator: ", "))",
      mend: NearestName.mend(for: kind ?? "", among: known))
  }

  static func unknownSeverity(_ text: String, in block: String = "until", at place: Place) -> Diagnostic {
    Diagnostic(
      "\(block): \"\(text.excerpt)\" is not a severity", at: place,
      detail: "known here: \(Severity.allCases.map(\.rawValue).joined(separator: ", "))",
      mend: block == "until"
        ? "write   event: {sand-time-divergence: alarm}"
        : NearestName.mend(for: text, among: Severity.allCases.map(\.rawValue)))
  }
}

// MARK: Reactions

extension Diagnostic {
  static func notAReaction(_ text: String, at place: Place) -> Diagnostic {
    let verbs = ["log", "pause", "pause 30 min", "reduce to 50 %", "go to", "stop", "abort"]
    let nearest = NearestName.of(text, among: verbs)
    return Diagnostic(
      "on: \"\(text.excerpt)\" is not a reaction", at: place,
      detail: "known here: log, pause, pause TIME, reduce to PART or CURRENT, go to LABEL, stop, abort",
      mend: nearest.map { $0 == "go to" ? "write   go to LABEL" : "did you mean \"\($0)\"?" } ?? "write one of those")
  }

  static func unknownLabel(_ label: String, known: [String], at place: Place) -> Diagnostic {
    Diagnostic(
      "go to: no step has the label \"\(label.excerpt)\"", at: place,
      detail: known.isEmpty ? "no step has a label" : "labels here: \(known.joined(separator: ", "))",
      mend: NearestName.of(label, among: known).map { "did you mean \"\($0)\"?" }
        ?? "add   label: \(label.excerpt)   to the step")
  }

  static func ambiguousLabel(_ label: String, steps: Int, at place: Place) -> Diagnostic {
    Diagnostic(
      "go to: the label \"\(label.excerpt)\" stands on \(steps) steps", at: place,
      mend: "give the step to go to a label of its own")
  }
}

// MARK: Profiles

extension Diagnostic {
  static func notAProfileName(_ name: String, at place: Place?) -> Diagnostic {
    Diagnostic(
      "\"\(name.excerpt)\" is not the name of a profile", at: place, detail: "a name has letters, digits, - and _",
      mend: "write the file's name without folder and .csv")
  }

  static func unknownProfile(_ name: String, known: [String], at place: Place?) -> Diagnostic {
    Diagnostic(
      "there is no profile \"\(name.excerpt)\"", at: place,
      detail: known.isEmpty ? "no profiles were found" : "there are: \(known.joined(separator: ", "))",
      mend: NearestName.mend(for: name, among: known))
  }
}
