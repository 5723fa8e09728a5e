/* calibrate_report.c - see calibrate_report.h. */
#include "tool/calibrate_report.h"

#include "tool/calibrate_judge.h"
#include "tool/json_out.h"

#include <math.h>

struct scale {
	double factor;
	const char *unit;
	int digits;
};

static struct scale scale_of(enum learned_kind kind)
{
	if (kind == LEARNED_DEAD || kind == LEARNED_LAG || kind == LEARNED_VENT_LAG) {
		return (struct scale){1e3, "ms", 1};
	}
	return (struct scale){1.0, "N", 2};
}

static void put_row(FILE *out, int number, const struct head *head,
		    const struct learned_head *learned, enum learned_kind kind)
{
	const struct learned_value *value = &learned->of[kind];
	const struct scale scale = scale_of(kind);
	double in_file = learned_in_file(&head->actuator, kind);
	double off = learned_off(value, &head->actuator, kind);
	char name[64];

	snprintf(name, sizeof(name), "%s, %s", learned_facts(kind)->title, scale.unit);
	fprintf(out, "%4d  %-22s", number, name);
	if (value->known) {
		fprintf(out, "  %8.*f  %7.*f", scale.digits, scale.factor * value->value,
			scale.digits + 1, scale.factor * value->spread);
	} else {
		fprintf(out, "  %8s  %7s", "-", "-");
	}
	fprintf(out, "  %8.*f", scale.digits, scale.factor * in_file);
	if (value->known && isfinite(off)) {
		fprintf(out, "  %+8.0f %%", 100.0 * off);
	} else {
		fprintf(out, "  %8s  ", "-");
	}
	fprintf(out, "  %s\n", found_name(judge_value(value, &head->actuator, kind)));
}

static bool has_result(enum head_outcome outcome)
{
	return outcome == OUTCOME_KEPT || outcome == OUTCOME_LEFT || outcome == OUTCOME_UNSAFE ||
	       outcome == OUTCOME_SLOW;
}

/* Not against the file: against what every head must keep. */
static void put_release(FILE *out, int number, const struct found_release *release,
			enum release_way way)
{
	if (!release->known) {
		fprintf(out, "%4d  it was not seen to let go: look at its force sensor\n", number);
		return;
	}
	fprintf(out, "%4d  by its %s alone it lets go from %.1f N in %.0f ms", number,
		release_way_name(way), release->from_n, 1e3 * release->release_s);
	if (release->air_known) {
		fprintf(out, "; from its ceiling, by the same air, in %.0f ms",
			1e3 * release->ceiling_s);
	}
	fprintf(out, " (at most %.0f ms)\n", 1e3 * release_way_most_s(way));
}

void calibrate_report_table(FILE *out, const struct calibrate_result *result)
{
	fprintf(out, "%4s  %-22s  %8s  %7s  %8s  %10s  %s\n", "head", "what", "found", "+-",
		"rig file", "difference", "verdict");
	for (int i = 0; i < result->rig->head_count; i++) {
		for (int kind = 0; kind < LEARNED_KINDS && has_result(result->outcomes[i]);
		     kind++) {
			put_row(out, i + 1, &result->rig->heads[i], &result->learned.heads[i],
				(enum learned_kind)kind);
		}
		for (int way = 0; way < RELEASE_WAYS && has_result(result->outcomes[i]); way++) {
			put_release(out, i + 1, &result->releases[i][way], (enum release_way)way);
		}
	}
}

static void put_json_release(FILE *out, const struct found_release *release, enum release_way way)
{
	const double none = (double)NAN;

	fprintf(out, ", \"%s\": {",
		way == RELEASE_BY_DUMP ? "release_by_dump" : "release_by_regulator");
	JSON_NUMBERS(out, {"from_n", release->known ? release->from_n : none},
		     {"release_s", release->known ? release->release_s : none},
		     {"tau_s", release->air_known ? release->tau_s : none},
		     {"dead_s", release->air_known ? release->dead_s : none},
		     {"from_ceiling_s", release->air_known ? release->ceiling_s : none},
		     {"most_s", release_way_most_s(way)});
	fputc('}', out);
}

static void put_json_value(FILE *out, const struct head *head, const struct learned_value *value,
			   enum learned_kind kind)
{
	const double none = (double)NAN;

	fprintf(out, "\"%s\": {", learned_facts(kind)->name);
	JSON_NUMBERS(out, {"found", value->known ? value->value : none},
		     {"spread", value->known ? value->spread : none},
		     {"file", learned_in_file(&head->actuator, kind)});
	fputs(", ", out);
	json_text(out, "verdict", found_name(judge_value(value, &head->actuator, kind)));
	fputc('}', out);
}

static const char *outcome_name(enum head_outcome outcome)
{
	static const char *const names[] = {"not_asked", "failed", "fits",
					    "left",      "unsafe", "slow"};

	return names[(unsigned)outcome <= OUTCOME_SLOW ? outcome : OUTCOME_FAILED];
}

void calibrate_report_json(FILE *out, const struct calibrate_result *result)
{
	bool first = true;

	fputs("{", out);
	json_text(out, "rig", result->rig->name);
	fprintf(out, ", \"written\": %s, \"heads\": [", result->written ? "true" : "false");
	for (int i = 0; i < result->rig->head_count; i++) {
		enum head_outcome outcome = result->outcomes[i];

		if (outcome == OUTCOME_NOT_ASKED) {
			continue;
		}
		fprintf(out, "%s\n\t{\"n\": %d, ", first ? "" : ",", i + 1);
		json_text(out, "outcome", outcome_name(outcome));
		for (int kind = 0; kind < LEARNED_KINDS && has_result(outcome); kind++) {
			fputs(", ", out);
			put_json_value(out, &result->rig->heads[i],
				       &result->learned.heads[i].of[kind], (enum learned_kind)kind);
		}
		for (int way = 0; way < RELEASE_WAYS && has_result(outcome); way++) {
			put_json_release(out, &result->releases[i][way], (enum release_way)way);
		}
		fputc('}', out);
		first = false;
	}
	fputs("\n]}\n", out);
}
