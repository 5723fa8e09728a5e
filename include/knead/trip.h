/*
 * trip.h - in words, what tripped: snapshot, records -> network, log, tools.
 */
#ifndef KNEAD_TRIP_H
#define KNEAD_TRIP_H

#include <knead/condition.h>
#include <knead/sensor.h>

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define TRIP_SENTENCE_BYTES 160

/* The condition's sentence, with the sensor's name in it where it is about one and that is known. */
static inline void trip_tell(char *text, size_t size, enum condition cause, enum sensor sensor)
{
	static const char some[] = "a sensor";
	const char *sentence = condition_words(cause)->sentence;
	const char *at = strstr(sentence, some);

	if (at != NULL && sensor_title(sensor)[0] != '\0') {
		snprintf(text, size, "%.*sthe %s%s", (int)(at - sentence), sentence,
			 sensor_title(sensor), at + strlen(some));
	} else {
		snprintf(text, size, "%s", sentence);
	}
}

/* Likewise, with its head, from 0 or HEAD_NONE, behind it. */
static inline void trip_tell_head(char *text, size_t size, enum condition cause, int head,
				  enum sensor sensor)
{
	size_t used;

	trip_tell(text, size, cause, sensor);
	used = strlen(text);
	if (head != HEAD_NONE) {
		snprintf(text + used, size - used, ", head %d", head + 1);
	}
}

#endif
