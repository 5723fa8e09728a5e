/*
 * config_technique.c - a technique's file: its strokes, each with the keys its kind has.
 */
#include "app/config.h"

#include "app/config_fields.h"
#include "app/config_file.h"

#include <math.h>
#include <string.h>

#define SHARES_MISS 1e-6 /* the shares add up to 1 as well as decimals can */

#define VARIANT(kind) (1u << (kind))
#define RHYTHMIC      (VARIANT(STROKE_PETRISSAGE) | VARIANT(STROKE_FRICTION))

static const char *stroke_word(int value)
{
	return stroke_kind_name((enum stroke_kind)value);
}

static const char *region_word(int value)
{
	return region_facts((enum region)value)->name;
}

#define STROKE_NUMBER(key, member, least, most, unit) \
	FIELD_NUMBER_ROW(key, struct stroke, member, least, most, unit)

/* clang-format off */
#define STROKE_ONLY(k, m, lo, hi, u, v) \
	{ .key = (k), .type = FIELD_NUMBER, .offset = offsetof(struct stroke, m), \
	  .least = (lo), .most = (hi), .unit = (u), .only = (v) }

static const struct field stroke_rows[] = {
	FIELD_WORD_ROW("stroke", struct stroke, kind, stroke_word, STROKE_KINDS),
	STROKE_NUMBER("share", share, 0.001, 1.0, ""),
	FIELD_COUNT_ROW("hands", struct stroke, hands, 1, 2),
	FIELD_WORD_ROW("from", struct stroke, from, region_word, REGION_COUNT),
	FIELD_WORD_ROW("to", struct stroke, to, region_word, REGION_COUNT),
	STROKE_NUMBER("force_min_n", force_min_n, RELEASED_N, CEILING_MAX_N, "N"),
	STROKE_NUMBER("force_max_n", force_max_n, RELEASED_N, CEILING_MAX_N, "N"),
	STROKE_NUMBER("speed_m_s", speed_m_s, 0.001, 0.20, "m/s"),
	STROKE_NUMBER("speed_min_m_s", speed_min_m_s, 0.001, 0.20, "m/s"),
	STROKE_NUMBER("speed_max_m_s", speed_max_m_s, 0.001, 0.20, "m/s"),
	STROKE_NUMBER("footprint_m", footprint_m, 0.02, 0.30, "m"),
	STROKE_ONLY("rate_hz", rate_hz, 0.05, 5.0, "Hz", RHYTHMIC),
	STROKE_ONLY("rate_min_hz", rate_min_hz, 0.05, 5.0, "Hz", RHYTHMIC),
	STROKE_ONLY("rate_max_hz", rate_max_hz, 0.05, 5.0, "Hz", RHYTHMIC),
	STROKE_ONLY("radius_m", radius_m, 0.002, 0.10, "m", VARIANT(STROKE_FRICTION)),
	STROKE_ONLY("floor_share", floor_share, 0.0, 1.0, "", VARIANT(STROKE_PETRISSAGE)),
};
static const struct field_table stroke_table = FIELD_TABLE(stroke_rows);
/* clang-format on */

static void check_order(struct complaints *complaints, int line, const char *of, const char *key,
			const double values[3])
{
	if (!(values[0] <= values[1] && values[1] <= values[2])) {
		complain(complaints, line,
			 "%s has %s %g outside its own range, %g to %g; order them", of, key,
			 values[1], values[0], values[2]);
	}
}

static void check_stroke(struct complaints *complaints, int line, const char *of,
			 const struct stroke *stroke)
{
	const double speed[3] = {stroke->speed_min_m_s, stroke->speed_m_s, stroke->speed_max_m_s};
	const double rate[3] = {stroke->rate_min_hz, stroke->rate_hz, stroke->rate_max_hz};
	const struct region_facts *from = region_facts(stroke->from);
	const struct region_facts *to = region_facts(stroke->to);

	if (!(stroke->force_min_n <= stroke->force_max_n)) {
		complain(complaints, line,
			 "%s has force_min_n %g above force_max_n %g; exchange them", of,
			 stroke->force_min_n, stroke->force_max_n);
	}
	check_order(complaints, line, of, "speed_m_s", speed);
	check_order(complaints, line, of, "rate_hz", rate);
	if (!(from->x_from_m >= to->x_from_m)) {
		complain(complaints, line,
			 "%s goes from the %s down to the %s; strokes go up the body, toward the "
			 "heart: exchange from and to",
			 of, from->title, to->title);
	}
}

