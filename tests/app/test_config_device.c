/*
 * Sensors and actuators of a rig file: which keys belong to which kind, where they land, what they must
 * have to do with each other.
 */
#include "config_text.h"

#include <math.h>

#define LOWFRICTION "config/rigs/sim-16-lowfriction.conf"
#define HX711       "config/rigs/sim-16-hx711.conf"

struct change {
	const char *from;
	const char *to;
	const char *words; /* of the complaint; NULL: it is taken */
};

static void try_changes(struct bench *bench, const char *path, const struct change *changes,
			size_t count)
{
	char text[TEXT_BYTES];

	for (size_t i = 0; i < count; i++) {
		int result;

		load(text, path);
		replace(text, changes[i].from, changes[i].to);
		result = read_text(bench, CONFIG_RIG, text);
		if (changes[i].words == NULL && result != 0) {
			fail_msg("\"%s\" should be taken, but: %s", changes[i].to, bench->said);
		} else if (changes[i].words != NULL && (!is_refused(bench, CONFIG_RIG, result) ||
							!said_at(bench, 0, changes[i].words))) {
			fail_msg("\"%s\": expected \"%s\", result %d, said: %s", changes[i].to,
				 changes[i].words, result, bench->said);
		}
	}
}
#define TRY(path, changes) \
	try_changes(*state, path, changes, sizeof(changes) / sizeof((changes)[0]))

/* clang-format off */
static const struct change pressure[] = {
	{ "breakaway_n = 3.0", "breakaway_n = 5.0", NULL },
	{ "breakaway_n = 3.0", "breakaway_n = 5.1", "head 1's spring_n of 10 must be at least 2 times its breakaway_n of 5.1, or a head that let go stays on the person; use at least 10.2 N" },
	{ "breakaway_n = 3.0", "breakaway_n = 0", NULL },
	{ "breakaway_n = 3.0", "breakaway_n = -0.1", "breakaway_n of the friction of trunk of actuator_kinds is -0.1; it must be a number from 0 to 10 N" },
	{ "coulomb_share = 0.75", "coulomb_share = 1.01", "coulomb_share of the friction of trunk of actuator_kinds is 1.01" },
	{ "stribeck_m_s = 0.001", "stribeck_m_s = 0", "stribeck_m_s of the friction of trunk of actuator_kinds is 0" },
	{ "mass_kg = 0.5", "mass_kg = 0.0", "mass_kg of trunk of actuator_kinds is 0; it must be a number from 0.05 to 5 kg" },
	{ "hysteresis_share = 0.01", "hysteresis_share = 0.06", "hysteresis_share of trunk of actuator_kinds is 0.06" },
	{ "supply_sag_share = 0.02", "supply_sag_share = 0.3", "supply_sag_share of trunk of actuator_kinds is 0.3" },
	{ "mass_kg = 0.5", "screw : { }; mass_kg = 0.5", "trunk of actuator_kinds takes no screw; remove it" },
	{ "range_n = 490.0", "range_n = 122.0", "head 1 could press 122.8 N and its sensor reads at most range_n 122; use one that reads more" },
	{ "range_n = 490.0", "range_n = 501.0", "range_n of cell of sensor_kinds is 501; it must be a number from 50 to 500 N" },
	{ "slip_share = 0.0", "slip_share = 0.2", "slip_share of cell of sensor_kinds is 0.2" },
	{ "air : {", "zz : {", "zz is no key of cell of sensor_kinds" },
	{ "rate_hz = 1000.0;        # [P]", "rate_hz = 0;", "rate_hz of the air of cell of sensor_kinds is 0" },
	{ "slip_share = 0.0;", "slip_share = 0.0; contact : { rate_hz = 100.0; least_n = 0.2; most_n = 20.0; hysteresis_share = 0.1; };", NULL },
	{ "slip_share = 0.0;", "slip_share = 0.0; thermistor : { rate_hz = 10.0; tau_s = 5.0; noise_k = 0.1; quantum_k = 0.1; };", "head 1 has no motor whose temperature could be read; remove thermistor" },
};

