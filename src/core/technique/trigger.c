#include "core/technique/trigger.h"

#include <math.h>
#include <string.h>

#define PAIR_PRESSES 3 /* of which one may have met a cough [P] */
#define ALONE_PRESSES \
	4 /* of places not pressed at once: breath differs from one to the other [P] */
#define ALONE_RATIO   1.25  /* and so they must differ by more [P] */
#define LOST_RATIO    1.05  /* a place not treated yet that turns out no stiffer is dropped [P] */
#define SURE_RATIO    1.40  /* confidence grows up to here [P] */
#define DEPTH_LEAST_M 0.001 /* of a press that says anything */
#define FORCE_LEAST_N 1.0
#define FAST_M_S      0.012 /* a deep breath of 9 mm moves 7 mm/s [D] */

void triggers_forget(struct triggers *triggers)
{
	memset(triggers, 0, sizeof(*triggers));
}

static const struct head_belief *head_of(const struct row *row, const struct belief *belief, int s)
{
	int head = row->head[s];

	return head != HEAD_NONE && head < belief->head_count ? &belief->heads[head] : NULL;
}

static bool touches(const struct head_belief *head)
{
	return head != NULL && head->contact && head->position_known;
}

bool probe_begin(struct probe *probe, const struct row *row, enum side side,
		 const struct belief *belief)
{
	bool all = true;

	*probe = (struct probe){0};
	for (int s = 0; s < ROW_SIDES; s++) {
		const struct head_belief *head = head_of(row, belief, s);
		bool pressed = side == SIDE_NONE || s == side_index(side);

		if (head == NULL) {
			continue;
		}
		if (pressed) {
			probe->known[s] = touches(head);
			probe->from_m[s] = head->position_m;
			probe->from_n[s] = head->force_n;
			all = all && probe->known[s];
		}
	}
	return all;
}

void probe_step(struct probe *probe, const struct row *row, const struct belief *belief)
{
	for (int s = 0; s < ROW_SIDES; s++) {
		const struct head_belief *head = head_of(row, belief, s);

		if (!touches(head) || !(fabs(head->speed_m_s) <= FAST_M_S)) {
			probe->known[s] = false;
			continue;
		}
		probe->sum_m[s] += head->position_m - probe->from_m[s];
		probe->sum_n[s] += head->force_n - probe->from_n[s];
	}
	probe->count++;
}

void probe_end(const struct probe *probe, double n_m[ROW_SIDES])
{
	for (int s = 0; s < ROW_SIDES; s++) {
		double depth_m = probe->count > 0 ? probe->sum_m[s] / probe->count : 0.0;
		double force_n = probe->count > 0 ? probe->sum_n[s] / probe->count : 0.0;
		bool felt = probe->known[s] && depth_m >= DEPTH_LEAST_M && force_n >= FORCE_LEAST_N;

		n_m[s] = felt ? force_n / depth_m : 0.0;
	}
}

double probe_ratio(const struct probe *probe, enum side side)
{
	double n_m[ROW_SIDES];
	int own = side_index(side);

	probe_end(probe, n_m);
	return n_m[own] > 0.0 && n_m[1 - own] > 0.0 ? n_m[own] / n_m[1 - own] : 1.0;
}

static const struct trigger_view *listed(const struct triggers *triggers, int head)
{
	for (int k = 0; k < triggers->count; k++) {
		if (triggers->list[k].head == head) {
			return &triggers->list[k];
		}
	}
	return NULL;
}

struct mean {
	double sum;
	int count;
};

static void keep(struct felt *felt, double said)
{
	felt->said[felt->next] = said;
	felt->next = felt->next + 1 < PRESSES_KEPT ? felt->next + 1 : 0;
	felt->count += felt->count < PRESSES_KEPT;
}

/* The middle one; 0 while there is none. */
static double middle(const struct felt *felt)
{
	double sorted[PRESSES_KEPT];
	int count = felt->count;

	for (int k = 0; k < count; k++) {
		int at = k;

		for (; at > 0 && sorted[at - 1] > felt->said[k]; at--) {
			sorted[at] = sorted[at - 1];
		}
		sorted[at] = felt->said[k];
	}
	return count > 0 ? 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]) : 0.0;
}

/* Only places felt often, and not known to be stiff themselves. */
static void add_felt(struct mean *mean, const struct triggers *triggers, int head)
{
	if (head != HEAD_NONE && triggers->felt[head].count >= ALONE_PRESSES &&
	    listed(triggers, head) == NULL) {
		mean->sum += middle(&triggers->felt[head]);
		mean->count++;
	}
}

static void add_row(struct mean *mean, const struct triggers *triggers, const struct row *row)
{
	add_felt(mean, triggers, row->head[0]);
	add_felt(mean, triggers, row->head[1]);
}

