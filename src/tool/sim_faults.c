/* sim_faults.c - what became of the faults that were ordered, beside a trip. See sim_report.h. */
#include "tool/sim_report.h"

#include <inttypes.h>
#include <math.h>

static void print_power(FILE *out, const struct sim_run *run)
{
	const struct sim_verdict *verdict = &run->verdict;

	if (!isfinite(verdict->power_t_s)) {
		return;
	}
	fprintf(out, "power lost at %.3f s", verdict->power_t_s);
	if (verdict->cause == COND_COUNT) {
		sim_report_release(out, sim_verdict_release_ms(verdict));
	}
	if (!sim_run_is_dead(run)) {
		fprintf(out, "; back at %.3f s, and began anew", run->dead_until_s);
	}
	fputc('\n', out);
}

static bool is_mended(const struct sim_run *run, const struct sim_fault *fault)
{
	for (int i = 0; i < run->options->fault_count; i++) {
		const struct sim_fault *other = &run->options->faults[i];

		if (other->kind == FAULT_NONE && other->t_s >= fault->t_s &&
		    other->t_s <= run->t_s && (other->head == 0 || other->head == fault->head)) {
			return true;
		}
	}
	return false;
}

/* A fault of which nothing is told would be taken for one that did no harm. */
static void print_unnoticed(FILE *out, const struct sim_run *run)
{
	for (int i = 0; i < run->options->fault_count; i++) {
		const struct sim_fault *fault = &run->options->faults[i];
		const bool came = fault->t_s <= run->t_s;

		if (fault->kind == FAULT_NONE || (came && (fault->kind == FAULT_POWER_LOST ||
							   run->verdict.cause != COND_COUNT))) {
			continue;
		}
		fprintf(out, "fault %s", fault_kind_name(fault->kind));
		if (fault->head > 0) {
			fprintf(out, " of head %d", fault->head);
		}
		fprintf(out, " at %.3f s: %s\n", fault->t_s,
			!came                   ? "not any more, the run had ended"
			: is_mended(run, fault) ? "nothing tripped until it was mended"
						: "nothing tripped");
	}
}

void sim_report_faults(FILE *out, const struct sim_run *run)
{
	print_power(out, run);
	print_unnoticed(out, run);
	if (run->overruns > 0) {
		fprintf(out,
			"late ticks: %" PRIu32
			"; with a real device the third within a second lets go\n",
			run->overruns);
	}
}
