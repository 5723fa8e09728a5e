/*
 * calibrate_test.h - one head of a rig on a stand through its step and ramp test, with its progress shown.
 */
#ifndef TOOL_CALIBRATE_TEST_H
#define TOOL_CALIBRATE_TEST_H

#include "tool/calibrate_bench.h"
#include "tool/keyboard.h"
#include "tool/stand.h"

#include <stdbool.h>

struct calibrate_test {
	struct stand *stand;
	struct keyboard *keyboard; /* its signals end a test */
	struct calibrate_bench *bench;
	bool shows;
	/* the caller's, of this run */
	bool ends;
	unsigned thought;
	int percent;
	const char *said;
};

/* bench: initialised for that head. False where the stand could not go on: a sentence was said. What the
 * test came to is the bench's to say. */
__attribute__((warn_unused_result)) bool calibrate_test_run(struct calibrate_test *test);

#endif
