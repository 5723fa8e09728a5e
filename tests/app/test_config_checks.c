/*
 * What must hold between the keys of a file: each check fires, with its sentence, and only just.
 */
#include "config_text.h"

#include "app/config_rig_check.h"

#include <math.h>

struct change {
	const char *from;
	const char *to;
};

/* Up to two changes to a sound text, and what is to be said of them; NULL: nothing. */
struct check {
	struct change changes[2];
	const char *words;
};

static void try_checks(struct bench *bench, enum config_kind kind, const char *path,
		       const struct check *checks, size_t count)
{
	char text[TEXT_BYTES];

	for (size_t i = 0; i < count; i++) {
		int result;

		load(text, path);
		for (int c = 0; c < 2 && checks[i].changes[c].from != NULL; c++) {
			replace(text, checks[i].changes[c].from, checks[i].changes[c].to);
		}
		result = read_text(bench, kind, text);
		if (checks[i].words == NULL && result != 0) {
			fail_msg("\"%s\" should be taken, but: %s", checks[i].changes[0].to,
				 bench->said);
		} else if (checks[i].words != NULL && (!is_refused(bench, kind, result) ||
						       !said_at(bench, 0, checks[i].words))) {
			fail_msg("\"%s\": expected \"%s\", result %d, said: %s",
				 checks[i].changes[0].to, checks[i].words, result, bench->said);
		}
	}
}
#define TRY(kind, path, checks) \
	try_checks(*state, kind, path, checks, sizeof(checks) / sizeof((checks)[0]))

/* clang-format off */
static const struct check places[] = {
	{ { { "x_m = 0.17; y_m = -0.06", "x_m = 0.10; y_m = -0.06" } }, "head 1 lies at x_m 0.1, outside the upper back; use 0.11 to 0.29 m" },
	{ { { "x_m = 0.17; y_m = -0.06", "x_m = 0.30; y_m = -0.06" } }, "head 1 lies at x_m 0.3, outside the upper back" },
	{ { { "x_m = 0.17; y_m = -0.06", "x_m = 0.11; y_m = -0.06" } }, NULL },
	{ { { "y_m = -0.06", "y_m = -0.029" } }, "head 1 comes within 14.0 mm of the spine's midline, where 15 mm are kept free" },
	{ { { "y_m = -0.06", "y_m = -0.0301" } }, NULL },
	{ { { "y_m = -0.06", "y_m = 0.0" } }, "head 1 comes within 0.0 mm" },
	{ { { "area_m2 = 7.07e-4", "area_m2 = 7e-3" } }, "head 1 comes within 12.8 mm" },
	{ { { "region = \"upper_back\"; side = \"left\"; x_m = 0.17; y_m = -0.06", "region = \"legs\"; side = \"left\"; x_m = 1.02; y_m = -0.09" } }, "head 1 at x_m 1.02, y_m -0.09 reaches the back of the knee, where nothing is pressed; move it" },
	{ { { "region = \"upper_back\"; side = \"left\"; x_m = 0.17; y_m = -0.06", "region = \"upper_back\"; side = \"left\"; x_m = 0.12; y_m = -0.2" } }, "head 1 at x_m 0.12, y_m -0.2 reaches the armpit" },
	{ { { "region = \"upper_back\"; side = \"left\"; x_m = 0.17; y_m = -0.06", "region = \"legs\"; side = \"left\"; x_m = 1.41; y_m = -0.09" } }, "head 1 at x_m 1.41, y_m -0.09 reaches the feet" },
	{ { { "y_m = -0.06", "y_m = 0.12" } }, "head 1 is named left and its y_m is 0.12; positive is the person's right" },
	{ { { "y_m = 0.06", "y_m = -0.12" } }, "head 2 is named right and its y_m is -0.12" },
	{ { { "region = \"upper_back\"", "region = \"face\"" } }, "region of head 1 is \"face\"; it must be one of neck, shoulders, upper_back, lower_back, hips, arms or legs" },
	{ { { "region = \"upper_back\"", "region = \"chest\"" } }, "region of head 1 is \"chest\"" },
	{ { { "region = \"upper_back\"", "region = \"none\"" } }, "region of head 1 is \"none\"" },
	{ { { "x_m = 0.44; y_m = 0.06", "x_m = 0.44; y_m = 0.06" } }, NULL },
	{ { { "region = \"lower_back\"; side = \"left\"; x_m = 0.44; y_m = -0.06", "region = \"upper_back\"; side = \"left\"; x_m = 0.19; y_m = -0.06" } },
	  "heads 1 and 3 overlap: their centres are 20 mm apart and need 31" },
	{ { { "region = \"lower_back\"; side = \"left\"; x_m = 0.44; y_m = -0.06", "region = \"upper_back\"; side = \"left\"; x_m = 0.2001; y_m = -0.06" } }, NULL },
};

