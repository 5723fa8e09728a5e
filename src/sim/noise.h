/*
 * noise.h - the simulator's own random numbers: seeded, bit-repeatable, cheap enough for every
 * sample.
 *
 * One 64-bit counter walked by the golden ratio and mixed, in the manner of splitmix64 (Steele,
 * Lea, Flood 2014). The bell is a sum of 16-bit uniforms: one draw, no table, never beyond 3.5
 * sigma.
 */
#ifndef KNEAD_SIM_NOISE_H
#define KNEAD_SIM_NOISE_H

#include <stdint.h>

struct noise {
	uint64_t state;
};

static inline uint64_t noise_draw(struct noise *noise)
{
	uint64_t z = noise->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* Uniform in [0, 1). */
static inline double noise_uniform(struct noise *noise)
{
	return (double)(noise_draw(noise) >> 11) * 0x1p-53;
}

/* Bell of unit rms, from one draw: four uniforms of 65536 steps have a variance of 65536^2 / 3. */
static inline double noise_bell(struct noise *noise)
{
	uint64_t z = noise_draw(noise);
	int64_t sum = (int64_t)((z & 0xffff) + (z >> 16 & 0xffff) + (z >> 32 & 0xffff) + (z >> 48));

	return (double)(sum - 131070) * (1.7320508075688772 / 65536.0);
}

/* Two independent triangles of unit rms from one draw, for channels whose tails do not matter. */
static inline void noise_pair(struct noise *noise, double *first, double *second)
{
	uint64_t z = noise_draw(noise);
	int64_t low = (int64_t)((z & 0xffff) + (z >> 16 & 0xffff));
	int64_t high = (int64_t)((z >> 32 & 0xffff) + (z >> 48));

	*first = (double)(low - 65535) * (2.449489742783178 / 65536.0);
	*second = (double)(high - 65535) * (2.449489742783178 / 65536.0);
}

#endif
