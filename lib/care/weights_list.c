/* SPDX-License-Identifier: ISC */
#include "care/weights.h"

/* The built-in weights.csv: of lib/care/weights.csv each line a string. */
#include "weights_data.h"
