#include "loop.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "masks are read as words: their first row is to be in the first byte"
#endif

/* Made twice where the machine may be newer than the compiler was told; sanitizers do not go with that. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__) && !defined(SANITIZED)
#define FOR_EACH_MACHINE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_MACHINE
#endif
#define INLINE static inline __attribute__((always_inline))
/* A step may write where it reads, but each row from that row alone. */
#define EACH_ROW _Pragma("GCC ivdep") for (size_t row = 0; row < BLOCK; row++)

/* Numbers as they stand in others' buffers. */
typedef int32_t given_w __attribute__((aligned(1), may_alias));
typedef int64_t given_l __attribute__((aligned(1), may_alias));

#define DESCRIBED(name, signature) {#name, signature},
const operation_t operations[HOW_MANY] = {OPERATIONS(DESCRIBED)};
#undef DESCRIBED

/* ---- what fits */

int holds_bits(const input_t *input, size_t rows) {
    if (input->at == NULL) return 1;
    return input->first <= SIZE_MAX / 16 && rows <= SIZE_MAX / 16 && (input->first + rows + 7) / 8 <= input->bytes;
}

int holds_numbers(const input_t *input, size_t rows, size_t width) {
    const size_t there = input->bytes / width;
    return (input->at != NULL || !rows) && input->first <= there && rows <= there - input->first;
}

static int fits(char kind, int32_t operand, const program_t *p) {
    if (operand < 0) return 0;
    const size_t rank = (size_t)operand;
    switch (kind) {
    case 'M': return rank < p->n_masks;
    case 'W': return rank < p->n_words;
    case 'L': return rank < p->n_longs;
    case 'b': return rank < p->n_inputs && holds_bits(&p->inputs[rank], p->rows);
    case 'w': return rank < p->n_inputs && holds_numbers(&p->inputs[rank], p->rows, sizeof(int32_t));
    case 'l': return rank < p->n_inputs && holds_numbers(&p->inputs[rank], p->rows, sizeof(int64_t));
    case 't': return rank < p->n_tables && p->tables[rank].at != NULL && p->tables[rank].bytes / sizeof(int32_t) <= INT32_MAX;
    case 'T': return rank < p->n_tables && p->tables[rank].at != NULL && p->tables[rank].bytes / sizeof(int64_t) <= INT32_MAX;
    case 'm': return rank < p->n_outputs && p->outputs[rank].bytes >= (p->rows + 7) / 8;
    case 'o': return rank < p->n_outputs && p->outputs[rank].bytes / sizeof(int64_t) >= p->rows;
    case 'k': return rank < p->n_constants;
    case 'K': return rank < p->n_constants && p->n_constants - rank > 1 && p->constants[rank] <= p->constants[rank + 1];
    case 'i': return fits('K', operand, p) && p->constants[rank] >= INT32_MIN && p->constants[rank + 1] <= INT32_MAX;
    case 'u': return rank < p->n_constants && p->constants[rank] >= 0 && p->constants[rank] <= UINT32_MAX;
    case 'p': return rank < p->n_constants && p->constants[rank] > 0;
    default: return 0;
    }
}

ptrdiff_t misfit(const program_t *p) {
    if (p->n_masks > MOST_REGISTERS || p->n_words > MOST_REGISTERS || p->n_longs > MOST_REGISTERS) return 0;
    if (p->rows > (size_t)PTRDIFF_MAX / 16) return 0;
    for (size_t rank = 0; rank < p->n_steps; rank++) {
        const step_t *step = &p->steps[rank];
        if (step->operation < 0 || step->operation >= HOW_MANY) return (ptrdiff_t)rank;
        const char *signature = operations[step->operation].signature;
        for (size_t each = 0; signature[each]; each++)
            if (!fits(signature[each], step->operands[each], p)) return (ptrdiff_t)rank;
    }
    return FINE;
}

/* ---- rows of bits */

/* Load so many bits, from a bit on, into the words of a mask; no further row is there. */
INLINE void load_bits(uint64_t *restrict mask, const input_t *input, size_t row, size_t rows) {
    if (input->at == NULL) {
        memset(mask, 0xFF, WORDS * sizeof *mask);
    } else {
        const size_t first = input->first + row, shift = first % 8, bytes = (shift + rows + 7) / 8;
        unsigned char held[BLOCK / 8 + 8];
        memset(held, 0, sizeof held);
        memcpy(held, (const unsigned char *)input->at + first / 8, bytes);
        for (size_t word = 0; word < WORDS; word++) {
            uint64_t bits;
            memcpy(&bits, held + 8 * word, sizeof bits);
            mask[word] = shift ? bits >> shift | (uint64_t)held[8 * word + 8] << (64 - shift) : bits;
        }
    }
    for (size_t word = rows / 64; word < WORDS; word++)
        mask[word] &= word > rows / 64 || !(rows % 64) ? 0 : (UINT64_C(1) << rows % 64) - 1;
}

