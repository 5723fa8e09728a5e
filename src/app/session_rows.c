/* session_rows.c - see session_rows.h. */
#include "app/session_rows.h"

#include <string.h>

void session_rows_init(struct session_rows *rows)
{
	memset(rows, 0, sizeof(*rows));
	ring_init(&rows->ring, rows->slots, sizeof(struct session_row), SESSION_ROWS);
}

static void put(struct session_rows *rows, const struct snapshot *snapshot, bool last)
{
	struct session_row *row = ring_back(&rows->ring);

	rows->told_ns = snapshot->t_ns;
	if (row == NULL) {
		return;
	}
	row->t_ns = snapshot->t_ns;
	row->state = snapshot->state;
	row->last = last;
	for (int i = 0; i < snapshot->head_count; i++) {
		row->heads[i] = (struct session_cell){(float)snapshot->heads[i].force_n,
						      (float)snapshot->heads[i].target_n};
	}
	ring_publish(&rows->ring);
	rows->in_session = !last;
}

void session_rows_step(struct session_rows *rows, const struct snapshot *snapshot)
{
	const enum state state = snapshot->state;

	if (!rows->in_session) {
		if (state == STATE_RUNNING) {
			put(rows, snapshot, false);
		}
	} else if (state == STATE_IDLE || state == STATE_FAULT) {
		put(rows, snapshot, true);
	} else if (snapshot->t_ns - rows->told_ns >= SESSION_ROW_NS) {
		put(rows, snapshot, false);
	}
}
