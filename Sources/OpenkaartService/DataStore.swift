/// Every port of a store that commands use: what a data folder holds.
public typealias DataStore =
  BackupStore & ErasureStore & FactStore & ImportJournal & KeyShelf & KeyVault & PolicyShelf
  & UsageLog

/// What the server needs of a store beside that: only the process that owns the folder has it.
public typealias ServedStore = DataStore & MailOutbox & SecretSource & CapShelf & SignInShelf
  & ReleaseShelf & SegmentShelf & ChangeFeed