static const struct check forces[] = {
	{ { { "ceiling_n = 80.0", "ceiling_n = 80.1" } }, "ceiling_n of head 1 is 80.1; it must be a number from 2 to 80 N" },
	{ { { "ceiling_pa = 200000.0", "ceiling_pa = 200001" } }, "ceiling_pa of head 1 is 200001; it must be a number from 1000 to 200000 Pa" },
	{ { { "relief_pa = 250000.0", "relief_pa = 310000" } },
	  "head 1 could press 152.2 N with its valve stuck open (piston area x relief pressure); on the upper back at most 147.0 N: use a relief of at most 299389 Pa" },
	{ { { "relief_pa = 250000.0", "relief_pa = 299389" } }, NULL },
	{ { { "relief_pa = 250000.0", "relief_pa = 183000" } }, "head 1 reaches only 79.9 N against its spring, below its ceiling_n of 80; raise relief_pa" },
	{ { { "relief_pa = 250000.0", "relief_pa = 183400" } }, NULL },
	{ { { "spring_n = 10.0", "spring_n = 0.0" } }, "spring_n of the release of trunk of actuator_kinds is 0; it must be a number from 2 to 50 N" },
	{ { { "dump_tau_s = 0.08", "dump_tau_s = 0.101" } }, "dump_tau_s of the release of trunk of actuator_kinds is 0.101; it must be a number from 0.001 to 0.1 s" },
	{ { { "dead_s = 0.03", "dead_s = 0.214" } }, "head 1 takes 0.40 s from its ceiling to 2 N; 0.4 s are allowed: shorten dump_tau_s or dead_s" },
	{ { { "dead_s = 0.03", "dead_s = 0.213" } }, NULL },
	{ { { "latency_s = 0.001", "latency_s = 0.0191" } }, "head 1's samples are up to 0.020 s old, and count as lost at 0.020 s; lower latency_s" },
	{ { { "latency_s = 0.001", "latency_s = 0.018" } }, NULL },
};

static const struct check necks[] = {
	{ { { "ceiling_n = 40.0", "ceiling_n = 41.0" } }, "head 1 has ceiling_n 41; on the neck at most 40 N" },
	{ { { "ceiling_pa = 100000.0", "ceiling_pa = 110000.0" } }, "head 1 has ceiling_pa 110000; on the neck at most 100000 Pa" },
	{ { { "relief_pa = 150000.0", "relief_pa = 155000.0" } }, "head 1 could press 76.1 N with its valve stuck open (piston area x relief pressure); on the neck at most 75.0 N" },
	{ { { "relief_pa = 185000.0", "relief_pa = 186000.0" } }, "head 13 could press 91.3 N with its valve stuck open (piston area x relief pressure); on the legs at most 91.0 N" },
};

