/*
 * config_technique.c - a technique's file: its strokes, each with the keys its kind has.
 */
#include "app/config_technique.h"

#include "app/config.h"
#include "app/config_fields.h"
#include "app/config_file.h"

#include <knead/steepness.h>

#include <math.h>
#include <string.h>

#define SHARES_MISS   1e-6 /* the shares add up to 1 as well as decimals can */
#define HOLD_LEAST_S  0.5  /* [P] shorter is no hold */
#define SURFACE_MIN_C 30.0 /* [P] below, a surface feels cool on skin of about 33 degC [M] */

_Static_assert(STROKE_KINDS <= 32, "a bit for each kind of stroke");

#define KIND(kind) STROKE_BIT(STROKE_##kind)

/* Kinds with a rhythm of kneading or circling; that move on over the skin; that go toward the heart;
 * that stay at a place for a while; that are warm. */
#define RUBBING  (KIND(FRICTION) | KIND(CROSS_FRICTION))
#define RHYTHMIC (KIND(PETRISSAGE) | RUBBING)
#define UPWARD   (RHYTHMIC | KIND(EFFLEURAGE) | KIND(STRIPPING) | KIND(WARM_GLIDE))
#define MOVING   (UPWARD | KIND(FOLLOW))
#define HOLDING                                                                             \
	(KIND(LEAN) | KIND(POINT_PRESS) | KIND(SEARCH) | KIND(COMPRESSION) | KIND(FOLLOW) | \
	 KIND(STILL_HEAT))
#define TIMED   (KIND(LEAN) | KIND(POINT_PRESS) | KIND(COMPRESSION)) /* may wait for the breath */
#define WARM    (KIND(STILL_HEAT) | KIND(WARM_GLIDE))
#define FEELING (KIND(SEARCH) | KIND(FOLLOW)) /* nothing without the depth of the heads */

static const char *stroke_word(int value)
{
	return stroke_kind_name((enum stroke_kind)value);
}

static const char *timing_word(int value)
{
	return timing_name((enum timing)value);
}

#define STROKE_NUMBER(key, member, least, most, unit) \
	FIELD_NUMBER_ROW(key, struct stroke, member, least, most, unit)

/* clang-format off */
#define STROKE_ONLY(key, member, least, most, unit, kinds) \
	FIELD_ONLY_ROW(key, struct stroke, member, least, most, unit, kinds)

static const struct field stroke_rows[] = {
	FIELD_WORD_ROW("stroke", struct stroke, kind, stroke_word, STROKE_KINDS),
	STROKE_NUMBER("share", share, 0.001, 1.0, ""),
	FIELD_COUNT_ROW("hands", struct stroke, hands, 1, 2),
	FIELD_REGION_ROW("from", struct stroke, from),
	FIELD_REGION_ROW("to", struct stroke, to),
	STROKE_NUMBER("force_min_n", force_min_n, RELEASED_N, CEILING_MAX_N, "N"),
	STROKE_NUMBER("force_max_n", force_max_n, RELEASED_N, CEILING_MAX_N, "N"),
	STROKE_NUMBER("footprint_m", footprint_m, 0.02, 0.30, "m"),
	STROKE_ONLY("speed_m_s", speed_m_s, 0.001, 0.20, "m/s", MOVING),
	STROKE_ONLY("speed_min_m_s", speed_min_m_s, 0.001, 0.20, "m/s", MOVING),
	STROKE_ONLY("speed_max_m_s", speed_max_m_s, 0.001, 0.20, "m/s", MOVING),
	STROKE_ONLY("rate_hz", rate_hz, 0.05, 5.0, "Hz", RHYTHMIC),
	STROKE_ONLY("rate_min_hz", rate_min_hz, 0.05, 5.0, "Hz", RHYTHMIC),
	STROKE_ONLY("rate_max_hz", rate_max_hz, 0.05, 5.0, "Hz", RHYTHMIC),
	STROKE_ONLY("radius_m", radius_m, 0.002, 0.10, "m", RUBBING),
	STROKE_ONLY("floor_share", floor_share, 0.0, 1.0, "", KIND(PETRISSAGE)),
	STROKE_ONLY("hold_s", hold_s, HOLD_LEAST_S, DWELL_S, "s", HOLDING),
	STROKE_ONLY("hold_min_s", hold_min_s, HOLD_LEAST_S, DWELL_S, "s", HOLDING),
	STROKE_ONLY("hold_max_s", hold_max_s, HOLD_LEAST_S, DWELL_S, "s", HOLDING),
	STROKE_ONLY("stiff_hold_s", stiff_hold_s, 0.0, DWELL_HARD_S, "s", KIND(POINT_PRESS)),
	STROKE_ONLY("ramp_s", ramp_s, 0.2, 20.0, "s", HOLDING),
	STROKE_ONLY("start_share", start_share, 0.1, 1.0, "", KIND(COMPRESSION)),
	STROKE_ONLY("surface_c", surface_c, SURFACE_MIN_C, SURFACE_MAX_C, "degC", WARM),
	{ .key = "timed_to", .type = FIELD_WORD, .offset = offsetof(struct stroke, timed_to), .word = timing_word,
	  .words = TIMINGS, .only = TIMED, .may_miss = true },
};
static const struct field_table stroke_table = FIELD_TABLE(stroke_rows);
/* clang-format on */

