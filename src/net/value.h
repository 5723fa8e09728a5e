/*
 * value.h - one OSC argument, whichever of the many types of number it came as.
 */
#ifndef NET_VALUE_H
#define NET_VALUE_H

#include <stdbool.h>
#include <stdio.h>

#define VALUE_TEXT_MAX 256
#define VALUES_MAX     5 /* arguments of the longest message we send or accept */

struct value {
	char type;     /* the OSC tag it came with or goes out as; 0 where nothing was given */
	double number; /* of i f h d T F; 0 otherwise */
	char text[VALUE_TEXT_MAX]; /* of s S, cut where it is longer; "" otherwise */
};

/* Does the tag carry a number for us? T is 1 and F is 0, as every client of ours may send them. */
static inline bool value_is_number(char type)
{
	return type == 'i' || type == 'f' || type == 'h' || type == 'd' || type == 'T' ||
	       type == 'F';
}

/* As the value's text, cut where it is longer. */
static inline void value_put_text(struct value *value, const char *text)
{
	snprintf(value->text, sizeof(value->text), "%s", text);
}

static inline bool value_is_text(char type)
{
	return type == 's' || type == 'S';
}

#endif
