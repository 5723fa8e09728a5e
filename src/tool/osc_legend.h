/*
 * osc_legend.h - the legend of the address reference: what stands behind the words of its table.
 */
#ifndef TOOL_OSC_LEGEND_H
#define TOOL_OSC_LEGEND_H

/* To standard output, in markdown, with an empty line before it. */
void osc_legend_print(void);

#endif
