/* sim_account.c - see sim_account.h. */
#include "tool/sim_account.h"

#include <math.h>
#include <string.h>

#define WARM_K       1.0 /* within this of what is asked, a surface is warm */
#define PA_PER_KPA   1000.0
#define PI           3.14159265358979323846
#define NOT_A_NUMBER ((double)NAN)

void sim_account_init(struct sim_account *account)
{
	*account = (struct sim_account){0};
	for (int i = 0; i < HEADS_MAX; i++) {
		account->heads[i].warm_least_c = NOT_A_NUMBER;
		account->heads[i].warm_most_c = NOT_A_NUMBER;
		account->heads[i].heat_ended_t_s = NOT_A_NUMBER;
	}
}

static void add_warmth(struct sim_head_account *head, const struct head_view *view)
{
	bool asked = view->surface_target_c > 0.0;

	head->warm = asked && (head->warm || view->surface_c >= view->surface_target_c - WARM_K);
	if (!head->warm) {
		return;
	}
	if (!(head->warm_least_c <= view->surface_c)) {
		head->warm_least_c = view->surface_c;
	}
	if (!(head->warm_most_c >= view->surface_c)) {
		head->warm_most_c = view->surface_c;
	}
}

/* Before and after: what the first presses told, and what the last did. */
static void add_tissue(struct sim_head_account *head, const struct tissue_belief *tissue)
{
	if (tissue->stiffness_sure < TISSUE_SURE) {
		return;
	}
	if (!(head->before.stiffness_sure > 0.0)) {
		head->before = *tissue;
	}
	head->after = *tissue;
}

static void add_breath(struct sim_breath_account *account, const struct breath_view *breath,
		       double dt_s)
{
	account->running_s += dt_s;
	if (breath->confidence >= BREATH_SURE) {
		account->sure_s += dt_s;
		account->rate_sum += breath->rate_hz * dt_s;
		account->amplitude_sum_m_s += breath->amplitude_m * dt_s;
	}
}

static void add_heat_end(struct sim_head_account *head, const struct head_view *view, double t_s)
{
	if (!(head->heat_ended_t_s >= 0.0) && view->heat_min >= HEAT_ACCOUNT_MIN) {
		head->heat_ended_t_s = t_s;
	}
}

static void add_head(struct sim_account *account, struct sim_head_account *head,
		     const struct head_view *view, double true_n, double dt_s)
{
	head->dose_n_s += true_n * dt_s;
	head->dose_target_n_s += view->target_n * dt_s;
	if (true_n >= RELEASED_N) {
		head->pressed_s += dt_s;
		head->pressed_n_s += true_n * dt_s;
		head->wanted_n_s += view->target_n * dt_s;
	}
	if (view->limited_by != LIMIT_NONE && (unsigned)view->limited_by < LIMIT_REASONS) {
		account->limits[view->limited_by].times += view->limited_by != head->limited_by;
		account->limits[view->limited_by].head_s += dt_s;
	}
	head->limited_by = view->limited_by;
	head->heat_min = view->heat_min;
	add_warmth(head, view);
	add_tissue(head, &view->tissue);
}

static void add_answer(struct sim_account *account, uint32_t *heard, uint32_t answers, int comfort,
		       double t_s)
{
	if (answers == *heard) {
		return;
	}
	*heard = answers;
	if (account->answer_count < SIM_ANSWERS_MAX) {
		account->answers[account->answer_count++] = (struct sim_answer){t_s, comfort};
	}
}

void sim_account_add(struct sim_account *account, const struct snapshot *snapshot,
		     const struct command *command, const struct frame *frame, const double *true_n,
		     double t_s, double dt_s)
{
	for (int i = 0; i < snapshot->head_count; i++) {
		add_head(account, &account->heads[i], &snapshot->heads[i], true_n[i], dt_s);
		if (snapshot->state == STATE_RUNNING) {
			add_heat_end(&account->heads[i], &snapshot->heads[i], t_s);
		}
	}
	add_answer(account, &account->handset_heard, frame->comfort_answers, frame->comfort, t_s);
	add_answer(account, &account->tablet_heard, command->comfort_answers, command->comfort,
		   t_s);
	if (snapshot->state == STATE_RUNNING) {
		memcpy(account->region_s, snapshot->region_s, sizeof(account->region_s));
		account->phase_s[snapshot->phase] += dt_s;
		add_breath(&account->breath, &snapshot->breath, dt_s);
	}
	if (snapshot->trigger_count > 0) {
		account->trigger_count = snapshot->trigger_count;
		memcpy(account->triggers, snapshot->triggers,
		       sizeof(account->triggers[0]) * (size_t)snapshot->trigger_count);
	}
}

double sim_account_dose_kpa_s(const struct sim_account *account, const struct rig *rig, int head)
{
	return account->heads[head].dose_n_s / rig->heads[head].area_m2 / PA_PER_KPA;
}

double sim_account_dose_target_kpa_s(const struct sim_account *account, const struct rig *rig,
				     int head)
{
	return account->heads[head].dose_target_n_s / rig->heads[head].area_m2 / PA_PER_KPA;
}

