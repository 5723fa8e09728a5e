/*
 * A technique's file: which stroke has which key, what a therapist may get wrong in it and how that is
 * answered, and that what is documented is what is read.
 */
#include "config_text.h"

#include "app/config_technique.h"

#include <knead/limits.h>

#define README "config/techniques/README.md"

/* A sound value of each key, in a stroke of any kind that has it. */
static const struct {
	const char *key;
	const char *value;
} values[] = {
	{"share", "1.0"},          {"hands", "1"},          {"from", "\"hips\""},
	{"to", "\"shoulders\""},   {"force_min_n", "11.0"}, {"force_max_n", "33.0"},
	{"footprint_m", "0.07"},   {"speed_m_s", "0.02"},   {"speed_min_m_s", "0.01"},
	{"speed_max_m_s", "0.03"}, {"rate_hz", "0.9"},      {"rate_min_hz", "0.6"},
	{"rate_max_hz", "1.4"},    {"radius_m", "0.013"},   {"floor_share", "0.35"},
	{"hold_s", "5.0"},         {"hold_min_s", "2.0"},   {"hold_max_s", "8.0"},
	{"stiff_hold_s", "12.0"},  {"ramp_s", "1.1"},       {"start_share", "0.7"},
	{"surface_c", "40.0"},
};
enum { VALUES = sizeof values / sizeof values[0] };

static const struct field *row(const struct field_table *table, const char *key)
{
	for (int i = 0; i < table->count; i++) {
		if (strcmp(table->rows[i].key, key) == 0) {
			return &table->rows[i];
		}
	}
	fail_msg("no row %s", key);
	return table->rows; /* not reached */
}

static bool has(enum stroke_kind kind, const char *key)
{
	unsigned only = row(config_stroke_fields(), key)->only;

	return only == 0 || (only & STROKE_BIT(kind)) != 0;
}

static void add_stroke(char *text, enum stroke_kind kind, const char *share)
{
	sprintf(text + strlen(text), "\t\t{ stroke = \"%s\";\n", stroke_kind_name(kind));
	for (int i = 0; i < VALUES; i++) {
		if (has(kind, values[i].key)) {
			sprintf(text + strlen(text), "\t\t\t%s = %s;\n", values[i].key,
				i == 0 ? share : values[i].value);
		}
	}
	strcat(text, "\t\t}");
}

/* A technique of that stroke, after a search where it presses what a search finds. */
static void technique_of(char *text, enum stroke_kind kind)
{
	bool led = kind == STROKE_COMPRESSION;

	strcpy(text, "technique : {\n\tname = \"mine\"; title = \"My own\";\n"
		     "\tneeds = ( \"heater\", \"position\" );\n\tneeds_ceiling_n = 12.0;\n"
		     "\tstrokes = (\n");
	if (led) {
		add_stroke(text, STROKE_SEARCH, "0.25");
		strcat(text, ",\n");
	}
	add_stroke(text, kind, led ? "0.75" : "1.0");
	strcat(text, " );\n};\n");
}

static double number_at(const struct stroke *stroke, const struct field *field)
{
	double number;

	memcpy(&number, (const char *)stroke + field->offset, sizeof number);
	return number;
}

static void every_kind__is_read_with_its_own_keys_and_zero_elsewhere(void **state)
{
	struct bench *bench = *state;
	const struct field_table *table = config_stroke_fields();

	for (int k = STROKE_NONE + 1; k < STROKE_KINDS; k++) {
		const enum stroke_kind kind = (enum stroke_kind)k;
		const struct technique *technique = &bench->item.technique;
		const struct stroke *stroke;
		char text[TEXT_BYTES];

		technique_of(text, kind);
		if (read_text(bench, CONFIG_TECHNIQUE, text) != 0) {
			fail_msg("%s: %s", stroke_kind_name(kind), bench->said);
		}
		stroke = &technique->strokes[technique->stroke_count - 1];
		assert_int_equal(stroke->kind, kind);
		for (int i = 1; i < VALUES; i++) {
			const struct field *field = row(table, values[i].key);

			if (field->type == FIELD_NUMBER) {
				assert_true(
					same(number_at(stroke, field),
					     has(kind, field->key) ? atof(values[i].value) : 0.0));
			}
		}
	}
	assert_int_equal(bench->item.technique.needs, NEED_HEATER | NEED_POSITION);
	assert_true(same(bench->item.technique.needs_ceiling_n, 12.0));
}

