internal import GRDB
internal import GRDBSQLite

/// A prepared statement, bound and stepped as SQLite itself does it.
///
/// GRDB prepares and keeps it. Millions of rows pass here, and arguments and rows as values of Swift
/// would cost more than SQLite does.
struct Command {
  private let statement: Statement
  private let pointer: OpaquePointer

  init(_ database: Database, _ sql: String) throws {
    statement = try database.cachedStatement(sql: sql)
    pointer = statement.sqliteStatement
    sqlite3_reset(pointer)
  }

  // MARK: Binding, places counted from 1

  func bind(_ value: Int64, at place: Int32) { sqlite3_bind_int64(pointer, place, value) }

  func bind(_ text: String, at place: Int32) {
    sqlite3_bind_text(pointer, place, text, -1, Self.copied)
  }

  /// Binds a copy of a digest.
  func bind(_ digest: Digest128, at place: Int32) {
    digest.withBytes { bytes in
      _ = sqlite3_bind_blob(pointer, place, bytes.baseAddress, Int32(bytes.count), Self.copied)
    }
  }

  /// Binds bytes that stay where they are until the next step is done.
  func bind(_ bytes: UnsafeRawBufferPointer, at place: Int32) {
    guard !bytes.isEmpty else {
      // A blob of no bytes: without an address SQLite would take it for NULL.
      sqlite3_bind_zeroblob(pointer, place, 0)
      return
    }
    sqlite3_bind_blob64(pointer, place, bytes.baseAddress, UInt64(bytes.count), nil)
  }

  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  // MARK: Stepping

  /// Goes to the next row; false after the last, and then everything can be bound anew.
  func step() throws -> Bool {
    let code = sqlite3_step(pointer)
    if code == SQLITE_ROW { return true }
    sqlite3_reset(pointer)
    guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    return false
  }

  /// Runs a command that gives no rows.
  func run() throws { while try step() {} }

  /// Ends before the last row.
  func reset() { sqlite3_reset(pointer) }

  // MARK: Columns of the row, counted from 0

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

  /// The bytes, valid until the next step.
  func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(pointer, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column)))
  }

  func digest(_ column: Int32) throws -> Digest128 {
    let bytes = bytes(column)
    guard bytes.count == 16 else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    return Digest128(bytes)
  }
}
