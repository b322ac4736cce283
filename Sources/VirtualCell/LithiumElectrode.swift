import Deposition
import Quantities

/// The lithium of one electrode, where it is and in which form, and the electrode's potential where there is none.
///
/// Areal charges in C/m², of lithium; currents are the electrode's own, A/m², negative where it is plated. Whatever passes is booked:
/// the accounts together change by the charge passed, to rounding, and nothing else changes their sum.
struct LithiumElectrode: Hashable, Codable, Sendable {
  private let kept: Unchanging<LithiumHost>
  /// Plated lithium that can be stripped.
  private(set) var active = 0.0
  /// Plated lithium that lost contact.
  private(set) var dead = 0.0
  /// Lithium bound in the interphase that grew since the cell was new.
  private(set) var bound = 0.0
  /// Lithium of the foil, against the new cell: falls below zero as it is stripped.
  private(set) var foil = 0.0
  /// Charge that passed while the electrode was bare: in the double layer, or spent on the electrolyte.
  private(set) var unplated = 0.0
  /// Potential of the bare substrate against lithium, V; nil where lithium covers it.
  private(set) var barePotential: Double?
  /// Lithium plated since the electrode was last bare; on lithium, since this plating began.
  private(set) var plated = 0.0
  /// Of the deposit that was there when its stripping began: what has not been stripped. A film that grows meanwhile takes lithium from
  /// the deposit, but none of its area.
  private var unstripped = 0.0
  /// The interphase.
  private(set) var film: InterphaseFilm
  /// The surface that takes the current.
  private(set) var surface: DepositSurface
  /// Where on a framework its lithium is; nil on a flat electrode.
  private var sites: CopyOnWrite<FrameworkFilling>?
  private var dendrites = DepositShare()
  /// What the lithium plated now looks like; what was plated last at rest and while stripping.
  private(set) var morphology: DepositMorphology
  private var traits: DepositTraits
  /// How fast the tips grow at the present current, m/s.
  private var tipVelocity = 0.0
  /// Whether the salt was gone when this was last looked at.
  private var wasDepleted = false
  /// The amount plated at which what changes slowly is looked at again.
  private var renewalAt = 0.0

  /// Beyond this potential the electrolyte is taken to decompose and to carry the current (estimated), V.
  static let stabilityLimit = 10.0
  /// What changes slowly is looked at after each 0.02 mAh/cm², or each fiftieth of what is plated where that is more, so that it does
  /// not matter when the cell is read.
  private static let renewalCharge = 720.0
  private static let renewalShare = 0.02

  /// The electrode of a new cell.
  init(_ host: LithiumHost, interphaseResistance: Double, exchangeCurrentDensity: Double) {
    kept = Unchanging(host)
    film = InterphaseFilm(growth: host.ageing.interphase, resistance: interphaseResistance)
    surface = DepositSurface(host, exchangeCurrentDensity: exchangeCurrentDensity)
    morphology = host.isReservoir ? .smooth : .none
    traits = host.growth.traits(of: morphology)
    barePotential = host.isReservoir ? nil : host.barePotential
    sites = host.growth.framework.map { _ in CopyOnWrite(FrameworkFilling()) }
  }

  /// Where on a framework its lithium is; nil on a flat electrode.
  var filling: FrameworkFilling? { sites?.value }

  /// What it is made of.
  private var host: LithiumHost { _read { yield kept.value } }

  /// Capacitance of the double layer, F/m².
  var capacitance: Double { host.capacitance }

  /// Whether dead lithium lies in the path of the salt.
  var hasDeadLayer: Bool { dead > 0 && host.ageing.deadLayer != nil }

  /// The layer of dead lithium in the path of the salt; nil where there is none, or where the profile has none.
  var deadLayer: Gap? {
    guard dead > 0, let layer = host.ageing.deadLayer else { return nil }
    return layer.layer(of: Quantity(si: dead))
  }

  /// Standard deviation of the voltage noise once the salt is gone, V.
  var depletedNoise: Double { traits.depletedNoise }

  /// How far the longest tips reach into the separator, m.
  var dendriteLength: Double { dendrites.amount }

