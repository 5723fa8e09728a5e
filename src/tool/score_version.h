/*
 * score_version.h - of the rules, the cohort and the opponents. Figures of different versions are
 * not to be compared; a test fails when any of the files behind a score changes and this number
 * does not.
 */
#ifndef TOOL_SCORE_VERSION_H
#define TOOL_SCORE_VERSION_H

#define SCORE_VERSION 11

#endif
