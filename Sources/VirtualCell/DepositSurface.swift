import Deposition
import Quantities

/// The surface of one electrode that takes part in charge transfer.
///
/// Two things make it differ from the footprint: nuclei that do not yet cover a substrate, and fresh lithium beside old surface.
struct DepositSurface: Hashable, Codable, Sendable {
  private var paths: TwoPathSurface?
  /// Exchange current density of fresh lithium over that of the old surface.
  private let freshAdvantage: Double
  /// True area of the substrate over the footprint.
  private let substrateArea: Double
  private var nucleiDensity: Double?
  /// What nuclei cover of a substrate while it is plated, as charge transfer sees it, 0 to 1; nil once they cover it all, or where
  /// nothing is known of nuclei.
  private(set) var nucleiCoverage: Double?
  /// Σ A_k i₀k over i₀: what the exchange current of the footprint is multiplied with.
  private(set) var activity: Double
  /// Lithium area under interphase over the footprint.
  private(set) var area: Double

  init(_ host: LithiumHost, exchangeCurrentDensity: Double) {
    let fresh = host.ageing.freshSurface
    paths = fresh?.paths
    freshAdvantage = (fresh?.exchangeCurrentDensity.si ?? exchangeCurrentDensity) / exchangeCurrentDensity
    substrateArea = host.growth.areaRatio
    (activity, area) = (substrateArea, substrateArea)
    nucleiCoverage = host.isReservoir ? nil : 0
  }

  /// Nuclei form on the bare substrate, so many a square metre.
  mutating func nucleate(_ density: Double?) {
    nucleiDensity = density
    nucleiCoverage = density == nil ? nil : 0
  }

  /// A charge (C/m²) is plated, `total` since the substrate was bare, in a shape that has this area over the footprint at 1 mAh/cm²;
  /// returns the new area, m²/m².
  mutating func plate(_ charge: Double, total: Double, areaRatio: Double) -> Double {
    let newArea = charge * (areaRatio - 1) / Self.areaCharge
    area += newArea
    if let density = nucleiDensity {
      let covered = SubstrateNucleation.areaRatio(density: density, plated: total)
      nucleiCoverage = covered < 1 ? covered : nil
      if covered >= 1 { nucleiDensity = nil }
    }
    if paths != nil {
      paths?.plate(charge)
      refreshActivity()
    }
    return newArea
  }

  /// What the area is once a share of the deposit, 0…1, is stripped, m²/m².
  func area(afterStripping share: Double) -> Double { substrateArea + (area - substrateArea) * (1 - share) }

  /// A charge (C/m²) is stripped, which is this share of the deposit: its area goes with it.
  mutating func strip(_ charge: Double, share: Double) {
    area = area(afterStripping: share)
    guard paths != nil else { return }
    paths?.strip(charge)
    refreshActivity()
  }

  /// All lithium is gone: nuclei will have to form anew.
  mutating func bare() {
    (area, nucleiDensity, nucleiCoverage) = (substrateArea, nil, 0)
    age()
  }

  /// A new plating begins: what is left of the last deposit counts as old.
  mutating func age() {
    guard paths != nil else { return }
    paths?.age()
    refreshActivity()
  }

  private mutating func refreshActivity() {
    guard let areas = paths?.areas else { return }
    activity = substrateArea * (areas.old + freshAdvantage * areas.fresh)
  }

  /// 1 mAh/cm² in C/m².
  private static let areaCharge = 36_000.0
}
