#include "core/technique/fit.h"

#include "core/technique/plan.h"

#include <string.h>

#define REGION_BIT(r) (1u << (r))

static bool is_warm(enum stroke_kind kind)
{
	return kind == STROKE_STILL_HEAT || kind == STROKE_WARM_GLIDE;
}

/* The regions between from and to, whichever way. */
static unsigned stroke_reach(const struct stroke *stroke)
{
	int from = body_rank(stroke->from);
	int to = body_rank(stroke->to);
	unsigned reach = 0;

	for (int rank = from < to ? from : to; rank <= (from < to ? to : from); rank++) {
		reach |= REGION_BIT(body_ranked(rank));
	}
	return reach & ~REGION_BIT(REGION_NONE);
}

static struct fit_needs needs_of(const struct technique *technique)
{
	struct fit_needs needs = {
		.needs = technique->needs,
		.ceiling_n = technique->needs_ceiling_n,
	};

	for (int k = 0; k < technique->stroke_count && k < STROKES_MAX; k++) {
		const struct stroke *stroke = &technique->strokes[k];
		unsigned reach = stroke_reach(stroke);

		needs.reach |= reach;
		needs.warm |= is_warm(stroke->kind) ? reach : 0;
		needs.stroke_reach[k] = reach;
		needs.warm_strokes |= is_warm(stroke->kind) ? 1u << k : 0;
		needs.stroke_count = k + 1;
	}
	return needs;
}

static unsigned head_has(const struct head *head)
{
	unsigned heater = head->heater.driver != DRIVER_NONE ? NEED_HEATER : 0;
	unsigned position = head->sensor.position.rate_hz > 0.0 ? NEED_POSITION : 0;

	return heater | position;
}

void fit_init(struct fit *fit, const struct rig *rig, const struct technique *techniques,
	      int technique_count)
{
	memset(fit, 0, sizeof(*fit));
	fit->asked = -1;
	fit->technique_count = technique_count < TECHNIQUES_MAX ? technique_count : TECHNIQUES_MAX;
	for (int i = 0; i < rig->head_count; i++) {
		fit->head_has[i] = head_has(&rig->heads[i]);
		fit->rig_has |= fit->head_has[i];
	}
	for (int k = 0; k < fit->technique_count; k++) {
		fit->needs[k] = needs_of(&techniques[k]);
		fit->unfit[k] = UNFIT_REGION;
	}
}

static unsigned wanted_regions(const struct body *body, const struct command *command)
{
	unsigned wanted = 0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		if (plan_weight(command, body, (enum region)r) > 0.0) {
			wanted |= REGION_BIT(r);
		}
	}
	return wanted;
}

/* What the heads that count have between them. */
struct tally {
	bool any;
	unsigned regions; /* over which they lie ... */
	unsigned heated;  /* ... with a heater, whatever heat is left there */
	unsigned has; /* NEED_ bits; a heater counts where a warm stroke works and heat may go */
	double ceiling_n;
};

static struct tally count_heads(const struct fit *fit, const struct fit_needs *needs,
				const struct body *body, const struct ceilings *ceilings,
				const struct heat *heat, unsigned wanted)
{
	struct tally tally = {0};

	for (int i = 0; i < body->head_count; i++) {
		unsigned bit = REGION_BIT(body->head_region[i]) & wanted;
		bool warms = (bit & needs->warm) != 0 && !heat_is_spent(heat, i);

		if ((bit & needs->reach) == 0) {
			continue;
		}
		tally.any = true;
		tally.regions |= bit;
		tally.heated |= (fit->head_has[i] & NEED_HEATER) != 0 ? bit : 0;
		tally.has |= fit->head_has[i] & (warms ? ~0u : ~(unsigned)NEED_HEATER);
		/* what a place yields for a while passes by itself */
		if (ceilings->heads[i].plain_n > tally.ceiling_n) {
			tally.ceiling_n = ceilings->heads[i].plain_n;
		}
	}
	return tally;
}

/* What is missing altogether comes before what is only left out. */
static enum unfit verdict(const struct fit *fit, const struct fit_needs *needs,
			  const struct tally *tally, bool heat_allowed)
{
	const unsigned rig_lacks = needs->needs & ~fit->rig_has;
	const unsigned lacks = needs->needs & ~tally->has;

	if ((rig_lacks & NEED_HEATER) != 0 ||
	    ((needs->needs & NEED_HEATER) != 0 && !heat_allowed)) {
		return UNFIT_HEATER;
	}
	if ((rig_lacks & NEED_POSITION) != 0) {
		return UNFIT_POSITION;
	}
	if (!tally->any) {
		return UNFIT_REGION;
	}
	if ((lacks & NEED_HEATER) != 0) {
		return UNFIT_HEATER;
	}
	if ((lacks & NEED_POSITION) != 0) {
		return UNFIT_POSITION;
	}
	/* a technique without a figure is none: all-zero memory fits nowhere */
	return needs->ceiling_n > 0.0 && tally->ceiling_n >= needs->ceiling_n ? FIT : UNFIT_CEILING;
}

/* Strokes that find no head over a region that is wanted; of warm ones, no heated head. */
static unsigned idle_strokes(const struct fit_needs *needs, const struct tally *tally)
{
	unsigned idle = 0;

	for (int k = 0; k < needs->stroke_count; k++) {
		const bool warm = (needs->warm_strokes >> k & 1u) != 0;
		const unsigned there = warm ? tally->heated : tally->regions;

		idle |= (needs->stroke_reach[k] & there) == 0 ? 1u << k : 0;
	}
	return idle;
}

static void judge(struct fit *fit, int technique, const struct body *body,
		  const struct ceilings *ceilings, const struct heat *heat,
		  const struct command *command, bool heat_allowed)
{
	const struct fit_needs *needs = &fit->needs[technique];
	struct tally tally =
		count_heads(fit, needs, body, ceilings, heat, wanted_regions(body, command));

	fit->ceiling_n[technique] = tally.ceiling_n;
	fit->idle[technique] = idle_strokes(needs, &tally);
	fit->unfit[technique] = verdict(fit, needs, &tally, heat_allowed);
}

/* Whose turn it is; the one asked for has every other. */
static int whose_turn(struct fit *fit, bool asked_exists)
{
	fit->asked_last = !fit->asked_last;
	if (fit->asked_last && asked_exists) {
		return fit->asked;
	}
	fit->turn = fit->turn + 1 < fit->technique_count ? fit->turn + 1 : 0;
	return fit->turn;
}

void fit_judge(struct fit *fit, const struct body *body, const struct ceilings *ceilings,
	       const struct heat *heat, const struct command *command, bool heat_allowed)
{
	bool exists = command->technique >= 0 && command->technique < fit->technique_count;
	bool fresh = command->technique != fit->asked;

	if (fit->technique_count < 1) {
		return;
	}
	for (; fit->first < fit->technique_count; fit->first++) {
		judge(fit, fit->first, body, ceilings, heat, command, heat_allowed);
	}
	fit->asked = command->technique;
	fit->ticks = FIT_TICKS;
	judge(fit, fresh && exists ? fit->asked : whose_turn(fit, exists), body, ceilings, heat,
	      command, heat_allowed);
}