static const struct check rigs[] = {
	{ { { "loop_hz = 1000", "loop_hz = 99.9" } }, "loop_hz of the rig is 99.9; it must be a number from 100 to 2000 Hz" },
	{ { { "loop_hz = 1000", "loop_hz = 2000" } }, NULL },
	{ { { "\"127.0.0.1\"", "\"localhost\"" } }, "bind must be a numeric address" },
	{ { { "\"127.0.0.1\"", "\"127.1\"" } }, "bind must be a numeric address" },
	{ { { "\"127.0.0.1\"", "\"::1\"" } }, NULL },
	{ { { "\"127.0.0.1\"", "\"0.0.0.0\"" } }, NULL },
	{ { { "port = 9000", "port = 65535" } }, "port of the osc of the rig is 65535; it must be a whole number from 0 to 65534" },
	{ { { "port = 9000", "port = 65534" } }, NULL },
	{ { { "port = 9000", "port = 0" } }, NULL },
	{ { { "port = 9000", "port = -1" } }, "port of the osc of the rig is -1" },
	{ { { "port = 9000", "port = 9000; tcp_port = 9000" } }, NULL },
	{ { { "port = 9000", "port = 9000; tcp_port = 65535" } }, NULL },
	{ { { "port = 9000", "port = 9000; tcp_port = 0" } }, "tcp_port of the osc of the rig is 0; it must be a whole number from 1 to 65535" },
	{ { { "port = 9000", "port = 9000; tcp_port = 65536" } }, "tcp_port of the osc of the rig is 65536" },
	{ { { "port = 9000", "port = 9000; tcp_port = \"x\"" } }, "tcp_port" },
	{ { { "control = \"bench\"", "control = \"rig\"" } }, NULL },
	{ { { "control = \"bench\"", "control = \"Rig\"" } }, "control of the rig must be \"rig\", or \"bench\" for simulated rigs" },
	{ { { "port = 9000", "allow = ( \"192.168.1.0/24\", \"fd00::/8\", \"0.0.0.0/0\", \"::1/128\" ); port = 9000" } }, NULL },
	{ { { "port = 9000", "allow = ( ); port = 9000" } }, "allow must be a list of 1 to 8 networks" },
	{ { { "port = 9000", "allow = \"10.0.0.0/8\"; port = 9000" } }, "allow must be a list of 1 to 8 networks" },
	{ { { "port = 9000", "allow = ( \"10.0.0.0/8\", \"10.0.0.1\" ); port = 9000" } }, "network 2 of allow must be as" },
	{ { { "port = 9000", "allow = ( 10 ); port = 9000" } }, "network 1 of allow must be as" },
	{ { { "port = 9000", "allow = ( \"10.0.0.0/33\" ); port = 9000" } }, "network 1 of allow must be as" },
	{ { { "port = 9000", "allow = ( \"10.0.0.0/-1\" ); port = 9000" } }, "network 1 of allow must be as" },
	{ { { "port = 9000", "allow = ( \"10.0.0.0/\" ); port = 9000" } }, "network 1 of allow must be as" },
	{ { { "port = 9000", "allow = ( \"10.0.0.0/8x\" ); port = 9000" } }, "network 1 of allow must be as" },
	{ { { "port = 9000", "allow = ( \"192.168.1.1/24\" ); port = 9000" } }, "with nothing behind its prefix" },
	{ { { "port = 9000", "allow = ( \"fd00::1/64\" ); port = 9000" } }, "with nothing behind its prefix" },
	{ { { "port = 9000", "allow = ( \"fd00::/129\" ); port = 9000" } }, "network 1 of allow must be as" },
	{ { { "port = 9000", "allow = ( \"example.org/8\" ); port = 9000" } }, "network 1 of allow must be as" },
	{ { { "driver = \"sim\"", "driver = \"hx711\"" } }, "driver of cell of sensor_kinds is \"hx711\"; it must be one of sim or wired, in quotes" },
	{ { { "name = \"sim-4\"", "name = \"Sim 4\"" } }, "name of the rig has a character that is not allowed" },
	{ { { "name = \"sim-4\"", "name = \"abcdefghijklmnopqrstuvwxyz-abcdefg\"" } }, "name of the rig is too long" },
	{ { { "actuator = \"trunk\"", "actuator = \"none\"" } }, "actuator names no kind that is there; write one of actuator_kinds" },
	{ { { "sensor_kinds : {", "sensor_kinds : { spare : { driver = \"sim\"; rate_hz = 80; latency_s = 0; noise_n = 0; };" } }, "spare is used by no head" },
	{ { { "sensor_kinds : {", "sensor_kinds : { spare = 1;" } }, "spare of sensor_kinds is no group" },
};

static const struct check techniques[] = {
	{ { { "share = 0.4;", "share = 0.41;" } }, "the strokes' shares add up to 1.01; change them to add up to 1" },
	{ { { "share = 0.4;", "share = 0.4000005;" } }, NULL },
	{ { { "share = 0.4;", "share = 0.399;" } }, "the strokes' shares add up to 0.999" },
	{ { { "force_min_n = 10.0", "force_min_n = 31.0" } }, "stroke 1, effleurage, has force_min_n 31 above force_max_n 30; exchange them" },
	{ { { "force_max_n = 30.0", "force_max_n = 80.5" } }, "force_max_n of stroke 1, effleurage, is 80.5; it must be a number from 2 to 80 N" },
	{ { { "speed_m_s = 0.03", "speed_m_s = 0.11" } }, "stroke 1, effleurage, has speed_m_s 0.11 outside its own range, 0.01 to 0.1; order them" },
	{ { { "speed_m_s = 0.03", "speed_m_s = 0.009" } }, "stroke 1, effleurage, has speed_m_s 0.009 outside" },
	{ { { "rate_hz = 1.0", "rate_hz = 2.0" } }, "stroke 2, petrissage, has rate_hz 2 outside its own range, 0.5 to 1.5" },
	{ { { "speed_m_s = 0.03", "rate_hz = 1.0; speed_m_s = 0.03" } }, "stroke 1, effleurage, takes no rate_hz; remove it" },
	{ { { "floor_share = 0.3", "floor_share = 0.3; radius_m = 0.02" } }, "stroke 2, petrissage, takes no radius_m; remove it" },
	{ { { "radius_m = 0.02", "radius_m = 0.02; floor_share = 0.3" } }, "stroke 3, friction, takes no floor_share; remove it" },
	{ { { "stroke = \"effleurage\"", "stroke = \"tapotement\"" } }, "stroke of stroke 1 is \"tapotement\"; it must be one of effleurage, petrissage, friction, stripping" },
	{ { { "from = \"legs\"", "from = \"shoulders\"" }, { "to = \"shoulders\"", "to = \"legs\"" } }, "stroke 1, effleurage, goes from the shoulders down to the legs; such strokes go up the body" },
	{ { { "from = \"legs\"", "from = \"shoulders\"" } }, NULL },
	{ { { "to = \"shoulders\"", "to = \"face\"" } }, "to of stroke 1, effleurage, is \"face\"" },
	{ { { "hands = 2", "hands = 3" } }, "hands of stroke 1, effleurage, is 3; it must be a whole number from 1 to 2" },
	{ { { "footprint_m = 0.12", "footprint_m = 0.31" } }, "footprint_m of stroke 1, effleurage, is 0.31; it must be a number from 0.02 to 0.3 m" },
	{ { { "footprint_m = 0.12", "footprint_m = 0.019" } }, "footprint_m of stroke 1, effleurage, is 0.019" },
	{ { { "needs = ( )", "needs = ( \"heater\" )" } }, NULL },
	{ { { "needs = ( )", "needs = ( \"position\" )" } }, NULL },
	{ { { "needs = ( )", "needs = ( \"patience\" )" } }, "needs names something unknown" },
	{ { { "needs = ( )", "needs = ( 1 )" } }, "needs names something unknown" },
};

