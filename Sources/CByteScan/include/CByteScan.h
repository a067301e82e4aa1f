// Byte kernels that Swift cannot express as well: hashes and needle search. Portable C, little- and big-endian.
#ifndef HEADCOUNT_CBYTESCAN_H
#define HEADCOUNT_CBYTESCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "CShapeMatch.h"

// MARK: Loads. memcpy of a fixed size compiles to one instruction and has no alignment to respect.

static inline uint64_t cbs_load64(const uint8_t *bytes) {
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

static inline uint64_t cbs_load32(const uint8_t *bytes) {
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap32(value);
#endif
    return value;
}

static inline uint64_t cbs_rotate_left(uint64_t value, int count) {
    return value << count | value >> (64 - count);
}

// MARK: MurmurHash3_x64_128 (Austin Appleby, public domain), fed piece by piece.

typedef struct {
    uint64_t h1;
    uint64_t h2;
    uint64_t length;   // bytes fed so far; length % 16 of them wait in `tail`
    uint8_t tail[16];
} cbs_murmur3;

typedef struct {
    uint64_t high;
    uint64_t low;
} cbs_hash128;

static inline cbs_murmur3 cbs_murmur3_begin(uint32_t seed) {
    cbs_murmur3 state = {seed, seed, 0, {0}};
    return state;
}

static inline uint64_t cbs_murmur3_k1(uint64_t k) {
    return cbs_rotate_left(k * UINT64_C(0x87c37b91114253d5), 31) * UINT64_C(0x4cf5ad432745937f);
}

static inline uint64_t cbs_murmur3_k2(uint64_t k) {
    return cbs_rotate_left(k * UINT64_C(0x4cf5ad432745937f), 33) * UINT64_C(0x87c37b91114253d5);
}

// Takes whole 16-byte blocks.
static inline void cbs_murmur3_blocks(cbs_murmur3 *state, const uint8_t *bytes, size_t blocks) {
    uint64_t h1 = state->h1, h2 = state->h2;
    for (size_t block = 0; block < blocks; block++, bytes += 16) {
        h1 ^= cbs_murmur3_k1(cbs_load64(bytes));
        h1 = (cbs_rotate_left(h1, 27) + h2) * 5 + 0x52dce729;
        h2 ^= cbs_murmur3_k2(cbs_load64(bytes + 8));
        h2 = (cbs_rotate_left(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    state->h1 = h1;
    state->h2 = h2;
}

static inline void cbs_murmur3_update(cbs_murmur3 *state, const void *source, size_t count) {
    if (count == 0) return;   // `source` may be NULL then
    const uint8_t *bytes = (const uint8_t *)source;
    size_t waiting = (size_t)(state->length & 15);
    state->length += count;
    if (waiting) {
        size_t missing = 16 - waiting;
        if (count < missing) {
            memcpy(state->tail + waiting, bytes, count);
            return;
        }
        memcpy(state->tail + waiting, bytes, missing);
        cbs_murmur3_blocks(state, state->tail, 1);
        bytes += missing;
        count -= missing;
    }
    cbs_murmur3_blocks(state, bytes, count / 16);
    memcpy(state->tail, bytes + (count & ~(size_t)15), count & 15);
}

static inline uint64_t cbs_murmur3_avalanche(uint64_t k) {
    k = (k ^ k >> 33) * UINT64_C(0xff51afd7ed558ccd);
    k = (k ^ k >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return k ^ k >> 33;
}

// The hash of what was fed so far. Leaves the state alone, so it can be asked at every checkpoint.
static inline cbs_hash128 cbs_murmur3_digest(const cbs_murmur3 *state) {
    uint8_t last[16] = {0};
    memcpy(last, state->tail, (size_t)(state->length & 15));
    uint64_t h1 = state->h1 ^ cbs_murmur3_k1(cbs_load64(last)) ^ state->length;
    uint64_t h2 = state->h2 ^ cbs_murmur3_k2(cbs_load64(last + 8)) ^ state->length;
    h1 += h2;
    h2 += h1;
    h1 = cbs_murmur3_avalanche(h1);
    h2 = cbs_murmur3_avalanche(h2);
    h1 += h2;
    h2 += h1;
    cbs_hash128 result = {h1, h2};
    return result;
}

// MARK: Search

// Offset of the first occurrence of `needle` in `bytes`, -1 where there is none.
ptrdiff_t cbs_find(const void *bytes, size_t count, const void *needle, size_t needle_count);

#endif
