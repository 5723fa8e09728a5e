/*
 * Every key of every kind of file, wrong in turn: the wrong files are made from the shipped ones.
 */
#include "config_text.h"

#include <ctype.h>

/* One "key = value;" or the beginning of a group or list in a text. */
struct place {
	const char *key; /* into the text */
	const char *value;
	const char *end; /* after the ";"; NULL for groups and lists */
	char name[48];
};

static const char *skip_comment(const char *c)
{
	return *c == '#' ? c + strcspn(c, "\n") : c;
}

/* The next key at or after c. */
static bool find_place(const char *c, struct place *place)
{
	for (; *c != '\0'; c++) {
		size_t length;

		c = skip_comment(c);
		if (*c == '"') {
			c = strchr(c + 1, '"');
			continue;
		}
		if (!islower((unsigned char)*c)) {
			continue;
		}
		length = strspn(c, "abcdefghijklmnopqrstuvwxyz0123456789_");
		place->key = c;
		place->value = c + length + strspn(c + length, " ");
		assert_true(*place->value == '=' || *place->value == ':');
		place->value += 1 + strspn(place->value + 1, " ");
		place->end =
			strchr("({", *place->value) == NULL ? strchr(place->value, ';') + 1 : NULL;
		snprintf(place->name, sizeof place->name, "%.*s", (int)length, c);
		return true;
	}
	return false;
}

/* The text with [from, to) replaced. */
static const char *patched(const char *text, const char *from, const char *to, const char *with)
{
	static char out[TEXT_BYTES + 256];

	snprintf(out, sizeof out, "%.*s%s%s", (int)(from - text), text, with, to);
	return out;
}

static int refused_count;

static void refuses(struct bench *bench, enum config_kind kind, const char *text, int line,
		    const char *words)
{
	int result = read_text(bench, kind, text);

	if (!is_refused(bench, kind, result) || !said_at(bench, line, words)) {
		fail_msg("expected line %d, \"%s\"; result %d, said: %s", line, words, result,
			 bench->said);
	}
	refused_count++;
}

static void with_value(struct bench *bench, enum config_kind kind, const char *text,
		       const struct place *place, const char *value, const char *words)
{
	refuses(bench, kind, patched(text, place->value, place->end - 1, value),
		line_of(text, place->key), words);
}

typedef void wrong_way(struct bench *bench, enum config_kind kind, const char *text,
		       const struct place *place);

static void each_key(struct bench *bench, wrong_way *wrong)
{
	static const struct {
		enum config_kind kind;
		const char *path;
	} files[] = {{CONFIG_RIG, SIM_4},
		     {CONFIG_RIG, VELOCITY},
		     {CONFIG_TECHNIQUE, SWEDISH},
		     {CONFIG_PATIENT, NOMINAL}};
	char text[TEXT_BYTES];
	struct place place;

	refused_count = 0;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		load(text, files[i].path);
		assert_int_equal(read_text(bench, files[i].kind, text), 0);
		for (const char *c = text; find_place(c, &place);) {
			wrong(bench, files[i].kind, text, &place);
			c = place.end != NULL ? place.end : place.value + 1;
		}
	}
}

static bool is_number(const struct place *place)
{
	return place->end != NULL && *place->value != '"';
}

static void missing(struct bench *bench, enum config_kind kind, const char *text,
		    const struct place *place)
{
	/* a head needs no heater, and another names the kind */
	if (place->end != NULL && strcmp(place->name, "heater") != 0) {
		refuses(bench, kind, patched(text, place->key, place->end, ""), 0, place->name);
	}
}

static void missing_key__is_named(void **state)
{
	each_key(*state, missing);
	assert_true(refused_count > 100);
}

static void unknown(struct bench *bench, enum config_kind kind, const char *text,
		    const struct place *place)
{
	const char *changed = patched(text, place->key, place->key, "zz_");

	/* a kind may have any name, but then no head finds it */
	if (*place->value == '{' && strcmp(place->name, "cell") == 0) {
		refuses(bench, kind, changed, 0, "sensor names no kind that is there");
	} else if (*place->value == '{' &&
		   (strcmp(place->name, "trunk") == 0 || strcmp(place->name, "spindle") == 0)) {
		refuses(bench, kind, changed, 0, "actuator names no kind that is there");
	} else if (*place->value == '{' && strcmp(place->name, "stone") == 0) {
		refuses(bench, kind, changed, 0, "heater names no kind that is there");
	} else {
		refuses(bench, kind, changed, line_of(text, place->key), "zz_");
	}
}