static const struct check patients[] = {
	{ { { "156000.0", "1000.0" } }, "pressed in by 20 mm on the upper back this patient pushes back with 0.4 N; choose stiffness_n_m_n, its share and exponent for 5 to 500 N" },
	{ { { "156000.0", "1300000.0" } }, "pressed in by 20 mm on the lower back this patient pushes back with 520 N" },
	{ { { "exponent = 2.0", "exponent = 1.0" } }, "pressed in by 20 mm on the lower back this patient pushes back with 3.12e+03 N" },
	{ { { "156000.0", "22000.0" }, { "exponent = 2.0", "exponent = 1.5" } }, NULL },
	{ { { "156000.0", "-156000.0" } }, "stiffness_n_m_n of the patient is -156000; it must be a number from 1000 to 1e+07 N/m^n" },
	{ { { "shoulders = 1.2", "shoulders = -1.2" } }, "shoulders of the stiffness_share of the patient is -1.2" },
	{ { { "shoulders = 1.2", "shoulders = 9.0" } }, "pressed in by 20 mm on the shoulders this patient pushes back with 562 N" },
	{ { { "height_m = 1.75", "height_m = 2.2" } }, "height_m of the patient is 2.2; it must be a number from 1.4 to 2.1 m" },
	{ { { "upper_back = 0.003", "upper_back = 0.3" } }, "upper_back of the amplitude_m of the breathing of the patient is 0.3" },
	{ { { "rate_hz = 0.25", "rate_hz = 40.0" } }, "rate_hz of the breathing of the patient is 40; it must be a number from 0.05 to 1 Hz" },
	{ { { "depth_spread = 0.43", "depth_spread = 1.1" } }, "depth_spread of the breathing of the patient is 1.1" },
	{ { { "fast_share = 0.2", "fast_share = 0.8" } }, "the shares of the relaxation add up to 1, and at most 0.9 of a force can relax; lower fast_share or slow_share" },
	{ { { "fast_share = 0.2", "fast_share = 0.69" } }, NULL },
	{ { { "fast_share = 0.2", "fast_share = -0.1" } }, "fast_share of the relaxation of the patient is -0.1" },
	{ { { "upper_back = 0.03;", "upper_back = 0.0022;" } }, "on the upper back the wall lies 2.2 mm deep, and a head counts as touching only from 2.3 mm on; move it deeper" },
	{ { { "upper_back = 0.03;", "upper_back = 0.0023;" } }, NULL },
	{ { { "upper_back = 0.03;", "upper_back = -0.03;" } }, "upper_back of the depth_m of the wall of the patient is -0.03" },
	{ { { "35000.0", "-35000.0" } }, "stiffness_n_m of the wall of the patient is -35000" },
	{ { { "upper_back = 70.0", "upper_back = 0.0" } }, "upper_back of the comfort_n of the patient is 0" },
	{ { { "stiffens_by = 0.5", "stiffens_by = -0.5" } }, "stiffens_by of the guarding of the patient is -0.5" },
	{ { { "most = 0.22", "most = 1.0" } }, "most of the softening of the patient is 1; it must be a number from 0 to 0.5" },
	{ { { "coughs_per_min = 0.05", "coughs_per_min = 60.0" } }, "coughs_per_min of the happenings of the patient is 60; it must be a number from 0 to 10 a minute" },
	{ { { "knots = ( )", "knots = 1" } }, "knots must be a list of at most 12 knots, ( ) or ( { ... }, { ... } )" },
	{ { { "knots = ( )", "knots = ( 1 )" } }, "knot 1 is no group; write { ... }" },
	{ { { "knots = ( )", "knots = ( { region = \"hips\"; } )" } }, "knot 1 has no x_m; add a number from -0.5 to 2 m" },
};

