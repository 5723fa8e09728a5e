/* answer_watch.c - see answer_watch.h. */
#include "core/learn/answer_watch.h"

#include <knead/limits.h>

#include <math.h>
#include <string.h>

#define WARM_S     0.5 /* in which play and dead time are filled */
#define LOOK_S     2.0
#define REST_S     4.0     /* between looks: nobody waits for a hint */
#define DRIVE_N_S  10.0    /* rms: slower, a play hides what a lag does [P] */
#define BORE_M2    4.91e-4 /* a 25 mm bore, for a change of pressure */
#define PACE_LEAST 0.6     /* of the pace that is due: lags 1.7 times too long, ... */
#define PACE_MOST  1.7     /* ... or too short; what is 30 % off is no matter [P] */
#define STREAK     3       /* looks that agree: one wild thing tells nothing */

void answer_watch_init(struct answer_watch *watch, const struct rig *rig)
{
	memset(watch, 0, sizeof(*watch));
	watch->dt_s = 1.0 / rig->loop_hz;
	watch->look_ticks = (unsigned)(LOOK_S * rig->loop_hz);
	watch->rest_ticks = (unsigned)(REST_S * rig->loop_hz);
	watch->drive_least_pa = DRIVE_N_S / BORE_M2 * watch->dt_s;
	for (int i = 0; i < rig->head_count; i++) {
		const struct actuator_spec *from = &rig->heads[i].actuator;
		struct answer_head *head = &watch->heads[watch->count];
		double ticks = from->dead_s * rig->loop_hz + 0.5;

		if (from->kind != ACTUATOR_PRESSURE || !(rig->heads[i].sensor.air.rate_hz > 0.0) ||
		    !(from->lag_s > 0.0 && from->vent_lag_s > 0.0 && ticks < ANSWER_ORDERS)) {
			continue;
		}
		head->head = (int8_t)i;
		head->dead_ticks = (unsigned)ticks;
		head->fill_per_tick = 1.0 - exp(-watch->dt_s / from->lag_s);
		head->vent_per_tick = 1.0 - exp(-watch->dt_s / from->vent_lag_s);
		head->play_pa = 0.5 * from->hysteresis_share * from->relief_pa;
		head->warm_ticks = head->dead_ticks + (unsigned)(WARM_S * rig->loop_hz);
		watch->count++;
	}
}

static void next_head(struct answer_watch *watch)
{
	watch->turn = watch->turn + 1 < watch->count ? watch->turn + 1 : 0;
	watch->ticks = 0;
}

static void begin(struct answer_watch *watch, double pressure_pa)
{
	watch->regulated_pa = pressure_pa;
	watch->before_pa = pressure_pa;
	watch->earlier_pa = pressure_pa;
	watch->due = 0.0;
	watch->did = 0.0;
	watch->due_did = 0.0;
	watch->due_due = 0.0;
}

/* The same again and again: what is held true of the head turns. */
static void conclude(struct answer_watch *watch, struct answer_head *head)
{
	const uint64_t bit = UINT64_C(1) << head->head;
	const double n = watch->look_ticks;
	const double across = watch->due_due - watch->due * watch->due / n;
	const double along = watch->due_did - watch->due * watch->did / n;
	bool off;

	if (!(across >= n * watch->drive_least_pa * watch->drive_least_pa)) {
		return;
	}
	off = !(along >= PACE_LEAST * across && along <= PACE_MOST * across);
	if (off == ((watch->off & bit) != 0)) {
		head->streak = 0;
		return;
	}
	head->streak++;
	if (head->streak >= STREAK) {
		head->streak = 0;
		watch->off ^= bit;
	}
}

/* The order as it leaves dead time and play. */
static double regulated_pa(struct answer_watch *watch, const struct answer_head *head,
			   double order_pa)
{
	const unsigned ticks = watch->ticks;
	const unsigned then = ticks < head->dead_ticks ? 0 : ticks - head->dead_ticks;
	double delayed_pa;

	watch->order_pa[ticks % ANSWER_ORDERS] = order_pa;
	delayed_pa = watch->order_pa[then % ANSWER_ORDERS];
	if (watch->regulated_pa < delayed_pa - head->play_pa) {
		watch->regulated_pa = delayed_pa - head->play_pa;
	} else if (watch->regulated_pa > delayed_pa + head->play_pa) {
		watch->regulated_pa = delayed_pa + head->play_pa;
	}
	return watch->regulated_pa;
}

/* What the tick before should have changed lies in the middle of what two ticks did. */
static void compare(struct answer_watch *watch, double pressure_pa)
{
	const double did_pa = 0.5 * (pressure_pa - watch->earlier_pa);

	watch->due += watch->due_pa;
	watch->did += did_pa;
	watch->due_did += watch->due_pa * did_pa;
	watch->due_due += watch->due_pa * watch->due_pa;
}

void answer_watch_look(struct answer_watch *watch, const struct belief *belief,
		       const struct actuation *out)
{
	struct answer_head *head = &watch->heads[watch->turn];
	const struct head_belief *measured = &belief->heads[head->head];
	const struct head_actuation *order = &out->heads[head->head];
	const double pressure_pa = measured->pressure_pa;
	double way_pa;

	if (!order->dump_shut || !measured->pressure_known) {
		next_head(watch); /* it presses nobody, or nobody sees it */
		return;
	}
	if (watch->ticks == 0) {
		begin(watch, pressure_pa);
	}
	if (watch->ticks >= head->warm_ticks) {
		compare(watch, pressure_pa);
	}
	way_pa = regulated_pa(watch, head, order->pressure_pa) - pressure_pa;
	watch->due_pa = way_pa * (way_pa > 0.0 ? head->fill_per_tick : head->vent_per_tick);
	watch->earlier_pa = watch->before_pa;
	watch->before_pa = pressure_pa;
	watch->ticks++;
	if (watch->ticks == head->warm_ticks + watch->look_ticks) {
		conclude(watch, head);
		next_head(watch);
		watch->rest_left = watch->rest_ticks;
	}
}
