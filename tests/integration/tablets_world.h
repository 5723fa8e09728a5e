/*
 * tablets_world.h - some tablets, the network's ear, and the supervisor behind it, in time that the test
 * turns: what one sends is heard by in_packet as bytes, and what comes of it is judged by the core.
 *
 * Beside it runs a reference that knows nothing of the code: who steers, as the contract has it.
 */
#ifndef TESTS_INTEGRATION_TABLETS_WORLD_H
#define TESTS_INTEGRATION_TABLETS_WORLD_H

#include "core/safety/supervisor.h"
#include "net/codec.h"
#include "net/in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/judging.h"

#define TABLETS_MAX 4
#define NOBODY      (-1)
/* Later than any real clock: what waits in real time for the loop then finds it newer, and does not. */
#define WORLD_BEGINS_NS INT64_C(1000000000000000000)
#define WORLD_TICK_NS   (10LL * MS_NS)
#define SILENT_NS       (1500LL * MS_NS)
#define WORLD_FREE_NS   (50LL * MS_NS)
#define WORLD_HEARD_NS  (100LL * MS_NS)
#define STRANGER        TABLETS_MAX

enum word { REQUEST, RELEASE, ARM, START, RESUME, BEAT, TAKE, PAUSE, WORDS };

/* Who steers, by the contract. */
struct reference {
	int owner;
	int64_t beat_ns;
	int64_t epoch_ns;  /* since when the epoch counts */
	int64_t free_ns;   /* nobody gets it before */
	int64_t halted_ns; /* somebody stopped or paused */
	int taker;
	int64_t taken_ns;
	bool confirmed; /* for the taker, once nobody's lease is free */
	int64_t heard_ns[TABLETS_MAX];
	int64_t held_off_ns[TABLETS_MAX]; /* quarantined until then */
	int armed_by; /* whose arm was the last that was obeyed, while it counts */
	int64_t armed_ns;
};

struct world {
	struct outlet outlet;
	struct in in;
	struct server_setup setup;
	struct asked asked;
	struct helm helm;
	uint64_t cup;
	struct snapshot snapshot;
	struct judging core;
	struct supervisor supervisor;
	struct reference is;
	uint32_t epoch[TABLETS_MAX]; /* as each was told of it last, and when */
	int64_t told_ns[TABLETS_MAX];
	int starts; /* sessions that began so far */
	int resumes;
	int takes;
	int halts; /* by itself */
};

/* Of all worlds together: whom we answer how much is not what these tests are about. */
static struct peers world_peers;
static struct technique world_technique = {.name = "swedish", .title = "Swedish massage"};

static inline uint32_t world_throw(void *cup)
{
	uint64_t *state = cup;

	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(*state >> 32);
}

/* After a copy: everything points into itself again. */
static inline void world_settle(struct world *world)
{
	world->setup.rig = &world->core.rig;
	world->helm.cup = &world->cup;
	world->in.setup = &world->setup;
	world->in.asked = &world->asked;
	world->in.helm = &world->helm;
	world->in.peers = &world_peers;
	world->in.view = (struct view){.setup = &world->setup,
				       .asked = &world->asked,
				       .helm = &world->helm,
				       .now = &world->snapshot,
				       .t_ns = world->core.frame.t_ns};
}

static inline struct endpoint world_place(int tablet)
{
	static struct endpoint places[TABLETS_MAX + 1];
	struct endpoint *place = &places[tablet];

	if (place->size == 0) {
		assert_true(endpoint_parse("127.0.0.1", (uint16_t)(4000 + tablet), place));
	}
	return *place;
}

static inline void world_check(struct world *world, enum state before)
{
	const struct reference *is = &world->is;
	const int64_t t_ns = world->core.frame.t_ns;
	const enum state state = world->supervisor.state;
	const int64_t silent_ns = is->owner == NOBODY ? INT64_MAX : t_ns - is->beat_ns;

	/* one owner, and the one there should be */
	assert_int_equal(world->helm.lease.holder, is->owner == NOBODY ? 0 : is->owner + 1);
	/* nobody is pressed, or about to be, unless somebody attends */
	assert_true((state != STATE_RUNNING && state != STATE_ARMED) ||
		    silent_ns <= SILENT_NS + WORLD_TICK_NS);
	assert_true(state != STATE_PAUSED || silent_ns <= 3 * S_NS + WORLD_TICK_NS);
	/* no start without a fresh arm by whoever starts */
	if (before == STATE_ARMED && state == STATE_RUNNING) {
		world->starts++;
		assert_int_equal(is->armed_by, is->owner);
		assert_true(t_ns - is->armed_ns <= 10 * S_NS + WORLD_TICK_NS);
	}
	world->resumes += before == STATE_PAUSED && state == STATE_RUNNING ? 1 : 0;
	assert_true(state != STATE_RUNNING || before >= STATE_ARMED);
}

