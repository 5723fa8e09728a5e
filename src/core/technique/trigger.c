#include "core/technique/trigger.h"

#include <math.h>
#include <string.h>

#define PAIR_PRESSES 3 /* of which one may have met a cough [P] */
#define ALONE_PRESSES \
	4 /* of places not pressed at once: breath differs from one to the other [P] */
#define ALONE_RATIO 1.25 /* and so they must differ by more [P] */
#define LONE_RATIO  1.40 /* where there is no mirror: regions themselves differ by 1.31 [P] */
#define LOST_RATIO  1.05 /* a place not treated yet that turns out no stiffer is dropped [P] */
#define SURE_RATIO  1.40 /* confidence grows up to here [P] */
#define ALIKE_RATIO \
	1.25 /* forces that differ by more: what breath does to depth no longer cancels [P] */
#define DEPTH_LEAST_M 0.001 /* of a press that says anything */
#define FORCE_LEAST_N 1.0
#define FAST_M_S      0.012 /* a deep breath of 9 mm moves 7 mm/s [D] */
#define UNLIKE_SHARE \
	0.1 /* of what forces differ by: a breath of 1.5 mm makes 0.04 at twice the force [D] */
#define LIKE_N 10.0 /* figures are as of a press from nothing to this [P] */

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
		probe->touched[s] = touches(head);
		probe->known[s] = pressed && probe->touched[s];
		probe->from_m[s] = head->position_m;
		probe->from_n[s] = head->force_n;
		all = all && (!pressed || probe->known[s]);
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
		probe->felt[s]++;
	}
	probe->count++;
}

/*
 * How stiff, whatever it was pressed with: where F = k x^2, and tissue is about like that (domain knowledge,
 * exponents of 1.5 to 2.2), a secant grows with the forces at its two ends as sqrt(F0) + sqrt(F1) does. [D]
 * Two sides under unlike forces (a balance, a ceiling) would differ by that alone.
 */
static double secant_n_m(double from_n, double force_n, double depth_m)
{
	const double foot_n = from_n > 0.0 ? from_n : 0.0;

	return force_n / depth_m * sqrt(LIKE_N) / (sqrt(foot_n) + sqrt(foot_n + force_n));
}

void probe_end(const struct probe *probe, double n_m[ROW_SIDES])
{
	double depth_m[ROW_SIDES] = {0.0};
	double force_n[ROW_SIDES] = {0.0};

	for (int s = 0; s < ROW_SIDES; s++) {
		if (probe->felt[s] > 0) {
			depth_m[s] = probe->sum_m[s] / probe->felt[s];
			force_n[s] = probe->sum_n[s] / probe->felt[s];
		}
	}
	for (int s = 0; s < ROW_SIDES; s++) {
		/* a side that only rests there moves as the skin does: that is no depth */
		bool rests = probe->touched[1 - s] && 2 * probe->felt[1 - s] > probe->count &&
			     fabs(force_n[1 - s]) < FORCE_LEAST_N;
		double pressed_m = rests ? depth_m[s] - depth_m[1 - s] : depth_m[s];
		bool felt = probe->known[s] && pressed_m >= DEPTH_LEAST_M &&
			    force_n[s] >= FORCE_LEAST_N;

		n_m[s] = felt ? secant_n_m(probe->from_n[s], force_n[s], pressed_m) : 0.0;
	}
}

static double either_way(double ratio)
{
	return ratio > 1.0 ? ratio : 1.0 / ratio;
}

/* How many times the force of the lighter side the other one had; both were felt. */
static double probe_unlike(const struct probe *probe)
{
	return either_way(probe->sum_n[0] / probe->sum_n[1]);
}

bool probe_is_uneven(const struct probe *probe)
{
	double n_m[ROW_SIDES];

	probe_end(probe, n_m);
	if (!(n_m[0] > 0.0 && n_m[1] > 0.0)) {
		return false;
	}
	return either_way(n_m[0] / n_m[1]) >=
	       STIFF_RATIO + UNLIKE_SHARE * (probe_unlike(probe) - 1.0);
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

/* The head across the spine, if it was ever felt: a balance may leave its side out. */
static int felt_mirror(const struct triggers *triggers, const struct row *row, int side)
{
	int mirror = row->head[1 - side];

	return mirror != HEAD_NONE && triggers->felt[mirror].count > 0 ? mirror : HEAD_NONE;
}

/* What a place that is not pressed with its mirror stands among, in N/m; 0 while there is nothing. */
static double around_n_m(const struct triggers *triggers, const struct rows *rows, int row,
			 int side)
{
	const struct row *own = &rows->rows[row];
	const int mirror = felt_mirror(triggers, own, side);
	struct mean mean = {0};

	if (mirror != HEAD_NONE) { /* what is not like it at all is no measure for it */
		add_felt(&mean, triggers, mirror);
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
		.bar = felt_mirror(triggers, &rows->rows[row], side) != HEAD_NONE ? ALONE_RATIO
										  : LONE_RATIO,
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

static bool is_untreated(const struct trigger_view *view)
{
	return view->state == TRIGGER_FOUND || view->state == TRIGGER_SPARED;
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
	} else if (is_untreated(view) && verdict.ratio < LOST_RATIO) {
		drop(triggers, view);
		return;
	}
	if (is_untreated(view)) {
		view->ratio = verdict.ratio;
		view->confidence = confidence(&verdict);
	}
}

static void remember(struct triggers *triggers, const struct row *row, int number,
		     const struct probe *probe, const double n_m[ROW_SIDES])
{
	for (int s = 0; s < ROW_SIDES; s++) {
		if (row->head[s] != HEAD_NONE && n_m[s] > 0.0) {
			keep(&triggers->felt[row->head[s]], n_m[s]);
		}
	}
	if (n_m[0] > 0.0 && n_m[1] > 0.0 && probe_unlike(probe) <= ALIKE_RATIO) {
		keep(&triggers->pairs[number], n_m[1] / n_m[0]);
	}
}

void triggers_feel(struct triggers *triggers, const struct rows *rows, int row,
		   const struct probe *probe)
{
	double n_m[ROW_SIDES];

	probe_end(probe, n_m);
	remember(triggers, &rows->rows[row], row, probe, n_m);
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

void triggers_spare(struct triggers *triggers, const struct ceilings *ceilings, double least_n)
{
	for (int k = 0; k < triggers->count; k++) {
		struct trigger_view *view = &triggers->list[k];

		/* what a place yields for a while passes by itself */
		if (is_untreated(view)) {
			view->state = ceilings->heads[view->head].plain_n >= least_n
					      ? TRIGGER_FOUND
					      : TRIGGER_SPARED;
		}
	}
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
