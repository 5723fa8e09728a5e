/* test_remember.c - what outlasts a restart: out of one controller, into the next. */
#include "core/safety/remember.h"

#include "core/bench_rig.h"

#define HEADS 4

struct boxes {
	struct rig rig;
	struct ceilings ceilings;
	struct dwell dwell;
	struct client client;
};

static struct boxes before;
static struct boxes after;
static struct memory memory;
static struct command command;
static struct belief belief;
static int64_t t_ns;

static void begin(struct boxes *boxes, int heads)
{
	bench_rig(&boxes->rig, heads);
	boxes->rig.control = CONTROL_RIG;
	client_init(&boxes->client, &boxes->rig);
	ceilings_init(&boxes->ceilings, &boxes->rig);
	dwell_init(&boxes->dwell, &boxes->rig);
}

static int set_up(void **state)
{
	(void)state;
	begin(&before, HEADS);
	begin(&after, HEADS);
	command_init(&command);
	memset(&belief, 0, sizeof(belief));
	t_ns = 1000 * S_NS;
	return 0;
}

static void tick(struct boxes *boxes, enum state state)
{
	t_ns += MS_NS;
	screening_step(&boxes->client.screening, &command, state == STATE_IDLE, t_ns);
	ceilings_step(&boxes->ceilings, &belief, &command, &boxes->client, state, t_ns, TICK_S);
}

/* Ends one controller and begins the next, off_s later, on a clock that began anew. */
static void restart(double off_s)
{
	memory_init(&memory, HEADS);
	remember(&memory, &before.ceilings, &before.dwell, &before.client, t_ns);
	memory.ease_age_s += off_s;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		memory.screening_age_s[item] += off_s;
	}
	t_ns = 3 * S_NS;
	recall(&memory, &after.ceilings, &after.dwell, &after.client, t_ns);
	memset(command.screening_answers, 0, sizeof(command.screening_answers));
	command.presses.ease = 0;
	tick(&after, STATE_IDLE);
}

static void ease_one(void)
{
	belief.heads[1].force_n = 40.0;
	tick(&before, STATE_RUNNING);
	command.presses.ease++;
	tick(&before, STATE_RUNNING);
	belief.heads[1].force_n = 0.0;
	assert_near(before.ceilings.heads[1].now_n, 32.0, 1e-9);
}

static void answer_all(void)
{
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		command.screening[item] = ANSWER_NO;
		command.screening_answers[item]++;
	}
	tick(&before, STATE_IDLE);
}

static void ease_dwell_and_answers__outlast_a_restart(void **state)
{
	(void)state;
	ease_one();
	answer_all();
	before.dwell.heads[2].soft_s = 120.0;
	before.dwell.heads[2].hard_s = 40.0;
	restart(3600.0);
	assert_near(after.ceilings.heads[1].now_n, 32.0, 1e-9);
	assert_int_equal(after.ceilings.heads[1].reason, LIMIT_EASE);
	assert_near(after.ceilings.heads[0].now_n, 80.0, 1e-9);
	assert_near(after.dwell.heads[2].soft_s, 120.0, 1e-9);
	assert_near(after.dwell.heads[2].hard_s, 40.0, 1e-9);
	assert_true(after.client.screening.clear);
}

static void no_tablet__raises_what_was_eased_before_a_restart(void **state)
{
	struct dice dice = {99};

	(void)state;
	ease_one();
	restart(10.0);
	for (int k = 0; k < 10000; k++) {
		command.ceiling_n = dice_wild(&dice, 0.0, 80.0);
		command.height_m = dice_wild(&dice, 1.4, 2.1);
		command.presses.ease += (uint32_t)dice_below(&dice, 2);
		command.enabled[REGION_UPPER_BACK] = dice_below(&dice, 2) == 0;
		tick(&after, (enum state)dice_below(&dice, STATE_COUNT));
		assert_at_most(after.ceilings.heads[1].now_n, 32.0);
	}
}

static void ages__go_on_while_it_is_off(void **state)
{
	(void)state;
	ease_one();
	answer_all();
	restart(ANSWERS_LAST_S - 100.0);
	assert_near(after.ceilings.heads[1].now_n, 32.0, 1e-9);
	assert_true(after.client.screening.clear);
	t_ns += 101 * S_NS;
	for (int k = 0; k < SCREENING_ITEMS; k++) {
		tick(&after, STATE_IDLE);
	}
	assert_near(after.ceilings.heads[1].now_n, 80.0, 1e-9);
	assert_false(after.client.screening.clear);
}

