/* box_tick.c - see box_tick.h. */
#include "app/box_tick.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define NS_PER_S      1e9
#define STEPS_MOST    1e15 /* a double counts that far in whole steps */
#define PER_PA        1.0
#define PER_M_S       1e6
#define PER_SHARE     1e3
#define WRITTEN_MOST  1e12 /* beyond, and what is no number, is written as this */
#define HEADS_AT      offsetof(struct frame, heads)
#define FACTS_AT      offsetof(struct frame, overruns)
#define FACTS_BYTES   (HEADS_AT - FACTS_AT)
#define COMMAND_BYTES sizeof(struct command)

_Static_assert(COMMAND_BYTES % sizeof(uint64_t) == 0, "it is compared in words");
_Static_assert(sizeof(struct head_frame) == BOX_CHANNELS * sizeof(struct sample),
	       "a head's frame is its channels");

/* What of a tick is other than before, bits of its first byte. */
#define TICK_FACTS   0x01u
#define TICK_COMMAND 0x02u
#define TICK_STATE   0x04u
#define TICK_ORDERS  0x08u
#define TICK_ENABLE  0x10u /* the level itself */
#define TICK_KNOWN   0x1fu

/* What of a sample is, bits of its first byte; none of them: the next in time, fine, in steps. */
#define SAMPLE_ODD    1u
#define ODD_TIME      1u
#define ODD_RAW       2u
#define ODD_STATE_BIT 2

static const struct sample *channel(const struct head_frame *head, int c)
{
	return (const struct sample *)(const void *)head + c;
}

static struct sample *channel_of(struct head_frame *head, int c)
{
	return (struct sample *)(void *)head + c;
}

void box_before_init(struct box_before *before, const struct rig *rig)
{
	memset(before, 0, sizeof(*before));
	before->head_count = rig->head_count;
	before->period_ns = (int64_t)(NS_PER_S / rig->loop_hz + 0.5);
	for (int i = 0; i < rig->head_count; i++) {
		const struct sensor_spec *sensor = &rig->heads[i].sensor;
		const double step[BOX_CHANNELS] = {
			sensor->quantum_n,
			sensor->position.quantum_m,
			sensor->air.quantum_pa,
			0.0,
			sensor->thermistor.quantum_k,
			rig->heads[i].heater.surface.quantum_k,
		};

		memcpy(before->step[i], step, sizeof(step));
	}
}

void box_before_clear(struct box_before *before)
{
	const size_t kept = offsetof(struct box_before, steps);

	memset((unsigned char *)before + kept, 0, sizeof(*before) - kept);
}

static uint64_t bits_of(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

/* FNV-1a by words, folded. */
static uint64_t mix(uint64_t sum, uint64_t word)
{
	return (sum ^ word) * UINT64_C(0x100000001b3);
}

uint32_t box_sum(const struct actuation *actuation, int head_count)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	sum = mix(sum, (uint64_t)actuation->heat_orders << 2 |
			       (uint64_t)actuation->ask_comfort << 1 | actuation->enable_level);
	for (int i = 0; i < head_count; i++) {
		const struct head_actuation *head = &actuation->heads[i];

		sum = mix(sum, bits_of(head->pressure_pa));
		sum = mix(sum, bits_of(head->speed_m_s));
		sum = mix(sum, bits_of(head->heater_share));
		sum = mix(sum ^ sum >> 29, head->dump_shut);
	}
	return (uint32_t)(sum ^ sum >> 32);
}

/* ---- samples ---- */

/* The reading as whole steps, if it is that bit for bit. */
static bool in_steps(int64_t *steps, double value, double step)
{
	const double count = value / step;

	if (!(step > 0.0) || !(fabs(count) <= STEPS_MOST)) {
		return false;
	}
	*steps = llround(count);
	return bits_of(step * (double)*steps) == bits_of(value);
}

static bool is_same(const struct sample *a, const struct sample *b)
{
	return a->t_ns == b->t_ns && a->state == b->state && bits_of(a->value) == bits_of(b->value);
}

static void put_sample(struct box_out *out, struct box_before *before, int i, int c,
		       const struct sample *now)
{
	struct sample *was = channel_of(&before->tick.frame.heads[i], c);
	const int64_t dt_ns = (int64_t)((uint64_t)now->t_ns - (uint64_t)was->t_ns);
	int64_t steps = 0;
	const bool whole = in_steps(&steps, now->value, before->step[i][c]);
	const int64_t rise = whole ? steps - before->steps[i][c] : 0;
	const uint64_t folded = (uint64_t)rise << 1 ^ (rise < 0 ? UINT64_MAX : 0);
	unsigned odd = (unsigned)now->state << ODD_STATE_BIT;

	odd |= dt_ns != before->sample_ns[c] ? ODD_TIME : 0;
	odd |= whole ? 0 : ODD_RAW;
	if (odd == (unsigned)SAMPLE_OK << ODD_STATE_BIT) {
		box_put_count(out, folded << 1);
	} else {
		box_put_byte(out, SAMPLE_ODD | odd << 1);
		if ((odd & ODD_TIME) != 0) {
			box_put_signed(out, dt_ns);
		}
		if (whole) {
			box_put_count(out, folded);
		} else {
			box_put_bytes(out, &now->value, sizeof(now->value));
		}
	}
	before->sample_ns[c] = dt_ns;
	before->steps[i][c] = whole ? steps : before->steps[i][c];
	*was = *now;
}

