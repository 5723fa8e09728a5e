#include "io/drive_part.h"

#include "rt/clock.h"

#include <errno.h>
#include <stddef.h>

#define TURN_NS INT64_C(1000000)

int drive_part_open(struct drive_part *part, const struct drive *spec,
		    const struct drive_means *means, const atomic_bool *lets_go,
		    struct device_error *error)
{
	part->ops = drive_ops_of(spec->driver);
	part->lets_go = lets_go;
	mailbox_init(&part->orders, part->order_slots, sizeof(part->order_slots[0]));
	mailbox_init(&part->acks, part->ack_slots, sizeof(part->ack_slots[0]));
	return part->ops->open(&part->device, spec, means, error);
}

void drive_part_turn(struct drive_part *part, int64_t t_ns)
{
	static const double nothing[CHANNELS_MAX];
	const struct drive_order *order = mailbox_front(&part->orders);
	const bool lives = t_ns - order->t_ns <= DRIVE_ORDER_NS &&
			   !atomic_load_explicit(part->lets_go, memory_order_relaxed);
	struct drive_ack *ack = mailbox_back(&part->acks);

	if (part->ops->turn(part->device, lives ? order->shares : nothing, t_ns) == 0) {
		part->ack.t_ns = t_ns;
	} else {
		part->ack.errors++;
	}
	*ack = part->ack;
	mailbox_publish(&part->acks);
}

static void *run(void *context)
{
	struct drive_part *part = context;
	int64_t due_ns = clock_now_ns();

	device_thread_begin(DRIVE_PRIORITY);
	while (device_thread_goes_on(part->ends)) {
		const int64_t now_ns = clock_now_ns();

		drive_part_turn(part, now_ns);
		due_ns = due_ns + TURN_NS > now_ns ? due_ns + TURN_NS : now_ns + TURN_NS;
		clock_sleep_until(due_ns);
	}
	return NULL;
}

int drive_part_start(struct drive_part *part, const atomic_bool *ends)
{
	part->ends = ends;
	return device_thread_start(&part->thread, "drive", run, part);
}

struct drive_order *drive_part_order(struct drive_part *part, int64_t t_ns)
{
	struct drive_order *order = mailbox_back(&part->orders);

	*order = (struct drive_order){.t_ns = t_ns};
	return order;
}

void drive_part_post(struct drive_part *part)
{
	mailbox_publish(&part->orders);
}

int drive_part_judge(struct drive_part *part, int64_t since_ns, int64_t t_ns)
{
	const struct drive_ack *ack = mailbox_front(&part->acks);
	const int64_t done_ns = ack->t_ns > since_ns ? ack->t_ns : since_ns;
	int error = 0;

	if (ack->errors != part->errors_seen) {
		part->errors_seen = ack->errors;
		error = -EIO;
	}
	return t_ns - done_ns > DRIVE_ACK_NS ? -ETIMEDOUT : error;
}

bool drive_part_join(struct drive_part *part)
{
	return device_thread_join(&part->thread);
}

void drive_part_close(struct drive_part *part)
{
	if (part->ops != NULL) {
		part->ops->close(part->device);
	}
}
