#include "core/show.h"

#include "core/pipeline.h"

#include <string.h>

/* What light hands bring about now and then: no news while running. */
#define LIGHT_BITS (COND_BIT(COND_RELEASED) | COND_BIT(COND_SELFTEST_PASSED))

void shown_init(struct shown *shown, const struct rig *rig)
{
	*shown = (struct shown){.every = (int)(SHOW_S * rig->loop_hz + 0.5)};
}

bool shown_is_due(struct shown *shown, enum state state, uint64_t bits)
{
	if (state == STATE_RUNNING) {
		bits &= ~LIGHT_BITS;
	}
	if (--shown->wait > 0 && state == shown->state && bits == shown->bits) {
		return false;
	}
	shown->wait = shown->every;
	shown->state = state;
	shown->bits = bits;
	return true;
}

/* 1 while fresh, falling to 0 at the age at which the sensor counts as lost. */
static double quality(const struct head_belief *belief, const struct head_estimate *estimate)
{
	if (belief->input == INPUT_LIVE) {
		return 1.0;
	}
	if (belief->input != INPUT_STALE) {
		return 0.0;
	}
	return 1.0 - (double)belief->force_age_ns / (double)estimate->release_age_ns;
}

/* What changes with every sample. */
static void show_head(struct head_view *view, const struct pipeline *pipeline, int i)
{
	const struct head_belief *belief = &pipeline->belief.heads[i];
	const struct head_setpoint *setpoint = &pipeline->setpoint.heads[i];

	view->force_n = belief->force_n;
	view->target_n = setpoint->now_n;
	view->ceiling_n = pipeline->ceilings.heads[i].plain_n;
	view->position_m = belief->position_m;
	view->pressure_pa = belief->pressure_pa;
	view->quality = quality(belief, &pipeline->estimate.heads[i]);
	view->contact = belief->contact;
	view->input = belief->input;
	view->beside = belief->beside;
	view->limited_by = setpoint->limited_by;
}

/* What changes slowly: one head in turn is looked up, all are shown. */
static void look_up(struct slow_view *slow, const struct pipeline *pipeline, int i)
{
	const struct head_belief *belief = &pipeline->belief.heads[i];

	slow->dose_pa_s = pipeline->dose.heads[i].felt_pa_s;
	slow->dose_target_pa_s = pipeline->dose.heads[i].wanted_pa_s;
	slow->surface_c = belief->surface_known ? belief->surface_c : 0.0;
	slow->surface_target_c = pipeline->setpoint.heads[i].surface_c;
	slow->heat_min = pipeline->heat.heads[i].account_min;
	slow->dwell_left_s = dwell_left_s(&pipeline->dwell, i);
	slow->tissue = pipeline->identify.tissue[i].told;
}

static void show_slow(struct head_view *view, const struct slow_view *slow)
{
	view->surface_c = slow->surface_c;
	view->surface_target_c = slow->surface_target_c;
	view->dose_pa_s = slow->dose_pa_s;
	view->dose_target_pa_s = slow->dose_target_pa_s;
	view->dwell_left_s = slow->dwell_left_s;
	view->heat_min = slow->heat_min;
	view->tissue = slow->tissue;
}

/* What makes a stroke lighter is no limit of the head: told of those that a hand presses. */
static void show_lighter(struct snapshot *snapshot, const struct allocator *allocator)
{
	for (int k = 0; k < allocator->pressed_count; k++) {
		struct head_view *view = &snapshot->heads[allocator->pressed[k]];

		if (view->limited_by == LIMIT_NONE) {
			view->limited_by = LIMIT_SLEW;
		}
	}
}

static void show_heads(struct snapshot *snapshot, struct shown *shown,
		       const struct pipeline *pipeline)
{
	const int count = pipeline->belief.head_count;

	snapshot->head_count = count;
	if (count > 0) {
		shown->next = shown->next + 1 < count ? shown->next + 1 : 0;
		look_up(&shown->slow[shown->next], pipeline, shown->next);
	}
	for (int i = 0; i < count; i++) {
		show_head(&snapshot->heads[i], pipeline, i);
		show_slow(&snapshot->heads[i], &shown->slow[i]);
	}
	if (pipeline->hands.lighter && snapshot->state == STATE_RUNNING) {
		show_lighter(snapshot, &pipeline->allocator);
	}
}

