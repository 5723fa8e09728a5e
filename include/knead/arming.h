/*
 * arming.h - in words, why arming is refused, where that is not a question of the screening or of the
 * technique: snapshot -> network, log, tools.
 */
#ifndef KNEAD_ARMING_H
#define KNEAD_ARMING_H

#include <knead/limits.h>
#include <knead/snapshot.h>

#include <stddef.h>
#include <stdio.h>

#define ARM_SENTENCE_BYTES 256

/* What of a head's sensors keeps from arming, where it is known. */
enum arm_sensor { ARM_SENSOR_UNKNOWN = 0, ARM_FORCE_SILENT, ARM_FORCE_BELOW, ARM_OTHER_SILENT };

struct arm_spot {
	enum arm_sensor sensor;
	int head; /* from 0; of no meaning while the sensor is unknown */
};

/* What is missing and how to bring it; "" where the reason has words of its own elsewhere. */
static inline const char *arm_sentence(enum arm_refusal refusal)
{
	static const char *const sentences[ARM_REFUSALS] = {
		[ARM_UNSIZED] = "nobody told how tall this client is: /rig/client/height",
		[ARM_UNPLACED] = "confirm for this client that the seventh neck vertebra lies at "
				 "the mark: /rig/client/placed 1",
		[ARM_HAND] = "let the client press the hand button once: it must stop the rig; "
			     "then let go of it, and reset by the confirm button",
		[ARM_ZERO] =
			"at rest a force sensor is not at its zero: free every head; if that does "
			"not help, one has moved too far: look at it and calibrate it",
		[ARM_CALIBRATION] =
			"a head answers otherwise than believed, or its force sensor was "
			"never scaled with weights: calibrate it first",
		[ARM_SENSOR] = "not every sensor is live and at zero",
		[ARM_TOUCHED] = "a head is pressed: free it first",
	};

	return (unsigned)refusal < ARM_REFUSALS && sentences[refusal] != NULL ? sentences[refusal]
									      : "";
}

/* The first head whose sensors are why, as the snapshot shows them. */
static inline struct arm_spot arm_spot(const struct snapshot *now)
{
	if (now->arm_refusal != ARM_SENSOR) {
		return (struct arm_spot){ARM_SENSOR_UNKNOWN, 0};
	}
	for (int i = 0; i < now->head_count && i < HEADS_MAX; i++) {
		const struct head_view *head = &now->heads[i];

		if (head->input != INPUT_LIVE) {
			return (struct arm_spot){ARM_FORCE_SILENT, i};
		}
		if (head->beside != INPUT_LIVE) {
			return (struct arm_spot){ARM_OTHER_SILENT, i};
		}
		if (!(head->force_n > -RELEASED_N)) {
			return (struct arm_spot){ARM_FORCE_BELOW, i};
		}
	}
	return (struct arm_spot){ARM_SENSOR_UNKNOWN, 0};
}

/* The sentence of the refusal, with the head and the sensor where they are known. */
static inline void arm_tell(char *text, size_t size, enum arm_refusal refusal, struct arm_spot spot)
{
	static const char *const sentences[] = {
		[ARM_SENSOR_UNKNOWN] = "",
		[ARM_FORCE_SILENT] = "its force sensor is silent, or sends too seldom",
		[ARM_FORCE_BELOW] =
			"its force sensor reads below zero: look at it and calibrate it",
		[ARM_OTHER_SILENT] =
			"its air pressure or position sensor is silent or reads nonsense",
	};

	if (refusal == ARM_SENSOR && spot.sensor != ARM_SENSOR_UNKNOWN &&
	    (unsigned)spot.sensor <= ARM_OTHER_SILENT) {
		snprintf(text, size, "head %d: %s", spot.head + 1, sentences[spot.sensor]);
	} else {
		snprintf(text, size, "%s", arm_sentence(refusal));
	}
}

/* Why nobody is armed in that state; "" where it is no reason: armed again is no mistake. */
static inline const char *arm_state_sentence(enum state state)
{
	switch (state) {
	case STATE_BOOT:
	case STATE_SELFTEST:
		return "the self-test is not over: wait until the rig is idle";
	case STATE_RELEASING:
		return "the heads are letting go: wait until the rig is idle";
	case STATE_RUNNING:
	case STATE_PAUSED:
		return "a session is under way: stop it first";
	case STATE_FAULT:
		return "reset the fault first";
	case STATE_IDLE:
	case STATE_ARMED:
	case STATE_COUNT:
		break;
	}
	return "";
}

#endif
