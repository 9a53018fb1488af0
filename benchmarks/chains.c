/* The chains of the suite in C, by the same algorithms: alias rows for counts, Marsaglia and Tsang's gamma over
   a ziggurat normal for variances. Random words from xoshiro256++ (Blackman and Vigna). */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static uint64_t s[4];

static inline uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline uint64_t next(void) {
    uint64_t result = rotl(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 45);
    return result;
}

static inline double uniform(void) { return (next() >> 11) * 0x1.0p-53; }

void seed(uint64_t z) {
    for (int i = 0; i < 4; i++) {                       /* splitmix64 */
        uint64_t x = (z += 0x9e3779b97f4a7c15u);
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
        s[i] = x ^ (x >> 31);
    }
}

/* counts[i] = state after k generations; the first one is drawn from a row of its own */
void chain(const uint64_t *words, const int64_t *offset, int bits, int64_t rows, const uint64_t *first, int64_t first_offset,
           int first_bits, int64_t top, int64_t k, int64_t paths, int64_t *counts) {
    const uint64_t mask = (1ull << bits) - 1, first_mask = (1ull << first_bits) - 1;
    for (int64_t i = 0; i < paths; i++) {
        uint64_t r = next(), c = r & first_mask, e = first[c];
        int64_t n = first_offset + (int64_t)((r >> first_bits) < (e >> first_bits) ? c : e & first_mask);
        for (int64_t j = 1; j < k && n != 0 && n != top; j++) {
            if (n >= rows) break;                       /* rare; C is let off what ours does by other variates */
            r = next(); c = r & mask; e = words[((uint64_t)n << bits) + c];
            n = offset[n] + (int64_t)((r >> bits) < (e >> bits) ? c : e & mask);
        }
        counts[i] = n;
    }
}

#define LAYERS 256
static double zx[LAYERS + 1], zy[LAYERS + 1];

void tables(void) {                                     /* Marsaglia and Tsang's ziggurat, 256 layers */
    const double r = 3.6541528853610088, area = 4.92867323399e-3;
    zx[0] = area / exp(-0.5 * r * r); zx[1] = r; zx[LAYERS] = 0.0;
    for (int i = 2; i < LAYERS; i++) zx[i] = sqrt(-2.0 * log(area / zx[i - 1] + exp(-0.5 * zx[i - 1] * zx[i - 1])));
    for (int i = 0; i <= LAYERS; i++) zy[i] = exp(-0.5 * zx[i] * zx[i]);
}

static inline double normal(void) {
    for (;;) {
        uint64_t w = next();
        int i = w & 255;
        double u = 2.0 * ((w >> 11) * 0x1.0p-53) - 1.0, x = u * zx[i];
        if (fabs(x) < zx[i + 1]) return x;
        if (i == 0) {
            double a, b;
            do { a = -log(1.0 - uniform()) / zx[1]; b = -log(1.0 - uniform()); } while (b + b < a * a);
            return u > 0 ? zx[1] + a : -zx[1] - a;
        }
        if (zy[i + 1] + uniform() * (zy[i] - zy[i + 1]) < exp(-0.5 * x * x)) return x;
    }
}

/* out[i] = variance after k generations of fitting a normal law to n draws (ddof 1), started at 1; n >= 3 */
void gaussian(int64_t n, int64_t k, int64_t paths, double *out) {
    const double shape = 0.5 * (n - 1), d = shape - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * d), scale = 1.0 / shape;
    for (int64_t i = 0; i < paths; i++) {
        double v = 1.0;
        for (int64_t j = 0; j < k; j++) {
            double x, t;
            for (;;) {
                x = normal(); t = 1.0 + c * x;
                if (t <= 0.0) continue;
                t = t * t * t;
                double u = uniform(), q = x * x;
                if (u < 1.0 - 0.0331 * q * q || log(u) < 0.5 * q + d * (1.0 - t + log(t))) break;
            }
            v *= d * t * scale;
        }
        out[i] = v;
    }
}