/* What each stroke may be given; the reader's table is judged against this one. */
static void each_key__belongs_to_the_strokes_it_says(void **state)
{
	static const struct {
		const char *key;
		const char *kinds;
	} belong[] = {
		{"speed_m_s",
		 "effleurage petrissage friction stripping follow warm_glide cross_friction"},
		{"rate_hz", "petrissage friction cross_friction"},
		{"radius_m", "friction cross_friction"},
		{"floor_share", "petrissage"},
		{"hold_s", "lean point_press search compression follow still_heat"},
		{"ramp_s", "lean point_press search compression follow still_heat"},
		{"stiff_hold_s", "point_press"},
		{"start_share", "compression"},
		{"surface_c", "still_heat warm_glide"},
		{"footprint_m", "effleurage petrissage friction stripping lean point_press search "
				"compression follow still_heat warm_glide cross_friction"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof belong / sizeof belong[0]; i++) {
		char words[200];

		snprintf(words, sizeof words, " %s ", belong[i].kinds);
		for (int k = STROKE_NONE + 1; k < STROKE_KINDS; k++) {
			char word[32];

			snprintf(word, sizeof word, " %s ", stroke_kind_name((enum stroke_kind)k));
			assert_int_equal(has((enum stroke_kind)k, belong[i].key),
					 strstr(words, word) != NULL);
		}
	}
}

static void refuses(struct bench *bench, const char *text, const char *at, const char *words)
{
	int result = read_text(bench, CONFIG_TECHNIQUE, text);
	int line = at == NULL ? 0 : line_of(text, strstr(text, at));

	if (!is_refused(bench, CONFIG_TECHNIQUE, result) || !said_at(bench, line, words)) {
		fail_msg("expected line %d, \"%s\"; result %d, said: %s", line, words, result,
			 bench->said);
	}
}

static void each_key__is_missed_where_it_belongs_and_refused_where_not(void **state)
{
	struct bench *bench = *state;
	const struct field_table *table = config_stroke_fields();
	int missed = 0;
	int refused = 0;

	for (int k = STROKE_NONE + 1; k < STROKE_KINDS; k++) {
		for (int i = 1; i < VALUES; i++) {
			const struct field *field = row(table, values[i].key);
			char text[TEXT_BYTES];
			char line[80];
			char *last;
			char words[100];

			technique_of(text, (enum stroke_kind)k);
			snprintf(line, sizeof line, "\t\t\t%s = %s;\n", field->key,
				 values[i].value);
			last = strrchr(text, '{');
			if (has((enum stroke_kind)k, field->key)) {
				replace(last, line, "");
				snprintf(words, sizeof words, "%s, has no %s; add",
					 stroke_kind_name((enum stroke_kind)k), field->key);
				refuses(bench, text, NULL, words);
				missed++;
			} else {
				replace(last, "\t\t\thands = 1;\n", line);
				replace(last, line, "\t\t\thands = 1;\n\t\t\tZ");
				replace(last, "\t\t\tZ", line);
				snprintf(words, sizeof words, "%s, takes no %s; remove it",
					 stroke_kind_name((enum stroke_kind)k), field->key);
				refuses(bench, text, line, words);
				refused++;
			}
		}
	}
	assert_true(missed > 100 && refused > 70);
}

struct mistake {
	enum stroke_kind kind;
	const char *from;
	const char *to;
	const char *at; /* the line it is said at; NULL: somewhere */
	const char *words;
};

/* clang-format off */
static const struct mistake mistakes[] = {
	/* a key without its unit is answered with the key that is meant, and with that alone */
	{ STROKE_LEAN, "force_min_n", "force_min", "force_min =", "force_min of stroke 1, lean, lacks its unit; write force_min_n, in N" },
	{ STROKE_EFFLEURAGE, "speed_m_s", "speed", "speed =", "speed of stroke 1, effleurage, lacks its unit; write speed_m_s, in m/s" },
	{ STROKE_EFFLEURAGE, "speed_max_m_s", "speed_max", "speed_max =", "speed_max of stroke 1, effleurage, lacks its unit; write speed_max_m_s, in m/s" },
	{ STROKE_FRICTION, "rate_hz", "rate", "rate =", "rate of stroke 1, friction, lacks its unit; write rate_hz, in Hz" },
	{ STROKE_WARM_GLIDE, "surface_c", "surface", "surface =", "lacks its unit; write surface_c, in degC" },
	{ STROKE_LEAN, "needs_ceiling_n", "needs_ceiling", "needs_ceiling =", "needs_ceiling of the technique lacks its unit; write needs_ceiling_n, in N" },
	{ STROKE_LEAN, "force_min_n", "force", "force =", "force is no key of stroke 1, lean; its keys are stroke, share, hands, from, to, force_min_n, force_max_n, footprint_m, hold_s, hold_min_s, hold_max_s, ramp_s or timed_to" },
	{ STROKE_LEAN, "force_min_n", "force_min_kg", "force_min_kg", "force_min_kg is no key of stroke 1" },
	{ STROKE_LEAN, "hands = 1;", "hands = 1; rate = 1;", "rate = 1", "rate is no key of stroke 1, lean;" },
	/* figures */
	{ STROKE_LEAN, "force_min_n = 11.0", "force_min_n = -11.0", "-11.0", "force_min_n of stroke 1, lean, is -11; it must be a number from 2 to 80 N" },
	{ STROKE_LEAN, "force_max_n = 33.0", "force_max_n = \"33 N\"", "33 N", "force_max_n of stroke 1, lean, is no number" },
	{ STROKE_LEAN, "hold_s = 5.0", "hold_s = 0.4", "0.4", "hold_s of stroke 1, lean, is 0.4; it must be a number from 0.5 to 300 s" },
	{ STROKE_LEAN, "hold_max_s = 8.0", "hold_max_s = 301.0", "301", "hold_max_s of stroke 1, lean, is 301; it must be a number from 0.5 to 300 s" },
	{ STROKE_LEAN, "hold_s = 5.0", "hold_s = 9.0", "hold_s =", "stroke 1, lean, has hold_s 9 outside its own range, 2 to 8; order them" },
	{ STROKE_LEAN, "hold_s = 5.0", "hold_s = 1.0", "hold_s =", "stroke 1, lean, has hold_s 1 outside its own range, 2 to 8; order them" },
	{ STROKE_LEAN, "ramp_s = 1.1", "ramp_s = 0.0", "ramp_s", "ramp_s of stroke 1, lean, is 0; it must be a number from 0.2 to 20 s" },
	{ STROKE_FOLLOW, "speed_m_s = 0.02", "speed_m_s = 0.04", NULL, "stroke 1, follow, has speed_m_s 0.04 outside its own range, 0.01 to 0.03; order them" },
	{ STROKE_POINT_PRESS, "stiff_hold_s = 12.0", "stiff_hold_s = 4.0", "stiff_hold_s =", "stroke 1, point_press, holds stiff points 4 s and others 5 s" },
	{ STROKE_POINT_PRESS, "stiff_hold_s = 12.0", "stiff_hold_s = 61.0", NULL, "stiff_hold_s of stroke 1, point_press, is 61; it must be a number from 0 to 60 s" },
	{ STROKE_COMPRESSION, "start_share = 0.7", "start_share = 1.1", NULL, "start_share of stroke 2, compression, is 1.1; it must be a number from 0.1 to 1" },
	{ STROKE_WARM_GLIDE, "surface_c = 40.0", "surface_c = 43.5", NULL, "surface_c of stroke 1, warm_glide, is 43.5; it must be a number from 30 to 43 degC" },
	{ STROKE_STILL_HEAT, "surface_c = 40.0", "surface_c = 20.0", NULL, "surface_c of stroke 1, still_heat, is 20" },
	{ STROKE_LEAN, "needs_ceiling_n = 12.0", "needs_ceiling_n = 81.0", NULL, "needs_ceiling_n of the technique is 81; it must be a number from 2 to 80 N" },
	{ STROKE_LEAN, "needs_ceiling_n = 12.0;", "", NULL, "the technique has no needs_ceiling_n; add a number from 2 to 80 N" },
	/* names */
	{ STROKE_LEAN, "\"lean\"", "\"tapotement\"", "tapotement", "stroke of stroke 1 is \"tapotement\"; it must be one of effleurage, petrissage, friction, stripping, lean, point_press, search, compression, follow, still_heat, warm_glide or cross_friction, in quotes" },
	{ STROKE_LEAN, "\"lean\"", "\"none\"", "\"none\"", "stroke of stroke 1 is \"none\"" },
	{ STROKE_LEAN, "from = \"hips\"", "from = \"belly\"", "belly", "from of stroke 1, lean, is \"belly\"; it must be one of neck, shoulders, upper_back, lower_back, hips, arms or legs, in quotes" },
	{ STROKE_LEAN, "hands = 1;", "hands = 1; timed_to = \"none\";", "timed_to", "timed_to of stroke 1, lean, is \"none\"; it must be one of breath, in quotes" },
	{ STROKE_LEAN, "hands = 1;", "hands = 1; timed_to = \"heart\";", "timed_to", "timed_to of stroke 1, lean, is \"heart\"" },
	{ STROKE_POINT_PRESS, "hands = 1;", "hands = 1; timed_to = 1;", "timed_to", "timed_to of stroke 1, point_press, is no text" },
	{ STROKE_FOLLOW, "hands = 1;", "hands = 1; timed_to = \"breath\";", "timed_to", "stroke 1, follow, takes no timed_to; remove it" },
	{ STROKE_EFFLEURAGE, "hands = 1;", "hands = 1; timed_to = \"breath\";", "timed_to", "takes no timed_to; remove it" },
	/* what does not go together */
	{ STROKE_STRIPPING, "from = \"hips\"", "from = \"neck\"", "from =", "stroke 1, stripping, goes from the neck down to the shoulders; such strokes go up the body" },
	{ STROKE_WARM_GLIDE, "from = \"hips\"", "from = \"neck\"", "from =", "stroke 1, warm_glide, goes from the neck down" },
	{ STROKE_LEAN, "from = \"hips\"", "from = \"arms\"", "from =", "stroke 1, lean, goes from the arms to the shoulders; arms have a stroke of their own: write \"arms\" as from and to, or in neither" },
	{ STROKE_EFFLEURAGE, "to = \"shoulders\"", "to = \"arms\"", "to =", "stroke 1, effleurage, goes from the hips to the arms; arms have a stroke of their own" },
	{ STROKE_PETRISSAGE, "from = \"hips\"", "from = \"arms\"", "from =", "stroke 1, petrissage, goes from the arms to the shoulders; arms" },
	{ STROKE_LEAN, "force_min_n = 11.0", "force_min_n = 34.0", "force_min_n =", "stroke 1, lean, has force_min_n 34 above force_max_n 33; exchange them" },
	{ STROKE_EFFLEURAGE, "speed_m_s = 0.02", "speed_m_s = 0.04", "speed_m_s =", "stroke 1, effleurage, has speed_m_s 0.04 outside its own range, 0.01 to 0.03; order them" },
	{ STROKE_PETRISSAGE, "rate_min_hz = 0.6", "rate_min_hz = 1.0", "rate_hz =", "has rate_hz 0.9 outside its own range, 1 to 1.4" },
	{ STROKE_LEAN, "hold_max_s = 8.0", "hold_max_s = 4.0", "hold_s =", "has hold_s 5 outside its own range, 2 to 4" },
	{ STROKE_FRICTION, "radius_m = 0.013", "radius_m = 0.1", "rate_hz =", "stroke 1, friction, makes force rise faster than 120 N/s: of its 11 to 33 N at most 8.0 would be left; slow it, lower its radius_m, widen its footprint_m or press less" },
	{ STROKE_CROSS_FRICTION, "radius_m = 0.013", "radius_m = 0.1", "rate_hz =", "stroke 1, cross_friction, makes force rise" },
	{ STROKE_PETRISSAGE, "force_min_n = 11.0;\n\t\t\tforce_max_n = 33.0", "force_min_n = 70.0; force_max_n = 80.0", "rate_hz =", "of its 70 to 80 N at most 45.3 would be left; slow it, raise its floor_share or press less" },
	{ STROKE_EFFLEURAGE, "force_min_n = 11.0;\n\t\t\tforce_max_n = 33.0;\n\t\t\tfootprint_m = 0.07", "force_min_n = 60.0; force_max_n = 80.0; footprint_m = 0.02", "speed_m_s =", "stroke 1, effleurage, makes force rise faster than 120 N/s: of its 60 to 80 N at most 44.7 would be left; slow it, widen its footprint_m or press less" },
	{ STROKE_STILL_HEAT, "\"heater\", ", "", "needs =", "stroke 1, still_heat, is warm; write needs = ( \"heater\" )" },
	{ STROKE_WARM_GLIDE, "\"heater\", ", "", NULL, "stroke 1, warm_glide, is warm; write needs = ( \"heater\" )" },
	{ STROKE_SEARCH, ", \"position\"", "", NULL, "stroke 1, search, feels how far the tissue gives; write needs = ( \"position\" )" },
	{ STROKE_FOLLOW, ", \"position\"", "", "needs =", "stroke 1, follow, feels how far the tissue gives; write needs = ( \"position\" )" },
	{ STROKE_COMPRESSION, "\"search\"", "\"lean\"", "\"compression\"", "stroke 2, compression, presses what a search has found; put a search before it" },
	{ STROKE_LEAN, "needs_ceiling_n = 12.0", "needs_ceiling_n = 10.9", "needs_ceiling_n =", "needs_ceiling_n is 10.9, and no stroke presses less than 11 N; write at least that" },
	{ STROKE_LEAN, "\"heater\"", "\"patience\"", "patience", "needs names something unknown; write ( ), ( \"heater\" ), ( \"position\" ) or both" },
	{ STROKE_LEAN, "( \"heater\", \"position\" )", "\"heater\"", "\"heater\"", "needs must be a list, ( )" },
};
/* clang-format on */

static void a_mistake__is_explained_at_its_line(void **state)
{
	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		const struct mistake *mistake = &mistakes[i];
		char text[TEXT_BYTES];

		technique_of(text, mistake->kind);
		replace(strstr(mistake->from, "needs") != NULL ||
					strstr(mistake->from, "eat") != NULL ||
					strstr(mistake->from, "search") != NULL ||
					strstr(mistake->from, "position") != NULL
				? text
				: strrchr(text, '{'),
			mistake->from, mistake->to);
		refuses(*state, text, mistake->at, mistake->words);
	}
}

