// Loops over columns and bits, 64 rows to a word of bits: the first row is the lowest bit.
//
// They are in C for one reason: the compiler can be asked here to make each for several widths of
// registers, of which the one that fits the machine is taken when the program starts.
#ifndef COLUMN_KERNELS_H
#define COLUMN_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Words of bits in a block of rows.
#define COLUMN_BLOCK_WORDS 64

// What a step does with the rows of a block.
typedef enum __attribute__((enum_extensibility(closed))) : uint8_t {
  // Whether the value of a column, after `mask`, is at least `value`.
  column_at_least,
  // Whether it is less.
  column_below,
  // Whether it is `value`.
  column_equals,
  // Whether the byte of a column is `value`.
  column_equals_byte,
  bits_and,
  bits_or,
  // What is in `one` and not in `other`.
  bits_and_not,
  bits_not,
  // Every bit becomes the lowest of `value`.
  bits_fill,
  // Adds the number of bits of `one` to `total`.
  bits_count,
  // Adds the number of bits that `one` shares with `to` to `total`, and takes them out of `to`. When
  // `to` has none left, the steps end here.
  bits_take,
  // Counts `value` pieces of bits that follow each other from `one` on, of which the first `mask` stand
  // for what denies and the others for what only waits. Adds to three totals of each: its bits; those
  // that it alone has; and those in which it is the first of its kind, among the rows of `other` that
  // are denied or those of `to` that wait and are not.
  bits_tally,
  // Passes over the next `value` steps when `one` is empty.
  bits_skip_if_none,
  // Leaves the steps: the caller has to do something here.
  step_call,
} column_step_kind;

// The least and the greatest value that a block of a column may hold.
typedef struct {
  uint16_t least, most;
} column_zone;

// One step. Pointers into columns of bits point at the first row of all; those into the memory of
// whoever runs the steps at the first row of the block.
typedef struct {
  column_step_kind kind;
  bool one_is_column, other_is_column;
  uint16_t mask, value;
  const void *_Nullable column;
  const column_zone *_Nullable zones;
  const uint64_t *_Nullable one;
  const uint64_t *_Nullable other;
  uint64_t *_Nullable to;
  uint64_t *_Nullable total;
} column_step;

// Runs steps from number `from` on over a block, of which the first `words` words are looked at.
//
// Returns the number of the `step_call` that it came to, or `count` at the end.
size_t columns_run(const column_step *_Nonnull steps, size_t from, size_t count, size_t block,
                   size_t words);

// Writes the keys of the rows whose bit is set, and returns how many there were.
size_t columns_gather(const uint32_t *_Nonnull keys, const uint64_t *_Nonnull bits, size_t words,
                      uint32_t *_Nonnull found);

#endif
