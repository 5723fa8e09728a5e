/*
 * config_patient.c - a simulated person's file. Ranges are what tissue and breath can be, widely taken;
 * the published figures stand in the files themselves.
 */
#include "app/config.h"

#include "app/config_fields.h"
#include "app/config_file.h"

#include <math.h>
#include <string.h>

/* However k and n are written, tissue pressed in this far pushes back within these. */
#define PROBE_M       0.020
#define PROBE_LEAST_N 5.0
#define PROBE_MOST_N  500.0

#define RISE(region, index) \
	FIELD_NUMBER_ROW(region, struct breathing, amplitude_m[index], 0.0, 0.030, "m")

/* clang-format off */
static const struct field rise_rows[] = {
	RISE("neck",       REGION_NECK),
	RISE("shoulders",  REGION_SHOULDERS),
	RISE("upper_back", REGION_UPPER_BACK),
	RISE("lower_back", REGION_LOWER_BACK),
	RISE("hips",       REGION_HIPS),
	RISE("arms",       REGION_ARMS),
	RISE("legs",       REGION_LEGS),
};
_Static_assert(sizeof rise_rows / sizeof rise_rows[0] == REGION_COUNT - 1, "a row for each region");
static const struct field_table rise_table = FIELD_TABLE(rise_rows);

static const struct field breathing_rows[] = {
	FIELD_NUMBER_ROW("rate_hz", struct breathing, rate_hz, 0.05, 1.0, "Hz"),
	/* its rows count from the start of struct breathing, and so does it */
	{ .key = "amplitude_m", .type = FIELD_GROUP, .offset = 0, .in = &rise_table },
};
static const struct field_table breathing_table = FIELD_TABLE(breathing_rows);

static const struct field patient_rows[] = {
	FIELD_STRING_ROW("name", FIELD_NAME, struct patient, name),
	FIELD_NUMBER_ROW("height_m", struct patient, height_m, BODY_HEIGHT_MIN_M, BODY_HEIGHT_MAX_M, "m"),
	FIELD_NUMBER_ROW("stiffness_n_m_n", struct patient, stiffness_n_m_n, 1e3, 1e7, "N/m^n"),
	FIELD_NUMBER_ROW("exponent", struct patient, exponent, 1.0, 3.0, ""),
	FIELD_NUMBER_ROW("damping_s_m", struct patient, damping_s_m, 0.0, 20.0, "s/m"),
	FIELD_NUMBER_ROW("clearance_m", struct patient, clearance_m, 0.001, 0.050, "m"),
	FIELD_GROUP_ROW("breathing", struct patient, breathing, &breathing_table),
};
static const struct field_table patient_table = FIELD_TABLE(patient_rows);
/* clang-format on */

static void check_patient(struct config_file *file, const struct patient *patient)
{
	double force_n = patient->stiffness_n_m_n * pow(PROBE_M, patient->exponent);

	if (!(force_n >= PROBE_LEAST_N && force_n <= PROBE_MOST_N)) {
		complain(&file->complaints, fields_line(file->group),
			 "pressed in by 20 mm this patient pushes back with %.3g N; choose "
			 "stiffness_n_m_n and exponent for %g to %g N",
			 force_n, PROBE_LEAST_N, PROBE_MOST_N);
	}
}

int config_read_patient(struct patient *out, const char *path, FILE *complaints)
{
	const struct field_target target = {.base = out, .of = "the patient"};
	struct config_file file;
	int error;

	memset(out, 0, sizeof *out);
	error = config_file_open(&file, path, complaints);
	if (error < 0) {
		return error;
	}
	if (config_file_expect(&file, CONFIG_PATIENT) == 0) {
		fields_read(&file.complaints, file.group, &patient_table, &target);
	}
	if (file.complaints.count == 0) {
		check_patient(&file, out);
	}
	error = config_file_close(&file);
	if (error < 0) {
		memset(out, 0, sizeof *out);
	}
	return error;
}
