internal import CYaml
internal import OpenkaartCore

/// One step through a YAML text, and where it stands.
struct YAMLEvent {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias
    case scalar(text: String, isPlain: Bool)
    case listStart
    case listEnd
    case mappingStart
    case mappingEnd
  }

  let kind: Kind
  /// The tag that is written before a value, or `nil` for none.
  let tag: String?
  let position: Position
}

/// The events of libyaml, the parser inside Yams, over bytes that outlive this value.
///
/// Yams composes a tree by recursion and resolves aliases on the way; events come one by one, so
/// that a limit can be held before anything is built. libyaml itself does not recurse.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let source: UnsafeBufferPointer<UInt8>

  init(_ source: UnsafeBufferPointer<UInt8>) throws(DocumentError) {
    self.source = source
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      throw YAMLFault.memory(at: Position(line: 1, column: 1))
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, source.baseAddress, source.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// Reads the next event; after `streamEnd` it gives `streamEnd` again.
  func next() throws(DocumentError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else {
      throw YAMLFault.translated(parser.pointee, source: source.span)
    }
    defer { yaml_event_delete(&event) }
    return YAMLEvent(
      kind: Self.kind(of: event), tag: Self.tag(of: event), position: Position(event.start_mark))
  }

  private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
    switch event.type {
    case YAML_STREAM_START_EVENT: .streamStart
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_DOCUMENT_END_EVENT: .documentEnd
    case YAML_ALIAS_EVENT: .alias
    case YAML_SCALAR_EVENT:
      .scalar(
        text: text(of: event), isPlain: event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
    case YAML_SEQUENCE_START_EVENT: .listStart
    case YAML_SEQUENCE_END_EVENT: .listEnd
    case YAML_MAPPING_START_EVENT: .mappingStart
    case YAML_MAPPING_END_EVENT: .mappingEnd
    default: .streamEnd
    }
  }

  private static func text(of event: yaml_event_t) -> String {
    let bytes = UnsafeBufferPointer(
      start: event.data.scalar.value, count: event.data.scalar.length)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func tag(of event: yaml_event_t) -> String? {
    let tag: UnsafeMutablePointer<yaml_char_t>? =
      switch event.type {
      case YAML_SCALAR_EVENT: event.data.scalar.tag
      case YAML_SEQUENCE_START_EVENT: event.data.sequence_start.tag
      case YAML_MAPPING_START_EVENT: event.data.mapping_start.tag
      default: nil
      }
    return tag.map { String(cString: $0) }
  }
}

extension Position {
  /// libyaml counts lines and columns from 0, columns in Unicode scalars.
  init(_ mark: yaml_mark_t) {
    self.init(
      line: Int32(clamping: mark.line &+ 1), column: Int32(clamping: mark.column &+ 1))
  }
}
