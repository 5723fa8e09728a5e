/* sim_report.c - see sim_report.h. */
#include "tool/sim_report.h"

#include <knead/trip.h>
#include <knead/unfit.h>

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

/* Target against achieved: over the session, and on average while it was pressed. */
static void print_dose(FILE *out, double felt_kpa_s, double wanted_kpa_s,
		       const struct sim_mean *mean)
{
	print_cell(out, felt_kpa_s, 0);
	print_cell(out, wanted_kpa_s, 0);
	print_cell(out, mean->felt_n, 1);
	print_cell(out, mean->wanted_n, 1);
	print_cell(out, mean->felt_kpa, 1);
	print_cell(out, mean->wanted_kpa, 1);
	print_cell(out, mean->pressed_s, 0);
	fputc('\n', out);
}

static void print_doses(FILE *out, const struct sim_run *run, const struct sim_region *regions)
{
	const struct rig *rig = &run->setup->rig;
	const struct sim_account *account = &run->account;

	fprintf(out, "\ndose             %10s%10s%10s%10s%10s%10s%10s\n", "kPa s", "wanted",
		"mean N", "wanted", "mean kPa", "wanted", "pressed s");
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *head = &rig->heads[i];
		const struct sim_mean mean = sim_account_mean(account, rig, i);

		fprintf(out, "%3d %-10s %s ", i + 1, region_facts(head->region)->title,
			side_letter(head->side));
		print_dose(out, sim_account_dose_kpa_s(account, rig, i),
			   sim_account_dose_target_kpa_s(account, rig, i), &mean);
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		if (run->snapshot.region_has_heads[r]) {
			fprintf(out, "%-16s ", region_facts((enum region)r)->title);
			print_dose(out, regions[r].dose_kpa_s, regions[r].dose_target_kpa_s,
				   &regions[r].mean);
		}
	}
}

static void print_regions(FILE *out, const struct sim_run *run, const struct sim_region *regions)
{
	fprintf(out, "\nregion           %10s%10s%10s\n", "asked %", "worked %", "time s");
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		if (!run->snapshot.region_has_heads[r]) {
			continue;
		}
		fprintf(out, "%-16s ", region_facts((enum region)r)->title);
		print_cell(out, regions[r].share > 0.0 ? 100.0 * regions[r].share : (double)NAN, 1);
		print_cell(out, 100.0 * regions[r].time_share, 1);
		print_cell(out, regions[r].time_s, 0);
		fputc('\n', out);
	}
}

static void print_triggers(FILE *out, const struct sim_run *run)
{
	const struct sim_triggers triggers =
		sim_account_triggers(&run->account, &run->setup->rig, &run->setup->patient);

	if (sim_run_searches(run)) {
		fprintf(out,
			"trigger points under heads: %d found, %d missed, %d false; %d released, "
			"%d "
			"given up\n",
			triggers.found, triggers.missed, triggers.wrong, triggers.released,
			triggers.given_up);
		if (triggers.spared > 0) {
			fprintf(out,
				"%d of them not pressed: less may be pressed there than a "
				"compression begins with\n",
				triggers.spared);
		}
	}
}

static void print_warmth(FILE *out, const struct sim_run *run)
{
	for (int i = 0; i < run->setup->rig.head_count; i++) {
		const struct sim_head_account *head = &run->account.heads[i];

		if (isfinite(head->warm_most_c)) {
			fprintf(out,
				"head %d, once warm: %.1f to %.1f degC at its surface; its place "
				"has had %.2f of %g minutes at 43 degC\n",
				i + 1, head->warm_least_c, head->warm_most_c, head->heat_min,
				HEAT_ACCOUNT_MIN);
		}
	}
}

static void print_heat_ends(FILE *out, const struct sim_run *run)
{
	int told = 0;

	for (int i = 0; i < run->setup->rig.head_count; i++) {
		const struct head *head = &run->setup->rig.heads[i];
		double ended_t_s = run->account.heads[i].heat_ended_t_s;

		if (isfinite(ended_t_s)) {
			fprintf(out, "%s head %d, %s %s, at %.0f s",
				told++ == 0 ? "heat ended early, for today:" : ";", i + 1,
				region_facts(head->region)->title, side_letter(head->side),
				ended_t_s);
		}
	}
	fputs(told > 0 ? "\n" : "", out);
}

/* How the session met the person. */
static void print_person(FILE *out, const struct sim_run *run)
{
	const struct sim_account *account = &run->account;

	for (int reason = LIMIT_NONE + 1; reason < LIMIT_REASONS; reason++) {
		const struct sim_limit_account *limit = &account->limits[reason];

		if (limit->times > 0) {
			fprintf(out, "held back by %s: %d times, %.1f s summed over heads\n",
				limit_reason_name((enum limit_reason)reason), limit->times,
				limit->head_s);
		}
	}
	for (int i = 0; i < account->answer_count; i++) {
		fprintf(out, "%s%d at %.0f s", i == 0 ? "comfort (0 best, 10 worst): " : ", ",
			account->answers[i].comfort, account->answers[i].t_s);
	}
	fputs(account->answer_count > 0 ? "\n" : "", out);
}

static void print_phases(FILE *out, const struct sim_run *run)
{
	const double *phase_s = run->account.phase_s;

	if (phase_s[PHASE_WORK] > 0.0) {
		fprintf(out, "\nwarm-up %.1f s, work %.1f s, closing %.1f s\n",
			phase_s[PHASE_WARM_UP], phase_s[PHASE_WORK], phase_s[PHASE_CLOSING]);
	}
}

