/*
 * match.h - OSC 1.0 address patterns: ? * [abc] [a-z] [!abc] {one,other}.
 *
 * Pure, and never worse than the product of both lengths: all places in the pattern that could be
 * reached so far are carried along together, nothing is ever tried twice. Nothing but a literal '/'
 * matches a '/'.
 */
#ifndef NET_MATCH_H
#define NET_MATCH_H

#include <stdbool.h>

#define MATCH_PATTERN_MAX 127 /* characters; a longer pattern matches nothing */

/* Has it a character that only patterns have? */
bool match_is_pattern(const char *address);

/*
 * Does the whole pattern match the whole address? A malformed pattern (open bracket, brace in a
 * brace) matches nothing. Adds to *steps what it cost, at most MATCH_STEPS_MAX(strlen(pattern),
 * strlen(address)).
 */
bool match_address(const char *pattern, const char *address, unsigned long *steps);

#define MATCH_STEPS_MAX(pattern_length, address_length) \
	(4UL * ((unsigned long)(pattern_length) + 1) * ((unsigned long)(address_length) + 1))

#endif
