#include "core/technique/body.h"

#include "core/safety/place.h"
#include "core/technique/ease.h"

#include <math.h>
#include <string.h>

#define SAME_ROW_M 0.010
#define REACH_M    0.060 /* a hand goes this far past a region's own heads */
#define SAME_M     1e-9  /* nothing anybody could mean */
#define EDGE_M     0.001 /* spans do not touch: a hand at the end of one is in no other */

const enum region body_ranks[BODY_RANKS] = {REGION_NECK,       REGION_SHOULDERS, REGION_UPPER_BACK,
					    REGION_LOWER_BACK, REGION_HIPS,      REGION_LEGS,
					    REGION_ARMS};

static void add_to_row(struct body *body, const struct head *head)
{
	int at = 0;

	while (at < body->row_count && body->rows[at].x_m < head->x_m - SAME_ROW_M) {
		at++;
	}
	if (at == body->row_count || body->rows[at].x_m > head->x_m + SAME_ROW_M) {
		memmove(&body->rows[at + 1], &body->rows[at],
			sizeof(body->rows[0]) * (size_t)(body->row_count - at));
		body->rows[at] = (struct body_row){.x_m = head->x_m};
		body->row_count++;
	}
	if (head->y_m < 0.0) {
		body->rows[at].left_y_m = head->y_m;
	} else {
		body->rows[at].right_y_m = head->y_m;
	}
}

/* A row with heads on one side only is worked there; the other hand mirrors it. */
static void mirror(struct body_row *row)
{
	if (!(row->left_y_m < 0.0)) {
		row->left_y_m = -row->right_y_m;
	}
	if (!(row->right_y_m > 0.0)) {
		row->right_y_m = -row->left_y_m;
	}
}

static void widen(struct body_span *span, double x_m)
{
	if (!span->has_heads || x_m < span->x_from_m) {
		span->x_from_m = x_m;
	}
	if (!span->has_heads || x_m > span->x_to_m) {
		span->x_to_m = x_m;
	}
	span->has_heads = true;
}

/* Where each region can be worked: as far as a hand reaches past its heads, inside its own extent. */
static void bound_span(struct body_span *span, enum region region, double scale)
{
	const struct region_facts *facts = region_facts(region);
	double least_m = scale * facts->x_from_m + EDGE_M;
	double most_m = scale * facts->x_to_m - EDGE_M;

	span->x_from_m -= REACH_M;
	span->x_to_m += REACH_M;
	if (span->x_from_m < least_m) {
		span->x_from_m = least_m;
	}
	if (span->x_to_m > most_m) {
		span->x_to_m = most_m;
	}
}

/* A place where nothing may be pressed is nobody's to work: no time is given to it. */
static enum region worked_under(const struct body_head *head, double height_m)
{
	const struct place place =
		place_of(head->named, head->x_m, head->y_m, head->area_m2, height_m);

	return place.cap_n > 0.0 ? region_under(head->named, head->x_m, height_m) : REGION_NONE;
}

static void lay_regions(struct body *body)
{
	memset(body->regions, 0, sizeof(body->regions));
	for (int i = 0; i < body->head_count; i++) {
		const struct body_head *head = &body->heads[i];
		enum region region = worked_under(head, body->height_m);

		body->head_region[i] = region;
		if (region != REGION_NONE) {
			widen(&body->regions[region], head->x_m);
		}
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		bound_span(&body->regions[r], (enum region)r, body->height_m / BODY_HEIGHT_M);
	}
}

void body_init(struct body *body, const struct rig *rig)
{
	memset(body, 0, sizeof(*body));
	body->height_m = BODY_HEIGHT_M;
	body->head_count = rig->head_count;
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *head = &rig->heads[i];

		body->heads[i] = (struct body_head){
			.named = head->region,
			.x_m = head->x_m,
			.y_m = head->y_m,
			.area_m2 = head->area_m2,
		};
		add_to_row(body, head);
	}
	for (int k = 0; k < body->row_count; k++) {
		mirror(&body->rows[k]);
	}
	lay_regions(body);
}

bool body_take_height(struct body *body, double height_m)
{
	bool inside = height_m >= BODY_HEIGHT_MIN_M && height_m <= BODY_HEIGHT_MAX_M;

	if (!inside || fabs(height_m - body->height_m) < SAME_M) {
		return false;
	}
	body->height_m = height_m;
	lay_regions(body);
	return true;
}

struct body_row body_row_at(const struct body *body, double x_m)
{
	const struct body_row *rows = body->rows;
	struct body_row at = {.x_m = x_m};
	int after = 0;
	double part;

	if (body->row_count == 0) {
		return at;
	}
	while (after < body->row_count && rows[after].x_m < x_m) {
		after++;
	}
	if (after == 0) {
		return rows[0];
	}
	if (after == body->row_count) {
		return rows[after - 1];
	}
	part = ease_step((x_m - rows[after - 1].x_m) / (rows[after].x_m - rows[after - 1].x_m));
	at.left_y_m = rows[after - 1].left_y_m * (1.0 - part) + rows[after].left_y_m * part;
	at.right_y_m = rows[after - 1].right_y_m * (1.0 - part) + rows[after].right_y_m * part;
	return at;
}

enum region body_region_at(const struct body *body, double x_m)
{
	enum region nearest = REGION_NONE;
	double nearest_m = HUGE_VAL;

	for (int rank = 0; rank <= BODY_RANK_LEGS; rank++) {
		const struct body_span *span = &body->regions[body_ranks[rank]];
		double off_m = x_m < span->x_from_m ? span->x_from_m - x_m : x_m - span->x_to_m;

		if (span->has_heads && off_m < nearest_m) {
			nearest_m = off_m;
			nearest = body_ranks[rank];
		}
	}
	return nearest;
}
