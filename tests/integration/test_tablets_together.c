/*
 * test_tablets_together.c - two and four tablets, in every order of a few words and at random: never two
 * owners, never a start without a fresh arm by the owner, always a stop. The checks are in tablets_world.h.
 */
#include "integration/tablets_world.h"

#define DEPTH_MAX 3

/* ---- every order ---- */

/* What can happen: the button, 0.4 s, 1.6 s, somebody's stop, or a word of tablet A, B, C, D. */
enum { BUTTON, MOMENT, GAP, STOPPED, FIRST_WORD };

#define SAID(tablet, word) (FIRST_WORD + (tablet)*WORDS + (word))
#define ACTS(tablets)      SAID(tablets, 0)

static void act(struct world *world, int act)
{
	if (act >= FIRST_WORD) {
		world_does(world, (act - FIRST_WORD) / WORDS,
			   (enum word)((act - FIRST_WORD) % WORDS));
	} else if (act == BUTTON) {
		world_confirm(world);
	} else if (act == STOPPED) {
		world_stop(world);
	} else {
		world_wait(world, act == MOMENT ? 400 : 1600);
	}
}

struct tally {
	long worlds;
	long starts;
	long resumes;
	long takes;
	long stops;
	long halts;
};

/* Wherever it stands, somebody nobody knows can stop it. */
static void check_stop(const struct world *from, struct tally *tally)
{
	static struct world world;
	const enum state before = from->supervisor.state;

	if (before != STATE_ARMED && before != STATE_RUNNING && before != STATE_PAUSED) {
		return;
	}
	world = *from;
	world_settle(&world);
	world_stop(&world);
	assert_int_equal(world.supervisor.state, STATE_IDLE);
	assert_int_equal(world.supervisor.reason, COND_STOP);
	tally->stops++;
}

static void try_all(const struct world *from, int tablets, int depth, struct tally *tally)
{
	static struct world worlds[DEPTH_MAX + 1];
	struct world *world = &worlds[depth];

	for (int k = 0; k < ACTS(tablets); k++) {
		*world = *from;
		world_settle(world);
		act(world, k);
		tally->worlds++;
		tally->starts += world->starts - from->starts;
		tally->resumes += world->resumes - from->resumes;
		tally->takes += world->takes - from->takes;
		check_stop(world, tally);
		if (depth > 1) {
			try_all(world, tablets, depth - 1, tally);
		}
	}
}

#define A(word) SAID(0, word)
#define B(word) SAID(1, word)
#define C(word) SAID(2, word)
#define D(word) SAID(3, word)

struct beginning {
	int acts[8];
	int count;
	enum state state;
};

static void every_order_after(const struct beginning *beginning, int tablets, int depth,
			      struct tally *tally)
{
	static struct world world;

	world_begin(&world, tablets, 1);
	for (int i = 0; i < beginning->count; i++) {
		act(&world, beginning->acts[i]);
	}
	assert_int_equal(world.supervisor.state, beginning->state);
	try_all(&world, tablets, depth, tally);
}

/* clang-format off */
static const struct beginning of_two[] = {
	{{0}, 0, STATE_IDLE},
	{{A(REQUEST)}, 1, STATE_IDLE},
	{{A(REQUEST), A(ARM)}, 2, STATE_ARMED},
	{{A(REQUEST), A(ARM), A(START)}, 3, STATE_RUNNING},
	{{A(REQUEST), A(ARM), A(START), B(TAKE)}, 4, STATE_PAUSED},
	{{A(REQUEST), A(ARM), A(START), B(TAKE), BUTTON}, 5, STATE_PAUSED},
	{{A(REQUEST), A(ARM), A(START), GAP}, 4, STATE_PAUSED},
	{{A(REQUEST), A(ARM), A(START), GAP, A(BEAT)}, 5, STATE_PAUSED},
	{{A(REQUEST), A(ARM), A(RELEASE), B(REQUEST)}, 4, STATE_IDLE},
	{{A(REQUEST), A(ARM), A(RELEASE), MOMENT, B(REQUEST)}, 5, STATE_IDLE},
	{{A(REQUEST), GAP, GAP}, 3, STATE_IDLE},
	{{A(REQUEST), A(ARM), A(START), STOPPED}, 4, STATE_IDLE},
};

/* What only more of them can do to each other. */
static const struct beginning of_four[] = {
	{{A(REQUEST), A(ARM), A(START), B(TAKE), C(TAKE)}, 5, STATE_PAUSED},
	{{A(REQUEST), A(ARM), A(START), B(TAKE), C(TAKE), BUTTON}, 6, STATE_PAUSED},
	{{A(REQUEST), A(ARM), A(START), B(TAKE), BUTTON, C(TAKE)}, 6, STATE_PAUSED},
	{{A(REQUEST), A(ARM), A(START), B(TAKE), BUTTON, C(TAKE), BUTTON, D(TAKE)}, 8, STATE_PAUSED},
	{{A(REQUEST), A(ARM), A(START), C(PAUSE), D(TAKE)}, 5, STATE_PAUSED},
	{{A(REQUEST), A(RELEASE), MOMENT, B(REQUEST), B(RELEASE), MOMENT, C(REQUEST), C(ARM)}, 8, STATE_ARMED},
};
/* clang-format on */