/* What comes with time, and with the button. */
static inline void world_refer(struct world *world, bool confirmed)
{
	struct reference *is = &world->is;
	const int64_t t_ns = world->core.frame.t_ns;

	if (is->owner != NOBODY && t_ns - is->beat_ns > 3 * S_NS) {
		is->owner = NOBODY;
		is->free_ns = t_ns + WORLD_FREE_NS;
		is->armed_by = NOBODY;
	}
	if (is->taker != NOBODY && t_ns - is->taken_ns >= 10 * S_NS) {
		is->taker = NOBODY;
	}
	is->confirmed = is->taker != NOBODY && (is->confirmed || confirmed);
	if (is->confirmed && (is->owner != NOBODY || t_ns >= is->free_ns)) {
		is->confirmed = false;
		is->owner = is->taker;
		is->beat_ns = t_ns;
		is->epoch_ns = t_ns;
		is->armed_by = NOBODY;
		is->taker = NOBODY;
		world->takes++;
	}
}

/* It paused or let go by itself: what was sent before is too late. */
static inline void world_refer_halt(struct world *world, enum state before)
{
	struct reference *is = &world->is;
	const int64_t t_ns = world->core.frame.t_ns;
	const enum state state = world->supervisor.state;
	const bool pressed = before == STATE_RUNNING || before == STATE_PAUSED;

	if (pressed && state != before && state != STATE_RUNNING &&
	    t_ns - is->halted_ns >= WORLD_HEARD_NS) {
		is->epoch_ns = t_ns;
		world->halts++;
	}
}

static inline void world_tick(struct world *world)
{
	const enum state before = world->supervisor.state;
	const uint32_t confirms = world->core.judge.confirms;
	struct judging *core = &world->core;
	struct conditions conditions;

	helm_tell(&world->helm, &world->asked.command);
	core->command = world->asked.command;
	core->frame.t_ns += WORLD_TICK_NS;
	core->command.heard_t_ns = core->frame.t_ns;
	judging_sample(core, 0, 0.0, core->frame.t_ns, SAMPLE_OK);
	(void)judging_judge(core);
	conditions = core->conditions;
	supervisor_step(&world->supervisor, &conditions, core->frame.t_ns);
	if (world->supervisor.state != before) {
		core->situation.since_ns = core->frame.t_ns;
	}
	core->situation.state = world->supervisor.state;
	world->snapshot.t_ns = core->frame.t_ns;
	world->snapshot.tick++;
	world->snapshot.state = world->supervisor.state;
	world->snapshot.conditions = core->conditions.bits;
	world->snapshot.arm_refusal = core->client.refusal;
	world->snapshot.confirms = core->judge.confirms;
	world->in.view.t_ns = core->frame.t_ns;
	helm_turn(&world->helm, world->snapshot.confirms, core->frame.t_ns);
	helm_see(&world->helm, world->snapshot.state, core->frame.t_ns);
	world_refer(world, core->judge.confirms != confirms);
	world_refer_halt(world, before);
	world_check(world, before);
}

static inline void world_wait(struct world *world, int ms)
{
	for (int64_t left_ns = ms * (int64_t)MS_NS; left_ns > 0; left_ns -= WORLD_TICK_NS) {
		world_tick(world);
	}
}

/* The button at the rig, pressed and let go. */
static inline void world_confirm(struct world *world)
{
	world->core.frame.reset_button = true;
	world_tick(world);
	world->core.frame.reset_button = false;
	world_tick(world);
}

/* ---- what tablets say ---- */

struct saying {
	enum word word;
	uint32_t number; /* the epoch, or the nonce */
	char pin[PIN_BYTES];
};

static inline void world_hear(struct world *world, int from, const char *path, const char *types,
			      const struct value *values)
{
	struct endpoint place = world_place(from);
	uint8_t bytes[256];

	in_packet(&world->in, &place, bytes,
		  codec_write(bytes, sizeof(bytes), path, types, values));
}