static void presses__are_timed_to_the_breath_where_it_says_so(void **state)
{
	static const enum stroke_kind kinds[] = {STROKE_LEAN, STROKE_POINT_PRESS,
						 STROKE_COMPRESSION};
	struct bench *bench = *state;
	const struct technique *technique = &bench->item.technique;

	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
		char text[TEXT_BYTES];

		technique_of(text, kinds[k]);
		assert_int_equal(read_text(bench, CONFIG_TECHNIQUE, text), 0);
		assert_int_equal(technique->strokes[technique->stroke_count - 1].timed_to,
				 TIMED_NOT);
		replace(strrchr(text, '{'), "hands = 1;", "hands = 1; timed_to = \"breath\";");
		assert_int_equal(read_text(bench, CONFIG_TECHNIQUE, text), 0);
		assert_int_equal(technique->strokes[technique->stroke_count - 1].timed_to,
				 TIMED_TO_BREATH);
	}
}

static void a_missing_unit__is_one_complaint_and_no_more(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES];

	technique_of(text, STROKE_LEAN);
	replace(text, "force_min_n", "force_min");
	refuses(bench, text, NULL, "lacks its unit");
	assert_ptr_equal(strchr(bench->said, '\n'), bench->said + bench->said_bytes - 1);
}

/* At 40 N and less 300 s, above 60 s; a compression 90 s whatever it presses with. */
static void a_hold__is_no_longer_than_a_place_may_be_pressed(void **state)
{
	static const struct {
		enum stroke_kind kind;
		const char *force;
		const char *hold;
		const char *words; /* NULL: it is sound */
	} holds[] = {
		{STROKE_LEAN, "force_max_n = 40.0", "hold_max_s = 300.0", NULL},
		{STROKE_LEAN, "force_max_n = 40.1", "hold_max_s = 60.0", NULL},
		{STROKE_LEAN, "force_max_n = 40.1", "hold_max_s = 60.1",
		 "stroke 1, lean, has hold_max_s 60.1 with force_max_n 40.1; above 40 N a place "
		 "may "
		 "be pressed for 60 s: shorten it or press less"},
		{STROKE_COMPRESSION, "force_max_n = 60.0", "hold_max_s = 90.0", NULL},
		{STROKE_COMPRESSION, "force_max_n = 20.0", "hold_max_s = 90.1",
		 "stroke 2, compression, has hold_max_s 90.1; a compression ends after 90 s at the "
		 "latest"},
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < sizeof holds / sizeof holds[0]; i++) {
		char text[TEXT_BYTES];
		char *last;

		technique_of(text, holds[i].kind);
		last = strrchr(text, '{');
		replace(last, "force_max_n = 33.0", holds[i].force);
		replace(last, "hold_max_s = 8.0", holds[i].hold);
		if (holds[i].words != NULL) {
			refuses(bench, text, NULL, holds[i].words);
		} else {
			assert_int_equal(read_text(bench, CONFIG_TECHNIQUE, text), 0);
		}
	}
}

