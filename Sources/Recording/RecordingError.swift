/// What can go wrong with a file that is written, read, exported, drawn or imported.
///
/// `RecordingErrorText.swift` holds the wording.
public enum RecordingError: Error, Hashable, Sendable {
  /// A file of this name is there already.
  case fileExists(path: String)
  /// The file cannot be made; the system's reason.
  case cannotCreate(path: String, reason: String)
  /// The disk is full; everything committed before is safe.
  case diskFull(path: String)
  /// Writing failed; the system's reason. Everything committed before is safe.
  case cannotWrite(path: String, reason: String)
  /// Somebody else holds the file.
  case inUse(path: String)
  /// The run is over: there is nothing to go on with.
  case ended(path: String)
  /// Nothing in the run file says where the run was; why.
  case cannotGoOn(path: String, reason: String)
  /// The run file was closed before.
  case closed(path: String)
  /// A reading has another number of model values than the run file has model columns.
  case modelStateMismatch(path: String, expected: Int, found: Int)

  /// No such file.
  case noSuchFile(path: String)
  /// The file cannot be opened; the system's reason.
  case cannotOpen(path: String, reason: String)
  /// The run was cut off, or goes on, and the log beside it cannot be read in a folder that may not be written to.
  case logNeedsFolder(path: String)
  /// The file is something else than a run file.
  case notARunFile(path: String)
  /// The run file was written by a later version.
  case newerSchema(path: String, found: Int, known: Int)
  /// The run file is torn or was altered.
  case damaged(path: String, reason: String)

  /// There is no reading to draw.
  case nothingToPlot(path: String)
  /// The run has no column of this name that a picture could show; those it has.
  case noModelColumn(path: String, name: String, known: [String])
  /// There is no cycle that plated and stripped to its end.
  case noCompleteCycle(path: String)
  /// Pictures of this kind are not made.
  case unknownPictureFormat(path: String, known: [String])
  /// gnuplot is not installed.
  case gnuplotMissing
  /// gnuplot refused; what it said.
  case gnuplotFailed(reason: String)

  /// Python's pyarrow, which writes Parquet, is not there; why.
  case pyarrowMissing(reason: String)

  /// A file of readings has nothing in it.
  case emptyFile(path: String)
  /// A file of readings is not text; what it looks like.
  case notText(path: String, looksLike: String)
  /// The first line names no columns.
  case noColumnNames(path: String, line: Int, text: String)
  /// Columns that are needed are not there; those that are.
  case missingColumns(path: String, line: Int, missing: [String], found: [String])
  /// Two columns claim to be the same.
  case ambiguousColumns(path: String, line: Int, role: String, names: [String])
  /// A column is in a unit that is not one of what it measures.
  case unknownColumnUnit(path: String, line: Int, name: String, role: String, example: String)
  /// There are column names but no readings.
  case noReadings(path: String)
  /// Lines that are not readings: the first few, and how many more there are.
  case badLines(path: String, faults: [LineFault], more: Int)
}

/// What is wrong with one line of a file of readings.
public struct LineFault: Hashable, Sendable {
  /// Line in the file, from 1.
  public var line: Int
  /// What is wrong, in words.
  public var what: String

  /// A fault from its parts.
  public init(line: Int, what: String) { (self.line, self.what) = (line, what) }
}
