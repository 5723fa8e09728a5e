#include "core/safety/remember.h"

#define NS_PER_S 1e9
#define SAME_N   1e-9

static double age_s(int64_t since_ns, int64_t t_ns)
{
	return (double)(t_ns - since_ns) / NS_PER_S;
}

static bool holds(double age)
{
	return age >= 0.0 && age <= ANSWERS_LAST_S;
}

void remember(struct memory *memory, const struct ceilings *ceilings, const struct dwell *dwell,
	      const struct client *client, int64_t t_ns)
{
	memory->head_count = ceilings->head_count;
	memory->ease_age_s = ceilings->eased ? age_s(ceilings->ease_t_ns, t_ns) : 0.0;
	for (int i = 0; i < ceilings->head_count; i++) {
		memory->heads[i].ease_n = ceilings->heads[i].ease_n;
		memory->heads[i].dwell_s = dwell->heads[i].soft_s;
		memory->heads[i].dwell_hard_s = dwell->heads[i].hard_s;
	}
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		enum answer answer = client->screening.answers[item];

		memory->screening[item] = answer;
		memory->screening_age_s[item] =
			answer == ANSWER_NONE ? 0.0 : age_s(client->screening.t_ns[item], t_ns);
	}
}

static void recall_ease(const struct memory *memory, struct ceilings *ceilings, int64_t t_ns)
{
	double age = memory->ease_age_s;
	int64_t since_ns = t_ns - (int64_t)((holds(age) ? age : 0.0) * NS_PER_S);

	if (age > ANSWERS_LAST_S) {
		return;
	}
	for (int i = 0; i < ceilings->head_count; i++) {
		double ease_n = memory->heads[i].ease_n;

		if (!(ease_n >= FORCE_HARD_N - SAME_N && ease_n <= FORCE_HARD_N + SAME_N)) {
			ceilings_recall(ceilings, i, ease_n <= FORCE_HARD_N ? ease_n : 0.0,
					since_ns);
		}
	}
}

void recall(const struct memory *memory, struct ceilings *ceilings, struct dwell *dwell,
	    struct client *client, int64_t t_ns)
{
	if (memory->head_count != ceilings->head_count) {
		return;
	}
	recall_ease(memory, ceilings, t_ns);
	for (int i = 0; i < ceilings->head_count; i++) {
		dwell_recall(dwell, i, memory->heads[i].dwell_s, memory->heads[i].dwell_hard_s);
	}
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		double age = memory->screening_age_s[item];

		if (memory->screening[item] != ANSWER_NONE && holds(age)) {
			screening_recall(&client->screening, item, memory->screening[item],
					 t_ns - (int64_t)(age * NS_PER_S));
		}
	}
}
