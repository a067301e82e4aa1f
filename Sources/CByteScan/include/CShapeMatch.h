// Matches records of a recurring shape: constant text around values, as exporters write one kind of event again and again.
//
// A shape is learned elsewhere from a record that was read in full; here its constants are compared and its values are
// walked over. Measured on 1.2 KB events: 0.1 ns per byte against 0.55 for walking from tag to tag.
#ifndef HEADCOUNT_CSHAPEMATCH_H
#define HEADCOUNT_CSHAPEMATCH_H

#include <stddef.h>
#include <stdint.h>

// Results below zero.
enum {
    CBS_NO_MATCH = -1,    // not of this shape, or a value the grammar leaves to the reference reader
    CBS_NEEDS_MORE = -2,  // equal as far as the bytes go
};

// A value and the constant text behind it.
typedef struct {
    uint32_t literal_count;  // bytes of constant text behind the value
    uint8_t terminator;      // what ends the value: '<' for text, the quote for an attribute
    uint8_t is_captured;     // nonzero: the value is used, so it must need no decoding
} cbs_slot;

typedef struct cbs_shapes cbs_shapes;

// Index of the terminator of the value that begins at `from`, or a result below zero.
//
// The value must be what XML 1.0 allows and mean what its bytes are: no '<', well-formed UTF-8, no character XML
// forbids, no "]]>" in text, no white space but blanks in an attribute. A value that is not used may hold references and,
// in text, carriage returns; one that is used may not, since a reader has to replace them.
ptrdiff_t cbs_value_end(const uint8_t *bytes, size_t count, size_t from, uint8_t terminator, int is_captured);

// The same without vector instructions: the twin for other processors, and for tests on this one.
ptrdiff_t cbs_value_end_portable(
    const uint8_t *bytes, size_t count, size_t from, uint8_t terminator, int is_captured);

// An empty set of shapes, NULL where memory is out.
cbs_shapes *cbs_shapes_make(void);
void cbs_shapes_free(cbs_shapes *shapes);
void cbs_shapes_clear(cbs_shapes *shapes);

// Bounds on what is kept; beyond them `cbs_shapes_add` refuses. An event has few shapes in an ordinary log, and every one
// of them may have to be compared: with 500 of one event in a crafted log, 50 microseconds for each record.
enum {
    CBS_MAXIMUM_HEADS = 64,
    CBS_MAXIMUM_SHAPES = 512,
    CBS_MAXIMUM_SHAPES_OF_EVENT = 16,
    CBS_MAXIMUM_SLOTS = 128,
    CBS_MAXIMUM_LITERALS = 16384
};

// What `cbs_shapes_add` says where it refuses.
enum {
    CBS_FULL = -1,    // the set is full, or memory is out
    CBS_ENOUGH = -2,  // the event has as many shapes as are kept
};

// Adds a shape; returns its index (they count up from 0), or one of the refusals.
//
// `literals` holds the constant text in order: `first_literal` bytes before the first value, then what `slots` say. The
// first `head_count` bytes of it are the head, behind which a record has its event id, in decimal and up to a '<'.
ptrdiff_t cbs_shapes_add(
    cbs_shapes *shapes, uint32_t event_id, const uint8_t *literals, size_t literal_bytes, size_t head_count,
    size_t first_literal, const cbs_slot *slots, size_t slot_count);

// Finds the shape of the record that begins at `from`. Returns the index behind it and fills `shape`, `starts` and `ends`
// (indices in `bytes` of each value, room for CBS_MAXIMUM_SLOTS), or a result below zero. `count` is below 2^32.
ptrdiff_t cbs_shapes_match(
    cbs_shapes *shapes, const uint8_t *bytes, size_t count, size_t from, uint32_t *shape, uint32_t *starts,
    uint32_t *ends);

#endif