/* What a place without a mirror to compare it with stands among, in N/m; 0 while there is nothing. */
static double around_n_m(const struct triggers *triggers, const struct rows *rows, int row,
			 int side)
{
	const struct row *own = &rows->rows[row];
	struct mean mean = {0};

	if (own->head[1 - side] !=
	    HEAD_NONE) { /* what is not like it at all is no measure for it */
		add_felt(&mean, triggers, own->head[1 - side]);
		return mean.sum;
	}
	for (int k = 0; mean.count == 0 && k < rows->count; k++) {
		if (k != row && rows->rows[k].region == own->region) {
			add_row(&mean, triggers, &rows->rows[k]);
		}
	}
	if (mean.count == 0 && row > 0) {
		add_row(&mean, triggers, &rows->rows[row - 1]);
	}
	if (mean.count == 0 && row + 1 < rows->count) {
		add_row(&mean, triggers, &rows->rows[row + 1]);
	}
	return mean.count > 0 ? mean.sum / mean.count : 0.0;
}

/* Whether all presses of a place but one say that it is stiffer than that. */
static bool is_agreed(const struct felt *felt, double n_m)
{
	int against = 0;

	for (int k = 0; k < felt->count; k++) {
		against += !(felt->said[k] > n_m);
	}
	return against <= 1;
}

/* How a place compares with its neighbourhood, and what that is worth. */
struct verdict {
	double ratio;
	double bar; /* from here on it is found */
	int presses;
};

static struct verdict compare(const struct triggers *triggers, const struct rows *rows, int row,
			      int side)
{
	const struct felt *pair = &triggers->pairs[row];
	const struct felt *felt = &triggers->felt[rows->rows[row].head[side]];
	double ratio = middle(pair);
	double around;

	if (pair->count > 0) { /* breath alone would make more of a difference elsewhere */
		ratio = side == 0 ? 1.0 / ratio : ratio;
		return (struct verdict){
			.ratio = pair->count >= PAIR_PRESSES ? ratio : 1.0,
			.bar = STIFF_RATIO,
			.presses = pair->count,
		};
	}
	around = felt->count >= ALONE_PRESSES ? around_n_m(triggers, rows, row, side) : 0.0;
	return (struct verdict){
		.ratio = around > 0.0 && is_agreed(felt, STIFF_RATIO * around)
				 ? middle(felt) / around
				 : 1.0,
		.bar = ALONE_RATIO,
		.presses = felt->count,
	};
}

static double confidence(const struct verdict *verdict)
{
	double far = (verdict->ratio - 1.0) / (SURE_RATIO - 1.0);

	far = far < 0.0 ? 0.0 : far > 1.0 ? 1.0 : far;
	return far * (1.0 - 1.0 / (1.0 + verdict->presses));
}

static void drop(struct triggers *triggers, struct trigger_view *view)
{
	*view = triggers->list[triggers->count - 1];
	triggers->count--;
}

static void judge(struct triggers *triggers, const struct rows *rows, int row, int side)
{
	int head = rows->rows[row].head[side];
	struct verdict verdict = compare(triggers, rows, row, side);
	struct trigger_view *view = NULL;

	for (int k = 0; k < triggers->count; k++) {
		if (triggers->list[k].head == head) {
			view = &triggers->list[k];
		}
	}
	if (view == NULL) {
		if (!(verdict.ratio >= verdict.bar) || triggers->count >= TRIGGERS_MAX) {
			return;
		}
		view = &triggers->list[triggers->count++];
		*view = (struct trigger_view){.state = TRIGGER_FOUND, .head = head};
	} else if (view->state == TRIGGER_FOUND && verdict.ratio < LOST_RATIO) {
		drop(triggers, view);
		return;
	}
	if (view->state == TRIGGER_FOUND) {
		view->ratio = verdict.ratio;
		view->confidence = confidence(&verdict);
	}
}

static void remember(struct triggers *triggers, const struct row *row, int number,
		     const double n_m[ROW_SIDES])
{
	for (int s = 0; s < ROW_SIDES; s++) {
		if (row->head[s] != HEAD_NONE && n_m[s] > 0.0) {
			keep(&triggers->felt[row->head[s]], n_m[s]);
		}
	}
	if (n_m[0] > 0.0 && n_m[1] > 0.0) {
		keep(&triggers->pairs[number], n_m[1] / n_m[0]);
	}
}

void triggers_feel(struct triggers *triggers, const struct rows *rows, int row,
		   const double n_m[ROW_SIDES])
{
	remember(triggers, &rows->rows[row], row, n_m);
	for (int s = 0; s < ROW_SIDES; s++) {
		if (rows->rows[row].head[s] != HEAD_NONE && n_m[s] > 0.0) {
			judge(triggers, rows, row, s);
		}
	}
}

enum region triggers_region(const struct triggers *triggers, const struct rows *rows, int index)
{
	int head = triggers->list[index].head;

	for (int k = 0; k < rows->count; k++) {
		if (rows->rows[k].head[0] == head || rows->rows[k].head[1] == head) {
			return rows->rows[k].region;
		}
	}
	return REGION_NONE;
}

int triggers_next(const struct triggers *triggers, const struct rows *rows, const struct plan *plan,
		  const struct stroke *stroke)
{
	int next = TRIGGER_NOBODY;

	for (int k = 0; k < triggers->count; k++) {
		const struct trigger_view *view = &triggers->list[k];

		if (view->state == TRIGGER_FOUND &&
		    plan_wants(plan, stroke, triggers_region(triggers, rows, k)) &&
		    (next == TRIGGER_NOBODY ||
		     view->confidence > triggers->list[next].confidence)) {
			next = k;
		}
	}
	return next;
}
