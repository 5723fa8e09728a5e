/*
 * panel_keys.h - what each key asks of the controller. Pure: it fills messages, others send them.
 *
 * All zero is the beginning. Start is two keys (arm, then start), a reset is the same key twice;
 * stop is one key, and goes out three times, because one datagram may be lost and stopping twice
 * does no harm. What stops, eases, pauses and says how the client is means the same on every page.
 */
#ifndef TOOL_PANEL_KEYS_H
#define TOOL_PANEL_KEYS_H

#include "tool/panel_model.h"

#define PANEL_STOPS       3
#define PANEL_STOP_GAP_NS 20000000LL

/* Keys that are no character. */
enum panel_key {
	PANEL_KEY_NONE = -1,
	PANEL_KEY_UP = 256,
	PANEL_KEY_DOWN,
	PANEL_KEY_LEFT,
	PANEL_KEY_RIGHT,
	PANEL_KEY_BACK_TAB
};

/* What the middle of the screen shows. */
enum panel_page {
	PANEL_BODY = 0,
	PANEL_FOCUS,
	PANEL_TECHNIQUE,
	PANEL_INTAKE,
	PANEL_HEADS,
	PANEL_PAGES
};

/* Lines of the focus page: regions by their number less one, then: */
#define PANEL_BALANCE_LINE (REGION_COUNT - 1)
#define PANEL_LENGTH_LINE  REGION_COUNT
#define PANEL_MOST_LINE    (REGION_COUNT + 1)
#define PANEL_FOCUS_LINES  (REGION_COUNT + 2)

/* Lines of the intake page, questions from PANEL_QUESTION_LINE on. */
#define PANEL_HEIGHT_LINE   0
#define PANEL_PLACED_LINE   1
#define PANEL_QUESTION_LINE 2

struct panel_message {
	char path[48];
	char types[3]; /* "", "f", "ff" or "s" */
	double number;
	double second; /* of "ff" */
	char text[96];
};

/* What was asked for last, ahead of its echo. */
struct panel_asked {
	double value;
	int64_t t_ns; /* 0 for never */
};

/* A PIN being typed; all zero: nobody is asked for one. */
struct panel_typing {
	char digits[8];
	int64_t until_ns;
};

struct panel_keys {
	int stops_left;
	int64_t stop_due_ns;
	int64_t reset_asked_ns; /* 0: the next R is the first of two */
	bool paired;            /* we have a token, or a PIN to get one by */
	char pin[8];            /* for pairing or taking over; "" once it is spent */
	struct panel_typing typing;
	bool owner; /* quitting ends the controller too; set before the first key */
	bool quit_asked;
	bool quit;
	enum panel_page page;
	bool tissue;           /* the page of heads shows what lies under them */
	int line[PANEL_PAGES]; /* the chosen one; of body and heads: lines scrolled away */
	struct panel_asked intensity;
	struct panel_asked speed;
	struct panel_asked balance;
	struct panel_asked pad_x;
	struct panel_asked length_s;
	struct panel_asked most_n;
	struct panel_asked height_m;
	struct panel_asked focus[REGION_COUNT];
	int64_t answered_ns; /* last key of an answer, 0 for never */
	struct panel_notice notice;
};

/* True where the key asks for a message to be sent now. Stops come from panel_keys_stop. */
bool panel_keys_press(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
		      int key, struct panel_message *message);

/* True each time a /rig/stop is due. */
bool panel_keys_stop(struct panel_keys *keys, int64_t t_ns);

#endif
