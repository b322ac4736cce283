public import Deposition
public import Quantities

/// How a lithium electrode ages; whatever is nil does not happen.
public struct ElectrodeAgeing: Hashable, Codable, Sendable {
  /// Growth of the interphase.
  public var interphase: InterphaseGrowth?
  /// The layer that dead lithium makes in the path of the salt.
  public var deadLayer: DeadLithium?
  /// Fresh lithium beside old surface, as plating and stripping go back and forth.
  public var freshSurface: FreshSurface?

  /// Ageing from its parts.
  public init(interphase: InterphaseGrowth? = nil, deadLayer: DeadLithium? = nil, freshSurface: FreshSurface? = nil) {
    (self.interphase, self.deadLayer, self.freshSurface) = (interphase, deadLayer, freshSurface)
  }
}

/// What fresh lithium does that an old surface does not.
public struct FreshSurface: Hashable, Codable, Sendable {
  /// Exchange current density of fresh lithium at the resting concentration.
  public var exchangeCurrentDensity: Quantity<CurrentDensity>
  /// How areas of fresh and old lithium follow from the charge.
  public var paths: TwoPathSurface

  /// Fresh lithium from its parts.
  public init(exchangeCurrentDensity: Quantity<CurrentDensity>, paths: TwoPathSurface) {
    (self.exchangeCurrentDensity, self.paths) = (exchangeCurrentDensity, paths)
  }
}
