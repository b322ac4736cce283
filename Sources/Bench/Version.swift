/// The version of this program.
public enum Version {
  /// As stored in run files and printed by `--version`.
  public static let current = "0.1.0"
}