static inline void world_stop(struct world *world)
{
	/* what was sent before it is too late */
	world->is.epoch_ns = world->is.halted_ns = world->core.frame.t_ns;
	world_hear(world, STRANGER, "/rig/stop", "", NULL);
	world_tick(world);
	world_tick(world);
}

/* What it would say now: who steers, as it was told; the others with an epoch they overheard. */
static inline struct saying world_says(struct world *world, int tablet, enum word word)
{
	struct saying saying = {.word = word, .number = world->epoch[tablet]};
	struct args args;

	if (world->helm.lease.holder != (uint32_t)tablet + 1) {
		saying.number = world->helm.lease.epoch;
	}
	if (word == BEAT) {
		saying.number = heartbeat_nonce(&world->helm.heartbeat);
	} else if (word == TAKE) {
		(void)helm_show_pin(&world->helm, &args, world->core.frame.t_ns);
		memcpy(saying.pin, world->helm.pin.digits, sizeof(saying.pin));
	}
	return saying;
}

static inline void world_tell(struct world *world, int tablet)
{
	if (world->helm.lease.holder == (uint32_t)tablet + 1) {
		world->epoch[tablet] = world->helm.lease.epoch;
		world->told_ns[tablet] = world->core.frame.t_ns;
	}
}

/* By the contract: that one was heard. Whether it may move heads. */
static inline bool world_refer_heard(struct world *world, int tablet)
{
	struct reference *is = &world->is;
	const int64_t t_ns = world->core.frame.t_ns;

	if (t_ns - is->heard_ns[tablet] > SILENT_NS) {
		is->held_off_ns[tablet] = t_ns + S_NS;
		is->epoch_ns = is->owner == tablet ? t_ns : is->epoch_ns;
	}
	is->heard_ns[tablet] = t_ns;
	return t_ns >= is->held_off_ns[tablet] &&
	       (is->owner != tablet || t_ns - is->beat_ns <= SILENT_NS);
}

static inline void world_refer_said(struct world *world, int tablet, const struct saying *said,
				    bool free)
{
	struct reference *is = &world->is;
	const int64_t t_ns = world->core.frame.t_ns;
	const bool right = said->pin[0] != '\0' && strcmp(said->pin, world->helm.pin.digits) == 0;
	const bool asks = said->word == REQUEST || (said->word == TAKE && free);

	if (asks && is->owner == NOBODY && t_ns < is->free_ns) {
		return;
	}
	if (asks && is->owner == NOBODY) {
		is->owner = tablet;
		is->beat_ns = t_ns;
		is->epoch_ns = t_ns;
		is->armed_by = NOBODY;
		is->taker = is->taker == tablet ? NOBODY : is->taker;
	} else if (said->word == TAKE && free && is->owner != tablet && is->taker == NOBODY &&
		   right) {
		is->taker = tablet;
		is->taken_ns = t_ns;
		is->epoch_ns = is->halted_ns = t_ns;
	} else if (said->word == PAUSE) {
		is->epoch_ns = is->halted_ns = t_ns;
	} else if (said->word == RELEASE && is->owner == tablet) {
		is->owner = NOBODY;
		is->free_ns = t_ns + WORLD_FREE_NS;
		is->armed_by = NOBODY;
	} else if (said->word == BEAT && is->owner == tablet &&
		   heartbeat_answers(&world->helm.heartbeat, said->number, t_ns)) {
		if (t_ns - is->beat_ns > SILENT_NS && t_ns >= is->held_off_ns[tablet]) {
			is->held_off_ns[tablet] = t_ns + S_NS;
			is->epoch_ns = t_ns;
		}
		is->beat_ns = t_ns;
	}
}