static const struct change screws[] = {
	{ "stall_n = 140.0", "stall_n = 148.0", "head 1 could press 148.0 N before its screw stalls; on the upper back at most 147.0 N: use a stall_n of at most that" },
	{ "stall_n = 140.0", "stall_n = 80.0", "head 1 stalls at 80.0 N, not above its ceiling_n of 80; raise stall_n or lower ceiling_n" },
	{ "dead_s = 0.05", "dead_s = 0.085", NULL },
	{ "quantum_n = 5.84e-5", "quantum_n = 0.041", "head 1 has a screw, and its sensor's steps of 0.041 N are too coarse for its noise_n of 0.02: nobody could tell whether it is stuck; use one with a quantum_n of at most 0.04" },
	{ "dead_s = 0.05", "dead_s = 0.09", "head 1's quick release takes 0.30 s to take it 25 mm back; 0.3 s are allowed, as a screw does not give way" },
	{ "spring_n = 10.0", "spring_n = 8.9", "head 1's quick release takes 0.30 s" },
	{ "spring_n = 10.0", "spring_n = 5.9", "head 1's spring_n of 5.9 must be at least 2 times" },
	{ "dead_s = 0.05", "dump_tau_s = 0.08; dead_s = 0.05", "the release of spindle of actuator_kinds takes no dump_tau_s; remove it" },
	{ "mass_kg = 0.5", "lag_s = 0.1; mass_kg = 0.5", "spindle of actuator_kinds takes no lag_s; remove it" },
	{ "kind = \"velocity\"", "kind = \"pressure\"", "spindle of actuator_kinds has no area_m2; add a number" },
	{ "kind = \"velocity\"", "kind = \"speed\"", "kind of spindle of actuator_kinds is \"speed\"; it must be one of pressure or velocity, in quotes" },
	{ "position : {", "zz : {", "zz is no key of cell of sensor_kinds" },
	{ "duty_share = 1.0", "duty_share = 0.20", NULL },
	{ "speed_max_m_s = 0.032", "speed_max_m_s = 0.1", "speed_max_m_s of the screw of spindle of actuator_kinds is 0.1" },
};

#define SURFACE "surface : {\n\t\t\t\trate_hz = 10.0;"

static const struct change heaters[] = {
	{ "cut_out_c = 45.0", "cut_out_c = 43.0", "head 3's heater has cut_out_c 43; it must be above 43, which may be asked for, and at most 48" },
	{ "cut_out_c = 45.0", "cut_out_c = 43.1", NULL },
	{ "cut_out_c = 45.0", "cut_out_c = 48.0", NULL },
	{ "cut_out_c = 45.0", "cut_out_c = 48.1", "head 3's heater has cut_out_c 48.1" },
	{ "cut_out_c = 45.0", "cut_out_c = 0", "cut_out_c of stone of heater_kinds is 0; it must be a number from 30 to 100 degC" },
	{ "power_w = 8.0", "power_w = 24.0", NULL },
	{ "power_w = 8.0", "power_w = 25.0", "head 3's heater, left on, would bring its face to 51.2 degC before a cut-out at 45 reacts; 51 are allowed: use less power_w or more capacity_j_k" },
	{ "power_w = 8.0", "power_w = 5.9", "head 3's heater could not gain 2 degC in 20 s on a person and would be taken for broken; use a power_w of at least 6.0" },
	{ "power_w = 8.0", "power_w = 6.0", NULL },
	{ "capacity_j_k = 20.0", "capacity_j_k = 7.5", "head 3's face cools by up to 0.53 degC in a second, too fast to tell that its sensor came off; use a capacity_j_k of more than 7" },
	{ "contact_w_k = 0.35", "contact_w_k = 0", "contact_w_k of stone of heater_kinds is 0" },
	{ SURFACE, "surface : {\n rate_hz = 1.9;", "head 3's surface is read every 0.526316 s, 1 s late; its heater needs 0.5 s and 5 s at most" },
	{ SURFACE, "surface : {\n rate_hz = 2.0;", NULL },
	{ SURFACE, "surface : {\n rate_hz = 0;", "rate_hz of the surface of stone of heater_kinds is 0" },
	{ "tau_s = 1.0", "tau_s = 5.1", "head 3's surface is read every 0.1 s, 5.1 s late" },
	{ "heater = \"stone\"", "heater = \"pebble\"", "heater names no kind that is there; write one of heater_kinds, in quotes, or the group itself, heater = { ... };" },
	{ "heater_kinds : {", "heater_kinds : { iron : 1;", "iron of heater_kinds is no group" },
	{ "power_w = 8.0;", "power_w = 8.0; sensor = \"cell\";", "sensor is no key of stone of heater_kinds; its keys are driver, power_w, capacity_j_k, loss_w_k, contact_w_k, cut_out_c or surface" },
};
/* clang-format on */

