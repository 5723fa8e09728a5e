/*
 * test_begin.c - what each noun of the safety room is to begin with: nothing but what its rig says, whatever was
 * in its memory before, and whatever is written in the rig's list past its last head.
 */
#include "core/pipeline.h"

#include "core/bench_rig.h"
#include "core/safety/mover.h"
#include "core/safety/neck.h"
#include "core/safety/remember.h"

#include <stddef.h>

#define HEADS 5

union any {
	struct ceilings ceilings;
	struct client client;
	struct judge judge;
	struct dwell dwell;
	struct gate gate;
	struct guard guard;
	struct heat heat;
	struct load load;
	struct mover mover;
	struct neck neck;
	struct override override;
	struct selftest selftest;
	struct tare tare;
	struct witness witness;
};

/* A union of them all, so that one function can begin each. */
#define BEGINS(noun)                                                    \
	static void begin_##noun(union any *any, const struct rig *rig) \
	{                                                               \
		noun##_init(&any->noun, rig);                           \
	}

BEGINS(ceilings)
BEGINS(client)
BEGINS(judge)
BEGINS(dwell)
BEGINS(gate)
BEGINS(guard)
BEGINS(heat)
BEGINS(load)
BEGINS(mover)
BEGINS(neck)
BEGINS(override)
BEGINS(selftest)
BEGINS(tare)
BEGINS(witness)

struct noun {
	const char *name;
	void (*begin)(union any *any, const struct rig *rig);
	size_t bytes;
	size_t past; /* from where to where nothing is known of heads past the last */
	size_t end;
};

#define NOUN(noun)                                             \
	{                                                      \
#noun, begin_##noun, sizeof(struct noun), 0, 0 \
	}
#define NOUN_OF_HEADS(noun, of)                                                                \
	{                                                                                      \
#noun, begin_##noun, sizeof(struct noun),                                      \
			offsetof(struct noun, of) + HEADS * sizeof(((struct noun *)0)->of[0]), \
			offsetof(struct noun, of) + sizeof(((struct noun *)0)->of)             \
	}

static const struct noun nouns[] = {
	NOUN_OF_HEADS(ceilings, heads),
	NOUN(client),
	NOUN(judge),
	NOUN_OF_HEADS(dwell, heads),
	NOUN_OF_HEADS(gate, heads),
	NOUN_OF_HEADS(guard, heads),
	NOUN_OF_HEADS(heat, heads),
	NOUN_OF_HEADS(load, over),
	NOUN_OF_HEADS(mover, heads),
	NOUN(neck),
	NOUN_OF_HEADS(override, heads),
	NOUN_OF_HEADS(selftest, heads),
	NOUN_OF_HEADS(tare, heads),
	NOUN_OF_HEADS(witness, heads),
};

#define NOUNS (sizeof(nouns) / sizeof(nouns[0]))

static struct rig rig;
static union any one;
static union any other;

/* All its sensors, a screw and a heater, and as many heads that it does not have. */
static void set_up(void)
{
	bench_rig(&rig, 2 * HEADS);
	for (int i = 0; i < 2 * HEADS; i++) {
		struct head *head = &rig.heads[i];

		head->region = i % HEADS < 2 ? REGION_NECK : REGION_UPPER_BACK;
		head->sensor.noise_n = 0.02;
		head->sensor.quantum_n = 1e-4;
		head->sensor.rate_hz = i % 2 == 0 ? 80.0 : 1000.0;
		head->sensor.air = (struct air_spec){1000.0, 100.0, 61.0};
		head->sensor.position = (struct position_spec){1000.0, 2e-5, 1e-5};
		if (i % HEADS == 1) {
			head->heater.driver = DRIVER_SIM;
			head->heater.surface.rate_hz = 10.0;
		}
		if (i % HEADS == 3) {
			head->actuator.kind = ACTUATOR_VELOCITY;
			head->actuator.screw.speed_max_m_s = 0.04;
			head->actuator.screw.stall_n = 130.0;
		}
	}
	rig.head_count = HEADS;
}

static void what_was_in_memory__is_forgotten(void **state)
{
	(void)state;
	set_up();
	for (size_t k = 0; k < NOUNS; k++) {
		memset(&one, 0, sizeof(one));
		memset(&other, 0x5a, sizeof(other));
		nouns[k].begin(&one, &rig);
		nouns[k].begin(&other, &rig);
		if (memcmp(&one, &other, nouns[k].bytes) != 0) {
			fail_msg("%s remembers", nouns[k].name);
		}
	}
}

static void heads_past_the_last__are_nothing(void **state)
{
	(void)state;
	set_up();
	for (size_t k = 0; k < NOUNS; k++) {
		const unsigned char *byte = (const unsigned char *)&one;

		memset(&one, 0x5a, sizeof(one));
		nouns[k].begin(&one, &rig);
		for (size_t at = nouns[k].past; at < nouns[k].end; at++) {
			if (byte[at] != 0) {
				fail_msg("%s has %d at byte %zu", nouns[k].name, byte[at], at);
			}
		}
		set_up();
		memset(&rig.heads[HEADS], 0, sizeof(rig.heads[0]) * HEADS);
		memset(&other, 0x5a, sizeof(other));
		nouns[k].begin(&other, &rig);
		set_up();
		if (memcmp(&one, &other, nouns[k].bytes) != 0) {
			fail_msg("%s looks past the last head", nouns[k].name);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_in_memory__is_forgotten),
		cmocka_unit_test(heads_past_the_last__are_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