  /// Lithium that can be stripped; nil where it never ends.
  private var available: Double? { host.reserve(foil: foil).map { $0 + active } }
}

// MARK: - What will happen at a steady current

extension LithiumElectrode {
  /// Time in s until a current density has stripped all there is; nil if it never will. Later than a time in s that is asked about, it
  /// may be told too early, but not before that time.
  func timeToExhaustion(at current: Double, within limit: Double) -> Double? {
    guard barePotential == nil, current > 0 else { return nil }
    guard let available else { return nil }
    let end = available / current
    guard film.grows else { return end }
    // The film takes its part meanwhile; the area it lies on only shrinks.
    let earliest = (available - film.mostCharge(in: end, on: surface.area)) / current
    guard earliest <= limit else { return earliest }
    return bracketedRoot(from: 0, to: end) { available - current * $0 - filmCharge(after: $0, strippedAt: current) }
  }

  /// Charge in C/m² of the lithium that the film binds in a time (s) while a current density (A/m²) strips the deposit.
  private func filmCharge(after duration: Double, strippedAt current: Double) -> Double {
    let ending = min(duration, unstripped / current)
    let area = surface.area(afterStripping: unstripped > 0 ? current * ending / unstripped : 0)
    let first = film.growth(for: ending, from: surface.area, to: area)
    guard ending < duration else { return first.charge }
    let whole = film.growth(for: duration, from: area, to: area)
    return first.charge + whole.charge - film.growth(for: ending, from: area, to: area).charge
  }

  /// Time in s until what changes slowly is due to be looked at; nil where nothing is plated.
  func timeToRenewal(at current: Double) -> Double? {
    guard barePotential == nil, current < 0, host.changesWithCharge else { return nil }
    return (renewalAt - plated) / -current
  }

  /// Whether what changes slowly is due to be looked at, while a current density flows and the salt is gone or not.
  func isRenewalDue(at current: Double, isDepleted: Bool) -> Bool {
    barePotential == nil && current < 0 && (plated >= renewalAt || isDepleted != wasDepleted)
  }

  /// Time in s until the tips have crossed a distance in m; nil if they do not grow.
  func timeToCrossing(_ distance: Double) -> Double? {
    guard barePotential == nil, tipVelocity > 0 else { return nil }
    return max(0, distance - dendriteLength) / tipVelocity
  }

  /// Time in s until a current density brings the bare substrate down to a potential (V).
  func timeToPotential(_ potential: Double, at current: Double) -> Double? {
    guard let bare = barePotential, current < 0 else { return nil }
    return max(0, (bare - potential) * host.capacitance / -current)
  }

  /// The potential of a double layer, V, after a charge (C/m²) went into it.
  static func potential(from bare: Double, after charge: Double, capacitance: Double) -> Double {
    min(stabilityLimit, bare + charge / capacitance)
  }
}

// MARK: - Time passes

extension LithiumElectrode {
  /// Passes a current density for a time in which nothing happens but that.
  mutating func pass(_ current: Double, for duration: Double) {
    guard film.grows, barePotential == nil, unstripped > 0, current * duration > unstripped else {
      return passEvenly(current, for: duration)
    }
    // From where the deposit is stripped its area stands still.
    let ending = min(duration, unstripped / current)
    passEvenly(current, for: ending)
    unstripped = 0
    passEvenly(current, for: duration - ending)
  }

  private mutating func passEvenly(_ current: Double, for duration: Double) {
    let charge = current * duration
    let area = surface.area
    if let bare = barePotential {
      unplated -= charge
      barePotential = Self.potential(from: bare, after: charge, capacitance: host.capacitance)
    } else if charge < 0 {
      plate(-charge, at: -current)
      dendrites.grow(by: tipVelocity * duration, efficiency: traits.coulombicEfficiency)
    } else if charge > 0 {
      strip(charge)
    }
    if film.grows, barePotential == nil { thickenFilm(for: duration, from: area) }
  }