static void show_regions(struct snapshot *snapshot, const struct player *player)
{
	for (int r = 0; r < REGION_COUNT; r++) {
		snapshot->region_has_heads[r] = player->body.regions[r].has_heads;
		snapshot->region_reached[r] = player->plan.reach >> r & 1u ? 1.0 : 0.0;
	}
	memcpy(snapshot->region_s, player->plan.worked_s, sizeof(snapshot->region_s));
	snapshot->region_s[player->plan.at] = plan_worked_s(&player->plan, player->plan.at);
}

/* What the states need to be armed is told after what people may bring. */
static enum arm_refusal refusal(const struct client *client, uint64_t bits)
{
	if (client->refusal != ARM_CLEAR) {
		return client->refusal;
	}
	if (!(bits & COND_BIT(COND_READY))) {
		return ARM_SENSOR;
	}
	return bits & COND_BIT(COND_RELEASED) ? ARM_CLEAR : ARM_TOUCHED;
}

/* The first head of which a bit is set, or the count. */
static int first_of(uint64_t heads, int count)
{
	int i = 0;

	while (i < count && !(heads >> i & 1u)) {
		i++;
	}
	return i;
}

/* What of its sensors keeps a head from being ready. */
static struct arm_spot unready(const struct head_belief *head, int i)
{
	if (head->input != INPUT_LIVE) {
		return (struct arm_spot){ARM_DOUBT_SILENT, SENSOR_FORCE, i};
	}
	if (head->beside != INPUT_LIVE) {
		return (struct arm_spot){head->beside == INPUT_IMPLAUSIBLE ? ARM_DOUBT_NONSENSE
									   : ARM_DOUBT_SILENT,
					 head->beside_which, i};
	}
	if (!(head->force_n > -RELEASED_N)) {
		return (struct arm_spot){ARM_DOUBT_BELOW, SENSOR_FORCE, i};
	}
	return (struct arm_spot){0};
}

static struct arm_spot first_unready(const struct belief *belief)
{
	struct arm_spot spot = {0};

	for (int i = 0; i < belief->head_count && spot.doubt == ARM_DOUBT_NONE; i++) {
		spot = unready(&belief->heads[i], i);
	}
	return spot;
}

static struct arm_spot first_pressed(const struct belief *belief)
{
	for (int i = 0; i < belief->head_count; i++) {
		if (!(belief->heads[i].force_n < RELEASED_N)) {
			return (struct arm_spot){ARM_DOUBT_PRESSED, SENSOR_NONE, i};
		}
	}
	return (struct arm_spot){0};
}

static struct arm_spot first_of_these(uint64_t heads, int count, enum arm_doubt doubt,
				      enum sensor sensor)
{
	const int i = first_of(heads, count);

	return i < count ? (struct arm_spot){doubt, sensor, i} : (struct arm_spot){0};
}

static struct arm_spot first_still(const struct witness *witness)
{
	const int i = first_of(witness->still, witness->head_count);

	return i < witness->head_count
		       ? (struct arm_spot){ARM_DOUBT_STILL, witness_still_sensor(witness, i), i}
		       : (struct arm_spot){0};
}

/* The first head that is why. */
static struct arm_spot arm_spot(const struct pipeline *pipeline, enum arm_refusal refused)
{
	const struct belief *belief = &pipeline->belief;
	const struct tare *tare = &pipeline->tare;
	const int count = belief->head_count;

	switch ((int)refused) {
	case ARM_STILL:
		return first_still(&pipeline->judge.witness);
	case ARM_ZERO:
		return first_of_these(tare->far | tare->felt, count, ARM_DOUBT_ZERO, SENSOR_FORCE);
	case ARM_CALIBRATION:
		return pipeline_heads_off(pipeline) != 0
			       ? first_of_these(pipeline_heads_off(pipeline), count,
						ARM_DOUBT_ANSWERS, SENSOR_NONE)
			       : first_of_these(pipeline->unscaled, count, ARM_DOUBT_UNSCALED,
						SENSOR_FORCE);
	case ARM_SENSOR:
		return first_unready(belief);
	case ARM_TOUCHED:
		return first_pressed(belief);
	default:
		return (struct arm_spot){0};
	}
}

