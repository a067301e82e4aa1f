import CLibXML2

/// Reads the XML of one record with libxml2, no network, no DTD, no external entity, and libxml2's own limits.
///
/// The only file that talks to libxml2. What comes out of a callback is a borrowed buffer that ends with the call.
/// The parser context is reused; nothing of a record stays in it but the names libxml2 has met.
final class LibXMLReader {
    /// Names kept before the context is made anew, in bytes. libxml2 refuses every name past 10 MB, and a hostile log
    /// can bring a new one with each element.
    private static let maximumNameBytes = 1 << 20

    /// `XML_PARSE_NOENT` is left out: no entity can be declared behind the root's start tag, and the only effect is
    /// that an `&` in an attribute value stays a reference, in attributes whose known values have none.
    private static let options = Int32(
        XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
            | XML_PARSE_COMPACT.rawValue)

    /// What the callbacks share during one `read`.
    private struct Session {
        /// Valid for the duration of the read: it points to the caller's inout record.
        let record: UnsafeMutablePointer<EventRecord>
        /// What reads, to be stopped at the first fatal error.
        let context: xmlParserCtxtPtr
        /// libxml2's code of that error, 0 where there was none.
        var firstError: Int32 = 0
        /// Fatal errors told.
        var errors = 0
    }

    private static let isLibraryReady: Bool = {
        xmlInitParser()
        return true
    }()

    private var context: xmlParserCtxtPtr?
    /// The record being read, with a NUL behind it.
    private var text: [UInt8] = []
    /// Fatal errors of the record read last: many where libxml2 did not stop; and bytes read in all, for tests.
    private(set) var errors = 0
    private(set) var bytesRead = 0

    init() {
        _ = LibXMLReader.isLibraryReady
        context = LibXMLReader.makeContext()
    }

    deinit { xmlFreeParserCtxt(context) }

    /// Reads one record into `record`, which must have been reset. Nil where it is well-formed, otherwise why it is
    /// not; then what `record` holds means nothing.
    func read(_ bytes: UnsafeRawBufferPointer, into record: inout EventRecord) -> XMLRefusal? {
        if let names = context?.pointee.dict, xmlDictGetUsage(names) > LibXMLReader.maximumNameBytes {
            xmlFreeParserCtxt(context)
            context = LibXMLReader.makeContext()
        }
        guard let context else { return .outOfMemory }
        // libxml2 reads a text with a NUL behind it in place; a buffer with a length it keeps trying to fill. A NUL in
        // the record ends it early, so it is refused like any other character XML forbids.
        text.removeAll(keepingCapacity: true)
        text.append(contentsOf: bytes)
        text.append(0)
        bytesRead += bytes.count
        return withUnsafeMutablePointer(to: &record) { recordPointer in
            var session = Session(record: recordPointer, context: context)
            let isWellFormed = withUnsafeMutablePointer(to: &session) { sessionPointer in
                context.pointee.userData = UnsafeMutableRawPointer(sessionPointer)
                xmlFreeDoc(xmlCtxtReadDoc(context, text, nil, nil, LibXMLReader.options))
                context.pointee.userData = nil
                return context.pointee.wellFormed != 0
            }
            errors = session.errors
            return isWellFormed && errors == 0 ? nil : XMLRefusal(code: session.firstError)
        }
    }

    /// Nil only where memory is out.
    private static func makeContext() -> xmlParserCtxtPtr? {
        guard let context = xmlNewParserCtxt() else { return nil }
        // Everything that is not set here stays nil: no tree is built and no entity is looked up.
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { session, name, _, _, _, _, attributeCount, _, attributes in
            guard let session = session?.assumingMemoryBound(to: Session.self), let name else { return }
            session.pointee.record.pointee.startElement(
                UnsafeBufferPointer(start: name, count: Int(xmlStrlen(name))),
                attributes: XMLAttributes(start: attributes, count: Int(attributeCount)))
        }
        handler.endElementNs = { session, _, _, _ in
            session?.assumingMemoryBound(to: Session.self).pointee.record.pointee.endElement()
        }
        let characters: charactersSAXFunc = { session, text, count in
            session?.assumingMemoryBound(to: Session.self).pointee.record.pointee
                .characters(UnsafeBufferPointer(start: text, count: Int(count)))
        }
        handler.characters = characters
        handler.ignorableWhitespace = characters
        handler.cdataBlock = characters
        handler.serror = { session, error in
            guard let session = session?.assumingMemoryBound(to: Session.self), let error,
                error.pointee.level == XML_ERR_FATAL
            else { return }
            session.pointee.errors += 1
            guard session.pointee.errors == 1 else { return }
            session.pointee.firstError = error.pointee.code
            // libxml2 would go on to the end, an error for every byte: 4 MiB of `&` took 3 s.
            xmlStopParser(session.pointee.context)
        }
        context.pointee.sax.pointee = handler
        return context
    }
}

