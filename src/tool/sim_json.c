/* sim_json.c - the figures of a run for machines. See sim_report.h. */
#include "tool/json_out.h"
#include "tool/sim_report.h"

#include <math.h>

#define NOT_A_NUMBER ((double)NAN)

/* The fault ordered last before a trip, or FAULT_NONE. */
static enum fault_kind ordered_before(const struct sim_options *options, double t_s)
{
	enum fault_kind kind = FAULT_NONE;
	double latest_s = -1.0;

	for (int i = 0; i < options->fault_count; i++) {
		const struct sim_fault *fault = &options->faults[i];

		if (fault->t_s <= t_s && fault->t_s > latest_s) {
			latest_s = fault->t_s;
			kind = fault->kind;
		}
	}
	return kind;
}

/* kind is what was ordered (null where nothing was), code what the controller made of it. */
static void json_faults(FILE *out, const struct sim_run *run)
{
	const struct sim_verdict *verdict = &run->verdict;
	enum fault_kind kind = ordered_before(run->options, verdict->trip_t_s);

	fputs("  \"faults\": [", out);
	if (verdict->cause != COND_COUNT) {
		fputs("{", out);
		if (kind == FAULT_NONE) {
			fputs("\"kind\": null", out);
		} else {
			json_text(out, "kind", fault_kind_name(kind));
		}
		if (verdict->cause_head == HEAD_NONE) {
			fputs(", \"head\": null, ", out);
		} else {
			fprintf(out, ", \"head\": %d, ", verdict->cause_head + 1);
		}
		json_text(out, "code", condition_words(verdict->cause)->name);
		fputs(", ", out);
		json_number(out, "t_s", verdict->trip_t_s);
		fputs("}", out);
	}
	fputs("],\n", out);
}

static void json_dose(FILE *out, const struct sim_run *run, int head)
{
	const struct sim_account *account = &run->account;
	const struct rig *rig = &run->setup->rig;
	const struct sim_mean mean = sim_account_mean(account, rig, head);

	JSON_NUMBERS(out, {"dose_kpa_s", sim_account_dose_kpa_s(account, rig, head)},
		     {"dose_target_kpa_s", sim_account_dose_target_kpa_s(account, rig, head)},
		     {"mean_n", mean.felt_n}, {"mean_target_n", mean.wanted_n},
		     {"mean_kpa", mean.felt_kpa}, {"mean_target_kpa", mean.wanted_kpa},
		     {"pressed_s", account->heads[head].pressed_s},
		     {"warm_least_c", account->heads[head].warm_least_c},
		     {"warm_most_c", account->heads[head].warm_most_c},
		     {"heat_min", rig->heads[head].heater.driver != DRIVER_NONE
					  ? account->heads[head].heat_min
					  : NOT_A_NUMBER});
}

static double known(double value)
{
	return value > 0.0 ? value : NOT_A_NUMBER;
}

/* As the controller told it, surely; null where it never did. */
static void json_tissue(FILE *out, const struct sim_run *run, int head)
{
	const struct sim_head_account *account = &run->account.heads[head];
	const struct tissue_belief *after = &account->after;

	JSON_NUMBERS(out, {"stiffness_before_n_m", known(account->before.stiffness_10_n_m)},
		     {"stiffness_after_n_m", known(after->stiffness_10_n_m)},
		     {"stiffness_confidence", after->stiffness_sure},
		     {"exponent", known(after->exponent)},
		     {"exponent_confidence", after->exponent_sure},
		     {"relaxation_s", known(after->relaxation_s)},
		     {"relaxation_confidence", after->relaxation_sure});
}

static void json_breath(FILE *out, const struct sim_run *run)
{
	fputs("  \"breath\": {", out);
	JSON_NUMBERS(out, {"sure_share", sim_account_breath_share(&run->account)},
		     {"rate_hz", sim_account_breath_hz(&run->account)},
		     {"depth_m", sim_account_breath_m(&run->account)});
	fputs("},\n", out);
}

static void json_heads(FILE *out, const struct sim_run *run)
{
	fputs("  \"heads\": [", out);
	for (int i = 0; i < run->setup->rig.head_count; i++) {
		const struct sim_score *score = &run->verdict.scores[i];

		fprintf(out, "%s\n    {\"n\": %d, ", i == 0 ? "" : ",", i + 1);
		json_text(out, "region", region_facts(run->setup->rig.heads[i].region)->name);
		fputs(", ", out);
		JSON_NUMBERS(out, {"rmse_n", sim_score_rmse_n(score)},
			     {"mae_n", sim_score_mae_n(score)}, {"r2", sim_score_r2(score)},
			     {"peak_n", score->peak_n}, {"over_ceiling_n", score->over_ceiling_n},
			     {"contact_overshoot_n", score->overshoot_n},
			     {"settle_s", sim_score_settle_s(score)});
		fputs(", ", out);
		json_dose(out, run, i);
		fputs(", ", out);
		json_tissue(out, run, i);
		fputs("}", out);
	}
	fputs("\n  ],\n", out);
}

static void json_regions(FILE *out, const struct sim_run *run)
{
	struct sim_region regions[REGION_COUNT];
	const char *between = "";

	sim_run_regions(run, regions);
	fputs("  \"regions\": [", out);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		if (!run->snapshot.region_has_heads[r]) {
			continue;
		}
		fprintf(out, "%s\n    {", between);
		json_text(out, "name", region_facts((enum region)r)->name);
		fputs(", ", out);
		JSON_NUMBERS(out, {"share", regions[r].share},
			     {"time_share", regions[r].time_share}, {"time_s", regions[r].time_s},
			     {"dose_kpa_s", regions[r].dose_kpa_s},
			     {"dose_target_kpa_s", regions[r].dose_target_kpa_s},
			     {"mean_n", regions[r].mean.felt_n},
			     {"mean_target_n", regions[r].mean.wanted_n},
			     {"mean_kpa", regions[r].mean.felt_kpa},
			     {"mean_target_kpa", regions[r].mean.wanted_kpa});
		fputs("}", out);
		between = ",";
	}
	fputs("\n  ],\n", out);
}