  private mutating func plate(_ charge: Double, at current: Double) {
    let kept = charge * traits.coulombicEfficiency
    if sites != nil { fillSites(kept, at: current) }
    active += kept
    dead += charge - kept
    plated += charge
    film.deposit(charge, resistance: traits.resistanceGrowth, efficiency: traits.coulombicEfficiency)
    let newArea = surface.plate(charge, total: plated, areaRatio: traits.areaRatio)
    bind(min(film.charge(covering: newArea), active))
  }

  private mutating func fillSites(_ charge: Double, at current: Double) {
    let (framework, temperature) = (host.growth.framework, host.temperature)
    if let framework { sites?.value.plate(charge, at: current, in: framework, temperature: temperature) }
  }

  private mutating func strip(_ charge: Double) {
    let share = unstripped > 0 ? min(1, charge / unstripped) : 0
    unstripped = max(0, unstripped - charge)
    dendrites.strip(share)
    film.strip(share)
    surface.strip(charge, share: share)
    let fromDeposit = min(charge, active)
    sites?.value.strip(fromDeposit)
    active -= fromDeposit
    foil -= charge - fromDeposit
  }

  /// The film on an area that has gone evenly from this to the present one (m²/m²) thickens, as far as there is lithium for it.
  private mutating func thickenFilm(for duration: Double, from area: Double) {
    bind(film.grow(for: duration, from: area, to: surface.area, available: available ?? .infinity))
  }

  private mutating func bind(_ charge: Double) {
    let fromDeposit = min(charge, active)
    active -= fromDeposit
    foil -= charge - fromDeposit
    bound += charge
  }

  /// The last lithium was stripped: the bare substrate starts from this potential, V.
  mutating func bare(at potential: Double) {
    // What rounding left is booked as dead, so that nothing is lost.
    dead += active
    (active, plated, unstripped, tipVelocity) = (0, 0, 0, 0)
    sites?.value = FrameworkFilling()
    barePotential = potential
    dendrites.strip(1)
    film.strip(1)
    surface.bare()
    morphology = .none
  }

  /// Lithium begins to cover the substrate, with so many nuclei a square metre.
  mutating func cover(nuclei: Double?) {
    (barePotential, plated, renewalAt) = (nil, 0, 0)
    surface.nucleate(nuclei)
  }

  /// The current turned: on lithium a new plating begins.
  mutating func turn(to current: Double) {
    if current < 0 {
      if host.isReservoir { plated = 0 }
      surface.age()
    } else if current > 0 {
      unstripped = active
    }
    renewalAt = plated
  }

  /// What the lithium that is plated at a current density (magnitude, A/m²) meets.
  func conditions(at current: Double, limit: Double, isDepleted: Bool, temperature: Double) -> GrowthConditions {
    GrowthConditions(
      currentDensity: current, arealCapacity: plated, limitingCurrentDensity: limit, isDepleted: isDepleted,
      temperature: temperature, deadLayerCapacity: dead)
  }

  /// Looks again at what changes slowly: what grows under these conditions, and how fast its tips do.
  mutating func renew(_ conditions: GrowthConditions, front: DendriteFront) {
    let grown = host.growth.morphology(under: conditions, after: morphology)
    if grown != morphology {
      morphology = grown
      traits = host.growth.traits(of: grown)
    }
    wasDepleted = conditions.isDepleted
    tipVelocity = velocityOfTips(front, at: conditions.currentDensity, isDepleted: conditions.isDepleted)
    renewalAt = plated + max(Self.renewalCharge, Self.renewalShare * plated)
  }

  /// Nothing is plated: tips do not grow.
  mutating func stopTips() { tipVelocity = 0 }

  /// Behind depletion tips follow the salt; before it, those that can enter pores grow from their roots by what they exceed the mean.
  private func velocityOfTips(_ front: DendriteFront, at current: Double, isDepleted: Bool) -> Double {
    guard !isDepleted else { return front.advance(of: current, depleted: true) }
    guard morphology.entersPores else { return 0 }
    var root = front
    (root.depositPorosity, root.tipRatio) = (0, traits.tipRatio - 1)
    return host.penetration * root.advance(of: current, depleted: false)
  }
}
