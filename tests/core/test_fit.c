/* test_fit.c - which techniques can be done on this rig and client, and what is said when not. */
#include "core/technique/fit.h"

#include "core/safety/client.h"

#include <knead/unfit.h>

#include "core/strokes.h"

#define KINDS 4 /* techniques here, in this order: */
enum { PLAIN = 0, DEEP, HOT, TRIGGER };

static struct rig rig;
static struct technique techniques[KINDS];
static struct body body;
static struct ceilings ceilings;
static struct belief belief;
static struct command command;
static struct client client;
static struct fit fit;
static struct heat heat;
static bool heat_allowed;
static int64_t t_ns;

static struct stroke holding(enum stroke_kind kind)
{
	struct stroke stroke = bench_glide;

	stroke.kind = kind;
	stroke.from = REGION_HIPS;
	stroke.to = REGION_UPPER_BACK;
	return stroke;
}

static void begin(int heads)
{
	bench_rig(&rig, heads);
	for (int i = 0; i < heads; i++) {
		rig.heads[i].sensor.position.rate_hz = 1000.0;
	}
	for (int k = 0; k < KINDS; k++) {
		bench_technique(&techniques[k]);
		techniques[k].needs_ceiling_n = 10.0;
	}
	techniques[DEEP].needs_ceiling_n = 40.0;
	techniques[HOT].needs = NEED_HEATER;
	techniques[HOT].strokes[0] = holding(STROKE_STILL_HEAT);
	techniques[TRIGGER].needs = NEED_POSITION;
	techniques[TRIGGER].stroke_count = 1;
	techniques[TRIGGER].strokes[0] = holding(STROKE_SEARCH);
}

static void wire(void)
{
	body_init(&body, &rig);
	ceilings_init(&ceilings, &rig);
	belief = (struct belief){0};
	client_init(&client, &rig);
	command_init(&command);
	fit_init(&fit, &rig, techniques, KINDS);
	heat_init(&heat, &rig);
	heat_allowed = true;
	t_ns = 0;
}

static void run(int ticks)
{
	for (int k = 0; k < ticks; k++) {
		t_ns += MS_NS;
		ceilings_step(&ceilings, &belief, &command, &client, STATE_ARMED, t_ns, TICK_S);
		body_take_height(&body, command.height_m);
		fit_step(&fit, &body, &ceilings, &heat, &command, heat_allowed);
	}
}

/* Long enough for every technique to have had its turn. */
static void settle(void)
{
	run(2 * FIT_TICKS * KINDS);
}

static int set_up(void **state)
{
	(void)state;
	begin(16);
	rig.heads[2].heater.driver = DRIVER_SIM; /* the lower back */
	wire();
	return 0;
}

static const char *sentence(int technique)
{
	static char text[UNFIT_SENTENCE_BYTES];

	unfit_sentence(text, sizeof text, fit.unfit[technique], &techniques[technique],
		       fit.ceiling_n[technique], heat_allowed);
	return text;
}

static void nothing_fits__before_it_was_judged(void **state)
{
	struct fit nothing = {0};

	(void)state;
	for (int k = 0; k < KINDS; k++) {
		assert_false(fit_allows(&fit, k));
	}
	assert_false(fit_allows(&nothing, 0));
	run(1);
	for (int k = 0; k < KINDS; k++) {
		assert_true(fit_allows(&fit, k));
		assert_string_equal(sentence(k), "");
	}
	assert_false(fit_allows(&fit, -1));
	assert_false(fit_allows(&fit, KINDS));
}

static void a_rig_without_a_heater__does_no_hot_stone(void **state)
{
	(void)state;
	rig.heads[2].heater.driver = DRIVER_NONE;
	wire();
	run(1);
	assert_int_equal(fit.unfit[HOT], UNFIT_HEATER);
	assert_string_equal(sentence(HOT),
			    "needs a heater, and each head that it would work has none or "
			    "had all the heat it may have today");
	assert_true(fit_allows(&fit, PLAIN) && fit_allows(&fit, DEEP) && fit_allows(&fit, TRIGGER));
	/* nor would it with every region left out: what is missing altogether is said first */
	memset(command.enabled, 0, sizeof(command.enabled));
	settle();
	assert_int_equal(fit.unfit[HOT], UNFIT_HEATER);
	assert_int_equal(fit.unfit[PLAIN], UNFIT_REGION);
}