static void get_sample(struct box_in *in, struct box_before *before, int i, int c)
{
	struct sample *sample = channel_of(&before->tick.frame.heads[i], c);
	uint64_t first = box_get_count(in);
	unsigned odd = (unsigned)SAMPLE_OK << ODD_STATE_BIT;
	uint64_t folded = first >> 1;

	if ((first & SAMPLE_ODD) != 0) {
		odd = (unsigned)(first >> 1) & 0x1fu;
		if ((odd & ODD_TIME) != 0) {
			before->sample_ns[c] = box_get_signed(in);
		}
		folded = (odd & ODD_RAW) == 0 ? box_get_count(in) : 0;
	}
	if ((odd & ODD_RAW) != 0) {
		box_get_bytes(in, &sample->value, sizeof(sample->value));
	} else {
		const uint64_t rise = folded >> 1 ^ ((folded & 1) != 0 ? UINT64_MAX : 0);

		before->steps[i][c] = (int64_t)((uint64_t)before->steps[i][c] + rise);
		sample->value = before->step[i][c] * (double)before->steps[i][c];
	}
	sample->t_ns = (int64_t)((uint64_t)sample->t_ns + (uint64_t)before->sample_ns[c]);
	sample->state = (enum sample_state)(odd >> ODD_STATE_BIT); /* no more than 7, as any int */
}

static void put_frame(struct box_out *out, struct box_before *before, const struct frame *frame)
{
	for (int i = 0; i < before->head_count; i++) {
		unsigned changed = 0;

		for (int c = 0; c < BOX_CHANNELS; c++) {
			changed |= is_same(channel(&frame->heads[i], c),
					   channel(&before->tick.frame.heads[i], c))
					   ? 0
					   : 1u << c;
		}
		box_put_byte(out, changed);
		for (int c = 0; c < BOX_CHANNELS; c++) {
			if ((changed >> c & 1) != 0) {
				put_sample(out, before, i, c, channel(&frame->heads[i], c));
			}
		}
	}
}

static bool get_frame(struct box_in *in, struct box_before *before)
{
	for (int i = 0; i < before->head_count; i++) {
		const unsigned changed = box_get_byte(in);

		if (changed >> BOX_CHANNELS != 0) {
			return false;
		}
		for (int c = 0; c < BOX_CHANNELS; c++) {
			if ((changed >> c & 1) != 0) {
				get_sample(in, before, i, c);
			}
		}
	}
	return true;
}

/* ---- what goes out ---- */

static int64_t written(double value, double per_unit)
{
	const double scaled = value * per_unit;

	return scaled >= -WRITTEN_MOST && scaled <= WRITTEN_MOST ? llround(scaled)
								 : (int64_t)WRITTEN_MOST;
}

static void put_orders(struct box_out *out, struct box_before *before,
		       const struct actuation *actuation)
{
	for (int i = 0; i < before->head_count; i++) {
		const struct head_actuation *head = &actuation->heads[i];
		struct head_actuation *was = &before->tick.actuation.heads[i];
		const int64_t pressure = written(head->pressure_pa, PER_PA);
		const int64_t speed = written(head->speed_m_s, PER_M_S);
		const int64_t heater = written(head->heater_share, PER_SHARE);
		const int64_t rise = pressure - before->pressure[i];
		const bool more = speed != before->speed[i] || heater != before->heater[i] ||
				  head->dump_shut != was->dump_shut;

		box_put_count(out, ((uint64_t)rise << 1 ^ (rise < 0 ? UINT64_MAX : 0)) << 1 | more);
		if (more) {
			box_put_byte(out, head->dump_shut);
			box_put_signed(out, speed - before->speed[i]);
			box_put_signed(out, heater - before->heater[i]);
		}
		before->pressure[i] = pressure;
		before->speed[i] = speed;
		before->heater[i] = heater;
		was->dump_shut = head->dump_shut;
	}
}

