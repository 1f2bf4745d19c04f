#include "ColumnKernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define WIDE
#endif

// Made anew inside each of the functions that are made for several widths.
#define INSIDE static inline __attribute__((always_inline))

typedef uint16_t shorts __attribute__((ext_vector_type(32), aligned(2)));
typedef uint8_t bytes __attribute__((ext_vector_type(64), aligned(1)));
typedef _Bool bits32 __attribute__((ext_vector_type(32)));
typedef _Bool bits64 __attribute__((ext_vector_type(64)));

// Compares 64 values at a time; `other` is all bits to turn the answer round.
#define COMPARE(COMPARISON)                                                                \
  for (size_t word = 0; word < words; word++) {                                            \
    shorts low = *(const shorts *)(column + word * 64) & mask;                             \
    shorts high = *(const shorts *)(column + word * 64 + 32) & mask;                       \
    uint32_t first =                                                                       \
        __builtin_bit_cast(uint32_t, __builtin_convertvector(low COMPARISON value, bits32)); \
    uint32_t second =                                                                      \
        __builtin_bit_cast(uint32_t, __builtin_convertvector(high COMPARISON value, bits32)); \
    to[word] = (uint64_t)second << 32 | first;                                             \
  }

INSIDE void fill(uint64_t *to, size_t words, uint64_t value) {
  for (size_t word = 0; word < words; word++) to[word] = value;
}

// Whether a block can be told from its least and greatest value alone; then `to` is filled.
INSIDE bool told_by_zone(const column_step *step, size_t block, size_t words) {
  if (!step->zones) return false;
  column_zone zone = step->zones[block];
  // A mask that takes something away makes values smaller: the zone does not tell.
  if ((zone.most & ~step->mask) != 0) return false;
  bool all, none;
  switch (step->kind) {
    case column_at_least: all = zone.least >= step->value, none = zone.most < step->value; break;
    case column_below: all = zone.most < step->value, none = zone.least >= step->value; break;
    default:
      all = zone.least == step->value && zone.most == step->value;
      none = zone.least > step->value || zone.most < step->value;
  }
  if (!all && !none) return false;
  fill(step->to, words, all ? UINT64_MAX : 0);
  return true;
}

INSIDE void compare(const column_step *step, size_t block, size_t words) {
  if (told_by_zone(step, block, words)) return;
  const uint16_t *column = (const uint16_t *)step->column + block * COLUMN_BLOCK_WORDS * 64;
  uint16_t mask = step->mask, value = step->value;
  uint64_t *to = step->to;
  switch (step->kind) {
    case column_at_least: COMPARE(>=) break;
    case column_below: COMPARE(<) break;
    default: COMPARE(==)
  }
}

INSIDE void compare_bytes(const column_step *step, size_t block, size_t words) {
  const uint8_t *column = (const uint8_t *)step->column + block * COLUMN_BLOCK_WORDS * 64;
  uint8_t value = (uint8_t)step->value;
  for (size_t word = 0; word < words; word++) {
    bytes row = *(const bytes *)(column + word * 64);
    step->to[word] = __builtin_bit_cast(uint64_t, __builtin_convertvector(row == value, bits64));
  }
}

// Counts what is shared and takes it away; returns whether anything is left.
INSIDE bool take(const uint64_t *bits, uint64_t *rest, uint64_t *total, size_t words) {
  uint64_t count = 0, left = 0;
  for (size_t word = 0; word < words; word++) {
    count += (uint64_t)__builtin_popcountll(bits[word] & rest[word]);
    rest[word] &= ~bits[word];
    left |= rest[word];
  }
  *total += count;
  return left != 0;
}

INSIDE bool is_empty(const uint64_t *bits, size_t words) {
  uint64_t found = 0;
  for (size_t word = 0; word < words; word++) found |= bits[word];
  return found == 0;
}

INSIDE void count_bits(const uint64_t *bits, uint64_t *total, size_t words) {
  uint64_t count = 0;
  for (size_t word = 0; word < words; word++) count += (uint64_t)__builtin_popcountll(bits[word]);
  *total += count;
}

// Everything that is counted of a word, in registers.
INSIDE void tally(const column_step *step, size_t words) {
  size_t count = step->value, denying = step->mask;
  uint64_t *total = step->total;
  for (size_t at = 0; at < count; at++) {
    const uint64_t *bits = step->one + at * COLUMN_BLOCK_WORDS;
    count_bits(bits, total + at * 3, words);
  }
  for (size_t word = 0; word < words; word++) {
    uint64_t once = 0, twice = 0;
    for (size_t at = 0; at < count; at++) {
      uint64_t bits = step->one[at * COLUMN_BLOCK_WORDS + word];
      twice |= once & bits;
      once |= bits;
    }
    once &= ~twice;
    uint64_t denied = step->other[word], waiting = step->to[word] & ~denied;
    for (size_t at = 0; at < count; at++) {
      uint64_t bits = step->one[at * COLUMN_BLOCK_WORDS + word];
      uint64_t *rest = at < denying ? &denied : &waiting;
      total[at * 3 + 1] += (uint64_t)__builtin_popcountll(bits & once);
      total[at * 3 + 2] += (uint64_t)__builtin_popcountll(bits & *rest);
      *rest &= ~bits;
    }
  }
}

WIDE size_t columns_run(const column_step *steps, size_t from, size_t count, size_t block,
                        size_t words) {
  for (size_t at = from; at < count; at++) {
    const column_step *step = steps + at;
    const uint64_t *one = step->one, *other = step->other;
    if (step->one_is_column) one += block * COLUMN_BLOCK_WORDS;
    if (step->other_is_column) other += block * COLUMN_BLOCK_WORDS;
    uint64_t *to = step->to;
    switch (step->kind) {
      case column_at_least:
      case column_below:
      case column_equals: compare(step, block, words); break;
      case column_equals_byte: compare_bytes(step, block, words); break;
      case bits_and:
        for (size_t word = 0; word < words; word++) to[word] = one[word] & other[word];
        break;
      case bits_or:
        for (size_t word = 0; word < words; word++) to[word] = one[word] | other[word];
        break;
      case bits_and_not:
        for (size_t word = 0; word < words; word++) to[word] = one[word] & ~other[word];
        break;
      case bits_not:
        for (size_t word = 0; word < words; word++) to[word] = ~one[word];
        break;
      case bits_fill: fill(to, words, step->value & 1 ? UINT64_MAX : 0); break;
      case bits_count: count_bits(one, step->total, words); break;
      case bits_take:
        if (!take(one, to, step->total, words)) return count;
        break;
      case bits_tally: tally(step, words); break;
      case bits_skip_if_none:
        if (is_empty(one, words)) at += step->value;
        break;
      case step_call: return at;
    }
  }
  return count;
}

size_t columns_gather(const uint32_t *keys, const uint64_t *bits, size_t words, uint32_t *found) {
  uint32_t *next = found;
  for (size_t word = 0; word < words; word++) {
    uint64_t rest = bits[word];
    while (rest != 0) {
      *next++ = keys[word * 64 + (size_t)__builtin_ctzll(rest)];
      rest &= rest - 1;
    }
  }
  return (size_t)(next - found);
}
