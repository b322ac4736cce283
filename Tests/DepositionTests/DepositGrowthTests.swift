import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Growth of a deposit")
struct DepositGrowthTests {
  private func film(
    _ additives: ElectrolyteAdditives, in solvent: SolventFamily = .ether, quality: Double = 0.5,
    isSaltDerived: Bool = false
  ) -> InterphaseProperties {
    additives.interphase(
      in: solvent, concentration: Quantity(1, .molePerLitre), quality: quality, isSaltDerived: isSaltDerived)
  }

  private func transport(_ film: InterphaseProperties) -> Double { film.competition.interphaseCurrentDensity.si }

  @Test("Film formers make a stronger film that is no faster")
  func filmFormers() {
    let plain = film(ElectrolyteAdditives())
    let formers = [
      ElectrolyteAdditives(fluoroethyleneCarbonate: 0.1), ElectrolyteAdditives(vinyleneCarbonate: 0.02),
      ElectrolyteAdditives(propaneSultone: 0.02),
    ]
    for additives in formers {
      let made = film(additives)
      #expect(made.protectedCapacity > plain.protectedCapacity)
      #expect(transport(made) == transport(plain) && made.sites == 1)
    }
  }

  @Test(
    "Nitrate makes the film faster the more there is, in carbonates only what dissolves, unless a store releases it")
  func nitrate() {
    let series = [0, 0.2, 0.4, 0.6, 0.8].map {
      transport(film(ElectrolyteAdditives(lithiumNitrate: Quantity($0, .molePerLitre))))
    }
    #expect(zip(series, series.dropFirst()).allSatisfy { $0 < $1 })
    let nitrate = Quantity<Concentration>(0.1, .molePerLitre)
    let plain = transport(film(ElectrolyteAdditives(), in: .carbonate))
    let dissolved = transport(film(ElectrolyteAdditives(lithiumNitrate: nitrate), in: .carbonate))
    let released = transport(
      film(ElectrolyteAdditives(lithiumNitrate: nitrate, releasesNitrate: true), in: .carbonate))
    #expect(dissolved / plain < 1.01 && released / plain > 2)
    // 1e-5 g/mL of 68.946 g/mol.
    #expect(abs(ElectrolyteAdditives.nitrateSolubilityInCarbonate - 0.14504) < 1e-5)
  }

  @Test("Polysulfide helps together with nitrate and harms alone")
  func polysulfide() {
    let (nitrate, sulfur) = (Quantity<Concentration>(0.4, .molePerLitre), Quantity<Concentration>(0.2, .molePerLitre))
    let plain = film(ElectrolyteAdditives())
    let alone = film(ElectrolyteAdditives(polysulfide: sulfur))
    let withNitrate = film(ElectrolyteAdditives(lithiumNitrate: nitrate))
    let both = film(ElectrolyteAdditives(lithiumNitrate: nitrate, polysulfide: sulfur))
    #expect(alone.protectedCapacity < plain.protectedCapacity)
    #expect(both.protectedCapacity.si > 5 * withNitrate.protectedCapacity.si)
    #expect(transport(both) > transport(withNitrate) && both.sites < withNitrate.sites)
  }

  @Test("Oxygen, LiFSI, nitrocellulose and a salt-derived film all make it faster and stronger")
  func others() {
    let plain = film(ElectrolyteAdditives())
    let better = [
      film(ElectrolyteAdditives(oxygen: Quantity(si: 1))), film(ElectrolyteAdditives(isLiFSI: true)),
      film(ElectrolyteAdditives(nitrocellulose: 0.02)), film(ElectrolyteAdditives(), isSaltDerived: true),
    ]
    for made in better {
      #expect(transport(made) > transport(plain) && made.protectedCapacity > plain.protectedCapacity)
    }
  }

  @Test("Quality scales transport and strength alike, and a half changes nothing")
  func quality() {
    let (low, middle) = (film(ElectrolyteAdditives(), quality: 0), film(ElectrolyteAdditives(), quality: 0.5))
    let high = film(ElectrolyteAdditives(), quality: 1)
    #expect(abs(transport(high) / transport(middle) / 1000 - 1) < 1e-12)
    #expect(abs(middle.protectedCapacity / low.protectedCapacity / 1000 - 1) < 1e-12)
    #expect(abs(middle.protectedCapacity.value(in: .milliampereHourPerSquareCentimetre) - 0.12) < 1e-12)
  }

