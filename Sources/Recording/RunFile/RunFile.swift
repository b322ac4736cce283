/// One run in one SQLite file; `Documentation/RunFile.md` describes its tables.
public enum RunFile {
  /// The extension of run files.
  public static let fileExtension = "sandglass"

  /// "SGLS": tells a run file from any other SQLite file.
  static let applicationID: Int32 = 0x5347_4C53

  /// What a commit promises.
  public enum Durability: String, Hashable, Sendable, CaseIterable {
    /// Committed readings survive the end of the process, however it comes; a loss of power may take the last ones.
    case normal
    /// Committed readings survive a loss of power too; each commit waits for the disk.
    case full
  }
}
