/* strokes.h - the Swedish strokes for tests of the core, which reads no files. */
#ifndef TESTS_CORE_STROKES_H
#define TESTS_CORE_STROKES_H

#include <knead/technique.h>

#include "core/bench_rig.h"

static const struct stroke bench_glide = {
	.kind = STROKE_EFFLEURAGE,
	.share = 0.4,
	.hands = 2,
	.from = REGION_LEGS,
	.to = REGION_SHOULDERS,
	.force_min_n = 10.0,
	.force_max_n = 30.0,
	.footprint_m = 0.12,
	.speed_m_s = 0.03,
	.speed_min_m_s = 0.01,
	.speed_max_m_s = 0.10,
};

static const struct stroke bench_kneading = {
	.kind = STROKE_PETRISSAGE,
	.share = 0.4,
	.hands = 2,
	.from = REGION_LEGS,
	.to = REGION_SHOULDERS,
	.force_min_n = 15.0,
	.force_max_n = 40.0,
	.footprint_m = 0.09,
	.speed_m_s = 0.01,
	.speed_min_m_s = 0.005,
	.speed_max_m_s = 0.02,
	.rate_hz = 1.0,
	.rate_min_hz = 0.5,
	.rate_max_hz = 1.5,
	.floor_share = 0.3,
};

static const struct stroke bench_circles = {
	.kind = STROKE_FRICTION,
	.share = 0.2,
	.hands = 2,
	.from = REGION_HIPS,
	.to = REGION_SHOULDERS,
	.force_min_n = 10.0,
	.force_max_n = 30.0,
	.footprint_m = 0.07,
	.speed_m_s = 0.005,
	.speed_min_m_s = 0.002,
	.speed_max_m_s = 0.01,
	.rate_hz = 1.0,
	.rate_min_hz = 0.5,
	.rate_max_hz = 1.5,
	.radius_m = 0.02,
};

static inline void bench_technique(struct technique *technique)
{
	*technique = (struct technique){.name = "bench", .title = "Bench", .stroke_count = 3};
	technique->strokes[0] = bench_glide;
	technique->strokes[1] = bench_kneading;
	technique->strokes[2] = bench_circles;
}

#endif