static const struct check knots[] = {
	{ { { "x_m = 0.055; y_m = -0.065", "x_m = 0.2; y_m = -0.065" } }, "knot 1 lies at x_m 0.2, outside the shoulders; use 0 to 0.11 m" },
	{ { { "x_m = 0.31; y_m = 0.066", "x_m = 0.31; y_m = 0.17" } }, "knot 4 lies at y_m 0.17, outside the body; on the lower back use -0.165 to 0.165 m" },
	{ { { "x_m = 0.31; y_m = 0.066", "x_m = 0.31; y_m = -0.165" } }, NULL },
	{ { { "radius_m = 0.012", "radius_m = 0.05" } }, "radius_m of knot 1 is 0.05; it must be a number from 0.004 to 0.03 m" },
	{ { { "ratio = 2.2", "ratio = 0.5" } }, "ratio of knot 1 is 0.5; it must be a number from 1 to 4" },
	{ { { "releases_s = 45.0", "releases_s = -1.0" } }, "releases_s of knot 1 is -1" },
	{ { { "region = \"shoulders\"", "region = \"face\"" } }, "region of knot 1 is \"face\"; it must be one of neck, shoulders" },
};
/* clang-format on */

static void head_out_of_place__is_refused(void **state)
{
	TRY(CONFIG_RIG, SIM_4, places);
}

static void head_too_strong_or_too_slow__is_refused(void **state)
{
	TRY(CONFIG_RIG, SIM_4, forces);
}

static void neck_and_legs__have_less(void **state)
{
	TRY(CONFIG_RIG, SIM_16, necks);
}

static void rig_out_of_bounds__is_refused(void **state)
{
	TRY(CONFIG_RIG, SIM_4, rigs);
}

static void technique_at_odds__is_refused(void **state)
{
	TRY(CONFIG_TECHNIQUE, SWEDISH, techniques);
}

static void patient_beyond_nature__is_refused(void **state)
{
	TRY(CONFIG_PATIENT, NOMINAL, patients);
	TRY(CONFIG_PATIENT, KNOTTY, knots);
}

/* What is wrong between keys is said at the line of one of them. */
static void patient_beyond_nature__is_refused_at_its_line(void **state)
{
	static const struct {
		struct change change;
		const char *at;
	} wrong[] = {
		{{"fast_share = 0.2", "fast_share = 0.8"}, "relaxation :"},
		{{"upper_back = 0.03;", "upper_back = 0.0022;"}, "upper_back = 0.0022;"},
		{{"shoulders = 1.2", "shoulders = 9.0"}, "shoulders = 9.0"},
		{{"knots = ( )", "knots = (\n{ region = \"hips\"; x_m = 0.6; y_m = 0.3;"
				 " radius_m = 0.01; ratio = 2.0; releases_s = 0.0; } )"},
		 "{ region"},
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		char text[TEXT_BYTES];
		int result;

		load(text, NOMINAL);
		replace(text, wrong[i].change.from, wrong[i].change.to);
		result = read_text(bench, CONFIG_PATIENT, text);
		if (!is_refused(bench, CONFIG_PATIENT, result) ||
		    !said_at(bench, line_of(text, strstr(text, wrong[i].at)), "")) {
			fail_msg("\"%s\": %s", wrong[i].change.to, bench->said);
		}
	}
}

/* No file can name another driver yet, so the struct is made by hand. */
static void bench_control_with_a_real_device__is_refused(void **state)
{
	struct bench *bench = *state;
	const int lines[HEADS_MAX] = {7, 8, 9, 10};
	struct complaints complaints = {.path = "rig.conf"};

	assert_int_equal(read_path(bench, CONFIG_RIG, SIM_4), 0);
	check_rig(&complaints, 1, lines, &bench->item.rig);
	assert_int_equal(complaints.count, 0);
	for (int device = 0; device < 3 * bench->item.rig.head_count; device++) {
		struct head *head = &bench->item.rig.heads[device / 3];
		enum driver *const drivers[] = {&head->sensor.driver, &head->actuator.driver,
						&head->heater.driver};
		const enum driver before = *drivers[device % 3];

		*drivers[device % 3] = DRIVER_WIRED;
		check_rig(&complaints, 1, lines, &bench->item.rig);
		assert_int_equal(complaints.count, device + 1);
		assert_true(head_is_real(head));
		bench->item.rig.control = CONTROL_RIG;
		check_rig(&complaints, 1, lines, &bench->item.rig);
		assert_int_equal(complaints.count, device + 1);
		bench->item.rig.control = CONTROL_BENCH;
		*drivers[device % 3] = before;
	}
}