static void json_points(FILE *out, const struct sim_run *run)
{
	const struct sim_account *account = &run->account;
	const char *between = "";

	fputs(", \"points\": [", out);
	for (int i = 0; i < account->trigger_count; i++) {
		const struct trigger_view *trigger = &account->triggers[i];

		fprintf(out, "%s{\"head\": %d, ", between, trigger->head + 1);
		json_text(out, "state", trigger_state_name(trigger->state));
		fputs(", ", out);
		JSON_NUMBERS(out, {"ratio", trigger->ratio}, {"confidence", trigger->confidence},
			     {"held_s", trigger->held_s});
		fprintf(out, ", \"true\": %s}",
			sim_trigger_is_true(trigger, &run->setup->rig, &run->setup->patient)
				? "true"
				: "false");
		between = ", ";
	}
	fputs("]", out);
}

/* All null where the technique does not search. */
static void json_triggers(FILE *out, const struct sim_run *run)
{
	const struct sim_triggers judged =
		sim_account_triggers(&run->account, &run->setup->rig, &run->setup->patient);
	bool searches = sim_run_searches(run);

	fputs("  \"trigger_points\": {", out);
	JSON_NUMBERS(out, {"found", searches ? judged.found : NOT_A_NUMBER},
		     {"missed", searches ? judged.missed : NOT_A_NUMBER},
		     {"false", searches ? judged.wrong : NOT_A_NUMBER},
		     {"released", searches ? judged.released : NOT_A_NUMBER},
		     {"given_up", searches ? judged.given_up : NOT_A_NUMBER});
	json_points(out, run);
	fputs("},\n", out);
}

static void json_answers(FILE *out, const struct sim_run *run)
{
	fputs("  \"comfort\": [", out);
	for (int i = 0; i < run->account.answer_count; i++) {
		const struct sim_answer *answer = &run->account.answers[i];

		fprintf(out, "%s{", i == 0 ? "" : ", ");
		json_number(out, "t_s", answer->t_s);
		fprintf(out, ", \"answer\": %d}", answer->comfort);
	}
	fputs("],\n", out);
}

/* What held targets back, by reason; a reason that never did is left out. */
static void json_limits(FILE *out, const struct sim_run *run)
{
	const char *between = "";

	fputs("  \"held_back\": [", out);
	for (int reason = LIMIT_NONE + 1; reason < LIMIT_REASONS; reason++) {
		const struct sim_limit_account *limit = &run->account.limits[reason];

		if (limit->times > 0) {
			fprintf(out, "%s{", between);
			json_text(out, "reason", limit_reason_name((enum limit_reason)reason));
			fprintf(out, ", \"times\": %d, ", limit->times);
			json_number(out, "head_s", limit->head_s);
			fputs("}", out);
			between = ", ";
		}
	}
	fputs("]\n", out);
}

/* Strokes that never had a place, by their number in the file. */
static void json_idle(FILE *out, const struct sim_run *run)
{
	const char *between = "";

	fputs("  \"idle_strokes\": [", out);
	for (int k = 0; k < run->setup->technique.stroke_count; k++) {
		if ((run->snapshot.idle_strokes >> k & 1u) != 0) {
			fprintf(out, "%s%d", between, k + 1);
			between = ", ";
		}
	}
	fputs("],\n", out);
}

static void json_phases(FILE *out, const struct sim_run *run)
{
	const double *phase_s = run->account.phase_s;

	fputs("  \"phases\": {", out);
	JSON_NUMBERS(out, {"warm_up_s", phase_s[PHASE_WARM_UP]}, {"work_s", phase_s[PHASE_WORK]},
		     {"closing_s", phase_s[PHASE_CLOSING]});
	fputs("},\n", out);
}

void sim_report_json(FILE *out, const struct sim_run *run)
{
	fputs("{\n  ", out);
	json_text(out, "state", state_name(run->snapshot.state));
	fputs(",\n  ", out);
	json_text(out, "technique", run->setup->technique.name);
	fputs(",\n  ", out);
	json_text(out, "patient", run->setup->patient.name);
	fputs(", ", out);
	json_text(out, "controller", controller_name(run->options->controller));
	fprintf(out, ",\n  \"seed\": %llu,\n  \"ticks\": %llu,\n  ",
		(unsigned long long)run->options->seed, (unsigned long long)run->ticks);
	json_text(out, "ended_by", condition_words(run->verdict.over)->name);
	fputs(", ", out);
	json_number(out, "ended_t_s", run->verdict.over_t_s);
	fputs(",\n  ", out);
	json_number(out, "detect_ms", sim_verdict_detect_ms(&run->verdict));
	fputs(",\n  ", out);
	json_number(out, "release_ms", sim_verdict_release_ms(&run->verdict));
	fputs(",\n  ", out);
	json_number(out, "stop_ms", sim_verdict_stop_ms(&run->verdict));
	fputs(",\n", out);
	json_faults(out, run);
	json_triggers(out, run);
	json_heads(out, run);
	json_breath(out, run);
	json_regions(out, run);
	json_idle(out, run);
	json_phases(out, run);
	json_answers(out, run);
	json_limits(out, run);
	fputs("}\n", out);
}
