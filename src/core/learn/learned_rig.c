/* learned_rig.c - see learned_rig.h. */
#include "core/learn/learned_rig.h"

#define SPRING_TIMES  2.0 /* as a rig file must: else a vented head stays on the person [P] */
#define SHARE_LEAST   0.3 /* of sliding friction, as in a rig file */
#define FRICTION_TELL 0.3 /* N: below it a share of it says nothing */

static double value_of(const struct learned_head *learned, const struct actuator_spec *file,
		       enum learned_kind kind)
{
	return learned->of[kind].known ? learned->of[kind].value : learned_in_file(file, kind);
}

bool learned_is_sound(const struct learned_head *learned, const struct actuator_spec *file)
{
	for (int kind = 0; kind < LEARNED_KINDS; kind++) {
		const struct learned_facts *facts = learned_facts((enum learned_kind)kind);
		const struct learned_value *value = &learned->of[kind];

		if (value->known &&
		    !(value->value >= facts->least && value->value <= facts->most)) {
			return false;
		}
	}
	return value_of(learned, file, LEARNED_SPRING) >=
	       SPRING_TIMES * value_of(learned, file, LEARNED_BREAKAWAY);
}

static void put_friction(struct friction_spec *friction, const struct learned_head *learned,
			 const struct actuator_spec *file)
{
	double breakaway_n = value_of(learned, file, LEARNED_BREAKAWAY);
	double sliding_n = value_of(learned, file, LEARNED_SLIDING);

	friction->breakaway_n = breakaway_n;
	if (!learned->of[LEARNED_SLIDING].known || !(breakaway_n >= FRICTION_TELL)) {
		return;
	}
	friction->coulomb_share = sliding_n / breakaway_n;
	if (!(friction->coulomb_share <= 1.0)) {
		friction->coulomb_share = 1.0;
	} else if (!(friction->coulomb_share >= SHARE_LEAST)) {
		friction->coulomb_share = SHARE_LEAST;
	}
}

void learned_rig(struct rig *out, const struct rig *file, const struct learned *learned)
{
	*out = *file;
	for (int i = 0; i < file->head_count && i < learned->head_count; i++) {
		const struct actuator_spec *from = &file->heads[i].actuator;
		struct actuator_spec *to = &out->heads[i].actuator;

		if (from->kind != ACTUATOR_PRESSURE ||
		    !learned_is_sound(&learned->heads[i], from)) {
			continue;
		}
		to->dead_s = value_of(&learned->heads[i], from, LEARNED_DEAD);
		to->lag_s = value_of(&learned->heads[i], from, LEARNED_LAG);
		to->vent_lag_s = value_of(&learned->heads[i], from, LEARNED_VENT_LAG);
		to->release.spring_n = value_of(&learned->heads[i], from, LEARNED_SPRING);
		put_friction(&to->friction, &learned->heads[i], from);
	}
}