/* One mistake in what many heads share is one complaint. */
static void unsound_kind__is_complained_about_once(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];

	load(text, SIM_4);
	replace(text, "relief_pa = 250000.0", "relief_pa = 0");
	assert_true(is_refused(bench, CONFIG_RIG, read_text(bench, CONFIG_RIG, text)));
	assert_true(said_at(bench, 0, "relief_pa of trunk of actuator_kinds is 0"));
	assert_ptr_equal(strchr(bench->said, '\n'), bench->said + bench->said_bytes - 1);
}

/* "name : { list = ( { }, { }, ... ) };" */
static const char *many(const char *group, const char *list, int count)
{
	static char text[2048];

	snprintf(text, sizeof text, "%s : { %s = ( { }", group, list);
	while (--count > 0) {
		strcat(text, ", { }");
	}
	return strcat(text, " ); };\n");
}

static void more_than_there_is_room_for__is_refused(void **state)
{
	struct bench *bench = *state;

	assert_true(read_text(bench, CONFIG_RIG, many("rig", "heads", HEADS_MAX)) < 0);
	assert_false(said_at(bench, 1, "heads must be a list"));
	assert_true(read_text(bench, CONFIG_RIG, many("rig", "heads", HEADS_MAX + 1)) < 0);
	assert_true(said_at(bench, 1, "heads must be a list of 1 to 64 heads"));
	assert_true(read_text(bench, CONFIG_TECHNIQUE, many("technique", "strokes", STROKES_MAX)) <
		    0);
	assert_false(said_at(bench, 1, "strokes must be a list"));
	assert_true(read_text(bench, CONFIG_TECHNIQUE,
			      many("technique", "strokes", STROKES_MAX + 1)) < 0);
	assert_true(
		said_at(bench, 1, "strokes must be a list of 1 to 16 strokes, and not of 17, ("));
}

/* Every key lands in its own field: no two figures here are alike. */
static const char distinct[] =
	"rig : { name = \"one\"; loop_hz = 500; control = \"bench\";\n"
	" osc : { bind = \"::1\"; port = 7001; tcp_port = 7003; };\n"
	" heads = ( { region = \"hips\"; side = \"right\"; x_m = 0.6; y_m = 0.09;\n"
	"  area_m2 = 8e-4; ceiling_n = 50.0; ceiling_pa = 90000.0;\n"
	"  sensor = { driver = \"sim\"; rate_hz = 320.0; latency_s = 0.002; noise_n = 0.005;\n"
	"   range_n = 300.0; quantum_n = 0.001; drift_n_h = 0.3; slip_share = 0.03;\n"
	"   air = { rate_hz = 900.0; noise_pa = 110.0; quantum_pa = 62.0; };\n"
	"   position = { rate_hz = 800.0; noise_m = 3e-5; quantum_m = 2e-6; };\n"
	"   contact = { rate_hz = 50.0; least_n = 0.25; most_n = 19.0; hysteresis_share = 0.12; "
	"};\n"
	"   };\n"
	"  actuator = { driver = \"sim\"; kind = \"pressure\"; area_m2 = 5e-4; relief_pa = "
	"210000.0;\n"
	"   lag_s = 0.11; vent_lag_s = 0.16; dead_s = 0.021; travel_m = 0.12;\n"
	"   hysteresis_share = 0.013; supply_sag_share = 0.014; supply_recovery_s = 1.5;\n"
	"   mass_kg = 0.6; friction = { breakaway_n = 2.1; coulomb_share = 0.71; stribeck_m_s = "
	"0.0015;\n"
	"    viscous_n_s_m = 64.0; };\n"
	"   release = { dump_tau_s = 0.07; dead_s = 0.035; spring_n = 11.0; }; }; } ); };\n";