static int64_t plus(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

static void get_orders(struct box_in *in, struct box_before *before)
{
	for (int i = 0; i < before->head_count; i++) {
		struct head_actuation *head = &before->tick.actuation.heads[i];
		const uint64_t first = box_get_count(in);
		const uint64_t folded = first >> 1;
		const uint64_t rise = folded >> 1 ^ ((folded & 1) != 0 ? UINT64_MAX : 0);

		before->pressure[i] = plus(before->pressure[i], (int64_t)rise);
		if ((first & 1) != 0) {
			head->dump_shut = box_get_byte(in) != 0;
			before->speed[i] = plus(before->speed[i], box_get_signed(in));
			before->heater[i] = plus(before->heater[i], box_get_signed(in));
		}
		head->pressure_pa = (double)before->pressure[i] / PER_PA;
		head->speed_m_s = (double)before->speed[i] / PER_M_S;
		head->heater_share = (double)before->heater[i] / PER_SHARE;
	}
}

/* ---- a tick ---- */

static const unsigned char *facts_of(const struct frame *frame)
{
	return (const unsigned char *)frame + FACTS_AT;
}

void box_tick_put(struct box_out *out, struct box_before *before, const struct frame *frame,
		  const struct command *command, const struct actuation *actuation,
		  enum state state)
{
	struct box_tick *was = &before->tick;
	const bool facts = memcmp(facts_of(frame), facts_of(&was->frame), FACTS_BYTES) != 0;
	const bool asked = memcmp(command, &was->command, COMMAND_BYTES) != 0;
	const bool orders = actuation->heat_orders != was->actuation.heat_orders ||
			    actuation->ask_comfort != was->actuation.ask_comfort;
	const uint32_t sum = box_sum(actuation, before->head_count);

	box_put_byte(out, (facts ? TICK_FACTS : 0) | (asked ? TICK_COMMAND : 0) |
				  (state != was->state ? TICK_STATE : 0) |
				  (orders ? TICK_ORDERS : 0) |
				  (actuation->enable_level ? TICK_ENABLE : 0));
	box_put_signed(out, (int64_t)((uint64_t)frame->t_ns - (uint64_t)was->frame.t_ns -
				      (uint64_t)before->period_ns));
	if (facts) {
		box_put_bytes(out, facts_of(frame), FACTS_BYTES);
	}
	if (asked) {
		box_put_words(out, command, &was->command, COMMAND_BYTES);
	}
	if (state != was->state) {
		box_put_byte(out, state);
	}
	if (orders) {
		box_put_count(out, actuation->heat_orders);
		box_put_byte(out, actuation->ask_comfort);
	}
	put_frame(out, before, frame);
	put_orders(out, before, actuation);
	box_put_bytes(out, &sum, sizeof(sum));
	memcpy((unsigned char *)&was->frame, frame, HEADS_AT);
	was->command = *command;
	was->actuation.heat_orders = actuation->heat_orders;
	was->actuation.ask_comfort = actuation->ask_comfort;
	was->state = state;
}

/* No bool of a damaged file may be read before this was asked. */
static bool is_bool(const bool *bools, size_t count)
{
	const unsigned char *bytes = (const unsigned char *)bools;

	for (size_t i = 0; i < count; i++) {
		if (bytes[i] > 1) {
			return false;
		}
	}
	return true;
}

static bool is_sound(const struct box_before *before)
{
	const struct box_tick *tick = &before->tick;

	return (unsigned)tick->state < STATE_COUNT &&
	       tick->frame.head_count == before->head_count &&
	       (unsigned)tick->frame.supply < SUPPLIES &&
	       is_bool(&tick->frame.stop_loop_closed, 1) && is_bool(&tick->frame.reset_button, 1) &&
	       is_bool(&tick->command.placed, 1) && is_bool(tick->command.enabled, REGION_COUNT);
}

bool box_tick_get(struct box_in *in, struct box_before *before)
{
	struct box_tick *tick = &before->tick;
	const unsigned changed = box_get_byte(in);

	if (in->failed || (changed & ~TICK_KNOWN) != 0) {
		return false;
	}
	tick->frame.t_ns = plus(plus(tick->frame.t_ns, before->period_ns), box_get_signed(in));
	if ((changed & TICK_FACTS) != 0) {
		box_get_bytes(in, (unsigned char *)&tick->frame + FACTS_AT, FACTS_BYTES);
	}
	if ((changed & TICK_COMMAND) != 0 && !box_get_words(in, &tick->command, COMMAND_BYTES)) {
		return false;
	}
	if ((changed & TICK_STATE) != 0) {
		tick->state = (enum state)box_get_byte(in);
	}
	if ((changed & TICK_ORDERS) != 0) {
		tick->actuation.heat_orders = (uint32_t)box_get_count(in);
		tick->actuation.ask_comfort = box_get_byte(in) != 0;
	}
	tick->actuation.enable_level = (changed & TICK_ENABLE) != 0;
	if (!get_frame(in, before)) {
		return false;
	}
	get_orders(in, before);
	box_get_bytes(in, &tick->sum, sizeof(tick->sum));
	return !in->failed && is_sound(before);
}