/* Return 64 flags, each 0 or 1 in a byte of its own, as the bits of a word. */
INLINE uint64_t as_bits(const uint8_t *flags) {
    uint64_t found = 0;
#ifdef __SSE2__
    for (int part = 0; part < 4; part++) {
        const __m128i each = _mm_loadu_si128((const __m128i *)(const void *)(flags + 16 * part));
        found |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_slli_epi16(each, 7)) << 16 * part;
    }
#else
    for (int part = 0; part < 8; part++) {
        uint64_t each;
        memcpy(&each, flags + 8 * part, sizeof each);
        found |= (each * UINT64_C(0x0102040810204080) >> 56) << 8 * part;
    }
#endif
    return found;
}

/* All ones where the row is there, else 0: for 32 rows, a number each. */
#define THERE(half, row) ((int32_t)((half) << (31 - (row))) >> 31)

INLINE uint32_t half_of(const uint64_t *mask, size_t half) { return (uint32_t)(mask[half / 2] >> 32 * (half % 2)); }

/* ---- steps */

/* Read numbers, 0 where there is none; return whether one is not within the bounds. */
INLINE int read_words(int32_t *restrict to, const uint64_t *mask, const given_w *from, size_t rows, const int64_t *bounds) {
    const uint32_t least = (uint32_t)bounds[0], span = (uint32_t)((uint64_t)bounds[1] - (uint64_t)bounds[0]);
    uint32_t greatest[32] = {0}, most = 0; /* above the least, which is 0 here: what is below it is far above it */
    size_t half = 0;
    for (; half < rows / 32; half++) {
        const uint32_t bits = half_of(mask, half);
        for (size_t row = 0; row < 32; row++) {
            const int32_t there = THERE(bits, row), value = from[32 * half + row];
            const uint32_t above = ((uint32_t)value - least) & (uint32_t)there;
            greatest[row] = above > greatest[row] ? above : greatest[row];
            to[32 * half + row] = value & there;
        }
    }
    for (size_t row = 0; row < 32; row++) most = greatest[row] > most ? greatest[row] : most;
    for (size_t row = 32 * half; row < rows; row++) {
        const int32_t there = THERE(half_of(mask, half), row % 32), value = from[row];
        const uint32_t above = ((uint32_t)value - least) & (uint32_t)there;
        most = above > most ? above : most;
        to[row] = value & there;
    }
    return most > span;
}

INLINE int read_longs(int64_t *restrict to, const uint64_t *mask, const given_l *from, size_t rows, const int64_t *bounds) {
    int is_outside = 0;
    for (size_t row = 0; row < rows; row++) {
        const int is_there = (int)(mask[row / 64] >> row % 64 & 1);
        const int64_t value = from[row];
        is_outside |= is_there & (value < bounds[0] || value > bounds[1]);
        to[row] = is_there ? value : 0;
    }
    return is_outside;
}

INLINE void keep_words(int32_t *to, const int32_t *from, const uint64_t *mask) {
    for (size_t half = 0; half < BLOCK / 32; half++) {
        const uint32_t bits = half_of(mask, half);
        _Pragma("GCC ivdep") for (size_t row = 0; row < 32; row++) to[32 * half + row] = from[32 * half + row] & THERE(bits, row);
    }
}

INLINE void pick_longs(int64_t *to, const uint64_t *mask, const int64_t *one, const int64_t *other) {
    EACH_ROW to[row] = mask[row / 64] >> row % 64 & 1 ? one[row] : other[row];
}

INLINE void keep_longs(int64_t *to, const int64_t *from, const uint64_t *mask) {
    EACH_ROW to[row] = mask[row / 64] >> row % 64 & 1 ? from[row] : 0;
}

INLINE void sum(int64_t *to, const int64_t *before, const int32_t *units, int64_t price) {
    const uint32_t factor = (uint32_t)price;
    EACH_ROW to[row] = (int64_t)((uint64_t)before[row] + (uint64_t)(uint32_t)units[row] * (uint64_t)factor);
}

INLINE void floor_by(int64_t *to, const int64_t *from, int64_t by) {
    EACH_ROW {
        const int64_t whole = from[row] / by;
        to[row] = whole - (from[row] % by < 0);
    }
}