static void unknown_key__is_named_at_its_line(void **state)
{
	each_key(*state, unknown);
	assert_true(refused_count > 100);
}

static void duplicate(struct bench *bench, enum config_kind kind, const char *text,
		      const struct place *place)
{
	char twice[128];

	if (place->end != NULL) {
		snprintf(twice, sizeof twice, "%.*s ", (int)(place->end - place->key), place->key);
		refuses(bench, kind, patched(text, place->key, place->key, twice),
			line_of(text, place->key), "second time");
	}
}

static void duplicate_key__is_refused_at_its_line(void **state)
{
	each_key(*state, duplicate);
	assert_true(refused_count > 100);
}

static void wrong_type(struct bench *bench, enum config_kind kind, const char *text,
		       const struct place *place)
{
	if (place->end != NULL) {
		with_value(bench, kind, text, place, "true", place->name);
		with_value(bench, kind, text, place, is_number(place) ? "\"1\"" : "1", place->name);
		with_value(bench, kind, text, place, "{ }", place->name);
		with_value(bench, kind, text, place, "( )", place->name);
	} else {
		/* a group or list where a number stands: leave the old value under another key */
		char scalar[96];

		snprintf(scalar, sizeof scalar, "%s = 1; zz_", place->name);
		refuses(bench, kind, patched(text, place->key, place->key, scalar), 0, "");
	}
}

static void wrong_type__is_named_at_its_line(void **state)
{
	each_key(*state, wrong_type);
	assert_true(refused_count > 400);
}

static void out_of_range(struct bench *bench, enum config_kind kind, const char *text,
			 const struct place *place)
{
	static const char *const numbers[] = {"1e300",      "-1e300",       "-2147483648",
					      "2147483647", "99999999999L", "9223372036854775807L"};

	for (size_t i = 0; is_number(place) && i < sizeof numbers / sizeof numbers[0]; i++) {
		with_value(bench, kind, text, place, numbers[i], place->name);
	}
	if (place->end != NULL && !is_number(place)) {
		with_value(bench, kind, text, place, "\"face\\x01\"", place->name);
		with_value(bench, kind, text, place, "\"\"", place->name);
	}
}

static void out_of_range__is_named_at_its_line(void **state)
{
	each_key(*state, out_of_range);
	assert_true(refused_count > 400);
}

static void not_finite(struct bench *bench, enum config_kind kind, const char *text,
		       const struct place *place)
{
	if (is_number(place)) {
		const char *words =
			strcmp(place->name, "hands") == 0 || strcmp(place->name, "port") == 0
				? "whole number"
				: "not finite";

		with_value(bench, kind, text, place, "1e999", words);
		with_value(bench, kind, text, place, "-1e999", words);
		with_value(bench, kind, text, place, "nan", "cannot be understood");
		with_value(bench, kind, text, place, "inf", "cannot be understood");
	}
}

static void not_finite__is_refused(void **state)
{
	each_key(*state, not_finite);
	assert_true(refused_count > 200);
}

/* libconfig turns 0x100000050 into 80 without a word. */
static void hexadecimal(struct bench *bench, enum config_kind kind, const char *text,
			const struct place *place)
{
	if (is_number(place)) {
		with_value(bench, kind, text, place, "0x100000001", place->name);
	}
}

static void hexadecimal__is_refused(void **state)
{
	each_key(*state, hexadecimal);
	assert_true(refused_count > 80);
}

static void zero(struct bench *bench, enum config_kind kind, const char *text,
		 const struct place *place)
{
	static const char limits[] = " ceiling_n ceiling_pa area_m2 relief_pa dump_tau_s spring_n "
				     "travel_m loop_hz rate_hz mass_kg range_n quantum_n stall_n "
				     "accel_m_s2 viscous_n_s_m duty_share coulomb_share tau_s "
				     "force_min_n force_max_n share speed_m_s speed_max_m_s "
				     "rate_max_hz footprint_m hands "
				     "height_m stiffness_n_m_n exponent clearance_m ";
	char word[64];

	snprintf(word, sizeof word, " %s ", place->name);
	if (is_number(place) && strstr(limits, word) != NULL) {
		with_value(bench, kind, text, place, "0", place->name);
	}
}

static void zero__is_never_unlimited(void **state)
{
	each_key(*state, zero);
	assert_true(refused_count > 50);
}

