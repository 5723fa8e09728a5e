/*
 * config_patient.c - a simulated person's file. Ranges are what tissue and breath can be, widely taken;
 * the published figures stand in the files themselves.
 */
#include "app/config.h"

#include "app/config_fields.h"
#include "app/config_file.h"

#include <knead/limits.h>

#include <math.h>
#include <string.h>

/* However k and n are written, tissue pressed in this far pushes back within these. */
#define PROBE_M       0.020
#define PROBE_LEAST_N 5.0
#define PROBE_MOST_N  500.0

#define RELAXES_MOST 0.9 /* of the force: what is left is still a solid */

#define REGION_ROW(region, index, lo, hi, u)                                               \
	{                                                                                  \
		.key = (region), .type = FIELD_NUMBER, .offset = (index) * sizeof(double), \
		.least = (lo), .most = (hi), .unit = (u)                                   \
	}
/* A figure for each region; counts from the start of its array. */
#define REGION_TABLE(name, lo, hi, u)                                                  \
	static const struct field name##_rows[] = {                                    \
		REGION_ROW("neck", REGION_NECK, lo, hi, u),                            \
		REGION_ROW("shoulders", REGION_SHOULDERS, lo, hi, u),                  \
		REGION_ROW("upper_back", REGION_UPPER_BACK, lo, hi, u),                \
		REGION_ROW("lower_back", REGION_LOWER_BACK, lo, hi, u),                \
		REGION_ROW("hips", REGION_HIPS, lo, hi, u),                            \
		REGION_ROW("arms", REGION_ARMS, lo, hi, u),                            \
		REGION_ROW("legs", REGION_LEGS, lo, hi, u),                            \
	};                                                                             \
	_Static_assert(sizeof name##_rows / sizeof name##_rows[0] == REGION_COUNT - 1, \
		       "a row for each region");                                       \
	static const struct field_table name##_table = FIELD_TABLE(name##_rows)

REGION_TABLE(share, 0.1, 10.0, "");
REGION_TABLE(comfort, 5.0, 150.0, "N");
REGION_TABLE(depth, 0.001, 0.200, "m");
REGION_TABLE(rise, 0.0, 0.030, "m");

/* clang-format off */
static const struct field relaxation_rows[] = {
	FIELD_NUMBER_ROW("fast_share", struct relaxation, share[0], 0.0, 1.0, ""),
	FIELD_NUMBER_ROW("fast_s", struct relaxation, tau_s[0], 0.05, 2.0, "s"),
	FIELD_NUMBER_ROW("slow_share", struct relaxation, share[1], 0.0, 1.0, ""),
	FIELD_NUMBER_ROW("slow_s", struct relaxation, tau_s[1], 2.0, 60.0, "s"),
};
static const struct field_table relaxation_table = FIELD_TABLE(relaxation_rows);

static const struct field wall_rows[] = {
	FIELD_NUMBER_ROW("stiffness_n_m", struct wall, stiffness_n_m, 1e3, 1e5, "N/m"),
	FIELD_GROUP_ROW("depth_m", struct wall, depth_m, &depth_table),
};
static const struct field_table wall_table = FIELD_TABLE(wall_rows);

static const struct field breathing_rows[] = {
	FIELD_NUMBER_ROW("rate_hz", struct breathing, rate_hz, 0.05, 1.0, "Hz"),
	FIELD_NUMBER_ROW("length_spread", struct breathing, length_spread, 0.0, 0.5, ""),
	FIELD_NUMBER_ROW("depth_spread", struct breathing, depth_spread, 0.0, 0.6, ""),
	FIELD_GROUP_ROW("amplitude_m", struct breathing, amplitude_m, &rise_table),
};
static const struct field_table breathing_table = FIELD_TABLE(breathing_rows);

static const struct field guarding_rows[] = {
	FIELD_NUMBER_ROW("stiffens_by", struct guarding, stiffens_by, 0.0, 2.0, ""),
	FIELD_NUMBER_ROW("onset_s", struct guarding, onset_s, 0.05, 5.0, "s"),
	FIELD_NUMBER_ROW("fades_s", struct guarding, fades_s, 0.05, 60.0, "s"),
};
static const struct field_table guarding_table = FIELD_TABLE(guarding_rows);

