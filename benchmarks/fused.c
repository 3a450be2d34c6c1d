/*
 * What columns.py asks, in one loop over the rows for this one grid: the other side of the compiled loop, at its fastest.
 *
 * It takes the values as they are: zeros stand under nulls, nothing is checked, no convention is read.
 */

#include <stddef.h>
#include <stdint.h>

enum { BLOCK = 1024 };
enum { SOCLE, RESEAU, POSTES, SUPPORT, MESSAGERIE, HEBERGEMENT, ADMINISTRATION };

void fused(size_t rows, const uint8_t *restrict base, const int32_t *restrict reseau, const int32_t *restrict postes,
           const int32_t *restrict support, const int32_t *restrict b10, const int32_t *restrict b25,
           const int32_t *restrict b50, const int32_t *restrict p10, const int32_t *restrict p25, const int32_t *restrict p50,
           const int32_t *restrict m10, const int32_t *restrict m25, const int32_t *restrict m50,
           const int32_t *restrict hebergement, const int32_t *restrict administration, uint8_t *restrict code,
           uint8_t *restrict second, uint8_t *restrict network, int64_t *restrict monthly, int64_t *restrict annual) {
    for (size_t first = 0; first < rows; first += BLOCK) {
        const size_t end = rows - first < BLOCK ? rows : first + BLOCK;
        uint8_t based[BLOCK];
        for (size_t row = first; row < end; row++) based[row - first] = base[row / 8] >> row % 8 & 1;
        for (size_t row = first; row < end; row++) {
            const int32_t r = reseau[row], w = postes[row], s = support[row], h = hebergement[row], a = administration[row];
            const int32_t mail = b10[row] | b25[row] | b50[row] | p10[row] | p25[row] | p50[row] | m10[row] | m25[row] | m50[row];
            const uint8_t has_base = based[row - first];
            const uint8_t for_postes = s != 0, for_hebergement = a != 0;
            const uint8_t for_reseau = (w | s | h | a) != 0, for_socle = (r | w | s | h | a | mail) != 0;
            code[row] = (uint8_t)((for_socle & ~has_base & 1) << SOCLE | (for_reseau & (r == 0)) << RESEAU |
                                  (for_postes & (w == 0)) << POSTES | (for_hebergement & (h == 0)) << HEBERGEMENT);
            second[row] = ((s > w) & (w != 0)) | ((a > h) & (h != 0));
            const int32_t covered = w > h ? w : h;
            network[row] = (r < covered) & (r != 0);
            const int64_t cents = (int64_t)(r ? r : covered) * 700 + (int64_t)w * 1700 + (int64_t)s * 1100 + (int64_t)b10[row] * 650 +
                                  (int64_t)b25[row] * 780 + (int64_t)b50[row] * 800 + (int64_t)p10[row] * 750 +
                                  (int64_t)p25[row] * 880 + (int64_t)p50[row] * 1000 + (int64_t)m10[row] * 950 +
                                  (int64_t)m25[row] * 1060 + (int64_t)m50[row] * 1180 + (int64_t)h * 1200 + (int64_t)a * 400;
            monthly[row] = cents;
            annual[row] = cents * 12;
        }
    }
}
