#include "core/safety/screening.h"

#include <string.h>

#define NS_PER_S      1e9
#define REGION_BIT(r) (1u << (r))

static void judge(struct screening *screening)
{
	screening->refusing = SCREENING_ITEMS;
	screening->heat_allowed = true;
	for (int item = SCREENING_ITEMS - 1; item >= 0; item--) {
		enum answer answer = screening->answers[item];

		if (screening_refuses(item, answer, screening->required)) {
			screening->refusing = item;
		}
		if (screening_words(item)->no_heat && answer != ANSWER_NO &&
		    (answer != ANSWER_NONE || screening->required)) {
			screening->heat_allowed = false;
		}
	}
	screening->clear = screening->refusing == SCREENING_ITEMS;
}

void screening_init(struct screening *screening, const struct rig *rig)
{
	memset(screening, 0, sizeof(*screening));
	screening->required = rig->control != CONTROL_BENCH;
	for (int i = 0; i < rig->head_count; i++) {
		screening->reached |= REGION_BIT(rig->heads[i].region);
	}
	judge(screening);
}

static bool see_answers(struct screening *screening, const struct command *command, int64_t t_ns)
{
	if (memcmp(screening->seen, command->screening_answers, sizeof(screening->seen)) == 0) {
		return false;
	}
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		if (command->screening_answers[item] != screening->seen[item]) {
			screening->seen[item] = command->screening_answers[item];
			screening->since[item] = screening->left_out;
			screening->answers[item] =
				screening_counted(item, command->screening[item],
						  screening->left_out, screening->reached);
			screening->t_ns[item] = t_ns;
		}
	}
	return true;
}

/* Whether other regions are left out; a place that comes back leaves of its consent a yes. */
static bool see_regions(struct screening *screening, const struct command *command)
{
	unsigned left_out = 0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		left_out |= command->enabled[r] ? 0 : REGION_BIT(r);
	}
	if (left_out == screening->left_out) {
		return false;
	}
	screening->left_out = left_out;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		screening->since[item] &= left_out;
		screening->answers[item] = screening_counted(
			item, screening->answers[item], screening->since[item], screening->reached);
	}
	return true;
}

/* Whether the item whose turn it is has run out. */
static bool see_age(struct screening *screening, int64_t t_ns)
{
	int item = screening->turn;
	double age_s = (double)(t_ns - screening->t_ns[item]) / NS_PER_S;

	screening->turn = item + 1 < SCREENING_ITEMS ? item + 1 : 0;
	if (screening->answers[item] == ANSWER_NONE || age_s <= ANSWERS_LAST_S) {
		return false;
	}
	screening->answers[item] = ANSWER_NONE;
	return true;
}

void screening_step(struct screening *screening, const struct command *command, bool at_rest,
		    int64_t t_ns)
{
	bool moved = see_regions(screening, command);
	bool answered = see_answers(screening, command, t_ns);
	bool ran_out = at_rest && see_age(screening, t_ns);

	if (answered || moved || ran_out) {
		judge(screening);
	}
}

void screening_forget(struct screening *screening)
{
	memset(screening->answers, 0, sizeof(screening->answers));
	judge(screening);
}

void screening_recall(struct screening *screening, int item, enum answer answer, int64_t t_ns)
{
	screening->since[item] = screening->left_out;
	screening->answers[item] =
		screening_counted(item, answer, screening->left_out, screening->reached);
	screening->t_ns[item] = t_ns;
	judge(screening);
}
