#include "io/gpio_bank.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lines that are requested together: of one chip and one pull. */
struct part {
	struct gpio_lines *lines;
	int count;
	int which[GPIO_LINES_MAX]; /* of the bank's lines */
	uint64_t levels;           /* of outputs, as they were set last */
	atomic_bool unsure;        /* they may be otherwise: the next write is made in any case */
};

struct gpio_bank {
	const struct gpio_ops *ops;
	int count;
	uint64_t active_low;
	int part_count;
	struct part parts[GPIO_LINES_MAX];
};

static enum gpio_pull pull_of(const struct wire *wire, enum gpio_use use)
{
	if (use == GPIO_OUTPUT) {
		return GPIO_PULL_AS_IS;
	}
	return wire->pull == PULL_UP     ? GPIO_PULL_UP
	       : wire->pull == PULL_DOWN ? GPIO_PULL_DOWN
					 : GPIO_PULL_OFF;
}

static bool same_spot(const struct gpio_spot *one, const struct gpio_spot *other)
{
	return one->offset == other->offset && strcmp(one->path, other->path) == 0;
}

/* Finds a line and puts it at the end of the plan, unless somebody has it. */
static int plan_line(struct gpio_plan *plan, const struct gpio_ops *ops,
		     const struct gpio_want *want, struct device_error *error)
{
	struct gpio_plan_line *line = &plan->lines[plan->count];
	struct device_error why = {0};
	int code = 0;

	if (plan->count >= GPIO_PLAN_LINES) {
		return device_error_set(error, -EINVAL, "a rig has at most %d GPIO lines",
					GPIO_PLAN_LINES);
	}
	code = gpio_find(ops, want->wire->line, &line->spot, &why);
	if (code != 0) {
		return device_error_set(error, code, "%s: %s", want->purpose, why.text);
	}
	for (int i = 0; i < plan->count; i++) {
		if (same_spot(&plan->lines[i].spot, &line->spot)) {
			return device_error_set(error, -EINVAL,
						"%s and %s are both wired to %s/%u (\"%s\"); name "
						"another line for one of them",
						plan->lines[i].purpose, want->purpose,
						line->spot.label, line->spot.offset,
						want->wire->line);
		}
	}
	if (line->spot.facts.used) {
		return device_error_set(error, -EBUSY,
					"%s: the GPIO line \"%s\" is used by %s already; end that, "
					"or name another line",
					want->purpose, want->wire->line,
					line->spot.facts.user[0] != '\0' ? line->spot.facts.user
									 : "the kernel");
	}
	snprintf(line->purpose, sizeof(line->purpose), "%s", want->purpose);
	plan->count++;
	return 0;
}

/* Every line that fits with the first one not yet taken, as one request. */
static int request_part(struct gpio_bank *bank, const struct gpio_want *wants,
			const struct gpio_plan_line *planned, uint64_t *left,
			const struct gpio_request *model, struct device_error *error)
{
	struct part *part = &bank->parts[bank->part_count];
	struct gpio_request request = *model;
	const int first = __builtin_ctzll(*left);
	struct gpio_chip *chip = NULL;
	int code = 0;

	request.levels = 0;
	request.pull = pull_of(wants[first].wire, model->use);
	for (int i = first; i < bank->count; i++) {
		if ((*left >> i & 1u) &&
		    strcmp(planned[i].spot.path, planned[first].spot.path) == 0 &&
		    pull_of(wants[i].wire, model->use) == request.pull) {
			request.levels |= (model->levels >> i & 1u) << part->count;
			request.offsets[part->count] = planned[i].spot.offset;
			part->which[part->count++] = i;
			*left &= ~(UINT64_C(1) << i);
		}
	}
	request.count = part->count;
	part->levels = request.levels;
	code = bank->ops->chip_open(&chip, planned[first].spot.path);
	if (code == 0) {
		code = bank->ops->request(chip, &part->lines, &request);
		bank->ops->chip_close(chip);
	}
	if (code != 0) {
		return device_error_set(
			error, code, "%s%s: the GPIO line \"%s\" cannot be had (%s): %s",
			planned[first].purpose, part->count > 1 ? " and others" : "",
			wants[first].wire->line, strerror(-code), device_error_remedy(code));
	}
	bank->part_count++;
	return 0;
}

int gpio_bank_open(struct gpio_bank **bank, const struct gpio_ops *ops,
		   const struct gpio_want *wants, int count, enum gpio_use use, uint64_t active,
		   struct gpio_plan *plan, struct device_error *error)
{
	const int planned = plan->count;
	uint64_t left = count >= GPIO_LINES_MAX ? ~UINT64_C(0) : (UINT64_C(1) << count) - 1;
	struct gpio_request model = {.use = use};
	struct gpio_bank *made = NULL;
	int code = 0;