const struct field_table *config_stroke_fields(void)
{
	return &stroke_table;
}

/* Where a complaint about a stroke points to, and what it calls it. */
struct about {
	struct complaints *complaints;
	const config_setting_t *stroke;
	const char *of; /* "stroke 3, lean," */
};

static int line_of(const struct about *about, const char *key)
{
	return fields_line_of(about->stroke, key);
}

static void check_order(const struct about *about, const char *key, const double values[3])
{
	if (!(values[0] <= values[1] && values[1] <= values[2])) {
		complain(about->complaints, line_of(about, key),
			 "%s has %s %g outside its own range, %g to %g; order them", about->of, key,
			 values[1], values[0], values[2]);
	}
}

static void check_orders(const struct about *about, const struct stroke *stroke)
{
	const double speed[3] = {stroke->speed_min_m_s, stroke->speed_m_s, stroke->speed_max_m_s};
	const double rate[3] = {stroke->rate_min_hz, stroke->rate_hz, stroke->rate_max_hz};
	const double hold[3] = {stroke->hold_min_s, stroke->hold_s, stroke->hold_max_s};

	if (!(stroke->force_min_n <= stroke->force_max_n)) {
		complain(about->complaints, line_of(about, "force_min_n"),
			 "%s has force_min_n %g above force_max_n %g; exchange them", about->of,
			 stroke->force_min_n, stroke->force_max_n);
	}
	check_order(about, "speed_m_s", speed);
	check_order(about, "rate_hz", rate);
	check_order(about, "hold_s", hold);
	if (stroke->stiff_hold_s > 0.0 && !(stroke->stiff_hold_s >= stroke->hold_s)) {
		complain(about->complaints, line_of(about, "stiff_hold_s"),
			 "%s holds stiff points %g s and others %g s; write a stiff_hold_s of at "
			 "least hold_s, or 0 for no difference",
			 about->of, stroke->stiff_hold_s, stroke->hold_s);
	}
}

/* How long a place may be pressed at all: limits.h. */
static void check_dwell(const struct about *about, const struct stroke *stroke)
{
	double most_s = DWELL_S;

	if (stroke->kind == STROKE_COMPRESSION) {
		most_s = DWELL_TRIGGER_S;
	} else if (stroke->force_max_n > DWELL_HARD_N) {
		most_s = DWELL_HARD_S;
	}
	if (stroke->kind == STROKE_COMPRESSION && !(stroke->hold_max_s <= most_s)) {
		complain(about->complaints, line_of(about, "hold_max_s"),
			 "%s has hold_max_s %g; a compression ends after %g s at the latest",
			 about->of, stroke->hold_max_s, most_s);
	} else if (!(stroke->hold_max_s <= most_s)) {
		complain(about->complaints, line_of(about, "hold_max_s"),
			 "%s has hold_max_s %g with force_max_n %g; above %g N a place may be "
			 "pressed for %g s: shorten it or press less",
			 about->of, stroke->hold_max_s, stroke->force_max_n, DWELL_HARD_N, most_s);
	}
}