/// The attributes of one start tag: per attribute local name, prefix, namespace, begin and end of the value.
struct XMLAttributes {
    private static let stride = 5
    fileprivate let start: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    fileprivate let count: Int

    /// Value of the first attribute with a local name, nil where there is none.
    func value(named name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        guard let start else { return nil }
        for index in 0..<count {
            let attribute = start + index * XMLAttributes.stride
            guard let local = attribute[0], let begin = attribute[3], let end = attribute[4],
                name.withUTF8Buffer({ xmlStrncmp(local, $0.baseAddress, Int32($0.count)) == 0 && local[$0.count] == 0 })
            else { continue }
            return UnsafeBufferPointer(start: begin, count: begin.distance(to: end))
        }
        return nil
    }
}

/// Why libxml2 refused a record, in words of our own: its messages quote the record.
struct XMLRefusal: Equatable {
    let reason: String

    static let tooManyAttributes = XMLRefusal(
        reason: "more than \(AttributeLimit.maximumPerTag) attributes in one tag")
    static let outOfMemory = XMLRefusal(reason: "the XML reader has no memory")

    private init(reason: String) { self.reason = reason }

    /// From a code of `xmlParserErrors`.
    init(code: Int32) {
        let words = XMLRefusal.words.first { $0.code.rawValue == UInt32(bitPattern: code) }?.words
        reason = words ?? "not well-formed XML (libxml2 error \(code))"
    }

    private static let words: [(code: xmlParserErrors, words: String)] = [
        (XML_ERR_INVALID_CHAR, "a character XML forbids"),
        (XML_ERR_INVALID_CHARREF, "a reference to a character XML forbids"),
        (XML_ERR_INVALID_ENCODING, "bytes that are not UTF-8"),
        (XML_ERR_UNDECLARED_ENTITY, "an entity that is not declared"),
        (XML_ERR_ENTITYREF_SEMICOL_MISSING, "an & that begins no reference"),
        (XML_ERR_NAME_REQUIRED, "a < or & without a name behind it"),
        (XML_ERR_TAG_NAME_MISMATCH, "an end tag that does not match its start tag"),
        (XML_ERR_TAG_NOT_FINISHED, "an element without an end tag"),
        (XML_ERR_GT_REQUIRED, "a tag without its >"),
        (XML_ERR_LT_IN_ATTRIBUTE, "a < in an attribute value"),
        (XML_ERR_ATTRIBUTE_NOT_STARTED, "an attribute value without quotes"),
        (XML_ERR_ATTRIBUTE_NOT_FINISHED, "an attribute value without an end"),
        (XML_ERR_ATTRIBUTE_REDEFINED, "an attribute that occurs twice"),
        (XML_ERR_SPACE_REQUIRED, "attributes without a space between them"),
        (XML_ERR_EQUAL_REQUIRED, "an attribute without a value"),
        (XML_ERR_CDATA_NOT_FINISHED, "a CDATA section without an end"),
        (XML_ERR_COMMENT_NOT_FINISHED, "a comment without an end"),
        (XML_ERR_HYPHEN_IN_COMMENT, "two hyphens in a comment"),
        (XML_ERR_MISPLACED_CDATA_END, "a ]]> in text"),
        (XML_ERR_DOCUMENT_END, "text behind the end of the event"),
        (XML_ERR_NO_MEMORY, "the XML reader has no memory"),
    ]
}