static void read_stroke(struct complaints *complaints, config_setting_t *setting, int number,
			struct stroke *stroke)
{
	char of[48];
	int before = complaints->count;
	int kind;

	snprintf(of, sizeof of, "stroke %d", number);
	if (!config_setting_is_group(setting)) {
		complain(complaints, fields_line(setting), "%s is no group; write { ... }", of);
		return;
	}
	kind = fields_peek_word(setting, &stroke_table, "stroke");
	if (kind != 0) {
		snprintf(of, sizeof of, "stroke %d, %s,", number, stroke_word(kind));
	}
	fields_read(complaints, setting, &stroke_table,
		    &(struct field_target){
			    .base = stroke,
			    .of = of,
			    .variant = kind != 0 ? VARIANT(kind) : 0,
		    });
	if (complaints->count == before) {
		check_stroke(complaints, fields_line(setting), of, stroke);
	}
}

static void read_strokes(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct technique *technique = base;
	int count = config_setting_is_list(setting) ? config_setting_length(setting) : 0;
	int before = complaints->count;
	double shares = 0.0;

	if (count < 1 || count > STROKES_MAX) {
		complain(complaints, fields_line(setting),
			 "strokes must be a list of 1 to %d strokes, ( { ... }, { ... } )",
			 STROKES_MAX);
		return;
	}
	for (int i = 0; i < count; i++) {
		struct stroke *stroke = &technique->strokes[i];

		read_stroke(complaints, config_setting_get_elem(setting, (unsigned)i), i + 1,
			    stroke);
		shares += stroke->share;
	}
	technique->stroke_count = count;
	if (complaints->count == before && !(fabs(shares - 1.0) <= SHARES_MISS)) {
		complain(complaints, fields_line(setting),
			 "the strokes' shares add up to %.9g; change them to add up to 1", shares);
	}
}

/* Every simulated head measures its position; nothing heats yet. */
static void read_needs(struct complaints *complaints, config_setting_t *setting, void *base)
{
	(void)base;
	if (!config_setting_is_list(setting) && !config_setting_is_array(setting)) {
		complain(complaints, fields_line(setting),
			 "needs must be a list, ( ) or ( \"position\" )");
		return;
	}
	for (int i = 0; i < config_setting_length(setting); i++) {
		config_setting_t *need = config_setting_get_elem(setting, (unsigned)i);
		const char *text = config_setting_get_string(need);

		if (text != NULL && strcmp(text, "heater") == 0) {
			complain(complaints, fields_line(need),
				 "the technique needs a heater, and no rig has one yet; use "
				 "another technique");
		} else if (text == NULL || strcmp(text, "position") != 0) {
			complain(complaints, fields_line(need),
				 "needs names something unknown; leave it out or write "
				 "\"position\"");
		}
	}
}

/* clang-format off */
static const struct field technique_rows[] = {
	FIELD_STRING_ROW("name", FIELD_NAME, struct technique, name),
	FIELD_STRING_ROW("title", FIELD_TEXT, struct technique, title),
	FIELD_OWN_ROW("needs", read_needs, "what a rig must have for it, needs = ( );"),
	FIELD_OWN_ROW("strokes", read_strokes, "a list, strokes = ( { ... }, { ... } );"),
};
static const struct field_table technique_table = FIELD_TABLE(technique_rows);
/* clang-format on */

int config_read_technique(struct technique *out, const char *path, FILE *complaints)
{
	const struct field_target target = {.base = out, .of = "the technique"};
	struct config_file file;
	int error;

	memset(out, 0, sizeof *out);
	error = config_file_open(&file, path, complaints);
	if (error < 0) {
		return error;
	}
	if (config_file_expect(&file, CONFIG_TECHNIQUE) == 0) {
		fields_read(&file.complaints, file.group, &technique_table, &target);
	}
	error = config_file_close(&file);
	if (error < 0) {
		memset(out, 0, sizeof *out);
	}
	return error;
}
