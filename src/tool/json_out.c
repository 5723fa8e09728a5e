/* json_out.c - see json_out.h. */
#include "tool/json_out.h"

#include <math.h>

void json_number(FILE *out, const char *name, double value)
{
	if (isfinite(value)) {
		fprintf(out, "\"%s\": %.7g", name, value);
	} else {
		fprintf(out, "\"%s\": null", name);
	}
}

void json_numbers(FILE *out, const struct json_member *members, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		fputs(i == 0 ? "" : ", ", out);
		json_number(out, members[i].name, members[i].value);
	}
}

void json_text(FILE *out, const char *name, const char *text)
{
	fprintf(out, "\"%s\": \"", name);
	for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++) {
		if (*c == '"' || *c == '\\') {
			fprintf(out, "\\%c", *c);
		} else if (*c < 0x20) {
			fprintf(out, "\\u%04x", *c);
		} else {
			fputc(*c, out);
		}
	}
	fputc('"', out);
}