/* Gliding goes toward the heart; what presses place after place may go down the body as well. */
static void pressing_strokes__may_go_either_way(void **state)
{
	static const enum stroke_kind either[] = {STROKE_LEAN,   STROKE_POINT_PRESS,
						  STROKE_SEARCH, STROKE_COMPRESSION,
						  STROKE_FOLLOW, STROKE_STILL_HEAT};

	for (size_t i = 0; i < sizeof either / sizeof either[0]; i++) {
		char text[TEXT_BYTES];

		technique_of(text, either[i]);
		replace_all(text, "from = \"hips\"", "from = \"neck\"");
		assert_int_equal(read_text(*state, CONFIG_TECHNIQUE, text), 0);
	}
}

/* Where no rig of ours has heads, another may have some: that is judged beside a rig. */
static void a_region_that_this_rig_lacks__is_no_mistake_of_the_file(void **state)
{
	char text[TEXT_BYTES];

	technique_of(text, STROKE_LEAN);
	replace(text, "from = \"hips\"", "from = \"arms\"");
	replace(text, "to = \"shoulders\"", "to = \"arms\"");
	assert_int_equal(read_text(*state, CONFIG_TECHNIQUE, text), 0);
}

static void ten_thousand_strokes__are_refused(void **state)
{
	struct bench *bench = *state;
	const int count = 10000;
	const size_t room = (size_t)count * 32 + 256;
	char *text = malloc(room);
	size_t used;

	assert_non_null(text);
	for (int with_key = 0; with_key < 2; with_key++) {
		used = (size_t)snprintf(text, room,
					"technique : { name = \"x\"; title = \"X\";\n"
					"needs = ( ); needs_ceiling_n = 9;\nstrokes = (");
		for (int i = 0; i < count; i++) {
			used += (size_t)snprintf(text + used, room - used, "%s {%s}\n",
						 i == 0 ? "" : ",", with_key ? "share=0.1;" : "");
		}
		snprintf(text + used, room - used, " ); };\n");
		refuses(bench, text, NULL,
			with_key ? "a file holds 16 strokes or 64 heads at most; there are more"
				 : "strokes must be a list of 1 to 16 strokes");
	}
	free(text);
}

