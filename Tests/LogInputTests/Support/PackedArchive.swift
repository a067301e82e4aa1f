#if Archives
    import CArchive

    /// Archives made by libarchive's writers, so that every name and kind of member can be had.
    struct PackedArchive {
        enum Format: CaseIterable { case zip, sevenZip, tar }
        enum Filter: CaseIterable { case none, gzip, xz, zstandard, bzip2 }

        struct Member {
            var name: [UInt8]
            var content: [UInt8] = []
            /// One of the `S_IF...` constants.
            var type: UInt32 = 0o100000
            var symbolicLink: String?
            var hardLink: String?

            init(_ name: String, _ content: [UInt8]) { (self.name, self.content) = (Array(name.utf8), content) }
            init(bytes name: [UInt8], _ content: [UInt8]) { (self.name, self.content) = (name, content) }
            init(_ name: String, type: UInt32, symbolicLink: String? = nil, hardLink: String? = nil) {
                self.name = Array(name.utf8)
                self.type = type
                self.symbolicLink = symbolicLink
                self.hardLink = hardLink
            }
        }

        static func make(_ format: Format, password: String? = nil, _ members: [Member]) -> [UInt8] {
            make(format, .none, password: password, members)
        }

        static func make(
            _ format: Format, _ filter: Filter, password: String? = nil, _ members: [Member]
        ) -> [UInt8] {
            guard let archive = archive_write_new() else { return [] }
            defer { archive_write_free(archive) }
            switch format {
            case .zip: archive_write_set_format_zip(archive)
            case .sevenZip: archive_write_set_format_7zip(archive)
            case .tar: archive_write_set_format_pax_restricted(archive)
            }
            switch filter {
            case .none: archive_write_add_filter_none(archive)
            case .gzip: archive_write_add_filter_gzip(archive)
            case .xz: archive_write_add_filter_xz(archive)
            case .zstandard: archive_write_add_filter_zstd(archive)
            case .bzip2: archive_write_add_filter_bzip2(archive)
            }
            if let password {
                archive_write_set_options(archive, "zip:encryption=traditional")
                archive_write_set_passphrase(archive, password)
            }
            return write(archive, room: members.reduce(1 << 20) { $0 + 2 * $1.content.count + 4096 }) {
                for member in members { add(member, to: archive) }
            }
        }

        /// One content in a compressor, without an archive.
        static func compress(_ content: [UInt8], _ filter: Filter) -> [UInt8] {
            guard let archive = archive_write_new() else { return [] }
            defer { archive_write_free(archive) }
            archive_write_set_format_raw(archive)
            switch filter {
            case .none: archive_write_add_filter_none(archive)
            case .gzip: archive_write_add_filter_gzip(archive)
            case .xz: archive_write_add_filter_xz(archive)
            case .zstandard: archive_write_add_filter_zstd(archive)
            case .bzip2: archive_write_add_filter_bzip2(archive)
            }
            return write(archive, room: 2 * content.count + 1 << 20) { add(Member("data", content), to: archive) }
        }

        private static func write(_ archive: OpaquePointer, room: Int, _ body: () -> Void) -> [UInt8] {
            archive_write_set_bytes_in_last_block(archive, 1)
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 16)
            defer { memory.deallocate() }
            var used = 0
            archive_write_open_memory(archive, memory.baseAddress, room, &used)
            body()
            archive_write_close(archive)
            return Array(memory.prefix(used))
        }

        private static func add(_ member: Member, to archive: OpaquePointer) {
            let entry = archive_entry_new()
            defer { archive_entry_free(entry) }
            (member.name + [0]).withUnsafeBytes {
                archive_entry_set_pathname(entry, $0.baseAddress?.assumingMemoryBound(to: CChar.self))
            }
            archive_entry_set_filetype(entry, member.type)
            archive_entry_set_perm(entry, 0o644)
            archive_entry_set_mtime(entry, 1_700_000_000, 0)
            archive_entry_set_size(entry, Int64(member.content.count))
            if let target = member.symbolicLink { archive_entry_set_symlink(entry, target) }
            if let target = member.hardLink { archive_entry_set_hardlink(entry, target) }
            archive_write_header(archive, entry)
            if !member.content.isEmpty { archive_write_data(archive, member.content, member.content.count) }
        }

        /// A cabinet with one folder of stored data (MS-CAB), which libarchive cannot write.
        static func cabinet(_ members: [Member]) -> [UInt8] {
            func little(_ value: Int, _ bytes: Int) -> [UInt8] {
                (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            }
            let content = members.flatMap(\.content)
            let blocks = stride(from: 0, to: content.count, by: 32_768).map {
                content[$0..<min($0 + 32_768, content.count)]
            }
            var files: [UInt8] = []
            var offset = 0
            for member in members {
                files += little(member.content.count, 4) + little(offset, 4) + little(0, 2)
                files += little(0x5765, 2) + little(0, 2) + little(0x20, 2) + member.name + [0]
                offset += member.content.count
            }
            let data = 36 + 8 + files.count
            let size = data + blocks.reduce(0) { $0 + 8 + $1.count }
            var cabinet = Array("MSCF".utf8) + little(0, 4) + little(size, 4) + little(0, 4) + little(44, 4)
            cabinet += little(0, 4) + [3, 1] + little(1, 2) + little(members.count, 2) + little(0, 2) + little(1, 2)
            cabinet += little(0, 2)
            cabinet += little(data, 4) + little(blocks.count, 2) + little(0, 2) + files
            for block in blocks { cabinet += little(0, 4) + little(block.count, 2) + little(block.count, 2) + block }
            return cabinet
        }
    }
#endif
