/*
 * args.c - every type real clients send for a number or a press, made one.
 */
#include "net/args.h"

#include "net/codec.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PRESS_FROM 0.5

enum osc_error args_refuse(struct args *args, enum osc_error error, const char *detail)
{
	snprintf(args->detail, sizeof(args->detail), "%s", detail);
	return error;
}

/* The position of the argument after *letters, which moves on to it and over it. */
static const struct osc_argument *next_argument(const char **letters, bool *optional)
{
	const struct osc_argument *argument;

	if (**letters == '\0') {
		return NULL;
	}
	argument = osc_schema_argument(**letters);
	*optional = (*letters)[1] == '?';
	*letters += *optional ? 2 : 1;
	return argument;
}

/*
 * Which position each tag belongs to. By position; but a text may come early where numbers before
 * it are optional, so that a token needs no epoch in front of it.
 */
static enum osc_error place_tags(const struct osc_entry *entry, const char *types,
				 int place[VALUES_MAX], struct args *args)
{
	const char *letters = entry->args;
	const struct osc_argument *argument;
	bool optional = false;
	int position = 0;

	for (int i = 0; types[i] != '\0'; i++) {
		argument = next_argument(&letters, &optional);
		while (argument != NULL && optional && value_is_text(types[i]) &&
		       strchr(argument->accepts, types[i]) == NULL) {
			argument = next_argument(&letters, &optional);
			position++;
		}
		if (argument == NULL) {
			return args_refuse(args, ERROR_BAD_TYPE, "an argument too many");
		}
		if (strchr(argument->accepts, types[i]) == NULL) {
			snprintf(args->detail, sizeof(args->detail), "argument %d: %s is needed",
				 i + 1, argument->words);
			return ERROR_BAD_TYPE;
		}
		place[i] = position++;
	}
	argument = next_argument(&letters, &optional);
	if (argument != NULL && !optional) {
		snprintf(args->detail, sizeof(args->detail), "missing: %s", argument->words);
		return ERROR_BAD_TYPE;
	}
	return ERROR_NONE;
}

static enum osc_error check_range(const struct osc_entry *entry, struct args *args)
{
	const char *letters = entry->args;
	const struct osc_argument *argument;
	bool optional;

	for (int i = 0; (argument = next_argument(&letters, &optional)) != NULL; i++) {
		const struct value *value = &args->at[i];

		if (!isfinite(value->number)) {
			return args_refuse(args, ERROR_BAD_VALUE, "not a finite number");
		}
		if (argument->letter == 'p' && entry->counted &&
		    !(value->number >= 0.0 && value->number <= 1.0)) {
			return args_refuse(args, ERROR_BAD_VALUE,
					   "one press a message: allowed: 0..1");
		}
		if (argument->letter == 'n' && entry->low < entry->high &&
		    !(value->number >= entry->low && value->number <= entry->high)) {
			snprintf(args->detail, sizeof(args->detail), "allowed: %g..%g%s%s",
				 entry->low, entry->high, entry->unit != NULL ? " " : "",
				 entry->unit != NULL ? entry->unit : "");
			return ERROR_BAD_VALUE;
		}
	}
	return ERROR_NONE;
}

enum osc_error args_read(const struct osc_entry *entry, const struct wire_message *message,
			 struct args *args)
{
	struct value values[VALUES_MAX];
	int place[VALUES_MAX];
	enum osc_error error;
	int count;

	memset(args, 0, sizeof(*args));
	error = place_tags(entry, message->types, place, args);
	if (error != ERROR_NONE) {
		return error;
	}
	count = codec_read(message, values);
	if (count < 0) {
		return args_refuse(args, ERROR_BAD_TYPE, "unreadable");
	}
	for (int i = 0; i < count; i++) {
		args->at[place[i]] = values[i];
	}
	return check_range(entry, args);
}

const struct value *args_of(const struct args *args, const struct osc_entry *entry, char letter)
{
	const char *letters = entry->args;
	const struct osc_argument *argument;
	bool optional;

	for (int i = 0; (argument = next_argument(&letters, &optional)) != NULL; i++) {
		if (argument->letter == letter) {
			return args->at[i].type != 0 ? &args->at[i] : NULL;
		}
	}
	return NULL;
}

bool args_fire(const struct args *args)
{
	const struct value *press = &args->at[0];

	return !value_is_number(press->type) || press->number >= PRESS_FROM;
}

bool args_whole(const struct value *value, double low, double high, int *number)
{
	if (!value_is_number(value->type) || !(value->number >= low && value->number <= high) ||
	    value->number > floor(value->number)) {
		return false;
	}
	*number = (int)value->number;
	return true;
}