static void check_direction(const struct about *about, const struct stroke *stroke)
{
	const struct region_facts *from = region_facts(stroke->from);
	const struct region_facts *to = region_facts(stroke->to);

	if ((stroke->from == REGION_ARMS) != (stroke->to == REGION_ARMS)) {
		/* they lie beside the others and not behind any: there is no way between */
		complain(about->complaints,
			 line_of(about, stroke->from == REGION_ARMS ? "from" : "to"),
			 "%s goes from the %s to the %s; arms have a stroke of their own: write "
			 "\"arms\" as from and to, or in neither",
			 about->of, from->title, to->title);
	} else if ((UPWARD & STROKE_BIT(stroke->kind)) != 0 && !(from->x_from_m >= to->x_from_m)) {
		complain(about->complaints, line_of(about, "from"),
			 "%s goes from the %s down to the %s; such strokes go up the body, toward "
			 "the heart: exchange from and to",
			 about->of, from->title, to->title);
	}
}

static const char *what_makes_it_gentler(enum stroke_kind kind)
{
	if (kind == STROKE_PETRISSAGE) {
		return "slow it, raise its floor_share";
	}
	return (RUBBING & STROKE_BIT(kind)) != 0
		       ? "slow it, lower its radius_m, widen its footprint_m"
		       : "slow it, widen its footprint_m";
}

/*
 * What rises faster than the slew limit allows is made lighter in its own shape; so light that it is not
 * itself any more, it is refused.
 */
static void check_steepness(const struct about *about, const struct stroke *stroke)
{
	const unsigned bit = STROKE_BIT(stroke->kind);
	double most_n;

	if ((UPWARD & bit) == 0) {
		return; /* a hold takes longer to rise instead */
	}
	most_n = STROKE_RISE_N_S / stroke_steepness_1_s(stroke, stroke->speed_m_s, stroke->rate_hz);
	if (!(most_n >= stroke->force_min_n)) {
		complain(about->complaints,
			 line_of(about, (RHYTHMIC & bit) != 0 ? "rate_hz" : "speed_m_s"),
			 "%s makes force rise faster than %g N/s: of its %g to %g N at most %.1f "
			 "would be left; %s or press less",
			 about->of, SLEW_RISE_N_S, stroke->force_min_n, stroke->force_max_n, most_n,
			 what_makes_it_gentler(stroke->kind));
	}
}

static void read_stroke(struct complaints *complaints, config_setting_t *setting, int number,
			struct stroke *stroke)
{
	char of[48];
	int before = complaints->count;
	const struct about about = {complaints, setting, of};
	int kind;

	snprintf(of, sizeof of, "stroke %d", number);
	if (!fields_is_group(complaints, setting, of)) {
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
			    .variant = kind != 0 ? STROKE_BIT(kind) : 0,
		    });
	if (complaints->count == before) {
		check_orders(&about, stroke);
		check_dwell(&about, stroke);
		check_direction(&about, stroke);
		check_steepness(&about, stroke);
	}
}

