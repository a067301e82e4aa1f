#include "CShapeMatch.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// MARK: Values

// Length of the well-formed UTF-8 at `at` if XML allows its character, else 0 (Unicode standard, table 3-7; XML 1.0,
// production 2). -2 where the bytes end inside it.
static int utf8_length(const uint8_t *bytes, size_t count, size_t at) {
    uint8_t lead = bytes[at];
    int length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3
        : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    if (length == 0) return 0;
    if (at + (size_t)length > count) return CBS_NEEDS_MORE;
    uint32_t scalar = lead & (0x7Fu >> length);
    for (int index = 1; index < length; index++) {
        uint8_t byte = bytes[at + (size_t)index];
        if ((byte & 0xC0) != 0x80) return 0;
        scalar = scalar << 6 | (byte & 0x3F);
    }
    uint32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    if (scalar < least || scalar > 0x10FFFF || (scalar >= 0xD800 && scalar <= 0xDFFF)) return 0;
    if (scalar == 0xFFFE || scalar == 0xFFFF) return 0;
    return length;
}

static bool is_xml_character(uint32_t value) {
    return value == 0x9 || value == 0xA || value == 0xD || (value >= 0x20 && value <= 0xD7FF)
        || (value >= 0xE000 && value <= 0xFFFD) || (value >= 0x10000 && value <= 0x10FFFF);
}

// Index behind the reference at `at` if it is one of the five predefined ones or names a character XML allows.
static ptrdiff_t reference_end(const uint8_t *bytes, size_t count, size_t at) {
    static const char *const names[] = {"lt;", "gt;", "amp;", "quot;", "apos;"};
    size_t index = at + 1;
    if (count - index < 12) {
        // The longest is &#x10FFFF; and some zeros; a reference the bytes cut is not worth telling apart.
        if (memchr(bytes + index, ';', count - index) == NULL) return CBS_NEEDS_MORE;
    }
    if (bytes[index] != '#') {
        for (size_t name = 0; name < sizeof names / sizeof names[0]; name++) {
            size_t length = strlen(names[name]);
            if (count - index >= length && memcmp(bytes + index, names[name], length) == 0) {
                return (ptrdiff_t)(index + length);
            }
        }
        return CBS_NO_MATCH;
    }
    index++;
    bool is_hex = index < count && bytes[index] == 'x';
    if (is_hex) index++;
    uint32_t value = 0;
    size_t first = index;
    for (; index < count && index - first < 8; index++) {
        uint8_t byte = bytes[index];
        uint32_t digit;
        if (byte >= '0' && byte <= '9') digit = byte - '0';
        else if (is_hex && (byte | 0x20) >= 'a' && (byte | 0x20) <= 'f') digit = (byte | 0x20u) - 'a' + 10;
        else break;
        value = value * (is_hex ? 16 : 10) + digit;
        if (value > 0x10FFFF) return CBS_NO_MATCH;
    }
    if (index == first || index >= count || bytes[index] != ';' || !is_xml_character(value)) return CBS_NO_MATCH;
    return (ptrdiff_t)(index + 1);
}

// Index behind the byte at `at`, which is not plain text, or a result below zero.
static ptrdiff_t special_end(
    const uint8_t *bytes, size_t count, size_t from, size_t at, uint8_t terminator, int is_captured) {
    uint8_t byte = bytes[at];
    if (byte >= 0x80) {
        int length = utf8_length(bytes, count, at);
        return length > 0 ? (ptrdiff_t)at + length : length == 0 ? CBS_NO_MATCH : length;
    }
    switch (byte) {
    case '>':
        if (terminator == '<' && at >= from + 2 && bytes[at - 1] == ']' && bytes[at - 2] == ']') return CBS_NO_MATCH;
        return (ptrdiff_t)at + 1;
    case '\t':
    case '\n':
        // A reader turns them into blanks in an attribute.
        return terminator == '<' ? (ptrdiff_t)at + 1 : CBS_NO_MATCH;
    case '\r':
        return terminator == '<' && !is_captured ? (ptrdiff_t)at + 1 : CBS_NO_MATCH;
    case '&':
        return is_captured ? CBS_NO_MATCH : reference_end(bytes, count, at);
    default:
        return CBS_NO_MATCH;
    }
}

static inline bool is_special(uint8_t byte, uint8_t terminator) {
    return byte < 0x20 || byte >= 0x80 || byte == '&' || byte == '<' || byte == '>' || byte == terminator;
}

#if defined(__SSE2__)
// Bit i is set where byte i is special.
static inline unsigned special_mask(__m128i bytes, __m128i terminator) {
    // Signed: below 0x20 are the control characters and everything from 0x80 on.
    __m128i mask = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
    mask = _mm_or_si128(mask, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('&')));
    mask = _mm_or_si128(mask, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('<')));
    mask = _mm_or_si128(mask, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('>')));
    mask = _mm_or_si128(mask, _mm_cmpeq_epi8(bytes, terminator));
    return (unsigned)_mm_movemask_epi8(mask);
}
#endif

