/*
 * panel_words.h - numbers and names as the panel writes them, in columns that do not move. Pure.
 */
#ifndef TOOL_PANEL_WORDS_H
#define TOOL_PANEL_WORDS_H

#include "tool/panel_model.h"

#define PANEL_WORD 16 /* every text below fits in */

/* "12.3", "-" while unknown; what no force can be is "wild". */
void panel_words_force(char text[PANEL_WORD], const struct panel_number *force);

/* "12.3/14.1" */
void panel_words_forces(char text[PANEL_WORD], const struct panel_head *head);

/* "0.30", "-" while unknown. */
void panel_words_number(char text[PANEL_WORD], const struct panel_number *number);

/* "4:05", "-" while unknown. */
void panel_words_time(char text[PANEL_WORD], const struct panel_number *seconds);

/* "1234/1300", "-" while unknown; what exceeds five digits is in thousands, "123k/130k". */
/* "2.50", "2.1 ?" where it is not sure, or "-": a figure of the tissue, with that many decimals. */
void panel_words_told(char text[PANEL_WORD], const struct panel_told *told, double unit,
		      int decimals);

/* "breath 15 a minute, 3.2 mm", or that it is not felt; "" while nothing was said of it. */
void panel_words_breath(char text[64], const struct panel_model *model);

void panel_words_dose(char text[PANEL_WORD], const struct panel_pair *dose);

/* "41/40 C" felt and wanted; "" without a heater. */
void panel_words_surface(char text[PANEL_WORD], const struct panel_pair *surface);

/* "3.25/10", minutes at 43 degC; "" of a head without a heater. */
void panel_words_heat(char text[PANEL_WORD], const struct panel_head *head);

/* A name of the wire, warm_glide, as people write it: warm glide. */
struct panel_text panel_words_name(const struct panel_text *name);

/* Why a head presses no more than it does, in plain words; "" where nothing limits it. */
const char *panel_words_limit(const struct panel_head *head);

/* "16 lower back R" */
void panel_words_head(char text[24], const struct panel_model *model, int index);

#endif
