// Comparisons of a column with a constant, 64 rows to a word of bits: the first row is the lowest bit.
//
// They are in C for one reason: the compiler can be asked here to make each function for several
// widths of registers, of which the one that fits the machine is taken when the program starts.
#ifndef COLUMN_KERNELS_H
#define COLUMN_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Sets the bits of the rows whose value, after `mask`, is at least `bound`.
void column_at_least_16(const uint16_t *_Nonnull column, size_t words, uint16_t mask,
                        uint16_t bound, uint64_t *_Nonnull bits);

// Sets the bits of the rows whose value is `value`.
void column_equals_16(const uint16_t *_Nonnull column, size_t words, uint16_t value,
                      uint64_t *_Nonnull bits);

// Sets the bits of the rows whose value is `value`.
void column_equals_8(const uint8_t *_Nonnull column, size_t words, uint8_t value,
                     uint64_t *_Nonnull bits);

// Counts the set bits.
uint64_t bits_count(const uint64_t *_Nonnull bits, size_t words);

// Counts the bits that are set in both, and clears them in `rest`.
uint64_t bits_take(const uint64_t *_Nonnull bits, uint64_t *_Nonnull rest, size_t words);

#endif