static void a_heater_that_could_not_be_trusted__is_refused(void **state)
{
	TRY(SIM_4, heaters);
}

static void a_pressure_head_that_could_not_be_trusted__is_refused(void **state)
{
	TRY(SIM_4, pressure);
}

static void a_screw_that_could_not_be_trusted__is_refused(void **state)
{
	TRY(VELOCITY, screws);
}

/* The text without the group that begins with key, which has no groups in it. */
static void without_group(char *text, const char *key)
{
	char *from = strstr(text, key);
	char *to;

	assert_non_null(from);
	to = strstr(from, "};") + 2;
	memmove(from, to, strlen(to) + 1);
}

static void a_sensor_a_head_cannot_do_without__is_asked_for(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];

	load(text, SIM_4);
	without_group(text, "position :"); /* it feels its way down without */
	assert_int_equal(read_text(bench, CONFIG_RIG, text), 0);
	without_group(text, "air :");
	assert_true(is_refused(bench, CONFIG_RIG, read_text(bench, CONFIG_RIG, text)));
	assert_true(said_at(bench, 0, "head 4 presses with air and its sensor has no air"));
	load(text, VELOCITY);
	without_group(text, "thermistor :");
	assert_int_equal(read_text(bench, CONFIG_RIG, text), 0);
	without_group(text, "position :");
	assert_true(is_refused(bench, CONFIG_RIG, read_text(bench, CONFIG_RIG, text)));
	assert_true(said_at(bench, 0, "head 1 has a screw and its sensor has no position"));
}

static void a_screws_keys__land_in_their_fields(void **state)
{
	struct bench *bench = *state;
	const struct actuator_spec *actuator = &bench->item.rig.heads[1].actuator;
	const struct sensor_spec *sensor = &bench->item.rig.heads[1].sensor;

	assert_int_equal(read_path(bench, CONFIG_RIG, VELOCITY), 0);
	assert_int_equal(actuator->kind, ACTUATOR_VELOCITY);
	assert_true(same(actuator->screw.speed_max_m_s, 0.032));
	assert_true(same(actuator->screw.accel_m_s2, 0.5));
	assert_true(same(actuator->screw.backlash_m, 0.00025));
	assert_true(same(actuator->screw.stall_n, 140.0));
	assert_true(same(actuator->screw.duty_share, 1.0));
	assert_true(same(actuator->screw.duty_tau_s, 540.0));
	assert_true(same(actuator->screw.cut_out_c, 80.0));
	assert_true(same(actuator->dead_s, 0.01) && same(actuator->release.dead_s, 0.05));
	assert_true(same(sensor->thermistor.rate_hz, 10.0) && same(sensor->thermistor.tau_s, 5.0));
	assert_true(same(sensor->thermistor.noise_k, 0.1));
	assert_true(same(sensor->thermistor.quantum_k, 0.1));
	assert_true(same(sensor->air.rate_hz, 0.0) && same(actuator->area_m2, 0.0));
	/* 0.05 + 0.025 * 60 / (10 - 3) */
	assert_true(fabs(config_release_s(&bench->item.rig.heads[1]) - 0.26429) < 1e-5);
}

static void a_heater_without_a_sensor_on_its_surface__is_refused(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];

	load(text, SIM_4);
	without_group(text, "surface :");
	assert_true(is_refused(bench, CONFIG_RIG, read_text(bench, CONFIG_RIG, text)));
	assert_true(
		said_at(bench, 0,
			"head 1 has a heater and no sensor on its surface; add surface : { ... } "
			"to the heater"));
}

static void a_heaters_keys__land_in_their_fields(void **state)
{
	struct bench *bench = *state;
	const struct heater_spec *heater = &bench->item.rig.heads[3].heater;
	char text[TEXT_BYTES];

	assert_int_equal(read_path(bench, CONFIG_RIG, SIM_16), 0);
	assert_int_equal(bench->item.rig.heads[0].heater.driver, DRIVER_NONE);
	assert_int_equal(read_path(bench, CONFIG_RIG, SIM_4), 0);
	assert_int_equal(heater->driver, DRIVER_SIM);
	assert_true(same(heater->power_w, 8.0) && same(heater->capacity_j_k, 20.0));
	assert_true(same(heater->loss_w_k, 0.03) && same(heater->contact_w_k, 0.35));
	assert_true(same(heater->cut_out_c, 45.0) && same(heater->surface.rate_hz, 10.0));
	assert_true(same(heater->surface.tau_s, 1.0) && same(heater->surface.noise_k, 0.02));
	assert_true(same(heater->surface.quantum_k, 0.02));

	load(text, SIM_4); /* written at the head itself, and used by no other */
	replace_all(text, "heater = \"stone\";", "");
	assert_true(is_refused(bench, CONFIG_RIG, read_text(bench, CONFIG_RIG, text)));
	assert_true(said_at(bench, 0, "stone is used by no head"));
}

