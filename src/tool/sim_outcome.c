/*
 * sim_outcome.c - what a run came to, region by region, or why it came to nothing. See sim_run.h.
 */
#include "tool/sim_run.h"

#include <knead/arming.h>
#include <knead/unfit.h>

#include <math.h>

#define NOT_A_NUMBER ((double)NAN)

/* Enabled, with heads and a weight, and within reach of some stroke of this technique. */
static bool is_worked(const struct sim_run *run, int region)
{
	const struct technique *technique = &run->setup->technique;

	for (int k = 0; k < technique->stroke_count; k++) {
		if (plan_wants(&run->pipeline.player.plan, &technique->strokes[k],
			       (enum region)region)) {
			return true;
		}
	}
	return false;
}

void sim_run_regions(const struct sim_run *run, struct sim_region regions[REGION_COUNT])
{
	const struct rig *rig = &run->setup->rig;
	const struct sim_account *account = &run->account;
	double weights = 0.0;
	double time_s = 0.0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		weights += is_worked(run, r) ? run->command.focus[r] : 0.0;
		time_s += account->region_s[r];
	}
	for (int r = 0; r < REGION_COUNT; r++) {
		double weight = is_worked(run, r) ? run->command.focus[r] : 0.0;

		regions[r] = (struct sim_region){
			.share = weights > 0.0 ? weight / weights : NOT_A_NUMBER,
			.time_share = time_s > 0.0 ? account->region_s[r] / time_s : NOT_A_NUMBER,
			.time_s = account->region_s[r],
			.mean = sim_account_region_mean(account, rig, (enum region)r),
		};
	}
	for (int i = 0; i < rig->head_count; i++) {
		struct sim_region *region = &regions[rig->heads[i].region];

		region->dose_kpa_s += sim_account_dose_kpa_s(account, rig, i);
		region->dose_target_kpa_s += sim_account_dose_target_kpa_s(account, rig, i);
	}
}

bool sim_run_searches(const struct sim_run *run)
{
	return sim_technique_searches(&run->setup->technique);
}

static void say_unfit(const struct sim_run *run, FILE *out)
{
	const struct technique *technique = &run->setup->technique;
	const struct snapshot *snapshot = &run->snapshot;
	char sentence[UNFIT_SENTENCE_BYTES];

	unfit_sentence(sentence, sizeof(sentence), snapshot->unfit[0], technique,
		       snapshot->fit_ceiling_n[0], snapshot->heat_allowed);
	fprintf(out, "%s %s (rig %s)\n", technique->title, sentence, run->setup->rig.name);
}

void sim_run_say_refusal(const struct sim_run *run, FILE *out)
{
	const struct snapshot *snapshot = &run->snapshot;
	char sentence[ARM_SENTENCE_BYTES];

	switch (snapshot->arm_refusal) {
	case ARM_SCREENING:
		fprintf(out, "arming is refused, %s: %s\n",
			screening_words(snapshot->screening_item)->name,
			screening_refusal(snapshot->screening_item,
					  snapshot->screening[snapshot->screening_item]));
		return;
	case ARM_UNSIZED:
	case ARM_UNPLACED:
	case ARM_HAND:
	case ARM_ZERO:
	case ARM_CALIBRATION:
	case ARM_SENSOR:
	case ARM_TOUCHED:
	case ARM_STILL:
		arm_tell(sentence, sizeof(sentence), snapshot->arm_refusal, snapshot->arm_spot);
		fprintf(out, "arming is refused: %s\n", sentence);
		return;
	case ARM_RECORDING:
		fprintf(out, "arming is refused: %s\n", recording_sentence(snapshot->recording));
		return;
	case ARM_TECHNIQUE:
		say_unfit(run, out);
		return;
	case ARM_CLEAR:
	case ARM_REFUSALS:
		break;
	}
	fputs("arming is refused\n", out);
}