static void keys__land_in_their_fields(void **state)
{
	struct bench *bench = *state;
	const struct rig *rig = &bench->item.rig;
	const struct head *head = &rig->heads[0];

	assert_int_equal(read_text(bench, CONFIG_RIG, distinct), 0);
	assert_string_equal(rig->name, "one");
	assert_string_equal(rig->osc.bind, "::1");
	assert_int_equal(rig->osc.port, 7001);
	assert_int_equal(rig->osc.tcp_port, 7003);
	assert_int_equal(rig->control, CONTROL_BENCH);
	assert_int_equal(rig->head_count, 1);
	assert_int_equal(head->region, REGION_HIPS);
	assert_int_equal(head->side, SIDE_RIGHT);
	assert_int_equal(head->sensor.driver, DRIVER_SIM);
	assert_int_equal(head->actuator.driver, DRIVER_SIM);
	assert_int_equal(head->actuator.kind, ACTUATOR_PRESSURE);
	assert_true(same(rig->loop_hz, 500.0));
	assert_true(same(head->x_m, 0.6) && same(head->y_m, 0.09) && same(head->area_m2, 8e-4));
	assert_true(same(head->ceiling_n, 50.0) && same(head->ceiling_pa, 90000.0));
	assert_true(same(head->sensor.rate_hz, 320.0) && same(head->sensor.latency_s, 0.002));
	assert_true(same(head->sensor.noise_n, 0.005));
	assert_true(same(head->sensor.range_n, 300.0) && same(head->sensor.quantum_n, 0.001));
	assert_true(same(head->sensor.drift_n_h, 0.3) && same(head->sensor.slip_share, 0.03));
	assert_true(same(head->sensor.air.rate_hz, 900.0));
	assert_true(same(head->sensor.air.noise_pa, 110.0));
	assert_true(same(head->sensor.air.quantum_pa, 62.0));
	assert_true(same(head->sensor.position.rate_hz, 800.0));
	assert_true(same(head->sensor.position.noise_m, 3e-5));
	assert_true(same(head->sensor.position.quantum_m, 2e-6));
	assert_true(same(head->sensor.contact.rate_hz, 50.0));
	assert_true(same(head->sensor.contact.least_n, 0.25));
	assert_true(same(head->sensor.contact.most_n, 19.0));
	assert_true(same(head->sensor.contact.hysteresis_share, 0.12));
	assert_true(same(head->sensor.thermistor.rate_hz, 0.0));
	assert_true(same(head->actuator.area_m2, 5e-4));
	assert_true(same(head->actuator.relief_pa, 210000.0));
	assert_true(same(head->actuator.lag_s, 0.11) && same(head->actuator.vent_lag_s, 0.16));
	assert_true(same(head->actuator.dead_s, 0.021) && same(head->actuator.travel_m, 0.12));
	assert_true(same(head->actuator.hysteresis_share, 0.013));
	assert_true(same(head->actuator.supply_sag_share, 0.014));
	assert_true(same(head->actuator.supply_recovery_s, 1.5));
	assert_true(same(head->actuator.mass_kg, 0.6));
	assert_true(same(head->actuator.friction.breakaway_n, 2.1));
	assert_true(same(head->actuator.friction.coulomb_share, 0.71));
	assert_true(same(head->actuator.friction.stribeck_m_s, 0.0015));
	assert_true(same(head->actuator.friction.viscous_n_s_m, 64.0));
	assert_true(same(head->actuator.release.dump_tau_s, 0.07));
	assert_true(same(head->actuator.release.dead_s, 0.035));
	assert_true(same(head->actuator.release.spring_n, 11.0));
	/* 0.035 + 0.07 ln(63.1 / 10.9) */
	assert_true(fabs(config_release_s(head) - 0.15792) < 1e-5);
}

static void kinds__are_as_good_as_groups(void **state)
{
	struct bench *bench = *state;
	const struct rig *rig = &bench->item.rig;

	assert_int_equal(read_path(bench, CONFIG_RIG, SIM_16), 0);
	assert_int_equal(rig->head_count, 16);
	for (int i = 0; i < 16; i++) {
		const struct head *head = &rig->heads[i];

		assert_int_equal(head->side, i % 2 == 0 ? SIDE_LEFT : SIDE_RIGHT);
		assert_true(same(head->sensor.rate_hz, 1000.0));
		assert_true(same(head->actuator.relief_pa, i < 2    ? 150000.0
							   : i < 12 ? 250000.0
								    : 185000.0));
		assert_true(same(head->actuator.release.dump_tau_s, 0.08));
	}
	assert_true(same(rig->heads[15].x_m, 1.18) && same(rig->heads[15].y_m, 0.09));
}

