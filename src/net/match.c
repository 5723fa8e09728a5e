/*
 * match.c - address patterns as a set of places walked in step with the address.
 */
#include "net/match.h"

#include <string.h>

enum place_kind {
	PLACE_END = 0,
	PLACE_LITERAL,
	PLACE_ANY,
	PLACE_STAR,
	PLACE_CLASS,
	PLACE_OPEN,  /* '{' */
	PLACE_COMMA, /* ends one alternative; the next one starts behind it */
	PLACE_CLOSE
};

struct program {
	const char *text;
	int length;
	unsigned char kind[MATCH_PATTERN_MAX + 1];
	unsigned char next[MATCH_PATTERN_MAX + 1]; /* where this place leads */
};

struct places {
	bool at[MATCH_PATTERN_MAX + 2];
};

bool match_is_pattern(const char *address)
{
	return strpbrk(address, "?*[]{}") != NULL;
}

static void put(struct program *program, int at, enum place_kind kind, int next)
{
	program->kind[at] = (unsigned char)kind;
	program->next[at] = (unsigned char)next;
}

/* Reads "{a,b}" at its '{'; the place behind it, or -1 where it is malformed. */
static int read_braces(struct program *program, int open)
{
	const char *text = program->text;
	int close = open + 1 + (int)strcspn(text + open + 1, "{[]*?/}");

	if (text[close] != '}') {
		return -1;
	}
	put(program, open, PLACE_OPEN, open + 1);
	for (int i = open + 1; i < close; i++) {
		bool comma = text[i] == ',';

		put(program, i, comma ? PLACE_COMMA : PLACE_LITERAL, comma ? close + 1 : i + 1);
	}
	put(program, close, PLACE_CLOSE, close + 1);
	return close + 1;
}

/* The place behind the one at i, or -1 where the pattern is malformed. */
static int read_place(struct program *program, int i)
{
	const char *text = program->text;
	int close;

	switch (text[i]) {
	case '{':
		return read_braces(program, i);
	case '[':
		close = i + 1 + (int)strcspn(text + i + 1, "]/");
		if (text[close] != ']') {
			return -1;
		}
		put(program, i, PLACE_CLASS, close + 1);
		return close + 1;
	case ']':
	case '}':
		return -1;
	case '*':
		put(program, i, PLACE_STAR, i + 1);
		return i + 1;
	case '?':
		put(program, i, PLACE_ANY, i + 1);
		return i + 1;
	default:
		put(program, i, PLACE_LITERAL, i + 1);
		return i + 1;
	}
}

static bool read_pattern(struct program *program, const char *pattern)
{
	int i = 0;

	program->text = pattern;
	program->length = (int)strnlen(pattern, MATCH_PATTERN_MAX + 1);
	if (program->length > MATCH_PATTERN_MAX) {
		return false;
	}
	while (i < program->length) {
		i = read_place(program, i);
		if (i < 0) {
			return false;
		}
	}
	put(program, program->length, PLACE_END, program->length);
	return true;
}

static bool in_class(const char *set, char c)
{
	bool wanted = set[0] != '!';

	if (!wanted) {
		set++;
	}
	while (*set != ']') {
		char low = *set;
		char high = low;

		if (set[1] == '-' && set[2] != ']') {
			high = set[2];
			set += 2;
		}
		if (c >= low && c <= high) {
			return wanted;
		}
		set++;
	}
	return !wanted;
}

/* Adds the places reachable without a character; all of them lie ahead, so one pass finds them. */
static void spread(const struct program *program, struct places *places, unsigned long *steps)
{
	for (int i = 0; i < program->length; i++) {
		++*steps;
		if (!places->at[i]) {
			continue;
		}
		if (program->kind[i] == PLACE_STAR || program->kind[i] == PLACE_COMMA ||
		    program->kind[i] == PLACE_CLOSE) {
			places->at[program->next[i]] = true;
		} else if (program->kind[i] == PLACE_OPEN) {
			places->at[i + 1] = true;
			for (int k = i + 1; program->kind[k] != PLACE_CLOSE; k++) {
				++*steps;
				if (program->kind[k] == PLACE_COMMA) {
					places->at[k + 1] = true;
				}
			}
		}
	}
}

/* Does the place take the character? */
static bool takes(const struct program *program, int at, char c)
{
	switch (program->kind[at]) {
	case PLACE_LITERAL:
		return program->text[at] == c;
	case PLACE_ANY:
	case PLACE_STAR:
		return c != '/';
	case PLACE_CLASS:
		return c != '/' && in_class(program->text + at + 1, c);
	default:
		return false;
	}
}

/* Moves every place over one character; false when none is left. */
static bool advance(const struct program *program, struct places *places, char c,
		    unsigned long *steps)
{
	struct places moved = {{false}};
	bool alive = false;

	for (int i = 0; i < program->length; i++) {
		++*steps;
		if (!places->at[i] || !takes(program, i, c)) {
			continue;
		}
		*steps += program->kind[i] == PLACE_CLASS ? program->next[i] - (unsigned)i : 0;
		moved.at[program->kind[i] == PLACE_STAR ? i : program->next[i]] = true;
		alive = true;
	}
	*places = moved;
	return alive;
}

bool match_address(const char *pattern, const char *address, unsigned long *steps)
{
	struct program program = {0};
	struct places places = {{false}};
	size_t literal = strcspn(pattern, "?*[]{}");

	/* most addresses differ before the first wildcard, and that is cheap to see */
	++*steps;
	if (strncmp(pattern, address, literal) != 0 || !read_pattern(&program, pattern)) {
		return false;
	}
	places.at[0] = true;
	spread(&program, &places, steps);
	for (const char *c = address; *c != 0; c++) {
		if (!advance(&program, &places, *c, steps)) {
			return false;
		}
		spread(&program, &places, steps);
	}
	return places.at[program.length];
}