/* 1.0 and 1 mean the same wherever a number is meant. */
static void integers__are_taken_for_numbers(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];

	load(text, SIM_4);
	replace_all(text, "ceiling_n = 80.0", "ceiling_n = 70");
	replace(text, "spring_n = 10.0", "spring_n = 10L");
	assert_int_equal(read_text(bench, CONFIG_RIG, text), 0);
	assert_true(same(bench->item.rig.heads[0].ceiling_n, 70.0));
	assert_true(same(bench->item.rig.heads[3].actuator.release.spring_n, 10.0));
}

static void float__is_no_whole_number(void **state)
{
	char text[TEXT_BYTES];

	load(text, SWEDISH);
	replace(text, "hands = 2;", "hands = 2.0;");
	refuses(*state, CONFIG_TECHNIQUE, text, 0,
		"hands of stroke 1, effleurage, is no whole number");
}

static void everything_wrong__is_said_at_once(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];

	load(text, SIM_4);
	replace(text, "loop_hz = 1000", "loop_hz = 5000");
	replace(text, "\"bench\"", "\"table\"");
	replace(text, "x_m = 0.17", "x_m = 3.0");
	replace(text, "rate_hz = 1000.0", "rate_hz = 0");
	refuses(bench, CONFIG_RIG, text, 0, "loop_hz of the rig is 5000");
	assert_true(said_at(bench, 0,
			    "control of the rig must be \"rig\", or \"bench\" for simulated rigs"));
	assert_true(said_at(bench, 0, "x_m of head 1 is 3; it must be a number from"));
	assert_true(said_at(bench, 0, "rate_hz of cell of sensor_kinds is 0"));
}

static void complaints__are_bounded(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];
	int lines = 0;

	load(text, SIM_16);
	replace_all(text, "area_m2 = 7.07e-4;", "");
	replace_all(text, "side = \"left\"; ", "");
	refuses(bench, CONFIG_RIG, text, 0, "and 4 more");
	for (const char *c = bench->said; *c != '\0'; c++) {
		lines += *c == '\n';
	}
	assert_int_equal(lines, CONFIG_COMPLAINTS_MAX + 1);
}

/* The library compares each with all others: 60000 would take half a minute. */
static void more_settings_than_any_rig_has__are_refused_unread(void **state)
{
	struct bench *bench = *state;
	const int keys = 60000;
	char *text = malloc((size_t)keys * 12 + 32);
	size_t used = 0;

	assert_non_null(text);
	used = (size_t)sprintf(text, "rig : {\n");
	for (int i = 0; i < keys; i++) {
		used += (size_t)sprintf(text + used, "k%d=1;\n", i);
	}
	strcpy(text + used, "};\n");
	assert_true(is_refused(bench, CONFIG_RIG, read_text(bench, CONFIG_RIG, text)));
	free(text);
	assert_true(said_at(bench, 1 + CONFIG_SETTINGS_MAX, "there are more than 6144 settings"));
	assert_ptr_equal(strchr(bench->said, '\n'), bench->said + bench->said_bytes - 1);
}

static void complaints__may_go_nowhere(void **state)
{
	struct rig rig;
	char text[TEXT_BYTES];
	struct bench *bench = *state;

	load(text, SIM_4);
	replace(text, "loop_hz = 1000", "loop_hz = 5000");
	store(bench->path, text, strlen(text));
	assert_true(config_read_rig(&rig, bench->path, NULL) < 0);
	assert_int_equal(rig.head_count, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, bench_open, bench_close)
	const struct CMUnitTest tests[] = {
		TEST(missing_key__is_named),
		TEST(unknown_key__is_named_at_its_line),
		TEST(duplicate_key__is_refused_at_its_line),
		TEST(wrong_type__is_named_at_its_line),
		TEST(out_of_range__is_named_at_its_line),
		TEST(not_finite__is_refused),
		TEST(hexadecimal__is_refused),
		TEST(zero__is_never_unlimited),
		TEST(integers__are_taken_for_numbers),
		TEST(float__is_no_whole_number),
		TEST(everything_wrong__is_said_at_once),
		TEST(complaints__are_bounded),
		TEST(more_settings_than_any_rig_has__are_refused_unread),
		TEST(complaints__may_go_nowhere),
	};

	return cmocka_run_group_tests_name("config_keys", tests, NULL, NULL);
}