static void a_mark_of_utf8__does_no_harm(void **state)
{
	struct bench *bench = *state;
	char text[TEXT_BYTES] = "\xef\xbb\xbf";

	technique_of(text + 3, STROKE_LEAN);
	assert_int_equal(read_text(bench, CONFIG_TECHNIQUE, text), 0);
	assert_string_equal(bench->item.technique.name, "mine");
	text[1] = 'x'; /* half of one is still no text that is understood */
	assert_true(read_text(bench, CONFIG_TECHNIQUE, text) < 0);
}

/* "| `hold_s` | s | 0.5 .. 300 | lean, follow | ", as the documentation must say it. */
static void documented_row(char *text, size_t size, const struct field *field, bool of_stroke)
{
	char kinds[300] = "";
	char range[64] = "";

	for (int k = STROKE_NONE + 1; k < STROKE_KINDS; k++) {
		if (field->only != 0 && has((enum stroke_kind)k, field->key)) {
			strcat(kinds, kinds[0] == '\0' ? "" : ", ");
			strcat(kinds, stroke_kind_name((enum stroke_kind)k));
		}
	}
	if (field->type == FIELD_NUMBER || field->type == FIELD_COUNT) {
		snprintf(range, sizeof range, " %g .. %g", field->least, field->most);
	}
	if (of_stroke && field->only == 0) {
		strcpy(kinds, "every stroke");
	}
	snprintf(text, size, "\n| `%s` |%s%s |%s |%s%s | ", field->key,
		 field->unit != NULL && field->unit[0] != '\0' ? " " : "",
		 field->unit != NULL ? field->unit : "", range, kinds[0] != '\0' ? " " : "", kinds);
}

