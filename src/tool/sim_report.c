/* sim_report.c - see sim_report.h. */
#include "tool/sim_report.h"

#include "tool/json_out.h"

#include <math.h>

static const char *side_letter(enum side side)
{
	return side == SIDE_LEFT ? "L" : side == SIDE_RIGHT ? "R" : " ";
}

/* A dash where there is nothing to tell. */
static void print_cell(FILE *out, double value, int decimals)
{
	if (isfinite(value)) {
		fprintf(out, " %9.*f", decimals, value);
	} else {
		fprintf(out, " %9s", "-");
	}
}

static int worst_head(const struct sim_run *run)
{
	int worst = -1;
	double worst_n = -1.0;

	for (int i = 0; i < run->setup->rig.head_count; i++) {
		double rmse_n = sim_score_rmse_n(&run->verdict.scores[i]);

		if (rmse_n > worst_n) {
			worst_n = rmse_n;
			worst = i;
		}
	}
	return worst;
}

static void print_heads(FILE *out, const struct sim_run *run)
{
	fprintf(out, "\nhead             %10s%10s%10s%10s%10s%10s%10s\n", "rmse N", "mae N", "r2",
		"peak N", "over N", "contact N", "settle s");
	for (int i = 0; i < run->setup->rig.head_count; i++) {
		const struct head *head = &run->setup->rig.heads[i];
		const struct sim_score *score = &run->verdict.scores[i];

		fprintf(out, "%3d %-10s %s ", i + 1, region_facts(head->region)->title,
			side_letter(head->side));
		print_cell(out, sim_score_rmse_n(score), 3);
		print_cell(out, sim_score_mae_n(score), 3);
		print_cell(out, sim_score_r2(score), 4);
		print_cell(out, score->peak_n, 1);
		print_cell(out, score->over_ceiling_n, 2);
		print_cell(out, score->overshoot_n, 2);
		print_cell(out, sim_score_settle_s(score), 3);
		fputc('\n', out);
	}
}

static void print_outcome(FILE *out, const struct sim_run *run)
{
	const struct sim_verdict *verdict = &run->verdict;
	double detect_ms = sim_verdict_detect_ms(verdict);
	double stop_ms = sim_verdict_stop_ms(verdict);

	if (verdict->cause != COND_COUNT) {
		fprintf(out, "tripped at %.3f s: %s", verdict->trip_t_s,
			condition_words(verdict->cause)->sentence);
		if (verdict->cause_head != HEAD_NONE) {
			fprintf(out, ", head %d", verdict->cause_head + 1);
		}
		if (isfinite(detect_ms)) {
			fprintf(out, "; detected after %.0f ms", detect_ms);
		}
		fprintf(out, "; every head under 2 N after %.0f ms\n",
			sim_verdict_release_ms(verdict));
	}
	if (isfinite(stop_ms)) {
		fprintf(out, "stopped at %.3f s; every head under 2 N after %.0f ms\n",
			verdict->stop_t_s, stop_ms);
	}
	if (!verdict->ended) {
		fputs("the session did not come to its end\n", out);
	}
}

void sim_report_summary(FILE *out, const struct sim_run *run, double wall_s)
{
	const struct sim_setup *setup = run->setup;
	int worst = worst_head(run);

	fprintf(out, "%s at %.2f on %s, rig %s, seed %llu: %s after %.1f s, %.0f x real time\n",
		setup->technique.title, run->options->intensity, setup->patient.name,
		setup->rig.name, (unsigned long long)run->options->seed,
		state_name(run->snapshot.state), run->t_s, run->t_s / wall_s);
	print_outcome(out, run);
	print_heads(out, run);
	if (worst >= 0) {
		fprintf(out,
			"\nworst head: %d, %.3f N rms between target and what the tissue felt\n",
			worst + 1, sim_score_rmse_n(&run->verdict.scores[worst]));
	}
}

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

static void json_heads(FILE *out, const struct sim_run *run)
{
	fputs("  \"heads\": [", out);
	for (int i = 0; i < run->setup->rig.head_count; i++) {
		const struct sim_score *score = &run->verdict.scores[i];

		fprintf(out, "%s\n    {\"n\": %d, ", i == 0 ? "" : ",", i + 1);
		json_text(out, "region", region_facts(run->setup->rig.heads[i].region)->name);
		fputs(", ", out);
		json_number(out, "rmse_n", sim_score_rmse_n(score));
		fputs(", ", out);
		json_number(out, "mae_n", sim_score_mae_n(score));
		fputs(", ", out);
		json_number(out, "r2", sim_score_r2(score));
		fputs(", ", out);
		json_number(out, "peak_n", score->peak_n);
		fputs(", ", out);
		json_number(out, "over_ceiling_n", score->over_ceiling_n);
		fputs(", ", out);
		json_number(out, "contact_overshoot_n", score->overshoot_n);
		fputs(", ", out);
		json_number(out, "settle_s", sim_score_settle_s(score));
		fputs("}", out);
	}
	fputs("\n  ]\n", out);
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
	json_number(out, "detect_ms", sim_verdict_detect_ms(&run->verdict));
	fputs(",\n  ", out);
	json_number(out, "release_ms", sim_verdict_release_ms(&run->verdict));
	fputs(",\n  ", out);
	json_number(out, "stop_ms", sim_verdict_stop_ms(&run->verdict));
	fputs(",\n", out);
	json_faults(out, run);
	/* no technique searches for trigger points yet */
	fputs("  \"trigger_points\": {\"found\": null, \"missed\": null, \"false\": null},\n", out);
	json_heads(out, run);
	fputs("}\n", out);
}

void sim_report_line(FILE *out, const struct sim_run *run)
{
	const struct sim_verdict *verdict = &run->verdict;
	int worst = worst_head(run);

	fprintf(out, "%-14s %-9s", run->setup->patient.name, state_name(run->snapshot.state));
	print_cell(out, worst < 0 ? (double)NAN : sim_score_rmse_n(&verdict->scores[worst]), 3);
	print_cell(out, worst < 0 ? (double)NAN : verdict->scores[worst].peak_n, 1);
	fprintf(out, " %9d", worst + 1);
	if (verdict->cause != COND_COUNT) {
		fprintf(out, "  %s", condition_words(verdict->cause)->sentence);
	}
	fputc('\n', out);
}

void sim_report_line_head(FILE *out)
{
	fprintf(out, "%-14s %-9s%10s%10s%10s\n", "worst head of", "ends", "rmse N", "peak N",
		"head");
}

void sim_report_csv_head(FILE *out, const struct sim_run *run)
{
	fputs("t_s,state", out);
	for (int i = 1; i <= run->setup->rig.head_count; i++) {
		fprintf(out, ",force_%d_n,target_%d_n,true_%d_n", i, i, i);
	}
	fputc('\n', out);
}

void sim_report_csv_row(FILE *out, const struct sim_run *run)
{
	fprintf(out, "%.3f,%s", run->t_s, state_name(run->snapshot.state));
	for (int i = 0; i < run->setup->rig.head_count; i++) {
		const struct head_view *head = &run->snapshot.heads[i];

		fprintf(out, ",%.3f,%.3f,%.3f", head->force_n, head->target_n, run->true_n[i]);
	}
	fputc('\n', out);
}
