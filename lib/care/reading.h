/* SPDX-License-Identifier: ISC */
#ifndef CARE_READING_H
#define CARE_READING_H

#include "care/stress.h"
#include "care/words.h"
#include "csv/emit.h"

/*
 * Write how a text is read, so that each number can be followed to a row
 * of a settings file: a line for each phrase of words.csv that stands in
 * it and what became of it, for each feature of weights.csv with its
 * numbers, for each score with its parts, then the signals, the points
 * that they give, and how many of the words are known.
 *
 *	anger 0.90 "angry" by angry (words.csv:12)
 *	"not angry" by not angry (weights.csv:80): stress -0.120 anger -0.500
 *	anger -1.301 = @bias -4.301 + words 0.500 + phrase 2.500, a signal
 *	from -0.108 on, sure to 21 %
 *
 * (the last in one line).  Of the row of a phrase that lists many words the
 * beginning is shown, and `..'.  Failures of writing are those of the emit.
 */
void reading_explain(const struct words *, const struct stress_model *,
    struct bytes text, struct emit *);

#endif