static void too_old_a_memory__is_of_no_client_but_of_the_place(void **state)
{
	(void)state;
	ease_one();
	answer_all();
	before.dwell.heads[2].soft_s = 120.0;
	restart(ANSWERS_LAST_S + 1.0);
	assert_near(after.ceilings.heads[1].now_n, 80.0, 1e-9);
	assert_false(after.client.screening.clear);
	assert_near(after.dwell.heads[2].soft_s, 120.0, 1e-9);
}

static void a_fresh_memory__changes_nothing(void **state)
{
	(void)state;
	memory_init(&memory, HEADS);
	recall(&memory, &after.ceilings, &after.dwell, &after.client, t_ns);
	tick(&after, STATE_IDLE);
	for (int i = 0; i < HEADS; i++) {
		assert_near(after.ceilings.heads[i].now_n, 80.0, 1e-9);
		assert_zero(after.dwell.heads[i].soft_s);
	}
	assert_false(after.ceilings.eased);
}

static void another_rig__takes_nothing(void **state)
{
	(void)state;
	ease_one();
	answer_all();
	begin(&after, 6);
	restart(1.0);
	for (int i = 0; i < 6; i++) {
		assert_near(after.ceilings.heads[i].now_n, 80.0, 1e-9);
	}
	assert_false(after.client.screening.clear);
}

static void what_is_outside_its_range__counts_as_the_strictest(void **state)
{
	const double wild[] = {NOT_A_N, -1.0, ENDLESS, -ENDLESS, 1e300};

	(void)state;
	for (int k = 0; k < 5; k++) {
		set_up(state);
		memory_init(&memory, HEADS);
		memory.heads[0].ease_n = wild[k];
		memory.heads[1].dwell_s = wild[k];
		memory.heads[2].dwell_hard_s = wild[k];
		memory.screening[SCREEN_FEVER] = ANSWER_NO;
		memory.screening_age_s[SCREEN_FEVER] = wild[k];
		recall(&memory, &after.ceilings, &after.dwell, &after.client, t_ns);
		tick(&after, STATE_IDLE);
		assert_zero(after.ceilings.heads[0].now_n);
		assert_near(after.dwell.heads[1].soft_s, DWELL_S, 1e-9);
		assert_near(after.dwell.heads[2].hard_s, DWELL_S, 1e-9);
		assert_int_equal(after.client.screening.answers[SCREEN_FEVER], ANSWER_NONE);
	}
}

static void an_ease_of_no_age__is_a_fresh_one(void **state)
{
	const double wild[] = {NOT_A_N, -1.0, -ENDLESS};

	(void)state;
	for (int k = 0; k < 3; k++) {
		set_up(state);
		memory_init(&memory, HEADS);
		memory.heads[0].ease_n = 20.0;
		memory.ease_age_s = wild[k];
		recall(&memory, &after.ceilings, &after.dwell, &after.client, t_ns);
		tick(&after, STATE_IDLE);
		assert_near(after.ceilings.heads[0].now_n, 20.0, 1e-9);
	}
}

/* What was answered or eased just before it went off, and what is just not too old. */
static void the_youngest_and_the_oldest__are_remembered(void **state)
{
	const double ages_s[] = {0.0, 0.5, ANSWERS_LAST_S};

	(void)state;
	for (int k = 0; k < 3; k++) {
		set_up(state);
		memory_init(&memory, HEADS);
		memory.ease_age_s = ages_s[k];
		memory.heads[0].ease_n = 20.0;
		memory.heads[0].dwell_s = 100.0;
		memory.screening[SCREEN_FEVER] = ANSWER_NO;
		memory.screening_age_s[SCREEN_FEVER] = ages_s[k];
		t_ns = (int64_t)ANSWERS_LAST_S * 2 * S_NS;
		recall(&memory, &after.ceilings, &after.dwell, &after.client, t_ns);
		assert_near(after.ceilings.heads[0].ease_n, 20.0, 0.0);
		assert_near((double)(t_ns - after.ceilings.ease_t_ns) / 1e9, ages_s[k], 1e-6);
		assert_near(after.dwell.heads[0].soft_s, 100.0, 0.0);
		assert_int_equal(after.client.screening.answers[SCREEN_FEVER], ANSWER_NO);
	}
}