/* What is warm: hot stone runs on every size, and is refused on screws. */
static void four_heads_of_sixteen__are_heated(void **state)
{
	static const struct {
		const char *path;
		int heated;
	} rigs[] = {{SIM_16, 4}, {LOWFRICTION, 4}, {HX711, 4}, {"config/rigs/sim-8.conf", 8},
		    {SIM_4, 4},  {VELOCITY, 0}};
	struct bench *bench = *state;

	for (size_t k = 0; k < sizeof rigs / sizeof rigs[0]; k++) {
		int heated = 0;

		assert_int_equal(read_path(bench, CONFIG_RIG, rigs[k].path), 0);
		for (int i = 0; i < bench->item.rig.head_count; i++) {
			const struct head *head = &bench->item.rig.heads[i];

			heated += head->heater.driver == DRIVER_SIM;
			if (head->heater.driver != DRIVER_NONE) {
				assert_true(fabs(head->x_m - 0.31) > 0.05); /* not the kidneys */
			}
		}
		assert_int_equal(heated, rigs[k].heated);
	}
}

/* The kinds that are scored beside sim-16 differ from it in what their names say, and in nothing else. */
static void the_scored_kinds__differ_in_what_they_say(void **state)
{
	struct bench *bench = *state;
	static struct rig plain;
	static struct rig other;

	assert_int_equal(read_path(bench, CONFIG_RIG, SIM_16), 0);
	plain = bench->item.rig;
	assert_int_equal(read_path(bench, CONFIG_RIG, LOWFRICTION), 0);
	other = bench->item.rig;
	assert_int_equal(other.head_count, plain.head_count);
	for (int i = 0; i < plain.head_count; i++) {
		double breakaway_n = other.heads[i].actuator.friction.breakaway_n;

		assert_true(breakaway_n >= 0.5 && breakaway_n <= 1.0);
		other.heads[i].actuator.friction.breakaway_n = 3.0;
		assert_memory_equal(&other.heads[i], &plain.heads[i], sizeof plain.heads[i]);
	}
	assert_int_equal(read_path(bench, CONFIG_RIG, HX711), 0);
	other = bench->item.rig;
	assert_int_equal(other.head_count, plain.head_count);
	for (int i = 0; i < plain.head_count; i++) {
		const struct sensor_spec *sensor = &other.heads[i].sensor;

		assert_true(same(sensor->rate_hz, 80.0) && same(sensor->air.rate_hz, 1000.0));
		assert_true(sensor->slip_share >= 0.01 && sensor->slip_share <= 0.05);
		assert_memory_equal(&other.heads[i].actuator, &plain.heads[i].actuator,
				    sizeof plain.heads[i].actuator);
		assert_memory_equal(&other.heads[i].heater, &plain.heads[i].heater,
				    sizeof plain.heads[i].heater);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_pressure_head_that_could_not_be_trusted__is_refused, bench_open,
			bench_close),
		cmocka_unit_test_setup_teardown(a_heater_that_could_not_be_trusted__is_refused,
						bench_open, bench_close),
		cmocka_unit_test_setup_teardown(
			a_heater_without_a_sensor_on_its_surface__is_refused, bench_open,
			bench_close),
		cmocka_unit_test_setup_teardown(a_heaters_keys__land_in_their_fields, bench_open,
						bench_close),
		cmocka_unit_test_setup_teardown(four_heads_of_sixteen__are_heated, bench_open,
						bench_close),
		cmocka_unit_test_setup_teardown(a_screw_that_could_not_be_trusted__is_refused,
						bench_open, bench_close),
		cmocka_unit_test_setup_teardown(a_sensor_a_head_cannot_do_without__is_asked_for,
						bench_open, bench_close),
		cmocka_unit_test_setup_teardown(a_screws_keys__land_in_their_fields, bench_open,
						bench_close),
		cmocka_unit_test_setup_teardown(the_scored_kinds__differ_in_what_they_say,
						bench_open, bench_close),
	};

	return cmocka_run_group_tests_name("config_device", tests, NULL, NULL);
}