static const struct field softening_rows[] = {
	FIELD_NUMBER_ROW("most", struct softening, most, 0.0, 0.5, ""),
	FIELD_NUMBER_ROW("dose_n_s", struct softening, dose_n_s, 100.0, 1e6, "N s"),
};
static const struct field_table softening_table = FIELD_TABLE(softening_rows);

static const struct field happenings_rows[] = {
	FIELD_NUMBER_ROW("deep_breaths_per_min", struct happenings, deep_breaths_per_min, 0.0, 6.0, "a minute"),
	FIELD_NUMBER_ROW("coughs_per_min", struct happenings, coughs_per_min, 0.0, 10.0, "a minute"),
	FIELD_NUMBER_ROW("cough_m", struct happenings, cough_m, 0.0, 0.030, "m"),
	FIELD_NUMBER_ROW("tenses_per_min", struct happenings, tenses_per_min, 0.0, 10.0, "a minute"),
	FIELD_NUMBER_ROW("shifts_per_min", struct happenings, shifts_per_min, 0.0, 10.0, "a minute"),
	FIELD_NUMBER_ROW("gets_up_at_s", struct happenings, gets_up_at_s, 0.0, 1e5, "s"),
};
static const struct field_table happenings_table = FIELD_TABLE(happenings_rows);

static const struct field knot_rows[] = {
	FIELD_REGION_ROW("region", struct knot, region),
	FIELD_NUMBER_ROW("x_m", struct knot, x_m, -0.5, 2.0, "m"),
	FIELD_NUMBER_ROW("y_m", struct knot, y_m, -1.0, 1.0, "m"),
	FIELD_NUMBER_ROW("radius_m", struct knot, radius_m, 0.004, 0.030, "m"),
	FIELD_NUMBER_ROW("ratio", struct knot, ratio, 1.0, 4.0, ""),
	FIELD_NUMBER_ROW("releases_s", struct knot, releases_s, 0.0, 600.0, "s"),
};
static const struct field_table knot_table = FIELD_TABLE(knot_rows);
/* clang-format on */

static void check_knot(struct complaints *complaints, int line, int number, const struct knot *knot)
{
	const struct region_facts *facts = region_facts(knot->region);
	double half_m = body_half_width_m(knot->region);

	if (!(knot->x_m >= facts->x_from_m && knot->x_m <= facts->x_to_m)) {
		complain(complaints, line, "knot %d lies at x_m %g, outside the %s; use %g to %g m",
			 number, knot->x_m, facts->title, facts->x_from_m, facts->x_to_m);
	}
	if (!(fabs(knot->y_m) <= half_m)) {
		complain(complaints, line,
			 "knot %d lies at y_m %g, outside the body; on the %s use %g to %g m",
			 number, knot->y_m, facts->title, -half_m, half_m);
	}
}

static void read_knots(struct complaints *complaints, config_setting_t *setting, void *base)
{
	struct patient *patient = base;
	int count = config_setting_is_list(setting) ? config_setting_length(setting) : -1;

	if (count < 0 || count > KNOTS_MAX) {
		complain(complaints, fields_line(setting),
			 "knots must be a list of at most %d knots, ( ) or ( { ... }, { ... } )",
			 KNOTS_MAX);
		return;
	}
	for (int i = 0; i < count; i++) {
		config_setting_t *knot = config_setting_get_elem(setting, (unsigned)i);
		int before = complaints->count;
		char of[24];

		snprintf(of, sizeof of, "knot %d", i + 1);
		if (!fields_is_group(complaints, knot, of)) {
			continue;
		}
		fields_read(complaints, knot, &knot_table,
			    &(struct field_target){.base = &patient->knots[i], .of = of});
		if (complaints->count == before) {
			check_knot(complaints, fields_line(knot), i + 1, &patient->knots[i]);
		}
	}
	patient->knot_count = count;
}

