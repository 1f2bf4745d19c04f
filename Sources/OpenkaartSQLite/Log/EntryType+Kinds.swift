internal import OpenkaartCore
internal import OpenkaartService

extension EntryType {
  init(of kind: FactKind) {
    self =
      switch kind {
      case .decided: .decision
      case .used: .use
      default: .fact
      }
  }

  init(of kind: UsageEntry.Kind) {
    self =
      switch kind {
      case .decided: .decision
      case .searched, .card, .signedIn, .ownPage: .look
      case .choiceChanged, .requested, .erasureDecided, .erased, .retentionRun: .right
      default: .use
      }
  }
}
