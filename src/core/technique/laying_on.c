#include "core/technique/laying_on.h"

#include <knead/limits.h>

#include <stddef.h>

#define MOST_S \
	12.0 /* no longer for a head that finds nobody: pistons take some 4 s, screws up to 10 [P] */

void laying_on_begin(struct laying_on *laying)
{
	*laying = (struct laying_on){.left_s = MOST_S};
}

bool laying_on_step(struct laying_on *laying, const struct plan *plan, const struct body *body,
		    const struct ceilings *ceilings, const struct belief *belief, double dt_s)
{
	bool all = true;

	if (!(laying->left_s > 0.0)) {
		return true;
	}
	for (int i = 0; i < belief->head_count; i++) {
		const bool wanted = (plan->wanted >> body->head_region[i] & 1u) != 0;
		const bool may = ceilings == NULL || ceilings->heads[i].ask_n > LIFTED_N;

		laying->found |= (uint64_t)belief->heads[i].contact_sure << i;
		all = all && (!wanted || !may || (laying->found >> i & 1u) != 0);
	}
	laying->left_s = all ? 0.0 : laying->left_s - dt_s;
	return !(laying->left_s > 0.0);
}