static void read_strokes(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct technique *technique = base;
	int count = config_setting_is_list(setting) ? config_setting_length(setting) : 0;
	int before = complaints->count;
	double shares = 0.0;

	if (count < 1 || count > STROKES_MAX) {
		char found[32] = "";

		if (config_setting_is_list(setting)) {
			snprintf(found, sizeof found, ", and not of %d",
				 config_setting_length(setting));
		}
		complain(complaints, fields_line(setting),
			 "strokes must be a list of 1 to %d strokes%s, ( { ... }, { ... } )",
			 STROKES_MAX, found);
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

static void read_needs(struct complaints *complaints, config_setting_t *setting, void *base)
{
	static const char wanted[] = "( ), ( \"heater\" ), ( \"position\" ) or both with a comma";
	struct technique *technique = base;

	if (!config_setting_is_list(setting) && !config_setting_is_array(setting)) {
		complain(complaints, fields_line(setting), "needs must be a list, %s", wanted);
		return;
	}
	for (int i = 0; i < config_setting_length(setting); i++) {
		config_setting_t *need = config_setting_get_elem(setting, (unsigned)i);
		const char *text = config_setting_get_string(need);

		if (text != NULL && strcmp(text, "heater") == 0) {
			technique->needs |= NEED_HEATER;
		} else if (text != NULL && strcmp(text, "position") == 0) {
			technique->needs |= NEED_POSITION;
		} else {
			complain(complaints, fields_line(need),
				 "needs names something unknown; write %s", wanted);
		}
	}
}

/* clang-format off */
static const struct field technique_rows[] = {
	FIELD_STRING_ROW("name", FIELD_NAME, struct technique, name),
	FIELD_STRING_ROW("title", FIELD_TEXT, struct technique, title),
	FIELD_OWN_ROW("needs", read_needs, "what a rig must have for it, needs = ( );"),
	FIELD_NUMBER_ROW("needs_ceiling_n", struct technique, needs_ceiling_n, RELEASED_N, CEILING_MAX_N, "N"),
	FIELD_OWN_ROW("strokes", read_strokes, "a list, strokes = ( { ... }, { ... } );"),
};
static const struct field_table technique_table = FIELD_TABLE(technique_rows);
/* clang-format on */

const struct field_table *config_technique_fields(void)
{
	return &technique_table;
}

/* What strokes ask of a rig. */
static void check_needs(struct complaints *complaints, config_setting_t *group,
			const struct technique *technique)
{
	const int line = fields_line_of(group, "needs");

	for (int i = 0; i < technique->stroke_count; i++) {
		const char *word = stroke_word((int)technique->strokes[i].kind);
		const unsigned bit = STROKE_BIT(technique->strokes[i].kind);

		if ((bit & WARM) != 0 && (technique->needs & NEED_HEATER) == 0) {
			complain(complaints, line,
				 "stroke %d, %s, is warm; write needs = ( \"heater\" )", i + 1,
				 word);
		}
		if ((bit & FEELING) != 0 && (technique->needs & NEED_POSITION) == 0) {
			complain(complaints, line,
				 "stroke %d, %s, feels how far the tissue gives; write needs = ( "
				 "\"position\" )",
				 i + 1, word);
		}
	}
}

static void check_searched(struct complaints *complaints, config_setting_t *group,
			   const struct technique *technique)
{
	const config_setting_t *strokes = config_setting_get_member(group, "strokes");
	unsigned searched = 0;

	for (int i = 0; i < technique->stroke_count; i++) {
		const unsigned bit = STROKE_BIT(technique->strokes[i].kind);

		searched |= bit & KIND(SEARCH);
		if ((bit & KIND(COMPRESSION)) != 0 && searched == 0) {
			complain(complaints,
				 fields_line(config_setting_get_elem(strokes, (unsigned)i)),
				 "stroke %d, %s, presses what a search has found; put a search "
				 "before it",
				 i + 1, stroke_word((int)technique->strokes[i].kind));
		}
	}
}

/* The strokes together, and against what the technique says it needs. */
static void check_technique(struct complaints *complaints, config_setting_t *group,
			    const void *read)
{
	const struct technique *technique = read;
	double least_n = CEILING_MAX_N;

	check_needs(complaints, group, technique);
	check_searched(complaints, group, technique);
	for (int i = 0; i < technique->stroke_count; i++) {
		const struct stroke *stroke = &technique->strokes[i];

		least_n = stroke->force_min_n < least_n ? stroke->force_min_n : least_n;
	}
	if (!(technique->needs_ceiling_n >= least_n)) {
		complain(complaints, fields_line_of(group, "needs_ceiling_n"),
			 "needs_ceiling_n is %g, and no stroke presses less than %g N; write at "
			 "least that",
			 technique->needs_ceiling_n, least_n);
	}
}

int config_read_technique(struct technique *out, const char *path, FILE *complaints)
{
	static const struct config_reader reader = {CONFIG_TECHNIQUE, &technique_table,
						    "the technique", check_technique};

	return config_file_read(out, sizeof *out, &reader, path, complaints);
}