static void an_ease_of_no_age__is_as_old_as_this_tick(void **state)
{
	(void)state;
	memory_init(&memory, HEADS);
	memory.heads[0].ease_n = 20.0;
	memory.ease_age_s = -1.0;
	recall(&memory, &after.ceilings, &after.dwell, &after.client, t_ns);
	assert_true(after.ceilings.ease_t_ns == t_ns);
}

/* Into memory that holds anything at all: every head and item, and nothing beyond. */
static void what_is_kept__is_of_every_head_and_item(void **state)
{
	static struct {
		struct memory memory;
		uint8_t beyond[16];
	} kept;
	struct head_memory mark;
	uint8_t beyond[16];

	(void)state;
	memset(&kept, 0x55, sizeof(kept));
	memset(beyond, 0x55, sizeof(beyond));
	mark = kept.memory.heads[HEADS];
	before.ceilings.heads[0].ease_n = 30.0;
	before.dwell.heads[0].soft_s = 100.0;
	before.dwell.heads[0].hard_s = 20.0;
	command.screening[SCREEN_FEVER] = ANSWER_NO;
	command.screening_answers[SCREEN_FEVER]++;
	tick(&before, STATE_IDLE);
	remember(&kept.memory, &before.ceilings, &before.dwell, &before.client, t_ns + 5 * S_NS);
	assert_int_equal(kept.memory.head_count, HEADS);
	assert_near(kept.memory.heads[0].ease_n, 30.0, 0.0);
	assert_near(kept.memory.heads[0].dwell_s, 100.0, 0.0);
	assert_near(kept.memory.heads[0].dwell_hard_s, 20.0, 0.0);
	assert_memory_equal(&kept.memory.heads[HEADS], &mark, sizeof(mark));
	assert_memory_equal(kept.beyond, beyond, sizeof(beyond));
	assert_near(kept.memory.screening_age_s[SCREEN_FEVER], 5.0, 1e-9);
	for (int item = SCREEN_FEVER + 1; item < SCREENING_ITEMS; item++) {
		assert_int_equal(kept.memory.screening[item], ANSWER_NONE);
		assert_zero(kept.memory.screening_age_s[item]);
	}
}

static void heads_beyond_the_last__are_left_alone(void **state)
{
	(void)state;
	memory_init(&memory, HEADS);
	memory.heads[HEADS].ease_n = 20.0;
	memory.heads[HEADS].dwell_s = 100.0;
	recall(&memory, &after.ceilings, &after.dwell, &after.client, t_ns);
	assert_zero(after.ceilings.heads[HEADS].ease_n);
	assert_zero(after.dwell.heads[HEADS].soft_s);
}

static void what_lies_behind_the_memory__is_no_answer(void **state)
{
	static struct {
		struct memory memory;
		uint8_t beyond[16];
	} kept;

	(void)state;
	memset(&kept, 0x01, sizeof(kept));
	kept.memory.head_count = HEADS;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		kept.memory.screening[item] = ANSWER_NONE;
	}
	recall(&kept.memory, &after.ceilings, &after.dwell, &after.client, t_ns);
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		assert_int_equal(after.client.screening.answers[item], ANSWER_NONE);
		assert_int_equal(after.client.screening.since[item], 0);
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ease_dwell_and_answers__outlast_a_restart),
		TEST(no_tablet__raises_what_was_eased_before_a_restart),
		TEST(ages__go_on_while_it_is_off),
		TEST(too_old_a_memory__is_of_no_client_but_of_the_place),
		TEST(a_fresh_memory__changes_nothing),
		TEST(another_rig__takes_nothing),
		TEST(what_is_outside_its_range__counts_as_the_strictest),
		TEST(an_ease_of_no_age__is_a_fresh_one),
		TEST(the_youngest_and_the_oldest__are_remembered),
		TEST(an_ease_of_no_age__is_as_old_as_this_tick),
		TEST(what_is_kept__is_of_every_head_and_item),
		TEST(heads_beyond_the_last__are_left_alone),
		TEST(what_lies_behind_the_memory__is_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