static void show_client(struct snapshot *snapshot, const struct client *client, uint64_t bits)
{
	const bool idle = snapshot->state == STATE_IDLE;

	snapshot->arm_refusal = idle ? refusal(client, bits) : client->refusal;
	snapshot->screening_item = client->refusing_item;
	memcpy(snapshot->screening, client->screening.answers, sizeof(snapshot->screening));
	snapshot->heat_allowed = client->screening.heat_allowed;
	snapshot->comfort_due = client->comfort.due;
	snapshot->comfort_left_s = client->comfort.left_s;
	snapshot->comfort = client->comfort.last;
}

static void show_breath(struct snapshot *snapshot, const struct breath_belief *breath)
{
	snapshot->breath.phase = breath->phase;
	snapshot->breath.rate_hz = breath->rate_hz;
	snapshot->breath.amplitude_m = breath->amplitude_m;
	snapshot->breath.confidence = breath->confidence;
}

void show(struct snapshot *snapshot, struct shown *shown, const struct pipeline *pipeline,
	  const struct conditions *conditions, const struct frame *frame)
{
	const struct supervisor *supervisor = &pipeline->supervisor;
	const struct player *player = &pipeline->player;
	bool latched = supervisor->latch.set;

	snapshot->t_ns = frame->t_ns;
	snapshot->tick = pipeline->tick;
	snapshot->state = supervisor->state;
	snapshot->reason = supervisor->reason;
	snapshot->cause = latched ? supervisor->latch.cause : COND_COUNT;
	snapshot->cause_head = latched ? supervisor->latch.head : HEAD_NONE;
	snapshot->cause_sensor = latched ? supervisor->latch.sensor : SENSOR_NONE;
	snapshot->cause_t_ns = latched ? supervisor->latch.t_ns : 0;
	snapshot->trips = supervisor->trips;
	snapshot->conditions = conditions->bits;
	snapshot->overruns = frame->overruns;
	snapshot->recording = frame->recording;
	memcpy(snapshot->gate_clamps, pipeline->gate.clamps, sizeof(snapshot->gate_clamps));
	snapshot->confirms = pipeline->judge.confirms;
	snapshot->confirm_held = pipeline->judge.reset_held;
	snapshot->technique = player->current;
	snapshot->intensity = player->session.intensity;
	snapshot->speed = player->speed_ratio;
	snapshot->elapsed_s = player->session.elapsed_s;
	snapshot->remaining_s = player->session.remaining_s;
	snapshot->hands = pipeline->hands;
	/* a session that was stopped keeps its phase to itself */
	snapshot->phase = supervisor->state == STATE_RUNNING || supervisor->state == STATE_PAUSED
				  ? player->session.phase
				  : PHASE_NONE;
	memcpy(snapshot->unfit, pipeline->fit.unfit, sizeof(snapshot->unfit));
	memcpy(snapshot->fit_ceiling_n, pipeline->fit.ceiling_n, sizeof(snapshot->fit_ceiling_n));
	snapshot->idle_strokes = pipeline->fit.idle[player->current];
	snapshot->warms =
		supervisor->state == STATE_RUNNING && player->warms && !player->session.over;
	show_regions(snapshot, player);
	snapshot->trigger_count = player->triggers.count;
	memcpy(snapshot->triggers, player->triggers.list,
	       sizeof(snapshot->triggers[0]) * (size_t)player->triggers.count);
	show_client(snapshot, &pipeline->client, conditions->bits);
	snapshot->arm_spot = arm_spot(pipeline, snapshot->arm_refusal);
	show_breath(snapshot, &pipeline->belief.breath);
	snapshot->calibrate = pipeline_heads_off(pipeline);
	snapshot->unscaled = pipeline->unscaled;
	show_heads(snapshot, shown, pipeline);
}
