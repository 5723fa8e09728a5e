/*
 * arming.h - in words, why arming is refused, where that is not a question of the screening or of the
 * technique: snapshot -> network, log, tools.
 */
#ifndef KNEAD_ARMING_H
#define KNEAD_ARMING_H

#include <knead/snapshot.h>

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
