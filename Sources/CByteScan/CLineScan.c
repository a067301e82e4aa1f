#include "CLineScan.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// MARK: Lines

size_t cbs_line_end_portable(const uint8_t *bytes, size_t count, size_t from) {
    for (size_t at = from; at < count; at++) {
        if (bytes[at] == '\n' || bytes[at] == 0) return at;
    }
    return from > count ? from : count;
}

size_t cbs_line_end(const uint8_t *bytes, size_t count, size_t from) {
    size_t at = from;
#if defined(__SSE2__)
    const __m128i feed = _mm_set1_epi8('\n'), zero = _mm_setzero_si128();
    for (; at + 64 <= count; at += 64) {
        __m128i found[4];
        for (int part = 0; part < 4; part++) {
            __m128i block = _mm_loadu_si128((const __m128i *)(bytes + at + 16 * part));
            found[part] = _mm_or_si128(_mm_cmpeq_epi8(block, feed), _mm_cmpeq_epi8(block, zero));
        }
        __m128i any = _mm_or_si128(_mm_or_si128(found[0], found[1]), _mm_or_si128(found[2], found[3]));
        if (_mm_movemask_epi8(any) == 0) continue;
        for (int part = 0; part < 4; part++) {
            unsigned mask = (unsigned)_mm_movemask_epi8(found[part]);
            if (mask) return at + 16 * (size_t)part + (size_t)__builtin_ctz(mask);
        }
    }
#endif
    return cbs_line_end_portable(bytes, count, at);
}

// MARK: Values

cbs_line cbs_split_portable(const uint8_t *line, size_t count, uint32_t *ends, size_t limit) {
    uint32_t found = 0;
    uint8_t high = 0, control = 0;
    for (size_t at = 0; at < count; at++) {
        high |= line[at] & 0x80;
        control |= line[at] < 0x20;
        if (line[at] != ' ') continue;
        if (found < limit) ends[found] = (uint32_t)at;
        found++;
    }
    if (found < limit) ends[found] = (uint32_t)count;
    return (cbs_line){.values = found + 1, .has_high = high, .has_control = control};
}

#if defined(__SSE2__)
// Writes the ends that `mask` marks behind `base`, four at a time: how many there are cannot be foretold.
static inline uint32_t put_ends(uint32_t *ends, uint32_t found, size_t limit, uint64_t mask, uint32_t base) {
    const uint64_t guard = 1ull << 63;
    if (found >= limit) return found + (uint32_t)__builtin_popcountll(mask);
    uint32_t *to = ends + found;
    uint32_t total = (uint32_t)__builtin_popcountll(mask);
    while (mask) {
        for (int step = 0; step < 4; step++) {
            to[step] = base + (uint32_t)__builtin_ctzll(mask | guard);
            mask &= mask - 1;
        }
        to += 4;
    }
    return found + total;
}

cbs_line cbs_split(const uint8_t *line, size_t count, uint32_t *ends, size_t limit) {
    if (count < 16) return cbs_split_portable(line, count, ends, limit);
    const __m128i space = _mm_set1_epi8(' ');
    __m128i high = _mm_setzero_si128(), lowest = _mm_set1_epi8((char)0xFF);
    uint32_t found = 0;
    size_t at = 0;
    for (; at + 64 <= count; at += 64) {
        uint64_t mask = 0;
        for (int part = 0; part < 4; part++) {
            __m128i block = _mm_loadu_si128((const __m128i *)(line + at + 16 * part));
            high = _mm_or_si128(high, block);
            lowest = _mm_min_epu8(lowest, block);
            mask |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block, space)) << (16 * part);
        }
        found = put_ends(ends, found, limit, mask, (uint32_t)at);
    }
    // What is left: blocks of 16, the last one reaching back over bytes already seen.
    uint64_t rest = 0;
    for (size_t from = at; from < count; from += 16) {
        size_t start = from + 16 <= count ? from : count - 16;
        __m128i block = _mm_loadu_si128((const __m128i *)(line + start));
        high = _mm_or_si128(high, block);
        lowest = _mm_min_epu8(lowest, block);
        uint64_t mask = (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block, space));
        rest |= mask >> (from - start) << (from - at);
    }
    found = put_ends(ends, found, limit, rest, (uint32_t)at);
    if (found < limit) ends[found] = (uint32_t)count;
    unsigned controls = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(lowest, _mm_set1_epi8(0x1F)), lowest));
    return (cbs_line){
        .values = found + 1, .has_high = _mm_movemask_epi8(high) != 0, .has_control = controls != 0};
}
#else
cbs_line cbs_split(const uint8_t *line, size_t count, uint32_t *ends, size_t limit) {
    return cbs_split_portable(line, count, ends, limit);
}
#endif

