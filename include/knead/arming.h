/*
 * arming.h - in words, why arming is refused, where that is not a question of the screening or of the
 * technique: snapshot -> network, log, tools.
 */
#ifndef KNEAD_ARMING_H
#define KNEAD_ARMING_H

#include <knead/snapshot.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define ARM_SENTENCE_BYTES 256

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
		[ARM_STILL] = "a sensor shows the same again and again at rest: look at it and its "
			      "wires, or its rig file says more noise than it has",
	};

	return (unsigned)refusal < ARM_REFUSALS && sentences[refusal] != NULL ? sentences[refusal]
									      : "";
}

/* The sentence of the refusal; of the head and the sensor that are why, where they are known. */
static inline void arm_tell(char *text, size_t size, enum arm_refusal refusal, struct arm_spot spot)
{
	static const char *const doubts[ARM_DOUBTS] = {
		[ARM_DOUBT_NONE] = "",
		[ARM_DOUBT_SILENT] = " is silent, or sends too seldom",
		[ARM_DOUBT_NONSENSE] = " reads nonsense",
		[ARM_DOUBT_BELOW] = " reads below zero: look at it and calibrate it",
		[ARM_DOUBT_STILL] = " shows the same again and again at rest: look at it and its "
				    "wires, or its rig file says more noise than it has",
		[ARM_DOUBT_ZERO] =
			" is not at its zero: free the head; if that does not help, it has moved "
			"too far: look at it and calibrate it",
		[ARM_DOUBT_ANSWERS] = "it answers otherwise than believed: calibrate it first",
		[ARM_DOUBT_UNSCALED] = " was never scaled with weights: calibrate the head first",
		[ARM_DOUBT_PRESSED] = "it is pressed: free it first",
	};
	const bool known = spot.doubt != ARM_DOUBT_NONE && (unsigned)spot.doubt < ARM_DOUBTS;

	if (arm_sentence(refusal)[0] != '\0' && known) {
		snprintf(text, size, "head %d: %s%s%s", spot.head + 1,
			 spot.sensor != SENSOR_NONE ? "its " : "", sensor_title(spot.sensor),
			 doubts[spot.doubt]);
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