/* clang-format off */
static const struct field patient_rows[] = {
	FIELD_STRING_ROW("name", FIELD_NAME, struct patient, name),
	FIELD_NUMBER_ROW("height_m", struct patient, height_m, BODY_HEIGHT_MIN_M, BODY_HEIGHT_MAX_M, "m"),
	FIELD_NUMBER_ROW("stiffness_n_m_n", struct patient, stiffness_n_m_n, 1e3, 1e7, "N/m^n"),
	FIELD_NUMBER_ROW("exponent", struct patient, exponent, 1.0, 3.0, ""),
	FIELD_NUMBER_ROW("damping_s_m", struct patient, damping_s_m, 0.0, 20.0, "s/m"),
	FIELD_NUMBER_ROW("clearance_m", struct patient, clearance_m, 0.001, 0.050, "m"),
	FIELD_NUMBER_ROW("ceiling_n", struct patient, ceiling_n, RELEASED_N, CEILING_MAX_N, "N"),
	FIELD_GROUP_ROW("stiffness_share", struct patient, stiffness_share, &share_table),
	FIELD_GROUP_ROW("comfort_n", struct patient, comfort_n, &comfort_table),
	FIELD_GROUP_ROW("relaxation", struct patient, relaxation, &relaxation_table),
	FIELD_GROUP_ROW("wall", struct patient, wall, &wall_table),
	FIELD_GROUP_ROW("breathing", struct patient, breathing, &breathing_table),
	FIELD_GROUP_ROW("guarding", struct patient, guarding, &guarding_table),
	FIELD_GROUP_ROW("softening", struct patient, softening, &softening_table),
	FIELD_GROUP_ROW("happenings", struct patient, happenings, &happenings_table),
	FIELD_OWN_ROW("knots", read_knots, "a list, knots = ( ) or knots = ( { ... }, { ... } );"),
};
static const struct field_table patient_table = FIELD_TABLE(patient_rows);
/* clang-format on */

static int line_of(config_setting_t *group, const char *path)
{
	return fields_line(config_setting_lookup(group, path));
}

static void check_region(struct complaints *complaints, config_setting_t *group,
			 const struct patient *patient, enum region region)
{
	double k = patient->stiffness_n_m_n * patient->stiffness_share[region];
	double probe_n = k * pow(PROBE_M, patient->exponent);
	double touch_m = pow(CONTACT_ON_N / k, 1.0 / patient->exponent);
	const char *name = region_facts(region)->name;
	char path[64];

	if (!(probe_n >= PROBE_LEAST_N && probe_n <= PROBE_MOST_N)) {
		snprintf(path, sizeof path, "stiffness_share.%s", name);
		complain(complaints, line_of(group, path),
			 "pressed in by 20 mm on the %s this patient pushes back with %.3g N; "
			 "choose "
			 "stiffness_n_m_n, its share and exponent for %g to %g N",
			 region_facts(region)->title, probe_n, PROBE_LEAST_N, PROBE_MOST_N);
	} else if (!(patient->wall.depth_m[region] > touch_m)) {
		snprintf(path, sizeof path, "wall.depth_m.%s", name);
		complain(complaints, line_of(group, path),
			 "on the %s the wall lies %.1f mm deep, and a head counts as touching only "
			 "from %.1f mm on; move it deeper",
			 region_facts(region)->title, 1e3 * patient->wall.depth_m[region],
			 1e3 * touch_m);
	}
}

static void check_patient(struct complaints *complaints, config_setting_t *group, const void *read)
{
	const struct patient *patient = read;
	double relaxes = patient->relaxation.share[0] + patient->relaxation.share[1];

	if (!(relaxes <= RELAXES_MOST)) {
		complain(complaints, line_of(group, "relaxation"),
			 "the shares of the relaxation add up to %g, and at most %g of a force can "
			 "relax; lower fast_share or slow_share",
			 relaxes, RELAXES_MOST);
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		check_region(complaints, group, patient, (enum region)r);
	}
}

int config_read_patient(struct patient *out, const char *path, FILE *complaints)
{
	static const struct config_reader reader = {CONFIG_PATIENT, &patient_table, "the patient",
						    check_patient};

	return config_file_read(out, sizeof *out, &reader, path, complaints);
}