static void a_heater_in_a_region_left_out__heats_nobody(void **state)
{
	(void)state;
	command.enabled[REGION_LOWER_BACK] = false;
	settle();
	assert_int_equal(fit.unfit[HOT], UNFIT_HEATER);
	command.enabled[REGION_LOWER_BACK] = true;
	command.focus[REGION_LOWER_BACK] = 0.0;
	settle();
	assert_int_equal(fit.unfit[HOT], UNFIT_HEATER);
	command.focus[REGION_LOWER_BACK] = 0.1;
	settle();
	assert_int_equal(fit.unfit[HOT], FIT);
}

/* The glide of the same technique goes to the legs, and is not the stroke that warms. */
static void a_heater_where_no_warm_stroke_works__is_none(void **state)
{
	(void)state;
	rig.heads[2].heater.driver = DRIVER_NONE;
	rig.heads[8].heater.driver = DRIVER_SIM;
	assert_int_equal(rig.heads[8].region, REGION_LEGS);
	wire();
	run(1);
	assert_int_equal(fit.unfit[HOT], UNFIT_HEATER);
	techniques[HOT].strokes[0].from = REGION_LEGS;
	wire();
	run(1);
	assert_int_equal(fit.unfit[HOT], FIT);
}

static void screening_that_rules_heat_out__is_the_reason_given(void **state)
{
	(void)state;
	heat_allowed = false;
	settle();
	assert_int_equal(fit.unfit[HOT], UNFIT_HEATER);
	assert_string_equal(sentence(HOT),
			    "needs a heater, and the answers to the screening rule heat out");
	assert_int_equal(fit.unfit[PLAIN], FIT);
}

/* Else it would be armed and run cold. */
static void heaters_whose_places_had_all_their_heat__count_as_none(void **state)
{
	(void)state;
	rig.heads[3].heater.driver = DRIVER_SIM;
	wire();
	run(1);
	assert_int_equal(fit.unfit[HOT], FIT);
	heat.heads[2].account_min = HEAT_ACCOUNT_MIN;
	settle();
	assert_int_equal(fit.unfit[HOT], FIT); /* one place is left to warm */
	heat.heads[3].account_min = HEAT_ACCOUNT_MIN - 1e-6;
	settle();
	assert_int_equal(fit.unfit[HOT], FIT);
	heat.heads[3].account_min = HEAT_ACCOUNT_MIN;
	settle();
	assert_int_equal(fit.unfit[HOT], UNFIT_HEATER);
	assert_non_null(strstr(sentence(HOT), "had all the heat it may have today"));
	assert_true(fit_allows(&fit, PLAIN) && fit_allows(&fit, DEEP) && fit_allows(&fit, TRIGGER));
	heat.heads[3].account_min = NOT_A_N;
	settle();
	assert_int_equal(fit.unfit[HOT], UNFIT_HEATER);
	heat.heads[3].account_min = 0.0; /* forgotten */
	settle();
	assert_int_equal(fit.unfit[HOT], FIT);
}

static void a_search__needs_position_where_it_works(void **state)
{
	(void)state;
	for (int i = 0; i < rig.head_count; i++) {
		rig.heads[i].sensor.position.rate_hz = 0.0;
	}
	wire();
	run(1);
	assert_int_equal(fit.unfit[TRIGGER], UNFIT_POSITION);
	assert_non_null(strstr(sentence(TRIGGER), "measure their position"));
	rig.heads[9].sensor.position.rate_hz = 80.0; /* the legs, where it does not search */
	wire();
	run(1);
	assert_int_equal(fit.unfit[TRIGGER], UNFIT_POSITION);
	rig.heads[0].sensor.position.rate_hz = 80.0;
	wire();
	run(1);
	assert_int_equal(fit.unfit[TRIGGER], FIT);
}

static void a_ceiling_asked_too_low__is_said_with_both_figures(void **state)
{
	(void)state;
	command.ceiling_n = 32.0;
	settle();
	assert_int_equal(fit.unfit[DEEP], UNFIT_CEILING);
	assert_string_equal(
		sentence(DEEP),
		"needs a ceiling of 40 N; the rig's, asked and eased ceilings leave 32 N");
	assert_int_equal(fit.unfit[PLAIN], FIT);
	command.ceiling_n = 39.99;
	settle();
	assert_string_equal(
		sentence(DEEP),
		"needs a ceiling of 40 N; the rig's, asked and eased ceilings leave 39.9 N");
	command.ceiling_n = 40.0;
	settle();
	assert_int_equal(fit.unfit[DEEP], FIT);
}