static inline ptrdiff_t value_end(
    const uint8_t *bytes, size_t count, size_t from, uint8_t terminator, int is_captured, bool is_portable) {
    size_t at = from;
#if defined(__SSE2__)
    __m128i wanted = _mm_set1_epi8((char)terminator);
#endif
    while (true) {
#if defined(__SSE2__)
        // Safe: sixteen bytes are left at `at`.
        while (!is_portable && at + 16 <= count) {
            unsigned mask = special_mask(_mm_loadu_si128((const __m128i *)(bytes + at)), wanted);
            if (mask) {
                at += (size_t)__builtin_ctz(mask);
                break;
            }
            at += 16;
        }
#else
        (void)is_portable;
#endif
        while (at < count && !is_special(bytes[at], terminator)) at++;
        if (at >= count) return CBS_NEEDS_MORE;
        if (bytes[at] == terminator) return (ptrdiff_t)at;
        ptrdiff_t next = special_end(bytes, count, from, at, terminator, is_captured);
        if (next < 0) return next;
        at = (size_t)next;
    }
}

ptrdiff_t cbs_value_end(const uint8_t *bytes, size_t count, size_t from, uint8_t terminator, int is_captured) {
    return value_end(bytes, count, from, terminator, is_captured, false);
}

ptrdiff_t cbs_value_end_portable(
    const uint8_t *bytes, size_t count, size_t from, uint8_t terminator, int is_captured) {
    return value_end(bytes, count, from, terminator, is_captured, true);
}

// MARK: Shapes

enum { CHAINS = 64, PADDING = 16 };

typedef struct {
    uint32_t event_id;
    int32_t next;  // in its chain, -1 at the end
    size_t first_literal;
    size_t slot_count;
    cbs_slot *slots;
    uint8_t *literals;  // PADDING bytes longer than its text
} shape;

typedef struct {
    uint8_t *bytes;
    size_t count;
    int32_t chains[CHAINS];  // first shape by event id, -1 where there is none
} head;

struct cbs_shapes {
    size_t head_count;
    size_t shape_count;
    size_t last_head;
    head heads[CBS_MAXIMUM_HEADS];
    shape shapes[CBS_MAXIMUM_SHAPES];
};

cbs_shapes *cbs_shapes_make(void) { return calloc(1, sizeof(cbs_shapes)); }

void cbs_shapes_clear(cbs_shapes *shapes) {
    for (size_t index = 0; index < shapes->head_count; index++) free(shapes->heads[index].bytes);
    for (size_t index = 0; index < shapes->shape_count; index++) {
        free(shapes->shapes[index].slots);
        free(shapes->shapes[index].literals);
    }
    shapes->head_count = shapes->shape_count = shapes->last_head = 0;
}

void cbs_shapes_free(cbs_shapes *shapes) {
    if (shapes == NULL) return;
    cbs_shapes_clear(shapes);
    free(shapes);
}

static head *find_or_add_head(cbs_shapes *shapes, const uint8_t *bytes, size_t count) {
    for (size_t index = 0; index < shapes->head_count; index++) {
        head *known = &shapes->heads[index];
        if (known->count == count && memcmp(known->bytes, bytes, count) == 0) return known;
    }
    if (shapes->head_count == CBS_MAXIMUM_HEADS) return NULL;
    head *added = &shapes->heads[shapes->head_count];
    added->bytes = malloc(count);
    if (added->bytes == NULL) return NULL;
    memcpy(added->bytes, bytes, count);
    added->count = count;
    for (int chain = 0; chain < CHAINS; chain++) added->chains[chain] = -1;
    shapes->head_count++;
    return added;
}

ptrdiff_t cbs_shapes_add(
    cbs_shapes *shapes, uint32_t event_id, const uint8_t *literals, size_t literal_bytes, size_t head_count,
    size_t first_literal, const cbs_slot *slots, size_t slot_count) {
    if (shapes->shape_count == CBS_MAXIMUM_SHAPES || slot_count == 0 || slot_count > CBS_MAXIMUM_SLOTS
        || literal_bytes > CBS_MAXIMUM_LITERALS || head_count == 0 || head_count > first_literal
        || first_literal > literal_bytes) {
        return CBS_FULL;
    }
    head *owner = find_or_add_head(shapes, literals, head_count);
    if (owner == NULL) return CBS_FULL;
    int of_event = 0;
    for (int32_t index = owner->chains[event_id % CHAINS]; index >= 0; index = shapes->shapes[index].next) {
        if (shapes->shapes[index].event_id == event_id) of_event++;
    }
    if (of_event >= CBS_MAXIMUM_SHAPES_OF_EVENT) return CBS_ENOUGH;
    shape *added = &shapes->shapes[shapes->shape_count];
    added->slots = malloc(slot_count * sizeof *slots);
    added->literals = calloc(1, literal_bytes + PADDING);
    if (added->slots == NULL || added->literals == NULL) {
        free(added->slots);
        free(added->literals);
        return CBS_FULL;
    }
    memcpy(added->slots, slots, slot_count * sizeof *slots);
    memcpy(added->literals, literals, literal_bytes);
    added->event_id = event_id;
    added->first_literal = first_literal;
    added->slot_count = slot_count;
    // At the front: what was learned last is what the log writes now.
    int32_t *chain = &owner->chains[event_id % CHAINS];
    added->next = *chain;
    *chain = (int32_t)shapes->shape_count;
    return (ptrdiff_t)shapes->shape_count++;
}

