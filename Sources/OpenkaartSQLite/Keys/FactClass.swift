internal import OpenkaartCore

/// What has a data key of its own under an origin.
typealias FactClass = RetentionClass
