/* strokes.h - one stroke of every kind for tests of the core, which reads no files. */
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

static const struct stroke bench_strip = {
	.kind = STROKE_STRIPPING,
	.share = 1.0,
	.hands = 2,
	.from = REGION_LEGS,
	.to = REGION_SHOULDERS,
	.force_min_n = 40.0,
	.force_max_n = 80.0,
	.footprint_m = 0.08,
	.speed_m_s = 0.025,
	.speed_min_m_s = 0.01,
	.speed_max_m_s = 0.05,
};

static const struct stroke bench_cross = {
	.kind = STROKE_CROSS_FRICTION,
	.share = 1.0,
	.hands = 2,
	.from = REGION_HIPS,
	.to = REGION_SHOULDERS,
	.force_min_n = 40.0,
	.force_max_n = 80.0,
	.footprint_m = 0.08,
	.speed_m_s = 0.01,
	.speed_min_m_s = 0.01,
	.speed_max_m_s = 0.02,
	.rate_hz = 1.0,
	.rate_min_hz = 1.0,
	.rate_max_hz = 2.0,
	.radius_m = 0.008,
};

static const struct stroke bench_lean = {
	.kind = STROKE_LEAN,
	.share = 1.0,
	.hands = 2,
	.from = REGION_SHOULDERS,
	.to = REGION_LEGS,
	.force_min_n = 40.0,
	.force_max_n = 80.0,
	.footprint_m = 0.05,
	.hold_s = 12.0,
	.hold_min_s = 5.0,
	.hold_max_s = 20.0,
	.ramp_s = 1.5,
};

static const struct stroke bench_points = {
	.kind = STROKE_POINT_PRESS,
	.share = 1.0,
	.hands = 2,
	.from = REGION_NECK,
	.to = REGION_LEGS,
	.force_min_n = 30.0,
	.force_max_n = 60.0,
	.footprint_m = 0.03,
	.hold_s = 5.0,
	.hold_min_s = 2.0,
	.hold_max_s = 7.0,
	.stiff_hold_s = 12.0,
	.ramp_s = 1.0,
};

static const struct stroke bench_search = {
	.kind = STROKE_SEARCH,
	.share = 0.3,
	.hands = 2,
	.from = REGION_NECK,
	.to = REGION_LEGS,
	.force_min_n = 5.0,
	.force_max_n = 10.0,
	.footprint_m = 0.03,
	.hold_s = 2.5,
	.hold_min_s = 2.0,
	.hold_max_s = 3.0,
	.ramp_s = 1.0,
};

static const struct stroke bench_compression = {
	.kind = STROKE_COMPRESSION,
	.share = 0.7,
	.hands = 1,
	.from = REGION_NECK,
	.to = REGION_LEGS,
	.force_min_n = 30.0,
	.force_max_n = 60.0,
	.footprint_m = 0.03,
	.hold_s = 90.0,
	.hold_min_s = 30.0,
	.hold_max_s = 90.0,
	.start_share = 0.7,
	.ramp_s = 2.0,
};

static const struct stroke bench_follow = {
	.kind = STROKE_FOLLOW,
	.share = 1.0,
	.hands = 2,
	.from = REGION_NECK,
	.to = REGION_LEGS,
	.force_min_n = 10.0,
	.force_max_n = 40.0,
	.footprint_m = 0.10,
	.speed_m_s = 0.005,
	.speed_min_m_s = 0.003,
	.speed_max_m_s = 0.01,
	.hold_s = 120.0,
	.hold_min_s = 90.0,
	.hold_max_s = 300.0,
	.ramp_s = 5.0,
};

static const struct stroke bench_still = {
	.kind = STROKE_STILL_HEAT,
	.share = 0.4,
	.hands = 2,
	.from = REGION_SHOULDERS,
	.to = REGION_LEGS,
	.force_min_n = 5.0,
	.force_max_n = 15.0,
	.footprint_m = 0.05,
	.hold_s = 40.0,
	.hold_min_s = 20.0,
	.hold_max_s = 90.0,
	.ramp_s = 2.0,
	.surface_c = 40.0,
};

static const struct stroke bench_warm = {
	.kind = STROKE_WARM_GLIDE,
	.share = 0.6,
	.hands = 2,
	.from = REGION_LEGS,
	.to = REGION_SHOULDERS,
	.force_min_n = 5.0,
	.force_max_n = 30.0,
	.footprint_m = 0.12,
	.speed_m_s = 0.08,
	.speed_min_m_s = 0.05,
	.speed_max_m_s = 0.15,
	.surface_c = 40.0,
};

#define BENCH_STROKES 12

/* Each kind once, and then anew. */
static inline const struct stroke *bench_stroke(int k)
{
	static const struct stroke *const all[BENCH_STROKES] = {
		&bench_glide,  &bench_kneading, &bench_circles,     &bench_strip,
		&bench_cross,  &bench_lean,     &bench_points,      &bench_search,
		&bench_follow, &bench_still,    &bench_compression, &bench_warm,
	};

	return all[(unsigned)k % BENCH_STROKES];
}

static inline void bench_technique(struct technique *technique)
{
	*technique = (struct technique){
		.name = "bench", .title = "Bench", .needs_ceiling_n = 10.0, .stroke_count = 3};
	technique->strokes[0] = bench_glide;
	technique->strokes[1] = bench_kneading;
	technique->strokes[2] = bench_circles;
}

#endif