static void technique_and_patient__land_in_their_fields(void **state)
{
	struct bench *bench = *state;
	const struct stroke *stroke = bench->item.technique.strokes;
	const struct patient *patient = &bench->item.patient;

	assert_int_equal(read_path(bench, CONFIG_TECHNIQUE, SWEDISH), 0);
	assert_string_equal(bench->item.technique.name, "swedish");
	assert_string_equal(bench->item.technique.title, "Swedish massage");
	assert_int_equal(bench->item.technique.stroke_count, 4);
	assert_int_equal(stroke[1].kind, STROKE_PETRISSAGE);
	assert_int_equal(stroke[1].from, REGION_LEGS);
	assert_int_equal(stroke[1].to, REGION_SHOULDERS);
	assert_int_equal(stroke[1].hands, 2);
	assert_true(same(stroke[1].share, 0.3) && same(stroke[1].footprint_m, 0.09));
	assert_true(same(stroke[1].force_min_n, 15.0) && same(stroke[1].force_max_n, 40.0));
	assert_true(same(stroke[1].speed_m_s, 0.01) && same(stroke[1].speed_min_m_s, 0.005));
	assert_true(same(stroke[1].speed_max_m_s, 0.02) && same(stroke[1].rate_hz, 1.0));
	assert_true(same(stroke[1].rate_min_hz, 0.5) && same(stroke[1].rate_max_hz, 1.5));
	assert_true(same(stroke[1].floor_share, 0.3) && same(stroke[1].radius_m, 0.0));
	assert_true(same(stroke[2].radius_m, 0.02) && same(stroke[0].rate_hz, 0.0));

	assert_int_equal(read_path(bench, CONFIG_PATIENT, NOMINAL), 0);
	assert_string_equal(patient->name, "nominal");
	assert_true(same(patient->height_m, 1.75) && same(patient->stiffness_n_m_n, 156000.0));
	assert_true(same(patient->exponent, 2.0) && same(patient->damping_s_m, 5.0));
	assert_true(same(patient->clearance_m, 0.015) && same(patient->breathing.rate_hz, 0.25));
	assert_true(same(patient->breathing.amplitude_m[REGION_UPPER_BACK], 0.003));
	assert_true(same(patient->breathing.amplitude_m[REGION_LOWER_BACK], 0.0015));
	assert_true(same(patient->breathing.amplitude_m[REGION_ARMS], 0.0003));
	assert_true(same(patient->breathing.amplitude_m[REGION_LEGS], 0.0));
	assert_true(same(patient->breathing.length_spread, 0.15));
	assert_true(same(patient->breathing.depth_spread, 0.43));
	assert_true(same(patient->ceiling_n, 80.0));
	assert_true(same(patient->stiffness_share[REGION_SHOULDERS], 1.2));
	assert_true(same(patient->stiffness_share[REGION_LEGS], 0.9));
	assert_true(same(patient->comfort_n[REGION_NECK], 30.0));
	assert_true(same(patient->comfort_n[REGION_HIPS], 80.0));
	assert_true(same(patient->relaxation.share[0], 0.2));
	assert_true(same(patient->relaxation.tau_s[0], 0.3));
	assert_true(same(patient->relaxation.tau_s[1], 8.0));
	assert_true(same(patient->wall.stiffness_n_m, 35000.0));
	assert_true(same(patient->wall.depth_m[REGION_ARMS], 0.025));
	assert_true(same(patient->wall.depth_m[REGION_LOWER_BACK], 0.045));
	assert_true(same(patient->guarding.stiffens_by, 0.5));
	assert_true(same(patient->guarding.onset_s, 0.3));
	assert_true(same(patient->guarding.fades_s, 5.0));
	assert_true(same(patient->softening.most, 0.22));
	assert_true(same(patient->softening.dose_n_s, 9000.0));
	assert_true(same(patient->happenings.deep_breaths_per_min, 0.2));
	assert_true(same(patient->happenings.coughs_per_min, 0.05));
	assert_true(same(patient->happenings.cough_m, 0.01));
	assert_int_equal(patient->knot_count, 0);

	assert_int_equal(read_path(bench, CONFIG_PATIENT, "config/patients/mover.conf"), 0);
	assert_true(same(patient->happenings.shifts_per_min, 1.0));
	assert_true(same(patient->happenings.gets_up_at_s, 1500.0));
	assert_int_equal(read_path(bench, CONFIG_PATIENT, "config/patients/guarder.conf"), 0);
	assert_true(same(patient->happenings.tenses_per_min, 1.0));
	assert_int_equal(read_path(bench, CONFIG_PATIENT, KNOTTY), 0);
	assert_int_equal(patient->knot_count, 6);
	assert_int_equal(patient->knots[3].region, REGION_LOWER_BACK);
	assert_true(same(patient->knots[3].x_m, 0.31) && same(patient->knots[3].y_m, 0.066));
	assert_true(same(patient->knots[3].radius_m, 0.015) && same(patient->knots[3].ratio, 2.5));
	assert_true(same(patient->knots[3].releases_s, 90.0));
	assert_true(same(patient->knots[5].releases_s, 0.0));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, bench_open, bench_close)
	const struct CMUnitTest tests[] = {
		TEST(head_out_of_place__is_refused),
		TEST(head_too_strong_or_too_slow__is_refused),
		TEST(neck_and_legs__have_less),
		TEST(rig_out_of_bounds__is_refused),
		TEST(technique_at_odds__is_refused),
		TEST(patient_beyond_nature__is_refused),
		TEST(patient_beyond_nature__is_refused_at_its_line),
		TEST(bench_control_with_a_real_device__is_refused),
		TEST(unsound_kind__is_complained_about_once),
		TEST(more_than_there_is_room_for__is_refused),
		TEST(keys__land_in_their_fields),
		TEST(kinds__are_as_good_as_groups),
		TEST(technique_and_patient__land_in_their_fields),
	};

	return cmocka_run_group_tests_name("config_checks", tests, NULL, NULL);
}