/* Look up numbers in a table; return whether one has no place there. */
#define TAKE(name, type, given)                                                                                        \
    INLINE int name(type *to, const int32_t *places, const input_t *table, size_t rows) {                              \
        const given *from = table->at;                                                                                 \
        const uint32_t places_there = (uint32_t)(table->bytes / sizeof(type));                                         \
        int is_outside = !places_there;                                                                                \
        for (size_t row = 0; row < rows; row++) is_outside |= (uint32_t)places[row] >= places_there;                   \
        if (is_outside) return 1;                                                                                      \
        for (size_t row = 0; row < rows; row++) to[row] = from[places[row]];                                           \
        return 0;                                                                                                      \
    }
TAKE(take_words, int32_t, given_w)
TAKE(take_longs, int64_t, given_l)

/* Tell how many ends of a table are less than each number. */
INLINE void rank_in(int32_t *to, const int64_t *numbers, const input_t *table) {
    const given_l *ends = table->at;
    const size_t many = table->bytes / sizeof(int64_t);
    EACH_ROW to[row] = 0;
    for (size_t end = 0; end < many; end++)
        EACH_ROW to[row] += ends[end] < numbers[row];
}

/* ---- the loop */

#define EACH(expression)                                                                                               \
    EACH_ROW to[row] = expression;                                                                                     \
    break

#define FLAGS(expression)                                                                                              \
    for (size_t word = 0; word < WORDS; word++) {                                                                      \
        uint8_t flags[64];                                                                                             \
        for (size_t bit = 0; bit < 64; bit++) {                                                                        \
            const size_t row = 64 * word + bit;                                                                        \
            flags[bit] = expression;                                                                                   \
        }                                                                                                              \
        mask[word] = as_bits(flags);                                                                                   \
    }                                                                                                                  \
    break

/* What is done with two numbers, or a number and a constant, of one type; those with a sign are added as if they had none. */
#define CASES(T, type, unsigned_type, registers)                                                                       \
    case T##_ADD ... T##_MAX: {                                                                                        \
        unsigned_type *to = (unsigned_type *)REGISTER(registers, 0);                                                   \
        const unsigned_type *a = (const unsigned_type *)REGISTER(registers, 1);                                        \
        const unsigned_type *b = (const unsigned_type *)REGISTER(registers, 2);                                        \
        switch (step->operation) {                                                                                     \
        case T##_ADD: EACH(a[row] + b[row]);                                                                           \
        case T##_SUB: EACH(a[row] - b[row]);                                                                           \
        case T##_MUL: EACH(a[row] * b[row]);                                                                           \
        case T##_MIN: EACH((type)a[row] < (type)b[row] ? a[row] : b[row]);                                             \
        default: EACH((type)a[row] > (type)b[row] ? a[row] : b[row]);                                                  \
        }                                                                                                              \
        break;                                                                                                         \
    }                                                                                                                  \
    case T##_ADD_K ... T##_MAX_K: {                                                                                    \
        unsigned_type *to = (unsigned_type *)REGISTER(registers, 0);                                                   \
        const unsigned_type *a = (const unsigned_type *)REGISTER(registers, 1);                                        \
        const unsigned_type k = (unsigned_type)p->constants[step->operands[2]];                                        \
        switch (step->operation) {                                                                                     \
        case T##_ADD_K: EACH(a[row] + k);                                                                              \
        case T##_SUB_K: EACH(a[row] - k);                                                                              \
        case T##_MUL_K: EACH(a[row] * k);                                                                              \
        case T##_MIN_K: EACH((type)a[row] < (type)k ? a[row] : k);                                                     \
        default: EACH((type)a[row] > (type)k ? a[row] : k);                                                            \
        }                                                                                                              \
        break;                                                                                                         \
    }                                                                                                                  \
    case T##_LT ... T##_NE: {                                                                                          \
        uint64_t *mask = MASK(0);                                                                                      \
        const type *a = (const type *)REGISTER(registers, 1), *b = (const type *)REGISTER(registers, 2);               \
        switch (step->operation) {                                                                                     \
        case T##_LT: FLAGS(a[row] < b[row]);                                                                           \
        case T##_LE: FLAGS(a[row] <= b[row]);                                                                          \
        case T##_EQ: FLAGS(a[row] == b[row]);                                                                          \
        default: FLAGS(a[row] != b[row]);                                                                              \
        }                                                                                                              \
        break;                                                                                                         \
    }                                                                                                                  \
    case T##_LT_K ... T##_GE_K: {                                                                                      \
        uint64_t *mask = MASK(0);                                                                                      \
        const type *a = (const type *)REGISTER(registers, 1);                                                          \
        const type k = (type)p->constants[step->operands[2]];                                                          \
        switch (step->operation) {                                                                                     \
        case T##_LT_K: FLAGS(a[row] < k);                                                                              \
        case T##_LE_K: FLAGS(a[row] <= k);                                                                             \
        case T##_EQ_K: FLAGS(a[row] == k);                                                                             \
        case T##_NE_K: FLAGS(a[row] != k);                                                                             \
        case T##_GT_K: FLAGS(a[row] > k);                                                                              \
        default: FLAGS(a[row] >= k);                                                                                   \
        }                                                                                                              \
        break;                                                                                                         \
    }

