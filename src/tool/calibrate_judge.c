/* calibrate_judge.c - see calibrate_judge.h. */
#include "tool/calibrate_judge.h"

#include <math.h>

#define SCATTER_SHARE 0.15 /* half of what the rounds may lie apart [P] */

double learned_off(const struct learned_value *value, const struct actuator_spec *file,
		   enum learned_kind kind)
{
	double in_file = learned_in_file(file, kind);

	return in_file > 0.0 ? value->value / in_file - 1.0 : (double)NAN;
}

enum found judge_value(const struct learned_value *value, const struct actuator_spec *file,
		       enum learned_kind kind)
{
	const struct learned_facts *facts = learned_facts(kind);
	double apart = fabs(value->value - learned_in_file(file, kind));

	if (!value->known) {
		return FOUND_NOTHING;
	}
	if (!(value->value >= facts->least && value->value <= facts->most)) {
		return FOUND_BEYOND;
	}
	if (!(value->spread <= facts->grain || value->spread <= SCATTER_SHARE * value->value)) {
		return FOUND_SCATTERS;
	}
	if (!(apart <= facts->grain || apart <= LEARNED_OFF_SHARE * learned_in_file(file, kind))) {
		return FOUND_OFF;
	}
	return FOUND_FITS;
}

enum found judge_head(const struct learned_head *learned, const struct actuator_spec *file)
{
	enum found worst = FOUND_FITS;

	for (int kind = 0; kind < LEARNED_KINDS; kind++) {
		enum found found = judge_value(&learned->of[kind], file, (enum learned_kind)kind);

		worst = found > worst ? found : worst;
	}
	return worst;
}

const char *found_name(enum found found)
{
	static const char *const names[] = {"fits", "unavailable", "off", "scatters", "beyond"};

	return names[(unsigned)found <= FOUND_BEYOND ? found : FOUND_BEYOND];
}