/* Each order of a few acts after each beginning. */
static void every_order(int tablets, int depth, struct tally *tally)
{
	for (size_t i = 0; i < sizeof(of_two) / sizeof(of_two[0]); i++) {
		every_order_after(&of_two[i], tablets, depth, tally);
	}
	for (size_t i = 0; tablets > 2 && i < sizeof(of_four) / sizeof(of_four[0]); i++) {
		every_order_after(&of_four[i], tablets, depth, tally);
	}
}

static void two_tablets__in_every_order_of_words(void **state)
{
	struct tally tally = {0};

	(void)state;
	every_order(2, DEPTH_MAX, &tally);
	/* it got where it could go wrong */
	assert_true(tally.worlds > 50000 && tally.starts > 100 && tally.resumes > 100 &&
		    tally.takes > 100 && tally.stops > 10000);
}

static void four_tablets__in_every_order_of_two_words(void **state)
{
	struct tally tally = {0};

	(void)state;
	every_order(TABLETS_MAX, 2, &tally);
	assert_int_equal(ACTS(TABLETS_MAX), 4 + 4 * 8);
	assert_int_equal(tally.worlds, (12 + 6) * (36 + 36 * 36));
	assert_true(tally.starts > 50 && tally.resumes > 20 && tally.takes > 100 &&
		    tally.stops > 10000);
}

/* ---- at random ---- */

#define QUEUE_MAX 64

/* A tablet and its line: what is said while that is down comes all at once when it is back. */
struct way {
	bool down;
	int queued;
	struct saying queue[QUEUE_MAX];
};

static void come_back(struct world *world, int tablet, struct way *line, bool in_time)
{
	const bool gap = world->core.frame.t_ns - world->is.heard_ns[tablet] > SILENT_NS;

	line->down = false;
	for (int i = 0; i < 4 && in_time; i++) {
		world_does(world, tablet, BEAT); /* these get through before the rest */
		world_wait(world, 300);
	}
	for (int i = 0; i < line->queued; i++) {
		const struct presses before = world->asked.command.presses;
		const struct presses *after = &world->asked.command.presses;

		world_say(world, tablet, &line->queue[i]);
		/* nothing that moves heads is obeyed late */
		assert_true(!gap || (after->arm == before.arm && after->start == before.start &&
				     after->resume == before.resume));
		if (i % 3 == 0) {
			world_say(world, tablet, &line->queue[i]); /* doubled on its way */
		}
	}
	line->queued = 0;
	world_tell(world, tablet);
}

static void say_at_random(struct world *world, int tablet, struct way *line, struct dice *dice)
{
	/* mostly what gets somewhere */
	static const enum word words[] = {BEAT,  BEAT,    BEAT, BEAT,    BEAT,    BEAT,
					  BEAT,  ARM,     ARM,  START,   START,   RESUME,
					  PAUSE, RELEASE, TAKE, REQUEST, REQUEST, RESUME};
	const enum word word = words[dice_below(dice, sizeof(words) / sizeof(words[0]))];

	if (!line->down) {
		world_does(world, tablet, word);
	} else if (line->queued < QUEUE_MAX) {
		line->queue[line->queued++] = world_says(world, tablet, word);
	}
}

static void some_tablets_at_random(int tablets, uint64_t seed, int steps, struct tally *tally)
{
	static struct world world;
	static struct way lines[TABLETS_MAX];
	struct dice dice = {seed};

	memset(lines, 0, sizeof(lines));
	world_begin(&world, tablets, seed);
	for (int i = 0; i < steps; i++) {
		const int tablet = dice_below(&dice, tablets);
		struct way *line = &lines[tablet];
		const int k = dice_below(&dice, 400);

		if (k < 3) {
			line->down = true;
		} else if (k < 12 && line->down) {
			come_back(&world, tablet, line, k % 2 == 0);
		} else if (k < 14) {
			world_confirm(&world);
		} else if (k < 15) {
			world_wait(&world, dice_below(&dice, 4000));
			world_answer(&world);
		} else if (k < 18) {
			check_stop(&world, tally);
			world_stop(&world);
		} else {
			say_at_random(&world, tablet, line, &dice);
		}
		world_wait(&world, 10 * dice_below(&dice, 6));
		check_stop(&world, tally);
	}
	tally->starts += world.starts;
	tally->resumes += world.resumes;
	tally->takes += world.takes;
	tally->halts += world.halts;
}

static void tablets_at_random__keep_to_one_owner_and_to_two_steps(void **state)
{
	struct tally tally = {0};

	(void)state;
	for (uint64_t seed = 1; seed <= 30; seed++) {
		some_tablets_at_random(seed % 3 == 0 ? 2 : 4, seed, 4000, &tally);
	}
	assert_true(tally.starts > 100 && tally.resumes > 30 && tally.takes > 5 &&
		    tally.stops > 1000 && tally.halts > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_tablets__in_every_order_of_words),
		cmocka_unit_test(four_tablets__in_every_order_of_two_words),
		cmocka_unit_test(tablets_at_random__keep_to_one_owner_and_to_two_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
