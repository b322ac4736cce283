/// What Python does with the columns it is given: Apache Arrow's own library writes the file.
enum ParquetScript {
  /// Reads a line of JSON (names, kinds, words, metadata) and then chunks from standard input, and writes Parquet to
  /// standard output. A chunk is a count of rows (u64), then each column as so many float64 or int64, little-endian.
  static let text = """
    json, struct, sys = (__import__(name) for name in ("json", "struct", "sys"))
    try:
        pa = __import__("pyarrow")
        pc = __import__("pyarrow.compute", fromlist=["compute"])
        pq = __import__("pyarrow.parquet", fromlist=["parquet"])
    except ImportError as error:
        sys.exit("no pyarrow: %s" % error)

    def in_words(array, words):
        known = pc.unique(array).drop_null().to_pylist()
        if all(value.is_integer() and 0 <= value < len(words) for value in known):
            return pc.take(pa.array(words), pc.cast(array, pa.int64()))
        names = {value: words[int(value)] if value in range(len(words)) else repr(value) for value in known}
        return pa.array([names.get(value) for value in array.to_pylist()], pa.string())

    source = sys.stdin.buffer
    head = json.loads(source.readline())
    columns = head["columns"]
    fields = []
    for column in columns:
        kind = pa.int64() if column["kind"] == "count" else pa.string() if column.get("words") else pa.float64()
        fields.append(pa.field(column["name"], kind))
    schema = pa.schema(fields, metadata={key: value for key, value in head["metadata"].items()})
    sink = pa.PythonFile(sys.stdout.buffer, mode="w")
    writer = pq.ParquetWriter(sink, schema, compression="zstd", compression_level=6)
    while True:
        size = source.read(8)
        if len(size) < 8:
            sys.exit("the columns broke off")
        (rows,) = struct.unpack("<Q", size)
        if rows == 0:
            break
        arrays = []
        for column in columns:
            data = source.read(8 * rows)
            if len(data) < 8 * rows:
                sys.exit("the columns broke off")
            counts = column["kind"] == "count"
            array = pa.Array.from_buffers(pa.int64() if counts else pa.float64(), rows, [None, pa.py_buffer(data)])
            if not counts:
                array = pc.if_else(pc.is_nan(array), pa.scalar(None, pa.float64()), array)
            if column.get("words"):
                array = in_words(array, column["words"])
            arrays.append(array)
        writer.write_table(pa.table(arrays, schema=schema))
    writer.close()
    sys.stdout.buffer.flush()
    """
}