// True where `count` bytes are equal; `literal` may be read PADDING bytes past them, `bytes` only before `end`.
static inline bool equals(const uint8_t *bytes, const uint8_t *literal, size_t count, const uint8_t *end) {
#if defined(__SSE2__)
    while (count >= 16) {
        __m128i a = _mm_loadu_si128((const __m128i *)bytes), b = _mm_loadu_si128((const __m128i *)literal);
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(a, b)) != 0xFFFF) return false;
        bytes += 16;
        literal += 16;
        count -= 16;
    }
    if (end - bytes >= 16) {
        __m128i a = _mm_loadu_si128((const __m128i *)bytes), b = _mm_loadu_si128((const __m128i *)literal);
        unsigned different = ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(a, b));
        return (different & ((1u << count) - 1)) == 0;
    }
#else
    (void)end;
#endif
    return memcmp(bytes, literal, count) == 0;
}

// As `equals`, but false only where bytes that are there differ.
static inline bool agrees(const uint8_t *bytes, const uint8_t *literal, size_t count, const uint8_t *end) {
    size_t there = (size_t)(end - bytes);
    return memcmp(bytes, literal, there < count ? there : count) == 0;
}

static ptrdiff_t match(
    const shape *candidate, const uint8_t *bytes, size_t count, size_t from, size_t head_count, uint32_t *starts,
    uint32_t *ends) {
    const uint8_t *end = bytes + count;
    const uint8_t *literal = candidate->literals + head_count;
    size_t length = candidate->first_literal - head_count;
    size_t at = from + head_count;
    for (size_t index = 0;; index++) {
        if (count - at < length) {
            return agrees(bytes + at, literal, length, end) ? CBS_NEEDS_MORE : CBS_NO_MATCH;
        }
        if (!equals(bytes + at, literal, length, end)) return CBS_NO_MATCH;
        at += length;
        literal += length;
        if (index == candidate->slot_count) return (ptrdiff_t)at;
        const cbs_slot *slot = &candidate->slots[index];
        ptrdiff_t stop = value_end(bytes, count, at, slot->terminator, slot->is_captured, false);
        if (stop < 0) return stop;
        starts[index] = (uint32_t)at;
        ends[index] = (uint32_t)stop;
        at = (size_t)stop;
        length = slot->literal_count;
    }
}

// The head the record begins with, the last one first; NULL where it has none.
static const head *find_head(cbs_shapes *shapes, const uint8_t *bytes, size_t count) {
    for (size_t turn = 0; turn <= shapes->head_count; turn++) {
        size_t index = turn == 0 ? shapes->last_head : turn - 1;
        if (index >= shapes->head_count) continue;
        const head *candidate = &shapes->heads[index];
        if (candidate->count < count && memcmp(bytes, candidate->bytes, candidate->count) == 0) {
            shapes->last_head = index;
            return candidate;
        }
    }
    return NULL;
}

ptrdiff_t cbs_shapes_match(
    cbs_shapes *shapes, const uint8_t *bytes, size_t count, size_t from, uint32_t *shape_index, uint32_t *starts,
    uint32_t *ends) {
    const head *owner = find_head(shapes, bytes + from, count - from);
    if (owner == NULL) return CBS_NO_MATCH;
    uint64_t event_id = 0;
    size_t at = from + owner->count;
    size_t limit = at + 10 < count ? at + 10 : count;
    for (; at < limit && bytes[at] >= '0' && bytes[at] <= '9'; at++) event_id = event_id * 10 + (bytes[at] - '0');
    if (at == count) return CBS_NEEDS_MORE;
    if (bytes[at] != '<') return CBS_NO_MATCH;
    ptrdiff_t result = CBS_NO_MATCH;
    for (int32_t index = owner->chains[event_id % CHAINS]; index >= 0; index = shapes->shapes[index].next) {
        const shape *candidate = &shapes->shapes[index];
        if (candidate->event_id != event_id) continue;
        ptrdiff_t end = match(candidate, bytes, count, from, owner->count, starts, ends);
        if (end >= 0) {
            *shape_index = (uint32_t)index;
            return end;
        }
        if (end == CBS_NEEDS_MORE) result = end;
    }
    return result;
}
