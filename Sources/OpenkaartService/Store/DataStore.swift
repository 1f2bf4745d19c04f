/// Every port of a store: what a data folder holds.
public typealias DataStore = FactStore & PolicyShelf & KeyShelf & ImportJournal