/* Adds up one head, of that area. */
static void sum_pressed(struct sim_mean *sum, const struct sim_head_account *head, double area_m2)
{
	sum->pressed_s += head->pressed_s;
	sum->felt_n += head->pressed_n_s;
	sum->wanted_n += head->wanted_n_s;
	sum->felt_kpa += head->pressed_n_s / area_m2 / PA_PER_KPA;
	sum->wanted_kpa += head->wanted_n_s / area_m2 / PA_PER_KPA;
}

static struct sim_mean over_time(const struct sim_mean *sum)
{
	const double by = sum->pressed_s > 0.0 ? 1.0 / sum->pressed_s : NOT_A_NUMBER;

	return (struct sim_mean){
		.pressed_s = sum->pressed_s,
		.felt_n = sum->felt_n * by,
		.wanted_n = sum->wanted_n * by,
		.felt_kpa = sum->felt_kpa * by,
		.wanted_kpa = sum->wanted_kpa * by,
	};
}

struct sim_mean sim_account_mean(const struct sim_account *account, const struct rig *rig, int head)
{
	struct sim_mean sum = {0};

	sum_pressed(&sum, &account->heads[head], rig->heads[head].area_m2);
	return over_time(&sum);
}

struct sim_mean sim_account_region_mean(const struct sim_account *account, const struct rig *rig,
					enum region region)
{
	struct sim_mean sum = {0};

	for (int i = 0; i < rig->head_count; i++) {
		if (rig->heads[i].region == region) {
			sum_pressed(&sum, &account->heads[i], rig->heads[i].area_m2);
		}
	}
	return over_time(&sum);
}

double sim_account_breath_share(const struct sim_account *account)
{
	const struct sim_breath_account *breath = &account->breath;

	return breath->running_s > 0.0 ? breath->sure_s / breath->running_s : NOT_A_NUMBER;
}

double sim_account_breath_hz(const struct sim_account *account)
{
	const struct sim_breath_account *breath = &account->breath;

	return breath->sure_s > 0.0 ? breath->rate_sum / breath->sure_s : NOT_A_NUMBER;
}

double sim_account_breath_m(const struct sim_account *account)
{
	const struct sim_breath_account *breath = &account->breath;

	return breath->sure_s > 0.0 ? breath->amplitude_sum_m_s / breath->sure_s : NOT_A_NUMBER;
}

bool sim_technique_searches(const struct technique *technique)
{
	for (int k = 0; k < technique->stroke_count; k++) {
		if (technique->strokes[k].kind == STROKE_SEARCH) {
			return true;
		}
	}
	return false;
}

bool sim_head_meets_knot(const struct head *head, const struct knot *knot)
{
	double reach_m = knot->radius_m + sqrt(head->area_m2 / PI);

	return hypot(head->x_m - knot->x_m, head->y_m - knot->y_m) < reach_m;
}

static bool was_found_under(const struct sim_account *account, int head)
{
	for (int i = 0; i < account->trigger_count; i++) {
		if (account->triggers[i].head == head &&
		    account->triggers[i].state != TRIGGER_NONE) {
			return true;
		}
	}
	return false;
}

static void judge_knot(struct sim_triggers *judged, const struct sim_account *account,
		       const struct rig *rig, const struct knot *knot)
{
	bool reachable = false;
	bool found = false;

	for (int i = 0; i < rig->head_count; i++) {
		if (sim_head_meets_knot(&rig->heads[i], knot)) {
			reachable = true;
			found = found || was_found_under(account, i);
		}
	}
	judged->found += found;
	judged->missed += reachable && !found;
}

bool sim_trigger_is_true(const struct trigger_view *trigger, const struct rig *rig,
			 const struct patient *patient)
{
	for (int k = 0; k < patient->knot_count; k++) {
		if (trigger->head >= 0 && trigger->head < rig->head_count &&
		    sim_head_meets_knot(&rig->heads[trigger->head], &patient->knots[k])) {
			return true;
		}
	}
	return false;
}

struct sim_triggers sim_account_triggers(const struct sim_account *account, const struct rig *rig,
					 const struct patient *patient)
{
	struct sim_triggers judged = {0};

	for (int k = 0; k < patient->knot_count; k++) {
		judge_knot(&judged, account, rig, &patient->knots[k]);
	}
	for (int i = 0; i < account->trigger_count; i++) {
		const struct trigger_view *trigger = &account->triggers[i];

		if (trigger->state == TRIGGER_NONE) {
			continue;
		}
		judged.wrong += !sim_trigger_is_true(trigger, rig, patient);
		judged.released += trigger->state == TRIGGER_RELEASED;
		judged.given_up += trigger->state == TRIGGER_GIVEN_UP;
		judged.spared += trigger->state == TRIGGER_SPARED;
	}
	return judged;
}

const char *trigger_state_name(enum trigger_state state)
{
	static const char *const names[] = {"none",     "found",    "held",
					    "released", "given_up", "spared"};

	return (unsigned)state < sizeof(names) / sizeof(names[0]) ? names[state] : "unknown";
}
