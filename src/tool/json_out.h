/*
 * json_out.h - the members of JSON objects that need care: numbers that are none, and names from files that
 * people write. Writes "name": value and nothing around it.
 */
#ifndef TOOL_JSON_OUT_H
#define TOOL_JSON_OUT_H

#include <stddef.h>
#include <stdio.h>

struct json_member {
	const char *name;
	double value;
};

/* What is no finite number is null. */
void json_number(FILE *out, const char *name, double value);

/* Several, with commas between. */
void json_numbers(FILE *out, const struct json_member *members, size_t count);

/* Likewise of {name, value}, {name, value}, ... */
#define JSON_NUMBERS(out, ...)                                           \
	json_numbers(out, (const struct json_member[]){__VA_ARGS__},     \
		     sizeof((const struct json_member[]){__VA_ARGS__}) / \
			     sizeof(struct json_member))

void json_text(FILE *out, const char *name, const char *text);

#endif
