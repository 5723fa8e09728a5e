/*
 * osc_legend.c - members of families and meanings of arguments are read from where the controller
 * has them.
 */
#include "tool/osc_legend.h"

#include "net/osc_schema.h"

#include <knead/screening.h>

#include <stdio.h>

static void print_members(void)
{
	static const char *const braces[] = {"{n}", "{k}", "{name}", "{item}"};
	char words[OSC_MEMBER_MAX];

	printf("| in an address | stands for |\n|---|---|\n");
	for (size_t i = 0; i < sizeof(braces) / sizeof(braces[0]); i++) {
		(void)osc_schema_member(braces[i], words);
		printf("| `%s` | %s |\n", braces[i], words);
	}
	printf("\nThe questions:");
	for (int i = 0; i < SCREENING_ITEMS; i++) {
		printf("%s `%s`", i > 0 ? "," : "", screening_words(i)->name);
	}
	printf(".\n\n");
}

/* clang-format off */
static const struct {
	char letter;
	const char *meaning;
} letters[] = {
	{ 'p', "nothing, `N`, `I` or a number from 0.5 fires; less, as a button that is let go of sends, "
	       "does nothing; where each press does more (skip, linger, released) 0..1" },
	{ 'e', "the epoch that `/rig/lease/grant` told last, which arm, start, resume and reset need in "
	       "rig mode; in the examples it is 4711" },
	{ 't', "your token, where you send from somewhere else than you paired or subscribed" },
	{ 'n', "a number, `T` being 1 and `F` 0" },
	{ 'i', "a whole number, of any of these types" },
	{ 's', "a text" },
	{ 'a', "one of these words" },
	{ 'x', "a technique by its name, or by its index in `/rig/technique/list`" },
	{ 'k', "the six digits the rig shows" },
	{ 'o', "where to answer; 0: where this came from" },
	{ 'r', "how often to send what heads do" },
};

static const char notes[] =
	"\n[..] may be left out. *is sent* are the type tags of what the controller sends on the address; "
	"parameters and reads answer when they are sent without arguments. *range* and *unit* are those of "
	"every number of the row, or of each value in turn: of what is sent to you, else of what you send. "
	"none: a text, or a number without a unit.\n"
	"\n*who*: anyone; paired: a tablet that `/rig/pair` gave a token; owner: the one of them that "
	"`/rig/lease/request` lets steer; simulator: anyone, where everything is simulated. On a bench "
	"everybody may do all of it.\n"
	"\n*Without type tags*, as mixers of the X32 kind are spoken to, an address alone is understood. "
	"With arguments behind it, it does nothing, as nobody knows what they are, and is answered by "
	"`/rig/error bad_type`. `/rig/stop` is obeyed however it comes.\n"
	"\n*A line that is new, or was silent for 1.5 s*, is a second late on purpose: what moves heads is "
	"answered by `quarantine`, and the epoch moves on. Each TCP connection is a line, and so are all "
	"datagrams of a host together: say something on each of them every second.\n"
	"\n*Packets get lost*: what changed is said several times more within 1.5 s by datagram, and everything "
	"again every 2 s. What you sent and see no echo of, send again.\n";
/* clang-format on */

static void print_arguments(void)
{
	printf("| send | type tags it may have | means |\n|---|---|---|\n");
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		const struct osc_argument *argument = osc_schema_argument(letters[i].letter);

		printf("| %s | `%s` | %s |\n", argument->words, argument->accepts,
		       letters[i].meaning);
	}
}

void osc_legend_print(void)
{
	printf("\n");
	print_members();
	print_arguments();
	fputs(notes, stdout);
}
