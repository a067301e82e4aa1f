#if Archives
    import AccessModel
    import ByteScan
    import CArchive
    import Glibc

    /// Opens an archive's members one after another.
    ///
    /// A member's name is text for people and stores and never names a file: nothing is created, opened or followed
    /// because an archive says so.
    final class ArchiveReader {
        enum Item {
            case member(InputReader)
            case unread(UnreadInput)
        }

        private let handle: ArchiveHandle?
        private let place: InputPlace
        /// Where the archive stands itself.
        let depth: ContainerDepth
        private let expansion: ExpansionLimit
        private let compresses: Bool
        private let skipsForFree: Bool
        private let limits: ContainerLimits
        private let source: any ByteSource
        private var current: ArchiveMember?
        private var members = 0
        private var files = 0
        private var ended = false
        /// Names given so far and how often, as content ids: a name can be long, and there may be many.
        private var names: [ContentName: Int] = [:]

        /// - Parameters:
        ///   - source: the archive's bytes, from the first on.
        ///   - seeking: `source` where it can be read back and forth.
        ///   - depth: where the archive stands itself.
        init(
            _ source: any ByteSource, seeking: SourceFile?, kind: ArchiveHandle.Kind, place: InputPlace,
            depth: ContainerDepth, expansion: ExpansionLimit, limits: ContainerLimits
        ) {
            handle = ArchiveHandle(source, seeking: seeking, kind)
            self.place = place
            self.depth = depth
            self.expansion = expansion
            self.limits = limits
            self.source = source
            switch kind {
            case .tar: (compresses, skipsForFree) = (false, true)
            case .zip: (compresses, skipsForFree) = (true, seeking != nil)
            default: (compresses, skipsForFree) = (true, false)
            }
        }

        /// The next member that is a file, or what to say of one that is not read; nil at the end.
        func next() throws(InputError) -> Item? {
            guard let handle else { return end("there is no memory to open it") }
            while !ended {
                if let stopped = try finishCurrent() { return stopped }
                switch try handle.next() {
                case .failed(let words): return end("it is damaged (\(words))")
                case .end:
                    if source.isCut { return end(source.damage) }
                    ended = true
                    return files == 0 ? .unread(empty) : nil
                case .entry(let entry):
                    members += 1
                    guard members <= limits.mostMembers else {
                        return end("it has more than \(limits.mostMembers) members")
                    }
                    if let item = try item(entry, handle) { return item }
                }
            }
            return nil
        }

        /// Reads over what is left of the member before. libarchive would do so by itself, but without a limit.
        private func finishCurrent() throws(InputError) -> Item? {
            guard let member = current else { return nil }
            if !skipsForFree { try member.drain() }
            current = nil
            return member.isStopped ? end(member.damage) : nil
        }

        private func item(_ entry: OpaquePointer, _ handle: ArchiveHandle) throws(InputError) -> Item? {
            let kind = carchive_entry_kind(entry)
            if kind == carchive_folder { return nil }
            files += 1
            let (name, isCut) = memberName(entry)
            let here = place.member(unique(name))
            let member = ArchiveMember(handle, expansion: compresses ? expansion : nil)
            current = member
            if isCut { return unread(here, "its name is longer than \(limits.longestName) bytes", isFailure: true) }
            switch kind {
            case carchive_symbolic_link, carchive_hard_link:
                return unread(
                    here, "a link: it has no content of its own, and links are not followed", isFailure: false)
            case carchive_special:
                return unread(here, "a device, a pipe or a socket, no file", isFailure: false)
            default: break
            }
            if archive_entry_is_encrypted(entry) != 0 {
                return unread(here, "it is encrypted, and headcount takes no passwords", isFailure: true)
            }
            let declared = archive_entry_size_is_set(entry) != 0 ? UInt64(max(0, archive_entry_size(entry))) : nil
            let reader = try InputReader(
                member: member, place: here, size: declared, expansion: expansion, depth: depth.inside)
            if reader.format == .empty, !member.damage.isEmpty { return unread(here, member.damage, isFailure: true) }
            return .member(reader)
        }

        private func unread(_ member: InputPlace, _ reason: String, isFailure: Bool) -> Item {
            .unread(
                UnreadInput(
                    path: member.display, format: .unknown, reason: "a member of an archive: \(reason)",
                    remedy: isFailure
                        ? "Unpack \(place.pastable) with the program that made it, and scan the result."
                        : "Nothing to do: what it stands for is read where it is itself.",
                    isFailure: isFailure))
        }

        private var empty: UnreadInput {
            UnreadInput(
                path: place.display, format: .archive, reason: "an archive without any file in it",
                remedy: "Check that this is the archive the logs were put into.", isFailure: false)
        }

        private func end(_ reason: String) -> Item {
            ended = true
            current = nil
            let behind = files == 0 ? "nothing of it is read" : "\(files) members before are read, what follows is lost"
            return .unread(
                UnreadInput(
                    path: place.display, format: .archive,
                    reason: "an archive that cannot be read on: \(reason); \(behind)",
                    remedy: "Copy it again from where it came from. Or unpack what its own program still can: "
                        + "\(place.pastable), and scan the result.",
                    isFailure: true))
        }

        /// The name as text, cut where it is too long. Names that are no UTF-8 are read as far as they are.
        private func memberName(_ entry: OpaquePointer) -> (name: String, isCut: Bool) {
            guard let bytes = archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry) else {
                return ("member \(members)", false)
            }
            let length = strnlen(bytes, limits.longestName + 1)
            let name = UnsafeRawBufferPointer(start: bytes, count: min(length, limits.longestName))
            guard !name.isEmpty else { return ("member \(members)", false) }
            return (String(decoding: name, as: UTF8.self), length > limits.longestName)
        }

        /// Every member is an input of its own. The second of a name, as tar appends them, is `name#2`.
        private func unique(_ name: String) -> String {
            let seen = ContentName(name)
            guard var number = names[seen] else {
                names[seen] = 1
                return name
            }
            // On from the last number given: many members of one name must not make it quadratic.
            var candidate: String
            repeat {
                number += 1
                candidate = "\(name)#\(number)"
            } while names[ContentName(candidate)] != nil
            names[seen] = number
            names[ContentName(candidate)] = 1
            return candidate
        }
    }

    /// The data of one member.
    final class ArchiveMember: ByteSource {
        private(set) var offset: UInt64 = 0
        private(set) var damage = ""
        private(set) var isCut = false
        /// True where the archive must not be read on.
        private(set) var isStopped = false

        private let handle: ArchiveHandle
        private let expansion: ExpansionLimit?
        private var ended = false

        init(_ handle: ArchiveHandle, expansion: ExpansionLimit?) {
            self.handle = handle
            self.expansion = expansion
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
            guard !ended, !buffer.isEmpty else { return 0 }
            switch try handle.data(into: buffer) {
            case .bytes(let count):
                offset += UInt64(count)
                expansion?.add(count)
                if let excess = expansion?.excess {
                    stop(excess)
                    return 0
                }
                return count
            case .end: ended = true
            case .wrong(let words): cut(words)
            case .failed(let words):
                cut(words)
                isStopped = true
            }
            return 0
        }

        /// Reads what is left.
        func drain() throws(InputError) {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: SourceFile.readSize, alignment: 16)
            defer { buffer.deallocate() }
            while try read(into: buffer) > 0 {}
        }

        private func cut(_ words: String) {
            stop(
                "the archive's data is damaged (\(words)): this member ends at byte \(offset); "
                    + "what came before is read, what follows is lost")
            isStopped = false
        }

        private func stop(_ words: String) {
            damage = words
            isCut = true
            isStopped = true
            ended = true
        }
    }

    /// 128 bits that stand for a name.
    private struct ContentName: Hashable {
        private let id: ContentID

        init(_ name: String) {
            var hash = ContentHash()
            var name = name
            name.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
            id = hash.id
        }
    }
#endif
