extension RecordingError {
  /// What is wrong, in one line.
  public var what: String {
    switch self {
    case .fileExists: "there is a file of this name already, and a run is never overwritten"
    case .cannotCreate(_, let reason): "the file cannot be made: \(reason)"
    case .diskFull: "the disk is full"
    case .cannotWrite(_, let reason): "writing failed: \(reason)"
    case .inUse: "another program holds this run file"
    case .ended: "the run is over; there is nothing to go on with"
    case .cannotGoOn(_, let reason): "the run cannot go on: \(reason)"
    case .closed: "the run file was closed before"
    case .modelStateMismatch(_, let expected, let found):
      "a reading came with \(found) model values where the run file has \(expected) model columns"
    case .noSuchFile: "there is no such file"
    case .cannotOpen(_, let reason): "the file cannot be opened: \(reason)"
    case .logNeedsFolder:
      "the run has not ended, and what its log holds cannot be read in a folder that you may not write to"
    case .notARunFile: "this is not a run file"
    case .newerSchema(_, let found, let known):
      "the run file has schema version \(found); this program knows versions up to \(known)"
    case .damaged(_, let reason): "the run file is damaged: \(reason)"
    case .nothingToPlot: "the run has no readings to draw"
    case .noModelColumn(_, let name, _): "the run has no column \"\(name)\" of what a virtual cell knows"
    case .noCompleteCycle: "the run has no complete cycle: none plated and stripped to the end"
    case .unknownPictureFormat(let path, _): "\"\(path)\" does not say which kind of picture to make"
    case .gnuplotMissing: "gnuplot, which draws the pictures, is not installed"
    case .gnuplotFailed: "gnuplot did not draw the picture"
    case .pyarrowMissing: "Python's pyarrow, which writes Parquet, is not there"
    case .emptyFile: "the file is empty"
    case .notText(_, let looksLike): "the file is not a text of readings; it looks like \(looksLike)"
    case .noColumnNames(_, _, let text): "\"\(text)\" names no columns"
    case .missingColumns(_, _, let missing, _): "no column for \(missing.joined(separator: ", "))"
    case .ambiguousColumns(_, _, let role, let names):
      "more than one column for \(role): \(names.map { "\"\($0)\"" }.joined(separator: ", "))"
    case .unknownColumnUnit(_, _, let name, let role, _): "\"\(name)\" is not in a unit of \(role)"
    case .noReadings: "the file has column names but no readings"
    case .badLines(_, let faults, let more):
      faults.count + more == 1 ? "a line is not a reading" : "\(faults.count + more) lines are not readings"
    }
  }

  /// Where: the file, and the line where there is one.
  public var place: String {
    switch self {
    case .fileExists(let path), .cannotCreate(let path, _), .diskFull(let path), .cannotWrite(let path, _),
      .inUse(let path), .ended(let path), .cannotGoOn(let path, _), .closed(let path),
      .modelStateMismatch(let path, _, _), .noSuchFile(let path),
      .cannotOpen(let path, _), .logNeedsFolder(let path), .notARunFile(let path), .newerSchema(let path, _, _),
      .damaged(let path, _),
      .nothingToPlot(let path), .noModelColumn(let path, _, _), .noCompleteCycle(let path),
      .unknownPictureFormat(let path, _), .emptyFile(let path),
      .notText(let path, _),
      .noReadings(let path):
      path
    case .noColumnNames(let path, let line, _), .missingColumns(let path, let line, _, _),
      .ambiguousColumns(let path, let line, _, _), .unknownColumnUnit(let path, let line, _, _, _):
      "\(path):\(line)"
    case .badLines(let path, let faults, _): faults.first.map { "\(path):\($0.line)" } ?? path
    case .gnuplotMissing, .gnuplotFailed: "gnuplot"
    case .pyarrowMissing: "pyarrow"
    }
  }

  /// More about it, one line each; empty where `what` says it all.
  public var detail: [String] {
    switch self {
    case .missingColumns(_, _, _, let found): ["the columns are \(found.map { "\"\($0)\"" }.joined(separator: ", "))"]
    case .badLines(_, let faults, let more):
      faults.map { "line \($0.line): \($0.what)" } + (more > 0 ? ["and \(more) more"] : [])
    case .pyarrowMissing(let reason): [reason]
    case .noModelColumn(_, _, let known):
      [known.isEmpty ? "it has none: it was not taken on a virtual cell" : "it has \(known.joined(separator: ", "))"]
    case .gnuplotFailed(let reason): reason.split(separator: "\n").map(String.init)
    default: []
    }
  }

  /// How to mend it; nil where nobody can say.
  public var mend: String? {
    switch self {
    case .fileExists: "name another file, or move this one away"
    case .cannotCreate: "name a folder that exists and that you may write to"
    case .diskFull: "make room on the disk"
    case .inUse: "wait until it has finished, or end it"
    case .noSuchFile: "check the spelling of the name"
    case .logNeedsFolder(let path):
      "copy \(DatabaseFile.withLogs(path).joined(separator: " and ")) into a folder of yours, and open the copy"
    case .cannotOpen(_, let reason) where reason == "Permission denied":
      "ask for the right to read and write it, or work on a copy with all files whose names begin alike"
    case .notARunFile: "run files are written by `run` and end in .sandglass"
    case .newerSchema: "update this program"
    case .damaged: "open a copy with `sqlite3 FILE .recover` to save what is left"
    case .unknownPictureFormat(_, let known):
      "end the name in \(known.map { ".\($0)" }.joined(separator: " or "))"
    case .gnuplotMissing: "install it:  apt install gnuplot-nox"
    case .pyarrowMissing:
      "install it:  python3 -m pip install pyarrow==26.0.1   or name a Python that has it in SANDGLASS_PYTHON"
    case .noModelColumn: "name current, areal-capacity, or one of its columns"
    case .noCompleteCycle: "leave out --over cycle to see the run over time"
    case .notText: "save it as CSV with the columns time, current, voltage"
    case .noColumnNames: "put names into the first line:  time_s,current_A,voltage_V"
    case .missingColumns: "name the columns time, current and voltage; units go behind: time_s, current_mA, voltage_V"
    case .unknownColumnUnit(_, _, _, _, let example): "name a unit such as \(example)"
    case .ambiguousColumns: "keep one of them, or rename the other"
    case .badLines(_, let faults, _) where faults.contains { $0.what.contains("decimal comma") }:
      "write numbers with a decimal point"
    case .ended, .cannotGoOn: "start another run with `run`"
    case .cannotWrite, .closed, .modelStateMismatch, .cannotOpen, .nothingToPlot, .gnuplotFailed, .emptyFile,
      .noReadings, .badLines:
      nil
    }
  }
}

extension RecordingError: CustomStringConvertible {
  /// Place, what, details and mend, as people read them.
  public var description: String {
    (["\(place)  \(what)"] + detail.map { "  \($0)" } + (mend.map { ["  mend: \($0)"] } ?? []))
      .joined(separator: "\n")
  }
}
