/*
 * keyboard.h - single keys of a terminal as they are pressed, unseen, and the signals that end a program
 * as if they were keys. Never waits.
 */
#ifndef TOOL_KEYBOARD_H
#define TOOL_KEYBOARD_H

#include <signal.h>
#include <stdbool.h>
#include <termios.h>

enum { KEYBOARD_NOTHING = -1, KEYBOARD_END = -2 /* of the input */, KEYBOARD_SIGNAL = -3 };

struct keyboard {
	bool is_open;
	bool hears_keys;
	bool ended;
	int signals; /* descriptor */
	sigset_t held_back_before;
	struct termios was;
};

/*
 * Holds back SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGTSTP, also in threads that start later: what moves is
 * let go of first. hears_keys: standard input must be a terminal then, else false.
 */
__attribute__((warn_unused_result)) bool keyboard_open(struct keyboard *keyboard, bool hears_keys);

/* The next key, or one of the above. */
int keyboard_key(struct keyboard *keyboard);

/* A line of standard input, without its end, while it hears no keys: waits for it. Its length, or one of
 * the above. What does not fit is left out. */
int keyboard_line(struct keyboard *keyboard, char *line, int size);

/* Terminal and signals as they were. Accepts one that was never opened. */
void keyboard_close(struct keyboard *keyboard);

#endif