void sim_report_release(FILE *out, double release_ms)
{
	if (isfinite(release_ms)) {
		fprintf(out, "; every head under 2 N after %.0f ms", release_ms);
	} else {
		fprintf(out, "; %s", condition_words(COND_RELEASE_LATE)->sentence);
	}
}

static void print_outcome(FILE *out, const struct sim_run *run)
{
	const struct sim_verdict *verdict = &run->verdict;
	double detect_ms = sim_verdict_detect_ms(verdict);
	double stop_ms = sim_verdict_stop_ms(verdict);
	char cause[TRIP_SENTENCE_BYTES];

	if (verdict->cause != COND_COUNT) {
		trip_tell_head(cause, sizeof(cause), verdict->cause, verdict->cause_head,
			       verdict->cause_sensor);
		fprintf(out, "tripped at %.3f s: %s", verdict->trip_t_s, cause);
		if (isfinite(detect_ms)) {
			fprintf(out, "; detected after %.0f ms", detect_ms);
		}
		sim_report_release(out, sim_verdict_release_ms(verdict));
		fputc('\n', out);
	}
	if (verdict->over != COND_SESSION_OVER && verdict->over != COND_COUNT &&
	    verdict->cause == COND_COUNT && isnan(stop_ms)) {
		fprintf(out, "ended early, at %.1f s: %s\n", verdict->over_t_s,
			condition_words(verdict->over)->sentence);
	}
	if (!isnan(stop_ms)) {
		fprintf(out, "stopped at %.3f s", verdict->stop_t_s);
		sim_report_release(out, stop_ms);
		fputc('\n', out);
	}
	sim_report_faults(out, run);
	if (!verdict->ended) {
		fputs("the session did not come to its end\n", out);
	}
}

/* What was asked of regions that no head of this rig lies on. */
static void print_missing(FILE *out, const struct sim_run *run)
{
	struct command plain;

	command_init(&plain);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		const bool asked = fabs(run->command.focus[r] - plain.focus[r]) > 0.0 ||
				   run->command.enabled[r] != plain.enabled[r];

		if (asked && !run->snapshot.region_has_heads[r]) {
			fprintf(out, "the %s: this rig has no head there, so nothing comes of it\n",
				region_facts((enum region)r)->title);
		}
	}
}

/* Strokes that never had a place: their time went to the others. */
static void print_idle(FILE *out, const struct sim_run *run)
{
	const struct technique *technique = &run->setup->technique;

	for (int k = 0; k < technique->stroke_count; k++) {
		if ((run->snapshot.idle_strokes >> k & 1u) != 0) {
			fprintf(out,
				"stroke %d, %s: no %shead lies where it works, or it is left out; "
				"the others have its time\n",
				k + 1, stroke_kind_name(technique->strokes[k].kind),
				technique->strokes[k].surface_c > 0.0 ? "heated " : "");
		}
	}
}

/* A ceiling that the technique fits, and that leaves it less than its own; a search of one side. */
static void print_lacks(FILE *out, const struct sim_run *run)
{
	const struct technique *technique = &run->setup->technique;
	char text[LACKS_SENTENCE_BYTES];

	lighter_sentence(text, sizeof(text), technique, run->snapshot.fit_ceiling_n[0]);
	if (text[0] != '\0') {
		fprintf(out, "%s %s\n", technique->title, text);
	}
	search_sentence(text, sizeof(text), technique, run->command.balance);
	if (text[0] != '\0') {
		fprintf(out, "%s %s\n", technique->title, text);
	}
}

void sim_report_summary(FILE *out, const struct sim_run *run, double wall_s)
{
	const struct sim_setup *setup = run->setup;
	struct sim_region regions[REGION_COUNT];
	int worst = worst_head(run);

	fprintf(out, "%s at %.2f on %s, rig %s, seed %llu: %s%s after %.1f s, %.0f x real time\n",
		setup->technique.title, run->options->intensity, setup->patient.name,
		setup->rig.name, (unsigned long long)run->options->seed,
		run->verdict.over == COND_COMFORT ? "ended by the client: too much; " : "",
		sim_run_is_dead(run) ? "without power" : state_name(run->snapshot.state), run->t_s,
		run->t_s / wall_s);
	print_missing(out, run);
	print_idle(out, run);
	print_lacks(out, run);
	print_outcome(out, run);
	print_heads(out, run);
	sim_run_regions(run, regions);
	print_doses(out, run, regions);
	print_regions(out, run, regions);
	print_phases(out, run);
	print_triggers(out, run);
	print_warmth(out, run);
	print_heat_ends(out, run);
	print_person(out, run);
	if (worst >= 0) {
		fprintf(out,
			"\nworst head: %d, %.3f N rms between target and what the tissue felt\n",
			worst + 1, sim_score_rmse_n(&run->verdict.scores[worst]));
	}
}

void sim_report_line(FILE *out, const struct sim_run *run)
{
	const struct sim_verdict *verdict = &run->verdict;
	int worst = worst_head(run);
	char cause[TRIP_SENTENCE_BYTES];

	fprintf(out, "%-14s %-9s", run->setup->patient.name, state_name(run->snapshot.state));
	print_cell(out, worst < 0 ? (double)NAN : sim_score_rmse_n(&verdict->scores[worst]), 3);
	print_cell(out, worst < 0 ? (double)NAN : verdict->scores[worst].peak_n, 1);
	fprintf(out, " %9d", worst + 1);
	if (verdict->cause != COND_COUNT) {
		trip_tell(cause, sizeof(cause), verdict->cause, verdict->cause_sensor);
		fprintf(out, "  %s", cause);
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
