/*
 * body.h - where a rig's heads can work: rows along the spine and the span of each region, on a client
 * of a certain height. The heads stay where the rig has them; the regions below them follow the height.
 */
#ifndef CORE_TECHNIQUE_BODY_H
#define CORE_TECHNIQUE_BODY_H

#include <knead/rig.h>

#include <stdbool.h>

struct body_row {
	double x_m;
	double left_y_m;  /* negative */
	double right_y_m; /* positive */
};

struct body_span {
	bool has_heads;
	double x_from_m; /* toward the head */
	double x_to_m;   /* toward the feet */
};

/* A head as the rig file places it. */
struct body_head {
	enum region named;
	double x_m;
	double y_m;
	double area_m2;
};

struct body {
	double height_m;
	int head_count;
	struct body_head heads[HEADS_MAX];
	/* what each head lies over now; REGION_NONE: nothing, or a place that may not be pressed at all */
	enum region head_region[HEADS_MAX];
	int row_count;
	struct body_row rows[HEADS_MAX];
	struct body_span regions[REGION_COUNT];
};

/* For a client of BODY_HEIGHT_M. */
void body_init(struct body *body, const struct rig *rig);

/*
 * Takes in the client's height, in m; one outside its range (NaN included) is none. Returns whether
 * anything changed. To be called at rest only: regions move under the hands.
 */
bool body_take_height(struct body *body, double height_m);

/* The lines of heads at x_m, from row to row without a corner; beyond the outermost row they are as there. */
struct body_row body_row_at(const struct body *body, double x_m);

/* The region with heads whose span holds x_m or lies nearest to it. */
enum region body_region_at(const struct body *body, double x_m);

/* Whether that region has heads and its span holds x_m. Spans do not touch. */
static inline bool body_holds(const struct body *body, enum region region, double x_m)
{
	const struct body_span *span = &body->regions[region];

	return span->has_heads && x_m >= span->x_from_m && x_m <= span->x_to_m;
}

#define BODY_RANKS     7
#define BODY_RANK_LEGS 5 /* the last that is in one line with the others */

/* Regions from the neck down to the legs; the arms stand apart, last. */
extern const enum region body_ranks[BODY_RANKS];

/* Rank of a region among them, or BODY_RANKS. */
static inline int body_rank(enum region region)
{
	static const int rank[REGION_COUNT] = {
		[REGION_NONE] = BODY_RANKS,     [REGION_NECK] = 0,       [REGION_SHOULDERS] = 1,
		[REGION_UPPER_BACK] = 2,        [REGION_LOWER_BACK] = 3, [REGION_HIPS] = 4,
		[REGION_LEGS] = BODY_RANK_LEGS, [REGION_ARMS] = 6,
	};

	return rank[region];
}

/* The region of that rank, or REGION_NONE. */
static inline enum region body_ranked(int rank)
{
	return rank >= 0 && rank < BODY_RANKS ? body_ranks[rank] : REGION_NONE;
}

#endif