// MARK: Addresses

int cbs_dotted(const uint8_t *text, size_t count, uint32_t *bits) {
    if (count < 7 || count > 15) return 0;
    // Behind the text stands a dot, so that the last octet ends like the others.
    uint8_t copy[20] = {0};
    memcpy(copy, text, count);
    copy[count] = '.';
    const uint8_t *at = copy;
    uint32_t value = 0;
    for (int octet = 0; octet < 4; octet++) {
        uint32_t first = (uint32_t)at[0] - '0';
        if (first > 9) return 0;
        uint32_t number = first, digit = (uint32_t)at[1] - '0';
        at += 1;
        if (digit <= 9) {
            if (first == 0) return 0;
            number = number * 10 + digit;
            digit = (uint32_t)at[1] - '0';
            at += 1;
            if (digit <= 9) {
                number = number * 10 + digit;
                at += 1;
            }
        }
        if (*at != '.' || number > 255) return 0;
        at += 1;
        value = value << 8 | number;
    }
    if ((size_t)(at - copy) != count + 1) return 0;
    *bits = value;
    return 1;
}

static inline unsigned hex_digit(uint8_t byte) {
    unsigned digit = (unsigned)byte - '0';
    if (digit <= 9) return digit;
    digit = ((unsigned)byte | 0x20) - 'a';
    return digit <= 5 ? digit + 10 : 16;
}

int cbs_v6(const uint8_t *text, size_t count, uint16_t *groups) {
    if (count < 2 || count > CBS_V6_LENGTH) return 0;
    uint16_t read[8];
    size_t found = 0, at = 0, gap = 9;
    if (text[0] == ':') {
        if (text[1] != ':') return 0;
        gap = 0;
        at = 2;
    }
    while (at < count) {
        if (found == 8) return 0;
        unsigned value = 0;
        size_t digits = 0;
        for (; at < count && text[at] != ':'; at++, digits++) {
            unsigned digit = hex_digit(text[at]);
            if (digit > 15 || digits == 4) return 0;
            value = value << 4 | digit;
        }
        if (digits == 0) return 0;
        read[found++] = (uint16_t)value;
        if (at == count) break;
        at++;
        if (at == count) return 0;
        if (text[at] == ':') {
            if (gap != 9) return 0;
            gap = found;
            at++;
        }
    }
    if (gap == 9 ? found != 8 : found > 7) return 0;
    if (gap == 9) gap = 8;
    size_t zeros = 8 - found;
    for (size_t index = 0; index < 8; index++) {
        groups[index] = index < gap ? read[index] : index < gap + zeros ? 0 : read[index - zeros];
    }
    return 1;
}

size_t cbs_v6_text(const uint16_t *groups, uint8_t *text) {
    static const char digits[] = "0123456789abcdef";
    size_t best = 8, best_count = 1;
    for (size_t start = 0; start < 8; start++) {
        size_t end = start;
        while (end < 8 && groups[end] == 0) end++;
        if (end - start > best_count) {
            best = start;
            best_count = end - start;
        }
        if (end > start) start = end;
    }
    size_t length = 0;
    for (size_t index = 0; index < 8; index++) {
        if (index == best) {
            text[length++] = ':';
            if (index == 0) text[length++] = ':';
            index += best_count - 1;
            continue;
        }
        unsigned group = groups[index];
        if (group > 0xFFF) text[length++] = (uint8_t)digits[group >> 12];
        if (group > 0xFF) text[length++] = (uint8_t)digits[group >> 8 & 15];
        if (group > 0xF) text[length++] = (uint8_t)digits[group >> 4 & 15];
        text[length++] = (uint8_t)digits[group & 15];
        if (index < 7) text[length++] = ':';
    }
    return length;
}
