#include "ColumnKernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define WIDE __attribute__((target_clones("avx512bw", "avx2", "default")))
#define WIDE_COUNT __attribute__((target_clones("popcnt", "default")))
#else
#define WIDE
#define WIDE_COUNT
#endif

typedef uint16_t shorts __attribute__((ext_vector_type(32), aligned(2)));
typedef uint8_t bytes __attribute__((ext_vector_type(64), aligned(1)));
typedef _Bool bits32 __attribute__((ext_vector_type(32)));
typedef _Bool bits64 __attribute__((ext_vector_type(64)));

WIDE void column_at_least_16(const uint16_t *column, size_t words, uint16_t mask, uint16_t bound,
                             uint64_t *bits) {
  for (size_t word = 0; word < words; word++) {
    shorts low = *(const shorts *)(column + word * 64) & mask;
    shorts high = *(const shorts *)(column + word * 64 + 32) & mask;
    uint32_t first = __builtin_bit_cast(uint32_t, __builtin_convertvector(low >= bound, bits32));
    uint32_t second = __builtin_bit_cast(uint32_t, __builtin_convertvector(high >= bound, bits32));
    bits[word] = (uint64_t)second << 32 | first;
  }
}

WIDE void column_equals_16(const uint16_t *column, size_t words, uint16_t value, uint64_t *bits) {
  for (size_t word = 0; word < words; word++) {
    shorts low = *(const shorts *)(column + word * 64);
    shorts high = *(const shorts *)(column + word * 64 + 32);
    uint32_t first = __builtin_bit_cast(uint32_t, __builtin_convertvector(low == value, bits32));
    uint32_t second = __builtin_bit_cast(uint32_t, __builtin_convertvector(high == value, bits32));
    bits[word] = (uint64_t)second << 32 | first;
  }
}

WIDE void column_equals_8(const uint8_t *column, size_t words, uint8_t value, uint64_t *bits) {
  for (size_t word = 0; word < words; word++) {
    bytes row = *(const bytes *)(column + word * 64);
    bits[word] = __builtin_bit_cast(uint64_t, __builtin_convertvector(row == value, bits64));
  }
}

WIDE_COUNT uint64_t bits_count(const uint64_t *bits, size_t words) {
  uint64_t count = 0;
  for (size_t word = 0; word < words; word++) count += (uint64_t)__builtin_popcountll(bits[word]);
  return count;
}

WIDE_COUNT uint64_t bits_take(const uint64_t *bits, uint64_t *rest, size_t words) {
  uint64_t count = 0;
  for (size_t word = 0; word < words; word++) {
    count += (uint64_t)__builtin_popcountll(bits[word] & rest[word]);
    rest[word] &= ~bits[word];
  }
  return count;
}