static int assert_documented(const char *readme, const struct field_table *table, bool of_stroke)
{
	for (int i = 0; i < table->count; i++) {
		char wanted[500];

		documented_row(wanted, sizeof wanted, &table->rows[i], of_stroke);
		if (strstr(readme, wanted) == NULL) {
			fail_msg("%s has no row that begins with: %s", README, wanted + 1);
		}
	}
	return table->count;
}

static void every_key__is_documented_with_its_unit_range_and_strokes(void **state)
{
	char readme[TEXT_BYTES];
	int rows = 0;
	int documented;

	(void)state;
	load(readme, README);
	documented = assert_documented(readme, config_technique_fields(), false) +
		     assert_documented(readme, config_stroke_fields(), true);
	for (int k = STROKE_NONE + 1; k < STROKE_KINDS; k++) {
		char wanted[64];

		snprintf(wanted, sizeof wanted, "\n| `%s` | ",
			 stroke_kind_name((enum stroke_kind)k));
		assert_non_null(strstr(readme, wanted));
		documented++;
	}
	for (const char *c = readme; (c = strstr(c, "\n| `")) != NULL; c++) {
		rows++;
	}
	assert_int_equal(rows, documented); /* and nothing that no longer exists */
}

static void the_documented_example__is_sound(void **state)
{
	struct bench *bench = *state;
	char readme[TEXT_BYTES];
	char *begin;

	load(readme, README);
	begin = strstr(readme, "```\n") + 4;
	*strstr(begin, "```") = '\0';
	if (read_text(bench, CONFIG_TECHNIQUE, begin) != 0) {
		fail_msg("%s", bench->said);
	}
	assert_int_equal(bench->item.technique.stroke_count, 2);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, bench_open, bench_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_kind__is_read_with_its_own_keys_and_zero_elsewhere),
		TEST(each_key__belongs_to_the_strokes_it_says),
		TEST(each_key__is_missed_where_it_belongs_and_refused_where_not),
		TEST(a_mistake__is_explained_at_its_line),
		TEST(presses__are_timed_to_the_breath_where_it_says_so),
		TEST(a_missing_unit__is_one_complaint_and_no_more),
		TEST(a_hold__is_no_longer_than_a_place_may_be_pressed),
		TEST(pressing_strokes__may_go_either_way),
		TEST(a_region_that_this_rig_lacks__is_no_mistake_of_the_file),
		TEST(ten_thousand_strokes__are_refused),
		TEST(a_mark_of_utf8__does_no_harm),
		TEST(every_key__is_documented_with_its_unit_range_and_strokes),
		TEST(the_documented_example__is_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
