/*
 * The compiled loop: a short list of steps over columns of requests, a thousand rows at a time.
 *
 * What the steps are comes from Python, which makes them of the convention: nothing in here knows a service, a price or a rule.
 * A program that names what is not there is refused before it runs.
 */

#ifndef DMSI_LOOP_H
#define DMSI_LOOP_H

#include <stddef.h>
#include <stdint.h>

/* Changes with what an operation does or takes: who writes programs asks for the one that they are written for. */
enum { FORMAT = 1 };

enum { BLOCK = 2048, WORDS = BLOCK / 64, FIELDS = 6 };

/*
 * Each operation with what its operands are, in their order:
 *
 *   M W L   a register: a mask, numbers of 32 bits, numbers of 64 bits
 *   b w l   an input: bits (every row where there is no buffer), numbers of 32 bits, of 64
 *   t T     a table of numbers of 32 bits, of 64
 *   m o     an output: bits, numbers of 64 bits
 *   k K     a constant; two of them, one after the other, the lesser first
 *   i       two such constants of 32 bits
 *   u       a constant of 0 to 2^32 - 1
 *   p       a constant greater than 0
 */
#define NUMBERS(X, T, R)                                                                                               \
    X(T##_ADD, R R R)                                                                                                  \
    X(T##_SUB, R R R)                                                                                                  \
    X(T##_MUL, R R R)                                                                                                  \
    X(T##_MIN, R R R)                                                                                                  \
    X(T##_MAX, R R R)                                                                                                  \
    X(T##_ADD_K, R R "k")                                                                                              \
    X(T##_SUB_K, R R "k")                                                                                              \
    X(T##_MUL_K, R R "k")                                                                                              \
    X(T##_MIN_K, R R "k")                                                                                              \
    X(T##_MAX_K, R R "k")                                                                                              \
    X(T##_LT, "M" R R)                                                                                                 \
    X(T##_LE, "M" R R)                                                                                                 \
    X(T##_EQ, "M" R R)                                                                                                 \
    X(T##_NE, "M" R R)                                                                                                 \
    X(T##_LT_K, "M" R "k")                                                                                             \
    X(T##_LE_K, "M" R "k")                                                                                             \
    X(T##_EQ_K, "M" R "k")                                                                                             \
    X(T##_NE_K, "M" R "k")                                                                                             \
    X(T##_GT_K, "M" R "k")                                                                                             \
    X(T##_GE_K, "M" R "k")

#define OPERATIONS(X)                                                                                                  \
    X(AND, "MMM")                                                                                                      \
    X(OR, "MMM")                                                                                                       \
    X(LESS, "MMM")                                                                                                     \
    X(NOT, "MM")                                                                                                       \
    X(NONE, "M")                                                                                                       \
    X(BITS, "Mb")                                                                                                      \
    X(READ_W, "WMwbi")                                                                                                 \
    X(READ_L, "LMlbK")                                                                                                 \
    X(FILL_W, "Wk")                                                                                                    \
    X(FILL_L, "Lk")                                                                                                    \
    X(KEEP_W, "WWM")                                                                                                   \
    X(KEEP_L, "LLM")                                                                                                   \
    X(PICK_L, "LMLL")                                                                                                  \
    X(WIDEN, "LW")                                                                                                     \
    X(SUM, "LLWu")                                                                                                     \
    X(FLOOR, "LLp")                                                                                                    \
    X(TAKE_W, "WWt")                                                                                                   \
    X(TAKE_L, "LWT")                                                                                                   \
    X(RANK, "WLT")                                                                                                     \
    X(OUT_M, "mM")                                                                                                     \
    X(OUT_L, "oL")                                                                                                     \
    NUMBERS(X, I, "W")                                                                                                 \
    NUMBERS(X, U, "W")                                                                                                 \
    NUMBERS(X, L, "L")

#define NAME_OF(name, signature) name,
enum operation { OPERATIONS(NAME_OF) HOW_MANY };
#undef NAME_OF

typedef struct {
    const char *name, *signature;
} operation_t;

extern const operation_t operations[HOW_MANY];

typedef struct {
    int32_t operation, operands[FIELDS - 1];
} step_t;

/* A buffer: how many bytes there are, and at which of its bits or numbers the first row stands. */
typedef struct {
    const void *at;
    size_t bytes, first;
} input_t;

typedef struct {
    void *at;
    size_t bytes;
} output_t;

typedef struct {
    const step_t *steps;
    const int64_t *constants;
    const input_t *inputs, *tables;
    const output_t *outputs;
    size_t n_steps, n_constants, n_inputs, n_tables, n_outputs, n_masks, n_words, n_longs;
    size_t rows;
} program_t;

enum { MOST_REGISTERS = 4096, FINE = -1, NO_MEMORY = -2 };

/* Return the first step that names what is not there, or FINE. */
ptrdiff_t misfit(const program_t *program);

/* Run a program that fits. Return FINE, NO_MEMORY, or the first step that met a value which it does not take. */
ptrdiff_t run(const program_t *program);

/* Tell the least and the greatest of the numbers that are there; return whether there is any. Both inputs must fit. */
int extent(const input_t *numbers, const input_t *there, size_t rows, int32_t *least, int32_t *greatest);

/* Tell whether so many rows of bits, or of numbers of a width in bytes, stand in an input. */
int holds_bits(const input_t *input, size_t rows);
int holds_numbers(const input_t *input, size_t rows, size_t width);

#endif
