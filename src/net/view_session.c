/*
 * view_session.c - breath, tissue, phase, comfort, screening, doses, stiff points. Indices in a snapshot are checked all
 * the same.
 */
#include "net/view_session.h"

#include "net/refusal.h"

#include <knead/unfit.h>

#include <math.h>

#define PA_PER_KPA 1000.0
#define SURE_LEAST 0.005 /* of a confidence that is shown in hundredths */

static void view_phase(const struct view *view, int index, struct value *values)
{
	static const char *const names[] = {[PHASE_NONE] = "none",
					    [PHASE_WARM_UP] = "warm_up",
					    [PHASE_WORK] = "work",
					    [PHASE_CLOSING] = "closing"};
	enum session_phase phase = view->now->phase;

	(void)index;
	value_put_text(&values[0], (unsigned)phase < sizeof(names) / sizeof(names[0]) ? names[phase]
										      : "unknown");
}

static void view_arm_refusal(const struct view *view, int index, struct value *values)
{
	(void)index;
	(void)refusal_of_arming(view->setup, view->now, view->asked->command.technique,
				values[0].text, sizeof(values[0].text));
}

static void view_lacks(const struct view *view, int index, struct value *values)
{
	const struct snapshot *now = view->now;
	const int technique = now->technique;
	const int asked = view->asked->command.technique;

	(void)index;
	if (now->state == STATE_PAUSED && asked >= 0 && asked < view->setup->technique_count &&
	    asked != technique && now->unfit[asked] == FIT) {
		return; /* it is what a resume goes on with */
	}
	if ((now->state != STATE_RUNNING && now->state != STATE_PAUSED) || technique < 0 ||
	    technique >= view->setup->technique_count) {
		return;
	}
	if (now->warms && now->unfit[technique] == FIT) {
		value_put_text(&values[0], "waits: its heads are getting warm");
		return;
	}
	lacks_sentence(values[0].text, sizeof(values[0].text), now->unfit[technique],
		       &view->setup->techniques[technique], now->fit_ceiling_n[technique],
		       now->heat_allowed);
	if (now->unfit[technique] == FIT && values[0].text[0] == '\0') {
		idle_sentence(values[0].text, sizeof(values[0].text), now->idle_strokes,
			      &view->setup->techniques[technique]);
	}
	if (now->unfit[technique] == FIT && values[0].text[0] == '\0') {
		search_sentence(values[0].text, sizeof(values[0].text),
				&view->setup->techniques[technique], view->asked->command.balance);
	}
}

static void view_screening(const struct view *view, int index, struct value *values)
{
	value_put_text(&values[0], answer_name(view->now->screening[index]));
}

static void view_comfort(const struct view *view, int index, struct value *values)
{
	(void)index;
	values[0].number = view_is_alive(view->now) ? view->now->comfort : -1;
}

static void view_comfort_due(const struct view *view, int index, struct value *values)
{
	(void)index;
	/* due is never 0 */
	values[0].number =
		view->now->comfort_due ? fmax(1.0, ceil(view->now->comfort_left_s)) : 0.0;
}

static void view_head_dose(const struct view *view, int index, struct value *values)
{
	values[0].number = view->now->heads[index].dose_pa_s / PA_PER_KPA;
	values[1].number = view->now->heads[index].dose_target_pa_s / PA_PER_KPA;
}

static void view_region_dose(const struct view *view, int index, struct value *values)
{
	const struct rig *rig = view->setup->rig;

	for (int i = 0; i < rig->head_count; i++) {
		if ((int)rig->heads[i].region == index) {
			values[0].number += view->now->heads[i].dose_pa_s / PA_PER_KPA;
			values[1].number += view->now->heads[i].dose_target_pa_s / PA_PER_KPA;
		}
	}
}

static void view_region_force(const struct view *view, int index, struct value *values)
{
	const struct rig *rig = view->setup->rig;

	for (int i = 0; i < rig->head_count; i++) {
		if ((int)rig->heads[i].region == index) {
			values[0].number += view->now->heads[i].force_n;
			values[1].number += view->now->heads[i].target_n;
		}
	}
}

static void view_head_pressure(const struct view *view, int index, struct value *values)
{
	const double pa_n = 1.0 / view->setup->rig->heads[index].area_m2;

	values[0].number = view->now->heads[index].force_n * pa_n / PA_PER_KPA;
	values[1].number = view->now->heads[index].target_n * pa_n / PA_PER_KPA;
}

static void view_region_pressure(const struct view *view, int index, struct value *values)
{
	const struct rig *rig = view->setup->rig;
	struct value head[2] = {0};

	for (int i = 0; i < rig->head_count; i++) {
		if ((int)rig->heads[i].region == index) {
			view_head_pressure(view, i, head);
			values[0].number = fmax(values[0].number, head[0].number);
			values[1].number = fmax(values[1].number, head[1].number);
		}
	}
}

