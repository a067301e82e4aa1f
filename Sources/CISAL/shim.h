// ISA-L's inflate for Swift. Its state is a struct of 90 KB that Swift could only import as tuples of thousands of
// elements, so it stays opaque here.
#ifndef HEADCOUNT_CISAL_SHIM_H
#define HEADCOUNT_CISAL_SHIM_H

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct cisal_inflate cisal_inflate;

// NULL where there is no memory.
static inline cisal_inflate *cisal_inflate_create(void) {
    return (cisal_inflate *)malloc(sizeof(struct inflate_state));
}

static inline void cisal_inflate_free(cisal_inflate *state) {
    free(state);
}

// Begins a raw deflate stream.
static inline void cisal_inflate_begin(cisal_inflate *opaque) {
    struct inflate_state *state = (struct inflate_state *)opaque;
    isal_inflate_init(state);
    state->avail_in = 0;
    state->avail_out = 0;
}

typedef struct {
    uint32_t consumed;
    uint32_t produced;
    // ISAL_DECOMP_OK and everything that asks for more input or room are 0 or more.
    int status;
    bool ended;
} cisal_step;

// Inflates what it can. Bytes taken in but not needed, because the stream ended, count as not consumed.
static inline cisal_step cisal_inflate_step(
    cisal_inflate *opaque, const uint8_t *input, uint32_t input_count, uint8_t *output, uint32_t output_count) {
    struct inflate_state *state = (struct inflate_state *)opaque;
    state->next_in = (uint8_t *)input;
    state->avail_in = input_count;
    state->next_out = output;
    state->avail_out = output_count;
    cisal_step step;
    step.status = isal_inflate(state);
    step.ended = state->block_state == ISAL_BLOCK_FINISH;
    // After an error it may point before the input it was given.
    step.consumed = state->avail_in < input_count ? input_count - state->avail_in : 0;
    step.produced = output_count - state->avail_out;
    return step;
}

// Whole bytes that were taken in behind the end of the stream; they belong to whatever follows. Known once it ended.
static inline uint32_t cisal_inflate_surplus(const cisal_inflate *opaque) {
    const struct inflate_state *state = (const struct inflate_state *)opaque;
    return state->read_in_length > 0 ? (uint32_t)state->read_in_length / 8 : 0;
}

// Continues `crc` (0 at the start) with the checksum of gzip.
static inline uint32_t cisal_crc32(uint32_t crc, const uint8_t *bytes, uint64_t count) {
    return crc32_gzip_refl(crc, bytes, count);
}

#endif