static void a_client_who_eased_everywhere__is_offered_no_deep_tissue(void **state)
{
	(void)state;
	settle();
	for (int i = 0; i < rig.head_count; i++) {
		belief.heads[i].force_n = 45.0;
	}
	command.presses.ease++;
	settle();
	assert_int_equal(fit.unfit[DEEP], UNFIT_CEILING);
	assert_near(fit.ceiling_n[DEEP], EASE_STEP * 45.0, 1e-9);
	assert_int_equal(fit.unfit[PLAIN], FIT);
}

/* A place that has had enough, or that guarded, gives way for a while: no technique stops fitting. */
static void what_passes_by_itself__is_no_reason(void **state)
{
	(void)state;
	settle();
	for (int i = 0; i < rig.head_count; i++) {
		ceilings_yield(&ceilings, i, YIELD_DWELL, 0.0, 0.0);
	}
	run(5000);
	assert_at_most(ceilings.heads[0].now_n, 1.0);
	assert_int_equal(fit.unfit[DEEP], FIT);
	assert_near(fit.ceiling_n[DEEP], 80.0, 1e-9);
}

static void a_technique_without_its_figure__fits_nowhere(void **state)
{
	(void)state;
	techniques[PLAIN].needs_ceiling_n = 0.0;
	techniques[DEEP].needs_ceiling_n = NOT_A_N;
	wire();
	run(1);
	assert_int_equal(fit.unfit[PLAIN], UNFIT_CEILING);
	assert_int_equal(fit.unfit[DEEP], UNFIT_CEILING);
}

static void a_technique_for_regions_without_heads__does_not_fit(void **state)
{
	(void)state;
	begin(4); /* upper and lower back */
	techniques[PLAIN].stroke_count = 1;
	techniques[PLAIN].strokes[0].from = REGION_LEGS;
	techniques[PLAIN].strokes[0].to = REGION_LEGS;
	wire();
	run(1);
	assert_int_equal(fit.unfit[PLAIN], UNFIT_REGION);
	assert_non_null(strstr(sentence(PLAIN), "works nothing but the legs: no head lies there"));
	techniques[PLAIN].strokes[0].from = REGION_HIPS;
	wire();
	run(1);
	assert_non_null(strstr(sentence(PLAIN), "works no region that has heads"));
	assert_int_equal(fit.unfit[DEEP], FIT);
}

/* On a client of 1.40 m what lies under the lower back's second row is hip. */
static void a_stroke_without_a_place__is_told(void **state)
{
	(void)state;
	begin(4); /* upper and lower back */
	techniques[PLAIN].stroke_count = 2;
	techniques[PLAIN].strokes[1] = bench_kneading;
	techniques[PLAIN].strokes[1].from = REGION_LEGS;
	techniques[PLAIN].strokes[1].to = REGION_LEGS;
	rig.heads[0].heater.driver = DRIVER_SIM; /* upper back */
	techniques[HOT].strokes[0].to = REGION_LOWER_BACK;
	wire();
	settle();
	assert_int_equal(fit.unfit[PLAIN], FIT);
	assert_int_equal(fit.idle[PLAIN], 1u << 1);
	assert_int_equal(fit.idle[DEEP], 0);
	assert_int_equal(fit.idle[HOT] & 1u, 1u); /* hips to lower back: nothing heated */
	rig.heads[0].region = REGION_LEGS;
	rig.heads[0].x_m = 0.85;
	wire();
	settle();
	assert_int_equal(fit.idle[PLAIN], 0);
	command.enabled[REGION_LEGS] = false;
	settle();
	assert_int_equal(fit.idle[PLAIN], 1u << 1);
}