  private func conditions(_ current: Double, _ capacity: Double, isDepleted: Bool = false) -> GrowthConditions {
    GrowthConditions(
      currentDensity: current, arealCapacity: capacity, limitingCurrentDensity: 100, isDepleted: isDepleted)
  }

  @Test(
    "A cell that says nothing of its film grows smooth lithium on lithium, spheres or columns elsewhere, dendrites without salt"
  )
  func ideal() {
    let (foil, copper) = (DepositGrowth.ideal(onLithium: true), DepositGrowth.ideal(onLithium: false))
    for current in [0.1, 10, 100] {
      for capacity in [1.0, 3600, 36_000] {
        #expect(foil.morphology(under: conditions(current, capacity)) == .smooth)
        let grown = copper.morphology(under: conditions(current, capacity))
        #expect(grown.isSpherical || grown == .columnar || grown == .sphericalColumnar)
        #expect(foil.morphology(under: conditions(current, capacity, isDepleted: true)) == .dendritic)
      }
    }
    #expect(foil.morphology(under: conditions(10, 0, isDepleted: true)) == .smooth)
    #expect(copper.morphology(under: conditions(10, 0)) == .none)
    #expect(copper.morphology(under: conditions(10, 1, isDepleted: true)) == .sphericalDendritic)
  }

  @Test("A slow film comes first, then its cracks, then the nuclei")
  func order() {
    var growth = DepositGrowth.ideal(onLithium: false)
    growth.stability.protectedCapacity = Quantity(si: 1)
    #expect(growth.morphology(under: conditions(10, 3600)) == .filamentary)
    growth.competition.interphaseCurrentDensity = Quantity(si: 10)
    #expect(growth.morphology(under: conditions(10, 3600)) == .filamentary)
    growth.competition.interphaseCurrentDensity = Quantity(si: 1)
    #expect(growth.morphology(under: conditions(10, 3600)) == .dendritic)
    growth.stability.protectedCapacity = Quantity(si: 1e9)
    growth.competition.interphaseCurrentDensity = Quantity(si: 10)
    #expect(growth.morphology(under: conditions(10, 3600)) == .mixed)
  }