#define REGISTER(registers, operand) (registers + (size_t)BLOCK * (size_t)step->operands[operand])
#define MASK(operand) (masks + (size_t)WORDS * (size_t)step->operands[operand])
#define WORD(operand) REGISTER(words, operand)
#define LONG(operand) REGISTER(longs, operand)
#define OF_ROW(type, input) ((const type *)(input)->at + (input)->first + first)
#define COMBINED(expression)                                                                                           \
    {                                                                                                                  \
        uint64_t *to = MASK(0);                                                                                        \
        const uint64_t *a = MASK(1), *b = MASK(2);                                                                     \
        for (size_t word = 0; word < WORDS; word++) to[word] = expression;                                             \
        break;                                                                                                         \
    }

/*
 * What of the next rows is brought nearer while these are worked on, some lines a step: no machine guesses across so many columns,
 * and all lines at once would have to queue.
 */
typedef struct {
    const input_t **columns;
    size_t lines, at_once;
} ahead_t;

enum { LINE = 64, LINES = BLOCK * sizeof(int32_t) / LINE };

INLINE int takes_long(const step_t *step) { return step->operation > BITS && step->operation != OUT_M; }

/* Note the columns that are read, in *columns*, which has room for one a step. */
static ahead_t ahead_of(const program_t *p, const input_t **columns) {
    size_t reads = 0, steps = 0;
    for (size_t rank = 0; rank < p->n_steps; rank++) {
        steps += takes_long(&p->steps[rank]);
        if (p->steps[rank].operation == READ_W) columns[reads++] = &p->inputs[p->steps[rank].operands[2]];
    }
    const ahead_t ahead = {columns, reads * LINES, steps ? (reads * LINES + steps - 1) / steps : 0};
    return ahead;
}

INLINE size_t bring(const ahead_t *ahead, size_t line, size_t first) {
    const size_t end = ahead->lines - line < ahead->at_once ? ahead->lines : line + ahead->at_once;
    for (; line < end; line++) {
        const input_t *column = ahead->columns[line / LINES];
        const uintptr_t at = (uintptr_t)column->at + (column->first + first + BLOCK) * sizeof(int32_t);
        __builtin_prefetch((const void *)(at + line % LINES * LINE), 0, 2);
    }
    return line;
}

