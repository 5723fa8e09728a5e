#include "core/estimate/identify.h"

#include <string.h>

#define AHEAD_S 0.05 /* half of a round, and a dead time [P] */
#define LIGHT_N \
	2.5 /* no more than friction holds: sinking skin is lost to a push on its way out [P] */
#define FAR_S 0.2 /* in which a push crosses friction [P] */

void identify_init(struct identify *identify, const struct rig *rig)
{
	const int ticks = (int)(IDENTIFY_TURN_S * rig->loop_hz + 0.5);

	memset(identify, 0, sizeof(*identify));
	identify->head_count = rig->head_count;
	identify->ticks = ticks > 1 ? ticks : 1;
	identify->heads_a_tick = (rig->head_count + identify->ticks - 1) / identify->ticks;
	identify->turn_s = identify->ticks / rig->loop_hz;
	breath_sense_init(&identify->breath, rig, identify->turn_s);
	identify_forget(identify);
}

void identify_forget(struct identify *identify)
{
	for (int i = 0; i < identify->head_count; i++) {
		tissue_sense_init(&identify->tissue[i]);
	}
}

/* More than decides would leave an error no say where breath is not what it was. */
static double within_most(double breath_n_s)
{
	if (breath_n_s > BREATH_MOST_N_S) {
		return BREATH_MOST_N_S;
	}
	return breath_n_s < -BREATH_MOST_N_S ? -BREATH_MOST_N_S : breath_n_s;
}

/* As it will be soon; under a light head, what takes the skin from it more: soon, or once its push has turned. */
static double breath_n_s(const struct belief *belief, int i, double slope_n_m)
{
	double rise_m_s = breath_rise_m_s(belief, i, AHEAD_S);

	if (!(belief->heads[i].force_n > LIGHT_N)) {
		const double far_m_s = breath_rise_m_s(belief, i, FAR_S);

		rise_m_s = far_m_s < rise_m_s ? far_m_s : rise_m_s;
	}
	return within_most(slope_n_m * rise_m_s);
}

static void look_at(struct identify *identify, struct belief *belief, int i)
{
	struct tissue_sense_head *tissue = &identify->tissue[i];
	const struct tissue_turn turn = {
		.at = &belief->heads[i],
		.rose_m = identify->breath.heads[i].rose_m,
		.quiet = breath_sense_is_quiet(&identify->breath),
		.turn_s = identify->turn_s,
	};
	struct breath_turn heard;

	tissue_sense_step(tissue, &turn);
	heard = (struct breath_turn){
		.touches = tissue->touched,
		.position_m = belief->heads[i].position_m,
		.force_n = tissue->once_n,
		.slope_n_m = tissue->slope_n_m,
	};
	breath_sense_hear(&identify->breath, &belief->breath, i, &heard);
	belief->heads[i].breath_n_s = heard.touches ? breath_n_s(belief, i, heard.slope_n_m) : 0.0;
}

void identify_step(struct identify *identify, struct belief *belief)
{
	const int first = identify->tick * identify->heads_a_tick;

	for (int i = first; i < first + identify->heads_a_tick && i < identify->head_count; i++) {
		look_at(identify, belief, i);
	}
	identify->tick++;
	if (identify->tick >= identify->ticks) {
		identify->tick = 0;
		breath_sense_round(&identify->breath, &belief->breath);
	}
}