static void view_surface(const struct view *view, int index, struct value *values)
{
	values[0].number = view->now->heads[index].surface_c;
	values[1].number = view->now->heads[index].surface_target_c;
}

static void view_limit(const struct view *view, int index, struct value *values)
{
	value_put_text(&values[0], limit_reason_name(view->now->heads[index].limited_by));
}

/* What is so unsure that its confidence would be shown as 0 is not known. */
static void put_told(struct value *values, double told, double sure)
{
	const bool known = sure >= SURE_LEAST;

	values[0].number = known ? told : 0.0;
	values[1].number = known ? sure : 0.0;
}

static void view_stiffness_10(const struct view *view, int index, struct value *values)
{
	const struct tissue_belief *tissue = &view->now->heads[index].tissue;

	put_told(values, tissue->stiffness_10_n_m, tissue->stiffness_sure);
}

static void view_exponent(const struct view *view, int index, struct value *values)
{
	const struct tissue_belief *tissue = &view->now->heads[index].tissue;

	put_told(values, tissue->exponent, tissue->exponent_sure);
}

static void view_relaxation(const struct view *view, int index, struct value *values)
{
	const struct tissue_belief *tissue = &view->now->heads[index].tissue;

	put_told(values, tissue->relaxation_s, tissue->relaxation_sure);
}

static void view_calibrated(const struct view *view, int index, struct value *values)
{
	values[0].number = (view->now->calibrate | view->now->unscaled) >> index & 1u ? 0.0 : 1.0;
}

static void view_breath(const struct view *view, int index, struct value *values)
{
	(void)index;
	values[0].number = view->now->breath.phase;
	values[1].number = view->now->breath.rate_hz;
}

static int trigger_count(const struct snapshot *now)
{
	int count = now->trigger_count;

	return count < 0 ? 0 : count < TRIGGERS_MAX ? count : TRIGGERS_MAX;
}

static void view_trigger(const struct view *view, int index, struct value *values)
{
	static const char *const names[] = {
		[TRIGGER_NONE] = "none",         [TRIGGER_FOUND] = "found",
		[TRIGGER_HELD] = "held",         [TRIGGER_RELEASED] = "released",
		[TRIGGER_GIVEN_UP] = "given_up", [TRIGGER_SPARED] = "spared"};
	const struct trigger_view *trigger = &view->now->triggers[index];
	unsigned state = trigger->state;

	if (index >= trigger_count(view->now) || state == TRIGGER_NONE) {
		value_put_text(&values[1], names[TRIGGER_NONE]);
		return;
	}
	values[0].number = trigger->head >= 0 && trigger->head < HEADS_MAX ? trigger->head + 1 : 0;
	value_put_text(&values[1],
		       state < sizeof(names) / sizeof(names[0]) ? names[state] : "unknown");
	values[2].number = trigger->ratio;
	values[3].number = trigger->confidence;
}

static void view_trigger_count(const struct view *view, int index, struct value *values)
{
	const struct snapshot *now = view->now;

	(void)index;
	values[0].number = trigger_count(now);
	for (int i = 0; i < trigger_count(now); i++) {
		values[1].number += now->triggers[i].state == TRIGGER_RELEASED ? 1.0 : 0.0;
		values[2].number += now->triggers[i].state == TRIGGER_GIVEN_UP ? 1.0 : 0.0;
	}
}

bool view_session(const struct view *view, const struct osc_entry *entry, int index,
		  struct value *values)
{
	static void (*const rows[ID_COUNT])(const struct view *, int, struct value *) = {
		[ID_PHASE] = view_phase,
		[ID_ARM_REFUSAL] = view_arm_refusal,
		[ID_LACKS] = view_lacks,
		[ID_SCREENING] = view_screening,
		[ID_COMFORT] = view_comfort,
		[ID_COMFORT_DUE] = view_comfort_due,
		[ID_HEAD_DOSE] = view_head_dose,
		[ID_HEAD_SURFACE] = view_surface,
		[ID_HEAD_LIMIT] = view_limit,
		[ID_HEAD_PRESSURE] = view_head_pressure,
		[ID_REGION_DOSE] = view_region_dose,
		[ID_REGION_FORCE] = view_region_force,
		[ID_REGION_PRESSURE] = view_region_pressure,
		[ID_BREATH] = view_breath,
		[ID_HEAD_STIFFNESS_10] = view_stiffness_10,
		[ID_HEAD_EXPONENT] = view_exponent,
		[ID_HEAD_RELAXATION] = view_relaxation,
		[ID_HEAD_CALIBRATED] = view_calibrated,
		[ID_TRIGGER] = view_trigger,
		[ID_TRIGGER_COUNT] = view_trigger_count,
	};

	if (rows[entry->id] == NULL) {
		return false;
	}
	rows[entry->id](view, index, values);
	return true;
}
