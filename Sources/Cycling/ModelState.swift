/// One number that a virtual cell knows about itself and an instrument does not.
public struct ModelColumn: Hashable, Codable, Sendable {
  /// Name with the unit at its end: `surface_concentration_mol_m3`.
  public var name: String
  /// For a column of words: the words, by the number stored.
  public var words: [String]?

  /// A column of numbers, or of words.
  public init(_ name: String, words: [String]? = nil) { (self.name, self.words) = (name, words) }
}

/// The values of a virtual cell's columns at one reading, in the order of the columns; NaN where there is none.
public typealias ModelState = [Double]
