/*
 * drive_part.h - one drive of a rig with the thread that turns it, what the tick orders and what it is told
 * back. Orders of a tick that is no more are worth nothing.
 */
#ifndef IO_DRIVE_PART_H
#define IO_DRIVE_PART_H

#include "io/device_thread.h"
#include "io/drive.h"
#include "rt/mailbox.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define DRIVE_ACK_NS   INT64_C(30000000) /* a drive must have done what it was told since [P] */
#define DRIVE_ORDER_NS INT64_C(50000000) /* older orders are none: the tick is dead [P] */

/* Tick -> drive. */
struct drive_order {
	int64_t t_ns;
	double shares[CHANNELS_MAX];
};

/* Drive -> tick. */
struct drive_ack {
	int64_t t_ns; /* when everything was last done */
	uint32_t errors;
};

/* All-zero: not there; what is done with it then does nothing. */
struct drive_part {
	const struct drive_ops *ops;
	struct drive_device *device;
	struct mailbox orders;
	struct drive_order order_slots[MAILBOX_SLOTS];
	struct drive_ack ack; /* the thread's own */
	struct mailbox acks;
	struct drive_ack ack_slots[MAILBOX_SLOTS];
	uint32_t errors_seen; /* the tick's own */
	struct device_thread thread;
	const atomic_bool *lets_go; /* goes to nothing and stays there */
	const atomic_bool *ends;
};

/* From all zero, every channel at nothing. 0, or -errno and a sentence. */
__attribute__((warn_unused_result)) int
drive_part_open(struct drive_part *part, const struct drive *spec, const struct drive_means *means,
		const atomic_bool *lets_go, struct device_error *error);

/* Its thread, which runs until *ends. 0 or -errno. */
__attribute__((warn_unused_result)) int drive_part_start(struct drive_part *part,
							 const atomic_bool *ends);

/* What the thread does in one turn. */
void drive_part_turn(struct drive_part *part, int64_t t_ns);

/* The tick: an order of t_ns, of nothing until it is filled in, and posted by the next call. */
struct drive_order *drive_part_order(struct drive_part *part, int64_t t_ns);
void drive_part_post(struct drive_part *part);

/*
 * The tick: 0 while the drive does what it is told, in time; -EIO once for each turn that failed, -ETIMEDOUT
 * as long as it did nothing for DRIVE_ACK_NS, which are counted from since_ns at the earliest.
 */
int drive_part_judge(struct drive_part *part, int64_t since_ns, int64_t t_ns);

/* After *ends: whether its thread ended. Only then may it be closed. */
bool drive_part_join(struct drive_part *part);
void drive_part_close(struct drive_part *part);

#endif
