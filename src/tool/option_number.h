/*
 * option_number.h - a number as it is typed behind an option.
 */
#ifndef TOOL_OPTION_NUMBER_H
#define TOOL_OPTION_NUMBER_H

#include <stdbool.h>

/* Whether text is all of a number from least to most. */
bool option_is_number(double *number, const char *text, double least, double most);

/* EXIT_DONE, or EXIT_WRONG with a sentence on stderr that begins with who ("knead sim"). */
__attribute__((warn_unused_result)) int option_number(double *number, const char *who,
						      const char *name, const char *text,
						      double least, double most);

/* Likewise for --minutes: how long a session lasts, in seconds then. */
__attribute__((warn_unused_result)) int option_minutes(double *duration_s, const char *who,
						       const char *text);

#endif
