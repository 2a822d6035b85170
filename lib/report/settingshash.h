/* SPDX-License-Identifier: ISC */
#ifndef REPORT_SETTINGSHASH_H
#define REPORT_SETTINGSHASH_H

#include <stdint.h>

#include "report/setup.h"

/*
 * A fingerprint of the settings that shape the numbers of a page: what
 * report.csv says, and the files of the
 * folder (NULL: none) by which the filters before judged calls, as they
 * stand: stress.csv, words.csv, load.csv.
 */
uint64_t settings_hash(const char *settings_dir, const struct setup *);

#endif