/* Run every step on some rows; return the step that met a value which it does not take, or FINE. */
FOR_EACH_MACHINE
static ptrdiff_t run_block(const program_t *p, const ahead_t *ahead, uint64_t *masks, int32_t *words, int64_t *longs,
                           size_t first, size_t rows) {
    for (size_t rank = 0, line = 0; rank < p->n_steps; rank++) {
        const step_t *step = &p->steps[rank];
        const int32_t *of = step->operands;
        int is_wrong = 0;
        if (takes_long(step)) line = bring(ahead, line, first);
        switch (step->operation) {
        case AND: COMBINED(a[word] & b[word])
        case OR: COMBINED(a[word] | b[word])
        case LESS: COMBINED(a[word] & ~b[word])
        case NOT: {
            uint64_t *to = MASK(0);
            const uint64_t *a = MASK(1);
            for (size_t word = 0; word < WORDS; word++) to[word] = ~a[word];
            break;
        }
        case NONE: memset(MASK(0), 0, WORDS * sizeof(uint64_t)); break;
        case BITS: load_bits(MASK(0), &p->inputs[of[1]], first, rows); break;
        case READ_W:
            load_bits(MASK(1), &p->inputs[of[3]], first, rows);
            is_wrong = read_words(WORD(0), MASK(1), OF_ROW(given_w, &p->inputs[of[2]]), rows, p->constants + of[4]);
            break;
        case READ_L:
            load_bits(MASK(1), &p->inputs[of[3]], first, rows);
            is_wrong = read_longs(LONG(0), MASK(1), OF_ROW(given_l, &p->inputs[of[2]]), rows, p->constants + of[4]);
            break;
        case FILL_W: {
            int32_t *to = WORD(0);
            const int32_t k = (int32_t)p->constants[of[1]];
            EACH(k);
        }
        case FILL_L: {
            int64_t *to = LONG(0);
            const int64_t k = p->constants[of[1]];
            EACH(k);
        }
        case KEEP_W: keep_words(WORD(0), WORD(1), MASK(2)); break;
        case KEEP_L: keep_longs(LONG(0), LONG(1), MASK(2)); break;
        case PICK_L: pick_longs(LONG(0), MASK(1), LONG(2), LONG(3)); break;
        case WIDEN: {
            int64_t *to = LONG(0);
            const int32_t *a = WORD(1);
            EACH(a[row]);
        }
        case SUM: sum(LONG(0), LONG(1), WORD(2), p->constants[of[3]]); break;
        case FLOOR: floor_by(LONG(0), LONG(1), p->constants[of[2]]); break;
        case TAKE_W: is_wrong = take_words(WORD(0), WORD(1), &p->tables[of[2]], rows); break;
        case TAKE_L: is_wrong = take_longs(LONG(0), WORD(1), &p->tables[of[2]], rows); break;
        case RANK: rank_in(WORD(0), LONG(1), &p->tables[of[2]]); break;
        case OUT_M: memcpy((unsigned char *)p->outputs[of[0]].at + first / 8, MASK(1), (rows + 7) / 8); break;
        case OUT_L: memcpy((unsigned char *)p->outputs[of[0]].at + first * sizeof(int64_t), LONG(1), rows * sizeof(int64_t)); break;
            CASES(I, int32_t, uint32_t, words)
            CASES(U, uint32_t, uint32_t, words)
            CASES(L, int64_t, uint64_t, longs)
        default: break;
        }
        if (is_wrong) return (ptrdiff_t)rank;
    }
    return FINE;
}

ptrdiff_t run(const program_t *p) {
    const size_t of_mask = WORDS * sizeof(uint64_t), of_word = BLOCK * sizeof(int32_t), of_long = BLOCK * sizeof(int64_t);
    const size_t bytes = p->n_masks * of_mask + p->n_words * of_word + p->n_longs * of_long;
    unsigned char *registers = aligned_alloc(64, bytes ? bytes : 64);
    const input_t **columns = calloc(p->n_steps + 1, sizeof *columns);
    if (registers == NULL || columns == NULL) {
        free(registers);
        free(columns);
        return NO_MEMORY;
    }
    const ahead_t ahead = ahead_of(p, columns);
    memset(registers, 0, bytes);
    uint64_t *masks = (uint64_t *)(void *)registers;
    int64_t *longs = (int64_t *)(void *)(registers + p->n_masks * of_mask);
    int32_t *words = (int32_t *)(void *)(registers + p->n_masks * of_mask + p->n_longs * of_long);
    ptrdiff_t met = FINE;
    for (size_t first = 0; first < p->rows && met == FINE; first += BLOCK) {
        const size_t left = p->rows - first;
        met = run_block(p, &ahead, masks, words, longs, first, left < BLOCK ? left : BLOCK);
    }
    free(registers);
    free(columns);
    return met;
}

FOR_EACH_MACHINE
int extent(const input_t *numbers, const input_t *there, size_t rows, int32_t *least, int32_t *greatest) {
    int32_t low = INT32_MAX, high = INT32_MIN;
    uint64_t any = 0;
    for (size_t first = 0; first < rows; first += BLOCK) {
        const size_t many = rows - first < BLOCK ? rows - first : BLOCK;
        const given_w *from = OF_ROW(given_w, numbers);
        uint64_t mask[WORDS];
        load_bits(mask, there, first, many);
        for (size_t word = 0; word < WORDS; word++) any |= mask[word];
        size_t half = 0;
        for (; half < many / 32; half++) {
            const uint32_t bits = half_of(mask, half);
            for (size_t row = 0; row < 32; row++) {
                const int32_t is_there = THERE(bits, row), value = from[32 * half + row];
                const int32_t small = (value & is_there) | (INT32_MAX & ~is_there), great = (value & is_there) | (INT32_MIN & ~is_there);
                low = small < low ? small : low;
                high = great > high ? great : high;
            }
        }
        for (size_t row = 32 * half; row < many; row++)
            if (mask[row / 64] >> row % 64 & 1) {
                low = from[row] < low ? from[row] : low;
                high = from[row] > high ? from[row] : high;
            }
    }
    *least = low;
    *greatest = high;
    return any != 0;
}
