internal import GRDB
internal import OpenkaartCore

/// The tables, as they came to be.
enum Schema {
  /// What makes an SQLite file known as ours.
  static let application = 0x4F4B_7274

  /// What belongs to the facts.
  static var data: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("logAndErasure") { database in
      try database.execute(sql: facts)
      try database.execute(sql: log)
      try database.execute(sql: logUnchanged)
      try database.execute(sql: appendOnly)
      try database.execute(sql: projections)
      try database.execute(sql: shelves)
      for item in FactClass.allCases {
        try database.execute(
          sql: "INSERT INTO class VALUES (?, ?)", arguments: [item.rawValue, item.name])
      }
      try database.execute(sql: "PRAGMA application_id = \(application)")
    }
    migrator.registerMigration("mail") { try $0.execute(sql: mail) }
    migrator.registerMigration("reservations") { try $0.execute(sql: reservations) }
    migrator.registerMigration("signIn") { try $0.execute(sql: signIn) }
    migrator.registerMigration("releases") { try $0.execute(sql: releases) }
    migrator.registerMigration("segments") { try $0.execute(sql: segments) }
    return migrator
  }

  /// How many people were in each segment, hour by hour.
  private static let segments = """
    CREATE TABLE segmentSize (
      segment TEXT NOT NULL, hour INTEGER NOT NULL,
      line TEXT NOT NULL, people INTEGER NOT NULL CHECK (people >= 0),
      PRIMARY KEY (segment, hour)) STRICT, WITHOUT ROWID;
    """

  /// Campaigns; a page of members is one sealed cell.
  private static let releases = """
    CREATE TABLE release (
      number INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      definition BLOB NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('draft', 'frozen', 'cancelled')),
      frozenAt INTEGER, policyVersion TEXT,
      members INTEGER NOT NULL CHECK (members >= 0)) STRICT;
    CREATE TABLE releasePage (
      release INTEGER NOT NULL REFERENCES release,
      page INTEGER NOT NULL CHECK (page >= 0),
      sealed BLOB NOT NULL CHECK (length(sealed) > 29),
      handed INTEGER, dropped TEXT,
      PRIMARY KEY (release, page)) STRICT;
    """

  /// Places under the caps that are kept free; what each is for is sealed.
  private static let reservations = """
    CREATE TABLE reservation (
      id BLOB PRIMARY KEY CHECK (length(id) = 16),
      node INTEGER NOT NULL CHECK (node > 0),
      state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
      expiresAt INTEGER NOT NULL,
      sealed BLOB NOT NULL CHECK (length(sealed) > 29)) STRICT, WITHOUT ROWID;
    CREATE INDEX reservationOfNode ON reservation (node) WHERE state = 0;
    CREATE INDEX reservationByEnd ON reservation (expiresAt);
    """

  /// The wrapped keys.
  static var keys: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("versions") { database in
      try database.execute(
        sql: """
          \(store)
          CREATE TABLE page (
            page INTEGER PRIMARY KEY, wrapped BLOB NOT NULL CHECK (length(wrapped) = \(WrappedKey.size))) STRICT;
          CREATE TABLE bucket (
            bucket INTEGER PRIMARY KEY, wrapped BLOB NOT NULL CHECK (length(wrapped) = \(WrappedKey.size))) STRICT;
          CREATE TABLE dataKey (
            origin INTEGER NOT NULL CHECK (origin > 0),
            class INTEGER NOT NULL CHECK (class > 0),
            wrapped BLOB NOT NULL CHECK (length(wrapped) = \(WrappedKey.size)),
            PRIMARY KEY (origin, class)) STRICT, WITHOUT ROWID;
          \(erasures)
          PRAGMA application_id = \(application);
          """)
    }
    return migrator
  }

  /// What was erased, so that no restored backup brings it back, and whom not to take in again.
  private static let erasures = """
    CREATE TABLE erasure (
      number INTEGER PRIMARY KEY,
      state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),
      sealed BLOB NOT NULL CHECK (length(sealed) > 29)) STRICT;
    CREATE TABLE suppression (
      hash BLOB PRIMARY KEY CHECK (length(hash) = 16),
      sealed BLOB NOT NULL CHECK (length(sealed) > 29)) STRICT, WITHOUT ROWID;
    """

  /// Which keyring a file belongs to.
  private static let store = """
    CREATE TABLE store (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      name BLOB NOT NULL CHECK (length(name) = 16)) STRICT;
    """

  /// Facts, each in one sealed cell; of a purchase the invoice in a second.
  private static let facts = """
    \(store)
    CREATE TABLE tally (
      name TEXT PRIMARY KEY, value INTEGER NOT NULL CHECK (value >= 0)) STRICT, WITHOUT ROWID;
    INSERT INTO tally
    VALUES ('facts', 0), ('nodes', 0), ('lastSeq', 0), ('erasures', 0), ('gone', 0);
    CREATE TABLE class (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE fact (
      seq INTEGER PRIMARY KEY,
      origin INTEGER NOT NULL CHECK (origin > 0),
      class INTEGER NOT NULL REFERENCES class,
      sealed BLOB NOT NULL CHECK (length(sealed) > 29)) STRICT;
    CREATE INDEX factOfOrigin ON fact (origin);
    CREATE TABLE invoice (
      seq INTEGER PRIMARY KEY REFERENCES fact,
      origin INTEGER NOT NULL CHECK (origin > 0),
      sealed BLOB NOT NULL CHECK (length(sealed) > 29)) STRICT;
    CREATE TABLE kept (
      seq INTEGER NOT NULL, class INTEGER NOT NULL REFERENCES class,
      origin INTEGER NOT NULL CHECK (origin > 0),
      sealed BLOB NOT NULL CHECK (length(sealed) > 29),
      terms BLOB NOT NULL CHECK (length(terms) > 29),
      PRIMARY KEY (seq, class)) STRICT;
    CREATE INDEX keptOfOrigin ON kept (origin);
    CREATE TABLE leftover (node INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE seen (
      key BLOB PRIMARY KEY CHECK (length(key) = 16),
      digest BLOB NOT NULL CHECK (length(digest) = 16),
      seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE latest (
      id INTEGER PRIMARY KEY CHECK (id = 1), sealed BLOB NOT NULL) STRICT;
    """

  /// No fact and no record is ever changed; only an erasure takes one away.
  private static let appendOnly =
    """
    CREATE TABLE erasing (id INTEGER PRIMARY KEY CHECK (id = 1)) STRICT;
    """
    + ["fact", "invoice", "record"].map { table in
      """
      CREATE TRIGGER \(table)Unchanged BEFORE UPDATE ON \(table)
      BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
      CREATE TRIGGER \(table)Kept BEFORE DELETE ON \(table)
      WHEN NOT EXISTS (SELECT 1 FROM erasing)
      BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
      """
    }.joined()

  /// What can be made again from the facts.
  static let projections = """
    CREATE TABLE identifier (
      hash BLOB PRIMARY KEY CHECK (length(hash) = 16),
      node INTEGER NOT NULL CHECK (node > 0)) STRICT, WITHOUT ROWID;
    CREATE TABLE node (
      node INTEGER NOT NULL CHECK (node > 0), part INTEGER NOT NULL CHECK (part >= 0),
      links BLOB NOT NULL, holders BLOB NOT NULL,
      PRIMARY KEY (node, part)) STRICT, WITHOUT ROWID;
    CREATE TABLE crowded (node INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
    """

  static let projectionTables = ["identifier", "node", "crowded"]

  /// Messages that wait to be carried, sealed; a row goes when its message does.
  private static let mail = """
    CREATE TABLE mail (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE, sealed BLOB NOT NULL CHECK (length(sealed) > 29),
      failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
      notBefore INTEGER NOT NULL DEFAULT 0) STRICT;
    """

  /// The log: its entries, which say nothing of anybody; where it stands; where each person's records
  /// end; what was done with personal data, of each person one row (what is about nobody in
  /// particular has the origin 0); and the commitments below entries about many.
  private static let log = """
    CREATE TABLE entry (
      number INTEGER PRIMARY KEY, leaf BLOB NOT NULL CHECK (length(leaf) = 42)) STRICT;
    CREATE TABLE edge (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      log INTEGER NOT NULL CHECK (log > 0),
      first INTEGER NOT NULL CHECK (first >= 0), size INTEGER NOT NULL CHECK (size >= 0),
      peaks BLOB NOT NULL CHECK (length(peaks) % 32 = 0), minute INTEGER NOT NULL) STRICT;
    INSERT INTO edge VALUES (1, 1, 0, 0, x'', 0);
    CREATE TABLE chain (
      origin INTEGER PRIMARY KEY CHECK (origin > 0),
      running INTEGER NOT NULL CHECK (running > 0),
      commitment BLOB NOT NULL CHECK (length(commitment) = 32)) STRICT;
    CREATE TABLE record (
      entry INTEGER NOT NULL REFERENCES entry DEFERRABLE INITIALLY DEFERRED,
      place INTEGER NOT NULL CHECK (place >= 0),
      origin INTEGER NOT NULL CHECK (origin >= 0),
      sealed BLOB NOT NULL CHECK (length(sealed) > 29),
      PRIMARY KEY (entry, place)) STRICT, WITHOUT ROWID;
    CREATE INDEX recordOfOrigin ON record (origin, entry);
    CREATE TABLE batchLeaf (
      entry INTEGER NOT NULL, place INTEGER NOT NULL CHECK (place >= 0),
      commitment BLOB NOT NULL CHECK (length(commitment) = 32),
      PRIMARY KEY (entry, place)) STRICT, WITHOUT ROWID;
    """

  /// Nothing of the log is ever taken away, not even by an erasure.
  private static let logUnchanged = ["entry", "batchLeaf"].map { table in
    """
    CREATE TRIGGER \(table)Unchanged BEFORE UPDATE ON \(table)
    BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
    CREATE TRIGGER \(table)Kept BEFORE DELETE ON \(table)
    BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
    """
  }.joined()

  /// Who asked to be let in and who is in: digests of secrets, and keyed hashes of identifiers.
  private static let signIn = """
    CREATE TABLE signIn (
      number INTEGER PRIMARY KEY,
      link BLOB NOT NULL UNIQUE CHECK (length(link) = 32),
      browser BLOB NOT NULL CHECK (length(browser) = 32),
      about BLOB NOT NULL CHECK (length(about) = 32),
      aim INTEGER NOT NULL CHECK (aim IN (1, 2)),
      customer TEXT,
      salt BLOB NOT NULL CHECK (length(salt) = 16), code BLOB NOT NULL CHECK (length(code) = 32),
      createdAt INTEGER NOT NULL,
      tries INTEGER NOT NULL DEFAULT 0, isOver INTEGER NOT NULL DEFAULT 0) STRICT;
    CREATE INDEX signInOfBrowser ON signIn (browser);
    CREATE INDEX signInAbout ON signIn (about);
    CREATE TABLE session (
      digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
      customer TEXT NOT NULL, about BLOB NOT NULL CHECK (length(about) = 32),
      createdAt INTEGER NOT NULL, seenAt INTEGER NOT NULL,
      raisedUntil INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX sessionAbout ON session (about);
    """

  /// Policies, keys to the API, journals of imports.
  private static let shelves = """
    CREATE TABLE policy (
      number INTEGER PRIMARY KEY,
      version TEXT NOT NULL, text BLOB NOT NULL, appliedAt INTEGER NOT NULL) STRICT;
    CREATE TRIGGER policyUnchanged BEFORE UPDATE ON policy
    BEGIN SELECT RAISE(ABORT, 'policy is append-only'); END;
    CREATE TRIGGER policyKept BEFORE DELETE ON policy
    BEGIN SELECT RAISE(ABORT, 'policy is append-only'); END;
    CREATE TABLE apiKey (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, scopes TEXT NOT NULL,
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      createdAt INTEGER NOT NULL, revokedAt INTEGER) STRICT;
    CREATE TABLE importedFile (
      digest BLOB NOT NULL, mapping BLOB NOT NULL, source TEXT NOT NULL,
      rows INTEGER NOT NULL CHECK (rows >= 0),
      isFinished INTEGER NOT NULL CHECK (isFinished IN (0, 1)),
      PRIMARY KEY (digest, mapping, source)) STRICT, WITHOUT ROWID;
    CREATE TABLE snapshotRun (
      number INTEGER PRIMARY KEY,
      source TEXT NOT NULL, digest BLOB NOT NULL, UNIQUE (source, digest)) STRICT;
    CREATE TABLE snapshotRow (
      source TEXT NOT NULL,
      key BLOB NOT NULL CHECK (length(key) = 16),
      digest BLOB NOT NULL CHECK (length(digest) = 16),
      run INTEGER NOT NULL REFERENCES snapshotRun,
      node INTEGER NOT NULL,
      PRIMARY KEY (source, key)) STRICT, WITHOUT ROWID;
    """
}
