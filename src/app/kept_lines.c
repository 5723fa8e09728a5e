/* kept_lines.c - see kept_lines.h. */
#include "app/kept_lines.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void kept_put(struct kept_page *page, const char *format, ...)
{
	const size_t room = page->size - page->used;
	va_list arguments;
	int length = 0;

	va_start(arguments, format);
	length = vsnprintf(page->text + page->used, room, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= room) {
		page->wrong = true;
		return;
	}
	page->used += (size_t)length;
}

void kept_take(struct kept_reading *reading, const char *key, char *word, size_t size)
{
	const size_t key_length = strlen(key);
	size_t length = 0;

	word[0] = '\0';
	if (reading->at == NULL || strncmp(reading->at, key, key_length) != 0 ||
	    reading->at[key_length] != ' ') {
		reading->at = NULL;
		return;
	}
	length = strcspn(reading->at + key_length + 1, "\n");
	if (length == 0 || length >= size) {
		reading->at = NULL;
		return;
	}
	memcpy(word, reading->at + key_length + 1, length);
	word[length] = '\0';
	reading->at += key_length + 1 + length + 1;
}

bool kept_takes(struct kept_reading *reading, const char *key, const char *wanted)
{
	char word[64];

	kept_take(reading, key, word, sizeof(word));
	return strcmp(word, wanted) == 0;
}

bool kept_numbers(struct kept_reading *reading, const char *word, double *numbers, int count)
{
	const char *at = word;

	for (int i = 0; i < count; i++) {
		char *end = NULL;

		numbers[i] = strtod(at, &end);
		if (end == at || !isfinite(numbers[i])) {
			reading->at = NULL;
			return false;
		}
		at = end;
	}
	if (*at != '\0') {
		reading->at = NULL;
		return false;
	}
	return true;
}