static void what_goes_without_a_stroke__says_which_and_why(void **state)
{
	char text[LACKS_SENTENCE_BYTES];

	(void)state;
	techniques[PLAIN].stroke_count = 3;
	techniques[PLAIN].strokes[1] = bench_kneading;
	techniques[PLAIN].strokes[2] = bench_warm;
	idle_sentence(text, sizeof(text), 1u << 1, &techniques[PLAIN]);
	assert_string_equal(text, "goes on without stroke 2, petrissage: no head lies there, or it "
				  "is left out");
	idle_sentence(text, sizeof(text), 6u, &techniques[PLAIN]);
	assert_string_equal(text, "goes on without stroke 2, petrissage and 1 more: no head lies "
				  "there, or it is left out");
	idle_sentence(text, sizeof(text), 1u << 2, &techniques[PLAIN]);
	assert_string_equal(text,
			    "goes on without stroke 3, warm_glide: no heated head lies there, "
			    "or it is left out");
	idle_sentence(text, sizeof(text), 0, &techniques[PLAIN]);
	assert_string_equal(text, "");
	idle_sentence(text, sizeof(text), 7u, &techniques[PLAIN]);
	assert_string_equal(text, "");
}

static void regions__are_those_of_the_client(void **state)
{
	(void)state;
	begin(4);
	techniques[PLAIN].stroke_count = 1;
	techniques[PLAIN].strokes[0].from = REGION_HIPS;
	techniques[PLAIN].strokes[0].to = REGION_HIPS;
	wire();
	settle();
	assert_int_equal(fit.unfit[PLAIN], UNFIT_REGION);
	command.height_m = BODY_HEIGHT_MIN_M;
	settle();
	assert_int_equal(fit.unfit[PLAIN], FIT);
}

static void the_technique_asked_for__is_judged_at_once(void **state)
{
	(void)state;
	for (int k = 0; k < FIT_TICKS; k++) {
		command.technique = PLAIN;
		command.ceiling_n = 80.0;
		settle();
		run(k);
		command.technique = DEEP;
		command.ceiling_n = 20.0;
		run(1);
		assert_int_equal(fit.unfit[DEEP], UNFIT_CEILING);
	}
	for (int k = 0; k < 8; k++) { /* and every other time after */
		command.ceiling_n = k % 2 == 0 ? 80.0 : 20.0;
		run(2 * FIT_TICKS);
		assert_int_equal(fit.unfit[DEEP], k % 2 == 0 ? FIT : UNFIT_CEILING);
	}
}

static void wild_commands__never_make_fit_what_does_not(void **state)
{
	struct dice dice = {7};
	int fits = 0;

	(void)state;
	rig.heads[2].heater.driver = DRIVER_NONE;
	wire();
	for (int k = 0; k < 20000; k++) {
		command.technique = dice_below(&dice, 9) - 2;
		command.ceiling_n = dice_wild(&dice, 0.0, 80.0);
		command.focus[dice_below(&dice, REGION_COUNT)] = dice_wild(&dice, 0.0, 1.0);
		command.enabled[dice_below(&dice, REGION_COUNT)] = dice_below(&dice, 2) == 0;
		command.height_m = dice_wild(&dice, 1.3, 2.2);
		run(1);
		assert_int_equal(fit.unfit[HOT], UNFIT_HEATER);
		assert_true(fit_allows(&fit, DEEP) == (fit.unfit[DEEP] == FIT));
		for (int j = 0; j < KINDS; j++) {
			assert_at_least(fit.ceiling_n[j], 0.0);
			assert_at_most(fit.ceiling_n[j], CEILING_MAX_N);
			if (fit_allows(&fit, j)) {
				assert_at_least(fit.ceiling_n[j], techniques[j].needs_ceiling_n);
				fits++;
			}
		}
	}
	assert_true(fits > 1000);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_fits__before_it_was_judged),
		TEST(a_rig_without_a_heater__does_no_hot_stone),
		TEST(a_heater_in_a_region_left_out__heats_nobody),
		TEST(a_heater_where_no_warm_stroke_works__is_none),
		TEST(screening_that_rules_heat_out__is_the_reason_given),
		TEST(heaters_whose_places_had_all_their_heat__count_as_none),
		TEST(a_search__needs_position_where_it_works),
		TEST(a_ceiling_asked_too_low__is_said_with_both_figures),
		TEST(a_client_who_eased_everywhere__is_offered_no_deep_tissue),
		TEST(what_passes_by_itself__is_no_reason),
		TEST(a_technique_without_its_figure__fits_nowhere),
		TEST(a_technique_for_regions_without_heads__does_not_fit),
		TEST(a_stroke_without_a_place__is_told),
		TEST(what_goes_without_a_stroke__says_which_and_why),
		TEST(regions__are_those_of_the_client),
		TEST(the_technique_asked_for__is_judged_at_once),
		TEST(wild_commands__never_make_fit_what_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
