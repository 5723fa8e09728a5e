/*
 * json_out.h - the two members of JSON objects that need care: numbers that are none, and names from files
 * that people write. Writes "name": value and nothing around it.
 */
#ifndef TOOL_JSON_OUT_H
#define TOOL_JSON_OUT_H

#include <stdio.h>

/* What is no finite number is null. */
void json_number(FILE *out, const char *name, double value);

void json_text(FILE *out, const char *name, const char *text);

#endif