	if (count < 1 || count > GPIO_LINES_MAX) {
		return device_error_set(error, -EINVAL, "%d GPIO lines of one use; 1 to %d", count,
					GPIO_LINES_MAX);
	}
	made = calloc(1, sizeof(*made));
	if (made == NULL) {
		return device_error_set(error, -ENOMEM, "no memory for the GPIO lines");
	}
	made->ops = ops;
	made->count = count;
	for (int i = 0; code == 0 && i < count; i++) {
		made->active_low |= (uint64_t)(wants[i].wire->active == LEVEL_LOW) << i;
		code = plan_line(plan, ops, &wants[i], error);
	}
	model.levels = active ^ made->active_low;
	while (code == 0 && left != 0) {
		code = request_part(made, wants, &plan->lines[planned], &left, &model, error);
	}
	if (code != 0) {
		plan->count = planned;
		gpio_bank_close(made);
		return code;
	}
	*bank = made;
	return 0;
}

void gpio_bank_close(struct gpio_bank *bank)
{
	if (bank == NULL) {
		return;
	}
	for (int i = 0; i < bank->part_count; i++) {
		bank->ops->release(bank->parts[i].lines);
	}
	free(bank);
}

int gpio_bank_get(struct gpio_bank *bank, uint64_t *active)
{
	uint64_t together = 0;

	for (int i = 0; i < bank->part_count; i++) {
		const struct part *part = &bank->parts[i];
		uint64_t levels = 0;
		const int error = bank->ops->get(part->lines, &levels);

		if (error != 0) {
			return error;
		}
		for (int k = 0; k < part->count; k++) {
			together |= (levels >> k & 1u) << part->which[k];
		}
	}
	for (int i = 0; i < bank->count; i++) {
		together ^= bank->active_low & (UINT64_C(1) << i);
	}
	*active = together;
	return 0;
}

static uint64_t levels_of(const struct gpio_bank *bank, const struct part *part, uint64_t active)
{
	const uint64_t wanted = active ^ bank->active_low;
	uint64_t levels = 0;

	for (int k = 0; k < part->count; k++) {
		levels |= (wanted >> part->which[k] & 1u) << k;
	}
	return levels;
}

static bool is_unsure(const struct part *part)
{
	return atomic_load_explicit(&part->unsure, memory_order_relaxed);
}

static void be_unsure(struct part *part, bool unsure)
{
	atomic_store_explicit(&part->unsure, unsure, memory_order_relaxed);
}

/* Every part is tried, whatever becomes of another. */
int gpio_bank_set(struct gpio_bank *bank, uint64_t active)
{
	int first = 0;

	for (int i = 0; i < bank->part_count; i++) {
		struct part *part = &bank->parts[i];
		const uint64_t levels = levels_of(bank, part, active);
		int error = 0;

		if (levels == part->levels && !is_unsure(part)) {
			continue;
		}
		error = bank->ops->set(part->lines, levels);
		be_unsure(part, error != 0);
		if (error == 0) {
			part->levels = levels;
		} else if (first == 0) {
			first = error;
		}
	}
	return first;
}

int gpio_bank_force(struct gpio_bank *bank, uint64_t active)
{
	int first = 0;

	for (int i = 0; i < bank->part_count; i++) {
		struct part *part = &bank->parts[i];
		const int error = bank->ops->set(part->lines, levels_of(bank, part, active));

		be_unsure(part, true);
		if (first == 0) {
			first = error;
		}
	}
	return first;
}

int gpio_bank_rewrite(struct gpio_bank *bank)
{
	for (int i = 0; i < bank->part_count; i++) {
		struct part *part = &bank->parts[i];
		const int error = bank->ops->set(part->lines, part->levels);

		be_unsure(part, error != 0);
		if (error != 0) {
			return error;
		}
	}
	return 0;
}

int gpio_bank_poll_for(struct gpio_bank *bank, struct pollfd *polls)
{
	int count = 0;

	for (int i = 0; i < bank->part_count; i++) {
		count += bank->ops->poll_for(bank->parts[i].lines, &polls[count]);
	}
	return count;
}

int gpio_bank_changes(struct gpio_bank *bank, struct gpio_change *changes, int most)
{
	struct gpio_edge edges[GPIO_LINES_MAX];
	int taken = 0;

	for (int i = 0; i < bank->part_count && taken < most; i++) {
		const struct part *part = &bank->parts[i];
		const int room = most - taken;
		const int got = bank->ops->edges(part->lines, edges,
						 room < GPIO_LINES_MAX ? room : GPIO_LINES_MAX);

		if (got < 0) {
			return got;
		}
		for (int k = 0; k < got; k++) {
			const int which = part->which[edges[k].line];

			changes[taken++] = (struct gpio_change){
				.t_ns = edges[k].t_ns,
				.which = which,
				.active = edges[k].rising != (bool)(bank->active_low >> which & 1u),
			};
		}
	}
	return taken;
}