/* It arrives. What is obeyed is checked on the spot. */
static inline void world_say(struct world *world, int tablet, const struct saying *saying)
{
	static const char *const paths[WORDS] = {"/rig/lease/request", "/rig/lease/release",
						 "/rig/arm",           "/rig/start",
						 "/rig/resume",        "/rig/hb",
						 "/rig/lease/take",    "/rig/pause"};
	static const char *const types[WORDS] = {"", "", "ii", "ii", "ii", "i", "s", ""};
	const struct presses before = world->asked.command.presses;
	const struct presses *after = &world->asked.command.presses;
	struct reference *is = &world->is;
	struct value values[VALUES_MAX] = {{0}};
	const bool free = world_refer_heard(world, tablet);
	bool moved;

	values[0].number = saying->word == BEAT ? saying->number : 1.0;
	values[1].number = saying->number;
	if (saying->word == TAKE) {
		snprintf(values[0].text, sizeof(values[0].text), "%s", saying->pin);
	}
	world_refer_said(world, tablet, saying, free);
	world_hear(world, tablet, paths[saying->word], types[saying->word], values);
	moved = after->arm != before.arm || after->start != before.start ||
		after->resume != before.resume;
	if (moved) {
		assert_int_equal(is->owner, tablet);
		assert_true(free);
		assert_true(world->told_ns[tablet] >= is->epoch_ns);
	}
	if (after->arm != before.arm) {
		is->armed_by = tablet;
		is->armed_ns = world->core.frame.t_ns;
	}
	assert_int_equal(after->stop, before.stop);
}

/* As a good tablet does it: now, and it hears the answer. */
static inline void world_does(struct world *world, int tablet, enum word word)
{
	struct saying saying = world_says(world, tablet, word);

	world_say(world, tablet, &saying);
	if (word == REQUEST || word == BEAT || word == TAKE || word == PAUSE) {
		world_tell(world, tablet);
	}
	world_tick(world);
}

/* ---- the beginning ---- */

static inline void world_answer(struct world *world)
{
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		world->asked.command.screening[item] = ANSWER_NO;
		world->asked.command.screening_answers[item]++;
	}
}

/* The client's hand button stops everything; let go of, the confirm button brings the rig back. */
static inline void world_try_hand(struct world *world)
{
	struct frame *frame = &world->core.frame;

	world_tick(world); /* nobody holds the loop */
	frame->hand_pressed = frame->stop_pressed = true;
	frame->stop_loop_closed = false;
	world_tick(world);
	assert_int_equal(world->supervisor.state, STATE_FAULT);
	frame->hand_pressed = frame->stop_pressed = false;
	frame->stop_loop_closed = true;
	world_tick(world);
	world_confirm(world);
	world_wait(world, 1000);
	assert_int_equal(world->supervisor.state, STATE_IDLE);
}

/* Height, place and hand button, as with each client anew. */
static inline void world_register(struct world *world)
{
	world->asked.command.heights++;
	world->asked.command.placings++;
	world->asked.command.placed = true;
	world_try_hand(world);
}

/* Idle, everything but the lease in place, tablets paired, heard, and out of quarantine. */
static inline void world_begin(struct world *world, int tablets, uint64_t seed)
{
	struct judging *core = &world->core;

	memset(world, 0, sizeof(*world));
	judging_begin(core, 1);
	core->rig.loop_hz = 1e9 / (double)WORLD_TICK_NS;
	core->rig.control = CONTROL_RIG;
	core->rig.osc.allow_all = true;
	core->rig.heads[0].sensor.rate_hz = core->rig.loop_hz;
	core->dt_s = 1.0 / core->rig.loop_hz;
	core->frame.t_ns = WORLD_BEGINS_NS;
	judging_begin_on_rig(core);
	world->supervisor.state = STATE_IDLE;
	core->situation.state = STATE_IDLE;
	world->setup = (struct server_setup){.techniques = &world_technique, .technique_count = 1};
	world->setup.rig = &core->rig;
	world->cup = seed;
	world->is.owner = world->is.taker = world->is.armed_by = NOBODY;
	asked_init(&world->asked, &world->setup);
	world_answer(world);
	helm_init(&world->helm, true, world_throw, &world->cup, NULL);
	world->outlet.fd = -1; /* nobody hears what is answered */
	world->in.outlet = &world->outlet;
	world_settle(world);
	for (int i = 0; i < tablets; i++) {
		struct endpoint place = world_place(i);

		tablets_settle(
			&world->helm.tablets,
			tablets_pair(&world->helm.tablets, "x", (uint64_t)i, 0, WORLD_BEGINS_NS),
			&place, WORLD_BEGINS_NS);
		world->is.heard_ns[i] = INT64_MIN / 2;
	}
	world_register(world);
	for (int ms = 0; ms < 1200; ms += 400) {
		for (int i = 0; i < tablets; i++) {
			world_does(world, i, BEAT);
		}
		world_wait(world, 400);
	}
}

#endif
