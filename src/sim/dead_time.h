/*
 * dead_time.h - a command as it was some whole sub-steps ago.
 */
#ifndef KNEAD_SIM_DEAD_TIME_H
#define KNEAD_SIM_DEAD_TIME_H

#define DEAD_TIME_ROWS 512 /* sub-steps that can be held */

struct dead_time {
	int length;
	int at;
	double rows[DEAD_TIME_ROWS];
};

/* Commands under way are forgotten; 0 is what comes out first. */
static inline void dead_time_pace(struct dead_time *line, double dead_s, double step_s)
{
	double rows = dead_s / step_s + 0.5;

	line->length = rows < DEAD_TIME_ROWS ? (int)rows : DEAD_TIME_ROWS;
	line->at = 0;
	for (int i = 0; i < line->length; i++) {
		line->rows[i] = 0.0;
	}
}

static inline double dead_time_pass(struct dead_time *line, double command)
{
	int at = line->at;
	double old;

	if (line->length == 0) {
		return command;
	}
	old = line->rows[at];
	line->rows[at] = command;
	line->at = at + 1 == line->length ? 0 : at + 1;
	return old;
}

#endif