  @Test("Of all shapes that stand up from the substrate spheres have the smallest area and lose the least lithium")
  func traits() {
    var growth = DepositGrowth.ideal(onLithium: false, coulombicEfficiency: 0.97)
    #expect(DepositMorphology.allCases.allSatisfy { growth.traits(of: $0).coulombicEfficiency == 0.97 })
    growth.losesByShape = true
    let flat: Set<DepositMorphology> = [.none, .smooth, .coated]
    let spheres = growth.traits(of: .spherical)
    #expect(abs(spheres.coulombicEfficiency - 0.97) < 1e-12)
    for morphology in DepositMorphology.allCases {
      let traits = growth.traits(of: morphology)
      #expect((0...0.97).contains(traits.coulombicEfficiency) && (0..<1).contains(traits.porosity))
      #expect(traits.tipRatio >= 1 && traits.tortuosity >= 1 && traits.areaRatio >= 1)
      if !flat.contains(morphology), ![.spherical, .sphericalPacked].contains(morphology) {
        #expect(traits.areaRatio > spheres.areaRatio, "\(morphology)")
        let isCompact = [.sphericalMultilayer, .columnar].contains(morphology)
        #expect(
          isCompact
            ? traits.coulombicEfficiency == spheres.coulombicEfficiency
            : traits.coulombicEfficiency < spheres.coulombicEfficiency, "\(morphology)")
      }
      #expect((traits.depletedNoise > 0) == morphology.growsAtTips)
    }
    #expect(growth.traits(of: .mossy).resistanceGrowth > growth.traits(of: .whisker).resistanceGrowth)
    // The review's order of what stands out, of pores and of what breaks off.
    let tips = [.spherical, .filamentary, .dendritic].map { (form: DepositMorphology) in
      growth.traits(of: form).tipRatio
    }
    #expect(tips == tips.sorted() && growth.traits(of: .mossy).tipRatio < growth.traits(of: .whisker).tipRatio)
    let pores = DepositMorphology.allCases.map { growth.traits(of: $0).porosity }
    #expect(growth.traits(of: .mossy).porosity == pores.max())
    let kept = [.dendritic, .whisker, .spherical].map { (form: DepositMorphology) in
      growth.traits(of: form).coulombicEfficiency
    }
    #expect(kept == kept.sorted() && Set(kept).count == 3)
    growth.coulombicEfficiency = 1
    #expect(DepositMorphology.allCases.allSatisfy { growth.traits(of: $0).coulombicEfficiency == 1 })
  }

  @Test("The words are those of the table, each once")
  func words() throws {
    let words = DepositMorphology.allCases.map(\.word)
    #expect(Set(words).count == words.count)
    let others: Set = [
      "nonspherical", "noncolumnar", "stable", "strip_uniform", "strip_pitting", "top_growth", "bottom_up",
    ]
    for row in try Table("morphology_cases").rows where !others.contains(row[10]) && row[11] != "X" {
      #expect(words.contains(row[10]), "\(row[10])")
    }
  }

  @Test("Any conditions have an answer, and a copy written out and read back gives the same", arguments: 0..<20)
  func total(seed: Int) throws {
    var dice = SplitMix(state: UInt64(seed))
    func draw(_ low: Double, _ high: Double) -> Double {
      exp(Double.random(in: log(low)...log(high), using: &dice))
    }
    for _ in 0..<500 {
      let growth = DepositGrowth(
        competition: DiffusionReactionCompetition(interphaseCurrentDensity: Quantity(si: draw(1e-9, 1e9))),
        stability: InterphaseStability(
          protectedCapacity: Quantity(si: draw(1e-6, 1e9)), healingCurrentDensity: Quantity(si: draw(1e-9, 1e6))),
        nucleation: Bool.random(using: &dice)
          ? NucleationRateCompetition(
            exchangeCurrentDensity: Quantity(si: draw(1e-9, 1e7)), sites: draw(1e-9, 1e9), growth: draw(1e-9, 1e9))
          : nil,
        criticalSize: Bool.random(using: &dice) ? CriticalSphereSize(radius: Quantity(si: draw(1e-9, 1e-2))) : nil,
        framework: Bool.random(using: &dice) ? Self.framework(&dice) : nil,
        coulombicEfficiency: Double.random(in: 0...1, using: &dice))
      let met = GrowthConditions(
        currentDensity: draw(1e-12, 1e9), arealCapacity: draw(1e-12, 1e9), limitingCurrentDensity: draw(1e-9, 1e9),
        isDepleted: Bool.random(using: &dice), temperature: draw(200, 400), deadLayerCapacity: draw(1e-9, 1e9))
      let grown = growth.morphology(under: met)
      #expect((0...1).contains(growth.traits(of: grown).coulombicEfficiency))
      let copy = try JSONDecoder().decode(DepositGrowth.self, from: JSONEncoder().encode(growth))
      #expect(copy == growth && copy.morphology(under: met) == grown)
    }
  }

  private static func framework(_ dice: inout SplitMix) -> LithiophilicFramework {
    LithiophilicFramework(
      arrangement: LithiophilicFramework.Arrangement.allCases.randomElement(using: &dice) ?? .homogeneous,
      areaRatio: Double.random(in: 1...100, using: &dice),
      sites: (0..<Int.random(in: 1...9, using: &dice)).map { _ in
        LithiophilicFramework.Site(
          areaFraction: 0.1, nucleationOverpotential: Quantity(si: Double.random(in: 0...1, using: &dice)),
          exchangeCurrentDensity: Quantity(si: Double.random(in: 1e-9...1e3, using: &dice)),
          capacity: Quantity(si: Double.random(in: 1e-3...1e6, using: &dice)))
      })
  }
}
