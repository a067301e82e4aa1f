#if ISAL
    import CISAL

    /// ISA-L's inflate: the same bytes as zlib in 0.4 times its time, checksum and all.
    final class ISALInflater: Inflater {
        private let state: OpaquePointer

        /// Nil where there is no memory.
        init?() {
            guard let state = cisal_inflate_create() else { return nil }
            self.state = state
            cisal_inflate_begin(state)
        }

        deinit { cisal_inflate_free(state) }

        func begin() -> Bool {
            cisal_inflate_begin(state)
            return true
        }

        func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep {
            let step = cisal_inflate_step(
                state, input.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(clamping: input.count),
                output.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(clamping: output.count))
            let status: InflateStep.Status =
                if step.status < 0 {
                    .corrupt("ISA-L error \(step.status)")
                } else if step.ended {
                    .ended(surplus: Int(cisal_inflate_surplus(state)))
                } else {
                    .unfinished
                }
            return InflateStep(consumed: Int(step.consumed), produced: Int(step.produced), status: status)
        }

        func checksum(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
            guard let base = bytes.baseAddress else { return crc }
            return cisal_crc32(crc, base.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
        }
    }
#endif
