/// A law of lithium deposition, as `sandglass list models` shows it; its name is that of its type and of its file.
public protocol DepositionModel: Sendable {
  /// What it answers, in one line.
  static var summary: String { get }
  /// Where it stops being valid, in one line.
  static var validity: String { get }
  /// DOI or book it is taken from.
  static var source: String { get }
}

extension DepositionModel {
  /// Name of the model: that of its type and of its file in `Sources/Deposition/Models`.
  public static var id: String { String(describing: Self.self) }
}
