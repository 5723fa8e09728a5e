/*
 * event_fault.h - a fault that was injected into the simulated rig, in words for whoever reads the event
 * log: what of which head does what. Touches no file.
 */
#ifndef APP_EVENT_FAULT_H
#define APP_EVENT_FAULT_H

#include <knead/rig.h>
#include <knead/sim_order.h>

#include <stdbool.h>
#include <stddef.h>

#define EVENT_FAULT_BYTES 128

/* Whether it is of one head, or of all: not of the controller or the rig as a whole. */
bool event_fault_has_head(enum fault_kind kind);

/*
 * "the air pressure sensor is late by 0.2 s"; a magnitude of 0, the usual one, is left out. kind is no
 * FAULT_NONE; actuator is that of the head, or of the first where it is all.
 */
void event_fault_say(char text[EVENT_FAULT_BYTES], enum fault_kind kind, double magnitude,
		     enum actuator_kind actuator);

#endif
